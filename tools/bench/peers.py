"""The servers that are compared."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request

from .client import DEADLINE_S
from .peer import CannotStart, Peer, free_port, tool
from .publishing import publish_file

_BASE = "https://bench.example/"
FUSEKI = "org.apache.jena:jena-fuseki-server:5.6.0"


class Peyvand(Peer):
    """This project, without its result cache."""

    name = "Peyvand"
    # Its kinds are served from one home, which is made once a run.
    folder = "Peyvand"
    keeps = True
    cache_mb = 0
    columns = "auto"

    def prepare(self):
        home = self.work / "home"
        if (home / "current").exists():
            return
        publish_file(home, self.data)

    def command(self):
        return [sys.executable, "-m", "peyvand", "serve"]

    def environment(self):
        return {
            **os.environ,
            "PEYVAND_HOME": str(self.work / "home"),
            "PEYVAND_PORT": str(self.port),
            "PEYVAND_CACHE_MB": str(self.cache_mb),
            "PEYVAND_COLUMNS": self.columns,
            "PEYVAND_WORKER_MEMORY_MB": "4096",
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        }

    def start(self):
        super().start()
        # The start is over when queries are answered; memory takes a little longer.
        time.sleep(5)


class PeyvandCached(Peyvand):
    """This project as it comes, on repeated queries."""

    name = "Peyvand, repeated"
    cache_mb = 64


class PeyvandOnItsStore(Peyvand):
    """This project, whose columns are asked nothing."""

    name = "Peyvand, store alone"
    columns = "off"


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
        self.place()

    def place(self):
        """Have the graph where it is read."""
        self.plain = self.work / f"data{self.data.suffix}"
        shutil.copyfile(self.data, self.plain)

    def options(self):
        """Where it has its graph from."""
        return [f"--file={self.plain}"]

    def command(self):
        place = [f"--port={self.port}", "--localhost", *self.options()]
        return ["java", "-Xmx4g", "-Xss64m", "-jar", str(self.jar), *place, "/ds"]

    def path(self):
        return "/ds/sparql"


class FusekiOnDisk(Fuseki):
    """Apache Jena Fuseki on its store on disk, TDB2, that takes the graph as a client sends it."""

    name = "Fuseki, TDB2"

    def place(self):
        (self.work / "store").mkdir()

    def options(self):
        return ["--tdb2", f"--loc={self.work / 'store'}", "--update"]

    def start(self):
        super().start()
        began = time.monotonic()
        headers = {
            "Content-Type": "application/n-triples",
            "Content-Length": str(self.data.stat().st_size),
        }
        url = f"http://127.0.0.1:{self.port}/ds/data?default"
        with self.data.open("rb") as body:
            asked = urllib.request.Request(url, body, headers, method="PUT")
            urllib.request.urlopen(asked, timeout=3600).close()
        self.load_s = time.monotonic() - began


class Virtuoso(Peer):
    """Virtuoso open source, as Debian packages it."""

    name = "Virtuoso"

    def path(self):
        # It has no default graph, and counts what it keeps of itself unless one is named.
        return f"/sparql?default-graph-uri={_BASE}"

    def prepare(self):
        if not shutil.which("virtuoso-t") or not shutil.which("isql-vt"):
            raise CannotStart("virtuoso-t is not here (Debian: virtuoso-opensource)")
        self.plain = self.work / "data.nt"
        shutil.copyfile(self.data, self.plain)
        self.sql = free_port()
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
            f"ld_dir('{self.work}', 'data.nt', '{_BASE}');",
            "rdf_loader_run();",
            "checkpoint;",
        ):
            subprocess.run(
                ["isql-vt", str(self.sql), "dba", "dba", f"exec={statement}"],
                check=True, capture_output=True, timeout=3600,
            )  # fmt: skip
        self.load_s = time.monotonic() - began


PEERS = [
    Peyvand,
    PeyvandOnItsStore,
    PeyvandCached,
    Oxigraph,
    RdflibEndpoint,
    RdflibEndpointOxigraph,
    Virtuoso,
    Fuseki,
    FusekiOnDisk,
]
