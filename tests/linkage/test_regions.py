"""First-level regions by their names and codes."""

from __future__ import annotations

import pytest

from peyvand.linkage.regions import units, unknown
from peyvand.model import City


@pytest.mark.parametrize(
    ("region", "country", "found"),
    [
        ("Texas", "USA", {"US.TX"}),
        ("TX", "United States", {"US.TX"}),
        ("us-tx", "", {"US.TX"}),
        ("US.TX", "", {"US.TX"}),
        ("تگزاس", "آمریکا", {"US.TX"}),
        ("استان فارس", "ایران", {"IR.07"}),
        ("Fars Province", "Iran", {"IR.07"}),
        ("Bayern", "Deutschland", {"DE.02"}),
        ("Bavaria", "DE", {"DE.02"}),
        ("広東省", "中国", {"CN.30"}),
        ("広東省", "Ruritania", frozenset()),
        ("広東省", "China", {"CN.30"}),
        ("Тюменская область", "Россия", {"RU.78"}),
        ("Pest megye", "Hungary", {"HU.16"}),
    ],
)
def test_a_region_is_known_by_its_names_and_codes(
    region: str, country: str, found: set[str]
) -> None:
    assert units(region, country) == found


def test_a_unit_below_leads_to_the_one_it_is_in() -> None:
    assert units("Rhône", "France") == units("Auvergne-Rhône-Alpes", "France") != set()


def test_what_calls_itself_by_another_level_is_no_region_of_that_name() -> None:
    assert units("Washington", "USA") == {"US.WA"}
    assert units("Washington County", "USA") == frozenset()


def test_a_region_is_one_of_its_country_or_of_the_state_that_holds_it() -> None:
    assert units("Texas", "France") == frozenset()
    assert units("Texas") == frozenset()
    assert units("", "France") == frozenset()


def test_regions_that_are_not_known_are_told_once() -> None:
    places = [City("1", ("A",), "France", region="Narnia")] * 2
    places += [City("2", ("B",), "France", region="Bretagne"), City("3", ("C",), "France")]
    assert unknown(places) == ["Narnia"]
