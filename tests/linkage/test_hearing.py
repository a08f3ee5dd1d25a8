from __future__ import annotations

import pytest

from peyvand.linkage.gazetteer import Gazetteer
from peyvand.linkage.hearing import Hearing
from peyvand.model import City

SALERNO = City("salerno", ("Salerno",), "IT", 40.7, 14.8, 125_000)
SALORNO = City("salorno", ("Salorno",), "IT", 46.2, 11.2, 3_000)
BAENA = City("baena", ("Baena",), "ES", 37.6, -4.3, 20_000)
SIND = City("thatta", ("Thatta",), "PK", 24.7, 67.9, 220_000)
BARI = City("bari", ("Bari",), "IT", 41.1, 16.9, 277_000)
SIZES = [City(f"{n}", ("Modena",), "IT", 44.0, 7.0, n) for n in (1_000, 9_999, 10_000)]


def heard(place: City, *known: City) -> str:
    return Gazetteer(known, [place]).complete(place).lent_by


@pytest.mark.parametrize(
    ("name", "country", "found"),
    [
        ("سالرنو", "ایتالیا", "salerno"),
        # Letters of one sound are one, whichever a language writes.
        ("تتا", "Pakistan", "thatta"),
        ("ططا", "Pakistan", "thatta"),
        ("Салерно", "Italy", "salerno"),
        ("Σαλέρνο", "Italy", "salerno"),
        # Of short names, and of characters, the romanisation says too little.
        ("Бори", "Italy", ""),
        ("サレルノ", "Italy", ""),
        # It sounds like none, is in another country, or in none that is told.
        ("بوداپست", "Italy", ""),
        ("سالرنو", "Spain", ""),
        ("سالرنو", "", ""),
        # What is in Latin letters is a name and no transliteration.
        ("Salerna", "Italy", ""),
    ],
)
def test_a_name_in_other_letters_leads_to_the_place_that_it_sounds_like(
    name: str, country: str, found: str
) -> None:
    place = City("1", (name,), country)
    assert heard(place, SALERNO, SALORNO, BAENA, SIND, BARI) == found


def test_what_is_heard_is_marked_and_lends_names_and_place() -> None:
    place = City("1", ("سالرنو",), "Italy")
    helped = Gazetteer([SALERNO], [place]).complete(place)
    assert (helped.is_lent_by_sound, helped.is_place_lent) == (True, True)
    assert (helped.lent_names, helped.latitude) == (("Salerno",), 40.7)
    known = City("1", ("سالرنو",), "IT", 40.7, 14.8, aliases=("سالرنو",))
    assert not Gazetteer([known], [place]).complete(place).is_lent_by_sound


@pytest.mark.parametrize(
    ("known", "found"),
    [
        (SIZES[:2], ""),
        ((SIZES[0], SIZES[2]), "10000"),
    ],
)
def test_a_namesake_in_sound_is_meant_if_it_is_ten_times_as_large(
    known: list[City], found: str
) -> None:
    assert heard(City("1", ("مودنا",), "Italy"), *known) == found


def test_a_large_place_that_is_less_like_leaves_it_open() -> None:
    barile = City("barile", ("Barile",), "IT", 40.9, 15.7, 3_000)
    place = City("1", ("باریله",), "Italy")
    assert heard(place, barile) == "barile"
    assert heard(place, barile, BARI) == ""
    assert heard(City("1", ("باری",), "Italy"), barile, BARI) == "bari"


def test_what_the_gazetteer_knows_by_that_name_is_not_looked_for_by_sound() -> None:
    # Two places of the name: which is meant is for a person, and no third is guessed.
    named = [City(f"g{n}", ("X",), "IT", n, 9.0, 5_000, aliases=("سالرنو",)) for n in (40.0, 45.0)]
    assert heard(City("1", ("سالرنو",), "Italy"), SALERNO, *named) == ""
    elsewhere = City("g", ("X",), "IT", 45.0, 9.0, 5_000, aliases=("سالرنو",), region="IT.09")
    place = City("1", ("سالرنو",), "Italy", region="Campania")
    assert heard(place, SALERNO, elsewhere) == ""


def test_region_and_population_of_the_list_are_heeded() -> None:
    north = City("north", ("Modena",), "IT", 45.1, 7.0, 60_000, region="IT.12")
    south = City("south", ("Modena",), "IT", 40.8, 14.2, 6_000, region="IT.04")
    assert heard(City("1", ("مودنا",), "Italy"), north, south) == "north"
    assert heard(City("1", ("مودنا",), "Italy", region="Campania"), north, south) == "south"
    assert heard(City("1", ("مودنا",), "Italy", population=6_100), north, south) == "south"


def test_a_place_with_coordinates_is_not_looked_for() -> None:
    place = City("1", ("سالرنو",), "Italy", 40.7, 14.8)
    assert Hearing([SALERNO]).find(place, lambda *_: True) is None
