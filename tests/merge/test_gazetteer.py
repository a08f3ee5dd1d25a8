from __future__ import annotations

from peyvand.merge.gazetteer import Gazetteer, needs_help
from peyvand.model import City

KNOWN = [
    City("g1", ("Mazar-e Sharif",), "AF", 36.7, 67.1, 500_000, aliases=("مزار شریف",)),
    City("g2", ("Tripoli",), "LY", 32.9, 13.2, 1_100_000, aliases=("طرابلس",)),
    City("g3", ("Tripoli",), "LB", 34.4, 35.8, 230_000, aliases=("طرابلس",)),
    City("g4", ("Albany",), "US", 42.65, -73.75, 100_000),
    City("g5", ("Albany",), "US", 31.58, -84.16, 70_000),
    City("g6", ("Boston",), "US", 42.36, -71.06, 650_000),
    City("g7", ("Boston",), "US", 36.7, -78.9, 8_000),
]


def complete(place: City) -> City:
    return Gazetteer(KNOWN, [place]).complete(place)


def test_a_name_and_a_country_lead_to_a_place() -> None:
    place = complete(City("1", ("مزارشریف",), "افغانستان"))
    assert (place.latitude, place.population, place.lent_by) == (36.7, 500_000, "g1")
    assert "Mazar-e Sharif" in place.aliases
    assert place.names == ("مزارشریف",)


def test_homonyms_are_told_apart_by_country() -> None:
    assert complete(City("1", ("طرابلس",), "لبنان")).lent_by == "g3"
    assert complete(City("1", ("طرابلس",), "ليبيا")).lent_by == "g2"


def test_a_name_without_country_or_place_lends_nothing() -> None:
    assert complete(City("1", ("طرابلس",))).lent_by == ""


def test_namesakes_of_like_size_lend_nothing() -> None:
    assert complete(City("1", ("Albany",), "USA")).lent_by == ""
    assert complete(City("1", ("Boston",), "USA")).lent_by == "g6"


def test_a_place_of_another_size_is_not_meant() -> None:
    assert complete(City("1", ("Boston",), "USA", population=7000)).lent_by == "g7"


def test_a_place_with_coordinates_keeps_them() -> None:
    place = complete(City("1", ("طرابلس",), "", 34.5, 35.9))
    assert (place.latitude, place.lent_by) == (34.5, "g3")
    assert complete(City("1", ("طرابلس",), "لبنان", 10.0, 10.0)).lent_by == ""


def test_who_needs_help() -> None:
    assert needs_help(City("1", ("Boston",), "US"))
    assert needs_help(City("1", ("مشهد",), "", 36.3, 59.6))
    assert not needs_help(City("1", ("Boston",), "US", 42.4, -71.1))
