"""Virtuoso: a graph for each graph, by the Graph Store protocol, and every version loaded whole.

It has no default graph, so that one is a graph of its own (``DEFAULT``), and each query says which
graphs there are. Values that it does not keep as they are (``is_kept``) are no part of the sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from peyvand.engines.answers import TRIPLES, is_kept
from peyvand.engines.model import DEFAULT, STATE, Engine, Held
from peyvand.engines.node import Node
from peyvand.engines.statements import has_blank, mark

# So many lines are read at once, and so many bytes of a graph sent.
_LINES, _BYTES = 20_000, 4 * 1024 * 1024
# Blank nodes are numbered from here, far above those that it makes itself.
_FIRST = 10**12


class VirtuosoNode(Node):
    """One Virtuoso, whose ``update`` is the address of its graph store; see ``Node``."""

    # An update that has values of several types makes some of one type.
    most_changed = 0

    def proves(self, line: bytes) -> bool:
        """See ``Node``."""
        return is_kept(line) and not has_blank(line)

    def load(self, dump: Path, held: Held) -> Engine:
        """See ``Node``."""
        self.unmark()
        former, there = self.engine.graphs, set[str]()
        for graph, text in _graphs(dump):
            self._send("POST" if graph in there else "PUT", graph, text)
            there.add(graph)
        for graph in {DEFAULT, *former} - there:
            self._remove(graph)
        self.engine = replace(self.engine, graphs=tuple(sorted(there - {DEFAULT})))
        self.mark(held)
        return self.engine

    def mark(self, held: Held) -> None:
        """See ``Node``."""
        self._send("PUT", STATE, f"{mark(held)} .\n".encode())

    def unmark(self) -> None:
        """See ``Node``."""
        self._remove(STATE)

    def _graphs(self) -> Iterator[str]:
        return iter(self.engine.graphs)

    def _lines(self, file: IO[bytes], graph: str | None) -> Iterator[bytes]:
        # The graph store has no limit of rows, as there is on queries.
        at = f"{self.engine.updated_at}?graph-uri={graph or DEFAULT}"
        lines = self._speaker.lines(file, at, kind=TRIPLES)
        return self._read(lines, graph)

    def _send(self, method: str, graph: str, lines: bytes) -> None:
        self._speaker.send(
            method,
            self.engine.updated_at,
            params={"graph-uri": graph},
            content=lines,
            headers={"Content-Type": TRIPLES},
        )

    def _remove(self, graph: str) -> None:
        self._speaker.send("DELETE", self.engine.updated_at, params={"graph-uri": graph}, gone=True)


def _graphs(dump: Path) -> Iterator[tuple[str, bytes]]:
    """The lines of a dump by graph, in pieces that one request takes.

    Blank nodes are named as Virtuoso names its own (``nodeID://b1``), by numbers: those are the
    same node in each graph.
    """
    numbers: dict[str, int] = {}
    texts: defaultdict[str, list[bytes]] = defaultdict(list)
    sizes: defaultdict[str, int] = defaultdict(int)
    with dump.open("rb") as file:
        for lines in iter(lambda: file.readlines(_BYTES), []):
            for quad in parse(b"".join(lines), format=RdfFormat.N_QUADS):
                graph = quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else DEFAULT
                text = _line(quad, numbers)
                texts[graph].append(text)
                sizes[graph] += len(text)
                if sizes[graph] > _BYTES:
                    yield graph, b"".join(texts.pop(graph))
                    del sizes[graph]
    for graph, rest in texts.items():
        yield graph, b"".join(rest)


def _line(quad: Quad, numbers: dict[str, int]) -> bytes:
    terms: Iterable[object] = (quad.subject, quad.predicate, quad.object)
    words = (
        f"<nodeID://b{_FIRST + numbers.setdefault(term.value, len(numbers))}>"
        if isinstance(term, BlankNode)
        else str(term)
        for term in terms
    )
    return f"{' '.join(words)} .\n".encode()
