"""What is safe to send to Wikidata is written exactly; everything else is refused with a reason."""

from __future__ import annotations

import csv
import io
import pickle
from dataclasses import replace

import pytest

from peyvand.exports.edits import ADD, COMPLETE, NOTHING, REFUSED, Addition, Edit, plan
from peyvand.exports.mismatch_finder import LONGEST_VALUE, Mismatch, Problem, table
from peyvand.exports.quickstatements import commands, tables, value_text
from peyvand.exports.reasons import reason_text
from peyvand.sources.wikidata.model import (
    DEPRECATED,
    GLOBE,
    ITEM,
    QUANTITY,
    STRING,
    TEXT,
    TIME,
    UNKNOWN,
    CityRecord,
    Snak,
    Statement,
)

START = Snak("P580", TIME, "1955")
URL = Snak("P854", STRING, "https://example.org/twins")
DAY = Snak("P813", TIME, "2026-11-23")
TITLE = Snak("P1476", TEXT, 'The "twins"@en')
TWIN = Snak("P190", ITEM, "Q2")
ADDITION = Addition("Q1", TWIN, (START,), ((URL, DAY), (TITLE,)), "claim F001-322")
THERE = Statement("P190", TWIN, "Q1$a", qualifiers=(START,), references=((DAY, URL), (TITLE,)))


def planned(addition: Addition, *statements: Statement) -> Edit:
    record = CityRecord("Q1", statements=statements, redirected_from=("Q9",))
    other = CityRecord("Q2", redirected_from=("Q8",))
    (edit,) = plan([addition], {"Q1": record, "Q2": other})
    return edit


def test_a_new_statement_carries_all_its_evidence() -> None:
    edit = planned(ADDITION)
    assert edit.action == ADD
    assert commands([edit]) == (
        "Q1\tP190\tQ2\tP580\t+1955-00-00T00:00:00Z/9"
        '\tS854\t"https://example.org/twins"\tS813\t+2026-11-23T00:00:00Z/11\n'
        'Q1\tP190\tQ2\tS1476\ten:"The "twins""\n'
    )
    (text,) = tables([edit])
    header, row = csv.reader(io.StringIO(text))
    assert header == ["qid", "P190", "qal580", "S854", "s813", "S1476"]
    assert row == [
        "Q1",
        "Q2",
        "+1955-00-00T00:00:00Z/9",
        '"https://example.org/twins"',
        "+2026-11-23T00:00:00Z/11",
        'en:"The "twins""',
    ]


def test_what_wikidata_has_is_not_sent_again() -> None:
    assert planned(ADDITION, THERE).action == NOTHING
    assert commands([planned(ADDITION, THERE)]) == ""
    assert tables([planned(ADDITION, THERE)]) == []


def test_only_what_is_missing_is_sent() -> None:
    edit = planned(ADDITION, replace(THERE, references=((DAY, URL),)))
    assert (edit.action, edit.qualifiers, edit.references) == (COMPLETE, (), ((TITLE,),))
    assert commands([edit]) == 'Q1\tP190\tQ2\tS1476\ten:"The "twins""\n'
    edit = planned(ADDITION, replace(THERE, qualifiers=()))
    assert (edit.action, edit.qualifiers, edit.references) == (COMPLETE, (START,), ())
    assert commands([edit]) == "Q1\tP190\tQ2\tP580\t+1955-00-00T00:00:00Z/9\n"


@pytest.mark.parametrize(
    ("addition", "there", "words"),
    [
        (replace(ADDITION, references=()), (), "no reference"),
        (replace(ADDITION, item="Q3"), (), "has not been read"),
        (replace(ADDITION, item="Q9"), (), "Q9 leads to Q1"),
        (replace(ADDITION, value=Snak("P190", ITEM, "Q8")), (), "Q8 leads to Q2"),
        (replace(ADDITION, value=Snak("P190", ITEM, "Q1")), (), "of itself"),
        (replace(ADDITION, item="Isfahan"), (), "not an item"),
        (replace(ADDITION, value=Snak("P190", UNKNOWN)), (), "not a value"),
        (replace(ADDITION, value=Snak("P625", GLOBE, "1.0 2.0 ? Q2")), (), "make up its precision"),
        (ADDITION, (replace(THERE, rank=DEPRECATED),), "deprecated"),
        (ADDITION, (THERE, replace(THERE, id="Q1$b")), "more than once"),
        (
            ADDITION,
            (replace(THERE, qualifiers=(Snak("P580", TIME, "1956"),)),),
            "says P580 1956, not 1955: report a mismatch",
        ),
        (replace(ADDITION, references=((Snak("P854", STRING, "a\tb"),),)), (), "none of its refer"),
    ],
)
def test_what_is_not_safe_is_refused(
    addition: Addition, there: tuple[Statement, ...], words: str
) -> None:
    edit = planned(addition, *there)
    assert edit.action == REFUSED
    assert words in reason_text(edit.reason)
    assert commands([edit]) == ""
    assert words in edit.line()


@pytest.mark.parametrize("date", ["[1955,1956]", "195X", "1955~", "1901/2000"])
def test_a_date_that_is_not_plain_is_left_out_and_said(date: str) -> None:
    edit = planned(replace(ADDITION, qualifiers=(Snak("P580", TIME, date),)))
    assert edit.action == ADD
    assert edit.qualifiers == ()
    assert "left out: P580" in edit.line()


@pytest.mark.parametrize("text", [" a", "a ", "\ta", "a\nb", "a\u200fb", ""])
@pytest.mark.parametrize("kind", [STRING, TEXT])
def test_a_text_that_a_batch_would_change_is_left_out(kind: str, text: str) -> None:
    edit = planned(replace(ADDITION, qualifiers=(Snak("P1810", kind, text),)))
    assert (edit.action, edit.qualifiers) == (ADD, ())
    assert "left out: P1810" in edit.line()
    assert planned(replace(ADDITION, value=Snak("P1810", kind, text))).action == REFUSED


def test_only_an_item_can_be_stated_of_itself() -> None:
    for kind, action in ((STRING, ADD), (TEXT, ADD), (ITEM, REFUSED)):
        edit = planned(replace(ADDITION, value=Snak("P1", kind, "Q1")))
        assert edit.action == action
    globe = planned(replace(ADDITION, value=Snak("P625", GLOBE, "Q1")))
    assert "make up its precision" in reason_text(globe.reason)


def test_another_qualifier_is_no_other_date() -> None:
    for name in ("P17", "P999"):
        there = replace(THERE, qualifiers=(Snak(name, ITEM, "Q794"),))
        edit = planned(ADDITION, there)
        assert (edit.action, edit.qualifiers) == (COMPLETE, (START,))
    both = replace(THERE, qualifiers=(Snak("P580", TIME, "1956"), START))
    assert planned(ADDITION, both).action == NOTHING


def test_another_value_of_the_property_is_no_obstacle() -> None:
    other = Statement("P190", Snak("P190", ITEM, "Q3"), "Q1$o", rank=DEPRECATED)
    assert planned(ADDITION, other).action == ADD
    edit = planned(ADDITION, other, replace(THERE, references=()))
    assert (edit.action, edit.statement) == (COMPLETE, "Q1$a")


def test_what_another_process_has_read_is_judged_alike() -> None:
    """Equal texts need not be one object."""
    values = [
        TWIN, START, URL, DAY, TITLE, Snak("P625", GLOBE, "1 2"), Snak("P1082", QUANTITY, "5"),
        Snak("P1", UNKNOWN), Snak("P190", ITEM, "Q1"), Snak("P1", TIME, "1955~"),
    ]  # fmt: skip
    additions = [replace(ADDITION, value=value) for value in values]
    records = {"Q1": CityRecord("Q1", statements=(THERE,))}
    here = [edit.line() for edit in plan(additions, records)]
    sent, read = (pickle.loads(pickle.dumps(one)) for one in (additions, records))
    assert [edit.line() for edit in plan(sent, read)] == here
    assert len({line.split()[0] for line in here}) == 3
    written = [value_text(value) for value in values[:-1]]
    assert [value_text(one.value) for one in sent[:-1]] == written


def test_two_rows_do_not_add_one_statement_twice() -> None:
    edits = list(plan([ADDITION, ADDITION], {"Q1": CityRecord("Q1")}))
    assert [edit.action for edit in edits] == [ADD, REFUSED]


def test_a_csv_has_no_empty_cells() -> None:
    plain = replace(ADDITION, value=Snak("P190", ITEM, "Q3"), qualifiers=())
    people = replace(ADDITION, value=Snak("P1082", QUANTITY, "1500"))
    edits = list(plan([ADDITION, plain, people], {"Q1": CityRecord("Q1")}))
    texts = tables(edits)
    assert len(texts) == 3
    for text in texts:
        assert all(all(cells) for cells in csv.reader(io.StringIO(text)))


def test_the_dry_run_names_everything() -> None:
    assert planned(ADDITION).line() == (
        "add Q1 P190 Q2 P580=1955 [P854=https://example.org/twins, P813=2026-11-23] "
        '[P1476=The "twins"@en]\tWikidata does not have it\tclaim F001-322'
    )


GOOD = Mismatch(
    "Q1", "q1$a", "P580", "1955", "Q1985727", "1956", "https://example.org", "qualifier"
)


def test_the_table_of_mismatches() -> None:
    missing = Mismatch("Q1", "", "P190", "", "", "Q2", "")
    text, refused = table([GOOD, missing, GOOD])
    assert refused == []
    assert text.splitlines() == [
        "item_id,statement_guid,property_id,wikidata_value,meta_wikidata_value,"
        "external_value,external_url,type",
        "Q1,q1$a,P580,1955,Q1985727,1956,https://example.org,qualifier",
        "Q1,,P190,,,Q2,,statement",
    ]


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        (replace(GOOD, statement_guid="Q2$a"), Problem.OTHER_ITEM),
        (replace(GOOD, statement_guid="Q11$a"), Problem.OTHER_ITEM),
        (replace(GOOD, statement_guid=""), Problem.HALF_STATEMENT),
        (replace(GOOD, wikidata_value=""), Problem.HALF_STATEMENT),
        (replace(GOOD, external_value=""), Problem.NO_OTHER_VALUE),
        (replace(GOOD, external_value="".join(("19", "55"))), Problem.NO_DIFFERENCE),
        (replace(GOOD, external_value="x" * (LONGEST_VALUE + 1)), Problem.TOO_LONG),
        (replace(GOOD, external_url="file:///etc"), Problem.NO_ADDRESS),
        (replace(GOOD, meta_wikidata_value="Q5"), Problem.NO_CALENDAR),
        (replace(GOOD, property_id="start"), Problem.NO_STATEMENT),
        (replace(GOOD, type="note"), Problem.NO_TYPE),
    ],
)
def test_a_mismatch_beyond_the_limits_is_not_written(bad: Mismatch, problem: Problem) -> None:
    text, refused = table([bad])
    assert len(text.splitlines()) == 1
    assert refused == [(bad, problem)]


def test_a_mismatch_at_the_limits_is_written() -> None:
    longest = replace(
        GOOD,
        external_value="x" * LONGEST_VALUE,
        wikidata_value="y" * LONGEST_VALUE,
        external_url="http://" + "z" * (LONGEST_VALUE - 7),
        meta_wikidata_value="",
        type="statement",
    )
    assert table([longest, replace(GOOD, meta_wikidata_value="Q1985786")])[1] == []
    for name in ("external_value", "wikidata_value", "external_url"):
        longer = replace(longest, **{name: getattr(longest, name) + "x"})
        ((_, reason),) = table([longer])[1]
        assert Problem.TOO_LONG in reason


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (ITEM, "Q80053", "Q80053"),
        (TIME, "2000", "+2000-00-00T00:00:00Z/9"),
        (TIME, "2000-05", "+2000-05-00T00:00:00Z/10"),
        (TIME, "2000-05-07", "+2000-05-07T00:00:00Z/11"),
        (QUANTITY, "1558693", "1558693"),
        (QUANTITY, "12.5 Q712226", "12.5U712226"),
        (TEXT, "تبریز@fa", 'fa:"تبریز"'),
        (TEXT, "a@b@en", 'en:"a@b"'),
        (STRING, "tabriz.ir", '"tabriz.ir"'),
    ],
)
def test_each_kind_of_value_has_the_form_of_quickstatements(
    kind: str, value: str, expected: str
) -> None:
    """https://www.wikidata.org/wiki/Help:QuickStatements, "Item data" and "CSV file syntax"."""
    assert value_text(Snak("P1", kind, value)) == expected
