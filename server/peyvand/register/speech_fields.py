"""The fields of what is entered of speech and sessions, and of terms of office."""

from __future__ import annotations

from dataclasses import replace

from peyvand.register.field import Field, FieldKind

SPEAKING = ("pv:Person", "pv:Organisation")
ADDRESSED = ("pv:Organisation", "pv:Person", "pv:Place")
FOLLOWING = ("pv:Event", "pv:Task", "pv:Agreement")
EVENTS = ("pv:Event",)
_EVENT = Field("event", FieldKind.ACTOR, required=True, classes=EVENTS, called="speech_event")
_OFFICE = Field("speaker_office", FieldKind.ACTOR, classes=("pv:Office",))
_CONTENT = Field("content", FieldKind.TEXT, repeated=True, required=True, called="speech_content")
_FOLLOW_UP = Field("follow_up", FieldKind.THING, repeated=True, classes=FOLLOWING)
_SPEAKER = Field("speaker", FieldKind.ACTOR, classes=SPEAKING, called="absence_speaker")
# Of an activity that is the session of a body.
SESSION = (
    Field("session_of", FieldKind.THING, repeated=True, classes=("pv:Organisation",)),
    Field("chair", FieldKind.ACTOR, classes=("pv:Person",)),
)
SPEECH = (
    replace(_SPEAKER, required=True, called="speech_speaker"),
    _OFFICE,
    _EVENT,
    Field("to", FieldKind.THING, repeated=True, classes=ADDRESSED, called="addressees"),
    Field("kind", FieldKind.CHOICE, scheme="statement-kinds", called="statement_kind"),
    _CONTENT,
    _FOLLOW_UP,
)
RESOLUTION = (
    replace(_EVENT, name="session", called="resolution_session"),
    Field("body", FieldKind.THING, classes=("pv:Organisation",), called="session_body"),
    replace(_CONTENT, called="resolution_content"),
    Field("voiced_by", FieldKind.ACTOR, repeated=True, classes=SPEAKING),
    Field("state", FieldKind.CHOICE, scheme="resolution-states", called="resolution_state"),
    _FOLLOW_UP,
)
TERM = (
    Field("person", FieldKind.ACTOR, required=True, classes=("pv:Person",), called="term_person"),
    replace(_OFFICE, name="term_office", required=True, called=""),
    Field("date", FieldKind.DATE, called="term_date"),
)


def absence(absent: tuple[str, ...]) -> tuple[Field, ...]:
    """The fields of an absence.

    Args:
        absent: the classes of those who may be absent.
    """
    return (
        replace(_EVENT, called="absence_event"),
        Field("who", FieldKind.ACTOR, required=True, classes=absent, called="absent"),
        Field("reason", FieldKind.TEXT, repeated=True, called="absence_reason"),
        _SPEAKER,
    )
