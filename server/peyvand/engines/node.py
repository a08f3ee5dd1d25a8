"""One engine of SPARQL 1.1: what it holds, and having it hold something else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

import httpx2 as httpx

from peyvand.engines.model import HELD, STATE, VERSION, Engine, Held
from peyvand.engines.probes import Lack, lacks
from peyvand.engines.speaking import Speaker
from peyvand.engines.statements import (
    UNMARK,
    as_here,
    changing,
    has_blank,
    inserting,
    marking,
)
from peyvand.graph.patch import Patch
from peyvand.graph.tally import Tally

WHICH = f"SELECT ?held WHERE {{ GRAPH <{STATE}> {{ <{HELD}> <{VERSION}> ?held }} }}"
_COUNT = (
    "SELECT (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION "
    f"{{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{STATE}>) }} }}"
)
_GRAPHS = (
    f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{STATE}>) }} ORDER BY ?g"
)


class Node:
    """One engine, by queries and updates alone; other kinds do some of it in ways of their own.

    Args:
        engine: which.
        transport: what sends, for tests; httpx's own if not given.
    """

    # Whether blank nodes have the labels in it that they have here.
    keeps_labels = False
    # How many lines a change has at most: of more it is no quicker than a load, and some engines
    # refuse a large update, which they read whole before they make any of it.
    most_changed = 20_000

    def __init__(self, engine: Engine, transport: httpx.BaseTransport | None = None) -> None:
        self.engine = engine
        self._speaker = Speaker(engine, transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._speaker.close()

    def held(self) -> Held | None:
        """The version that the engine says it holds; None if it says none.

        Raises:
            EngineFailed: it cannot be asked.
        """
        if not self.engine.asked_at:
            return None
        rows = self._speaker.select(self.engine, WHICH, at_once=True)
        return Held.read(rows[0][0]) if len(rows) == 1 else None

    def count(self) -> int:
        """How many statements it holds, beside the mark."""
        ((number,),) = self._select(_COUNT)
        return int(number)

    def lacks(self) -> tuple[Lack, ...]:
        """What it does otherwise than an engine should.

        Raises:
            EngineFailed: it cannot be asked.
        """
        return lacks(lambda probe: self._speaker.ask(self.engine, probe.query, probe.form))

    def proves(self, line: bytes) -> bool:
        """Whether a line of ours comes back as it went, so that it is in the sum; the labels of
        blank nodes are an engine's own."""
        return not has_blank(line)

    def tally(self) -> Tally:
        """What the lines that it holds add up to, of those that ``proves`` tells."""
        total = Tally()
        with tempfile.TemporaryFile() as file:
            for graph in (None, *self._graphs()):
                more = Tally.of(line for line in self._lines(file, graph) if self.proves(line))
                total = Tally(total.count + more.count, (total.sum + more.sum) % (1 << 256))
        return total

    def change(self, patch: Patch, before: Held, after: Held) -> None:
        """Have a change made, and the mark moved with it.

        Raises:
            EngineFailed: it is refused.
        """
        self.update(changing(patch, after, by_label=self.keeps_labels))

    def update(self, text: str) -> None:
        """Have an update made, all of it or nothing.

        Raises:
            EngineFailed: it is refused.
        """
        headers = {"Content-Type": "application/sparql-update"}
        self._speaker.send("POST", self.engine.updated_at, content=text.encode(), headers=headers)

    def load(self, dump: Path, held: Held) -> Engine:
        """Have the engine hold a graph and nothing else, and say so when it does.

        The mark goes first, so that it is not asked before it is whole.

        Args:
            dump: the lines.
            held: what it will hold.

        Returns:
            The engine, as it is asked from now on.

        Raises:
            EngineFailed: it is refused.
        """
        self.unmark()
        self.update("DROP SILENT ALL")
        with dump.open("rb") as lines:
            for text in inserting(lines):
                self.update(text)
        self.mark(held)
        return self.engine

    def mark(self, held: Held) -> None:
        """Have the engine say that it holds a version."""
        self.update(marking(held))

    def unmark(self) -> None:
        """Have the engine say that it holds none, so that it is not asked."""
        if self.engine.asked_at:
            self.update(UNMARK)

    def is_due(self, number: int) -> bool:
        """Whether its files should be written anew, now that it holds a version of that number."""
        return False

    def compact(self) -> None:
        """Have its files written anew, without what is in them no longer, and wait for it.

        Raises:
            EngineFailed: it does not.
        """

    def reject(self, before: Engine) -> None:
        """Have an engine not be asked that was loaded with something else than it holds.

        Args:
            before: the engine as it was asked before it was loaded.
        """
        self.unmark()

    def drop(self, former: Engine) -> None:
        """Have what was asked before be removed, where a load came beside it."""

    def _graphs(self) -> Iterator[str]:
        """The named graphs whose statements it holds, but for the mark's."""
        return (row[0] for row in self._select(_GRAPHS))

    def _lines(self, file: IO[bytes], graph: str | None) -> Iterator[bytes]:
        """The lines of a graph, of the default one for None, as a dump has them."""
        inner = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {inner} }}"
        return self._read(self._speaker.lines(file, self.engine.asked_at, text), graph)

    def _read(self, lines: Iterator[bytes], graph: str | None = None) -> Iterator[bytes]:
        try:
            yield from as_here(lines, graph, jena=self.keeps_labels)
        except SyntaxError as error:
            raise self._speaker.failed(f"its answer cannot be read: {error}") from error

    def _select(self, text: str) -> list[list[str]]:
        return self._speaker.select(self.engine, text)
