"""What the versions of a home hold, told without files: what each step makes of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# A name and the graph that it is said in; the default graph is the empty name.
Quad = tuple[str, str]


def line(quad: Quad) -> bytes:
    """A quad as N-Quads; a name that begins so is a blank node."""
    name, graph = quad
    subject = name if name.startswith("_:") else f"<http://x.example/{name}>"
    return f'{subject} <http://p/> "{name}"{graph and f" <{graph}>"} .\n'.encode()


def lines(quads: Iterable[Quad]) -> list[bytes]:
    """A graph as a dump has it."""
    return sorted(map(line, quads))


def graphs(quads: Iterable[Quad]) -> frozenset[str]:
    """The named graphs of some quads."""
    return frozenset(graph for _, graph in quads if graph)


@dataclass(frozen=True)
class Content:
    """What one version holds.

    Args:
        quads: the graph.
        empty: the named graphs that exist without a quad.
        sources: what the build had that it stems from; None if it stems from a dump.
        added: what was last said to be so by a write, and not by that build.
        removed: what was last said not to be so.
    """

    quads: frozenset[Quad]
    empty: frozenset[str] = frozenset()
    sources: frozenset[Quad] | None = None
    added: frozenset[Quad] = frozenset()
    removed: frozenset[Quad] = frozenset()

    @property
    def graphs(self) -> frozenset[str]:
        """The named graphs that exist."""
        return graphs(self.quads) | self.empty

    def written(self, quads: Iterable[Quad], exist: Iterable[str]) -> Content:
        """What it is after a write that leaves these quads and named graphs."""
        new = frozenset(quads)
        more, less = new - self.quads, self.quads - new
        return Content(
            new,
            frozenset(exist) - graphs(new),
            self.sources,
            self.added - less | more,
            self.removed - more | less,
        )

    def built(self, sources: frozenset[Quad]) -> Content:
        """What it is after a build from sources."""
        added, removed = self.added, self.removed
        if self.sources is None:
            added, removed = self.quads - sources, sources & self.removed - self.quads
        new = sources - removed | added
        exist = self.empty | graphs(sources) | graphs(added)
        return Content(new, exist - graphs(new), sources, added, removed)

    def is_same(self, other: Content) -> bool:
        """Whether nobody could tell their graphs apart."""
        return (self.quads, self.empty) == (other.quads, other.empty)


@dataclass(frozen=True)
class History:
    """What all versions of a home hold, and the numbers of those that are whole."""

    versions: tuple[Content, ...] = ()
    whole: frozenset[int] = frozenset()

    def published(self, content: Content, keep: int) -> History:
        """The history with one more version."""
        number = len(self.versions) + 1
        whole = {n for n in (*self.whole, number) if n > number - keep}
        return History((*self.versions, content), frozenset(whole))


@dataclass(frozen=True)
class Operation:
    """One operation of an update.

    Args:
        kind: ``insert``, ``delete``, ``forget``, ``spread``, ``clear``, ``create`` or ``drop``.
        quads: what it inserts or deletes.
        name: the name of which nothing is said any more.
        graph: the named graph that it makes, empties or removes, or that gets all of the default.
    """

    kind: str
    quads: frozenset[Quad] = frozenset()
    name: str = ""
    graph: str = ""

    @property
    def text(self) -> str:
        """It as SPARQL."""
        if self.kind in ("insert", "delete"):
            inner = " ".join(
                f"GRAPH <{graph}> {{ {said} }}" if graph else said
                for said, graph in ((line((n, "")).decode(), g) for n, g in sorted(self.quads))
            )
            return f"{self.kind.upper()} DATA {{ {inner} }}"
        if self.kind == "forget":
            pattern = f"?s ?p '{self.name}'"
            return f"DELETE WHERE {{ {pattern} }} ; DELETE WHERE {{ GRAPH ?g {{ {pattern} }} }}"
        if self.kind == "spread":
            return f"INSERT {{ GRAPH <{self.graph}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}"
        return f"{self.kind.upper()} SILENT GRAPH <{self.graph}>"

    def done(
        self, quads: frozenset[Quad], exist: frozenset[str]
    ) -> tuple[frozenset[Quad], frozenset[str]]:
        """What it makes of a graph and of the named graphs that exist."""
        if self.kind == "insert":
            return quads | self.quads, exist | graphs(self.quads)
        if self.kind == "delete":
            return quads - self.quads, exist
        if self.kind == "forget":
            return frozenset(quad for quad in quads if quad[0] != self.name), exist
        if self.kind == "spread":
            more = frozenset((name, self.graph) for name, graph in quads if not graph)
            return quads | more, exist | graphs(more)
        if self.kind == "create":
            return quads, exist | {self.graph}
        rest = frozenset(quad for quad in quads if quad[1] != self.graph)
        return rest, exist if self.kind == "clear" else exist - {self.graph}
