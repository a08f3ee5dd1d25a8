"""What two cities have in common, and which cities are like one, in a graph to count by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from needs import needs
from peyvand.affinity.criteria import CRITERIA, THRESHOLDS, chosen, thresholds_of
from peyvand.affinity.likeness import alike, links_of
from peyvand.affinity.looking import look, of
from peyvand.affinity.model import Finding
from peyvand.affinity.reading import Ask, Row
from peyvand.affinity.world import met
from peyvand.errors import BadRequest
from peyvand.model import Answer
from peyvand.partners.facts import read_facts
from peyvand.resources import root
from peyvand.vocabulary.iris import ID

DATA = root() / "tests/queries/own/affinity/data.trig"
# The coastline comes with the set-up of the front end.
EVERYWHERE = [name for name in CRITERIA if name != "by-the-sea"]
PREFIXES = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
@prefix document: <https://w3id.org/peyvand/id/document/> .
@prefix organisation: <https://w3id.org/peyvand/id/organisation/> .
"""


def asking(text: str = "") -> Ask:
    store = Store()
    if text:
        store.load((PREFIXES + text).encode(), format=RdfFormat.TRIG)
    else:
        store.load(path=str(DATA), format=RdfFormat.TRIG)

    def ask(query: str) -> Iterable[Row]:
        found = store.query(query)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]

    return ask


def city(name: str) -> str:
    return f"{ID}city/{name}"


def pair(
    one: str, other: str, text: str = "", names: Iterable[str] = EVERYWHERE, **most: float
) -> dict[str, Finding]:
    thresholds = {name.replace("_", "-"): value for name, value in most.items()}
    found = look(asking(text), chosen(names), city(one), [city(other)], thresholds)
    return found[city(other)]


def answers(findings: dict[str, Finding]) -> dict[str, str]:
    return {name: str(found.answer) for name, found in findings.items()}


def test_each_criterion_of_which_there_are_data_is_told_and_no_other() -> None:
    assert answers(pair("lublin", "lviv")) == {
        **dict.fromkeys(("shared-partners", "distance", "neighbouring-countries"), "met"),
        **dict.fromkeys(("population-ratio", "shared-networks", "creative-cities"), "met"),
        **dict.fromkeys(("same-name", "learning-cities"), "not-met"),
    }
    # Of neither is more known than its name, and that a complete list has it not.
    unknown = answers(pair("arak", "bushehr"))
    assert unknown == dict.fromkeys(("same-name", "learning-cities"), "not-met")
    assert of({}, "distance").answer is Answer.NO_DATA


def test_the_answer_is_the_same_both_ways() -> None:
    for one, other in (
        ("lublin", "lviv"),
        ("arak", "lviv"),
        ("isfahan", "yazd"),
        ("tabriz", "baku"),
    ):
        assert answers(pair(one, other)) == answers(pair(other, one))
    assert answers(pair("tehran", "ankara")) == {"needs-and-offers": "met"}
    assert answers(pair("ankara", "tehran")) == {"needs-and-offers": "met"}


def test_shared_partners_are_named() -> None:
    found = pair("arak", "lviv")["shared-partners"]
    assert found.value == 2
    assert [one.iri for one in found.evidence] == [city("novi-sad"), city("tbilisi")]


def test_a_threshold_is_held_against_what_is_measured() -> None:
    far = pair("lublin", "lviv")["distance"]
    assert far.value == pytest.approx(187.8, abs=1)
    assert pair("lublin", "lviv", distance=187)["distance"].answer is Answer.NOT_MET
    assert pair("lublin", "lviv", distance=189)["distance"].answer is Answer.MET
    assert pair("lublin", "lviv", population_ratio=2)["population-ratio"].answer is Answer.NOT_MET
    assert pair("lublin", "lviv", population_ratio=2.12)["population-ratio"].answer is Answer.MET


def test_absence_counts_in_a_complete_list_alone() -> None:
    cities = "city:a a pv:SubnationalPlace . city:b a pv:SubnationalPlace . "
    member = "city:a pv:isMemberOf organisation:unesco-creative-cities . "
    listed = "document:l pv:isCompleteListOf organisation:unesco-creative-cities . "
    doubted = "city:b pv:mayBeMemberOf organisation:unesco-creative-cities . "
    assert pair("a", "b", cities + member) == {}
    assert answers(pair("a", "b", cities + member + listed)) == {"creative-cities": "not-met"}
    assert pair("a", "b", cities + member + listed + doubted) == {}
    # Of neither is anything known but that the list has them not.
    assert answers(pair("a", "b", cities + listed)) == {"creative-cities": "not-met"}


def test_countries_that_are_not_known_to_be_neighbours_are_no_data() -> None:
    here = "city:a pv:inCountry country:x . city:b pv:inCountry country:y . "
    some = "country:x pv:isNeighbourOf country:z . "
    codes = 'country:x pv:isoCode "XX" . country:y pv:isoCode "YY" . '
    assert pair("a", "b", here + some) == {}
    assert answers(pair("a", "b", here + some + codes)) == {"neighbouring-countries": "not-met"}
    border = here + "country:y pv:isNeighbourOf country:x ."
    assert answers(pair("a", "b", border)) == {"neighbouring-countries": "met"}
    same = "city:a pv:inCountry country:x . city:b pv:inCountry country:x ."
    assert answers(pair("a", "b", same)) == {"neighbouring-countries": "out-of-field"}


def test_names_are_folded_and_compared_within_a_language() -> None:
    text = (
        'city:a a pv:SubnationalPlace ; rdfs:label "São Tomé"@en, "الف"@fa .'
        'city:b a pv:SubnationalPlace ; rdfs:label "Sao Tome"@en, "ب"@fa .'
        'city:c a pv:SubnationalPlace ; rdfs:label "Sao Tome"@pt .'
    )
    assert answers(pair("a", "b", text)) == {"same-name": "met"}
    assert pair("a", "c", text) == {}


def test_a_language_of_both_countries_is_told_by_how_many_speak_it_in_both() -> None:
    text = (
        "city:a pv:inCountry country:x . city:b pv:inCountry country:y ."
        "city:c pv:inCountry country:z ."
        'country:x pv:isoCode "IR" . country:y pv:isoCode "AF" . country:z pv:isoCode "JP" .'
    )
    found = pair("a", "b", text, ["country-languages"])["country-languages"]
    assert found.answer is Answer.MET
    assert {dict(one.texts)["en"] for one in found.evidence} >= {"Persian"}
    assert found.value is not None
    assert found.value >= 5
    most = pair("a", "b", text, ["country-languages"], country_languages=100)
    assert answers(most) == {"country-languages": "not-met"}
    none = pair("a", "c", text, ["country-languages"])["country-languages"]
    assert none.answer is Answer.NOT_MET
    unknown = "city:a pv:inCountry country:x . city:b pv:inCountry country:y ."
    assert pair("a", "b", unknown, ["country-languages"]) == {}


@needs("editor")
def test_a_harbour_is_by_the_sea_and_an_inland_city_is_not() -> None:
    text = (
        "city:bushehr wgs:lat 28.92 ; wgs:long 50.83 . city:mumbai wgs:lat 19.07 ; wgs:long 72.87 ."
        "city:arak wgs:lat 34.09 ; wgs:long 49.69 ."
    )
    both = pair("bushehr", "mumbai", text, ["by-the-sea"])["by-the-sea"]
    assert both.answer is Answer.MET
    for one, other in (("bushehr", "arak"), ("arak", "bushehr")):
        inland = pair(one, other, text, ["by-the-sea"])["by-the-sea"]
        assert inland.answer is Answer.NOT_MET
        assert inland.value is not None
        assert inland.value > 200
    found = look(asking(text), chosen(["by-the-sea"]), city("bushehr"))
    assert found.keys() == {city("mumbai")}
    assert look(asking(text), chosen(["by-the-sea"]), city("arak")) == {}


def test_a_stated_dispute_is_told_and_counts_for_nothing() -> None:
    for one, other in (("arak", "lviv"), ("lviv", "arak")):
        dispute = pair(one, other)["standing-dispute"]
        assert dispute.answer is Answer.MET
        assert [one.iri for one in dispute.evidence] == [f"{ID}claim/test-1"]
    assert "standing-dispute" not in pair("arak", "lublin")
    found = alike(asking(), chosen(()), city("arak"), 3)
    (lviv,) = [one for one in found.cities if one.city == city("lviv")]
    assert lviv.findings["standing-dispute"].answer is Answer.MET
    met = [name for name, one in lviv.findings.items() if one.answer is Answer.MET]
    assert lviv.count(Answer.MET) == len(met) - 1


def test_what_is_stated_stands_under_its_criterion_with_words_and_source() -> None:
    found = pair("baku", "tabriz")
    (evidence,) = found["cultural"].evidence
    assert evidence.iri == f"{ID}claim/F003-001"
    assert evidence.texts == (("", "one culture"),)
    assert (evidence.source, evidence.line) == (f"{ID}document/003", "25")
    (words,) = found["stated-in-words"].evidence
    assert dict(words.texts) == {"en": "songs", "fa": "ترانه‌ها"}
    assert "historical" not in found


def test_what_is_stated_of_a_criterion_that_is_computed_stands_with_the_other_grounds() -> None:
    prefix = "https://w3id.org/peyvand/"
    concepts = ("affinity-heritage", "ground-liking", "affinity-trade")
    claims = "".join(
        f"<p:x> pv:hasAffinityCriterion <{prefix}id/concept/{name}> . GRAPH <g:x> {{ <c:{name}>"
        f" pv:about <p:x> ; pv:property pv:hasAffinityCriterion ; pv:isStatedIn document:x ;"
        f' pv:reading <{prefix}id/concept/{name}> ; pv:asPrinted "{name}" }}'
        for name in concepts
    )
    found = pair("a", "b", "<p:x> pv:hasProposedParty city:a, city:b . " + claims)
    assert answers(found) == {"trade": "met", "stated-in-words": "met"}
    assert [one.iri for one in found["stated-in-words"].evidence] == ["c:affinity-heritage"]


def test_needs_and_offers_meet_in_one_area_or_in_one_that_contains_it_while_both_are_open() -> None:
    found = pair("tehran", "ankara")["needs-and-offers"]
    needs_met = ("need/games", "need/pupils", "need/training")
    offers = ("offer/leisure", "offer/lessons", "offer/training")
    assert {one.iri for one in found.evidence} == {f"{ID}{name}" for name in (*needs_met, *offers)}


def test_a_city_and_all_others_is_what_each_pair_says() -> None:
    ask = asking()
    found = look(ask, chosen(()), city("lviv"))
    for other, findings in found.items():
        alone = look(ask, chosen(()), city("lviv"), [other])[other]
        met = {name: one for name, one in alone.items() if one.answer is Answer.MET}
        assert {name: one.answer for name, one in findings.items()} == dict.fromkeys(
            met, Answer.MET
        )
    assert city("lublin") in found
    assert city("lviv") not in found


def test_cities_that_are_alike_stand_by_what_they_meet() -> None:
    found = alike(asking(), chosen(EVERYWHERE), city("lviv"), 2)
    assert [one.city for one in found.cities] == [city("lublin"), city("novi-sad")]
    first = found.cities[0]
    assert first.count(Answer.MET) == 6
    assert first.count(Answer.NOT_MET) == 2
    assert found.ranked == len(look(asking(), chosen(EVERYWHERE), city("lviv")))
    assert alike(asking(), chosen(()), city("nowhere"), 2).cities == ()


def test_of_links_it_is_told_what_is_recorded() -> None:
    links = links_of(asking(), [city("isfahan"), city("yazd")])
    isfahan = links[city("isfahan")]
    assert len(isfahan.partners) == 2
    assert len(isfahan.agreements) == 2
    assert (isfahan.oldest, isfahan.newest) == ("2004-01-01", "2004-12-31")
    assert len(isfahan.active) == 1
    assert isfahan.successes == 1
    assert not links[city("yazd")].active
    assert links[city("yazd")].oldest == ""


def test_no_success_is_told_where_no_activity_is_recorded() -> None:
    text = (
        "city:a pv:isLinkedWith city:b . <a:x> pv:hasParty city:a ;"
        " pv:hasVitality <https://w3id.org/peyvand/id/concept/vitality-planned> ."
        " <e:x> pv:isHeldUnder <a:x> ;"
        " pv:hasResult <https://w3id.org/peyvand/id/concept/result-success> ."
    )
    assert links_of(asking(text), [city("a")])[city("a")].successes == 0


def test_criteria_are_chosen_by_name() -> None:
    assert [one.name for one in chosen(["same-name", " distance "])] == ["distance", "same-name"]
    assert len(chosen([""])) == len(CRITERIA)
    with pytest.raises(BadRequest) as refused:
        chosen(["distanc"])
    assert "distance" in str(refused.value.hint)


@pytest.mark.parametrize("given", ["distance=-1", "distance=far", "distance", "distance=nan"])
def test_a_threshold_is_a_number_from_0_on(given: str) -> None:
    with pytest.raises(BadRequest):
        thresholds_of([given])


def test_thresholds_are_those_given_or_the_usual_ones() -> None:
    assert thresholds_of([]) == THRESHOLDS
    assert thresholds_of(["distance=300"]) == {**THRESHOLDS, "distance": 300}
    with pytest.raises(BadRequest) as refused:
        thresholds_of(["same-name=1"])
    assert "population-ratio" in str(refused.value.hint)


def test_what_is_kept_of_cities_tells_which_are_alike_as_the_graph_does() -> None:
    ask = asking()
    facts = read_facts(ask)
    assert len(facts.cities) > 5
    for one in facts.cities:
        kept = alike(ask, list(CRITERIA.values()), one, 3, facts=facts)
        asked = alike(ask, list(CRITERIA.values()), one, 3)
        assert kept.ranked == asked.ranked, one
        assert [city.city for city in kept.cities] == [city.city for city in asked.cities]
        for this in kept.cities:
            that = look(ask, list(CRITERIA.values()), one, [this.city])[this.city]
            assert answers(dict(this.findings)) == answers(that)
            # How far the sea is, is kept to the metre.
            assert values(this.findings) == pytest.approx(values(that), abs=0.001)


def values(findings: Mapping[str, Finding]) -> dict[str, float]:
    return {name: found.value for name, found in findings.items() if found.value is not None}


def test_a_city_of_two_countries_is_asked_for_itself() -> None:
    text = """
      country:iran a pv:Country ; pv:isoCode "IR" . country:iraq a pv:Country ; pv:isoCode "IQ" ;
        pv:isNeighbourOf country:iran .
      country:chad a pv:Country ; pv:isoCode "TD" .
      city:isfahan a pv:City, pv:SubnationalPlace ; pv:inCountry country:iran .
      city:abeche a pv:City, pv:SubnationalPlace ; pv:inCountry country:chad .
      city:both a pv:City, pv:SubnationalPlace ; pv:inCountry country:chad, country:iraq .
    """
    ask = asking(text)
    found = met(
        ask, chosen(["neighbouring-countries"]), city("isfahan"), read_facts(ask), THRESHOLDS
    )
    assert found == {city("both"): {"neighbouring-countries"}}


def test_names_are_the_same_in_one_language_alone() -> None:
    text = """
      city:one a pv:SubnationalPlace ; rdfs:label "Córdoba"@en, "قرطبه"@fa .
      city:other a pv:SubnationalPlace ; rdfs:label "Cordoba"@en .
      city:third a pv:SubnationalPlace ; rdfs:label "Cordoba"@es ;
        pv:transliteration "قرطبه"@und-arab .
    """
    ask = asking(text)
    found = met(ask, chosen(["same-name"]), city("one"), read_facts(ask), THRESHOLDS)
    assert found == {city("other"): {"same-name"}}
