"""Every fact of the inventory is a claim that carries its evidence."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from pyoxigraph import NamedNode

from peyvand.graph.build import Graph
from peyvand.vocabulary.iris import TYPE

# Facts in the inventory of each document, identifiers running from 001 without a gap.
FACTS = {"000": 51, "001": 638, "002": 74, "003": 160, "004": 99}
PREFIX = """PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""


def rows(graph: Graph, query: str) -> list[tuple[str, ...]]:
    return [tuple(str(v.value) for v in row) for row in graph.store.query(PREFIX + query)]


@pytest.mark.parametrize("document", FACTS)
def test_every_fact_of_a_document_is_a_claim(graph: Graph, document: str) -> None:
    found = rows(
        graph,
        f"""SELECT DISTINCT ?id WHERE {{
          GRAPH <https://w3id.org/peyvand/graph/document-{document}> {{
            ?claim a pv:Claim ; dcterms:identifier ?id }} }}""",
    )
    expected = {f"F{document}-{number:03d}" for number in range(1, FACTS[document] + 1)}
    assert {identifier for (identifier,) in found} == expected


@pytest.mark.parametrize(
    "needed",
    [
        "?claim pv:about ?x",
        "?claim pv:property ?x",
        "?claim pv:certainty ?x",
        "?claim pv:isReadBy ?x",
        "?claim pv:isStatedIn ?x",
        "?claim pv:isStatedBy ?x",
        "?claim pv:statedOn ?x",
        "?claim pv:isFoundAt ?s . ?s a oa:TextPositionSelector ; oa:start ?a ; oa:end ?x",
        "?claim pv:isFoundAt ?s . ?s pv:line ?x",
        "?claim pv:isFoundAt ?s . ?s oa:exact|pv:openingWords|oa:prefix|oa:suffix ?x",
    ],
)
def test_every_claim_of_a_document_carries(graph: Graph, needed: str) -> None:
    missing = rows(
        graph,
        f"""SELECT ?claim WHERE {{ GRAPH ?g {{ ?claim a pv:Claim
          FILTER(STRSTARTS(STR(?g), "https://w3id.org/peyvand/graph/document-"))
          FILTER NOT EXISTS {{ {needed} }} }} }}""",
    )
    assert missing == []


def test_a_claim_has_a_reading_or_several_candidates(graph: Graph) -> None:
    counts = Counter(
        claim
        for (claim,) in rows(
            graph, "SELECT ?claim WHERE { GRAPH ?g { ?claim pv:candidate ?value } }"
        )
    )
    undecided = rows(
        graph,
        """SELECT ?claim WHERE { GRAPH ?g { ?claim a pv:Claim
          FILTER NOT EXISTS { ?claim pv:reading ?value } } }""",
    )
    assert undecided
    assert [claim for (claim,) in undecided if counts[claim] < 2] == []


def test_a_damaged_number_keeps_what_was_printed(graph: Graph) -> None:
    ((printed, certainty),) = rows(
        graph,
        """SELECT ?printed ?certainty WHERE { GRAPH ?g {
          <https://w3id.org/peyvand/id/claim/F001-322> pv:asPrinted ?printed ; pv:certainty ?c }
          ?c rdfs:label ?certainty FILTER(LANG(?certainty) = "en") }""",
    )
    assert (printed, certainty) == ("2111", "ambiguous")
    values = rows(
        graph,
        """SELECT ?value WHERE { GRAPH ?g {
          <https://w3id.org/peyvand/id/claim/F001-322> pv:candidate ?value } } ORDER BY ?value""",
    )
    assert values == [("2000",), ("2009",)]


def test_an_undecided_year_has_candidates_in_both_calendars_and_no_reading(graph: Graph) -> None:
    claim = "<https://w3id.org/peyvand/id/claim/F001-543>"

    def values(name: str) -> set[str]:
        query = f"SELECT ?value WHERE {{ GRAPH ?g {{ {claim} pv:{name} ?value }} }}"
        return {value for (value,) in rows(graph, query)}

    assert values("asPrinted") == {"9310"}
    assert values("solarHijriCandidate") == {"1395", "1398"}
    assert values("candidate") == {"2016-03-20/2017-03-20", "2019-03-21/2020-03-19"}
    assert values("reading") == set()


def test_what_chose_among_candidates_is_named(graph: Graph) -> None:
    """No claim takes one of several candidates by the font alone, which allows them all."""
    found = rows(
        graph,
        """SELECT DISTINCT ?claim WHERE { GRAPH ?g {
          ?claim pv:isReadBy ?rule ; pv:reading ?chosen ; pv:candidate ?chosen, ?other
          FILTER(!sameTerm(?other, ?chosen) && STRENDS(STR(?rule), "-font-digits")) } }""",
    )
    assert found == []


def test_a_solar_hijri_date_stands_beside_its_reading(graph: Graph) -> None:
    found = rows(
        graph,
        """SELECT ?hijri ?reading WHERE { GRAPH ?g {
          <https://w3id.org/peyvand/id/claim/F003-085> pv:solarHijriDate ?hijri ;
            pv:reading ?reading } }""",
    )
    assert found == [("1387", "2008-03-20/2009-03-20")]


def test_an_inferred_date_shows_what_it_rests_on(graph: Graph) -> None:
    """It has a property of its own and looks like no printed date: uncertain, a set or a span."""
    found = rows(
        graph,
        """SELECT ?claim ?property ?reading (COUNT(?premise) AS ?premises) WHERE { GRAPH ?g {
          ?claim pv:property ?property ; pv:reading ?reading ; pv:isReadBy ?rule .
          FILTER(?property = pv:inferredDate
            || ?rule = <https://w3id.org/peyvand/id/reading-rule/relative-date>)
          OPTIONAL { ?claim pv:hasPremise ?premise }
        } } GROUP BY ?claim ?property ?reading""",
    )
    assert len(found) > 5
    for claim, property_, reading, premises in found:
        assert property_.rpartition("#")[2] in ("inferredDate", "period"), claim
        assert re.search(r"[~?/\[]", reading), claim
        assert int(premises) > 0, claim


@pytest.mark.parametrize(
    ("claim", "speaker", "said"),
    [
        # The work of 2010 that closes the paragraph, and a speech that the article dates by 1398.
        ("F001-272", "work/sassen-2010", "2010"),
        ("F001-460", "office/spokesperson-mfa-iran", "2019-03-21/2020-03-19"),
    ],
)
def test_who_is_cited_speaks_in_their_own_year(
    graph: Graph, claim: str, speaker: str, said: str
) -> None:
    found = rows(
        graph,
        f"""SELECT ?speaker ?said ?reported WHERE {{ GRAPH ?g {{
          <https://w3id.org/peyvand/id/claim/{claim}> pv:isStatedBy ?speaker ; pv:statedOn ?said ;
            pv:isReportedBy <https://w3id.org/peyvand/id/person/alireza-rajaei> ;
            pv:reportedOn ?reported }} }}""",
    )
    assert found == [(f"https://w3id.org/peyvand/id/{speaker}", said, "2020/..")]


def test_the_plain_graph_can_be_explained(graph: Graph) -> None:
    """A triple about a thing is a claim's reading, or stands in a graph that says why."""
    query = graph.catalogue.get("unexplained-statements")
    assert [str(row) for row in graph.store.query(query.text)] == []


def test_a_snapshot_without_direction_gives_none(graph: Graph) -> None:
    """P190 has a direction: each such triple rests on a claim that tells its side."""
    prefixes = "PREFIX wdt: <http://www.wikidata.org/prop/direct/>\n"
    directed, with_side, said_without, paired = (
        {tuple(map(str, row)) for row in rows(graph, f"{prefixes}SELECT ?one ?other {{ {it} }}")}
        for it in (
            "?one wdt:P190 ?other",
            "GRAPH ?g { ?c pv:property wdt:P190 ; pv:about ?one ; pv:reading ?other "
            "FILTER NOT EXISTS { ?c pv:isDirected false } }",
            "GRAPH ?g { ?c pv:property wdt:P190 ; pv:isDirected false ; pv:about ?one ; "
            "pv:reading ?other }",
            "GRAPH ?g { ?c pv:property pv:isPairedWith ; pv:isDirected false ; pv:about ?one ; "
            "pv:reading ?other }",
        )
    )
    assert len(directed) > 1000
    assert directed <= with_side
    assert said_without == set()
    assert len(paired) > 100


def test_labels_are_in_both_languages(graph: Graph) -> None:
    for language in ("en", "fa"):
        missing = rows(
            graph,
            f"""SELECT DISTINCT ?thing WHERE {{ ?thing a ?class
              FILTER(STRSTARTS(STR(?thing), "https://w3id.org/peyvand/id/"))
              # A decision is described by what it chooses and its reason.
              FILTER NOT EXISTS {{ ?thing a pv:Decision }}
              FILTER NOT EXISTS {{ ?thing rdfs:label ?label FILTER(LANG(?label) = "{language}") }}
              }}""",
        )
        assert missing == []


def test_persian_labels_use_persian_letters(graph: Graph) -> None:
    found = rows(
        graph, 'SELECT ?label WHERE { ?thing rdfs:label ?label FILTER(LANG(?label)="fa") }'
    )
    assert len(found) > 500
    assert [label for (label,) in found if re.search("[يك]", label)] == []


def test_the_counts_of_the_register(graph: Graph) -> None:
    def count(name: str) -> int:
        node = NamedNode("https://w3id.org/peyvand/ns#" + name)
        return len(
            {
                q.subject
                for q in graph.store.quads_for_pattern(None, TYPE, node, None)
                if "/id/" in q.subject.value
            }
        )

    # 66 joined from the facts, and the unclear item of Mashhad's list.
    assert count("Agreement") == 67
    # 71 in the index, and the two cities of the first pact that document 001 does not name.
    assert count("City") == 73
    # The unclear item of Mashhad's list.
    assert count("UndecidedPlace") == 1
    assert count("Person") == 16
    # All that were proposed, of which two answer an obstacle.
    assert (count("Proposal"), count("Solution"), count("Obstacle")) == (24, 2, 4)
    assert (count("Attendance"), count("GrantCall"), count("Indicator")) == (14, 1, 0)
