"""An item in the making: what readers gather piece by piece, and the finished record of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from peyvand.sources.wikidata.model import (
    GLOBE,
    ITEM,
    NORMAL,
    QUANTITY,
    RANKS,
    CityRecord,
    Snak,
    Statement,
)
from peyvand.sources.wikidata.properties import EARTH, KEPT, POPULATION, QID

# No city has more inhabitants, and a number of 10^9 digits would fill the memory.
_MOST_DIGITS = 30


@dataclass
class StatementDraft:
    """A statement in the making."""

    property: str
    id: str = ""
    rank: str = NORMAL
    value: Snak | None = None
    qualifiers: set[Snak] = field(default_factory=set)
    references: dict[str, set[Snak]] = field(default_factory=dict)

    def finished(self) -> Statement | None:
        """The statement, or nothing if it never got a value."""
        if self.value is None:
            return None
        references = {tuple(sorted(snaks)) for snaks in self.references.values() if snaks}
        return Statement(
            self.property,
            self.value,
            self.id,
            self.rank,
            tuple(sorted(self.qualifiers)),
            tuple(sorted(references)),
        )


@dataclass
class ItemDraft:
    """An item in the making; statements by their identifier, or by what they say."""

    qid: str
    labels: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, set[str]] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    statements: dict[str, StatementDraft] = field(default_factory=dict)
    redirected_from: set[str] = field(default_factory=set)
    modified: str = ""

    def statement(self, prop: str, key: str, guid: str = "") -> StatementDraft:
        """The statement of that key, begun if it is new."""
        return self.statements.setdefault(key, StatementDraft(prop, guid))

    def finished(self) -> CityRecord:
        """The record."""
        found = (draft.finished() for draft in self.statements.values())
        return CityRecord(
            self.qid,
            dict(sorted(self.labels.items())),
            {tag: tuple(sorted(names)) for tag, names in sorted(self.aliases.items()) if names},
            dict(sorted(self.descriptions.items())),
            tuple(sorted(s for s in found if s and s.property in KEPT)),
            tuple(sorted(self.redirected_from)),
            modified=self.modified,
        )


def rank_of(text: object) -> str:
    """A rank, from its name.

    Raises:
        ValueError: there is no such rank.
    """
    if text not in RANKS:
        raise ValueError(f"there is no rank {str(text)[:40]!r}")
    return str(text)


def item_snak(prop: str, qid: str) -> Snak:
    """A value that is an item (or a property).

    Raises:
        ValueError: it is neither.
    """
    if not (QID.fullmatch(qid) or (qid[:1] == "P" and qid[1:].isdecimal())):
        raise ValueError(f"{qid[:40]!r} is not the number of an item")
    return Snak(prop, ITEM, qid)


def quantity_snak(prop: str, amount: str, unit: str = "") -> Snak:
    """A number, written in one way only; the unit follows it, if there is one.

    Raises:
        ValueError: not a number, not a whole one where people are counted, or beyond reason.
    """
    try:
        number = Decimal(amount.strip())
    except InvalidOperation:
        raise ValueError(f"{amount[:40]!r} is not a number") from None
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError(f"{amount[:40]!r} is not a number of this world")
    if prop == POPULATION and (number != number.to_integral_value() or number < 0):
        raise ValueError(f"{amount[:40]!r} is not a number of inhabitants")
    text = format(number.normalize(), "f") if number else "0"
    return Snak(prop, QUANTITY, f"{text} {unit}".strip())


def globe_snak(
    prop: str, latitude: float, longitude: float, precision: float | None, globe: str = EARTH
) -> Snak:
    """A point of a globe.

    Raises:
        ValueError: there is no such point.
    """
    if not (-90 <= latitude <= 90 and -360 <= longitude <= 360):
        raise ValueError(f"there is no latitude {latitude} and longitude {longitude}")
    width = "?" if precision is None else repr(float(precision))
    return Snak(prop, GLOBE, f"{float(latitude)!r} {float(longitude)!r} {width} {globe}")
