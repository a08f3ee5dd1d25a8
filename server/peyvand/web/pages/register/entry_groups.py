"""The groups in which a form shows its fields, and the choices of a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from peyvand.register.choices import choices, labels
from peyvand.register.field import Field
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.vocabulary.iris import thing
from peyvand.vocabulary.labels import pick

# By the kind of entry: what is in none of these groups comes first, and what is about the source
# last.
_GROUPS: Mapping[EntryKind, Mapping[str, tuple[str, ...]]] = {
    EntryKind.AGREEMENT: {
        "parties": ("parties", "other_parties"),
        "kind": ("kind", "instrument", "official", "renews"),
        "dates": ("date", "ended"),
        "signing": ("signatures", "approvals"),
        "content": ("purpose", "areas", "grounds", "limits", "goals"),
    },
    EntryKind.PLACE: {"where": ("country", "part_of", "coordinates")},
    EntryKind.STAGE: {
        "signing": ("signatures", "approved_by", "matter", "outcome", "session"),
        "why": ("cause", "reason"),
        "next": ("awaits", "holder", "due"),
    },
    EntryKind.TASK: {"next": ("awaits", "holder", "due", "completed")},
    EntryKind.ACTIVITY: {
        "held": ("status", "date", "place", "edition_of", "ordinal"),
        "people": (
            "organisers",
            "session_of",
            "chair",
            "attendances",
            "participants",
            "number",
            "open",
        ),
        "themes": ("areas", "sectors", "sources", "goals"),
        "result": ("result", "outcome", "indicators", "evidence"),
    },
}


def groups_of(kind: EntryKind) -> dict[str, list[str]]:
    """The groups of a form, each with the names of its fields; none is empty.

    Args:
        kind: what is entered with the form.
    """
    names = [one.name for one in FIELDS[kind]]
    sources = tuple(name for name in names if _is_of_source(name))
    groups = _GROUPS.get(kind, {})
    grouped = {name for some in (*groups.values(), sources) for name in some}
    rest = tuple(name for name in names if name not in grouped)
    every = {"what": rest, **groups, "source": sources}
    found = {group: [one for one in some if one in names] for group, some in every.items()}
    return {group: some for group, some in found.items() if some}


def groups_of_choices(field: Field, language: str) -> list[tuple[str, list[str]]]:
    """The choices of a field by the schemes that they are of, each with what it is called.

    A field whose choices are all of one kind has one group, without a name.
    """
    if len(field.schemes) < 2:
        return [("", [one.label(language) for one in choices(field)])]
    return [
        (
            pick(labels(thing(f"scheme/{scheme}")), language)[0],
            [one.label(language) for one in choices(replace(field, scheme=scheme, further=()))],
        )
        for scheme in field.schemes
    ]


def _is_of_source(name: str) -> bool:
    """Whether a field is about where an entry is from, or a note to it."""
    return name == "note" or name.partition("_")[0] == "source"
