"""Statements that say the same, and which of those that do not goes first."""

from __future__ import annotations

import pytest

from peyvand.sources.published.agreement import groups, maker, same
from peyvand.sources.published.statements import Statement

DATES = {
    "wikidata-2017-07-28": "2017-07-28",
    "wikidata-2019-08": "2019-08",
    "wikidata-2022-01-09": "2022-01-09",
    "whosonfirst-2026": "2026",
    "natural-earth-4": "2017-11",
    "geonames-2026": "2026",
}
NEW, OLD, WOF, NE = (
    "wikidata-2022-01-09",
    "wikidata-2017-07-28",
    "whosonfirst-2026",
    "natural-earth-4",
)


def people(snapshot: str, value: int, rule: str = "") -> Statement:
    return Statement("Q1", snapshot, "population", str(value), rule)


def order(*statements: Statement, undated: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    found = groups(statements, DATES, undated)
    return [(group.best.snapshot, group.agree) for group in found]


def test_the_newest_of_wikidata_stands_for_those_that_agree() -> None:
    assert order(people(WOF, 90), people(OLD, 120, "linked"), people(NEW, 100)) == [
        (NEW, f"{WOF} {OLD}")
    ]


def test_what_two_makers_contradict_goes_after_theirs() -> None:
    found = order(people(NEW, 11_557), people(WOF, 842_051), people(NE, 731_424))
    assert found == [(WOF, NE), (NEW, "")]


def test_two_snapshots_of_one_maker_outvote_nobody() -> None:
    older = people("wikidata-2019-08", 12)
    assert order(people(OLD, 12), people(NEW, 100), older)[0] == (NEW, "")


def test_an_inference_counts_where_nobody_states_anything() -> None:
    guess = people("geonames-2026", 5, "inferred")
    assert order(guess) == [("geonames-2026", "")]
    assert order(guess, people(NE, 100)) == [(NE, "")]


def test_what_keeps_no_dates_goes_last() -> None:
    said = [
        Statement("Q1", "wikidata-2019-08", "country", "FR"),
        Statement("Q1", OLD, "country", "DE", "linked"),
    ]
    assert order(*said)[0][0] == "wikidata-2019-08"
    assert order(*said, undated=("wikidata-2019-08",))[0][0] == OLD


@pytest.mark.parametrize(
    ("prop", "one", "other", "agree"),
    [
        ("coordinates", "52 13", "52.1 13.1", True),
        ("coordinates", "52 13", "52.2 13", False),
        ("coordinates", "0 179.99", "0 -179.99", True),
        ("population", "100", "200", True),
        ("population", "100", "201", False),
        ("country", "IR", "IR", True),
        ("country", "IR", "IQ", False),
    ],
)
def test_what_is_the_same(prop: str, one: str, other: str, agree: bool) -> None:
    said = (Statement("Q1", NEW, prop, one), Statement("Q1", WOF, prop, other))
    assert same(*said) is agree


@pytest.mark.parametrize(
    ("snapshot", "who"),
    [(NEW, "wikidata"), (WOF, "whosonfirst"), (NE, "natural-earth"), ("atlas", "atlas")],
)
def test_the_maker_of_a_snapshot(snapshot: str, who: str) -> None:
    assert maker(snapshot) == who
