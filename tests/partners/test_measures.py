"""The criteria, held to figures counted by hand and to networkx."""

from __future__ import annotations

from dataclasses import replace

import networkx
import numpy
import pytest

from peyvand.features.languages import shared
from peyvand.partners.cities import UNKNOWN, Cities, Links, Pair
from peyvand.partners.measures import CRITERIA, Measures

ARAK, BUSHEHR, LUBLIN, LVIV, NOVI_SAD, TBILISI = range(6)


def one(measures: Measures, name: str, city: int, other: int) -> float:
    return float(measures.of(name, numpy.array([city]))[0, other])


@pytest.mark.parametrize(
    ("name", "city", "other", "wanted"),
    [
        ("shared-partners", ARAK, LVIV, 1 / 3 + 1 / 3),
        ("paths-of-three", ARAK, LVIV, 1 / 3 + 1 / 3),
        ("partners-in-country", LVIV, LUBLIN, 1),
        ("partners-from-country", ARAK, NOVI_SAD, 1),
        ("population-ratio", LVIV, LUBLIN, 721510 / 340466),
        ("degree", ARAK, LVIV, 3),
        ("same-country", LVIV, LUBLIN, 0),
        ("same-name", LVIV, LUBLIN, 0),
        ("same-kind", LVIV, LUBLIN, 1),
        ("shared-networks", LVIV, LUBLIN, 1),
        ("distance", LVIV, LUBLIN, 188),
    ],
)
def test_a_criterion_is_what_it_says(
    measures: Measures, name: str, city: int, other: int, wanted: float
) -> None:
    assert one(measures, name, city, other) == pytest.approx(wanted, rel=0.01)


@pytest.mark.parametrize(
    "name",
    ["partners-of-neighbours", "between-regions", "countries", "distance", "population-ratio"],
)
def test_what_no_source_says_is_not_known(measures: Measures, name: str) -> None:
    assert numpy.isnan(one(measures, name, BUSHEHR, LVIV))
    assert numpy.isnan(one(measures, name, LVIV, BUSHEHR))


def test_a_city_without_partners_left_counts_like_one_with_one(measures: Measures) -> None:
    # It is among the cities because something links it: 0 would tell that a link is hidden.
    assert one(measures, "degree", ARAK, BUSHEHR) == 1


def test_shared_partners_agree_with_networkx(planted: tuple[Cities, tuple[Pair, ...]]) -> None:
    cities, pairs = planted
    graph = networkx.Graph(pairs)
    graph.add_nodes_from(range(200))
    found = Measures(cities, pairs)
    rows = numpy.array([0, 5])
    asked = [(city, other) for city in (0, 5) for other in range(1, 200) if other != city]
    for values, theirs in (
        (found.shared(rows), networkx.resource_allocation_index),
        (found.adamic_adar(rows), networkx.adamic_adar_index),
        (found.counted_shared(rows), networkx.common_neighbor_centrality),
    ):
        if theirs is networkx.common_neighbor_centrality:
            wanted = {(u, v): len(list(networkx.common_neighbors(graph, u, v))) for u, v in asked}
        else:
            wanted = {(u, v): value for u, v, value in theirs(graph, asked)}
        for city, other in asked:
            assert values[0 if city == 0 else 1, other] == pytest.approx(wanted[city, other])


@pytest.mark.parametrize("one_code", ["IR", "CH", "IN", "UA", "", "XX"])
@pytest.mark.parametrize("other_code", ["AZ", "FR", "PK", "IR", "XX"])
def test_languages_are_those_that_both_countries_share(
    small: tuple[Cities, Links], one_code: str, other_code: str
) -> None:
    cities = replace(
        small[0],
        countries=numpy.array([0, 0, 1, UNKNOWN, 1, 0]),
        country_iris=("one", "other"),
        codes=(one_code, other_code),
    )
    found = Measures(cities, small[1].pairs)
    common = shared(one_code, other_code)
    told = one(found, "country-languages", ARAK, LUBLIN)
    if common is None:
        assert numpy.isnan(told)
    else:
        assert told == max(common.values(), default=0)
    assert numpy.isnan(one(found, "country-languages", ARAK, LVIV))


def test_cities_by_the_sea_are_counted(small: tuple[Cities, Links]) -> None:
    far = numpy.array([0.0, 30.0, 30.1, numpy.nan, 500.0, 3.0])
    found = Measures(replace(small[0], from_sea=far), small[1].pairs)
    assert one(found, "by-the-sea", ARAK, BUSHEHR) == 2
    assert one(found, "by-the-sea", ARAK, LUBLIN) == 1
    assert one(found, "by-the-sea", LUBLIN, NOVI_SAD) == 0
    assert numpy.isnan(one(found, "by-the-sea", ARAK, LVIV))


def test_near_cities_are_those_within_sixty_kilometres(
    small: tuple[Cities, Links], measures: Measures
) -> None:
    assert len(measures.near.values) == 0
    close = replace(
        small[0],
        latitudes=numpy.array([0.0, 0.3, 0.5, 10, 10, 10]),
        longitudes=numpy.array([0.0, 0, 0, 0, 20, 40]),
    )
    near = Measures(close, small[1].pairs).near.of(numpy.arange(len(close)))
    assert numpy.flatnonzero(near[0]).tolist() == [1, 2]
    assert near[0, 1] > near[0, 2]
    assert near[0, 0] == 0


def test_every_criterion_has_a_number_for_every_city(measures: Measures) -> None:
    rows = numpy.arange(6)
    assert {measures.of(name, rows).shape for name in CRITERIA} == {(6, 6)}
