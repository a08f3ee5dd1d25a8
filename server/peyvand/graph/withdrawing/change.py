"""The change that a list of withdrawals makes of what is said in a graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.graph.withdrawing.plain import Plain
from peyvand.graph.withdrawing.said import Said
from peyvand.graph.withdrawing.scope import PLACES, Scope, scope
from peyvand.vocabulary.iris import iri
from peyvand.withdrawal.model import Docket
from peyvand.withdrawal.statements import decided, tombstone

_STATED_IN, _LINE = iri("pv:isStatedIn"), iri("pv:line")


@dataclass(frozen=True)
class Withdrawing:
    """What withdrawals change of what is said in a graph.

    Attributes:
        removed: the statements that go.
        added: those that come: what is left, and the readings of claims that were overruled by
            what went.
        left: what stays of what was withdrawn, and the rulings.
        scope: what goes, by name.
    """

    removed: frozenset[Quad]
    added: frozenset[Quad]
    left: frozenset[Quad]
    scope: Scope

    @classmethod
    def of(cls, store: Store, docket: Docket) -> Withdrawing:
        """What a docket changes of a graph.

        Its cost is that of what is withdrawn, not of the graph. What was withdrawn from the graph
        before stays so.

        Args:
            store: the graph; what is derived in it is left as it is.
            docket: the requests and the rulings on them.
        """
        said, found = Said(store), scope(store, docket.withdrawals)
        gone, come = Plain(store, found).changed()
        for node in found:
            gone.update(said.of(node))
            gone.update(said.naming(node))
        for name in found.graphs:
            gone.update(store.quads_for_pattern(None, None, None, name))
        left = {*decided(docket), *_left(said, found, docket)}
        return cls(
            frozenset(gone - left),
            frozenset(quad for quad in (*come, *left) if quad not in store),
            frozenset(left),
            found,
        )

    @property
    def names(self) -> frozenset[str]:
        """The IRIs of what goes."""
        return frozenset(node.value for node in self.scope)


def leave_out(store: Store, docket: Docket) -> Withdrawing:
    """Take what is withdrawn out of a graph of which nothing is derived yet.

    Returns:
        What was changed.
    """
    change = Withdrawing.of(store, docket)
    for quad in change.removed:
        store.remove(quad)
    for name in change.scope.graphs:
        store.remove_graph(name)
    store.extend(change.added)
    return change


def _left(said: Said, found: Scope, docket: Docket) -> Iterator[Quad]:
    """What stays of what is withdrawn."""
    withdrawals = docket.withdrawals
    for claim, ruling in found.claims.items():
        documents = sorted(_values(said, claim, _STATED_IN), key=str)
        lines = [
            int(line.value)
            for prop in PLACES
            for place in _values(said, claim, prop)
            for quad in said.of(place)
            if quad.predicate == _LINE and isinstance(line := quad.object, Literal)
        ]
        document = next(iter(documents), None)
        yield from tombstone(claim, withdrawals, document, lines, ruling)
    for node, ruling in found.things.items():
        yield from tombstone(node, withdrawals, ruling=ruling)


def _values(said: Said, node: NamedNode, prop: NamedNode) -> set[NamedNode]:
    found = (quad.object for quad in said.of(node) if quad.predicate == prop)
    return {value for value in found if isinstance(value, NamedNode)}
