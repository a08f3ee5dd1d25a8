"""What could be sent to Wikidata, and what would change there if it were: the dry run.

Nothing is sent from here. Each statement that somebody wants to add is held against what the item
says; what is not safe to add by a batch is refused, with the reason, and only the rest is written
by ``quickstatements``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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
from peyvand.sources.wikidata.properties import GUID, PID, QID
from peyvand.sources.wikidata.times import wikidata_time

ADD, COMPLETE, NOTHING, REFUSED = "add", "complete", "nothing", "refused"


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
class Edit:
    """What would be done for an addition, and why.

    ``qualifiers`` and ``references`` are those that Wikidata does not have yet; ``left_out`` are
    those that cannot be sent as they are.
    """

    action: str
    addition: Addition
    reason: str
    qualifiers: tuple[Snak, ...] = ()
    references: tuple[Reference, ...] = ()
    statement: str = ""
    left_out: tuple[str, ...] = ()

    def line(self) -> str:
        """The edit in one line of the dry run."""
        what = self.addition
        parts = [self.action, what.item, what.value.property, what.value.value or what.value.kind]
        parts += [f"{snak.property}={snak.value}" for snak in self.qualifiers]
        parts += [
            "[" + ", ".join(f"{snak.property}={snak.value}" for snak in reference) + "]"
            for reference in self.references
        ]
        left = [f"left out: {text}" for text in self.left_out]
        return "\t".join([" ".join(parts), "; ".join([self.reason, *left]), what.because])


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
            edit = Edit(REFUSED, addition, "the same statement is added by another row")
        wanted.add(key)
        yield edit


def _plan(
    addition: Addition, records: Mapping[str, CityRecord], redirects: Mapping[str, str]
) -> Edit:
    def refused(reason: str, statement: str = "") -> Edit:
        return Edit(REFUSED, addition, reason, statement=statement)

    item, value = addition.item, addition.value
    if not QID.fullmatch(item) or not PID.fullmatch(value.property):
        return refused("this is not an item and a property")
    for qid in (item, value.value if value.kind == ITEM else ""):
        if qid in redirects:
            return refused(f"{qid} leads to {redirects[qid]}; state it of that item")
    if item not in records:
        return refused(f"{item} has not been read, so what it says is not known")
    if value.kind == ITEM and value.value == item:
        return refused("the item would be stated of itself")
    if problem := unsendable(value):
        return refused(f"the value cannot be sent: {problem}")
    if not addition.references:
        return refused("it has no reference")
    qualifiers, left_out = _sendable(addition.qualifiers)
    references = []
    for reference in addition.references:
        sendable, left = _sendable(reference)
        left_out += left
        if sendable:
            references.append(sendable)
    if not references:
        return refused("none of its references can be sent")
    same = [s for s in records[item].of(value.property) if s.value == value]
    if not same:
        reason = "Wikidata does not have it"
        return Edit(ADD, addition, reason, qualifiers, tuple(references), "", left_out)
    if len(same) > 1:
        return refused("Wikidata has it more than once, and a batch cannot say which is meant")
    return _complete(addition, same[0], qualifiers, tuple(references), left_out)


def _complete(
    addition: Addition,
    there: Statement,
    qualifiers: tuple[Snak, ...],
    references: tuple[Reference, ...],
    left_out: tuple[str, ...],
) -> Edit:
    if there.deprecated:
        reason = "Wikidata's editors keep it as deprecated"
        return Edit(REFUSED, addition, reason, statement=there.id)
    for snak in qualifiers:
        others = [q for q in there.qualifiers if q.property == snak.property]
        if others and snak not in others:
            said = ", ".join(q.value or q.kind for q in others)
            reason = f"Wikidata says {snak.property} {said}, not {snak.value}: report a mismatch"
            return Edit(REFUSED, addition, reason, statement=there.id)
    new_qualifiers = tuple(q for q in qualifiers if q not in there.qualifiers)
    known = {frozenset(reference) for reference in there.references}
    new_references = tuple(r for r in references if frozenset(r) not in known)
    if not new_qualifiers and not new_references:
        reason = "Wikidata has it, with the same evidence"
        return Edit(NOTHING, addition, reason, (), (), there.id, left_out)
    return Edit(
        COMPLETE,
        addition,
        "Wikidata has it without these",
        new_qualifiers,
        new_references,
        there.id,
        left_out,
    )


def _sendable(snaks: Iterable[Snak]) -> tuple[tuple[Snak, ...], tuple[str, ...]]:
    good, bad = [], []
    for snak in snaks:
        if problem := unsendable(snak):
            bad.append(f"{snak.property} {snak.value or snak.kind} ({problem})")
        else:
            good.append(snak)
    return tuple(good), tuple(bad)


def unsendable(snak: Snak) -> str:
    """Why a value cannot be sent as it is; nothing if it can."""
    if snak.kind in (UNKNOWN, NONE):
        return "not a value"
    if snak.kind == GLOBE:
        return "QuickStatements would make up its precision"
    if snak.kind == ITEM and not QID.fullmatch(snak.value):
        return "not an item"
    if snak.kind == TIME:
        try:
            wikidata_time(snak.value)
        except ValueError:
            return "not a plain day, month or year"
    if snak.kind in (STRING, TEXT) and (
        snak.value != snak.value.strip() or not snak.value or not snak.value.isprintable()
    ):
        return "it has characters that a batch would change"
    return ""


def same_item(guid: str, item: str) -> bool:
    """Whether the identifier of a statement is one of that item."""
    return bool(GUID.fullmatch(guid)) and guid.partition("$")[0].upper() == item
