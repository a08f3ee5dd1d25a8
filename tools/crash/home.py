"""A home that processes write to until they are ended, and what was acknowledged of it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.errors import PeyvandError
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.tally import Tally
from peyvand.graph.verification import verify
from peyvand.graph.versions import Versions
from peyvand.query.writes import Update, WriteJob, WriteLimits

PROPERTY, GRAPH = NamedNode("http://p.example/"), NamedNode("http://g.example/")
_QUADS = 2000


@dataclass
class Counts:
    """What came of the points; all but the first two should be 0."""

    points: int = 0
    acknowledged: int = 0
    acknowledged_lost: int = 0
    half_made: int = 0
    unprovable: int = 0

    @property
    def failed(self) -> int:
        """How much is not as it should be."""
        return self.acknowledged_lost + self.half_made + self.unprovable


class Home:
    """A home with a small graph.

    Args:
        path: where it is made.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.counts = path, Counts()
        self.versions = Versions(path)
        # The numbers of the writes that were acknowledged, each with its version.
        self.acknowledged: dict[int, int] = {}
        self.begun = 0
        self.begin()

    def begin(self) -> None:
        """Make it anew."""
        shutil.rmtree(self.path, ignore_errors=True)
        store = Store()
        store.extend(
            Quad(NamedNode(f"http://x.example/{n}"), PROPERTY, Literal(str(n)))
            for n in range(_QUADS)
        )
        publish_lines(self.versions, store, dump_lines(store), "copy", keep=3)
        self.acknowledged.clear()

    def acknowledge(self, number: int, version: int) -> None:
        """Remember that a write was acknowledged."""
        self.acknowledged[number] = version
        self.counts.acknowledged += 1

    def look(self) -> None:
        """Count what is wrong after an end."""
        self.counts.points += 1
        try:
            current = self.versions.current()
            store = Store.read_only(str(current.store))
            whole = Tally.of(dump_lines(store)) == current.tally
        except (OSError, PeyvandError, RuntimeError):
            self.counts.half_made += 1
            return
        self.counts.half_made += not whole
        lost = [n for n in self.acknowledged if quad(n) not in store]
        behind = current.number < max(self.acknowledged.values(), default=0)
        self.counts.acknowledged_lost += len(lost) + behind

    def finish(self) -> None:
        """Prove every version."""
        self.counts.unprovable += len(verify(self.versions))


def job(home: Path, number: int) -> WriteJob:
    """The write of a number."""
    limits = WriteLimits(keep=3, max_term_bytes=1000, max_nesting=10, update_timeout_s=0, wait_s=30)
    return WriteJob(str(home), limits, Update(text=text(number), by="x", rights=("*",)))


def quad(number: int) -> Quad:
    """What the write of a number adds."""
    return Quad(NamedNode(f"http://w.example/{number}"), PROPERTY, Literal(str(number)), GRAPH)


def text(number: int) -> str:
    """The same as an update."""
    said = f"<http://w.example/{number}> <{PROPERTY.value}> '{number}'"
    return f"INSERT DATA {{ GRAPH <{GRAPH.value}> {{ {said} }} }}"
