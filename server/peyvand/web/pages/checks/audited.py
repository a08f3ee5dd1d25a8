"""A total beside counts, as a page shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import request, url_for
from markupsafe import Markup

from peyvand.audit.model import Audited, Count, Sources
from peyvand.audit.names import (
    count_name,
    covered_by,
    gaps_of,
    notes_of,
    part_name,
    readings_of,
    source_of,
    sum_of,
    title_of,
    written,
)
from peyvand.vocabulary.iris import ID
from peyvand.web.pages.components.dates import spoken
from peyvand.web.pages.components.site import href

# A number with its sign, which stands before it whichever way a text runs.
_SIGNED = re.compile(r"([+−][\d,٬]+)")


@dataclass(frozen=True)
class Line:
    """A count: what is counted, how many, what lists them, and how it stands to the total."""

    name: str
    count: str
    opened: str
    sum: str = ""
    gap: str | Markup = ""
    notes: str = ""


@dataclass(frozen=True)
class Told:
    """A total with its counts.

    Attributes:
        key: for its address on the page.
        title: what it is called.
        about: the address of what it is about.
        readings: what it is, or may be.
        source: who states it, where and when.
        covered: what it is said to cover, by name.
        counts: of our own.
        parts: what could explain the gap.
    """

    key: str
    title: str
    about: str
    readings: str
    source: str
    covered: list[tuple[str, str]]
    counts: list[Line]
    parts: list[Line]


def told(audited: Audited, language: str) -> Told:
    """A total as a page shows it, in a language."""
    total = audited.total
    return Told(
        total.key,
        title_of(total, language),
        href(total.about.iri),
        readings_of(total, language),
        source_of(total, language),
        [
            (name, spoken(value, language) if value == total.period else value)
            for name, value in covered_by(audited, language)
        ],
        [line_of(audited, count, language) for count in audited.counts],
        [
            Line(
                part_name(part, language),
                written(part.count, language),
                _opened(part.query, language),
            )
            for part in audited.parts
        ],
    )


def line_of(audited: Audited, count: Count, language: str) -> Line:
    """A count of a total as a page shows it, in a language."""
    return Line(
        count_name(count, audited.total.unit, language),
        written(count.count, language),
        _recognised(audited, count, language) or _opened(count.query, language),
        sum_of(count, language),
        _gaps(audited, count, language),
        notes_of(count, language),
    )


def _gaps(audited: Audited, count: Count, language: str) -> Markup:
    told = gaps_of(audited.total, count, language)
    parts = _SIGNED.split(told)
    return Markup().join(
        Markup('<bdi dir="ltr">{}</bdi>').format(part) if number % 2 else part
        for number, part in enumerate(parts)
    )


def _recognised(audited: Audited, count: Count, language: str) -> str:
    """The address of the verdicts behind a count by a profile; nothing for another count."""
    if not count.rule or "on" in request.args or "said" in request.args:
        return ""
    scope = "documents" if count.sources is Sources.DOCUMENTS else "world"
    held = audited.holder and audited.holder.iri.removeprefix(str(ID))
    return url_for(
        "recognition.recognition", profile=count.profile, scope=scope, city=held, lang=language
    )


def _opened(query: str, language: str) -> str:
    """The address of the page that asks a query."""
    return url_for("editor.query", query=query, lang=language)
