"""Speaking with one engine to feed it and to look at what it holds (SPARQL 1.1 Protocol)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Self

import httpx2 as httpx
from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
)

from peyvand import __version__
from peyvand.engines.answers import RESULTS, TRIPLES, NotWhole, answer
from peyvand.engines.model import HELD, STATE, VERSION, Engine, Held, Kind, credentials
from peyvand.errors import PeyvandError
from peyvand.graph.lines import lines_in
from peyvand.graph.tally import Tally

# A large graph takes minutes to load, and many engines tell nothing until it is.
_PATIENCE_S, _CONNECT_S = 3600.0, 5.0
_BLOCK = 256 * 1024
# How many statements one update adds, where an engine takes no file.
_CHUNK = 2000
_DATASET = "peyvand-"
WHICH = f"SELECT ?held WHERE {{ GRAPH <{STATE}> {{ <{HELD}> <{VERSION}> ?held }} }}"
_COUNT = (
    "SELECT (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION "
    f"{{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{STATE}>) }} }}"
)
_GRAPHS = (
    f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{STATE}>) }} ORDER BY ?g"
)


class EngineFailed(PeyvandError):
    """An engine cannot be reached, refuses, or does not do what it was told to."""


class Node:
    """One engine.

    Args:
        engine: which.
        transport: what sends, for tests; httpx's own if not given.
    """

    def __init__(self, engine: Engine, transport: httpx.BaseTransport | None = None) -> None:
        self.engine = engine
        self._http = httpx.Client(
            timeout=httpx.Timeout(_PATIENCE_S, connect=_CONNECT_S),
            headers={"User-Agent": f"peyvand/{__version__}"},
            auth=credentials(engine.name, os.environ),
            transport=transport,
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._http.close()

    def held(self) -> Held | None:
        """The version that the engine says it holds; None if it says none.

        Raises:
            EngineFailed: it cannot be asked.
        """
        rows = self._select(WHICH) if self.engine.asked_at else []
        return Held.read(rows[0][0]) if len(rows) == 1 else None

    def count(self) -> int:
        """How many statements it holds, beside the mark."""
        ((number,),) = self._select(_COUNT)
        return int(number)

    def tally(self) -> Tally:
        """What the lines add up to that it holds, but for those with blank nodes, whose labels
        are each engine's own."""
        total = Tally()
        for graph in (None, *(row[0] for row in self._select(_GRAPHS))):
            lines = self._lines(graph)
            more = Tally.of(line for line in lines if not has_blank(line))
            total = Tally(total.count + more.count, (total.sum + more.sum) % (1 << 256))
        return total

    def update(self, text: str) -> None:
        """Have an update made, all of it or nothing.

        Raises:
            EngineFailed: it is refused.
        """
        headers = {"Content-Type": "application/sparql-update"}
        self._send("POST", self.engine.updated_at, content=text.encode(), headers=headers)

    def load(self, dump: Path, held: Held) -> Engine:
        """Have the engine hold a graph and nothing else, and say so when it does.

        Fuseki gets a dataset for it, beside the one that is asked meanwhile. Of another engine
        the mark goes first, so that it is not asked before it is whole.

        Args:
            dump: the lines.
            held: what it will hold.

        Returns:
            The engine, as it is asked from now on.
        """
        if self.engine.kind is Kind.FUSEKI:
            return self._load_dataset(dump, held)
        self.update("DROP SILENT ALL")
        with dump.open("rb") as lines:
            for chunk in _chunks(lines):
                self.update(f"INSERT DATA {{\n{_data(chunk)}\n}}")
        self.mark(held)
        return self.engine

    def mark(self, held: Held) -> None:
        """Have the engine say that it holds a version."""
        self.update(marking(held))

    def _load_dataset(self, dump: Path, held: Held) -> Engine:
        old = self.engine
        name = f"{_DATASET}{held.number}-{os.urandom(4).hex()}"
        admin = f"{old.url}/$/datasets"
        self._send("POST", admin, data={"dbName": name, "dbType": "tdb2"})
        self.engine = old.at_dataset(f"{old.url}/{name}")
        headers = {"Content-Type": "application/n-quads"}
        try:
            self._send("POST", f"{self.engine.at}/data", content=_pieces(dump), headers=headers)
            self.mark(held)
        except EngineFailed:
            self._send("DELETE", f"{admin}/{name}", ignore=True)
            self.engine = old
            raise
        return self.engine

    def reject(self, before: Engine) -> None:
        """Have an engine not be asked that was loaded with something else than it holds.

        Args:
            before: the engine as it was asked before it was loaded.
        """
        if self.engine.kind is Kind.FUSEKI:
            wrong, self.engine = self.engine, before
            self.drop(wrong)
        else:
            self.update(f"DROP SILENT GRAPH <{STATE}>")

    def drop(self, former: Engine) -> None:
        """Have Fuseki remove the dataset that was asked before; others may be somebody else's."""
        if former.at and former.at != self.engine.at:
            name = former.at.rpartition("/")[2]
            self._send("DELETE", f"{former.url}/$/datasets/{name}", ignore=True)

    def _select(self, text: str) -> list[list[str]]:
        got = self._ask(text, RESULTS)
        try:
            found = answer("SELECT", got.status_code, got.headers, got.content)
        except NotWhole as error:
            raise self._failed(error.message) from error
        assert isinstance(found, QuerySolutions)
        return [[str(getattr(cell, "value", cell)) for cell in row] for row in found]

    def _lines(self, graph: str | None) -> Iterator[bytes]:
        """The lines of a graph; of the default one for None."""
        inner = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        got = self._ask(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {inner} }}", TRIPLES)
        with tempfile.NamedTemporaryFile(suffix=".nt") as file:
            file.write(got.content)
            file.flush()
            name = NamedNode(graph) if graph else DefaultGraph()
            # It writes values as our lines have them, whatever the engine makes of them.
            store = Store()
            try:
                read = parse(path=file.name, format=RdfFormat.N_TRIPLES)
                store.bulk_extend(Quad(q.subject, q.predicate, q.object, name) for q in read)
            except SyntaxError as error:
                raise self._failed(f"its answer cannot be read: {error}") from error
        yield from lines_in(store)

    def _ask(self, text: str, kind: str) -> httpx.Response:
        data, headers = {"query": text}, {"Accept": kind}
        return self._send("POST", self.engine.asked_at, data=data, headers=headers)

    def _send(self, method: str, url: str, *, ignore: bool = False, **more: Any) -> httpx.Response:
        try:
            got = self._http.request(method, url, **more)
        except httpx.HTTPError as error:
            raise self._failed(f"{url}: {error or type(error).__name__}") from error
        if got.status_code >= 300 and not ignore:
            said = " ".join(got.text.split())[:200]
            raise self._failed(f"{url} answers with the status {got.status_code} {said}")
        return got

    def _failed(self, reason: str) -> EngineFailed:
        return EngineFailed(
            f"The engine {self.engine.name} failed: {reason}.",
            "It is not asked until it holds a version again: peyvand engines sync",
        )


def marking(held: Held) -> str:
    """The update by which an engine says that it holds a version."""
    mark = Literal(held.text)
    return (
        f"DELETE WHERE {{ GRAPH <{STATE}> {{ ?s ?p ?o }} }} ;\n"
        f"INSERT DATA {{ GRAPH <{STATE}> {{ <{HELD}> <{VERSION}> {mark} }} }}"
    )


def changing(removed: Iterable[bytes], added: Iterable[bytes], held: Held) -> str:
    """The one update that makes a version of the one before, and moves the mark with it."""
    parts = []
    for word, lines in (("DELETE", removed), ("INSERT", added)):
        if data := _data(lines):
            parts.append(f"{word} DATA {{\n{data}\n}}")
    return " ;\n".join([*parts, marking(held)])


def has_blank(line: bytes) -> bool:
    """Whether a line of N-Quads names a blank node, perhaps only in a text."""
    return b"_:" in line


def _data(lines: Iterable[bytes]) -> str:
    """Statements as an update has them."""
    said: dict[str, list[str]] = {}
    for quad in parse(b"".join(lines), format=RdfFormat.N_QUADS):
        graph = str(quad.graph_name) if isinstance(quad.graph_name, NamedNode) else ""
        said.setdefault(graph, []).append(f"{quad.triple} .")
    blocks = [
        f"GRAPH {graph} {{\n{text}\n}}" if graph else text
        for graph, text in ((graph, "\n".join(rows)) for graph, rows in said.items())
    ]
    return "\n".join(blocks)


def _chunks(lines: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Lines in groups; those with blank nodes are in one, which names them alike."""
    blank: list[bytes] = []
    chunk: list[bytes] = []
    for line in lines:
        if has_blank(line):
            blank.append(line)
            continue
        chunk.append(line)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    for rest in (chunk, blank):
        if rest:
            yield rest


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_BLOCK):
            yield piece
