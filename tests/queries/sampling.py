"""A part of the real graph that is small enough for the library, and yet answers every query."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from peyvand.sources.catalogue import NamedQuery

# How many things that refer to a thing are taken with it.
_NEAR = 3


def sample(store: Store, queries: Iterable[NamedQuery]) -> Store:
    """What some answers of each query are about, and what stands next to it.

    Args:
        store: the graph.
        queries: the queries; the first two rows and the last of each are taken.

    Returns:
        All that is said, in whichever graph, of the things in these rows or so named there, of
        those that they refer to, and of a few that refer to them.
    """
    found: set[object] = set()
    for query in queries:
        solutions = store.query(query.bound())
        assert isinstance(solutions, QuerySolutions)
        rows = list(solutions)
        for value in [value for row in (*rows[:2], *rows[-1:]) for value in row]:
            if isinstance(value, NamedNode):
                found.add(value)
            elif isinstance(value, Literal):
                named = [q.subject for q in store.quads_for_pattern(None, None, value)]
                found.update(named[:3])
    near = set(found)
    for node in found:
        near.update(q.object for q in store.quads_for_pattern(node, None, None))  # type: ignore[arg-type]
        referring = {q.subject for q in store.quads_for_pattern(None, None, node)}  # type: ignore[arg-type]
        near.update(sorted(referring, key=str)[:_NEAR])
    part = Store()
    for node in near:
        if not isinstance(node, Literal):
            part.extend(store.quads_for_pattern(node, None, None))  # type: ignore[arg-type]
    return part
