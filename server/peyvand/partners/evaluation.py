"""How well an order finds partners that it was not told of.

Links are hidden; of each, the rank of either city is looked up among all that the other is not yet
linked with, ties at their mean rank. That a city is not linked does not say that it would not
suit, so that the figures are for comparing orders with each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy

from peyvand.partners.baselines import Order
from peyvand.partners.cities import Cities, Floats, Ints, Links, Pair
from peyvand.partners.measures import Measures

# Of so many pairs one is hidden.
SHARES = 10
# The last day of what an evaluation by time is trained on.
UNTIL = "2017-12-31"
HITS = (1, 10, 100)
_BLOCK = 64
Step = Callable[[int], object]


@dataclass(frozen=True)
class Split:
    """Links that are seen, and those to be found.

    Args:
        seen: what an order may know.
        hidden: what it is asked for.
    """

    seen: tuple[Pair, ...]
    hidden: tuple[Pair, ...]


@dataclass(frozen=True)
class Found:
    """How well an order found what was hidden.

    Args:
        asked: how many partners were asked for; each hidden pair is asked both ways.
        hits: by a number, the share of partners that stood among so many.
        reciprocal: the mean of one over the rank.
        median: of the ranks.
    """

    asked: int
    hits: Mapping[int, float]
    reciprocal: float
    median: float


def digest(cities: Cities, pair: Pair) -> int:
    """A number of a pair that nobody chose: SHA-1 of both IRIs, sorted, joined by a space."""
    text = " ".join(sorted((cities.iris[pair[0]], cities.iris[pair[1]])))
    return int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(), 16)


def hidden_pairs(cities: Cities, links: Links) -> Split:
    """A tenth of all pairs hidden: those whose number is 0 modulo 10."""
    hidden = tuple(pair for pair in links.pairs if digest(cities, pair) % SHARES == 0)
    return Split(_without(links.pairs, hidden), hidden)


def later_pairs(links: Links) -> Split:
    """What snapshots up to 2017 state, and what none has before 2018.

    A pair whose first snapshot may be of either time is in neither, nor is one that no snapshot
    states. Hidden are pairs of cities that were both linked by then: of others the graph of 2017
    knows nothing.
    """
    seen = tuple(pair for pair in links.pairs if links.seen.get(pair, ("", "9"))[1] <= UNTIL)
    known = {city for pair in seen for city in pair}
    hidden = tuple(
        pair
        for pair in links.pairs
        if links.seen.get(pair, ("", ""))[0] > UNTIL and known.issuperset(pair)
    )
    return Split(seen, hidden)


def folds(cities: Cities, seen: Sequence[Pair], many: int) -> list[Split]:
    """Tenths of the seen links hidden in turn, by other digits of their numbers.

    Args:
        cities: whose links they are.
        seen: what may be known; nothing else is used.
        many: how many folds, ten at most.
    """
    tenths: list[list[Pair]] = [[] for _ in range(SHARES)]
    for pair in seen:
        tenths[digest(cities, pair) // SHARES % SHARES].append(pair)
    return [Split(_without(seen, hidden), tuple(hidden)) for hidden in tenths[:many]]


def asked(pairs: Sequence[Pair]) -> dict[int, list[int]]:
    """The hidden partners of each city that has one, in order."""
    partners: dict[int, list[int]] = {}
    for one, other in pairs:
        partners.setdefault(one, []).append(other)
        partners.setdefault(other, []).append(one)
    return dict(sorted(partners.items()))


def blocks(rows: Sequence[int]) -> list[Ints]:
    """Cities in groups that are measured together."""
    numbers = numpy.array(rows, dtype=numpy.int64)
    return [numbers[start : start + _BLOCK] for start in range(0, len(numbers), _BLOCK)]


def taken(measures: Measures, rows: Ints) -> numpy.typing.NDArray[numpy.bool_]:
    """Which cities are linked with some already, or are one with them: a row for each."""
    linked = measures.linked.of(rows) > 0
    linked[numpy.arange(len(rows)), rows] = True
    result: numpy.typing.NDArray[numpy.bool_] = linked
    return result


def ranks(
    measures: Measures,
    hidden: Sequence[Pair],
    orders: Mapping[str, Order],
    step: Step = lambda done: None,
) -> dict[str, Floats]:
    """The rank of each hidden partner in each order.

    Args:
        measures: of the links that are seen.
        hidden: those to be found.
        orders: by name.
        step: told how many cities are done.
    """
    partners = asked(hidden)
    found: dict[str, list[float]] = {name: [] for name in orders}
    for rows in blocks(list(partners)):
        excluded = taken(measures, rows)
        for name, order in orders.items():
            values = numpy.nan_to_num(order(measures, rows), nan=-numpy.finfo(float).max)
            values[excluded] = -numpy.inf
            for index, city in enumerate(rows):
                for partner in partners[int(city)]:
                    found[name].append(_rank(values[index], partner))
        step(len(rows))
    return {name: numpy.array(values) for name, values in found.items()}


def told(values: Floats) -> Found:
    """What ranks come to."""
    if not len(values):
        return Found(0, dict.fromkeys(HITS, 0.0), 0.0, 0.0)
    return Found(
        len(values),
        {many: float((values <= many).mean()) for many in HITS},
        float((1 / values).mean()),
        float(numpy.median(values)),
    )


def _rank(values: Floats, partner: int) -> float:
    own = values[partner]
    return float((values > own).sum() + ((values == own).sum() + 1) / 2)


def _without(pairs: Sequence[Pair], left_out: Sequence[Pair]) -> tuple[Pair, ...]:
    gone = set(left_out)
    return tuple(pair for pair in pairs if pair not in gone)
