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
from peyvand.register import agreement_fields as agreements
from peyvand.register import plan_fields as plans
from peyvand.register import screening_fields as screening
from peyvand.register import speech_fields as speech
from peyvand.register.field import Field, FieldKind
from peyvand.texts import text


class EntryKind(StrEnum):
    """What is entered."""

    AGREEMENT = "agreement"
    STAGE = "stage"
    TASK = "task"
    CRITERION = "criterion"
    PLACE = "place"
    ACTIVITY = "activity"
    INDICATOR = "indicator"
    OBSTACLE = "obstacle"
    SOLUTION = "solution"
    GRANT = "grant"
    PLAN = "plan"
    GOAL = "goal"
    NEED = "need"
    OFFER = "offer"
    DISPUTE = "dispute"
    CHECKLIST = "checklist"
    ITEM = "item"
    DECISION = "decision"
    ACCESSION = "accession"
    MEMBERSHIP = "membership"
    PROPOSAL = "proposal"
    PARTNERSHIP = "partnership"
    STATEMENT = "statement"
    SPEECH = "speech"
    RESOLUTION = "resolution"
    ABSENCE = "absence"
    TERM = "term"
    CORRECTION = "correction"
    RETRACTION = "retraction"

    def label(self, language: str) -> str:
        """Its name for people."""
        return text(self.value, language, "entry")

    def about(self, language: str) -> str:
        """What is entered with it, in a sentence."""
        return text(self.value, language, "entry-help")


PLACES = ("pv:SubnationalPlace",)
ACTORS = ("pv:Person", "pv:Office", "pv:Organisation")
# What has a life of stages, and the schemes of these.
PIPELINES: Mapping[str, tuple[str, ...]] = {
    "pv:Agreement": ("stages",),
    "pv:Accession": ("accession-stages",),
    "pv:Proposal": ("proposal-states", "bill-stages"),
    "pv:Law": ("bill-stages",),
}
TASKED = ("pv:Agreement", "pv:Proposal", "pv:Accession", "pv:Organisation", "pv:Place")
DISPUTING = ("pv:SubnationalPlace", "pv:Country")
PROPOSED_FOR = ("pv:Agreement", "pv:Organisation", "pv:Place")
_SCHEMES = tuple(dict.fromkeys(one for some in PIPELINES.values() for one in some))
PLACE_KINDS = ("pv:City", "pv:District", "pv:MunicipalArea", "pv:County", "pv:Region")
# What a statement may say; the first is what it says if nothing is chosen.
STATEMENTS = ("pv:assertedContent", "pv:outcome", "pv:purpose", "pv:commitment", "pv:stance")


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
_STAGE = Field("stage", FieldKind.CHOICE, scheme=_SCHEMES[0], further=_SCHEMES[1:])
_CRITERIA = Field(
    "meets", FieldKind.CHOICE, repeated=True, scheme="formal-steps", further=("success-conditions",)
)
_AWAITS = replace(_STAGE, name="awaits")
_HOLDER = Field("holder", FieldKind.ACTOR, classes=ACTORS)
_DUE = Field("due", FieldKind.DAY)

FIELDS: Mapping[EntryKind, tuple[Field, ...]] = {
    EntryKind.AGREEMENT: (*agreements.agreement(PLACES), *_SOURCE, _NOTE),
    EntryKind.STAGE: (
        Field("of", FieldKind.THING, required=True, classes=tuple(PIPELINES)),
        replace(_STAGE, required=True),
        replace(_DATE, called="stage_date"),
        Field("signatures", FieldKind.SIGNATURE, repeated=True),
        Field("approved_by", FieldKind.ACTOR, repeated=True, classes=ACTORS),
        Field("matter", FieldKind.CHOICE, scheme="approval-matters"),
        Field("outcome", FieldKind.CHOICE, scheme="approval-outcomes", called="decision"),
        Field("session", FieldKind.ACTOR, classes=("pv:Event",)),
        Field("cause", FieldKind.CHOICE, scheme="end-causes"),
        Field("reason", FieldKind.TEXT, repeated=True, called="stage_reason"),
        _AWAITS,
        _HOLDER,
        _DUE,
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.TASK: (
        Field("task", FieldKind.THING, classes=("pv:Task",)),
        Field("of", FieldKind.THING, classes=TASKED, called="task_of"),
        *(replace(name, called=f"task_{name.name}") for name in _NAMES),
        _AWAITS,
        _HOLDER,
        _DUE,
        Field("completed", FieldKind.DATE),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.CRITERION: (
        Field("of", FieldKind.THING, required=True, classes=("pv:Agreement",), called="judged"),
        _CRITERIA,
        replace(_CRITERIA, name="fails"),
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
        Field("municipality", FieldKind.ACTOR, classes=("pv:Organisation",)),
        Field("advantages", FieldKind.CHOICE, repeated=True, scheme="readiness-criteria"),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.ACTIVITY: (*activities.activity(_NAMES, ACTORS), *_SOURCE, _NOTE),
    EntryKind.INDICATOR: (*activities.INDICATOR, *_SOURCE, _NOTE),
    EntryKind.OBSTACLE: (*_NEW_NAMES, activities.HINDERS, *_SOURCE, _NOTE),
    EntryKind.SOLUTION: (*_NEW_NAMES, activities.ANSWERS, *_SOURCE, _NOTE),
    EntryKind.GRANT: (*activities.GRANT, *_SOURCE, _NOTE),
    EntryKind.PLAN: (*_NEW_NAMES, *plans.PLAN, *_SOURCE, _NOTE),
    EntryKind.GOAL: (*_NEW_NAMES, *plans.goal(ACTORS), *_SOURCE, _NOTE),
    EntryKind.NEED: (*_NEW_NAMES, *screening.exchange(ACTORS[1:]), *_SOURCE, _NOTE),
    EntryKind.OFFER: (*_NEW_NAMES, *screening.exchange(ACTORS[1:]), *_SOURCE, _NOTE),
    EntryKind.CHECKLIST: (*_NEW_NAMES, screening.VERSION, *_SOURCE, _NOTE),
    EntryKind.ITEM: (*_NEW_NAMES, *screening.ITEM, *_SOURCE, _NOTE),
    EntryKind.DECISION: (*screening.decision(ACTORS), *_SOURCE, _NOTE),
    EntryKind.DISPUTE: (
        Field("of", FieldKind.THING, required=True, classes=DISPUTING, called="dispute_of"),
        Field("other", FieldKind.THING, required=True, classes=DISPUTING, called="dispute_with"),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.ACCESSION: (
        Field("city", FieldKind.THING, required=True, classes=PLACES),
        Field("network", FieldKind.THING, required=True, classes=("pv:Organisation",)),
        Field("field", FieldKind.CHOICE, scheme="creative-fields"),
        replace(_STAGE, scheme="accession-stages", further=(), called="first_stage"),
        replace(_DATE, called="stage_date"),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.MEMBERSHIP: (
        Field("city", FieldKind.THING, required=True, classes=PLACES, called="member"),
        Field("network", FieldKind.THING, required=True, classes=("pv:Organisation",)),
        Field("name", FieldKind.STRING, called="listed_name"),
        Field("field", FieldKind.CHOICE, scheme="creative-fields", called="membership_field"),
        Field("since", FieldKind.DATE, called="member_since"),
        Field("identifier", FieldKind.STRING, called="member_number"),
        Field("item", FieldKind.ITEM),
        replace(plans.GOALS_SERVED, classes=("pv:Goal",)),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.PROPOSAL: (
        *(replace(name, required=True) for name in _NAMES),
        Field("content", FieldKind.TEXT, repeated=True, required=True),
        Field("of", FieldKind.THING, repeated=True, classes=PROPOSED_FOR, called="proposal_of"),
        Field("by", FieldKind.ACTOR, repeated=True, classes=ACTORS),
        Field("state", FieldKind.CHOICE, scheme="proposal-states"),
        replace(_DATE, called="stage_date"),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.PARTNERSHIP: (
        Field("cities", FieldKind.THING, repeated=True, required=True, classes=PLACES),
        Field(
            "grounds",
            FieldKind.CHOICE_OR_TEXT,
            repeated=True,
            required=True,
            scheme="affinity-criteria",
            further=("other-grounds",),
            called="proposed_grounds",
        ),
        Field("look_at_cities", FieldKind.TEXT, repeated=True),
        Field("look_at_countries", FieldKind.TEXT, repeated=True),
        Field("weights", FieldKind.WEIGHT, repeated=True),
        Field("by", FieldKind.ACTOR, repeated=True, classes=ACTORS),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.STATEMENT: (
        Field("about", FieldKind.THING, required=True),
        Field("says", FieldKind.CHOICE, properties=STATEMENTS),
        Field("statement", FieldKind.TEXT, repeated=True, required=True),
        Field("speaker", FieldKind.ACTOR, required=True, classes=ACTORS),
        Field("said_on", FieldKind.DATE),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.SPEECH: (*speech.SPEECH, *_SOURCE, _NOTE),
    EntryKind.RESOLUTION: (*speech.RESOLUTION, *_SOURCE, _NOTE),
    EntryKind.ABSENCE: (*speech.absence(ACTORS), *_SOURCE, _NOTE),
    EntryKind.TERM: (*speech.TERM, *_SOURCE, _NOTE),
    EntryKind.CORRECTION: (
        Field("claim", FieldKind.CLAIM, required=True),
        Field("value", FieldKind.VALUE, repeated=True, required=True),
        Field("reason", FieldKind.TEXT, repeated=True, required=True),
        *_SOURCE,
        _NOTE,
    ),
    EntryKind.RETRACTION: (
        Field("claim", FieldKind.CLAIM, required=True, called="taken_back"),
        Field("reason", FieldKind.TEXT, repeated=True, required=True),
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
