"""What a list could tell Wikidata, and how its rows stand beside the records."""

from __future__ import annotations

import pickle

import pytest

from peyvand.comparison.fourway import CONFLICT, HERE, SAME, THERE
from peyvand.exports.edits import ADD, NOTHING, REFUSED
from peyvand.exports.quickstatements import commands
from peyvand.exports.reasons import reason_text
from peyvand.linkage.batch import corrections
from peyvand.linkage.batch.corrections import edits_of, rows_of
from peyvand.linkage.batch.run import Merge
from peyvand.linkage.classification import NONE, REVIEW, Link, Rules, Scored
from peyvand.linkage.classification import SAME as ONE
from peyvand.linkage.outcomes import Code, Reason
from peyvand.model import City

ADDRESS, DAY = "https://x.example/list", "2026-11-23"
PLACES = [
    City("a", ("A",), population=100, same_as=("geonames:1", "osm:5")),
    City("b", ("B",), population=200, same_as=("geonames:2",)),
    City("c", ("C",), population=300),
    City("d", ("D",), population=400),
    City("e", ("E",), population=500),
]
DESCRIBED = {
    # Wikidata has the one value, and none for the other.
    "Q1#0": City("Q1#0", ("A",), population=100),
    "Q1#1": City("Q1#1", ("A",), "", 1.0, 2.0, 101),
    # It has other values of both.
    "Q2#0": City("Q2#0", ("B",), population=999, same_as=("geonames:7", "osm:2")),
    "Q3#0": City("Q3#0", ("C",), population=300),
    "Q9#0": City("Q9#0", ("Z",)),
}
LINKS = [
    Link("a", "Q1", ONE, 1.0),
    Link("b", "Q2", ONE, 1.0),
    Link("c", "Q3", REVIEW, 0.7, Reason(Code.IMPROBABLE)),
    Link("d", "", NONE, 0.0, Reason(Code.NO_RECORD)),
    Link("e", "Q5", ONE, 1.0, Reason(Code.DECIDED)),
]
MERGE = Merge(PLACES, DESCRIBED, LINKS, Rules())


def test_each_value_is_sent_only_where_wikidata_says_nothing_of_it() -> None:
    edits = list(edits_of(MERGE, ADDRESS, DAY))
    assert [
        (edit.action, edit.addition.item, edit.addition.value.property, edit.addition.value.value)
        for edit in edits
    ] == [
        (NOTHING, "Q1", "P1082", "100"),
        (ADD, "Q1", "P1566", "1"),
        (REFUSED, "Q2", "P1082", "200"),
        (REFUSED, "Q2", "P1566", "2"),
        # No record describes it, so what it says is not known.
        (REFUSED, "Q5", "P1082", "500"),
    ]
    assert "Wikidata says 999;" in reason_text(edits[2].reason)
    assert "Wikidata says 7;" in reason_text(edits[3].reason)
    assert "has not been read" in reason_text(edits[4].reason)
    assert edits[1].addition.because == "row a"
    assert commands(edits) == (f'Q1\tP1566\t"1"\tS854\t"{ADDRESS}"\tS813\t+{DAY}T00:00:00Z/11\n')
    assert commands(edits_of(MERGE, ADDRESS)) == f'Q1\tP1566\t"1"\tS854\t"{ADDRESS}"\n'


def test_without_an_address_nothing_is_sent() -> None:
    edits = list(edits_of(MERGE, "", DAY))
    assert {edit.action for edit in edits} == {NOTHING, REFUSED}
    assert "no reference" in reason_text(edits[1].reason)


def test_the_rows_of_a_list_come_first_and_then_what_only_wikidata_has() -> None:
    rows = list(rows_of(MERGE))
    assert [(row.here, row.there, row.outcome) for row in rows] == [
        ("a", "Q1", SAME),
        ("b", "Q2", CONFLICT),
        ("c", "", HERE),
        ("d", "", HERE),
        ("e", "Q5", SAME),
        # Nobody decided that this is the one of the list.
        ("", "Q3", THERE),
        ("", "Q9", THERE),
    ]
    # Of several descriptions the one with a place stands for the item.
    assert rows[0].points == ((1.0, 2.0),)
    assert [(f.kind, f.here, f.there) for f in rows[2].findings] == [("undecided", "c", "Q3")]
    assert rows[3].findings == ()


def test_the_rest_of_the_world_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(rows_of(MERGE))
    for most, expected in ((2, whole), (1, whole[:5])):
        monkeypatch.setattr(corrections, "MOST_THERE", most)
        assert list(rows_of(MERGE)) == expected


def test_a_merge_of_another_process_says_the_same() -> None:
    """Equal texts need not be one object."""
    sent: Merge = pickle.loads(pickle.dumps(MERGE))
    assert list(rows_of(sent)) == list(rows_of(MERGE))
    assert list(edits_of(sent, ADDRESS, DAY)) == list(edits_of(MERGE, ADDRESS, DAY))


def test_the_description_that_was_compared_stands_for_its_item() -> None:
    described = {
        "Q1#0": City("Q1#0", ("A",), "", 1.0, 2.0, source="x"),
        "Q1#1": City("Q1#1", ("A",), "", 50.0, 60.0, source="y"),
    }
    place = City("a", ("A",), "", 50.0, 60.0)
    pair = Scored("a", "Q1", "Q1#1", 30.0, 0.99, {})
    for shown, outcome, evidence in ((pair, SAME, "y"), (None, CONFLICT, "x")):
        merge = Merge([place], described, [Link("a", "Q1", ONE, 1.0, None, shown)], Rules())
        (row,) = rows_of(merge)
        assert (row.outcome, row.there, row.evidence_there) == (outcome, "Q1", (evidence,))
