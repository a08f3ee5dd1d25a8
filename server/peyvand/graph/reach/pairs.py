"""What a change touches of what follows from who states which pair."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations, combinations_with_replacement, islice, permutations
from typing import Any, ClassVar

from pyoxigraph import NamedNode, Quad

from peyvand.graph.reach.model import (
    ABOUT,
    COUNTRY,
    LISTED,
    PARTY,
    PROPERTY,
    READING,
    Change,
    Reach,
    View,
    ask,
    values,
)
from peyvand.graph.stated_pairs import graph_of
from peyvand.vocabulary.iris import TYPE, iri, thing

_SCOPES = (iri("pv:hasScope"),)
_TWINNED, _PAIRED = iri("wdt:P190"), iri("pv:isPairedWith")
_LINKS = (
    *(iri(f"pv:{name}") for name in ("isLinkedWith", "isLinkedInDocumentsWith", "isTwinnedWith")),
    _PAIRED,
    _TWINNED,
)
_STATED = tuple(iri(f"pv:{name}") for name in ("isFirstStatedIn", "isLastStatedIn", "isAbsentFrom"))
_RECIPROCAL = (iri("pv:isReciprocal"),)
_KINDS = (iri("pv:DatasetAgreement"), iri("pv:SisterCityAgreement"))
_SNAPSHOT = iri("pv:snapshotDate")
_OF_SNAPSHOTS = (_SNAPSHOT, iri("pv:hasCoverage"), iri("dcterms:license"))
_STATED_BY, _WIKIDATA = iri("pv:isStatedBy"), thing("organisation/wikidata")
# A claim and the graph it is in.
Claim = tuple[Any, NamedNode]


class Pairs(Reach):
    """The keys are agreements, and pairs of places as sets of two."""

    properties: ClassVar = {
        "scopes": _SCOPES,
        "links": _LINKS,
        "snapshots": _STATED,
        "reciprocity-in-datasets": _RECIPROCAL,
    }

    def keys(self, change: Change, view: View) -> set[Any]:
        """The agreements of which a party or the kind changed, with the pairs of their parties;
        those of which the country of a party did; and what links changed of otherwise."""
        joined = change.subjects(PARTY)
        joined |= {quad.subject for quad in change.plain(TYPE) if quad.object in _KINDS}
        found = joined | change.subjects(*_SCOPES, *_STATED, *_RECIPROCAL)
        for place in change.subjects(COUNTRY):
            found.update(view.leading(PARTY, place))
        found |= {frozenset((quad.subject, quad.object)) for quad in change.plain(*_LINKS)}
        parties = defaultdict(set)
        for quad in change.plain(PARTY):
            parties[quad.subject].add(quad.object)
        for agreement in joined:
            both = parties[agreement].union(view.values(agreement, PARTY))
            found.update(frozenset(pair) for pair in combinations(both, 2))
        return found

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """The agreements, those of the same pairs, and what snapshots state of them."""
        for prop in _OF_SNAPSHOTS:
            yield from view.quads(None, prop)
        pairs = {key for key in keys if isinstance(key, frozenset)}
        agreements = keys - pairs
        beside = {one for pair in pairs if len(pair) == 2 for one in _between(pair, view)}
        parties = {}
        for agreement in agreements | beside:
            yield from (quad for kind in _KINDS for quad in view.quads(agreement, TYPE, kind))
            parties[agreement] = view.values(agreement, PARTY)
            yield from view.quads(agreement, PARTY)
        for place in {place for one in agreements for place in parties[one]}:
            yield from view.quads(place, COUNTRY)
        stating = _Stating(view)
        claims = stating.of(pairs, {one: parties[one] for one in agreements})
        for claim in claims:
            yield from stating.quads(claim)
        yield from stating.of_wikidata()

    def about(self, keys: set[Any], quads: Iterable[Quad]) -> Iterator[Quad]:
        """What is said of the agreements, and the links of the pairs."""
        for quad in quads:
            pair = frozenset((quad.subject, quad.object))
            if (pair if quad.predicate in _LINKS else quad.subject) in keys:
                yield quad

    def standing(self, keys: set[Any], name: NamedNode, view: View) -> Iterator[Quad]:
        """The same of what stands in a graph."""
        for key in keys:
            ends = key if isinstance(key, frozenset) else ()
            ways = permutations(ends) if len(ends) == 2 else ()
            for one, other in ways if ends else [(key, None)]:
                for quad in ask(view.store, one, None, other, name):
                    if (quad.predicate in _LINKS) == bool(ends):
                        yield quad


def _between(pair: frozenset[Any], view: View) -> set[Any]:
    one, other = pair
    return set(view.leading(PARTY, one)).intersection(view.leading(PARTY, other))


class _Stating:
    """The claims of snapshots that places are paired."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._reading: dict[Any, set[Claim]] = {}
        self._about: dict[Any, set[Claim]] = {}

    def of(self, pairs: Iterable[frozenset[Any]], parties: dict[Any, list[Any]]) -> set[Claim]:
        """The claims about some pairs and agreements, and one claim for each snapshot in which a
        party or a side of them states a pair or stands in one.

        Args:
            pairs: the pairs of places.
            parties: the parties of each agreement.
        """
        found: set[Claim] = set()
        for pair in pairs:
            if len(pair) == 2:
                found |= self._between(*pair)
        places = {place for several in parties.values() for place in several}
        for agreement, several in parties.items():
            said = self._claims(ABOUT, agreement)
            for one, other in combinations_with_replacement(several, 2):
                said |= self._between(one, other)
            if len(several) == 1:
                said |= self._claims(ABOUT, several[0])
            for claim in said:
                places.update(values(self._view, claim[0], LISTED, claim[1]))
            found |= said
        for place in places:
            found.update(self._witnesses(place))
        return {claim for claim in found if self._property(claim)}

    def quads(self, claim: Claim) -> Iterator[Quad]:
        """What a claim says of its pair."""
        node, name = claim
        for prop in (PROPERTY, ABOUT, READING, LISTED):
            yield from ask(self._view.store, node, prop, None, name)

    def of_wikidata(self) -> Iterator[Quad]:
        """A statement for each snapshot that says whether it is one of Wikidata."""
        for name in self._snapshots:
            yield from islice(ask(self._view.store, None, _STATED_BY, _WIKIDATA, name), 1)

    @cached_property
    def _snapshots(self) -> set[NamedNode]:
        quads = self._view.quads(None, _SNAPSHOT)
        return {graph_of(quad.subject) for quad in quads if isinstance(quad.subject, NamedNode)}

    def _claims(self, prop: NamedNode, value: Any) -> set[Claim]:
        quads = ask(self._view.store, None, prop, value, None)
        return {
            (quad.subject, quad.graph_name)  # type: ignore[misc]
            for quad in quads
            if quad.graph_name in self._snapshots
        }

    def _between(self, one: Any, other: Any) -> set[Claim]:
        """The claims that name two places, and perhaps more."""
        for place in (one, other):
            if place not in self._reading:
                self._reading[place] = self._claims(READING, place)
                self._about[place] = self._claims(ABOUT, place)
        reading, about = self._reading, self._about
        found = (reading[one] & about[other]) | (reading[other] & about[one])
        return found if one == other else found | (reading[one] & reading[other])

    def _property(self, claim: Claim) -> NamedNode | None:
        """Which of the properties of pairs a claim is of; none that does not say of what."""
        node, name = claim
        if len(values(self._view, node, ABOUT, name)) != 1:
            return None
        props = values(self._view, node, PROPERTY, name)
        return next((prop for prop in (_PAIRED, _TWINNED, PARTY) if prop in props), None)

    def _witnesses(self, place: Any) -> Iterator[Claim]:
        """A claim for each snapshot that a place states a pair in, or stands in one."""
        self._between(place, place)
        stating: dict[NamedNode, Claim] = {}
        standing: dict[NamedNode, Claim] = {}
        for name in self._snapshots:
            for quad in ask(self._view.store, None, LISTED, place, name):
                if self._property((quad.subject, name)) == PARTY:
                    stating[name] = (quad.subject, name)
                    break
        for claim in self._about[place]:
            name = claim[1]
            if name not in stating or name not in standing:
                prop = self._property(claim)
                if prop == _TWINNED:
                    stating.setdefault(name, claim)
                if prop in (_TWINNED, _PAIRED):
                    standing.setdefault(name, claim)
        for claim in self._reading[place]:
            if claim[1] not in standing and self._property(claim):
                standing[claim[1]] = claim
        yield from stating.values()
        yield from standing.values()
