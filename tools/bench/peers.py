"""The servers that are compared, each started here on a free port of the loopback interface."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions

DEADLINE_S = 30
_START_S = 900
FUSEKI = "org.apache.jena:jena-fuseki-server:5.3.0"
PACKAGES = ["oxigraph==0.5.13", "rdflib-endpoint[cli]==0.6.3", "click", "oxrdflib==0.5.0"]


class CannotStart(Exception):
    """A peer is not here, or does not come up; the message says why."""


class Peer:
    """A server on one graph. ``start`` gives its SPARQL endpoint's address."""

    name = ""

    def __init__(self, work: Path, data: Path):
        self.work, self.data = work, data
        self.process = None
        self.load_s = self.start_s = 0.0
        self.port = _free_port()
        self.url = ""

    def prepare(self):
        """Load the data, if that is a step of its own."""

    def command(self):
        """The command line of the server."""
        raise NotImplementedError

    def path(self):
        """The path of the endpoint."""
        return "/sparql"

    def environment(self):
        """The environment of the server."""
        return dict(os.environ)

    def start(self):
        """Load and start; raises CannotStart."""
        self.work.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        self.prepare()
        self.load_s = time.monotonic() - began
        self.url = f"http://127.0.0.1:{self.port}{self.path()}"
        log = (self.work / "log").open("w")
        began = time.monotonic()
        self.process = subprocess.Popen(
            self.command(), stdout=log, stderr=log, cwd=self.work, env=self.environment(),
            start_new_session=True,
        )  # fmt: skip
        log.close()
        while True:
            if self.process.poll() is not None:
                text = (self.work / "log").read_text()[-300:]
                raise CannotStart(f"ended at its start: {text}")
            try:
                ask(self.url, "ASK {}", 5)
                break
            except OSError:
                pass
            if time.monotonic() - began > _START_S:
                self.stop()
                raise CannotStart(f"does not answer after {_START_S} s")
            time.sleep(0.05)
        self.start_s = time.monotonic() - began

    def memory_mb(self):
        """The resident memory of the server and all below it, shared pages counted by share."""
        total = 0
        for process in _below(self.process.pid):
            try:
                text = Path(f"/proc/{process}/smaps_rollup").read_text()
            except OSError:
                continue
            total += sum(
                int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")
            )
        return total / 1024

    def stop(self):
        """End it."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


class Peyvand(Peer):
    """This project, without its result cache."""

    name = "Peyvand"
    cache_mb = 0

    def prepare(self):
        home = self.work / "home"
        if (home / "current").exists():
            return
        store = Store()
        store.bulk_load(path=str(self.data), format=RdfFormat.N_QUADS)
        publish_lines(Versions(home), store, dump_lines(store), "copy", keep=1)

    def command(self):
        return [sys.executable, "-m", "peyvand", "serve"]

    def environment(self):
        return {
            **os.environ,
            "PEYVAND_HOME": str(self.work / "home"),
            "PEYVAND_PORT": str(self.port),
            "PEYVAND_CACHE_MB": str(self.cache_mb),
            "PEYVAND_WORKER_MEMORY_MB": "4096",
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        }

    def start(self):
        super().start()
        # The start is over when queries are answered; memory takes a little longer.
        time.sleep(2 + self.data.stat().st_size / 15_000_000)


class PeyvandCached(Peyvand):
    """This project as it comes, on repeated queries."""

    name = "Peyvand, repeated"
    cache_mb = 64


class Oxigraph(Peer):
    """``oxigraph serve-read-only``, the engine's own server, on disk."""

    name = "oxigraph serve"

    def prepare(self):
        self.binary = tool("oxigraph")
        subprocess.run(
            [self.binary, "load", "--location", str(self.work / "store"), "--file", str(self.data)],
            check=True, capture_output=True,
        )  # fmt: skip

    def command(self):
        place = ["--location", str(self.work / "store")]
        return [self.binary, "serve-read-only", *place, "--bind", f"127.0.0.1:{self.port}"]

    def path(self):
        return "/query"


class RdflibEndpoint(Peer):
    """rdflib-endpoint on rdflib's store in memory."""

    name = "rdflib-endpoint"
    store = "default"

    def prepare(self):
        self.binary = tool("rdflib-endpoint")
        self.plain = self.work / "data.nt"
        shutil.copyfile(self.data, self.plain)

    def command(self):
        place = ["--host", "127.0.0.1", "--port", str(self.port), "--store", self.store]
        return [self.binary, "serve", *place, str(self.plain)]

    def path(self):
        return "/"


class RdflibEndpointOxigraph(RdflibEndpoint):
    """rdflib-endpoint on oxrdflib, the quicker store."""

    name = "rdflib-endpoint, oxrdflib"
    store = "Oxigraph"


class Fuseki(Peer):
    """Apache Jena Fuseki, in memory."""

    name = "Fuseki"

    def prepare(self):
        if not shutil.which("java") or not shutil.which("mvn"):
            raise CannotStart("java or mvn is not here")
        folder = self.work.parent / "jars"
        if not list(folder.glob("*.jar")):
            result = subprocess.run(
                ["mvn", "-q", "dependency:copy", f"-Dartifact={FUSEKI}",
                 f"-DoutputDirectory={folder}"],
                capture_output=True, text=True, timeout=300,
            )  # fmt: skip
            if result.returncode:
                raise CannotStart("its jar cannot be fetched: " + result.stdout[-200:])
        self.jar = next(folder.glob("*.jar"))
        self.plain = self.work / f"data{self.data.suffix}"
        shutil.copyfile(self.data, self.plain)

    def command(self):
        place = [f"--port={self.port}", "--localhost", f"--file={self.plain}"]
        return ["java", "-Xmx4g", "-jar", str(self.jar), *place, "/ds"]

    def path(self):
        return "/ds/sparql"


class Virtuoso(Peer):
    """Virtuoso open source, as Debian packages it."""

    name = "Virtuoso"

    def prepare(self):
        if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
            raise CannotStart("virtuoso-t is not here (Debian: virtuoso-opensource)")
        self.plain = self.work / "data.nt"
        shutil.copyfile(self.data, self.plain)
        self.sql = _free_port()
        (self.work / "virtuoso.ini").write_text(
            f"[Database]\nDatabaseFile = virtuoso.db\nTransactionFile = virtuoso.trx\n"
            f"ErrorLogFile = virtuoso.log\nxa_persistent_file = virtuoso.pxa\n"
            f"[TempDatabase]\nDatabaseFile = temp.db\nTransactionFile = temp.trx\n"
            f"[Parameters]\nServerPort = 127.0.0.1:{self.sql}\nDirsAllowed = {self.work}\n"
            f"NumberOfBuffers = 170000\nMaxDirtyBuffers = 130000\nServerThreads = 10\n"
            f"[HTTPServer]\nServerPort = 127.0.0.1:{self.port}\nServerThreads = 10\n"
            f"[SPARQL]\nResultSetMaxRows = 10000000\nMaxQueryCostEstimationTime = 0\n"
            f"MaxQueryExecutionTime = {DEADLINE_S}\n"
        )

    def command(self):
        return ["virtuoso-t", "-f", "+configfile", str(self.work / "virtuoso.ini")]

    def start(self):
        super().start()
        began = time.monotonic()
        for statement in (
            f"ld_dir('{self.work}', 'data.nt', 'https://bench.example/');",
            "rdf_loader_run();",
            "checkpoint;",
        ):
            subprocess.run(
                ["isql-vt", str(self.sql), "dba", "dba", f"exec={statement}"],
                check=True, capture_output=True, timeout=600,
            )  # fmt: skip
        self.load_s = time.monotonic() - began


PEERS = [Peyvand, PeyvandCached, Oxigraph, RdflibEndpoint, RdflibEndpointOxigraph, Virtuoso, Fuseki]


def tool(name):
    """A program of the peers' own environment, which is made at first."""
    folder = Path("var/bench/peers").absolute()
    program = folder / "bin" / name
    if not program.exists():
        try:
            subprocess.run(
                [sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True
            )
            pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, *PACKAGES], check=True, capture_output=True, timeout=600)
        except (subprocess.SubprocessError, OSError) as error:
            raise CannotStart(f"{name} cannot be installed: {error}") from error
    return str(program)


def ask(
    url, query, timeout_s=DEADLINE_S + 5, accept="application/sparql-results+json, text/turtle"
):
    """The body of the answer to a query."""
    data = urllib.parse.urlencode({"query": query}).encode()
    request = urllib.request.Request(url, data, {"Accept": accept})
    with urllib.request.urlopen(request, timeout=timeout_s) as answer:
        return answer.read()


def _free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _below(process):
    found = [process]
    for parent in found:
        path = Path(f"/proc/{parent}/task/{parent}/children")
        if path.exists():
            found += [int(number) for number in path.read_text().split()]
    return found
