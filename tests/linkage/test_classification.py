from __future__ import annotations

from dataclasses import replace

import pytest

from peyvand.linkage.classification import NONE, REVIEW, SAME, Link, Rules, Scored, doubt, judge
from peyvand.linkage.sentences import reason_text
from peyvand.model import City

# Too far for a town and its municipality.
APART = {"distance": "25"}
GOOD = {"name": "main", "country": "same", "distance": "3", "population": "1.2", "kind": "same"}


def pair(left: str = "a", right: str = "Q1", weight: float = 30.0, **grades: str) -> Scored:
    # As from a database: equal texts are not one object.
    read = {name: grade.encode().decode() for name, grade in {**GOOD, **grades}.items()}
    return Scored(left, right, f"{right}#0", weight, 0.9999, read)


def outcome(*pairs: Scored, mentions: dict[str, int] | None = None) -> Link:
    (link,) = judge([City("a", ("A",))], pairs, mentions)
    return link


@pytest.mark.parametrize(
    ("grades", "decision"),
    [
        ({}, SAME),
        ({"name": "alias", "distance": "25"}, SAME),
        ({"distance": "50"}, SAME),
        ({"distance": "50", "population": "6"}, REVIEW),
        ({"distance": "150"}, REVIEW),
        ({"distance": "far"}, REVIEW),
        ({"kind": "other"}, REVIEW),
        ({"country": "other", "distance": "6"}, REVIEW),
        ({"country": "other", "distance": "1"}, SAME),
        ({"country": "other", "distance": "1", "population": "2.5"}, REVIEW),
        ({"country": "sovereign"}, SAME),
        ({"distance": ""}, REVIEW),
        ({"distance": "", "country": "", "population": ""}, REVIEW),
        ({"name": "close"}, SAME),
        ({"name": "close", "distance": "12"}, REVIEW),
        ({"name": "part"}, SAME),
        ({"name": "part", "population": "6"}, REVIEW),
        ({"name": "borrowed"}, REVIEW),
        ({"name": "translated"}, SAME),
        ({"name": "numbered"}, NONE),
        ({"name": "ending"}, NONE),
        ({"name": "similar"}, NONE),
        ({"name": "other", "distance": "1"}, NONE),
        ({"population": "other"}, SAME),
    ],
)
def test_what_agrees_decides_the_outcome(grades: dict[str, str], decision: str) -> None:
    link = outcome(pair(**grades))
    assert link.decision == decision
    assert bool(link.reason) == (decision != SAME)


def test_no_name_alone_ever_makes_two_places_one() -> None:
    for name in ("main", "alias", "spelling", "close", "sound", "part"):
        alone = pair(name=name, country="", distance="", population="", weight=99)
        assert doubt(alone, Rules())


def test_a_rival_about_as_likely_sends_both_to_review() -> None:
    link = outcome(pair(right="Q1", weight=30), pair(right="Q2", weight=27, **APART))
    assert link.decision == REVIEW
    assert "Q2" in reason_text(link.reason)
    assert [other.right for other in link.others] == ["Q2"]


def test_a_clearly_worse_rival_does_not() -> None:
    assert (
        outcome(pair(right="Q1", weight=30), pair(right="Q2", weight=20, **APART)).decision == SAME
    )


def test_the_item_that_more_sources_speak_of_is_the_town() -> None:
    pairs = pair(right="Q1", weight=30), pair(right="Q2", weight=28, **APART)
    link = outcome(*pairs, mentions={"Q1": 1, "Q2": 3})
    assert (link.decision, link.right) == (SAME, "Q2")


@pytest.mark.parametrize(
    ("town", "twin", "decision"),
    [
        ({}, {}, REVIEW),
        ({"population": ""}, {"population": ""}, REVIEW),
        ({"population": "1.6"}, {"population": "6"}, REVIEW),
        ({}, {"population": "1.6"}, REVIEW),
        ({}, {"population": "2.5"}, SAME),
        ({}, {"population": "other"}, SAME),
        ({}, {"population": ""}, REVIEW),
        ({}, {"distance": "12"}, REVIEW),
        ({}, {"distance": "25"}, SAME),
        ({"distance": "25"}, {}, SAME),
        ({}, {"name": "spelling"}, REVIEW),
        ({}, {"name": "part", "population": "1.6"}, SAME),
        ({}, {"kind": "other"}, SAME),
    ],
)
def test_a_town_and_its_municipality_are_told_apart_by_level_or_population_alone(
    town: dict[str, str], twin: dict[str, str], decision: str
) -> None:
    pairs = pair(right="Q1", weight=40, **town), pair(right="Q2", weight=20, **twin)
    link = outcome(*pairs, mentions={"Q1": 5})
    assert (link.decision, link.right) == (decision, "Q1")
    if decision == REVIEW:
        assert reason_text(link.reason) == "the same place at another level: Q2"


def test_a_municipality_beside_the_town_is_no_rival() -> None:
    town, unit = pair(right="Q1", weight=30), pair(right="Q2", weight=31, kind="other")
    link = outcome(town, unit)
    assert (link.decision, link.right) == (SAME, "Q1")


def test_an_item_known_by_its_plain_name_only_may_be_the_town() -> None:
    city = pair(right="Q1", weight=30, name="spelling")
    plain = pair(right="Q2", weight=5, country="", distance="", population="")
    assert outcome(city, plain).decision == REVIEW
    assert outcome(replace(city, grades=GOOD), plain).decision == SAME


def test_a_plain_name_is_a_rival_only_if_it_agrees_better_and_nothing_else_is_known() -> None:
    city = pair(right="Q1", weight=30, name="spelling")
    somewhere = pair(right="Q2", weight=5, distance="", population="")
    assert outcome(city, somewhere).decision == SAME
    plain = {"country": "", "distance": "", "population": ""}
    for name in ("spelling", "close"):
        assert outcome(city, pair(right="Q2", weight=5, name=name, **plain)).decision == SAME


def test_rows_of_one_item_are_not_rivals_of_each_other() -> None:
    first = pair(right="Q1", weight=30)
    assert outcome(first, replace(first, row="Q1#1", weight=29)).decision == SAME


def test_of_two_places_the_clearly_better_one_keeps_the_item() -> None:
    places = [City("a"), City("b")]
    links = judge(places, [pair("a", weight=40), pair("b", weight=20)])
    assert [link.decision for link in links] == [SAME, REVIEW]
    assert "claimed by a" in reason_text(links[1].reason)


def test_of_two_places_about_as_good_neither_does() -> None:
    links = judge([City("a"), City("b")], [pair("a", weight=30), pair("b", weight=29)])
    assert [link.decision for link in links] == [REVIEW, REVIEW]


def test_the_order_of_pairs_does_not_matter() -> None:
    pairs = [pair(right=f"Q{n}", weight=30) for n in (3, 1, 2)]
    assert outcome(*pairs) == outcome(*reversed(pairs))


def test_what_is_like_nothing_has_no_chance() -> None:
    link = outcome()
    assert (link.decision, link.right, link.probability) == (NONE, "", 0.0)


def test_an_unlikely_pair_is_none() -> None:
    link = outcome(replace(pair(), probability=0.2))
    assert (link.decision, link.right) == (NONE, "")


@pytest.mark.parametrize(
    ("grades", "decision"),
    [
        # At the limits themselves: 25 km without, and 50 km with an equal population; 6 km for
        # names that are only alike.
        ({"distance": "25", "population": "other"}, SAME),
        ({"distance": "26", "population": "other"}, REVIEW),
        ({"distance": "50", "population": "2.5"}, SAME),
        ({"distance": "51", "population": "2.5"}, REVIEW),
        ({"name": "close", "distance": "6"}, SAME),
        ({"name": "close", "distance": "7"}, REVIEW),
        ({"country": "other", "distance": "3"}, SAME),
        ({"country": "other", "distance": "3", "name": "spelling"}, SAME),
        ({"country": "other", "distance": "3", "name": "close"}, REVIEW),
        ({"country": "other", "distance": "4"}, REVIEW),
        ({"name": "part", "population": "1.6"}, SAME),
        ({"name": "part", "population": "2.5"}, REVIEW),
        ({"name": "town", "population": "1.2"}, SAME),
        ({"name": "town", "population": "1.6"}, REVIEW),
        ({"name": "attested", "distance": "3", "population": "2.5"}, SAME),
        ({"name": "attested", "distance": "6", "population": "1.6"}, REVIEW),
        ({"name": "attested", "distance": "3", "population": "6"}, REVIEW),
        ({"name": "attested", "distance": "3", "population": ""}, REVIEW),
        ({"name": "borrowed", "distance": "1", "population": "1.2"}, REVIEW),
        ({"identifier": "geonames"}, REVIEW),
        ({"country": ""}, SAME),
        ({"name": "sound", "population": "6"}, SAME),
    ],
)
def test_the_limits_are_where_they_are_said_to_be(grades: dict[str, str], decision: str) -> None:
    assert outcome(pair(**grades)).decision == decision


@pytest.mark.parametrize(
    ("probability", "decision"),
    [(0.99, SAME), (0.9899, REVIEW), (0.6, REVIEW), (0.5, REVIEW), (0.4999, NONE), (0.0, NONE)],
)
def test_a_probability_settles_asks_or_is_passed_over(probability: float, decision: str) -> None:
    link = outcome(replace(pair(), probability=probability))
    assert link.decision == decision
    assert link.probability == probability


@pytest.mark.parametrize(("behind", "decision"), [(5.99, REVIEW), (6.0, SAME), (7.0, SAME)])
def test_a_rival_within_six_bits_leaves_the_choice_open(behind: float, decision: str) -> None:
    link = outcome(pair(right="Q1", weight=30), pair(right="Q2", weight=30 - behind, **APART))
    assert (link.decision, link.right) == (decision, "Q1")
    assert [other.right for other in link.others] == ["Q2"]


@pytest.mark.parametrize(
    ("behind", "decisions"),
    [(5.99, [REVIEW, REVIEW]), (6.0, [REVIEW, REVIEW]), (6.01, [SAME, REVIEW])],
)
def test_a_place_keeps_an_item_by_more_than_six_bits(behind: float, decisions: list[str]) -> None:
    places = [City("a"), City("b")]
    links = judge(places, [pair("a", weight=40), pair("b", weight=40 - behind)])
    assert [link.decision for link in links] == decisions


def test_of_the_rows_of_one_item_the_best_stands_for_it() -> None:
    good, bad = pair(weight=30), replace(pair(weight=12), row="Q1#1")
    for pairs in ((good, bad), (bad, good)):
        link = outcome(*pairs)
        assert link.pair == good
        assert link.others == ()


def test_what_is_asked_about_names_the_other_likely_items_once() -> None:
    far = {"distance": "far"}
    link = outcome(*(pair(right=f"Q{n}", weight=40 - n, **far) for n in (1, 2, 3)))
    assert (link.decision, link.right) == (REVIEW, "Q1")
    assert [other.right for other in link.others] == ["Q2", "Q3"]


def test_of_items_alike_the_lower_number_comes_first() -> None:
    link = outcome(pair(right="Q10"), pair(right="Q9"))
    assert (link.decision, link.right) == (REVIEW, "Q9")


def test_mentions_count_more_than_weight_only_among_rivals() -> None:
    town, other = pair(right="Q1", weight=30), pair(right="Q2", weight=10, **APART)
    assert outcome(town, other, mentions={"Q2": 9}).right == "Q1"
    behind = pair(right="Q2", weight=24, **APART)
    assert outcome(town, behind, mentions={"Q2": 9}).right == "Q1"
    near = pair(right="Q2", weight=29, **APART)
    assert outcome(town, near, mentions={"Q1": 2, "Q2": 2}).decision == REVIEW
    assert outcome(town, near, mentions={"Q1": 3, "Q2": 2}).decision == SAME
    assert outcome(town, near, mentions={"Q1": 1}).decision == SAME


@pytest.mark.parametrize(
    ("best", "other", "decision"),
    [
        ({"population": "other"}, {"population": "1.6"}, REVIEW),
        ({"population": "other"}, {"population": "2.5"}, SAME),
        ({"population": "other"}, {"population": ""}, SAME),
        ({"population": "6"}, {"population": "1.2"}, SAME),
        ({"population": ""}, {"population": "1.2"}, SAME),
        ({"population": "other"}, {"population": "1.2", "name": "close"}, SAME),
        ({"population": "other"}, {"population": "1.2", "kind": "other"}, SAME),
    ],
)
def test_the_place_of_one_item_and_the_people_of_a_namesake_are_for_a_person(
    best: dict[str, str], other: dict[str, str], decision: str
) -> None:
    far = replace(
        pair(right="Q2", weight=-3.0, **{"distance": "far", "country": "other", **other}),
        probability=0.1,
    )
    link = outcome(pair(**best), far)
    assert (link.decision, link.right) == (decision, "Q1")
    if decision == REVIEW:
        assert reason_text(link.reason) == (
            "the population is not that of this place but of a namesake: Q2"
        )
        assert [one.right for one in link.others] == ["Q2"]
