from __future__ import annotations

import pytest

from peyvand.merge.countries import country_code, sovereign


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


def test_a_territory_and_a_claimed_land_lead_to_a_state() -> None:
    assert sovereign("PR") == "US"
    assert sovereign("XK") == sovereign("RS") == "RS"
    assert sovereign("FR") == "FR"
