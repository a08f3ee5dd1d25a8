"""Which plain statements go with withdrawn claims, and which come of others in their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from peyvand.graph.withdrawing.said import DEFAULT, Said
from peyvand.graph.withdrawing.scope import Scope
from peyvand.sources.optional import PREFIX
from peyvand.sources.registered import SOURCES
from peyvand.vocabulary.graphs import registrar
from peyvand.vocabulary.iris import GRAPH, graph, iri

_ABOUT, _PROPERTY, _READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")
_CHOOSES, _OVERRULES, _STATED_ON = iri("pv:chooses"), iri("pv:overrules"), iri("pv:statedOn")
# Of these a thing has one value at a time, which the newest claim gives.
_SINGLE = frozenset[NamedNode]().union(*(source.single_valued for source in SOURCES))
Value = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class _Claim:
    node: NamedNode
    where: NamedNode
    about: NamedNode
    prop: NamedNode
    readings: tuple[Value, ...]
    stated_on: str

    @property
    def is_plain(self) -> bool:
        """Whether its readings may stand in the default graph, and are not derived there."""
        name = self.where.value
        aside = name == graph("outside").value or name.startswith(f"{GRAPH}{PREFIX}")
        return not aside and registrar(name) is None

    @property
    def statements(self) -> Iterator[Quad]:
        """Its readings as plain statements."""
        for reading in self.readings:
            yield Quad(self.about, self.prop, reading, DEFAULT)


class Plain:
    """The plain statements of a graph, as claims give them.

    Args:
        store: the graph.
        scope: what of it goes.
    """

    def __init__(self, store: Store, scope: Scope) -> None:
        self._store, self._said, self._scope = store, Said(store), scope
        self._read: dict[NamedNode, list[_Claim]] = {}

    def changed(self) -> tuple[set[Quad], set[Quad]]:
        """What goes of the default graph for want of a claim, and what comes."""
        lost = [claim for node in self._scope.claims for claim in self._claims(node)]
        gone = {
            quad
            for claim in lost
            for quad in claim.statements
            if quad in self._store and self._said.holds(quad) and not self._is_said_otherwise(quad)
        }
        gone |= set(self._of_graphs())
        come = {quad for claim in self._no_longer_overruled() for quad in claim.statements}
        for about, prop in {(claim.about, claim.prop) for claim in lost}:
            if prop in _SINGLE and about not in self._scope:
                come |= set(self._newest(about, prop))
        return gone - come, come

    def _of_graphs(self) -> Iterator[Quad]:
        """The plain statements of graphs that go whole, unless another graph has them too."""
        for name in self._scope.graphs:
            for quad in self._store.quads_for_pattern(None, None, None, name):
                plain = Quad(quad.subject, quad.predicate, quad.object, DEFAULT)
                sources = set(self._said.sources(plain))
                if (
                    plain in self._store
                    and self._said.holds(plain)
                    and sources <= self._scope.graphs
                ):
                    yield plain

    def _is_said_otherwise(self, quad: Quad) -> bool:
        """Whether something that stays gives a plain statement."""
        if any(name not in self._scope.graphs for name in self._said.sources(quad)):
            return True
        assert isinstance(quad.subject, NamedNode)
        return any(
            quad in set(claim.statements)
            for claim in self._rivals(quad.subject, quad.predicate)
            if not self._is_overruled(claim.node)
        )

    def _rivals(self, about: NamedNode, prop: NamedNode) -> list[_Claim]:
        """The claims that stay and may give a plain statement of a property of a thing."""
        found = self._store.quads_for_pattern(None, _ABOUT, about, None)
        nodes = {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}
        return [
            claim
            for node in sorted(nodes - self._scope.claims.keys(), key=str)
            for claim in self._claims(node)
            if claim.prop == prop and claim.is_plain
        ]

    def _is_overruled(self, claim: NamedNode) -> bool:
        """Whether a decision that stays prefers another claim."""
        found = self._store.quads_for_pattern(None, _OVERRULES, claim, None)
        return any(quad.subject not in self._scope.others for quad in found)

    def _no_longer_overruled(self) -> Iterator[_Claim]:
        """The claims that stay and were overruled by decisions that go."""
        for decision in self._scope.others:
            for quad in self._store.quads_for_pattern(decision, _OVERRULES, None, DEFAULT):
                claim = quad.object
                if not isinstance(claim, NamedNode) or claim in self._scope:
                    continue
                if not self._is_overruled(claim):
                    yield from (one for one in self._claims(claim) if one.is_plain)

    def _newest(self, about: NamedNode, prop: NamedNode) -> Iterator[Quad]:
        """What the newest claim gives of a property with one value at a time, if no claim does."""
        rivals, standing = self._rivals(about, prop), self._standing(about, prop)
        if rivals and not any(set(claim.statements) <= standing for claim in rivals):
            yield from max(rivals, key=lambda one: (one.stated_on, one.node.value)).statements

    def _standing(self, about: NamedNode, prop: NamedNode) -> set[Quad]:
        return set(self._store.quads_for_pattern(about, prop, None, DEFAULT))

    def _claims(self, node: NamedNode) -> list[_Claim]:
        """A claim, once for each graph that has it."""
        if node not in self._read:
            by_graph: dict[NamedNode, list[Quad]] = {}
            for quad in self._said.of(node):
                if isinstance(quad.graph_name, NamedNode):
                    by_graph.setdefault(quad.graph_name, []).append(quad)
            self._read[node] = [
                claim for name, quads in by_graph.items() for claim in _read(node, name, quads)
            ]
        return self._read[node]


def _read(node: NamedNode, name: NamedNode, quads: list[Quad]) -> Iterator[_Claim]:
    def values(prop: NamedNode) -> list[Value]:
        found = (quad.object for quad in quads if quad.predicate == prop)
        return [value for value in found if isinstance(value, NamedNode | BlankNode | Literal)]

    stated = next((str(v.value) for v in values(_STATED_ON) if isinstance(v, Literal)), "")
    for about in values(_ABOUT):
        for prop in values(_PROPERTY):
            if isinstance(about, NamedNode) and isinstance(prop, NamedNode):
                yield _Claim(node, name, about, prop, tuple(values(_READING)), stated)
