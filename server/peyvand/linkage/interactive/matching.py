"""Which thing a row of somebody's table means: candidates with reasons, and at most one match.

A candidate's score weighs its name with everything else that the row tells. The score alone never
makes a match: that needs a name that is equal, nothing that speaks against it, and no other thing
of which the same is true.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from peyvand.features.folding import fold
from peyvand.features.levels import level_said
from peyvand.features.names import key
from peyvand.features.thresholds import CLOSE_NAME, CONTRADICTED, MEANT, OTHER_PLACE_KM
from peyvand.linkage import rivals
from peyvand.linkage.interactive.comparison import (
    COORDINATES,
    COUNTRY,
    ITEM,
    POPULATION,
    Condition,
    Reference,
    Value,
    fit_of,
    read_point,
)
from peyvand.linkage.interactive.likeness import Alike, likenesses
from peyvand.linkage.rivals import ANY_MARGIN, Standing
from peyvand.search.identifiers import identifiers_in
from peyvand.search.index import Index
from peyvand.search.model import PARTIES, Hit
from peyvand.search.qualifiers import Country, country, readings
from peyvand.search.suggest import suggest, things

# What each part of the comparison weighs; what is not known counts as undecided.
WEIGHTS = {"name": 5.0, ITEM: 10.0, COORDINATES: 3.0, COUNTRY: 2.0, POPULATION: 1.0}
_UNDECIDED = 0.5
# What tells one place from another of its name.
_TELLING = {ITEM, COUNTRY, COORDINATES}
# Names from the one sameness on are equal but for spelling, from the other equal by themselves.
_EQUAL, _WHOLE = CLOSE_NAME, 0.97
_RETRIEVED = 20
_PLACES = (*PARTIES, "place")
_UNLIKE = Alike()
_WITHIN = """
SELECT iri FROM things WHERE country = ?
AND (? = '[]' OR kind IN (SELECT value FROM json_each(?))) ORDER BY weight DESC, iri LIMIT ?
"""
_AROUND = """
SELECT iri FROM things WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?
AND (? = '[]' OR kind IN (SELECT value FROM json_each(?))) ORDER BY weight DESC, iri LIMIT ?
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
        alike: which name of the row it is like, and how.
    """

    hit: Hit
    score: float
    match: bool = False
    features: dict[str, float] = field(default_factory=dict)
    alike: Alike = _UNLIKE


def candidates(index: Index, row: Row) -> list[Candidate]:
    """The things that a row may mean, the likeliest first."""
    row = replace(
        row, conditions=tuple(_understood(index, condition) for condition in row.conditions)
    )
    hits = _retrieved(index, row)
    alike = likenesses(index, row.names, hits)
    compared = [_compared(row, hit, alike.get(hit.iri, _UNLIKE)) for hit in hits]
    kept = [candidate for candidate in compared if candidate is not None]
    # Of equal ones, that of whose name the row has more: Frankfurt (Oder).
    kept.sort(key=lambda c: (-c.score, -len(c.alike.form), -c.hit.weight, c.hit.iri))
    return _matched(index, kept, row)[: row.limit]


def _retrieved(index: Index, row: Row) -> list[Hit]:
    """Things worth comparing: by name, by item, and without either by what else is told."""
    hits: dict[str, Hit] = {}
    given = _values(row, ITEM)
    told = [(v.iri, *v.texts) if isinstance(v, Reference) else (str(v),) for v in given]
    items = [item for texts in told for text in texts for item in identifiers_in(text)]
    parts = (
        reading.name for name in row.names for reading in readings(name) if not reading.doubtful
    )
    texts = [*row.names, *parts, *items]
    most = max(_RETRIEVED, row.limit)
    for text in dict.fromkeys(texts):
        for hit in suggest(index, text, row.kinds, most):
            hits.setdefault(hit.iri, hit)
    if not texts:
        kinds = json.dumps(row.kinds)
        for where, values in _places(index, row):
            rows = index.rows(where, (*values, kinds, kinds, most))
            for hit in things(index, [iri for (iri,) in rows]):
                hits.setdefault(hit.iri, hit)
    return list(hits.values())


def _places(index: Index, row: Row) -> Iterable[tuple[str, tuple[object, ...]]]:
    for value in _values(row, COORDINATES):
        if point := read_point(value):
            (latitude, longitude), span = point, OTHER_PLACE_KM / 100
            yield (
                _AROUND,
                (latitude - span, latitude + span, longitude - 2 * span, longitude + 2 * span),
            )
    for value in _values(row, COUNTRY):
        if isinstance(value, Reference):
            yield _WITHIN, (value.iri,)
        elif isinstance(value, Country):
            for iri in sorted(value.iris):
                yield _WITHIN, (iri,)


def _values(row: Row, name: str) -> list[Value]:
    return [v for c in row.conditions if c.property == name for v in c.values]


def _understood(index: Index, condition: Condition) -> Condition:
    """The condition with the countries that its values name."""
    if condition.property != COUNTRY:
        return condition
    values = []
    for value in condition.values:
        told = (value.iri, *value.texts) if isinstance(value, Reference) else (str(value),)
        known = (country(index, text) for text in told)
        values.append(next((item for item in known if item), value))
    return replace(condition, values=tuple(values))


def _compared(row: Row, hit: Hit, alike: Alike) -> Candidate | None:
    """The candidate that a thing is; None if it lacks what is required."""
    features: dict[str, float] = {}
    total, weights = 0.0, 0.0
    if row.names:
        features["name"] = round(alike.name, 3)
        total, weights = features["name"] * WEIGHTS["name"], WEIGHTS["name"]
    told = {condition.property for condition in row.conditions}
    if alike.country is not None and COUNTRY not in told:
        # The country that stands beside the name, where the row has no column for it.
        features[COUNTRY] = round(alike.country, 3)
        total, weights = total + alike.country * WEIGHTS[COUNTRY], weights + WEIGHTS[COUNTRY]
    for condition in row.conditions:
        fit = fit_of(condition, hit, features)
        if condition.required and (fit is None or fit < MEANT):
            return None
        if condition.property not in WEIGHTS:
            continue
        if fit is not None:
            features[condition.property] = round(fit, 3)
        weight = WEIGHTS[condition.property]
        total += weight * (_UNDECIDED if fit is None else fit)
        weights += weight
    return Candidate(
        hit, round(100 * total / weights, 2) if weights else 0.0, False, features, alike
    )


def _matched(index: Index, compared: list[Candidate], row: Row) -> list[Candidate]:
    """The candidates, with the one that is clearly meant marked."""
    likely = [c for c in compared if _is_meant(index, c, row)]
    likely = [c for c in likely if not any(_is_part(c, other) for other in likely)]
    if len(likely) != 1:
        # Several records of one item are for a person to see.
        return compared
    meant = likely[0]
    if meant.features.get(ITEM) != 1.0 and any(_is_rival(c, meant) for c in compared):
        return compared
    return [replace(c, match=c is meant) for c in compared]


def _is_part(candidate: Candidate, other: Candidate) -> bool:
    """Whether one is called by a part of what is another's whole name: Washington, D.C."""
    return other.features.get("name") == 1.0 and other.alike.form.startswith(
        candidate.alike.form + " "
    )


def _is_shared(index: Index, name: str) -> bool:
    """Whether places beyond the graph have a name too."""
    return bool(index.rows("SELECT 1 FROM shared WHERE key = ?", (key(name),)))


def _is_meant(index: Index, candidate: Candidate, row: Row) -> bool:
    """Whether a row by itself says that it means the candidate."""
    if _speaks_against(candidate):
        return False
    if candidate.features.get(ITEM) == 1.0:
        return True
    name = candidate.features.get("name", 0.0)
    if name < _EQUAL:
        return False
    own = level_said([fold(candidate.hit.matched, whole=True)])
    if candidate.hit.kind in _PLACES and candidate.alike.kind != own:
        # A district or county has the name of its town, and is another thing.
        return False
    if _speaks_for(candidate):
        return True
    told = {condition.property for condition in row.conditions}
    if told & _TELLING or candidate.alike.undecided or name < _WHOLE:
        return False
    # Other things than cities are called in many ways, and have few namesakes.
    return candidate.hit.kind not in PARTIES or not _is_shared(index, candidate.alike.form)


def _speaks_for(candidate: Candidate) -> bool:
    return any(candidate.features.get(name, 0.0) >= MEANT for name in _TELLING)


def _speaks_against(candidate: Candidate) -> bool:
    return any(candidate.features.get(name, 1.0) <= CONTRADICTED for name in _TELLING)


def _is_rival(other: Candidate, meant: Candidate) -> bool:
    """Whether another thing of that name may be meant as well, for all that is known of it."""
    if other is meant:
        return False
    excluded = (
        other.features.get("name", 0.0) < _EQUAL
        or _speaks_against(other)
        or _is_part(other, meant)
        or (other.hit.kind != meant.hit.kind and _speaks_for(meant))
    )
    standing = Standing(other.score, excluded)
    return rivals.is_rival(standing, Standing(meant.score), ANY_MARGIN)
