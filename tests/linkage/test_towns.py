"""A town that the records lack, beside the item of its name that they have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from peyvand.linkage.classification import REVIEW, SAME, Link, Scored
from peyvand.linkage.outcomes import Code, Reason
from peyvand.linkage.towns import Town, Towns, known_towns
from peyvand.model import City

TOWN = City("Q34370", ("Rotterdam",), "NL", 51.92, 4.48, 631_000)
ITEM = City("Q2680952#0", ("Rotterdam",), "Netherlands", 51.95, 4.42, 644_000)
PLACE = City("1", ("Rotterdam",), "Netherlands", 51.92, 4.46, 1_005_000)
LINK = Link("1", "Q2680952", SAME, 0.99, None, Scored("1", "Q2680952", ITEM.identifier, 9, 1, {}))


def asked(
    town: City = TOWN, copies: int = 4, place: City = PLACE, mentions: int = 1,
    there: tuple[str, ...] = ("Q2680952",), link: Link = LINK, is_known: bool = True,
    knows_most: bool = True,
) -> Link:  # fmt: skip
    known = [Town(town, copies), Town(replace(ITEM, identifier="Q2680952"), 1)]
    return Towns(known if is_known else known[:1]).asked(
        link,
        place,
        {ITEM.identifier: ITEM},
        set(there),
        {"Q2680952": mentions},
        knows_most=knows_most,
    )


def test_a_better_known_town_of_that_name_there_is_asked_about() -> None:
    link = asked()
    assert (link.decision, link.right) == (REVIEW, "Q2680952")
    assert link.reason
    assert link.reason.code == Code.OTHER_LEVEL
    assert link.reason.names == ("Q34370",)


@pytest.mark.parametrize(
    "case",
    [
        # As many sources speak of the item.
        {"mentions": 4},
        {"copies": 1, "mentions": 0},
        # The records have the town, and it was compared.
        {"there": ("Q2680952", "Q34370")},
        # It is another town, or lies elsewhere.
        {"town": replace(TOWN, names=("Schiedam",))},
        {"town": replace(TOWN, latitude=52.2)},
        # The list says its level, or counts the people of the item and not of the town.
        {"place": replace(PLACE, levels=("municipality",))},
        {"place": replace(PLACE, names=("Rotterdam municipality",))},
        {"place": replace(PLACE, population=650_000), "town": replace(TOWN, population=300_000)},
        # No copy knows the item: it may be the town under another number.
        {"is_known": False, "copies": 2},
        # Nothing was settled.
        {"link": replace(LINK, decision=REVIEW)},
    ],
)
def test_nothing_else_is(case: dict[str, object]) -> None:
    given = case.get("link", LINK)
    assert asked(**case) is given  # type: ignore[arg-type]


def test_a_town_that_as_many_copies_know_is_asked_about_where_the_list_counts_its_people() -> None:
    place = replace(PLACE, population=630_000)
    item = replace(ITEM, population=1_644_000)

    def outcome(place: City, record: City) -> str:
        known = [Town(TOWN, 3), Town(replace(ITEM, identifier="Q2680952"), 3)]
        described = {ITEM.identifier: record}
        return Towns(known).asked(LINK, place, described, {"Q2680952"}, {"Q2680952": 1}).decision

    assert outcome(place, item) == REVIEW
    assert outcome(place, ITEM) == SAME
    assert outcome(replace(place, population=None), item) == SAME


def test_an_item_that_no_copy_knows_needs_a_source_more() -> None:
    assert asked(is_known=False, copies=3).decision == REVIEW
    assert asked(is_known=False, copies=3, mentions=2).decision == SAME
    # Where the copies know few items of a list, the numbers of the records are others.
    assert asked(is_known=False, copies=9, knows_most=False).decision == SAME
    assert asked(knows_most=False).decision == REVIEW
    towns = Towns([Town(TOWN, 1)])
    given = [Link("1", TOWN.identifier, SAME, 1), Link("2", "Q1", SAME, 1)]
    assert towns.knows_most([*given, replace(given[0], left="3")])
    assert not towns.knows_most([*given, replace(given[1], left="3", decision=REVIEW)])


def test_copies_tell_the_levels_of_items_whose_records_state_none() -> None:
    towns = Towns([], {"Q1": ("municipality",), "Q2": ("municipality",)})
    plain, stated = City("Q1#0", ("Barcelos",)), City("Q2#0", ("Alta",), levels=("city",))
    told = towns.levelled({"Q1#0": plain, "Q2#0": stated, "Q3#0": plain})
    assert [city.levels for city in told.values()] == [("municipality",), ("city",), ()]
    # The municipalities of the project's copies of Wikidata; no town or region is among them.
    known = known_towns().levelled(
        {f"{item}#0": City(f"{item}#0") for item in ("Q213242", "Q1861")}
    )
    assert ["municipality" in city.levels for city in known.values()] == [True, False]


UNIT = City("Q9#0", ("Birkerød Municipality",), "Denmark", 55.83, 12.43, 18_986)
TOLD = {"name": "main", "distance": "1", "population": "1.2"}


def settled(
    place: dict[str, object] | None = None, known: tuple[Town, ...] = (),
    code: Code = Code.KINDS_DIFFER,
    record: City = UNIT, rows: int = 1, held: bool = False, is_known: bool = True, **grades: str,
) -> str:  # fmt: skip
    told = {"names": ("Birkerød",), "population": 18_901, **(place or {})}
    pair = Scored("1", "Q9", "Q9#0", 9, 1, {**TOLD, **grades})
    link = Link("1", "Q9", REVIEW, 0.9, Reason(code), pair)
    places = [City(f"{number}", **told) for number in range(1, rows + 1)]  # type: ignore[arg-type]
    links = {one.identifier: replace(link, left=one.identifier) for one in places}
    if held:
        links["9"] = Link("9", "Q9", SAME, 0.9)
    towns = Towns([*known, *([Town(replace(UNIT, identifier="Q9"), 2)] * is_known)])
    return towns.settled(links, places, {"Q9#0": record})["1"].decision


def test_a_municipality_that_the_list_counts_is_settled_where_no_town_of_its_name_is_known() -> (
    None
):
    assert settled() == SAME


@pytest.mark.parametrize(
    "case",
    [
        {"known": (Town(City("Q8", ("Birkerød",), "DK", 55.84, 12.42, 20_000), 1),)},
        {"is_known": False},
        {"population": "1.6"},
        {"population": ""},
        {"distance": "25"},
        {"name": "close"},
        {"code": Code.COUNTRIES_DIFFER},
        {"place": {"levels": ("city",)}},
        {"place": {"names": ("Birkerød parish",)}},
        {"record": replace(UNIT, names=("Birkerød County",))},
        # Another row is the municipality, or may as well be.
        {"held": True},
        {"rows": 2},
    ],
)
def test_else_it_is_for_a_person(case: dict[str, object]) -> None:
    assert settled(**case) == REVIEW  # type: ignore[arg-type]


def test_an_item_is_as_well_known_as_its_copies_in_the_world_say() -> None:
    towns = Towns([Town(TOWN, 4), Town(replace(ITEM, identifier="Q2680952"), 4)])
    found = towns.asked(LINK, PLACE, {ITEM.identifier: ITEM}, {"Q2680952"}, {})
    assert found is LINK


def test_the_towns_of_the_project_are_those_of_its_copies_of_wikidata() -> None:
    found = known_towns().asked(LINK, PLACE, {ITEM.identifier: ITEM}, {"Q2680952"}, {})
    assert found.reason
    assert found.reason.names == ("Q34370",)
