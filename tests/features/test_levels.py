from __future__ import annotations

import pytest

from peyvand.features.levels import level_of, level_told


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Karlstad Municipality", "municipality"),
        ("Karlstads kommun", "municipality"),
        ("Los Angeles County", "county"),
        ("Powiat tarnowski", "county"),
        ("استان تهران", "region"),
        ("شهرستان تبریز", "county"),
        ("بخش مرکزی", "district"),
        ("Московская область", "region"),
        ("Budapest District XIII", "district"),
        ("Budapest XIII. kerület", "district"),
        ("渋谷区", "district"),
        # A town or village of Japan is called so, and there is no other thing of its name.
        ("串本町", ""),
        ("白川村", ""),
        ("北海道府県", "region"),
        ("中구군", "county"),
        ("Tehran", ""),
        ("Provincetown", ""),
        ("Quebec City", ""),
        ("神戸市", ""),
    ],
)
def test_a_name_says_its_level(name: str, level: str) -> None:
    assert level_of(name) == level


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Tarnów (rural gmina)", "municipality"),
        ("Tarnów（rural gmina）", "municipality"),
        ("Tabriz (county)", "county"),
        ("Ganja, district", "district"),
        ("Oleksandriia, Kirovohrad Oblast", ""),
        ("Tarnów (Lesser Poland Voivodeship)", ""),
        ("Los Angeles County, California", "county"),
        ("Frankfurt (Oder)", ""),
        ("", ""),
        (", ()", ""),
    ],
)
def test_what_stands_beside_says_a_level_only_where_it_names_no_other_place(
    name: str, level: str
) -> None:
    assert level_of(name) == level


@pytest.mark.parametrize(
    ("cell", "level"),
    [
        ("city", "city"),
        ("Town ", "city"),
        ("populated place", "city"),
        ("شهر", "city"),
        ("شهرستان", "county"),
        ("municipality", "municipality"),
        ("rural gmina", "municipality"),
        ("region", "region"),
        ("P", ""),
        ("", ""),
    ],
)
def test_a_column_of_kinds_tells_the_level(cell: str, level: str) -> None:
    assert level_told(cell) == level
