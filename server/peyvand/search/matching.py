"""Which thing a row of somebody's table means: candidates with reasons, and at most one match.

A candidate's score weighs its name with everything else that the row tells. The score alone never
makes a match: that needs a name that is equal, nothing that speaks against it, and no other thing
of which the same is true.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from peyvand.merge.names import fold, folded, key, kind, skeleton
from peyvand.search.comparison import (
    COORDINATES,
    COUNTRY,
    FAR_KM,
    ITEM,
    POPULATION,
    Condition,
    Reference,
    Value,
    fit_of,
    last_part,
    read_point,
)
from peyvand.search.index import Index
from peyvand.search.model import Hit
from peyvand.search.suggest import suggest, things

# What each part of the comparison weighs; what is not known counts as undecided.
WEIGHTS = {"name": 5.0, ITEM: 10.0, COORDINATES: 3.0, COUNTRY: 2.0, POPULATION: 1.0}
_UNDECIDED = 0.5
# What tells one place from another of its name.
_TELLING = {ITEM, COUNTRY, COORDINATES}
# Names from the one sameness on are equal but for spelling, from the other equal by themselves;
# properties up to the one speak against, from the other for.
_EQUAL, _WHOLE = 0.92, 0.97
_AGAINST, _FOR = 0.2, 0.5
_RETRIEVED = 20
_PLACES = ("city", "place")
_WITHIN = """
SELECT iri FROM things WHERE country = ?
AND (? = '[]' OR kind IN (SELECT value FROM json_each(?))) ORDER BY id LIMIT ?
"""
_AROUND = """
SELECT iri FROM things WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?
AND (? = '[]' OR kind IN (SELECT value FROM json_each(?))) ORDER BY id LIMIT ?
"""


@dataclass(frozen=True)
class Row:
    """A row of a table: names, the kinds that it may be of, and what else is told."""

    names: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    limit: int = 5


@dataclass(frozen=True)
class Candidate:
    """A thing that a row may mean.

    Attributes:
        hit: the thing.
        score: from 0 to 100; candidates come in its order.
        match: whether it is clearly meant; true of one candidate at most.
        features: how it compares in each respect: from 0 to 1, or a distance in kilometres.
    """

    hit: Hit
    score: float
    match: bool = False
    features: dict[str, float] = field(default_factory=dict)


def candidates(index: Index, row: Row) -> list[Candidate]:
    """The things that a row may mean, the likeliest first."""
    found = _retrieved(index, row)
    sameness = _names(index, row.names, [hit.iri for hit in found])
    compared = [_compared(row, hit, sameness.get(hit.iri)) for hit in found]
    kept = [candidate for candidate in compared if candidate is not None]
    kept.sort(key=lambda c: (-c.score, -c.hit.weight, c.hit.iri))
    return _matched(index, kept, row)[: row.limit]


def _retrieved(index: Index, row: Row) -> list[Hit]:
    """Things worth comparing: by name, by item, and without either by what else is told."""
    found: dict[str, Hit] = {}
    given = [v.iri if isinstance(v, Reference) else str(v) for v in _values(row, ITEM)]
    items = [item for item in map(last_part, given) if item]
    texts = [*row.names, *(part for name in row.names for part in folded([name])), *items]
    most = max(_RETRIEVED, row.limit)
    for text in dict.fromkeys(texts):
        for hit in suggest(index, text, row.kinds, most):
            found.setdefault(hit.iri, hit)
    if not texts:
        kinds = json.dumps(row.kinds)
        for where, values in _places(index, row):
            rows = index.rows(where, (*values, kinds, kinds, most))
            for hit in things(index, [iri for (iri,) in rows]):
                found.setdefault(hit.iri, hit)
    return list(found.values())


def _places(index: Index, row: Row) -> Iterable[tuple[str, tuple[object, ...]]]:
    for value in _values(row, COORDINATES):
        if point := read_point(value):
            (latitude, longitude), span = point, FAR_KM / 100
            yield (
                _AROUND,
                (latitude - span, latitude + span, longitude - 2 * span, longitude + 2 * span),
            )
    for value in _values(row, COUNTRY):
        if isinstance(value, Reference):
            yield _WITHIN, (value.iri,)
        elif isinstance(value, str):
            for hit in suggest(index, value, ("country",), 1):
                yield _WITHIN, (hit.iri,)


def _values(row: Row, name: str) -> list[Value]:
    return [v for c in row.conditions if c.property == name for v in c.values]


def _names(index: Index, names: Iterable[str], iris: list[str]) -> dict[str, float]:
    """How much alike the names of each thing are to those of the row, from 0 to 1."""
    rows = index.rows(
        "SELECT things.iri, folded, key, skeleton FROM things JOIN names ON thing = things.id"
        " WHERE things.iri IN (SELECT value FROM json_each(?))",
        (json.dumps(iris),),
    )
    best: dict[str, float] = defaultdict(float)
    for name in names:
        # What stands after a comma or in brackets is seldom a part of the name.
        for text in dict.fromkeys([name.strip().casefold(), fold(name), *folded([name])]):
            worth = 1.0 if text in (name.strip().casefold(), fold(name)) else 0.97
            sound = skeleton(text)
            for iri, known, spelling, consonants in rows:
                if known == text:
                    alike = 1.0
                elif spelling and spelling == key(text):
                    alike = 0.95
                else:
                    alike = 0.8 if consonants and consonants == sound else 0.0
                    alike = max(alike, 0.85 * _dice(known, text) if spelling else 0.0)
                best[iri] = max(best[iri], alike * worth)
    return best


def _dice(left: str, right: str) -> float:
    """How many pairs of neighbouring letters two names share, from 0 to 1."""
    one = {left[i : i + 2] for i in range(len(left) - 1)}
    other = {right[i : i + 2] for i in range(len(right) - 1)}
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _compared(row: Row, hit: Hit, name: float | None) -> Candidate | None:
    """The candidate that a thing is; None if it lacks what is required."""
    features: dict[str, float] = {}
    total, weights = 0.0, 0.0
    if row.names:
        features["name"] = round(name or 0.0, 3)
        total, weights = features["name"] * WEIGHTS["name"], WEIGHTS["name"]
    for condition in row.conditions:
        fit = fit_of(condition, hit, features)
        if condition.required and (fit is None or fit < _FOR):
            return None
        if condition.property not in WEIGHTS:
            continue
        if fit is not None:
            features[condition.property] = round(fit, 3)
        weight = WEIGHTS[condition.property]
        total += weight * (_UNDECIDED if fit is None else fit)
        weights += weight
    return Candidate(hit, round(100 * total / weights, 2) if weights else 0.0, False, features)


def _matched(index: Index, found: list[Candidate], row: Row) -> list[Candidate]:
    """The candidates, with the one that is clearly meant marked."""
    alone = not _is_shared(index, row)
    likely = [c for c in found if _is_meant(c, row, alone)]
    if len(likely) != 1:
        # Several records of one item are for a person to see.
        return found
    meant = likely[0]
    if meant.features.get(ITEM) != 1.0 and any(_is_rival(c, meant) for c in found):
        return found
    return [replace(c, match=c is meant) for c in found]


def _is_shared(index: Index, row: Row) -> bool:
    """Whether places beyond the graph have a name of the row too."""
    texts = json.dumps([key(text) for text in folded(row.names)])
    sought = "SELECT 1 FROM shared WHERE key IN (SELECT value FROM json_each(?))"
    return bool(index.rows(sought, (texts,)))


def _is_meant(candidate: Candidate, row: Row, alone: bool) -> bool:
    """Whether a row by itself says that it means the candidate; ``alone``: by its name, at need."""
    if _speaks_against(candidate):
        return False
    if candidate.features.get(ITEM) == 1.0:
        return True
    name = candidate.features.get("name", 0.0)
    if name < _EQUAL:
        return False
    if candidate.hit.kind in _PLACES and kind(row.names) != kind([candidate.hit.matched]):
        # A district or county has the name of its town, and is another thing.
        return False
    if _speaks_for(candidate):
        return True
    told = {condition.property for condition in row.conditions}
    if told & _TELLING or name < _WHOLE:
        return False
    # Other things than cities are called in many ways, and have few namesakes.
    return alone or candidate.hit.kind != "city"


def _speaks_for(candidate: Candidate) -> bool:
    return any(candidate.features.get(name, 0.0) >= _FOR for name in _TELLING)


def _speaks_against(candidate: Candidate) -> bool:
    return any(candidate.features.get(name, 1.0) <= _AGAINST for name in _TELLING)


def _is_rival(other: Candidate, meant: Candidate) -> bool:
    """Whether another thing of that name may be meant as well, for all that is known of it."""
    if other is meant or other.features.get("name", 0.0) < _EQUAL or _speaks_against(other):
        return False
    return other.hit.kind == meant.hit.kind or not _speaks_for(meant)
