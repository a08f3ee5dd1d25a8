"""City records and P190 statements of Wikidata: one model, whatever form they were read from.

Everything is frozen and ordered, so that the same item read from two forms gives equal records.
"""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from peyvand.sources.wikidata.properties import (
    COORDINATES,
    COUNTRY,
    EARTH,
    END,
    END_CAUSE,
    IDENTIFIERS,
    KIND,
    POINT_IN_TIME,
    POPULATION,
    REGION,
    START,
    TWIN,
)

ITEM, STRING, TIME, QUANTITY, TEXT, GLOBE = "item", "string", "time", "quantity", "text", "globe"
# A value that exists and is not known; and the statement that there is none.
UNKNOWN, NONE = "unknown", "none"
PREFERRED, NORMAL, DEPRECATED = "preferred", "normal", "deprecated"
RANKS = (PREFERRED, NORMAL, DEPRECATED)


class Snak(NamedTuple):
    """A property and a value.

    ``kind`` is one of the constants above. ``value`` is a QID, a string, an EDTF date, a decimal
    number with its unit if it has one, ``text@language``, or ``latitude longitude precision
    globe`` as far as they are given; it is empty for ``unknown`` and ``none``.
    """

    property: str
    kind: str
    value: str = ""


Reference = tuple[Snak, ...]


class Coordinates(NamedTuple):
    """Where a place is, in degrees; ``precision`` too, where Wikidata gives one."""

    latitude: float
    longitude: float
    precision: float | None = None


@dataclass(frozen=True, order=True)
class Population:
    """A number of inhabitants, the date it is of (EDTF, empty if not given), and its rank.

    ``statement`` is the identifier of the statement, where it is told.
    """

    count: int
    date: str
    rank: str
    statement: str = ""


@dataclass(frozen=True, order=True)
class Statement:
    """One statement of an item, with everything that hangs on it."""

    property: str
    value: Snak
    id: str = ""
    rank: str = NORMAL
    qualifiers: tuple[Snak, ...] = ()
    references: tuple[Reference, ...] = ()

    @builtins.property
    def deprecated(self) -> bool:
        """Whether the editors of Wikidata keep it as known to be wrong."""
        return self.rank == DEPRECATED

    @builtins.property
    def ended(self) -> bool:
        """Whether an end (known or not) or a cause of ending is given."""
        return any(
            snak.property in (END, END_CAUSE) and snak.kind != NONE for snak in self.qualifiers
        )

    def values(self, prop: str) -> tuple[str, ...]:
        """The known values of one qualifier."""
        return tuple(snak.value for snak in self.qualifiers if snak.property == prop and snak.value)


@dataclass(frozen=True, order=True)
class TwinStatement:
    """A P190 statement: the subject's item says that it is twinned with the object.

    Dates are EDTF of the precision that Wikidata gives; several rival ones are written as the
    set that one of them is in. ``object`` is empty if the value is unknown or none (``kind``).
    """

    subject: str
    object: str
    kind: str = ITEM
    rank: str = NORMAL
    start: str = ""
    end: str = ""
    point_in_time: str = ""
    end_cause: str = ""
    ended: bool = False
    id: str = ""
    qualifiers: tuple[Snak, ...] = ()
    references: tuple[Reference, ...] = ()
    object_redirected_from: str = ""

    @property
    def deprecated(self) -> bool:
        """Whether the editors of Wikidata keep it as known to be wrong."""
        return self.rank == DEPRECATED


@dataclass(frozen=True)
class CityRecord:
    """What Wikidata says of one item: names, and the statements of the properties we keep.

    ``redirects`` maps the QIDs that statements name and that lead elsewhere to their targets;
    ``redirected_from`` are those that lead here.
    """

    qid: str
    labels: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    redirected_from: tuple[str, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict, compare=False)
    modified: str = field(default="", compare=False)

    def of(self, prop: str) -> tuple[Statement, ...]:
        """All statements of a property, of every rank."""
        return tuple(s for s in self.statements if s.property == prop)

    def best(self, prop: str) -> tuple[Statement, ...]:
        """The statements that stand: the preferred if there are any, else the normal ones."""
        found = self.of(prop)
        preferred = tuple(s for s in found if s.rank == PREFERRED)
        return preferred or tuple(s for s in found if s.rank == NORMAL)

    def _items(self, prop: str) -> tuple[str, ...]:
        return tuple(s.value.value for s in self.best(prop) if s.value.kind == ITEM)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What the item is an instance of (P31), by best rank."""
        return self._items(KIND)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries (P17) by best rank: past ones are left out where one is preferred."""
        return self._items(COUNTRY)

    @property
    def regions(self) -> tuple[str, ...]:
        """The units of administration that it is in (P131), by best rank."""
        return self._items(REGION)

    @property
    def located(self) -> Statement | None:
        """The first statement of a point on Earth by best rank (P625)."""
        return next((s for s in self.best(COORDINATES) if point_of(s.value)), None)

    @property
    def coordinates(self) -> Coordinates | None:
        """The point of that statement."""
        return point_of(self.located.value) if self.located else None

    @property
    def populations(self) -> tuple[Population, ...]:
        """All numbers of inhabitants that are not deprecated, the newest first."""
        found = [
            Population(int(s.value.value.split()[0]), one_of(s.values(POINT_IN_TIME)), s.rank, s.id)
            for s in self.of(POPULATION)
            if s.value.kind == QUANTITY and not s.deprecated
        ]
        return tuple(sorted(found, key=lambda p: (p.date, p.rank == PREFERRED), reverse=True))

    @property
    def chosen_population(self) -> Population | None:
        """The preferred number of inhabitants, or else the newest."""
        found = self.populations
        return next((p for p in found if p.rank == PREFERRED), found[0] if found else None)

    @property
    def population(self) -> int | None:
        """The count of the chosen number of inhabitants."""
        best = self.chosen_population
        return best.count if best else None

    @property
    def identifiers(self) -> dict[str, tuple[str, ...]]:
        """The identifiers in other registers, by register; an item may have several of one."""
        found = {
            name: tuple(s.value.value for s in self.of(prop) if s.value.value and not s.deprecated)
            for name, prop in IDENTIFIERS.items()
        }
        return {name: values for name, values in found.items() if values}

    @property
    def twins(self) -> tuple[TwinStatement, ...]:
        """The P190 statements, of every rank, redirects followed."""
        return tuple(self._twin(statement) for statement in self.of(TWIN))

    def _twin(self, statement: Statement) -> TwinStatement:
        stated = statement.value.value
        target = self.redirects.get(stated, stated)
        return TwinStatement(
            subject=self.qid,
            object=target,
            kind=statement.value.kind,
            rank=statement.rank,
            start=one_of(statement.values(START)),
            end=one_of(statement.values(END)),
            point_in_time=one_of(statement.values(POINT_IN_TIME)),
            end_cause="|".join(statement.values(END_CAUSE)),
            ended=statement.ended,
            id=statement.id,
            qualifiers=statement.qualifiers,
            references=statement.references,
            object_redirected_from=stated if stated != target else "",
        )


def one_of(dates: tuple[str, ...]) -> str:
    """One date as it is; rival ones as the EDTF set that one of them is in; nothing of none."""
    if len(dates) < 2:
        return "".join(dates)
    # A set holds plain dates only: of others, the first in order stands.
    plain = all(date.replace("-", "").isdigit() for date in dates)
    return f"[{','.join(dates)}]" if plain else dates[0]


def point_of(snak: Snak) -> Coordinates | None:
    """The point that a value is, if it is one and on Earth."""
    if snak.kind != GLOBE:
        return None
    latitude, longitude, precision, globe = snak.value.split()
    if globe != EARTH:
        return None
    known = None if precision == "?" else float(precision)
    return Coordinates(float(latitude), float(longitude), known)
