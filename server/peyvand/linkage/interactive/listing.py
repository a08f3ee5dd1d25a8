"""A whole list against the index of names: what each row means, might mean, or does not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from peyvand.features.thresholds import SIMILAR_NAME
from peyvand.linkage.interactive.comparison import (
    COORDINATES,
    COUNTRY,
    ITEM,
    POPULATION,
    Condition,
)
from peyvand.linkage.interactive.likeness import SIMILAR
from peyvand.linkage.interactive.matching import Candidate, Row, candidates
from peyvand.linkage.outcomes import Outcome
from peyvand.model import City
from peyvand.search.index import Index
from peyvand.search.model import PARTIES

# What is compared of a name: no name of a place is longer, and each comma in one is a reading more.
MOST_LETTERS = 120
# How many candidates of a row are shown.
_SHOWN = 4
# Names less alike than this are not worth a look.
_LEAST_NAME = SIMILAR * SIMILAR_NAME
_WIKIDATA = "wikidata:"


@dataclass(frozen=True)
class Matched:
    """A row of a list, and what it may mean.

    Attributes:
        place: the row.
        outcome: ``same`` if one candidate is clearly meant, ``review`` if a person has to choose,
            ``none`` if nothing is called so.
        candidates: the likeliest first; of ``same``, the one that is meant comes first.
        also: the other rows that mean the same thing.
    """

    place: City
    outcome: Outcome
    candidates: tuple[Candidate, ...] = ()
    also: tuple[str, ...] = ()


def matched(
    index: Index, places: Sequence[City], go_on: Callable[[], None] = lambda: None
) -> list[Matched]:
    """What each row of a list means.

    Args:
        index: the names of a version of the graph.
        places: the rows.
        go_on: is called before each row, and may raise to end it all.
    """
    found = []
    for place in places:
        go_on()
        found.append(_matched(index, place))
    same = defaultdict(list)
    for one in found:
        if one.outcome == Outcome.SAME:
            same[one.candidates[0].hit.iri].append(one.place.identifier)
    return [replace(one, also=_others(one, same)) for one in found]


def _matched(index: Index, place: City) -> Matched:
    names = tuple(dict.fromkeys(name[:MOST_LETTERS] for name in (*place.names, *place.aliases)))
    conditions = tuple(_conditions(place))
    if not names and not any(one.property == ITEM for one in conditions):
        return Matched(place, Outcome.NONE)
    found = candidates(index, Row(names, PARTIES, conditions, _SHOWN + 1))
    found = [one for one in found if _is_worth_a_look(one)]
    found.sort(key=lambda one: not one.match)
    if not found:
        return Matched(place, Outcome.NONE)
    outcome = Outcome.SAME if found[0].match else Outcome.REVIEW
    return Matched(place, outcome, tuple(found[:_SHOWN]))


def _is_worth_a_look(candidate: Candidate) -> bool:
    told = candidate.features
    return told.get(ITEM) == 1.0 or told.get("name", 0.0) >= _LEAST_NAME


def _conditions(place: City) -> Iterator[Condition]:
    if place.country:
        yield Condition(COUNTRY, (place.country[:MOST_LETTERS],))
    if place.located:
        yield Condition(COORDINATES, (f"{place.latitude}, {place.longitude}",))
    if place.population:
        yield Condition(POPULATION, (place.population,))
    items = [same.removeprefix(_WIKIDATA) for same in place.same_as if same.startswith(_WIKIDATA)]
    if items:
        yield Condition(ITEM, tuple(items))


def _others(one: Matched, same: dict[str, list[str]]) -> tuple[str, ...]:
    if one.outcome != Outcome.SAME:
        return ()
    rows = same[one.candidates[0].hit.iri]
    return tuple(row for row in rows if row != one.place.identifier)
