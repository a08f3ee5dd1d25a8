"""The fields of what is entered about activities, and what hinders and pays for them."""

from __future__ import annotations

from dataclasses import replace

from peyvand.register.field import Field, FieldKind
from peyvand.register.plan_fields import SERVED
from peyvand.register.speech_fields import SESSION

ACTIVITY_KINDS = (
    *("pv:Event", "pv:Meeting", "pv:Forum", "pv:Workshop", "pv:Visit", "pv:Ceremony"),
    *("pv:Exhibition", "pv:Festival", "pv:StreetNaming", "pv:Project"),
    *("pv:StudentExchange", "pv:TechnologyTransfer"),
)
HINDERED = ("pv:Agreement", "pv:Place", "pv:Event", "pv:Organisation", "skos:Concept")
MEASURED = ("pv:Event", "pv:Agreement", "pv:Proposal", "pv:Programme")
OBSTACLES = ("pv:Obstacle",)
PROGRAMMES = ("pv:Programme",)
DOCUMENTS = ("pv:Document",)
EDITIONS = ("pv:Programme", "pv:CityNetwork")
_STATUSES = ("status-planned", "status-held", "status-cancelled", "status-postponed")
_SOURCES = (
    *("source-culture", "source-political-values", "source-domestic-values"),
    *("source-institutional-values", "source-foreign-policy-values"),
    *("source-government-policies", "source-foreign-policies"),
)
_CURRENCIES = ("unit-euros", "unit-rials", "unit-tomans", "unit-dollars")
_UNITS = (
    *("unit-persons", "unit-visits", "unit-jobs", "unit-projects", "unit-events"),
    *("unit-percent", *_CURRENCIES),
)
_YEAR = Field("year", FieldKind.DATE)
_AMOUNT = Field("amount", FieldKind.AMOUNT, required=True)
_UNIT = Field("unit", FieldKind.CHOICE, required=True, scheme="units", concepts=_UNITS)
_EVIDENCE = Field("evidence", FieldKind.ACTOR, repeated=True, classes=DOCUMENTS)


def activity(names: tuple[Field, ...], participants: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields of an activity.

    Args:
        names: those for the names of what is new.
        participants: the classes of those who take part.
    """
    return (
        Field("activity", FieldKind.THING, classes=("pv:Event",)),
        *names,
        Field("kind", FieldKind.CHOICE, classes=ACTIVITY_KINDS),
        Field("status", FieldKind.CHOICE, scheme="statuses", concepts=_STATUSES),
        Field("agreement", FieldKind.THING, repeated=True, classes=("pv:Agreement",)),
        Field("edition_of", FieldKind.THING, classes=EDITIONS),
        Field("ordinal", FieldKind.NUMBER),
        Field("open", FieldKind.FLAG),
        Field("date", FieldKind.DATE),
        Field("place", FieldKind.THING, classes=("pv:Place",)),
        Field("organisers", FieldKind.THING, repeated=True, classes=("pv:Organisation",)),
        *SESSION,
        Field("attendances", FieldKind.ATTENDANCE, repeated=True),
        Field("participants", FieldKind.ACTOR, repeated=True, classes=participants),
        Field("number", FieldKind.NUMBER),
        Field("areas", FieldKind.CHOICE, repeated=True, scheme="cooperation-areas"),
        Field("sectors", FieldKind.CHOICE, repeated=True, scheme="sectors"),
        Field("sources", FieldKind.CHOICE, repeated=True, scheme="soft-power", concepts=_SOURCES),
        SERVED,
        Field("result", FieldKind.CHOICE, scheme="results"),
        Field("outcome", FieldKind.TEXT, repeated=True),
        Field("indicators", FieldKind.MEASURE, repeated=True),
        _EVIDENCE,
    )


HINDERS = Field("hinders", FieldKind.THING, repeated=True, required=True, classes=HINDERED)
ANSWERS = Field("answers", FieldKind.THING, repeated=True, required=True, classes=OBSTACLES)
INDICATOR = (
    Field("indicator_of", FieldKind.THING, required=True, classes=MEASURED),
    Field("kind", FieldKind.CHOICE, required=True, scheme="indicator-kinds"),
    _AMOUNT,
    _UNIT,
    _YEAR,
    _EVIDENCE,
)
GRANT = (
    Field("programme", FieldKind.ACTOR, required=True, classes=PROGRAMMES),
    replace(_YEAR, required=True),
    _AMOUNT,
    Field("currency", FieldKind.CHOICE, required=True, scheme="units", concepts=_CURRENCIES),
    Field("projects", FieldKind.NUMBER),
    Field("funded", FieldKind.THING, repeated=True, classes=("pv:Project",)),
    Field("towns", FieldKind.THING, repeated=True, classes=("pv:SubnationalPlace",)),
)
