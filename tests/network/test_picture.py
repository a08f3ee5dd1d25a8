"""The picture of a network: where its communities stand, and its cities in them."""

from __future__ import annotations

import math
from itertools import combinations
from typing import Any

from network.samples import of_cities, of_edges
from peyvand.network.centrality import communities
from peyvand.network.model import Network
from peyvand.network.picture import picture


def cliques(*sizes: int) -> Network:
    """Cliques of some sizes, each tied to the one before it by its first node."""
    edges: list[tuple[object, object]] = []
    begin = 0
    for size in sizes:
        edges += combinations(range(begin, begin + size), 2)
        edges += [(begin - 1, begin)] if begin else []
        begin += size
    return of_edges(edges)


def drawn(network: Network) -> dict[str, Any]:
    return picture(network, communities(network), [""] * len(network.nodes))


def test_circles_are_as_large_as_their_communities_and_cover_none() -> None:
    told = drawn(cliques(12, 9, 9, 6, 5, 5, 4))
    circles = told["communities"]
    assert sum(circles["cities"]) == 50
    assert circles["r"] == [round(size**0.5, 2) for size in circles["cities"]]
    every = list(zip(circles["x"], circles["y"], circles["r"], strict=True))
    for (x, y, r), (u, v, s) in combinations(every, 2):
        assert math.hypot(x - u, y - v) >= r + s


def test_cities_stand_in_the_circle_of_their_community_those_with_most_partners_inmost() -> None:
    network = cliques(12, 9, 6)
    told = drawn(network)
    cities, circles = told["cities"], told["communities"]
    away = [
        math.hypot(x - circles["x"][at], y - circles["y"][at])
        for x, y, at in zip(cities["x"], cities["y"], cities["community"], strict=True)
    ]
    assert all(far <= circles["r"][at] for far, at in zip(away, cities["community"], strict=True))
    for at, named in enumerate(circles["named"]):
        members = [node for node, of in enumerate(cities["community"]) if of == at]
        assert len(members) == circles["cities"][at]
        inmost = min(members, key=lambda node: away[node])
        assert cities["partners"][inmost] == max(cities["partners"][node] for node in members)
        assert named[0] == inmost


def test_each_pair_is_within_a_community_or_in_a_link() -> None:
    told = drawn(cliques(8, 7, 6))
    assert told["pairs"] == len(told["edges"]) == 28 + 21 + 15 + 2
    assert told["within"] == sum(told["communities"]["within"]) == told["pairs"] - 2
    assert sum(weight for *_, weight in told["links"]) == 2


def test_the_commonest_country_is_told_and_what_is_not_known_is_none() -> None:
    network = of_cities()
    groups = [list(range(len(network.nodes)))]
    told = picture(network, groups, [node.country for node in network.nodes])
    assert (told["communities"]["country"], told["communities"]["of_country"]) == (["Iran"], [2])
    assert told["cities"]["fa"][told["communities"]["named"][0][0]] == "اصفهان"
    none = picture(network, groups, [""] * len(network.nodes))
    assert (none["communities"]["country"], none["communities"]["of_country"]) == ([""], [0])


def test_the_same_network_has_the_same_picture() -> None:
    assert drawn(cliques(9, 6, 3)) == drawn(cliques(9, 6, 3))
