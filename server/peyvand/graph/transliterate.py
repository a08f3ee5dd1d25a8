"""Names in Persian letters for places that no source names in Persian, and for their agreements.

A transliteration is made by rule and is no label: it stands as ``pv:transliteration`` with a
language tag that says how it was made (BCP 47, RFC 6497).
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.features.transliteration import TAG, persian
from peyvand.vocabulary.iris import LABEL, iri

DEFAULT = DefaultGraph()
_TRANSLITERATION = iri("pv:transliteration")


def transliterations(store: Store) -> Iterator[Quad]:
    """``pv:transliteration`` of each party and each agreement that has no Persian label.

    An agreement's is that of its parties, with the Persian name of one that has any. Where a name
    is not in Latin letters there is none.
    """
    english, named = _labels(store, "en"), _labels(store, "fa")
    countries = _codes_of_countries(store)
    parties: dict[NamedNode, set[NamedNode]] = {}
    for agreement, party in _values(store, iri("pv:hasParty")):
        if isinstance(party, NamedNode):
            parties.setdefault(agreement, set()).add(party)
    names = {**named}
    for place in set().union(*parties.values()) - named.keys():
        if text := persian(english.get(place, ""), countries.get(place, "")):
            names[place] = text
            yield _quad(place, text)
    for agreement, some in parties.items():
        if agreement not in named and some <= names.keys():
            ordered = sorted(some, key=lambda party: _place_in(agreement, party))
            yield _quad(agreement, " – ".join(names[party] for party in ordered))


def _labels(store: Store, language: str) -> dict[NamedNode, str]:
    """The label of each thing in a language; of several the first."""
    found: dict[NamedNode, str] = {}
    for node, value in _values(store, LABEL):
        if isinstance(value, Literal) and value.language == language:
            found[node] = min(value.value, found.get(node, value.value))
    return found


def _codes_of_countries(store: Store) -> dict[NamedNode, str]:
    """The code of the country of each place; of several the first."""
    codes: dict[NamedNode, str] = {}
    for country, value in _values(store, iri("pv:isoCode")):
        codes[country] = min(value.value, codes.get(country, value.value))
    found: dict[NamedNode, str] = {}
    for place, value in _values(store, iri("pv:inCountry")):
        if isinstance(value, NamedNode) and (code := codes.get(value)):
            found[place] = min(code, found.get(place, code))
    return found


def _place_in(agreement: NamedNode, party: NamedNode) -> tuple[int, str]:
    """Where a party stands in the name of an agreement: ``q100-q1492``."""
    pair = agreement.value.rpartition("/")[2]
    name = party.value.rpartition("/")[2]
    if pair.startswith(name + "-"):
        return 0, name
    return (2 if pair.endswith("-" + name) else 1), name


def _values(store: Store, prop: NamedNode) -> Iterator[tuple[NamedNode, NamedNode | Literal]]:
    for quad in store.quads_for_pattern(None, prop, None, DEFAULT):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject, quad.object


def _quad(subject: NamedNode, text: str) -> Quad:
    return Quad(subject, _TRANSLITERATION, Literal(text, language=TAG), DEFAULT)
