from __future__ import annotations

from dataclasses import replace

import pytest

from peyvand.linkage.gazetteer import Gazetteer, needs_help
from peyvand.model import City

KNOWN = [
    City("g1", ("Mazar-e Sharif",), "AF", 36.7, 67.1, 500_000, aliases=("مزار شریف",)),
    City("g2", ("Tripoli",), "LY", 32.9, 13.2, 1_100_000, aliases=("طرابلس",)),
    City("g3", ("Tripoli",), "LB", 34.4, 35.8, 230_000, aliases=("طرابلس",)),
    City("g4", ("Albany",), "US", 42.65, -73.75, 100_000, region="US.NY"),
    City("g5", ("Albany",), "US", 31.58, -84.16, 70_000, region="US.GA"),
    City("g6", ("Boston",), "US", 42.36, -71.06, 650_000),
    City("g7", ("Boston",), "US", 36.7, -78.9, 8_000),
]


def complete(place: City) -> City:
    return Gazetteer(KNOWN, [place]).complete(place)


def test_a_name_and_a_country_lead_to_a_place() -> None:
    place = complete(City("1", ("مزارشریف",), "افغانستان"))
    assert (place.latitude, place.lent_population, place.lent_by) == (36.7, 500_000, "g1")
    assert "Mazar-e Sharif" in place.lent_names
    assert (place.population, place.aliases, place.is_place_lent) == (None, (), True)
    assert place.names == ("مزارشریف",)


def test_homonyms_are_told_apart_by_country() -> None:
    assert complete(City("1", ("طرابلس",), "لبنان")).lent_by == "g3"
    assert complete(City("1", ("طرابلس",), "ليبيا")).lent_by == "g2"


def test_a_state_of_the_past_leads_to_places_of_those_that_followed_it() -> None:
    places = [
        City("g20", ("Odesa",), "UA", 46.5, 30.7, 1_000_000, aliases=("Odessa",)),
        City("g21", ("Odessa",), "US", 31.8, -102.3, 100_000),
    ]
    place = City("1", ("Odessa",), "USSR")
    found = Gazetteer(places, [place]).complete(place)
    # The country is that of today, since one of the past is not compared.
    assert (found.lent_by, found.country) == ("g20", "UA")
    assert Gazetteer(places, [place]).complete(replace(place, country="Ruritania")).lent_by == ""


TURIN = City("g8", ("Turin",), "IT", 45.07, 7.69, 870_000, aliases=("Turi", "Torino"))
TURI = City("g9", ("Turi",), "IT", 40.92, 17.02, 13_000)
ODER = City("g10", ("Frankfurt (Oder)",), "DE", 52.34, 14.55, 58_000)
MAIN = City("g11", ("Frankfurt am Main",), "DE", 50.12, 8.68, 770_000, aliases=("Frankfurt",))


@pytest.mark.parametrize(
    ("known", "name", "country", "found"),
    [
        ((TURIN, TURI), "Turi", "Italy", TURI),
        ((TURIN,), "Turi", "Italy", TURIN),
        ((TURIN, TURI), "Torino", "Italy", TURIN),
        ((ODER, MAIN), "Frankfurt", "Germany", MAIN),
        ((ODER, MAIN), "Frankfurt (Oder)", "Germany", ODER),
    ],
)
def test_what_a_place_is_called_first_goes_before_what_it_is_called_too(
    known: tuple[City, ...], name: str, country: str, found: City
) -> None:
    place = City("1", (name,), country)
    assert Gazetteer(known, [place]).find(place) == found


def test_only_what_lies_near_is_known_for_places_with_coordinates() -> None:
    here = City("1", ("Boston",), "US", 42.4, -71.0)
    known = Gazetteer(KNOWN, [here])
    assert known.complete(here).lent_by == "g6"
    # The other Boston lies near no place that was wanted, and Albany is the name of none.
    assert known.find(City("2", ("Boston",), "US", 36.7, -78.9)) is None
    assert known.find(City("3", ("Albany",), "US", 42.65, -73.75)) is None


def test_a_name_without_country_or_place_lends_nothing() -> None:
    assert complete(City("1", ("طرابلس",))).lent_by == ""


def test_namesakes_of_like_size_lend_nothing() -> None:
    assert complete(City("1", ("Albany",), "USA")).lent_by == ""
    assert complete(City("1", ("Boston",), "USA")).lent_by == "g6"


@pytest.mark.parametrize(
    ("country", "region", "found"),
    [
        ("USA", "Georgia", "g5"),
        ("USA", "NY", "g4"),
        ("", "US-NY", "g4"),
        ("آمریکا", "جورجیا", "g5"),
        ("USA", "Texas", ""),
        ("USA", "Narnia", ""),
    ],
)
def test_namesakes_are_told_apart_by_region(country: str, region: str, found: str) -> None:
    assert complete(City("1", ("Albany",), country, region=region)).lent_by == found


def test_a_region_that_is_not_known_forbids_nothing() -> None:
    assert complete(City("1", ("طرابلس",), "لبنان", region="Narnia")).lent_by == "g3"


def test_a_region_tells_where_it_leads_to_the_record() -> None:
    place = City("1", ("Albany",), "USA")
    known = Gazetteer(KNOWN, [place])
    assert known.tells_by_region(place, City("Q1", ("Albany",), "US", 42.7, -73.8))
    assert not known.tells_by_region(place, City("Q2", ("Albany",), "US", 44.6, -123.1))


def test_a_place_of_another_size_is_not_meant() -> None:
    assert complete(City("1", ("Boston",), "USA", population=7000)).lent_by == "g7"


def test_a_place_with_coordinates_keeps_them() -> None:
    place = complete(City("1", ("طرابلس",), "", 34.5, 35.9))
    assert (place.latitude, place.lent_by) == (34.5, "g3")
    assert complete(City("1", ("طرابلس",), "لبنان", 10.0, 10.0)).lent_by == ""


def test_who_needs_help() -> None:
    assert needs_help(City("1", ("Boston",), "US"))
    assert needs_help(City("1", ("مشهد",), "", 36.3, 59.6))
    assert needs_help(City("1", ("東京",), "", 35.7, 139.7))
    assert needs_help(City("1", ("Москва",), "", 55.8, 37.6))
    assert not needs_help(City("1", ("مشهد", "Mashhad"), "", 36.3, 59.6))
    assert not needs_help(City("1", ("Boston",), "US", 42.4, -71.1))


@pytest.mark.parametrize(
    ("populations", "found"),
    [
        ((100, 10), True),
        ((10, 100), True),
        ((99, 10), False),
        ((10, 99), False),
        ((10, 0), True),
        ((9, 0), False),
        ((0, 0), False),
    ],
)
def test_a_place_is_meant_before_its_namesakes_if_it_is_ten_times_as_large(
    populations: tuple[int, int], found: bool
) -> None:
    known = [
        City(f"g{n}", ("Boston",), "US", float(n), 0.0, people or None)
        for n, people in enumerate(populations)
    ]
    place = City("1", ("Boston",), "USA")
    assert (Gazetteer(known, [place]).find(place) is not None) == found


@pytest.mark.parametrize(
    ("population", "found"), [(60, True), (61, False), (360, True), (2160, True), (2161, False)]
)
def test_a_place_that_is_six_times_another_may_still_be_it(population: int, found: bool) -> None:
    known = [City("g", ("Boston",), "US", 1.0, 1.0, 10 if population < 100 else 360)]
    place = City("1", ("Boston",), "USA", population=population)
    assert (Gazetteer(known, [place]).find(place) is not None) == found


@pytest.mark.parametrize(("degrees", "found"), [(0.22, True), (0.23, False), (1.5, False)])
def test_a_place_of_the_name_helps_within_25_kilometres(degrees: float, found: bool) -> None:
    place = City("1", ("Boston",), "", 42.36 + degrees, -71.06)
    assert (complete(place).lent_by == "g6") == found


def test_what_a_list_says_is_not_replaced_by_what_is_lent() -> None:
    place = complete(City("1", ("طرابلس",), "لبنان", population=200_000))
    assert (place.lent_by, place.population, place.country) == ("g3", 200_000, "لبنان")
    assert place.longitude == 35.8


def test_a_namesake_of_the_very_number_of_people_is_known() -> None:
    jamaica = City("g1", ("Mandeville",), "JM", 18.04, -77.5, 47_115)
    record = City("Q1#0", ("Mandeville",), "US", 30.36, -90.07, 10_489)
    beside = replace(jamaica, identifier="g2", latitude=30.4, longitude=-90.1)
    place = City("1", ("Mandeville",), "US", 30.36, -90.07, 47_115)

    def counted(place: City, *known: City) -> City | None:
        return Gazetteer(known, [place]).counted(place, record)

    assert counted(place, jamaica) == jamaica
    assert counted(place, beside) is None
    assert counted(replace(place, population=47_116), jamaica) is None
    assert counted(place, replace(jamaica, names=("Kingston",))) is None
    # A rounded number is that of many places.
    round_ = replace(place, population=47_100)
    assert counted(round_, replace(jamaica, population=47_100)) is None
