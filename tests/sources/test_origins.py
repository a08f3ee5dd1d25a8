"""Documents that hold several items: each line's claims are said by its item, on its date."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from peyvand.errors import SourceError
from peyvand.model import Certainty, Claim
from peyvand.sources.cross_references import PARALLEL_COLUMNS, cited, read_parallels
from peyvand.sources.documents import COLUMNS as CLAIM_COLUMNS
from peyvand.sources.documents import read_claims
from peyvand.sources.origins import COLUMNS, Origins, read_origins
from peyvand.sources.registry import Registry
from peyvand.vocabulary.iris import EDTF, iri, thing
from peyvand.vocabulary.properties import Vocabulary

SLUGS = ("document/001", "document/001a", "document/001b", "organisation/o", "person/p", "person/q",
         "rule/r", "rule/q", "work/w", "city/c")  # fmt: skip
THINGS = Registry(frozenset(map(thing, SLUGS)))
WHOLE = {"id": "001", "voice": "organisation/o", "stated_on": "2024", "dated_by": "rule/r"}
ITEM = {**WHOLE, "item": "document/001a", "lines": "5-11 | 15", "voice": "person/p",
        "stated_on": "2021", "dated_by": "rule/q"}  # fmt: skip


def table(path: Path, columns: tuple[str, ...], *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def origins(folder: Path, *rows: dict[str, str]) -> Origins:
    return read_origins(table(folder / "documents.csv", COLUMNS, *rows), THINGS)["001"]


@pytest.mark.parametrize("line", [4, 12, 14, 16, None])
def test_what_stands_in_no_item_is_the_documents_own(tmp_path: Path, line: int | None) -> None:
    assert origins(tmp_path, WHOLE, ITEM).at(line).item is None


@pytest.mark.parametrize("line", [5, 11, 15])
def test_what_stands_in_an_item_has_its_voice_and_date(tmp_path: Path, line: int) -> None:
    origin = origins(tmp_path, WHOLE, ITEM).at(line)
    assert (origin.item, origin.voice) == (thing("document/001a"), (thing("person/p"),))
    assert (origin.stated_on, origin.dated_by) == ("2021", thing("rule/q"))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([ITEM], "stands before the document"),
        ([WHOLE, WHOLE], "listed already"),
        ([WHOLE, {**ITEM, "lines": ""}], "an item has lines"),
        ([{**WHOLE, "lines": "5"}], "an item has lines"),
        ([WHOLE, {**ITEM, "lines": "11-5"}], "reversed"),
        ([WHOLE, {**ITEM, "lines": "5 to 11"}], "no range of lines"),
        ([WHOLE, {**ITEM, "lines": "0-4"}], "no range of lines"),
        *(
            ([WHOLE, ITEM, {**ITEM, "item": "document/001b", "lines": lines}], "too")
            for lines in ("11-12", "4-5", "7-8", "1-20", "5-11", "2 | 15")
        ),
        ([WHOLE, {**ITEM, "item": "document/002"}], "no document is registered"),
        ([{**WHOLE, "dated_by": "rule/x"}], "no rule is registered"),
    ],
)
def test_items_that_do_not_fit_are_refused(
    tmp_path: Path, rows: list[dict[str, str]], words: str
) -> None:
    with pytest.raises(SourceError, match=words):
        origins(tmp_path, *rows)


def test_items_may_stand_side_by_side(tmp_path: Path) -> None:
    other = {**ITEM, "item": "document/001b", "lines": "1-4 | 12-14 | 16"}
    held = origins(tmp_path, WHOLE, ITEM, other)
    assert [held.at(line).item for line in (4, 5, 11, 12, 15, 16)] == [
        thing(f"document/{name}") for name in ("001b", "001a", "001a", "001b", "001a", "001b")
    ]


def test_words_that_are_passed_on_keep_their_speaker_and_both_dates(tmp_path: Path) -> None:
    row = {"id": "F1", "line": "5", "start": "0", "end": "1", "subject": "city/c",
           "property": "pv:signed", "value": "2000", "certainty": "certain",
           "read_by": "rule/r"}  # fmt: skip
    table(
        tmp_path / "001.csv", CLAIM_COLUMNS,
        row, {**row, "part": "2", "stated_by": "person/q"},
        {**row, "part": "3", "stated_by": "person/q", "stated_on": "2019"},
        {**row, "part": "4", "also": "5:7-9 | 15:20-21", "narrowed_by": "rule/q", "premise": "F1"},
    )  # fmt: skip
    words = Vocabulary({iri("pv:signed"): EDTF}, frozenset())
    plain, reported, dated, narrowed = read_claims(
        tmp_path / "001.csv", origins(tmp_path, WHOLE, ITEM), words, THINGS
    )
    assert plain.stated_in_item == thing("document/001a")
    assert (plain.reported_by, plain.reported_on) == ((), "")
    assert (reported.stated_by, reported.stated_on) == ((thing("person/q"),), "2021")
    assert (reported.reported_by, reported.reported_on) == ((thing("person/p"),), "2021")
    assert (dated.stated_on, dated.dated_by) == ("2019", None)
    assert [(s.line, s.start, s.end) for s in narrowed.further_spans] == [(5, 7, 9), (15, 20, 21)]
    assert narrowed.narrowed_by == (thing("rule/q"),)
    assert narrowed.premises == (thing("claim/F1"),)


def claim(identifier: str, about: str, prop: str, **more: object) -> Claim:
    made = Claim(
        identifier, 1, thing(about), iri(prop), (), (), Certainty.CERTAIN, thing("rule/r"),
        thing("document/001"), (thing("person/p"),), "2024", dated_by=thing("rule/r"),
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def dates(*texts: str) -> tuple[Literal, ...]:
    return tuple(Literal(text, datatype=EDTF) for text in texts)


WORK: NamedNode = thing("work/w")
YEAR = claim("F1", "work/w", "dcterms:issued", readings=dates("2004"), read_by=thing("rule/q"))


def test_what_rests_on_a_work_is_said_by_it_when_it_was_issued() -> None:
    _, resting = cited([YEAR, claim("F2", "city/c", "pv:signed", cites=WORK)])
    assert (resting.stated_by, resting.stated_on) == ((WORK,), "2004")
    assert resting.dated_by == thing("rule/q")
    assert (resting.reported_by, resting.reported_on) == ((thing("person/p"),), "2024")


def test_a_work_of_undecided_date_gives_the_set_of_its_days() -> None:
    open_year = replace(YEAR, readings=(), candidates=dates("2016-03/2017-02", "2012"))
    _, resting = cited([open_year, claim("F2", "city/c", "pv:signed", cites=WORK)])
    assert resting.stated_on == "[2012-01-01..2017-02-28]"


def test_only_the_date_of_issue_is_that_of_a_work() -> None:
    created = replace(YEAR, property=iri("dcterms:created"), readings=dates("1999"))
    # The same name, made anew, and claims that come one by one.
    issued = replace(YEAR, property=NamedNode(YEAR.property.value))
    resting = claim("F2", "city/c", "pv:signed", cites=WORK)
    assert [one.stated_on for one in cited(iter([created, issued, resting]))] == [
        "2024", "2024", "2004"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "own",
    [{"dated_by": None, "stated_on": "2019"}, {"cites": thing("work/x")}, {"cites": None}],
)
def test_a_date_of_its_own_stays(own: dict[str, object]) -> None:
    given = claim("F2", "city/c", "pv:signed", **{"cites": WORK, **own})
    assert cited([YEAR, given])[1] == given


@pytest.mark.parametrize(
    ("issued", "said", "rule"), [("2004", "../2004-12-31", "q"), ("2004/..", "2024", "r")]
)
def test_a_speaker_whom_a_work_passes_on_spoke_before_it_was_issued(
    issued: str, said: str, rule: str
) -> None:
    own = {"stated_by": (thing("person/q"),), "reported_by": (thing("person/p"),)}
    year = replace(YEAR, readings=dates(issued))
    _, passed_on = cited([year, claim("F2", "city/c", "pv:signed", cites=WORK, **own)])
    assert passed_on.stated_by == (thing("person/q"),)
    assert (passed_on.stated_on, passed_on.dated_by) == (said, thing(f"rule/{rule}"))
    assert passed_on.reported_by == (thing("person/p"),)


def test_parallels_are_linked_both_ways(tmp_path: Path) -> None:
    path = table(
        tmp_path / "parallels.csv", PARALLEL_COLUMNS,
        {"left": "F1", "right": "F2", "kind": "same-wording"},
        {"left": "F3", "right": "F2", "kind": "same-speech"},
    )  # fmt: skip
    first, second, third = read_parallels(
        path, [replace(YEAR, identifier=name) for name in ("F1", "F2", "F3")]
    )
    assert (first.same_wording, first.same_speech) == ((thing("claim/F2"),), ())
    assert second.same_wording == (thing("claim/F1"),)
    assert second.same_speech == (thing("claim/F3"),)
    assert (third.same_wording, third.same_speech) == ((), (thing("claim/F2"),))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"left": "F1", "right": "F9", "kind": "same-wording"}, "no claim F9"),
        ({"left": "F9", "right": "F1", "kind": "same-wording"}, "no claim F9"),
        ({"left": "F1", "right": "F1", "kind": "same-wording"}, "no parallel"),
        ({"left": "F1", "right": "F2", "kind": "alike"}, "no parallel"),
    ],
)
def test_parallels_that_are_none_are_refused(
    tmp_path: Path, row: dict[str, str], words: str
) -> None:
    path = table(tmp_path / "parallels.csv", PARALLEL_COLUMNS, row)
    with pytest.raises(SourceError, match=words):
        read_parallels(path, [YEAR, replace(YEAR, identifier="F2")])
