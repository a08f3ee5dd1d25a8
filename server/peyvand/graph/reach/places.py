"""What a change touches of places: which may be one, their partners, and their names in Persian."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from pyoxigraph import NamedNode, Quad

from peyvand.graph.partner_counts import LINKS, SAME_AS
from peyvand.graph.possibly_same import GRAPH, NEAR_KM, OTHER_CLASSES
from peyvand.graph.reach.model import ABOUT, COUNTRY, PARTY, Change, Reach, View, ask
from peyvand.vocabulary.iris import LABEL, TYPE, iri

_LINKS = tuple(dict.fromkeys(prop for props in LINKS.values() for prop in props))
_COUNTS = (
    *(
        iri(f"pv:{kind}PartnerCountIn{scope}")
        for scope in LINKS
        for kind in ("foreign", "domestic")
    ),
    iri("pv:partnerCountInAllSources"),
)
_ITEM, _CHOOSES, _JUDGEMENT = iri("pv:hasWikidataItem"), iri("pv:chooses"), iri("pv:judgement")
_LATITUDE, _AXES = iri("wgs:lat"), (iri("wgs:lat"), iri("wgs:long"))
_COMPARES = iri("pv:compares")
_TRANSLITERATION, _CODE = iri("pv:transliteration"), iri("pv:isoCode")
# More than the degrees of latitude that two places lie apart which may be one.
_NEAR = NEAR_KM / 100


def joined_or_left(change: Change, view: View) -> set[Any]:
    """The places that came to be a party of some agreement, or are of none any more."""
    left = {quad.object for quad in change.removed if _is_party(quad)}
    found = set()
    for place in {quad.object for quad in change.plain(PARTY)}:
        quads = list(view.quads(None, PARTY, place))
        was = place in left or any(quad not in change.added for quad in quads)
        if was != bool(quads):
            found.add(place)
    return found


def _is_party(quad: Quad) -> bool:
    return quad.predicate == PARTY and not isinstance(quad.graph_name, NamedNode)


class PossiblySame(Reach):
    """The keys are places: of each pair that may be one at least one is a key."""

    properties: ClassVar = {"possibly-same": (SAME_AS,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The parties of which anything changed by which places are compared."""
        told = change.subjects(LABEL, COUNTRY, _ITEM, *_AXES)
        told |= {quad.subject for quad in change.plain(TYPE) if quad.object in OTHER_CLASSES}
        found = {place for place in told if view.some(None, PARTY, place)}
        found |= joined_or_left(change, view) | _decided_about(change, view)
        for quad in change.plain(SAME_AS):
            found |= {quad.subject, quad.object}
        return found

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """The places, what lies near them in their countries, and the decisions about them."""
        places = set(keys)
        for quad in _decided(keys, view):
            yield quad
            if quad.predicate == _CHOOSES:
                places.update(view.leading(_ITEM, quad.object))
            elif quad.predicate == ABOUT:
                places.add(quad.object)
        places |= _near(keys, view)
        for place in places:
            yield from view.some(None, PARTY, place)
            for prop in (LABEL, COUNTRY, _ITEM, *_AXES):
                yield from view.quads(place, prop)
            for kind in OTHER_CLASSES:
                yield from view.quads(place, TYPE, kind)

    def about(self, keys: set[Any], quads: Iterable[Quad]) -> Iterator[Quad]:
        """The pairs with a key, and their reasons."""
        quads = list(quads)
        reasons = {q.subject for q in quads if q.predicate == _COMPARES and q.object in keys}
        for quad in quads:
            if quad.subject in (reasons if quad.graph_name == GRAPH else keys) or (
                quad.graph_name != GRAPH and quad.object in keys
            ):
                yield quad

    def standing(self, keys: set[Any], name: NamedNode, view: View) -> Iterator[Quad]:
        """The same of what stands there."""
        store = view.store
        for key in keys:
            yield from ask(store, key, SAME_AS, None, name)
            yield from ask(store, None, SAME_AS, key, name)
            for quad in list(ask(store, None, _COMPARES, key, name)):
                yield from ask(store, quad.subject, None, None, name)


def _decided_about(change: Change, view: View) -> set[Any]:
    """The places about which decisions changed that judge what their items are.

    Decisions between readings judge nothing, and no place is compared by them.
    """
    judged = change.subjects(_JUDGEMENT)
    told = change.subjects(_CHOOSES, ABOUT) - judged
    judged |= {decision for decision in told if view.some(decision, _JUDGEMENT)}
    found = {quad.object for quad in change.plain(ABOUT) if quad.subject in judged}
    for decision in judged:
        found.update(view.values(decision, ABOUT))
    return found


def _decided(keys: set[Any], view: View) -> Iterator[Quad]:
    """The decisions on whether a place is the item of another one."""
    decisions = set()
    for key in keys:
        decisions.update(view.leading(ABOUT, key))
        for item in view.values(key, _ITEM):
            decisions.update(view.leading(_CHOOSES, item))
    for decision in decisions:
        for prop in (_JUDGEMENT, ABOUT, _CHOOSES):
            yield from view.quads(decision, prop)


def _near(keys: set[Any], view: View) -> set[Any]:
    """The places of the countries of some that may lie near one of those."""
    latitudes: dict[Any, list[tuple[float, Any]]] = {}
    found = set()
    for key in keys:
        mine = _latitudes(key, view)
        for country in view.values(key, COUNTRY) if mine else ():
            if country not in latitudes:
                latitudes[country] = [
                    (degrees, place)
                    for place in view.leading(COUNTRY, country)
                    for degrees in _latitudes(place, view)
                ]
            for degrees, place in latitudes[country]:
                if any(abs(degrees - latitude) < _NEAR for latitude in mine):
                    found.add(place)
    return found


def _latitudes(place: Any, view: View) -> list[float]:
    found = []
    for value in view.values(place, _LATITUDE):
        try:
            found.append(float(value.value))
        except ValueError:
            continue
    return found


class Counts(Reach):
    """The keys are places."""

    properties: ClassVar = {"counts": _COUNTS}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The places of which a partner changed, the country of one, or which of them are one."""
        found = change.subjects(*_LINKS, *_COUNTS) | joined_or_left(change, view)
        told = change.subjects(COUNTRY)
        found |= told
        for quad in change.plain(SAME_AS):
            told |= _group(quad.subject, view) | _group(quad.object, view)
        for place in told:
            for prop in _LINKS:
                found.update(view.leading(prop, place))
        return found

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """The places and their partners, with their countries."""
        places = set(keys)
        for key in keys:
            yield from view.some(None, PARTY, key)
            for prop in _LINKS:
                for quad in view.quads(key, prop):
                    yield quad
                    places.add(quad.object)
        for place in places:
            yield from view.quads(place, COUNTRY)
        for other in {other for place in places for other in _group(place, view)}:
            yield from view.quads(other, SAME_AS)


def _group(place: Any, view: View) -> set[Any]:
    """All places that may be one with a place."""
    found, ahead = {place}, [place]
    while ahead:
        node = ahead.pop()
        for other in (*view.values(node, SAME_AS), *view.leading(SAME_AS, node)):
            if other not in found:
                found.add(other)
                ahead.append(other)
    return found


class Transliterations(Reach):
    """The keys are places and agreements."""

    properties: ClassVar = {"transliterations": (_TRANSLITERATION,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """What is named otherwise or lies in another country, with the agreements of it."""
        places = change.subjects(LABEL, COUNTRY, _TRANSLITERATION) | joined_or_left(change, view)
        found = places | change.subjects(PARTY)
        for place in places:
            found.update(view.leading(PARTY, place))
        return found

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """The agreements with their parties, and the names and countries of all of them."""
        places: dict[Any, None] = dict.fromkeys(keys)
        for key in keys:
            yield from view.some(None, PARTY, key)
            for quad in view.quads(key, PARTY):
                yield quad
                places[quad.object] = None
        codes: dict[Any, list[Quad]] = defaultdict(list)
        for place in places:
            yield from view.quads(place, LABEL)
            for quad in view.quads(place, COUNTRY):
                yield quad
                if quad.object not in codes:
                    codes[quad.object] = list(view.quads(quad.object, _CODE))
        for quads in codes.values():
            yield from quads
