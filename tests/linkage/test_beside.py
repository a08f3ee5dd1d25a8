"""What stands behind a name in a list: its country and region."""

from __future__ import annotations

import pytest

from peyvand.linkage.beside import not_known, read_beside
from peyvand.model import City


@pytest.mark.parametrize(
    ("name", "country", "found"),
    [
        ("Paris (France)", "", ("France", "")),
        ("تهران، ایران", "", ("ایران", "")),
        ("Odessa, USSR", "", ("USSR", "")),
        ("Springfield, Illinois, USA", "", ("USA", "Illinois")),
        ("Springfield (Illinois)", "US", ("US", "Illinois")),
        ("Victoria (British Columbia), Canada", "", ("Canada", "British Columbia")),
        # A code of two letters may be that of a state, and what is no region is none.
        ("Chicago, IL", "", ("", "")),
        ("Birmingham (UK)", "", ("UK", "")),
        ("Frankfurt (Oder)", "Germany", ("Germany", "")),
        ("Newcastle upon Tyne", "", ("", "")),
        ("German Village", "", ("", "")),
    ],
)
def test_the_country_and_region_behind_a_name(
    name: str, country: str, found: tuple[str, str]
) -> None:
    place = City("1", (name, "another"), country)
    read = read_beside(place)
    assert (read.country, read.region) == found
    assert read.names == place.names


def test_what_the_row_says_itself_goes_before() -> None:
    told = City("1", ("Columbus, Georgia",), "US", region="Ohio")
    assert read_beside(told) == told
    # It lies where it lies, and Georgia may be a state.
    located = City("1", ("Atlanta, Georgia",), latitude=33.7, longitude=-84.4)
    assert read_beside(located) == located


def test_what_is_no_country_or_region_is_told_once() -> None:
    rows = [City(f"{n}", ("X",), country, region="Fars") for n, country in enumerate(
        ("Ruritania", "Iran", "Ruritania", "Atlantis", "USSR", "")
    )]  # fmt: skip
    countries, regions = not_known(rows)
    assert countries == "2 countries are not known and not compared: Ruritania, Atlantis"
    assert regions.startswith("1 regions are none")
    assert not_known(rows[1:2]) == []
