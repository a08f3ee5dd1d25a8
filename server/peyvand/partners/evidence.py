"""What stands behind a criterion: things of the graph that anybody may look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isnan

from pyoxigraph import NamedNode

from peyvand.features.languages import shared
from peyvand.partners.cities import Cities
from peyvand.partners.coast import BY_THE_SEA_KM
from peyvand.partners.facts import Ask, text_of
from peyvand.sources.catalogue import own

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
    return own(TOLD[criterion]).bound(one=NamedNode(one), other=NamedNode(other))


def evidence(
    ask: Ask, cities: Cities, criterion: str, one: int, others: Sequence[int]
) -> dict[int, Found]:
    """What is found of a city and each of some: by ``met`` and ``not-met`` what tells it.

    Nothing is found where there is no data, or where the value tells all.

    Args:
        ask: asks the graph.
        cities: what is known of them.
        criterion: its name.
        one: the number of the one city.
        others: those of the others.
    """
    found: dict[int, Found] = {other: {} for other in others}
    if criterion in _COMPUTED:
        return {other: _COMPUTED[criterion](cities, one, other) for other in others}
    if criterion not in TOLD or not others:
        return found
    query = own(TOLD[criterion]).bound(
        one=NamedNode(cities.iris[one]), other=[NamedNode(cities.iris[other]) for other in others]
    )
    for row in ask(query):
        of_other = found[cities.numbers[text_of(row["other"])]]
        of_other.setdefault(text_of(row["finding"]), []).append(text_of(row["evidence"]))
    return {
        other: {answer: sorted(some) for answer, some in told.items()}
        for other, told in found.items()
    }


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
