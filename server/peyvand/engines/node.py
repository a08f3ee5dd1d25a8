"""One engine: what it holds, and having it hold something else."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

import httpx2 as httpx

from peyvand.engines.model import HELD, STATE, VERSION, Engine, Held, Kind
from peyvand.engines.probes import Lack, lacks
from peyvand.engines.speaking import PATIENCE_S, QUADS, EngineFailed, Speaker
from peyvand.engines.statements import (
    UNMARK,
    as_here,
    changing,
    has_blank,
    inserting,
    labelled,
    marking,
    patching,
)
from peyvand.graph.patch import Patch
from peyvand.graph.tally import Tally

_POLL_S = 0.5
_BLOCK = 256 * 1024
_PATCH = "application/rdf-patch"
WHICH = f"SELECT ?held WHERE {{ GRAPH <{STATE}> {{ <{HELD}> <{VERSION}> ?held }} }}"
_COUNT = (
    "SELECT (COUNT(*) AS ?n) WHERE { { ?s ?p ?o } UNION "
    f"{{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{STATE}>) }} }}"
)
_GRAPHS = (
    f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != <{STATE}>) }} ORDER BY ?g"
)


class Node:
    """One engine.

    Args:
        engine: which.
        transport: what sends, for tests; httpx's own if not given.
    """

    def __init__(self, engine: Engine, transport: httpx.BaseTransport | None = None) -> None:
        self.engine = engine
        self._speaker = Speaker(engine, transport)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._speaker.close()

    @property
    def keeps_labels(self) -> bool:
        """Whether blank nodes have the labels in it that they have here."""
        return self.engine.kind is Kind.FUSEKI

    def held(self) -> Held | None:
        """The version that the engine says it holds; None if it says none.

        Raises:
            EngineFailed: it cannot be asked.
        """
        if not self.engine.asked_at:
            return None
        try:
            rows = self._speaker.select(self.engine.asked_at, WHICH, at_once=True)
        except EngineFailed as error:
            # It answers, but the dataset is gone: its disk was lost, or somebody removed it.
            if self.engine.kind is Kind.FUSEKI and error.status == 404:
                return None
            raise
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
        return lacks(lambda probe: self._speaker.ask(self.engine.asked_at, probe.query, probe.form))

    def tally(self) -> Tally:
        """What the lines that it holds add up to; those with blank nodes are left out where the
        labels of these are its own."""
        with tempfile.TemporaryFile() as file:
            if self.keeps_labels:
                return Tally.of(self._lines(file, None))
            total = Tally()
            for graph in (None, *(row[0] for row in self._select(_GRAPHS))):
                lines = self._lines(file, graph)
                more = Tally.of(line for line in lines if not has_blank(line))
                total = Tally(total.count + more.count, (total.sum + more.sum) % (1 << 256))
            return total

    def change(self, patch: Patch, before: Held, after: Held) -> None:
        """Have a change made, and the mark moved with it.

        Raises:
            EngineFailed: it is refused.
        """
        if self.engine.kind is Kind.FUSEKI:
            try:
                # With its length, so that the server need not guess whether it is all.
                content, headers = patching(patch, before, after), {"Content-Type": _PATCH}
                self._speaker.send(
                    "POST", f"{self.engine.at}/patch", content=content, headers=headers
                )
                return
            except EngineFailed as error:
                # Its dataset was made without an address for patches.
                if error.status not in (404, 405):
                    raise
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

    def compact(self) -> None:
        """Have Fuseki write its files anew, without what is in them no longer, and wait for it.

        Raises:
            EngineFailed: it does not.
        """
        at, until = self._admin(f"compact/{self._dataset}"), time.monotonic() + PATIENCE_S
        task = self._speaker.send("POST", at, params={"deleteOld": "true"}).json()["taskId"]
        while time.monotonic() < until:
            told = self._speaker.send("GET", self._admin(f"tasks/{task}")).json()
            if "finished" in told:
                if told.get("success"):
                    return
                break
            time.sleep(_POLL_S)
        raise self._speaker.failed("its files were not compacted")

    def reject(self, before: Engine) -> None:
        """Have an engine not be asked that was loaded with something else than it holds.

        Args:
            before: the engine as it was asked before it was loaded.
        """
        if self.engine.kind is Kind.FUSEKI:
            wrong, self.engine = self.engine, before
            self.drop(wrong)
        else:
            self.unmark()

    def drop(self, former: Engine) -> None:
        """Have Fuseki remove the dataset that was asked before; others may be somebody else's."""
        if former.at and former.at != self.engine.at:
            self._remove(former.at.rpartition("/")[2])

    @property
    def _dataset(self) -> str:
        return self.engine.at.rpartition("/")[2]

    def _admin(self, path: str) -> str:
        return f"{self.engine.url}/$/{path}"

    def _remove(self, dataset: str) -> None:
        self._speaker.send("DELETE", self._admin(f"datasets/{dataset}"), ignore=True)

    def _load_dataset(self, dump: Path, held: Held) -> Engine:
        old, begins_with = self.engine, f"peyvand-{self.engine.key}-"
        # What a load left that was ended half-way takes the room of this one.
        for one in self._speaker.send("GET", self._admin("datasets")).json()["datasets"]:
            name = str(one["ds.name"]).strip("/")
            if name.startswith(begins_with) and name != self._dataset:
                self._remove(name)
        name = f"{begins_with}{held.number}-{os.urandom(4).hex()}"
        self._speaker.send("POST", self._admin("datasets"), data={"dbName": name, "dbType": "tdb2"})
        self.engine = old.at_dataset(f"{old.url}/{name}", held.number)
        headers = {"Content-Type": QUADS}
        try:
            self._speaker.send(
                "POST", f"{self.engine.at}/data", content=_pieces(dump), headers=headers
            )
            self.mark(held)
        except EngineFailed:
            self.engine = old
            self._remove(name)
            raise
        return self.engine

    def _lines(self, file: IO[bytes], graph: str | None) -> Iterator[bytes]:
        """The lines of a graph, of the default one for None; all of Fuseki's at once."""
        if self.keeps_labels:
            # No limit of time is on this, as there may be on queries.
            lines = self._speaker.lines(file, f"{self.engine.at}/data")
        else:
            inner = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
            text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {inner} }}"
            lines = self._speaker.lines(file, self.engine.asked_at, text)
        try:
            yield from as_here(lines, graph, jena=self.keeps_labels)
        except SyntaxError as error:
            raise self._speaker.failed(f"its answer cannot be read: {error}") from error

    def _select(self, text: str) -> list[list[str]]:
        return self._speaker.select(self.engine.asked_at, text)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        for line_block in iter(lambda: file.readlines(_BLOCK), []):
            yield b"".join(map(labelled, line_block))
