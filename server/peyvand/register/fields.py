"""What may be entered: the kinds of entry and their fields.

Forms, templates of tables, the description of the API and the reader of rows all go by this one
table. How a field is called and what stands in it, say the catalogues (contexts ``field`` and
``field-help``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from enum import StrEnum
from functools import cache

from peyvand.features.folding import fold, is_arabic, joined
from peyvand.register import activity_fields as activities
from peyvand.register.field import Field, FieldKind
from peyvand.texts import text


class EntryKind(StrEnum):
    """What is entered."""

    AGREEMENT = "agreement"
    PLACE = "place"
    ACTIVITY = "activity"
    INDICATOR = "indicator"
    OBSTACLE = "obstacle"
    SOLUTION = "solution"
    GRANT = "grant"
    STATEMENT = "statement"
    CORRECTION = "correction"

    def label(self, language: str) -> str:
        """Its name for people."""
        return text(self.value, language, "entry")

    def about(self, language: str) -> str:
        """What is entered with it, in a sentence."""
        return text(self.value, language, "entry-help")


PLACES = ("pv:SubnationalPlace",)
FURTHER_PARTIES = ("pv:Country", "pv:Organisation")
ACTORS = ("pv:Person", "pv:Office", "pv:Organisation")
AGREEMENT_KINDS = (
    "pv:SisterCityAgreement",
    "pv:FriendshipAgreement",
    "pv:MemorandumOfUnderstanding",
    "pv:ProjectPartnership",
    "pv:ContactLink",
)
PLACE_KINDS = ("pv:City", "pv:District", "pv:MunicipalArea", "pv:County", "pv:Region")
# What a statement may say; the first is what it says if nothing is chosen.
STATEMENTS = (
    *("pv:assertedContent", "pv:outcome", "pv:purpose", "pv:obstacle", "pv:commitment"),
    *("pv:plannedActivity", "pv:stance"),
)


# Where an entry is from: a register file, by its number, date and office, or a published source.
_SOURCE = (
    Field("source_number", FieldKind.STRING),
    Field("source_date", FieldKind.DATE),
    Field("source_office", FieldKind.ACTOR, classes=ACTORS[1:]),
    Field("source_sha256", FieldKind.DIGEST),
    Field("source", FieldKind.THING, classes=("pv:Document",)),
    Field("source_url", FieldKind.STRING),
)
_NOTE = Field("note", FieldKind.TEXT, repeated=True)
_NAMES = (Field("name_en", FieldKind.NAME), Field("name_fa", FieldKind.NAME))
_NEW_NAMES = tuple(replace(name, required=True) for name in _NAMES)
_KIND = Field("kind", FieldKind.CHOICE)
_DATE = Field("date", FieldKind.DATE)

FIELDS: Mapping[EntryKind, tuple[Field, ...]] = {
    EntryKind.AGREEMENT: (
        Field("parties", FieldKind.THING, repeated=True, required=True, classes=PLACES),
        Field("other_parties", FieldKind.THING, repeated=True, classes=FURTHER_PARTIES),
        replace(_KIND, classes=AGREEMENT_KINDS),
        Field("instrument", FieldKind.CHOICE, scheme="agreement-instruments"),
        Field("official", FieldKind.CHOICE, scheme="statuses", concepts=("official", "unofficial")),
        _DATE,
        Field("ended", FieldKind.DATE),
        Field("signatures", FieldKind.SIGNATURE, repeated=True),
        Field("approvals", FieldKind.APPROVAL, repeated=True),
        Field("purpose", FieldKind.TEXT, repeated=True),
        Field("areas", FieldKind.CHOICE, repeated=True, scheme="cooperation-areas"),
        Field("grounds", FieldKind.CHOICE_OR_TEXT, repeated=True, scheme="affinity-criteria"),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.PLACE: (
        Field("place", FieldKind.THING, classes=PLACES),
        *_NAMES,
        Field("other_names", FieldKind.TEXT, repeated=True),
        replace(_KIND, classes=PLACE_KINDS),
        Field("country", FieldKind.THING, classes=("pv:Country",)),
        Field("part_of", FieldKind.THING, classes=PLACES),
        Field("coordinates", FieldKind.COORDINATES),
        Field("population", FieldKind.NUMBER),
        Field("item", FieldKind.ITEM),
        Field("highest_office", FieldKind.ACTOR, classes=("pv:Office",)),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.ACTIVITY: (*activities.activity(_NAMES, ACTORS), *_SOURCE, _NOTE),
    EntryKind.INDICATOR: (*activities.INDICATOR, *_SOURCE, _NOTE),
    EntryKind.OBSTACLE: (*_NEW_NAMES, activities.HINDERS, *_SOURCE, _NOTE),
    EntryKind.SOLUTION: (*_NEW_NAMES, activities.ANSWERS, *_SOURCE, _NOTE),
    EntryKind.GRANT: (*activities.GRANT, *_SOURCE, _NOTE),
    EntryKind.STATEMENT: (
        Field("about", FieldKind.THING, required=True),
        Field("says", FieldKind.CHOICE, properties=STATEMENTS),
        Field("statement", FieldKind.TEXT, repeated=True, required=True),
        Field("speaker", FieldKind.ACTOR, required=True, classes=ACTORS),
        Field("said_on", FieldKind.DATE),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.CORRECTION: (
        Field("claim", FieldKind.CLAIM, required=True),
        Field("value", FieldKind.VALUE, repeated=True, required=True),
        Field("reason", FieldKind.TEXT, repeated=True, required=True),
        *_SOURCE,
        _NOTE,
    ),
}


def field(kind: EntryKind, name: str) -> Field:
    """The field of a kind of entry by its name.

    Raises:
        KeyError: there is none.
    """
    return {one.name: one for one in FIELDS[kind]}[name]


@cache
def _columns(kind: EntryKind) -> Mapping[str, Field]:
    columns: dict[str, Field] = {}
    for one in FIELDS[kind]:
        for heading in (one.name, *one.headings["en"], *one.headings["fa"]):
            columns.setdefault(_folded(heading), one)
    return columns


def of_heading(kind: EntryKind, heading: str) -> Field | None:
    """The field whose column has a heading, in either language, however it is spelt; else None."""
    return _columns(kind).get(_folded(heading))


def like(kind: EntryKind, heading: str) -> str:
    """The heading that one may be meant for; "" if it is like none."""
    near = get_close_matches(_folded(heading), _columns(kind), n=1)
    tag = "fa" if is_arabic(heading) else "en"
    return _columns(kind)[near[0]].heading(tag) if near else ""


def _folded(heading: str) -> str:
    return joined(fold(heading.replace("_", " "), whole=True))
