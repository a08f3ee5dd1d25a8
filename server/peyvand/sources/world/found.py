"""What the tables of the world add to a graph, as it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from peyvand.model import Claim
from peyvand.sources.snapshots import Snapshot
from peyvand.sources.source import Content
from peyvand.vocabulary.iris import graph

WORLD = graph("world")
DEFAULT = DefaultGraph()
# The name of each thing to show, by language.
Labels = dict[NamedNode, dict[str, str]]


@dataclass(frozen=True)
class Found:
    """Quads that stand as they are, and claims by snapshot: those that are plain, and the others.

    ``unnamed`` are the places that no source names.
    """

    snapshots: Mapping[str, Snapshot]
    quads: list[Quad] = field(default_factory=list)
    claims: list[tuple[Snapshot, Claim]] = field(default_factory=list)
    unnamed: set[NamedNode] = field(default_factory=set)
    aside: list[tuple[Snapshot, Claim]] = field(default_factory=list)

    def say(
        self,
        subject: NamedNode,
        predicate: NamedNode,
        value: NamedNode | Literal,
        where: NamedNode = WORLD,
        *,
        plain: bool = True,
    ) -> None:
        """A statement in a named graph, and in the default graph if it is plain."""
        self.quads.append(Quad(subject, predicate, value, where))
        if plain:
            self.quads.append(Quad(subject, predicate, value, DEFAULT))

    def content(self) -> Content:
        """All of it, for the build."""
        claims, aside = (
            [(snapshot.graph, claim) for snapshot, claim in some]
            for some in (self.claims, self.aside)
        )
        return Content(quads=self.quads, claims=claims, aside=aside)
