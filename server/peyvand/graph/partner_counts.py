"""How many partners a place has: in the documents, and in all sources together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph.stated_pairs import values_of
from peyvand.vocabulary.iris import iri

DEFAULT = DefaultGraph()
# The properties that join a place with its partners, by the part of a count's name.
LINKS = {
    "Documents": (iri("pv:isLinkedInDocumentsWith"),),
    "AllSources": (iri("pv:isLinkedWith"), iri("pv:isPairedWith")),
}
SAME_AS = iri("pv:isPossiblySameAs")
_COUNTRY, _INTEGER = iri("pv:inCountry"), iri("xsd:integer")


def partner_counts(store: Store) -> Iterator[Quad]:
    """The counts of each place that has a partner.

    Partners that are possibly the same count as one. A partner is domestic if a country of it is
    one of the place's, and foreign if both have a country and share none; where no partner has a
    known country, nothing is said of either.

    Args:
        store: the graph, with what joins places, and which of them may be one.
    """
    countries = {place: set(found) for place, found in values_of(store, _COUNTRY).items()}
    alike = values_of(store, SAME_AS)
    first = _representatives((one, other) for one in alike for other in alike[one])
    for scope, props in LINKS.items():
        for place, others in _partners(store, props).items():
            foreign, domestic, mine = set(), set(), countries.get(place, set())
            for other in others:
                theirs = countries.get(other, set())
                shared = mine & theirs
                if shared:
                    domestic.add(first.get(other, other))
                elif mine and theirs:
                    foreign.add(first.get(other, other))
            if foreign or domestic:
                # One that stands there twice, with and without a shared country, is domestic.
                yield _count(place, f"pv:foreignPartnerCountIn{scope}", foreign - domestic)
                yield _count(place, f"pv:domesticPartnerCountIn{scope}", domestic)
            if scope == "AllSources":
                every = {first.get(other, other) for other in others}
                yield _count(place, "pv:partnerCountInAllSources", every)


def _count(place: NamedNode, prop: str, partners: set[NamedNode]) -> Quad:
    return Quad(place, iri(prop), Literal(str(len(partners)), datatype=_INTEGER), DEFAULT)


def _partners(store: Store, props: Iterable[NamedNode]) -> dict[NamedNode, set[NamedNode]]:
    """The partners of each place that is party of an agreement."""
    partners: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    # Of what is known by its item alone, without the world's pairs, nothing is counted.
    parties = {one for found in values_of(store, iri("pv:hasParty")).values() for one in found}
    for prop in props:
        for place, others in values_of(store, prop).items():
            if place in parties:
                partners[place].update(others)
    return partners


def _representatives(pairs: Iterable[tuple[NamedNode, NamedNode]]) -> dict[NamedNode, NamedNode]:
    """One place for each group of places that may be one."""
    groups: dict[NamedNode, set[NamedNode]] = {}
    for pair in pairs:
        group = set(pair).union(*(groups.get(node, ()) for node in pair))
        for node in group:
            groups[node] = group
    return {node: min(group, key=str) for node, group in groups.items()}
