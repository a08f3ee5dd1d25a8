"""What a ruling would take out of the graph, and what would be said instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from peyvand.graph.withdrawing import Withdrawing
from peyvand.texts import number, text
from peyvand.vocabulary.iris import ID, prefixed
from peyvand.withdrawal.model import Docket

_PLAIN = DefaultGraph()


@dataclass(frozen=True)
class Change:
    """A value that something would have no more, and what would be said of it then."""

    thing: str
    property: str
    was: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True)
class Going:
    """What would go.

    Attributes:
        claims: how many claims.
        things: the documents and things of which nothing would be said any more.
        changes: what would be said otherwise of things that stay.
    """

    claims: int
    things: tuple[str, ...]
    changes: tuple[Change, ...]

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        changes = [{**vars(one), "was": list(one.was), "then": list(one.then)}
                   for one in self.changes]  # fmt: skip
        return {"claims": self.claims, "things": list(self.things), "changes": changes}

    def lines(self, tag: str) -> Iterator[str]:
        """In words."""
        counts = {"claims": number(self.claims, tag),
                  "things": number(len(self.things), tag)}  # fmt: skip
        yield text("would-go", tag).format(**counts)
        yield from (f"- {thing}" for thing in self.things)
        for one in self.changes:
            then = "; ".join(one.then) or text("would-be-none", tag)
            yield f"  {one.thing} · {one.property}: {'; '.join(one.was)} → {then}"


def what_goes(store: Store, docket: Docket) -> Going:
    """What a docket would take out of a graph that is not changed.

    What is derived follows from what is said then, and is not told.

    Args:
        store: the graph.
        docket: with the ruling that is thought of.
    """
    change = Withdrawing.of(store, docket)
    gone: dict[tuple[NamedNode, NamedNode], set[Quad]] = defaultdict(set)
    for quad in change.removed:
        node = quad.subject
        if quad.graph_name == _PLAIN and isinstance(node, NamedNode) and node not in change.scope:
            gone[node, quad.predicate].add(quad)
    changes = []
    for (subject, prop), quads in sorted(gone.items(), key=lambda row: tuple(map(str, row[0]))):
        stays = {*store.quads_for_pattern(subject, prop, None, _PLAIN)} - change.removed
        come = {q for q in change.added if (q.subject, q.predicate) == (subject, prop)}
        then = stays | {quad for quad in come if quad.graph_name == _PLAIN}
        changes.append(Change(_short(subject), _short(prop), _values(quads), _values(then)))
    things = sorted(node.value.removeprefix(str(ID)) for node in change.scope.things)
    return Going(len(change.scope.claims), tuple(things), tuple(changes))


def _values(quads: set[Quad]) -> tuple[str, ...]:
    return tuple(sorted(_short(quad.object) for quad in quads))


def _short(term: object) -> str:
    value = str(getattr(term, "value", term))
    return prefixed(value) or value.removeprefix(str(ID))
