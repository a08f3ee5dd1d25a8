"""What a change of the graph touches of an index: few things, or all."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store

from peyvand.graph.patch import Patch, quads
from peyvand.search.entries import (
    HAS_ITEM,
    HAS_PARTY,
    IN_COUNTRY,
    IS_MEMBER,
    PREDICATES,
    SUBCLASS,
    Reader,
)
from peyvand.search.statements import SEE_ALSO, Lookup


@dataclass(frozen=True)
class Touched:
    """What is to be made anew.

    Attributes:
        reader: the graph after the change.
        things: the things that may have another entry, or none, or have one now.
        weights: by how much the weights of things grew or fell.
    """

    reader: Reader
    things: frozenset[str]
    weights: Counter[str]


def touched(store: Store, patch: Patch) -> Touched | None:
    """What a change touches; None if it changes what classes mean, and so may touch every thing.

    Args:
        store: the graph after the change.
        patch: the change: what was not there before and is, and what was there and is not.
    """
    now, before = Reader(Lookup(store)), Reader(Lookup(store, patch))
    changed: set[str] = set()
    moved: set[str] = set()
    degrees: Counter[str] = Counter()
    for sign, lines in ((1, patch.added), (-1, patch.removed)):
        for quad in quads(lines):
            thing, predicate, value = quad.subject, quad.predicate, quad.object
            if quad.graph_name != DefaultGraph() and predicate != SEE_ALSO:
                continue
            if predicate == SUBCLASS:
                return None
            if predicate not in PREDICATES or not isinstance(thing, NamedNode):
                continue
            changed.add(thing.value)
            if predicate == IN_COUNTRY:
                moved.add(thing.value)
            elif predicate == HAS_ITEM and isinstance(value, NamedNode):
                changed.add(value.value)
            elif predicate in (HAS_PARTY, IS_MEMBER) and isinstance(value, NamedNode):
                degrees[value.value] += sign
    # The names of an item may be those of the thing that is said to be it.
    things = set(changed)
    for reader in (now, before):
        for name in changed:
            things.update(reader.objects(name, HAS_ITEM), reader.owners(name))
    weights = _weights(now, before, degrees, moved)
    return Touched(now, frozenset(things | weights.keys()), weights)


def _weights(now: Reader, before: Reader, degrees: Counter[str], moved: set[str]) -> Counter[str]:
    """How the weights of places and of their countries change."""
    weights = Counter(degrees)
    for place in degrees.keys() | moved:
        country, former = now.country(place), before.country(place)
        if country == former:
            weights[country] += degrees[place]
        else:
            degree = now.degree(place)
            weights[country] += degree
            weights[former] -= degree - degrees[place]
    return Counter({thing: weight for thing, weight in weights.items() if thing and weight})
