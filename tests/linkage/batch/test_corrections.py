"""What a list could tell Wikidata, and how its rows stand beside the records."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest
from pyoxigraph import Literal

from peyvand.comparison.fourway import CONFLICT, HERE, SAME, THERE
from peyvand.exports.edits import ADD, NOTHING, REFUSED
from peyvand.exports.quickstatements import commands
from peyvand.exports.reasons import reason_text
from peyvand.linkage.batch import corrections
from peyvand.linkage.batch.copies import copied
from peyvand.linkage.batch.corrections import edits_of, mismatches_of, rows_of
from peyvand.linkage.batch.run import Merge
from peyvand.linkage.classification import NONE, REVIEW, Link, Rules, Scored
from peyvand.linkage.classification import SAME as ONE
from peyvand.linkage.outcomes import Code, Reason
from peyvand.model import OWN, City
from peyvand.vocabulary.iris import iri

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


def proposed(place: City, *records: City) -> list[tuple[str, str, str]]:
    """The action, the value and the reason for each value of a row that is Q1."""
    described = {f"{one.identifier}#{n}": one for n, one in enumerate(records)}
    merge = Merge([place], described, [Link(place.identifier, "Q1", ONE, 1.0)], Rules())
    return [
        (edit.action, edit.addition.value.value, reason_text(edit.reason))
        for edit in edits_of(merge, ADDRESS)
    ]


# Others of a source show what it tells of any item.
TELLS = City("Q7", ("Z", "ز"), "", 9.0, 9.0, 5, source="x/2022-01-09", languages=("en", "fa"),
             twins=("Q8",))  # fmt: skip
SILENT = City("Q1", ("A",), source="x/2022-01-09", languages=("en",))


def test_what_no_record_of_a_source_tells_is_not_known_to_be_missing() -> None:
    place = City("a", ("آ",), "", 1.23456, 2.0, 100, languages=("fa",), twins=("Q5",))
    for records, action in (((SILENT,), REFUSED), ((SILENT, TELLS), ADD)):
        told = proposed(place, *records)
        assert {one for one, _, _ in told} == {action}
        assert len(told) == 4
    assert "not known" in proposed(place, SILENT)[0][2]


def test_missing_values_become_commands() -> None:
    place = City("a", ("آ",), "", 1.23456, -2.0, 100, population_date="2021", languages=("fa",),
                 twins=("Q5",))  # fmt: skip
    described = {"Q1#0": SILENT, "Q7#0": TELLS}
    edits = list(edits_of(Merge([place], described, LINKS[:1], Rules()), ADDRESS))
    source = f'S854\t"{ADDRESS}"'
    assert commands(edits).splitlines() == [
        f"Q1\tP1082\t100\tP585\t+2021-00-00T00:00:00Z/9\t{source}",
        f"Q1\tP625\t@1.23456/-2.00000\t{source}",
        'Q1\tLfa\t"آ"',
        f"Q1\tP190\tQ5\t{source}",
    ]
    assert [(one.property_id, one.external_value) for one in mismatches_of(edits)] == [
        ("P1082", "100"), ("P625", "1.23456, -2.00000"), ("P190", "Q5"),
    ]  # fmt: skip
    assert all(one.problem is None for one in mismatches_of(edits))


def test_coarse_coordinates_are_for_an_editor_and_no_batch() -> None:
    place = City("a", ("A",), "", 1.2, 2.0)
    merge = Merge([place], {"Q1#0": SILENT, "Q7#0": TELLS}, LINKS[:1], Rules())
    (edit,) = edits_of(merge, ADDRESS)
    assert (edit.action, "precision" in reason_text(edit.reason)) == (REFUSED, True)
    (missing,) = mismatches_of([edit])
    assert (missing.property_id, missing.external_value) == ("P625", "1.2, 2.0")
    assert missing.external_url == ADDRESS


@pytest.mark.parametrize(
    ("date", "action", "said"),
    [
        ("2023", ADD, "Wikidata says 90 in a copy of 2022-01-09; this is of 2023"),
        ("2022-05", ADD, "Wikidata says 90"),
        # The records may be of before or behind that.
        ("2022", REFUSED, "Wikidata says 90"),
        ("2022/2024", REFUSED, "Wikidata says 90"),
        ("2001", REFUSED, "Wikidata says 90"),
        ("", REFUSED, "Wikidata says 90"),
    ],
)
def test_a_newer_population_stands_beside_the_older_and_says_so(
    date: str, action: str, said: str
) -> None:
    place = City("a", ("A",), population=100, population_date=date)
    counted = City("Q1", ("A",), population=90, source="x/2022-01-09")
    ((done, _, why),) = proposed(place, counted)
    assert (done, why.startswith(said)) == (action, True)


@pytest.mark.parametrize(
    ("date", "action", "reported"),
    [
        ("2021", REFUSED, True),
        ("2021-07-01", REFUSED, True),
        ("2020", REFUSED, False),
        ("2022", ADD, False),
        # Without a date the two may be of different years.
        ("", REFUSED, False),
    ],
)
def test_another_population_of_the_same_date_is_a_mismatch(
    date: str, action: str, reported: bool
) -> None:
    place = City("a", ("A",), population=100, population_date=date)
    record = City("Q1", ("A",), population=90, source="dump/2026-01-01", population_date="2021-07",
                  statements=(("P1082", "Q1$1-a"),))  # fmt: skip
    merge = Merge([place], {"Q1#0": record}, LINKS[:1], Rules())
    (edit,) = edits_of(merge, ADDRESS)
    assert edit.action == action
    found = [
        (one.statement_guid, one.wikidata_value, one.external_value, one.problem)
        for one in mismatches_of([edit])
    ]
    assert found == ([("Q1$1-a", "90", "100", None)] if reported else [])


def test_another_place_is_a_mismatch_where_its_statement_is_known() -> None:
    place = City("a", ("A",), "", 50.12345, 2.0)
    record = City("Q1", ("A",), "", 1.0, 2.0, statements=(("P625", "Q1$2-b"),))
    for known, expected in ((record, [("Q1$2-b", "1.0, 2.0", "50.12345, 2.00000")]),
                            (replace(record, statements=()), [])):  # fmt: skip
        merge = Merge([place], {"Q1#0": known}, LINKS[:1], Rules())
        edits = list(edits_of(merge, ADDRESS))
        assert [edit.action for edit in edits] == [REFUSED]
        told = [
            (m.statement_guid, m.wikidata_value, m.external_value) for m in mismatches_of(edits)
        ]
        assert told == expected


def test_what_the_graph_says_of_an_item_is_not_what_wikidata_says() -> None:
    place = City("a", ("آ",), "", 1.23456, 2.0, 100, languages=("fa",), twins=("Q5",))
    described = City("Q1", ("A", "آ"), "", 1.23456, 2.0, 100, source=OWN, languages=("en", "fa"))
    merge = Merge([place], {"Q1#0": described}, LINKS[:1], Rules())
    assert {reason_text(edit.reason) for edit in edits_of(merge, ADDRESS)} == {
        "Q1 has not been read, so what it says is not known"
    }
    rows = [
        {"item": iri("wd:Q1"), "property": iri("pv:population"), "value": Literal("100"),
         "on": Literal("2022-01-09")},
        {"item": iri("wd:Q1"), "property": iri("wdt:P190"), "value": iri("wd:Q9"),
         "on": Literal("")},
        {"item": iri("wd:Q2"), "property": iri("pv:coordinates"), "value": Literal("POINT(3 4)"),
         "on": Literal("2022-01-09")},
    ]  # fmt: skip
    copies = copied(rows)
    assert [(one.identifier, one.source, one.latitude, one.twins) for one in copies] == [
        ("Q1", "wikidata", None, ("Q9",)),
        ("Q1", "wikidata/2022-01-09", None, ()),
        ("Q2", "wikidata/2022-01-09", 4.0, ()),
    ]
    edits = edits_of(merge, ADDRESS, copies=copies)
    assert {edit.addition.value.property: edit.action for edit in edits} == {
        "P1082": NOTHING, "P625": ADD, "Lfa": REFUSED, "P190": ADD,
    }  # fmt: skip


def test_what_contradicts_a_record_is_refused_with_what_it_says() -> None:
    place = City("a", ("آ",), "", 50.12345, 2.0, languages=("fa",))
    record = City("Q1", ("A", "ب"), "", 1.0, 2.0, languages=("en", "fa"))
    assert [(action, why.partition(";")[0]) for action, _, why in proposed(place, record)] == [
        (REFUSED, "Wikidata says 1.0, 2.0"), (REFUSED, "Wikidata says ب"),
    ]  # fmt: skip


def test_places_and_labels_that_agree_are_left_as_they_are() -> None:
    place = City("a", ("آ",), "", 1.01234, 2.0, languages=("fa",), twins=("Q8",))
    record = City("Q1", ("A", "آ"), "", 1.0, 2.0, languages=("en", "fa"), twins=("Q8",))
    assert [action for action, _, _ in proposed(place, record)] == [NOTHING] * 3


def test_a_lent_place_is_no_news() -> None:
    place = City("a", ("A",), "", 1.01234, 2.0, is_place_lent=True)
    assert proposed(place, SILENT, TELLS) == []


def test_twin_towns_are_the_items_of_other_rows_if_one_row_only_has_the_name() -> None:
    places = [
        City("a", ("A",), twins=("b", "C", "D", "Nowhere")),
        City("b", ("B",)),
        City("c", ("C",)),
        City("d", ("D",)),
        City("e", ("D",)),
    ]
    links = [Link(one.identifier, f"Q{n}", ONE, 1.0) for n, one in enumerate(places, 1)]
    described = {"Q1#0": SILENT, "Q7#0": TELLS}
    edits = list(edits_of(Merge(places, described, links, Rules()), ADDRESS))
    assert [edit.addition.value.value for edit in edits] == ["Q2", "Q3", "D", "Nowhere"]
    assert [edit.action for edit in edits] == [ADD, ADD, REFUSED, REFUSED]
    assert "no one settled row is Nowhere" in reason_text(edits[3].reason)
    open_ = [*links[:2], Link("c", "Q3", REVIEW, 0.7, Reason(Code.IMPROBABLE)), *links[3:]]
    edits = list(edits_of(Merge(places, described, open_, Rules()), ADDRESS))
    assert [edit.addition.value.value for edit in edits if edit.action == ADD] == ["Q2"]
