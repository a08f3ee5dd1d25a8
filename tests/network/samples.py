"""Networks for tests."""

from __future__ import annotations

from collections.abc import Iterable

from peyvand.network.model import Network, Node, Tie, network_of

PLACES = {
    "isfahan": Node("isfahan", "Isfahan", "اصفهان", "Iran", 32.65, 51.67),
    "shiraz": Node("shiraz", "Shiraz", "شیراز", "Iran", 29.61, 52.54),
    "florence": Node("florence", "Florence", "فلورانس", "Italy", 43.77, 11.25),
    "xian": Node("xian", "Xi'an", "شی‌آن", "People's Republic of China", 34.27, 108.95),
    "gaza": Node("gaza", "Gaza", "غزه"),
}


def of_edges(edges: Iterable[tuple[object, object]]) -> Network:
    """The network of pairs; numbers are padded, so that their order is kept."""
    return network_of(Tie((f"{one:0>6}", f"{other:0>6}")) for one, other in edges)


def of_cities() -> Network:
    """Five cities and their pairs: a triangle, a pendant city, one of unknown place."""
    pairs = [
        ("isfahan", "shiraz"),
        ("isfahan", "florence"),
        ("florence", "shiraz"),
        ("isfahan", "xian"),
        ("isfahan", "gaza"),
    ]
    return network_of((Tie(pair) for pair in pairs), PLACES)
