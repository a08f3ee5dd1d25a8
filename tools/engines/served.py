"""A server whose reads go to engines and whose writes wait for them, and who asks it."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlencode

from peyvand.tokens import Tokens
from tools.crash.home import GRAPH, text
from tools.engines.processes import free_port
from tools.engines.trial import Counts

_START_S = 90.0
_COUNT = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{GRAPH.value}> {{ ?s ?p ?o }} }}"
_FORM = "application/x-www-form-urlencoded"


class Served:
    """A server of a home and what feeds its engines, with one writer and some readers.

    Args:
        home: the home, whose first version has nothing in the graph that is written to.
        counts: where it is counted what readers see.
        wait_for: how many engines hold a version before its write is acknowledged.
        readers: how many ask at once.
    """

    def __init__(self, home: Path, counts: Counts, wait_for: int, readers: int) -> None:
        self._counts, self._port, self._over = counts, free_port(), threading.Event()
        self._token = Tokens(home).add("engines")
        # Of each acknowledged write the version that it made.
        self.acknowledged: list[int] = []
        self._lock = threading.Lock()
        environment = {
            **os.environ,
            "PEYVAND_HOME": str(home),
            "PEYVAND_PORT": str(self._port),
            "PEYVAND_EMBEDDED": "last",
            "PEYVAND_WAIT_FOR": str(wait_for),
            "PEYVAND_CACHE_MB": "0",
            "PEYVAND_COLUMNS": "off",
        }
        commands = (["serve"], ["engines", "sync", "--every", "1"])
        with (home.parent / "server.log").open("ab") as log:
            self._processes = [
                subprocess.Popen(
                    [sys.executable, "-m", "peyvand", *words],
                    env=environment,
                    stdout=log,
                    stderr=log,
                )
                for words in commands
            ]
        self._wait()
        self._threads = [threading.Thread(target=self._write)]
        self._threads += [threading.Thread(target=self._read) for _ in range(readers)]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """Let the writer and the readers come to their end, and end the processes."""
        self._over.set()
        for thread in self._threads:
            thread.join()
        for process in self._processes:
            process.terminate()
            process.wait()

    def _wait(self) -> None:
        until = time.monotonic() + _START_S
        while time.monotonic() < until:
            with suppress(OSError), closing(self._connection()) as connection:
                connection.request("GET", "/health")
                if connection.getresponse().status == http.client.OK:
                    return
            time.sleep(0.1)
        raise TimeoutError("the server does not come up")

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=150)

    def _write(self) -> None:
        head, number = {"Authorization": f"Bearer {self._token}", "Content-Type": _FORM}, 0
        while not self._over.is_set():
            number += 1
            with closing(self._connection()) as connection:
                connection.request("POST", "/sparql", urlencode({"update": text(number)}), head)
                answer = connection.getresponse()
                said = answer.read()
            if answer.status == http.client.OK:
                self.acknowledged.append(int(json.loads(said)["version"]))
                self._counts.acknowledged += 1

    def _read(self) -> None:
        """Ask how many were written, as one who must never see fewer than before."""
        address, seen = "/sparql?" + urlencode({"query": _COUNT}), 0
        connection = self._connection()
        while not self._over.is_set():
            try:
                connection.request("GET", address, headers={"Accept": "text/csv"})
                answer = connection.getresponse()
                said = answer.read()
            except (OSError, http.client.HTTPException):
                self._count("failed_reads")
                connection.close()
                continue
            self._count("reads")
            if answer.status != http.client.OK:
                self._count("failed_reads")
                continue
            version = int(answer.headers["Peyvand-Version"])
            if answer.headers.get("Peyvand-Engine") == "elsewhere":
                self._count("read_elsewhere")
            # Each version after the first has one statement more than the one before.
            if int(said.split()[1]) != version - 1:
                self._count("wrong_reads")
            if version < seen:
                self._count("stale_reads")
            seen = version
            time.sleep(0.02)
        connection.close()

    def _count(self, name: str) -> None:
        with self._lock:
            setattr(self._counts, name, getattr(self._counts, name) + 1)
