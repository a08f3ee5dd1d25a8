"""A claim in the graph: every part of it under its own property, in the graph of its source."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.evidence.claims import claim_quads
from peyvand.model import Certainty, Claim, Quotation, TextSpan
from peyvand.vocabulary.iris import EDTF, TYPE, graph, iri, thing

GRAPH = graph("document-001")
INTEGER = iri("xsd:integer")
QUOTED = iri("oa:TextQuoteSelector")
CLAIM = Claim(
    identifier="F7",
    part=1,
    about=thing("agreement/a"),
    property=iri("pv:signed"),
    readings=(Literal("1995", datatype=EDTF), Literal("1996", datatype=EDTF)),
    candidates=(Literal("1997", datatype=EDTF), Literal("1998", datatype=EDTF)),
    certainty=Certainty.LIKELY,
    read_by=thing("rule/r"),
    narrowed_by=(thing("rule/s"), thing("rule/t")),
    premises=(thing("claim/F5"), thing("claim/F6")),
    stated_in=thing("document/001"),
    stated_in_item=thing("document/001a"),
    stated_by=(thing("person/p"), thing("city/a")),
    stated_on="1999-05~",
    dated_by=thing("rule/d"),
    reported_by=(thing("person/q"), thing("organisation/o")),
    reported_on="2001",
    span=TextSpan(line=7, start=3, end=9),
    further_spans=(TextSpan(line=8, start=20, end=24), TextSpan(line=9, start=30, end=31)),
    as_printed="۱۳۷۴",
    solar_hijri="1374",
    solar_hijri_candidates=("1376", "1377"),
    cites=thing("work/w"),
    list_position=0,
    listed_under=(thing("city/b"), thing("city/c")),
    qualifiers=(
        (iri("pq:P580"), Literal("1998-05", datatype=EDTF)),
        (iri("pq:P1534"), iri("wd:Q1")),
    ),
    notes=(Literal("so", language="en"), Literal("چنین", language="fa")),
    disputes=(thing("claim/F1"), thing("claim/F2")),
    corroborates=(thing("claim/F3"), thing("claim/F4")),
    same_wording=(thing("claim/F10"), thing("claim/F11")),
    same_speech=(thing("claim/F12"), thing("claim/F13")),
)
BARE = Claim(
    identifier="F8",
    part=1,
    about=thing("city/a"),
    property=iri("pv:note"),
    readings=(Literal("so", language="en"),),
    candidates=(),
    certainty=Certainty.CERTAIN,
    read_by=thing("rule/r"),
    stated_in=thing("document/001"),
    stated_by=(),
    stated_on="",
)


def number(value: int) -> Literal:
    return Literal(str(value), datatype=INTEGER)


def test_every_part_of_a_claim_is_said() -> None:
    claim, selector = thing("claim/F7"), thing("selector/F7")
    second, third = thing("selector/F7-2"), thing("selector/F7-3")
    expected: dict[tuple[NamedNode, str], list[NamedNode | Literal]] = {
        (claim, "rdf:type"): [iri("pv:Claim")],
        (claim, "dcterms:identifier"): [Literal("F7")],
        (claim, "pv:about"): [thing("agreement/a")],
        (claim, "pv:property"): [iri("pv:signed")],
        (claim, "pv:reading"): [Literal(year, datatype=EDTF) for year in ("1995", "1996")],
        (claim, "pv:candidate"): [Literal(year, datatype=EDTF) for year in ("1997", "1998")],
        (claim, "pv:certainty"): [thing("concept/likely")],
        (claim, "pv:isReadBy"): [thing("rule/r")],
        (claim, "pv:isNarrowedBy"): [thing("rule/s"), thing("rule/t")],
        (claim, "pv:hasPremise"): [thing("claim/F5"), thing("claim/F6")],
        (claim, "pv:isStatedIn"): [thing("document/001")],
        (claim, "pv:isStatedInItem"): [thing("document/001a")],
        (claim, "pv:isStatedBy"): [thing("person/p"), thing("city/a")],
        (claim, "pv:statedOn"): [Literal("1999-05~", datatype=EDTF)],
        (claim, "pv:isDatedBy"): [thing("rule/d")],
        (claim, "pv:isReportedBy"): [thing("person/q"), thing("organisation/o")],
        (claim, "pv:reportedOn"): [Literal("2001", datatype=EDTF)],
        (claim, "pv:asPrinted"): [Literal("۱۳۷۴")],
        (claim, "pv:solarHijriDate"): [Literal("1374")],
        (claim, "pv:solarHijriCandidate"): [Literal("1376"), Literal("1377")],
        (claim, "pv:citesAuthority"): [thing("work/w")],
        (claim, "pv:listPosition"): [number(0)],
        (claim, "pv:isListedUnder"): [thing("city/b"), thing("city/c")],
        (claim, "pq:P580"): [Literal("1998-05", datatype=EDTF)],
        (claim, "pq:P1534"): [iri("wd:Q1")],
        (claim, "pv:note"): [Literal("so", language="en"), Literal("چنین", language="fa")],
        (claim, "pv:disputes"): [thing("claim/F1"), thing("claim/F2")],
        (claim, "pv:corroborates"): [thing("claim/F3"), thing("claim/F4")],
        (claim, "pv:hasSameWordingAs"): [thing("claim/F10"), thing("claim/F11")],
        (claim, "pv:reportsSameSpeechAs"): [thing("claim/F12"), thing("claim/F13")],
        (claim, "pv:isFoundAt"): [selector],
        (claim, "pv:isAlsoFoundAt"): [second, third],
    }
    for place, line, start, end in ((selector, 7, 3, 9), (second, 8, 20, 24), (third, 9, 30, 31)):
        expected |= {
            (place, "rdf:type"): [iri("oa:TextPositionSelector")],
            (place, "oa:start"): [number(start)],
            (place, "oa:end"): [number(end)],
            (place, "pv:line"): [number(line)],
        }
    quads = list(claim_quads(CLAIM, GRAPH))
    assert len(quads) == len(set(quads))
    assert set(quads) == {
        Quad(subject, iri(name), value, GRAPH)
        for (subject, name), values in expected.items()
        for value in values
    }


def test_what_a_claim_does_not_have_is_not_said() -> None:
    quads = list(claim_quads(BARE, GRAPH))
    assert {quad.predicate for quad in quads} == {
        TYPE,
        *(iri(f"pv:{name}") for name in ("about", "property", "reading", "certainty")),
        *(iri(f"pv:{name}") for name in ("isReadBy", "isStatedIn")),
        iri("dcterms:identifier"),
    }
    assert {quad.subject for quad in quads} == {thing("claim/F8")}


def test_further_parts_of_a_fact_have_names_of_their_own() -> None:
    one = replace(CLAIM, further_spans=())
    parts = [one, replace(one, part=2), replace(BARE, part=3)]
    quads = [quad for claim in parts for quad in claim_quads(claim, GRAPH)]
    named = {quad.subject for quad in quads if quad.object == iri("pv:Claim")}
    assert named == {thing("claim/F7"), thing("claim/F7.2"), thing("claim/F8.3")}
    places = {quad.subject for quad in quads if quad.object == iri("oa:TextPositionSelector")}
    assert places == {thing("selector/F7"), thing("selector/F7.2")}
    # What they say is one fact of the document, under its one number.
    numbers = {q.object for q in quads if q.predicate == iri("dcterms:identifier")}
    assert numbers == {Literal("F7"), Literal("F8")}
    assert {quad.graph_name for quad in quads} == {GRAPH}


def test_a_place_says_the_words_that_stand_there() -> None:
    short = Quotation(prefix="in ", exact="the year 1374", suffix=" .")
    long = Quotation(prefix="of ", opening="the first", closing="last words")
    claim = replace(
        CLAIM,
        span=TextSpan(7, 3, 9, short),
        further_spans=(TextSpan(8, 20, 99, long),),
    )
    said = {
        (quad.subject, quad.predicate): quad.object
        for quad in claim_quads(claim, GRAPH)
        if quad.predicate != TYPE
    }
    first, second = thing("selector/F7"), thing("selector/F7-2")
    words = ("oa:prefix", "oa:exact", "pv:openingWords", "pv:closingWords", "oa:suffix")
    assert [said.get((first, iri(name))) for name in words] == [
        *(Literal("in "), Literal("the year 1374"), None, None, Literal(" ."))
    ]
    assert [said.get((second, iri(name))) for name in words] == [
        *(Literal("of "), None, Literal("the first"), Literal("last words"), None)
    ]
    quoted = {q.subject for q in claim_quads(claim, GRAPH) if q.object == QUOTED}
    assert quoted == {first}
