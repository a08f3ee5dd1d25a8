"""Which readings stand in the default graph, as a table of small cases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode

from peyvand.errors import BuildRefused
from peyvand.evidence.claims import claim_quads
from peyvand.evidence.readings import newest, plain_readings
from peyvand.model import Certainty, Claim, TextSpan
from peyvand.sources.source import Preference
from peyvand.vocabulary.iris import EDTF, graph, iri, thing

SIGNED = iri("pv:signed")


def claim(identifier: str, value: str | None, on: str = "2020", about: str = "x") -> Claim:
    return Claim(
        identifier=identifier,
        part=1,
        about=thing(f"agreement/{about}"),
        property=SIGNED,
        readings=() if value is None else (Literal(value, datatype=EDTF),),
        candidates=(),
        certainty=Certainty.LIKELY,
        read_by=thing("reading-rule/as-printed"),
        stated_in=thing("document/001"),
        stated_by=(thing("person/x"),),
        stated_on=on,
        span=TextSpan(3, 10, 14),
        as_printed="2111",
    )


def values(claims: list[Claim], preferences: list[Preference]) -> list[str]:
    return sorted(q.object.value for q in plain_readings(claims, preferences))


def test_rival_readings_stand_side_by_side() -> None:
    assert values([claim("A-1", "2000"), claim("A-2", "2009")], []) == ["2000", "2009"]


def test_an_undecided_claim_adds_nothing() -> None:
    assert values([claim("A-1", None), claim("A-2", "2009")], []) == ["2009"]


def test_a_preference_keeps_the_rival_out() -> None:
    claims = [claim("A-1", "2000"), claim("A-2", "2009")]
    assert values(claims, [Preference("A-2", ("A-1",))]) == ["2009"]


@pytest.mark.parametrize(
    ("preference", "words"),
    [
        (Preference("A-9", ("A-1",)), "no claim A-9"),
        (Preference("A-1", ("A-9",)), "no claim A-9"),
        (Preference("A-1", ("B-1",)), "not rivals"),
    ],
)
def test_a_preference_that_does_not_fit_is_refused(preference: Preference, words: str) -> None:
    claims = [claim("A-1", "2000"), claim("B-1", "2000", about="y")]
    with pytest.raises(BuildRefused, match=words):
        values(claims, [preference])


def test_of_snapshots_the_newest_wins_whatever_the_order() -> None:
    claims = [claim("W-1", "1", "2016-09"), claim("W-2", "2", "2022"), claim("W-3", "3", "2019")]
    for order in (claims, claims[::-1]):
        assert values(order, newest(order)) == ["2"]
    assert newest(claims[:1]) == []


def test_of_one_date_the_order_is_still_total() -> None:
    claims = [claim("W-1", "1", "2022"), claim("W-2", "2", "2022")]
    assert newest(claims) == newest(claims[::-1])


def test_a_claim_carries_what_is_known_of_its_reading() -> None:
    quads = list(claim_quads(claim("A-1", "2000"), graph("document-001")))
    assert {q.graph_name for q in quads} == {graph("document-001")}
    said = {(q.subject.value, q.predicate.value.rpartition("/")[2], q.object) for q in quads}
    selector = thing("selector/A-1")
    assert (thing("claim/A-1").value, "ns#asPrinted", Literal("2111")) in said
    assert (thing("claim/A-1").value, "ns#isFoundAt", selector) in said
    number = Literal("3", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    assert (selector.value, "ns#line", number) in said


def test_parts_of_a_fact_share_its_identifier() -> None:
    second = replace(claim("A-1", "2000"), part=2)
    quads = list(claim_quads(second, graph("document-001")))
    assert thing("claim/A-1.2") in {q.subject for q in quads}
    identifiers = [q.object.value for q in quads if q.predicate == iri("dcterms:identifier")]
    assert identifiers == ["A-1"]


def test_the_newest_overrules_every_other_of_its_thing_and_property() -> None:
    two = [claim("W-1", "1", "2019"), claim("W-2", "2", "2022")]
    assert newest(two) == [Preference("W-2", ("W-1",))]
    three = [*two, claim("W-3", "3", "2020")]
    assert newest(three) == [Preference("W-2", ("W-3", "W-1"))]
    assert newest([claim("W-1", "1"), claim("V-1", "1", about="y")]) == []


@pytest.mark.parametrize("order", [("A-1", "Z-1"), ("Z-1", "A-1")])
def test_claims_about_different_things_are_no_rivals_in_either_order(
    order: tuple[str, str],
) -> None:
    claims = [claim("A-1", "2000", about="a"), claim("Z-1", "2000", about="z")]
    with pytest.raises(BuildRefused, match="not rivals"):
        values(claims, [Preference(order[0], (order[1],))])


def test_claims_that_come_one_by_one_are_all_read() -> None:
    claims = (claim(f"A-{n}", str(n)) for n in (1, 2))
    assert [q.object.value for q in plain_readings(claims, [])] == ["1", "2"]
