"""The figures, put together: of the documents, and of a graph that can be counted by hand."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import RdfFormat, Store

from monitor.conftest import TODAY, asking
from peyvand.graph.build import Graph
from peyvand.graph.derive import derive
from peyvand.monitor import Board, look
from peyvand.monitor.board import day_of
from peyvand.resources import root
from peyvand.sources.catalogue import own, read_catalogue


def groups(board: Board, name: str, scope: str = "documents") -> dict[str, int]:
    return {group.slug: group.count for group in board.figures[scope][name].groups}


def test_the_vitality_of_the_documents_agreements(documents_board: Board) -> None:
    assert documents_board.figures["documents"]["vitality"].total == 67
    assert list(groups(documents_board, "vitality").items()) == [
        ("vitality-active", 0),
        ("vitality-untold", 0),
        ("vitality-planned", 1),
        ("vitality-dated", 22),
        ("vitality-listed", 44),
    ]


def test_what_is_missing_of_the_documents_agreements(documents_board: Board) -> None:
    found = {name: groups(documents_board, name) for name in ("date", "approval", "activity")}
    assert found == {
        "date": {"recorded": 23, "none": 44},
        # Of the 23 that were signed, all but Gaza and Tabriz.
        "approval": {"recorded": 1, "none": 22},
        "activity": {"recorded": 0, "untold": 0, "none": 67},
    }
    assert documents_board.figures["documents"]["approval"].total == 23
    assert groups(documents_board, "stage")["stage-signed"] == 23
    assert groups(documents_board, "stage")[""] == 44


def test_the_documents_agreements_without_a_record_for_twenty_years(
    documents_board: Board,
) -> None:
    found = groups(documents_board, "quiet")
    # Of the 23 dates, 13 end before 29 November 2006 and 7 begin no earlier.
    assert found == {"certain": 13, "possible": 3, "undated": 44, "recent": 7}


def test_the_signings_of_the_documents(documents_board: Board) -> None:
    found = documents_board.signings["documents"]
    # Six of the dates leave open in which of several years it was, four of those of which age.
    assert (found.total, found.known, found.certain) == (67, 23, 17)
    assert [band.certain for band in found.ages] == [0, 7, 9, 2, 1]
    year = {one.start: (one.certain, one.possible) for one in found.years}
    assert (min(year), max(year)) == (1920, 2016)
    # 2000 for certain three times, and one of 2000 or 2009.
    assert year[2000] == (3, 1)
    assert year[2013] == (3, 0)


def test_the_figures_of_all_agreements_stand_beside(small_board: Board) -> None:
    assert small_board.scopes == ("documents", "world")
    assert groups(small_board, "date") == {"recorded": 4, "none": 1}
    assert groups(small_board, "date", "world") == {"recorded": 5, "none": 1}
    assert groups(small_board, "kind", "world")["DatasetAgreement"] == 1
    assert [one.total for one in small_board.signings.values()] == [5, 6]
    assert [one.known for one in small_board.signings.values()] == [2, 3]


def test_an_agreement_of_several_groups_is_one_of_the_whole(small_board: Board) -> None:
    country = small_board.figures["documents"]["country"]
    assert groups(small_board, "country") == {"iran": 2, "china": 1, "": 3}
    assert country.total == 5
    assert [country.share(group) for group in country.groups] == [0.4, 0.2, 0.6]


def test_groups_have_the_names_of_the_graph(small_board: Board) -> None:
    country = small_board.figures["documents"]["country"].groups
    assert [group.labels for group in country] == [
        {"en": "Iran", "fa": "ایران"},
        {"en": "China"},
        {},
    ]


def test_the_concepts_of_a_scheme_are_told_in_its_order_though_none_is_there() -> None:
    store = Store()
    store.load(
        b"@prefix c: <https://w3id.org/peyvand/id/concept/> ."
        b"@prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        b"@prefix s: <https://w3id.org/peyvand/id/scheme/> ."
        b"c:vitality-b skos:inScheme s:vitality ; skos:notation '10' ."
        b"c:vitality-a skos:inScheme s:vitality ; skos:notation '9' .",
        format=RdfFormat.TURTLE,
    )
    board = look(asking(store), TODAY)
    assert list(groups(board, "vitality").items()) == [("vitality-a", 0), ("vitality-b", 0)]
    vitality = board.figures["documents"]["vitality"]
    assert vitality.total == 0
    assert vitality.share(vitality.groups[0]) is None


def test_what_is_not_of_agreements_is_counted_once(small_board: Board) -> None:
    assert groups(small_board, "obstacle", "all") == {"recorded": 1, "none": 1}
    assert groups(small_board, "holder", "all") == {"mayor": 2, "": 3}
    # All dated ones were due before November 2026.
    assert groups(small_board, "due", "all") == {"overdue": 3, "due": 0, "undated": 2}
    assert small_board.figures["all"]["conflict"].total == 1
    assert groups(small_board, "entry", "all") == {"shiraz": 1}


DATED = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix a: <https://w3id.org/peyvand/id/agreement/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix concept: <https://w3id.org/peyvand/id/concept/> .
@prefix event: <https://w3id.org/peyvand/id/event/> .
concept:stage-signed rdfs:label "signed"@en .
a:x a pv:Agreement ; rdfs:label "X"@en ; pv:hasParty city:one, city:two .
"""


@pytest.mark.parametrize(
    ("turtle", "answer"),
    [
        ('a:x pv:signed "2006-11-28"^^edtf:EDTF .', "certain"),
        ('a:x pv:signed "2006-11-29"^^edtf:EDTF .', "recent"),
        ('a:x pv:signed "2006"^^edtf:EDTF .', "possible"),
        ('a:x pv:signed "2006-10"^^edtf:EDTF .', "certain"),
        ('a:x pv:signed "[2000,2009]"^^edtf:EDTF .', "possible"),
        ('a:x pv:signed "2000/.."^^edtf:EDTF .', "possible"),
        ('a:x pv:signed "2010/.."^^edtf:EDTF .', "recent"),
        ('a:x pv:signed "../1990"^^edtf:EDTF .', "certain"),
        ('a:x pv:signed "../2010"^^edtf:EDTF .', "possible"),
        ("", "undated"),
        ('a:x pv:signed "XXXX"^^edtf:EDTF .', "undated"),
        # The last of several counts.
        (
            'a:x pv:signed "1990"^^edtf:EDTF . '
            "event:w pv:isHeldUnder a:x ; pv:hasStatus concept:status-held ; "
            'pv:date "2012"^^edtf:EDTF .',
            "recent",
        ),
        (
            'a:x pv:signed "1990"^^edtf:EDTF . '
            "event:w pv:isHeldUnder a:x ; pv:hasStatus concept:status-held ; "
            'pv:date "[2001,2012]"^^edtf:EDTF .',
            "possible",
        ),
        # Of what nobody says that it was held, nobody knows whether it was.
        (
            'a:x pv:signed "1990"^^edtf:EDTF . '
            'event:w pv:isHeldUnder a:x ; pv:date "2012"^^edtf:EDTF .',
            "possible",
        ),
        # What is only planned, and what is only stated, does not.
        (
            'a:x pv:signed "1990"^^edtf:EDTF . event:w pv:isHeldUnder a:x ; '
            'pv:hasStatus concept:status-planned ; pv:date "2012"^^edtf:EDTF .',
            "certain",
        ),
        (
            'a:x pv:signed "1990"^^edtf:EDTF ; pv:lastStatedOn "2022"^^edtf:EDTF .',
            "certain",
        ),
    ],
)
def test_twenty_years_without_a_record_by_the_intervals_of_dates(turtle: str, answer: str) -> None:
    store = Store()
    store.load(f"{DATED}{turtle}".encode(), format=RdfFormat.TURTLE)
    derive(store, read_catalogue(root() / "queries").of("derive"))
    found = groups(look(asking(store), TODAY, 20), "quiet")
    wanted = dict.fromkeys(("certain", "possible", "undated", "recent"), 0)
    assert found == {**wanted, answer: 1}


def test_an_older_version_is_looked_at_on_the_day_of_its_making() -> None:
    assert day_of("2025-03-04T05:06:07Z", TODAY, False) == date(2025, 3, 4)
    assert day_of("2025-03-04T05:06:07Z", TODAY, True) == TODAY
    assert day_of("", TODAY, False) == TODAY


def test_agreements_that_stand_are_counted_alone(graph: Graph, documents_board: Board) -> None:
    ask = asking(graph.store)
    every = {row["agreement"].value for row in ask(own("monitor/agreements").text)}
    assert len(every) == 67
    whole = look(ask, TODAY, 20, standing=every)
    for name, figure in documents_board.figures["documents"].items():
        found = whole.figures["documents"][name]
        assert (found.total, found.groups) == (figure.total, figure.groups), name
    assert whole.signings["documents"].years == documents_board.signings["documents"].years
    some = {name for name in every if name.endswith(("arak-batumi", "arak-novi-sad"))}
    board = look(ask, TODAY, 20, standing=some)
    figure = board.figures["documents"]["vitality"]
    assert figure.total == len(some) == 2
    assert {row["agreement"].value for row in ask(figure.query)} == some
    assert board.signings["documents"].total == 2
    assert board.figures["all"] == documents_board.figures["all"]
