"""From the page of a thing to the forms in which something is entered about it."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from flask import url_for

from peyvand.register.fields import EntryKind
from peyvand.vocabulary.graphs import registrar
from peyvand.web.pages.components.site import text

# By the kind of a thing: the forms, and the field of each in which the thing stands.
_OF_PLACE = {
    EntryKind.AGREEMENT: "parties",
    EntryKind.PLACE: "place",
    EntryKind.ACTIVITY: "place",
    EntryKind.OBSTACLE: "hinders",
    EntryKind.TASK: "of",
    EntryKind.ACCESSION: "city",
    EntryKind.MEMBERSHIP: "city",
    EntryKind.PROPOSAL: "of",
    EntryKind.PARTNERSHIP: "cities",
    EntryKind.PLAN: "of",
    EntryKind.NEED: "of",
    EntryKind.OFFER: "of",
    EntryKind.STATEMENT: "about",
}
_OF_LIVES = {EntryKind.STAGE: "of", EntryKind.TASK: "of", EntryKind.STATEMENT: "about"}
_FIELDS = {
    "city": _OF_PLACE,
    "region": _OF_PLACE,
    "agreement": {
        **_OF_LIVES,
        EntryKind.CRITERION: "of",
        EntryKind.ACTIVITY: "agreement",
        EntryKind.INDICATOR: "indicator_of",
        EntryKind.OBSTACLE: "hinders",
        EntryKind.AGREEMENT: "renews",
        EntryKind.PROPOSAL: "of",
        EntryKind.DECISION: "of",
    },
    "checklist": {EntryKind.ITEM: "checklist"},
    "checklist-item": {EntryKind.DECISION: "item"},
    "accession": {**_OF_LIVES, EntryKind.DECISION: "of"},
    "proposal": {**_OF_LIVES, EntryKind.DECISION: "of", EntryKind.INDICATOR: "indicator_of"},
    "law": {EntryKind.STAGE: "of", EntryKind.STATEMENT: "about"},
    "task": {EntryKind.TASK: "task", EntryKind.STATEMENT: "about"},
    "event": {
        EntryKind.ACTIVITY: "activity",
        EntryKind.SPEECH: "event",
        EntryKind.RESOLUTION: "session",
        EntryKind.ABSENCE: "event",
        EntryKind.GOAL: "of",
        EntryKind.INDICATOR: "indicator_of",
        EntryKind.OBSTACLE: "hinders",
        EntryKind.STATEMENT: "about",
    },
    "plan": {EntryKind.GOAL: "of", EntryKind.STATEMENT: "about"},
    "policy": {EntryKind.GOAL: "of", EntryKind.STATEMENT: "about"},
    "goal": {
        EntryKind.AGREEMENT: "goals",
        EntryKind.ACTIVITY: "goals",
        EntryKind.MEMBERSHIP: "goals",
    },
    "person": {
        EntryKind.SPEECH: "speaker",
        EntryKind.ABSENCE: "who",
        EntryKind.TERM: "person",
        EntryKind.STATEMENT: "about",
    },
    "obstacle": {EntryKind.SOLUTION: "answers", EntryKind.STATEMENT: "about"},
    "programme": {
        EntryKind.GRANT: "programme",
        EntryKind.INDICATOR: "indicator_of",
        EntryKind.STATEMENT: "about",
    },
}


def entry_links(
    kind: str, slug: str, graphs: Collection[str], language: str
) -> list[tuple[str, str]]:
    """The forms in which something is entered about a thing: the address and the name of each.

    Args:
        kind: of the thing, as its IRI names it.
        slug: its name there.
        graphs: those that speak of it; a claim is corrected in the register that holds it.
        language: of the page.
    """
    forms = {form: (field, f"{kind}/{slug}") for form, field in _FIELDS.get(kind, {}).items()}
    if kind == "claim" and any(registrar(name) is not None for name in graphs):
        forms = {EntryKind.CORRECTION: ("claim", slug), EntryKind.RETRACTION: ("claim", slug)}
    return [
        (
            f"{url_for('register.entry', kind=form)}?{urlencode({field: name, 'lang': language})}",
            _name(form, field, language),
        )
        for form, (field, name) in forms.items()
    ]


def _name(form: EntryKind, field: str, language: str) -> str:
    """What a form is called on the page of the thing that stands in one of its fields."""
    renewed = (form, field) == (EntryKind.AGREEMENT, "renews")
    return text("entry-renewal", language) if renewed else form.label(language)
