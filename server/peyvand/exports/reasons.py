"""Why an edit is made, needless or refused, by code, and each code in words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """Why an edit is as it is."""

    MISSING = "missing"
    INCOMPLETE = "incomplete"
    PRESENT = "present"
    PRESENT_WITH_EVIDENCE = "present-with-evidence"
    STATED_TWICE = "stated-twice"
    NO_STATEMENT = "no-statement"
    REDIRECTED = "redirected"
    NOT_READ = "not-read"
    OF_ITSELF = "of-itself"
    UNSENDABLE = "unsendable"
    NO_REFERENCE = "no-reference"
    UNSENDABLE_REFERENCES = "unsendable-references"
    SEVERAL_THERE = "several-there"
    DEPRECATED_THERE = "deprecated-there"
    OTHER_QUALIFIER = "other-qualifier"
    OTHER_VALUE = "other-value"
    MISMATCH = "mismatch"
    OPEN_NAME = "open-name"
    NEWER = "newer"
    NOT_TOLD = "not-told"


class Flaw(StrEnum):
    """Why a value cannot be sent as it is."""

    NO_VALUE = "no-value"
    MADE_UP_PRECISION = "made-up-precision"
    NO_ITEM = "no-item"
    NO_PLAIN_DATE = "no-plain-date"
    CHANGED_TEXT = "changed-text"


@dataclass(frozen=True)
class Reason:
    """A reason, with what it is about.

    Attributes:
        code: which reason.
        names: the items, properties and values that it names, in the order of its sentence.
        flaw: why the value cannot be sent, where that is the reason.
    """

    code: Code
    names: tuple[str, ...] = ()
    flaw: Flaw | None = None


_FLAWS: dict[Flaw, str] = {
    Flaw.NO_VALUE: "not a value",
    Flaw.MADE_UP_PRECISION: "QuickStatements would make up its precision",
    Flaw.NO_ITEM: "not an item",
    Flaw.NO_PLAIN_DATE: "not a plain day, month or year",
    Flaw.CHANGED_TEXT: "it has characters that a batch would change",
}
_SENTENCES: dict[Code, str] = {
    Code.MISSING: "Wikidata does not have it",
    Code.INCOMPLETE: "Wikidata has it without these",
    Code.PRESENT: "Wikidata has it",
    Code.PRESENT_WITH_EVIDENCE: "Wikidata has it, with the same evidence",
    Code.STATED_TWICE: "the same statement is added by another row",
    Code.NO_STATEMENT: "this is not an item and a property",
    Code.REDIRECTED: "{0} leads to {1}; state it of that item",
    Code.NOT_READ: "{0} has not been read, so what it says is not known",
    Code.OF_ITSELF: "the item would be stated of itself",
    Code.UNSENDABLE: "the value cannot be sent: {flaw}",
    Code.NO_REFERENCE: "it has no reference",
    Code.UNSENDABLE_REFERENCES: "none of its references can be sent",
    Code.SEVERAL_THERE: "Wikidata has it more than once, and a batch cannot say which is meant",
    Code.DEPRECATED_THERE: "Wikidata's editors keep it as deprecated",
    Code.OTHER_QUALIFIER: "Wikidata says {0} {1}, not {2}: report a mismatch",
    Code.NEWER: "Wikidata says {0} in a copy of {1}; this is of {2} and stands beside it",
    Code.NOT_TOLD: "the records do not tell {0} of any item, so whether it lacks it is not known",
    Code.MISMATCH: "Wikidata says {0}: report a mismatch",
    Code.OPEN_NAME: "no one settled row is {0}; give the number of its item",
    Code.OTHER_VALUE: "Wikidata says {0}; look at the dates of both, and add it by hand",
}


def reason_text(reason: Reason) -> str:
    """A reason in one sentence."""
    flaw = flaw_text(reason.flaw) if reason.flaw else ""
    return _SENTENCES[reason.code].format(*reason.names, flaw=flaw)


def flaw_text(flaw: Flaw) -> str:
    """Why a value cannot be sent, in words."""
    return _FLAWS[flaw]
