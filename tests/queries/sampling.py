"""A part of the real graph that is small enough for the library, and yet answers every query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from peyvand.sources.catalogue import NamedQuery

# How many things that refer to a thing are taken with it.
_NEAR = 2


def sample(store: Store, queries: Iterable[NamedQuery]) -> Store:
    """What some answers of each query are about, and what stands next to it.

    Args:
        store: the graph.
        queries: the queries; the first two rows and the last of each are taken.

    Returns:
        All that is said, in whichever graph, of the things in these rows or so named there, of
        those that they refer to, and of a few that refer to them: first of those that refer to
        the most things of a row, as the claim that the row is of.
    """
    found: set[object] = set()
    near: set[object] = set()
    for query in queries:
        solutions = store.query(query.bound())
        assert isinstance(solutions, QuerySolutions)
        rows = list(solutions)
        for row in (*rows[:2], *rows[-1:]):
            things: set[object] = {value for value in row if isinstance(value, NamedNode)}
            for value in row:
                # A count of none is no line of anything.
                if isinstance(value, Literal) and value.value != "0":
                    named = [q.subject for q in store.quads_for_pattern(None, None, value)]
                    things.update(named[:3])
            found |= things
            near.update(_referring(store, things))
    near |= found
    for node in found:
        near.update(q.object for q in store.quads_for_pattern(node, None, None))  # type: ignore[arg-type]
        near.update(_referring(store, {node}))
    part = Store()
    for node in near:
        if not isinstance(node, Literal):
            part.extend(store.quads_for_pattern(node, None, None))  # type: ignore[arg-type]
    return part


def _referring(store: Store, things: set[object]) -> list[object]:
    """A few of what refers to things: that which refers to the most of them, by name if equal."""
    times: Counter[object] = Counter()
    for one in things:
        times.update({q.subject for q in store.quads_for_pattern(None, None, one)})  # type: ignore[arg-type]
    return sorted(times, key=lambda node: (-times[node], str(node)))[:_NEAR]
