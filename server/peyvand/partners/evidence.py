"""What stands behind a criterion: things of the graph that anybody may look at."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan

from pyoxigraph import NamedNode

from peyvand.features.languages import shared
from peyvand.partners.cities import Cities
from peyvand.partners.coast import BY_THE_SEA_KM
from peyvand.partners.facts import Ask, text_of
from peyvand.sources.catalogue import NamedQuery, own

# The criteria that a query tells the evidence of, each the query of its name.
_QUERIES = (
    "affinity/shared-partners",
    "affinity/shared-networks",
    "affinity/neighbouring-countries",
    "affinity/population-ratio",
)
TOLD = {name.partition("/")[2]: name for name in _QUERIES}
Found = dict[str, list[str]]


def query_of(criterion: str, one: str, other: str) -> str:
    """The query that tells the evidence of a criterion for two cities, by their IRIs."""
    return _asked(own(TOLD[criterion]), one, other)


def evidence(ask: Ask, cities: Cities, criterion: str, one: int, other: int) -> Found:
    """What is found of two cities: by ``met`` and ``not-met`` the things that tell it.

    Nothing is found where there is no data, or where the value tells all.

    Args:
        ask: asks the graph.
        cities: what is known of them.
        criterion: its name.
        one: the number of the one city.
        other: that of the other.
    """
    if criterion in _COMPUTED:
        return _COMPUTED[criterion](cities, one, other)
    if criterion not in TOLD:
        return {}
    found: Found = {}
    for row in ask(query_of(criterion, cities.iris[one], cities.iris[other])):
        found.setdefault(text_of(row["finding"]), []).append(text_of(row["evidence"]))
    return found


def _languages(cities: Cities, one: int, other: int) -> Found:
    """The languages that both countries share, by their codes."""
    common = shared(cities.code(one), cities.code(other))
    if common is None:
        return {}
    return {"met": list(common)} if common else {"not-met": []}


def _sea(cities: Cities, one: int, other: int) -> Found:
    """The cities by the sea, if both are; else those that are not."""
    far = {city: float(cities.from_sea[city]) for city in (one, other)}
    if any(isnan(kilometres) for kilometres in far.values()):
        return {}
    inland = [cities.iris[city] for city in far if far[city] > BY_THE_SEA_KM]
    return {"not-met": inland} if inland else {"met": [cities.iris[one], cities.iris[other]]}


_COMPUTED: dict[str, Callable[[Cities, int, int], Found]] = {
    "country-languages": _languages,
    "by-the-sea": _sea,
}


def _asked(query: NamedQuery, one: str, other: str) -> str:
    return query.bound(one=NamedNode(one), other=NamedNode(other))
