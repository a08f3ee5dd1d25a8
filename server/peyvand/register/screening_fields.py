"""The fields of what is entered of needs, offers and checklists, and of decisions by them."""

from __future__ import annotations

from dataclasses import replace

from peyvand.register.field import Field, FieldKind

EXCHANGING = ("pv:SubnationalPlace", "pv:Organisation")
SCREENED = ("pv:Agreement", "pv:Proposal", "pv:Accession")
VERSION = Field("version", FieldKind.NUMBER, required=True)
_ITEM = Field("item", FieldKind.THING, required=True, classes=("pv:ChecklistItem",))
_GROUNDS = Field("grounds", FieldKind.CHOICE, repeated=True, called="item_grounds")
ITEM = (
    Field("checklist", FieldKind.THING, required=True, classes=("pv:Checklist",)),
    replace(_GROUNDS, scheme="checklist-grounds"),
    Field("content", FieldKind.TEXT, repeated=True, called="item_content"),
)


def exchange(contacts: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields of a need and of an offer.

    Args:
        contacts: the classes of those who may be written to.
    """
    return (
        Field("of", FieldKind.THING, required=True, classes=EXCHANGING, called="exchange_of"),
        Field("areas", FieldKind.CHOICE, repeated=True, scheme="cooperation-areas"),
        Field("content", FieldKind.TEXT, repeated=True, called="exchange_content"),
        Field("open_from", FieldKind.DAY),
        Field("open_until", FieldKind.DAY),
        Field("contact", FieldKind.ACTOR, classes=contacts),
    )


def decision(deciders: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields of a decision on an item of a checklist.

    Args:
        deciders: the classes of those who decide.
    """
    outcome = Field("outcome", FieldKind.CHOICE, required=True, called="item_outcome")
    return (
        Field("of", FieldKind.THING, required=True, classes=SCREENED, called="screened"),
        replace(_ITEM, called="checklist_item"),
        replace(outcome, scheme="item-outcomes"),
        Field("by", FieldKind.ACTOR, required=True, classes=deciders, called="decided_by"),
        Field("date", FieldKind.DATE, required=True, called="decided_on"),
        Field("reason", FieldKind.TEXT, repeated=True, called="decision_reason"),
    )
