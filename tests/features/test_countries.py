from __future__ import annotations

import pytest

from peyvand.features.countries import country_code, sovereign


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Germany", "DE"),
        ("آلمان", "DE"),
        ("Deutschland", "DE"),
        ("People's Republic of China", "CN"),
        ("Czech Republic", "CZ"),
        ("Trinidad and Tobago", "TT"),
        ("فلسطین", "PS"),
        ("کرهٔ جنوبی", "KR"),
        ("IR", "IR"),
        ("Somaliland", "SO"),
    ],
)
def test_a_country_is_known_by_many_names(name: str, code: str) -> None:
    assert country_code(name) == code


def test_an_unknown_country_is_its_own_name() -> None:
    assert country_code("Ruritania") == "ruritania"
    # A part of the world is no country.
    assert country_code("Western Asia") == "western asia"
    assert country_code("the World") == "the world"
    assert country_code("419") == "419"


def test_a_territory_and_a_claimed_land_lead_to_a_state() -> None:
    assert sovereign("PR") == "US"
    assert sovereign("XK") == sovereign("RS") == "RS"
    assert sovereign("FR") == "FR"


@pytest.mark.parametrize(
    ("part", "state"),
    [("PR", "US"), ("RE", "FR"), ("GI", "GB"), ("AW", "NL"), ("GL", "DK"), ("TW", "CN"),
     ("HK", "CN"), ("AX", "FI"), ("SJ", "NO"), ("CK", "NZ"), ("CX", "AU"), ("EH", "MA"),
     ("XK", "RS"), ("PS", "IL")],
)  # fmt: skip
def test_each_state_that_holds_or_claims_ground(part: str, state: str) -> None:
    assert sovereign(part) == state
    assert sovereign(state) == state


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (("Palestine", "State of Palestine", "West Bank", "Gaza Strip"), "PS"),
        (("Palestinian National Authority", "Mandatory Palestine"), "PS"),
        (("England", "Scotland", "Wales", "Northern Ireland", "انگلیس"), "GB"),
        (("Turkish Republic of Northern Cyprus", "N. Cyprus"), "CY"),
        (("Korea, South", "Republic of Korea", "Korea"), "KR"),
        (("Democratic People's Republic of Korea",), "KP"),
        (("DR Congo", "Zaire", "Congo DRC"), "CD"),
        (("Congo", "Republic of the Congo"), "CG"),
        (("Soviet Union", "Russian Federation"), "RU"),
        (("USA", "America", "آمریکا", "The United States of America"), "US"),
        (("Macedonia", "Burma", "Swaziland", "East Timor"), "MK MM SZ TL"),
    ],
)
def test_former_official_and_everyday_names(names: tuple[str, ...], code: str) -> None:
    codes = code.split() * (1 if " " in code else len(names))
    assert [country_code(name) for name in names] == codes
