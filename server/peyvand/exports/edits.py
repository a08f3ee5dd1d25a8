"""What could be sent to Wikidata, and what would change there if it were: the dry run.

Nothing is sent from here. Each statement that somebody wants to add is held against what the item
says; what is not safe to add by a batch is refused, with the reason, and only the rest is written
by ``quickstatements``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from peyvand.exports.reasons import Code, Flaw, Reason, flaw_text, reason_text
from peyvand.sources.wikidata.model import (
    GLOBE,
    ITEM,
    NONE,
    STRING,
    TEXT,
    TIME,
    UNKNOWN,
    CityRecord,
    Reference,
    Snak,
    Statement,
)
from peyvand.sources.wikidata.properties import EARTH, GUID, PID, QID
from peyvand.sources.wikidata.times import wikidata_time


class Action(StrEnum):
    """What would be done for an addition."""

    ADD = "add"
    COMPLETE = "complete"
    NOTHING = "nothing"
    REFUSED = "refused"


ADD, COMPLETE, NOTHING, REFUSED = Action
# QuickStatements writes a precision of its own, which hardly changes points known to ten metres.
MOST_DEGREES = 0.0001


@dataclass(frozen=True)
class Addition:
    """A statement that somebody wants Wikidata to have, with all of its evidence.

    ``because`` says where it comes from, such as the identifier of a claim.
    """

    item: str
    value: Snak
    qualifiers: tuple[Snak, ...] = ()
    references: tuple[Reference, ...] = ()
    because: str = ""


@dataclass(frozen=True)
class LeftOut:
    """A part of an addition that cannot be sent as it is."""

    snak: Snak
    flaw: Flaw

    def __str__(self) -> str:
        what = self.snak.value or self.snak.kind
        return f"{self.snak.property} {what} ({flaw_text(self.flaw)})"


@dataclass(frozen=True)
class Edit:
    """What would be done for an addition, and why.

    ``qualifiers`` and ``references`` are those that Wikidata does not have yet; ``left_out`` are
    those that cannot be sent as they are.
    """

    action: Action
    addition: Addition
    reason: Reason
    qualifiers: tuple[Snak, ...] = ()
    references: tuple[Reference, ...] = ()
    statement: str = ""
    left_out: tuple[LeftOut, ...] = ()

    def line(self) -> str:
        """The edit in one line of the dry run."""
        what = self.addition
        parts = [self.action, what.item, what.value.property, what.value.value or what.value.kind]
        parts += [f"{snak.property}={snak.value}" for snak in self.qualifiers]
        parts += [
            "[" + ", ".join(f"{snak.property}={snak.value}" for snak in reference) + "]"
            for reference in self.references
        ]
        left = [f"left out: {part}" for part in self.left_out]
        return "\t".join(
            [" ".join(parts), "; ".join([reason_text(self.reason), *left]), what.because]
        )


def plan(additions: Iterable[Addition], records: Mapping[str, CityRecord]) -> Iterator[Edit]:
    """What would be done for each addition, given the items as they were last read.

    Args:
        additions: what is wanted.
        records: the items by QID, read as recently as can be.
    """
    redirects = {old: qid for qid, record in records.items() for old in record.redirected_from}
    wanted: set[tuple[str, Snak]] = set()
    for addition in additions:
        edit = _plan(addition, records, redirects)
        key = addition.item, addition.value
        if edit.action in (ADD, COMPLETE) and key in wanted:
            edit = Edit(REFUSED, addition, Reason(Code.STATED_TWICE))
        wanted.add(key)
        yield edit


def _plan(
    addition: Addition, records: Mapping[str, CityRecord], redirects: Mapping[str, str]
) -> Edit:
    def refused(code: Code, *names: str, flaw: Flaw | None = None) -> Edit:
        return Edit(REFUSED, addition, Reason(code, names, flaw))

    item, value = addition.item, addition.value
    if not QID.fullmatch(item) or not (PID.fullmatch(value.property) or is_label(value)):
        return refused(Code.NO_STATEMENT)
    for qid in (item, value.value if value.kind == ITEM else ""):
        if qid in redirects:
            return refused(Code.REDIRECTED, qid, redirects[qid])
    if item not in records:
        return refused(Code.NOT_READ, item)
    if value.kind == ITEM and value.value == item:
        return refused(Code.OF_ITSELF)
    if flaw := flaw_of(value):
        return refused(Code.UNSENDABLE, flaw=flaw)
    if not addition.references:
        return refused(Code.NO_REFERENCE)
    qualifiers, left_out = _sendable(addition.qualifiers)
    references = []
    for reference in addition.references:
        sendable, left = _sendable(reference)
        left_out += left
        if sendable:
            references.append(sendable)
    if not references:
        return refused(Code.UNSENDABLE_REFERENCES)
    same = [s for s in records[item].of(value.property) if s.value == value]
    if not same:
        reason = Reason(Code.MISSING)
        return Edit(ADD, addition, reason, qualifiers, tuple(references), "", left_out)
    if len(same) > 1:
        return refused(Code.SEVERAL_THERE)
    return _complete(addition, same[0], qualifiers, tuple(references), left_out)


def _complete(
    addition: Addition,
    there: Statement,
    qualifiers: tuple[Snak, ...],
    references: tuple[Reference, ...],
    left_out: tuple[LeftOut, ...],
) -> Edit:
    if there.deprecated:
        reason = Reason(Code.DEPRECATED_THERE)
        return Edit(REFUSED, addition, reason, statement=there.id)
    for snak in qualifiers:
        others = [q for q in there.qualifiers if q.property == snak.property]
        if others and snak not in others:
            said = ", ".join(q.value or q.kind for q in others)
            reason = Reason(Code.OTHER_QUALIFIER, (snak.property, said, snak.value))
            return Edit(REFUSED, addition, reason, statement=there.id)
    new_qualifiers = tuple(q for q in qualifiers if q not in there.qualifiers)
    known = {frozenset(reference) for reference in there.references}
    new_references = tuple(r for r in references if frozenset(r) not in known)
    if not new_qualifiers and not new_references:
        reason = Reason(Code.PRESENT_WITH_EVIDENCE)
        return Edit(NOTHING, addition, reason, (), (), there.id, left_out)
    return Edit(
        COMPLETE,
        addition,
        Reason(Code.INCOMPLETE),
        new_qualifiers,
        new_references,
        there.id,
        left_out,
    )


def _sendable(snaks: Iterable[Snak]) -> tuple[tuple[Snak, ...], tuple[LeftOut, ...]]:
    good, bad = [], []
    for snak in snaks:
        if flaw := flaw_of(snak):
            bad.append(LeftOut(snak, flaw))
        else:
            good.append(snak)
    return tuple(good), tuple(bad)


def flaw_of(snak: Snak) -> Flaw | None:
    """Why a value cannot be sent as it is; nothing if it can."""
    if snak.kind in (UNKNOWN, NONE):
        return Flaw.NO_VALUE
    if snak.kind == GLOBE and not _precise(snak.value):
        return Flaw.MADE_UP_PRECISION
    if snak.kind == ITEM and not QID.fullmatch(snak.value):
        return Flaw.NO_ITEM
    if snak.kind == TIME:
        try:
            wikidata_time(snak.value)
        except ValueError:
            return Flaw.NO_PLAIN_DATE
    if snak.kind in (STRING, TEXT) and (
        snak.value != snak.value.strip() or not snak.value or not snak.value.isprintable()
    ):
        return Flaw.CHANGED_TEXT
    return None


def is_label(snak: Snak) -> bool:
    """Whether it is a label: ``Lfa`` and a text in that language. Labels have no references."""
    language = snak.value.rpartition("@")[2]
    return snak.kind == TEXT and snak.property == f"L{language}"


def _precise(point: str) -> bool:
    """Whether the precision that QuickStatements makes up pretends no more than a few metres."""
    parts = point.split()
    if len(parts) != 4 or parts[3] != EARTH:
        return False
    try:
        return float(parts[2]) <= MOST_DEGREES
    except ValueError:
        return False


def same_item(guid: str, item: str) -> bool:
    """Whether the identifier of a statement is one of that item."""
    return bool(GUID.fullmatch(guid)) and guid.partition("$")[0].upper() == item
