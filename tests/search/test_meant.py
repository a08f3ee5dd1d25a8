"""The city that somebody means by a name."""

from __future__ import annotations

import pytest

from peyvand.search import PARTIES, Index
from peyvand.search.cities import meant

ID = "https://w3id.org/peyvand/id/"


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Tabriz", "tabriz"),
        ("تبریز", "tabriz"),
        ("city/tabriz", "tabriz"),
        (f"{ID}city/tabriz", "tabriz"),
        # Another city has the name as well, but not this one in Persian.
        ("قرطبه", "cordoba"),
        ("Springfield, Jamaica", "springfield-jamaica"),
    ],
)
def test_a_name_or_an_identifier_means_one_city(index: Index, text: str, slug: str) -> None:
    found = meant(index, text, PARTIES).city
    assert found is not None
    assert found.iri == f"{ID}city/{slug}"


def test_where_several_cities_have_a_name_every_place_of_it_may_be_meant(index: Index) -> None:
    found = meant(index, "Springfield", PARTIES)
    assert found.city is None
    assert sorted(found.told("en")) == [
        "city/springfield-illinois (Springfield, United States)",
        "city/springfield-jamaica (Springfield, Jamaica)",
        "city/springfield-ohio (Springfield, United States)",
    ]
    assert "city/springfield-ohio (Springfield، ایالات متحده)" in found.told("fa")


def test_what_is_no_name_leads_to_near_ones(index: Index) -> None:
    found = meant(index, "Tabrix", PARTIES)
    assert found.city is None
    assert found.told("en")[0] == "city/tabriz (Tabriz, Iran)"
    assert meant(index, "qqqq", PARTIES).told("en") == []
