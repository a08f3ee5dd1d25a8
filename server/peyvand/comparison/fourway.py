"""Two sources side by side: what both have, what one has alone, and where they differ.

The outcome of a comparison is one of four; its findings say what was seen beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from geographiclib.geodesic import Geodesic

from peyvand.features.countries import countries_of, sovereign
from peyvand.features.levels import level_of
from peyvand.features.similarity import population_ratio
from peyvand.features.thresholds import CONFLICTING_POPULATION, SAME_POINT_KM
from peyvand.model import City
from peyvand.sources.dates import bounds


class Outcome(StrEnum):
    """What the comparison of one thing comes to: a concept of the graph's report."""

    SAME = "same-on-both-sides"
    HERE = "only-here"
    THERE = "only-there"
    CONFLICT = "in-conflict"


class Kind(StrEnum):
    """What is seen beside the outcome: what makes a conflict, then what is only worth knowing."""

    OTHER_DATE = "other-date"
    OTHER_END = "other-end"
    OTHER_COUNTRY = "other-country"
    OTHER_PLACE = "other-place"
    OTHER_POPULATION = "other-population"
    OTHER_LEVEL = "other-level"
    ONE_SIDED = "one-sided"
    OTHER_PRECISION = "other-precision"
    NO_ITEM = "no-item"
    NO_PERSIAN = "no-persian-label"
    UNDECIDED = "undecided"


OUTCOMES = SAME, HERE, THERE, CONFLICT = tuple(Outcome)
(
    OTHER_DATE, OTHER_END, OTHER_COUNTRY, OTHER_PLACE, OTHER_POPULATION, OTHER_LEVEL,
    ONE_SIDED, OTHER_PRECISION, NO_ITEM, NO_PERSIAN, UNDECIDED,
) = Kind  # fmt: skip
CONFLICTS = (OTHER_DATE, OTHER_END, OTHER_COUNTRY, OTHER_PLACE, OTHER_POPULATION, OTHER_LEVEL)
Span = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was seen: its kind, and the values of both sides as text."""

    kind: Kind
    here: str = ""
    there: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The comparison of one thing.

    ``about`` is ``city`` or ``agreement``; ``here`` and ``there`` its identifiers on both sides,
    one of which may be missing; ``evidence`` those of the claims or records of both; ``points``
    latitude and longitude of the city, or of the parties.
    """

    about: str
    outcome: Outcome
    name: str
    name_fa: str = ""
    here: str = ""
    there: str = ""
    findings: tuple[Finding, ...] = ()
    evidence_here: tuple[str, ...] = ()
    evidence_there: tuple[str, ...] = ()
    points: tuple[tuple[float, float], ...] = ()


def compare_cities(here: City, there: City | None, undecided: str = "") -> Row:
    """A city of a list beside the record that it is the same as, if any.

    Args:
        here: the row of the list.
        there: the record.
        undecided: the item that it may be, where nobody has decided.
    """
    name = here.names[0] if here.names else here.identifier
    point = _point(here) or (_point(there) if there else None)
    points = (point,) if point else ()
    if there is None:
        doubt = (Finding(UNDECIDED, here.identifier, undecided),) if undecided else ()
        return Row("city", HERE, name, here=here.identifier, findings=doubt, points=points)
    findings = tuple(_differences(here, there))
    conflict = any(finding.kind in CONFLICTS for finding in findings)
    return Row(
        "city",
        CONFLICT if conflict else SAME,
        name,
        here=here.identifier,
        there=there.identifier,
        findings=findings,
        evidence_here=tuple(filter(None, (here.source,))),
        evidence_there=tuple(filter(None, (there.source,))),
        points=points,
    )


def only_there(record: City) -> Row:
    """A record that no row of the list is."""
    point = _point(record)
    name = record.names[0] if record.names else record.identifier
    evidence = tuple(filter(None, (record.source,)))
    return Row(
        "city", THERE, name, there=record.identifier, evidence_there=evidence,
        points=(point,) if point else (),
    )  # fmt: skip


def _point(city: City) -> tuple[float, float] | None:
    if city.latitude is None or city.longitude is None:
        return None
    return city.latitude, city.longitude


def _differences(here: City, there: City) -> Iterator[Finding]:
    ours, theirs = _point(here), _point(there)
    if ours and theirs and not here.lent_by:
        metres = Geodesic.WGS84.Inverse(*ours, *theirs)["s12"]
        if metres > 1000 * SAME_POINT_KM:
            yield Finding(
                OTHER_PLACE, _degrees(ours), f"{_degrees(theirs)} ({metres / 1000:.0f} km)"
            )
        elif abs(_decimals(ours) - _decimals(theirs)) > 2:
            yield Finding(OTHER_PRECISION, _degrees(ours), _degrees(theirs))
    ratio = population_ratio(here.population, there.population)
    if ratio is not None and ratio > CONFLICTING_POPULATION:
        yield Finding(OTHER_POPULATION, str(here.population), str(there.population))
    if countries_differ(here.country, there.country):
        yield Finding(OTHER_COUNTRY, here.country, there.country)
    levels = tuple(level_of(city.names[0]) if city.names else "" for city in (here, there))
    if levels[0] != levels[1]:
        yield Finding(OTHER_LEVEL, levels[0] or "place", levels[1] or "place")


def countries_differ(here: str, there: str) -> bool:
    """Whether two names mean two countries; false if one of them is not known."""
    ours, theirs = (set(map(sovereign, countries_of(name))) for name in (here, there))
    return bool(ours and theirs) and not ours & theirs


def _degrees(point: tuple[float, float]) -> str:
    return f"{point[0]:.6g}, {point[1]:.6g}"


def _decimals(point: tuple[float, float]) -> int:
    return max(len(f"{value:.8f}".rstrip("0").partition(".")[2]) for value in point)


def compare_dates(here: Iterable[str], there: Iterable[str], other: Kind) -> Iterator[Finding]:
    """What differs between the dates (EDTF) that both sides give.

    Dates of different precision that can be the same day are no conflict.
    """
    ours, theirs = sorted(set(here)), sorted(set(there))
    if not ours or not theirs or ours == theirs:
        return
    spans = [(bounds(our), bounds(their)) for our in ours for their in theirs]
    what = OTHER_PRECISION if any(_meet(*pair) for pair in spans) else other
    yield Finding(what, ", ".join(ours), ", ".join(theirs))


def _meet(ours: Span, theirs: Span) -> bool:
    first = [span[0] for span in (ours, theirs) if span[0]]
    last = [span[1] for span in (ours, theirs) if span[1]]
    return not first or not last or max(first) <= min(last)
