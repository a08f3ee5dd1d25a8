"""The engine's own server on the same graph, which updates without versions, rules or evidence."""

import statistics
import subprocess
import time
import urllib.request

from peyvand.graph.versions import Versions

from ..peer import tool
from ..peers import Oxigraph


class OxigraphWriter(Oxigraph):
    """``oxigraph serve`` on a copy of a home's current graph.

    Args:
        work: its folder.
        home: the home.
    """

    def __init__(self, work, home):
        version = Versions(home).current()
        super().__init__(work, version.path / "graph.nq")
        self._plain = Versions(home).get(1).path / "graph.nq"

    def prepare(self):
        self.binary = tool("oxigraph")
        place = ["--location", str(self.work / "store"), "--file", str(self._plain)]
        subprocess.run([self.binary, "load", *place], check=True, capture_output=True)

    def command(self):
        place = ["--location", str(self.work / "store")]
        return [self.binary, "serve", *place, "--bind", f"127.0.0.1:{self.port}"]

    def median(self, updates):
        """The median time of some updates, in seconds."""
        self.start()
        try:
            return statistics.median(self._update(text) for text in updates)
        finally:
            self.stop()

    def _update(self, text):
        address = self.url.removesuffix("query") + "update"
        headers = {"Content-Type": "application/sparql-update"}
        began = time.perf_counter()
        with urllib.request.urlopen(
            urllib.request.Request(address, text.encode(), headers), timeout=120
        ) as answer:
            answer.read()
        return time.perf_counter() - began
