"""Whom a place, person, office or organisation belongs to, as far as it is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import Enum, auto

from pyoxigraph import NamedNode, Quad, Store

from peyvand.graph.rules.rule import DEFAULT, leading, values
from peyvand.vocabulary.iris import TYPE, iri

_CITY, _COUNTRY, _PLACE = iri("pv:City"), iri("pv:Country"), iri("pv:Place")
_SAME = iri("pv:isPossiblySameAs")
_WITHIN = iri("pv:inCountry")
AT, HIGHEST = iri("pv:isOfficeAt"), iri("pv:hasHighestOffice")
# From a thing to what it belongs to.
_UP = (iri("pv:holdsOffice"), AT, iri("pv:isPartOf"), _WITHIN)
# What tells whom a thing belongs to, and the classes that do.
PROPERTIES = frozenset((*_UP, HIGHEST, _SAME))
# Those of them that tell it of the value too.
OF_BOTH = frozenset((AT, HIGHEST, _SAME))
CLASSES = frozenset((_CITY, _COUNTRY, _PLACE))


class Tie(Enum):
    """How a thing stands to the parties of an agreement."""

    # It is one, or is known to belong to one.
    OURS = auto()
    # It is known to belong to somebody else.
    STRANGE = auto()
    # Neither is told, or it may belong to one.
    UNTOLD = auto()


def tie(store: Store, node: NamedNode, parties: Iterable[NamedNode]) -> Tie:
    """How a thing stands to some parties.

    A city is apart from another city, whatever is in a country from what is in another, and what
    is told of at all from an organisation that it is not told to belong to. A country or a region
    may be said where a city in it is meant.
    """
    above, parties = wholes(store, node), list(parties)
    if above.intersection(parties):
        return Tie.OURS
    known = above if len(above) > 1 or _is(store, node, _PLACE) else set()
    if parties and all(_is_apart(store, node, known, party) for party in parties):
        return Tie.STRANGE
    return Tie.UNTOLD


def wholes(store: Store, node: NamedNode) -> set[NamedNode]:
    """A thing, with all that it is told to belong to."""
    found, ahead = {node}, [node]
    while ahead:
        new = {it for it in _above(store, ahead.pop()) if it not in found}
        found |= new
        ahead.extend(new)
    return found


def parts(store: Store, node: NamedNode) -> set[NamedNode]:
    """A thing, with all that is told to belong to it.

    What belongs to a country alone is left out, since that is a great deal and changes with
    nothing that is said of the country.
    """
    found, ahead = {node}, [node]
    while ahead:
        new = {it for it in _below(store, ahead.pop()) if it not in found}
        found |= new
        ahead.extend(new)
    return found


def _above(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for prop in _UP:
        yield from values(store, node, prop)
    for office in (node, *leading(store, AT, node)):
        yield from leading(store, HIGHEST, office)


def _below(store: Store, node: NamedNode) -> Iterator[NamedNode]:
    for prop in _UP[:-1]:
        yield from leading(store, prop, node)
    for office in values(store, node, HIGHEST):
        yield office
        yield from values(store, office, AT)


def _is_apart(store: Store, node: NamedNode, known: set[NamedNode], party: NamedNode) -> bool:
    """Whether it is told that a thing does not belong to a party."""
    around = wholes(store, party)
    if not known or node in around:
        return False
    if not _is(store, party, _PLACE):
        return True
    ours, theirs = _countries(store, known), _countries(store, around)
    if ours and theirs and not ours & theirs:
        return True
    others = {it for it in known - around if _is(store, it, _CITY)}
    return _is(store, party, _CITY) and any(not _is_same(store, it, party) for it in others)


def _is_same(store: Store, one: NamedNode, other: NamedNode) -> bool:
    """Whether two cities may be one."""
    ways = ((one, other), (other, one))
    return any(Quad(this, _SAME, that, DEFAULT) in store for this, that in ways)


def _countries(store: Store, nodes: Iterable[NamedNode]) -> set[NamedNode]:
    nodes = list(nodes)
    within = {country for it in nodes for country in values(store, it, _WITHIN)}
    return within | {it for it in nodes if _is(store, it, _COUNTRY)}


def _is(store: Store, node: NamedNode, cls: NamedNode) -> bool:
    return Quad(node, TYPE, cls, DEFAULT) in store
