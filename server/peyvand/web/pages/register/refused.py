"""Registrations that were refused, in words; of what was sent they tell nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask import url_for
from pyoxigraph import NamedNode

from peyvand.query.refusals import LEFT_OUT, Refusal, Told
from peyvand.register.fields import EntryKind, field
from peyvand.texts import texts
from peyvand.web.pages.components.dates import moment
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.values import Shown


@dataclass(frozen=True)
class Draft:
    """A registration that was refused, as a page shows it.

    Attributes:
        kind: the kind of entry.
        href: its form.
        by: the register that it was for.
        at: when, in words.
        things: what it is about.
        rows: how many rows were refused.
        problems: what was wrong, and with which field.
    """

    kind: str
    href: str
    by: str
    at: str
    things: list[Shown]
    rows: int
    problems: list[tuple[str, str]]


def drafts(
    refusals: Iterable[Refusal], things: Collection[str], reader: Reader, language: str
) -> list[Draft]:
    """The refusals that are about any of some things.

    Args:
        refusals: those that are kept.
        things: the IRIs.
        reader: is asked what things are called.
        language: of the page.
    """
    kinds = {kind.value for kind in EntryKind}
    kept = [one for one in refusals if one.entry in kinds and {*one.about} & {*things}]
    reader.learn(NamedNode(iri) for one in kept for iri in one.about)
    return [_draft(one, reader, language) for one in kept]


def _draft(one: Refusal, reader: Reader, language: str) -> Draft:
    kind = EntryKind(one.entry)
    return Draft(
        kind=kind.label(language),
        href=url_for("register.entry", kind=kind, lang=language),
        by=one.by,
        at=moment(one.at, language),
        things=reader.shown([NamedNode(iri) for iri in one.about]),
        rows=one.rows,
        problems=[_problem(kind, told, language) for told in one.problems],
    )


class _LeftOut(dict[str, str]):
    """What was sent stands in no message."""

    def __missing__(self, key: str) -> str:
        return LEFT_OUT


def _problem(kind: EntryKind, told: Told, language: str) -> tuple[str, str]:
    """What a problem's field is called, and the problem in words."""
    try:
        heading = field(kind, told.field).heading(language)
    except KeyError:
        heading = ""
    # What another version of the program told, this one may have no words for.
    message = texts(language, "row").get(told.code, told.code)
    said = told.said.get(language) or LEFT_OUT
    return heading, message.format_map(_LeftOut(field=heading or LEFT_OUT, said=said))
