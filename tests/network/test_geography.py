"""Countries, continents and distances."""

from __future__ import annotations

import numpy
import pytest

from network.samples import of_cities, of_edges
from peyvand.network import geography
from peyvand.network.model import Node, Tie, network_of


def test_a_degree_of_the_meridian_and_of_the_equator() -> None:
    nodes = {
        "a": Node("a", latitude=0.0, longitude=0.0),
        "b": Node("b", latitude=0.0, longitude=1.0),
        "c": Node("c", latitude=90.0, longitude=0.0),
        "d": Node("d"),
    }
    ties = [Tie(("a", "b")), Tie(("a", "c")), Tie(("a", "d"))]
    found = geography.distances(network_of(ties, nodes))
    # WGS84: the equator is 40,075.017 km long, a quarter of a meridian 10,001.966 km.
    assert found[0] == pytest.approx(40_075.017 / 360, abs=1e-3)
    assert found[1] == pytest.approx(10_001.966, abs=1e-3)
    assert numpy.isnan(found[2])


def test_pairs_at_random() -> None:
    nodes = {
        "a": Node("a", latitude=0.0, longitude=0.0),
        "b": Node("b", latitude=0.0, longitude=90.0),
        "c": Node("c"),
    }
    network = network_of([Tie(("a", "b")), Tie(("a", "c"))], nodes)
    # Half of the pairs drawn are one place, half are a quarter of the globe apart.
    expected = geography.random_distance(network)
    assert expected == pytest.approx(40_030 / 8, rel=0.01)
    assert geography.random_distance(of_edges([(1, 2)])) is None


def test_figures_of_distances() -> None:
    found = geography.distance_figures(numpy.array([50.0, 450.0, numpy.nan, 4000.0, 9000.0]))
    assert found is not None
    assert (found["pairs"], found["unknown"]) == (4, 1)
    assert found["mean_km"] == 3375
    assert found["median_km"] == 2225
    assert found["longest_km"] == 9000
    assert found["share_within_km"] == {"100": 0.25, "500": 0.5, "1000": 0.5, "5000": 0.75}
    assert geography.distance_figures(numpy.array([numpy.nan])) is None


def test_the_histogram_holds_every_known_distance_once() -> None:
    rows = geography.distance_rows(numpy.array([0.0, 499.9, 500.0, 1700.0, numpy.nan]))
    assert [row["pairs"] for row in rows] == [2, 1, 0, 1]
    assert rows[3]["from_km"] == 1500
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    assert geography.distance_rows(numpy.array([numpy.nan])) == []


def test_a_country_has_one_name() -> None:
    names = ("China", "People's Republic of China", "چین", "Atlantis", "")
    network = network_of(
        [Tie(tuple("abcde"))],
        {key: Node(key, country=n) for key, n in zip("abcde", names, strict=True)},
    )
    assert geography.countries(network) == ["China", "China", "China", "Atlantis", ""]


@pytest.mark.parametrize(
    ("country", "expected"),
    [("Iran", "Asia"), ("United States of America", "North America"), ("Atlantis", ""), ("", "")],
)
def test_continents(country: str, expected: str) -> None:
    assert geography.continent(country) == expected


def test_pairs_of_countries() -> None:
    network = of_cities()
    countries = geography.countries(network)
    rows = geography.pairs_of_kinds(network, countries)
    assert [(row["one"], row["other"], row["pairs"]) for row in rows] == [
        ("Iran", "Italy", 2),
        ("China", "Iran", 1),
        ("Iran", "Iran", 1),
    ]
    assert geography.shares_within(network, countries) == {
        "pairs": 4,
        "unknown": 1,
        "within": 1,
        "across": 3,
        "within_share": 0.25,
        "across_share": 0.75,
    }
    assert geography.kind_rows(network, countries)[0] == {
        "name": "Iran",
        "cities": 2,
        "pairs": 5,
        "domestic": 1,
    }


def test_without_countries_there_are_no_shares() -> None:
    assert geography.shares_within(of_edges([(1, 2)]), ["", "Iran"]) is None
    assert geography.pairs_of_kinds(of_edges([(1, 2)]), ["", "Iran"]) == []
