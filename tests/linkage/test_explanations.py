"""A link in words: which values were compared, what each is worth, and why it is in doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from peyvand.linkage.calibration import Calibration
from peyvand.linkage.classification import REVIEW, SAME, Link, Rules, Scored
from peyvand.linkage.explanations import compared, explanation, sentence, why
from peyvand.linkage.outcomes import Code, Reason
from peyvand.model import City

PLACE = City("p", ("Esfahan", "Ispahan"), "IR", 32.65, 51.67, 1_900_000)
RECORD = City("Q1#0", ("Isfahan",), "Iran", 32.66, 51.70, 2_000_000, aliases=("Ispahan",))
PAIR = Scored(
    *("p", "Q1", "Q1#0", 12.3456, 0.98765432),
    {"name": "alias", "country": "same", "distance": "6", "population": "1.2", "kind": "same"},
    {"name": 7.126, "distance": 3.004},
)
OTHER = Scored("p", "Q2", "Q2#0", 5.678, 0.12345678, {"name": "main", "kind": "other"})
DESCRIBED = {"Q1#0": RECORD, "Q2#0": City("Q2#0", ("Esfahan Province", "Esfahan"))}
# Without weights each chance is one half.
PLAIN = Calibration({}, 0.001, 0.999)


def test_each_comparison_has_both_values_its_grade_and_its_worth() -> None:
    rows = {row.pop("what"): row for row in compared(PLACE, RECORD, PAIR)}
    assert rows == {
        # The names that are equal, beside the main one of the list.
        "name": {"left": "Esfahan (Ispahan)", "right": "Ispahan",
                 "grade": "a name equals an alias", "bits": 7.13},
        "country": {"left": "IR", "right": "Iran", "grade": "the same country", "bits": 0.0},
        "distance": {"left": "32.6500,51.6700", "right": "32.6600,51.7000",
                     "grade": "within 6 km", "bits": 3.0, "km": 3.0},
        "population": {"left": 1_900_000, "right": 2_000_000,
                       "grade": "populations within a fifth", "bits": 0.0},
        "kind": {"left": "", "right": "", "grade": "the same kind of place", "bits": 0.0},
    }  # fmt: skip


def test_what_is_not_known_of_both_is_told_so() -> None:
    rows = compared(City("p"), RECORD, replace(PAIR, grades={}, weights={}))
    assert {row["grade"] for row in rows} == {"not known of both"}
    assert not any("km" in row for row in rows)
    assert [(row["left"], row["right"]) for row in rows[:3]] == [
        *(("", "Isfahan"), ("", "Iran"), ("", "32.6600,51.7000"))
    ]
    assert compared(PLACE, City("Q1#0"), PAIR)[0]["right"] == ""


@pytest.mark.parametrize(
    ("place", "record", "names"),
    [
        # The main name agrees; then one of several; then none, and the main ones are told.
        (("Yazd", "Jezd"), ("Jezd", "Yazd"), ("Yazd", "Yazd")),
        (("Zabol", "Yazd"), ("Yazd",), ("Zabol (Yazd)", "Yazd")),
        (("Ahvaz", "Yazd"), ("Yazd",), ("Ahvaz (Yazd)", "Yazd")),
        (("Yazd",), ("YAZD",), ("Yazd", "YAZD")),
        (("Yazd", "Jezd"), ("Kerman", "Carmania"), ("Yazd", "Kerman")),
    ],
)
def test_the_names_that_agree_are_told(
    place: tuple[str, ...], record: tuple[str, ...], names: tuple[str, str]
) -> None:
    row = compared(City("p", place), City("Q1#0", record), PAIR)[0]
    assert (row["left"], row["right"]) == names


def test_an_alias_may_be_all_that_a_place_has() -> None:
    row = compared(City("p", aliases=("Yazd",)), City("Q1#0", ("Yazd",)), PAIR)[0]
    assert (row["left"], row["right"]) == ("Yazd", "Yazd")


COUNTY = replace(RECORD, names=("Isfahan County",), aliases=())


@pytest.mark.parametrize(
    ("place", "record", "text"),
    [
        (PLACE, RECORD, "name Esfahan (Ispahan) / Ispahan; country IR / Iran; 3.0 km apart; "
         "population 1900000 / 2000000"),
        (City("p", ("Isfahan",)), RECORD, "name Isfahan / Isfahan"),
        (City("p", (), "IR", 0.0, 0.0), City("Q1#0", ("A",), "", 0.0, 1.0), "111.2 km apart"),
        # Of kinds only a difference is told; what says none is a place.
        (City("p", ("Isfahan",)), COUNTY, "name Isfahan / Isfahan County; kind place / county"),
        (City("p", ("Isfahan County",)), City("Q1#0", ("Isfahan",)),
         "name Isfahan County / Isfahan; kind county / place"),
        (City("p", ("Isfahan Province",)), COUNTY,
         "name Isfahan Province / Isfahan County; kind region / county"),
        (City("p", ("Isfahan County",)), COUNTY, "name Isfahan County / Isfahan County"),
        (replace(City("p", ("Isfahan",)), lent_by="geonames:1"), RECORD,
         "name Isfahan / Isfahan; names with the help of geonames:1"),
        (City("p", ("Isfahan",), lent_by="geonames:1", is_place_lent=True), RECORD,
         "name Isfahan / Isfahan; names and place with the help of geonames:1"),
    ],
)  # fmt: skip
def test_the_same_stands_in_one_line(place: City, record: City, text: str) -> None:
    assert sentence(place, record, PAIR) == text


def test_a_reason_comes_before_the_values_it_rests_on() -> None:
    named = "name Esfahan (Ispahan) / Ispahan; country IR / Iran"
    link = Link("p", "Q1", REVIEW, 0.9, Reason(Code.IMPROBABLE), PAIR)
    assert why(link, PLACE, DESCRIBED).startswith(
        f"the probability is too low to settle it; {named}"
    )
    assert why(replace(link, reason=None), PLACE, DESCRIBED).startswith(named)
    assert why(replace(link, pair=None), PLACE, DESCRIBED) == (
        "the probability is too low to settle it"
    )
    assert why(Link("p", "Q1", SAME, 1.0), PLACE, DESCRIBED) == ""


def test_an_explanation_goes_down_to_the_values_and_to_the_others() -> None:
    link = Link("p", "Q1", REVIEW, 0.98765432, Reason(Code.IMPROBABLE), PAIR, (OTHER,))
    told = explanation(link, PLACE, DESCRIBED, Rules(), PLAIN)
    assert told.pop("compared") == compared(PLACE, RECORD, PAIR)
    assert told.pop("why") == why(link, PLACE, DESCRIBED)
    assert told.pop("item") == {
        "country": "Iran", "place": "32.6600,51.7000", "population": 2000000,
    }  # fmt: skip
    assert told == {
        "id": "p", "name": "Esfahan", "decision": "review", "qid": "Q1",
        "probability": 0.9877, "reason": "improbable", "weight_bits": 12.35,
        "others": [
            {"qid": "Q2", "name": "Esfahan Province", "probability": 0.5,
             "weight_bits": 5.68, "values": "name Esfahan / Esfahan; kind place / region",
             "doubt": "their administrative kinds differ", "item": {"level": "region"}}
        ],
    }  # fmt: skip


def test_without_a_pair_there_is_nothing_to_compare() -> None:
    told = explanation(Link("p", "Q1", SAME, 1.0), replace(PLACE, names=()), {}, Rules(), PLAIN)
    assert told == {
        "id": "p", "name": "", "decision": "same", "qid": "Q1", "probability": 1.0,
        "reason": "", "why": "", "others": [],
    }  # fmt: skip
