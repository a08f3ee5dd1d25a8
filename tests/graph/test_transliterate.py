"""Names in Persian letters where no source has a Persian name."""

from __future__ import annotations

from pyoxigraph import RdfFormat, Store

from peyvand.graph.transliterate import transliterations
from peyvand.vocabulary.iris import thing

DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix agreement: <https://w3id.org/peyvand/id/agreement/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
country:germany pv:isoCode "DE" .
city:q1 rdfs:label "Bonn"@en ; pv:inCountry country:germany, country:nowhere .
city:q2 rdfs:label "Paris"@en, "پاریس"@fa .
city:q3 rdfs:label "马桥镇"@en .
city:q4 rdfs:label "Linz"@en .
city:ours rdfs:label "Bam"@en, "بم"@fa .
agreement:q1-q2 pv:hasParty city:q2, city:q1 ; rdfs:label "Bonn – Paris"@en .
agreement:q1-q7 pv:hasParty city:ours, city:q1 .
agreement:q2-q3 pv:hasParty city:q2, city:q3 .
agreement:bam-paris pv:hasParty city:q2, city:ours ; rdfs:label "پیمان بم و پاریس"@fa .
"""
BONN = "بون"


def test_parties_and_agreements_without_persian_label() -> None:
    store = Store()
    store.load(DATA, format=RdfFormat.TURTLE)
    found = {
        quad.subject: (quad.object.value, quad.object.language)  # type: ignore[union-attr]
        for quad in transliterations(store)
    }
    tag = "und-arab-t-und-latn"
    # Linz is no party, and one of the names is not in Latin letters.
    assert {node: (text, language.lower()) for node, (text, language) in found.items()} == {
        thing("city/q1"): (BONN, tag),
        thing("agreement/q1-q2"): (f"{BONN} – پاریس", tag),
        thing("agreement/q1-q7"): (f"{BONN} – بم", tag),
    }
