"""A town that the records lack, beside the item of its name that they have."""

from __future__ import annotations

from dataclasses import replace

import pytest

from peyvand.linkage.classification import REVIEW, SAME, Link, Scored
from peyvand.linkage.outcomes import Code
from peyvand.linkage.towns import Town, Towns, known_towns
from peyvand.model import City

TOWN = City("Q34370", ("Rotterdam",), "NL", 51.92, 4.48, 631_000)
ITEM = City("Q2680952#0", ("Rotterdam",), "Netherlands", 51.95, 4.42, 644_000)
PLACE = City("1", ("Rotterdam",), "Netherlands", 51.92, 4.46, 1_005_000)
LINK = Link("1", "Q2680952", SAME, 0.99, None, Scored("1", "Q2680952", ITEM.identifier, 9, 1, {}))


def asked(
    town: City = TOWN, copies: int = 4, place: City = PLACE, mentions: int = 1,
    there: tuple[str, ...] = ("Q2680952",), link: Link = LINK, is_known: bool = True,
) -> Link:  # fmt: skip
    known = [Town(town, copies), Town(replace(ITEM, identifier="Q2680952"), 1)]
    return Towns(known if is_known else known[:1]).asked(
        link, place, {ITEM.identifier: ITEM}, set(there), {"Q2680952": mentions}
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
        # Nobody knows the item: it may be the town under another number.
        {"is_known": False},
        # Nothing was settled.
        {"link": replace(LINK, decision=REVIEW)},
    ],
)
def test_nothing_else_is(case: dict[str, object]) -> None:
    given = case.get("link", LINK)
    assert asked(**case) is given  # type: ignore[arg-type]


def test_an_item_is_as_well_known_as_its_copies_in_the_world_say() -> None:
    towns = Towns([Town(TOWN, 4), Town(replace(ITEM, identifier="Q2680952"), 4)])
    found = towns.asked(LINK, PLACE, {ITEM.identifier: ITEM}, {"Q2680952"}, {})
    assert found is LINK


def test_the_towns_of_the_project_are_those_of_its_copies_of_wikidata() -> None:
    found = known_towns().asked(LINK, PLACE, {ITEM.identifier: ITEM}, {"Q2680952"}, {})
    assert found.reason
    assert found.reason.names == ("Q34370",)
