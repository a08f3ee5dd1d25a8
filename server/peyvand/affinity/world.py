"""Which criteria the cities of the world meet with one, by what is kept of them.

Where places lie, and what they are called, is measured by what is kept beside a version; what
follows from the country or the networks of a city alone is asked of one city of each country, or
of each group of networks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from peyvand.affinity.criteria import Criterion
from peyvand.affinity.looking import look
from peyvand.affinity.reading import Ask
from peyvand.features.distance import kilometres
from peyvand.model import Answer
from peyvand.model import City as Place

if TYPE_CHECKING:
    from peyvand.partners.facts import City, Facts

# The kilometres of a degree of latitude, rounded down.
_DEGREE_KM = 111.0
_Grouped = Callable[["City"], Hashable]


def met(
    ask: Ask,
    criteria: Sequence[Criterion],
    one: str,
    facts: Facts,
    thresholds: Mapping[str, float],
) -> dict[str, set[str]]:
    """Which criteria each city meets with one.

    Args:
        ask: asks the graph.
        criteria: those to look at.
        one: the city, by its IRI.
        facts: what is kept of the cities, this one among them.
        thresholds: of all criteria that have one.

    Returns:
        By the IRI of each city that meets any, the names of those that it meets.
    """
    found: dict[str, set[str]] = defaultdict(set)
    rest = []
    grouped: dict[_Grouped, list[Criterion]] = defaultdict(list)
    for criterion in criteria:
        if criterion.name in _MEASURED:
            measured = _MEASURED[criterion.name]
            for city in measured(facts, one, thresholds.get(criterion.name, 0)):
                found[city].add(criterion.name)
        elif criterion.name in _GROUPED:
            grouped[_GROUPED[criterion.name]].append(criterion)
        else:
            rest.append(criterion)
    for group, some in grouped.items():
        for cities, names in _of_groups(ask, some, one, facts, thresholds, group):
            for city in cities:
                found[city] |= names
    for city, findings in look(ask, rest, one, thresholds=thresholds).items():
        found[city] |= findings.keys()
    return {city: names for city, names in found.items() if names and city != one}


def _of_groups(
    ask: Ask,
    criteria: Sequence[Criterion],
    one: str,
    facts: Facts,
    thresholds: Mapping[str, float],
    group: _Grouped,
) -> Iterator[tuple[list[str], set[str]]]:
    """The cities of each group, with the criteria that they meet."""
    groups: dict[Hashable, list[str]] = defaultdict(list)
    for iri, city in facts.cities.items():
        if iri != one:
            groups[group(city)].append(iri)
    firsts = [cities[0] for cities in groups.values()]
    told = look(ask, criteria, one, firsts, thresholds) if firsts else {}
    for cities in groups.values():
        findings = told[cities[0]].values()
        yield cities, {one.criterion for one in findings if one.answer is Answer.MET}


def _countries(city: City) -> Hashable:
    return (city.said.get("country"), *city.also_in)


def _networks(city: City) -> Hashable:
    return tuple(city.networks)


def _near(facts: Facts, one: str, most: float) -> Iterator[str]:
    """The cities that are at most so many kilometres away."""
    if (here := _place(facts.cities[one])) is None:
        return
    for iri, city in facts.cities.items():
        there = _place(city)
        # Most cities are told to be too far by their latitudes alone.
        if there is None or _degrees(here, there) * _DEGREE_KM > most:
            continue
        far = kilometres(here, there)
        if far is not None and far <= most:
            yield iri


def _degrees(here: Place, there: Place) -> float:
    assert here.latitude is not None
    assert there.latitude is not None
    return abs(here.latitude - there.latitude)


def _place(city: City) -> Place | None:
    latitude, longitude = city.said.get("latitude"), city.said.get("longitude")
    if latitude is None or longitude is None:
        return None
    return Place("", latitude=float(latitude), longitude=float(longitude))


def _by_the_sea(facts: Facts, one: str, most: float) -> Iterable[str]:
    if not _is_near(facts.cities[one].from_sea, most):
        return []
    return [iri for iri, city in facts.cities.items() if _is_near(city.from_sea, most)]


def _is_near(far: float | None, most: float) -> bool:
    return far is not None and far <= most


def _namesakes(facts: Facts, one: str, _: float) -> Iterator[str]:
    """The cities that have a label of it in the same language, folded."""
    called = facts.cities[one].folded.items()
    return (iri for iri, city in facts.cities.items() if called & city.folded.items())


_MEASURED: Mapping[str, Callable[[Facts, str, float], Iterable[str]]] = {
    "distance": _near,
    "by-the-sea": _by_the_sea,
    "same-name": _namesakes,
}
# What of a city decides a criterion, beside what is known of the one.
_GROUPED: Mapping[str, _Grouped] = {
    "neighbouring-countries": _countries,
    "country-languages": _countries,
    "shared-networks": _networks,
    "creative-cities": _networks,
    "learning-cities": _networks,
}
