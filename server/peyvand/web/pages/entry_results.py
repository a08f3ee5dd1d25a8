"""What is told of an entry: what is wrong with it, what it would write, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.rows import Severity
from peyvand.vocabulary.iris import ID, LABEL, iri
from peyvand.vocabulary.labels import tag_of
from peyvand.web.pages.sections import Reader
from peyvand.web.pages.site import Site, href
from peyvand.web.pages.values import Shown, Term, is_date

_ABOUT, _PROPERTY, _READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")
_PRINTED, _CANDIDATE = iri("pv:asPrinted"), iri("pv:candidate")
# A thing that a suggestion names, before its label.
_SLUG = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*(?= \(|$)")
# How many derived statements are shown, and how many values of each.
_MOST, _FEW = 40, 5
# What is derived, and tells nobody more than what was entered.
_LEFT_OUT = (iri("pv:earliestDate"), iri("pv:latestDate"), iri("rdf:type"), LABEL)


@dataclass(frozen=True)
class Told:
    """A problem of an entry, in the language of a page.

    Args:
        field: the name of the field it is about; "" if it is about the whole.
        label: what the field is called.
        message: what is wrong, and what to do.
        suggestions: what may be written instead, each with the page of the thing that it names, or
            with "" if it names none.
        wrong: whether the entry is refused for it.
    """

    field: str
    label: str
    message: str
    suggestions: tuple[tuple[str, str], ...] = ()
    wrong: bool = True


@dataclass
class Statement:
    """What a claim would say: the property, as it was entered, and how it is read.

    ``exact`` are the readings that are dates, as EDTF writes them.
    """

    property: list[Shown]
    printed: str
    readings: list[Shown]
    exact: list[str]
    among: list[Shown]


@dataclass
class Entered:
    """A thing that an entry speaks of, with what it would say of it."""

    label: str
    name: str
    statements: list[Statement] = field(default_factory=list)


def told(kind: EntryKind, rows: Iterable[Mapping[str, Any]], language: str) -> list[Told]:
    """The problems of an entry, the gravest first, in the language of a page."""
    labels = {one.name: one.heading(language) for one in FIELDS[kind]}
    problems = [
        Told(
            field=row["column"] if row["column"] in labels else "",
            label=labels.get(row["column"], row["column"]),
            message=row["message"][language],
            suggestions=tuple(map(_suggestion, filter(None, row["suggestion"].split("; ")))),
            wrong=row["severity"] == Severity.VIOLATION,
        )
        for row in rows
        # That it is entered is what the page is about.
        if row["severity"] != Severity.INFO
    ]
    return sorted(problems, key=lambda one: not one.wrong)


def _suggestion(text: str) -> tuple[str, str]:
    match = _SLUG.match(text)
    return text, href(f"{ID}{match[0]}") if match else ""


def entered(site: Site, lines: Sequence[str], language: str) -> tuple[list[Entered], Reader]:
    """The things that claims are about, with what each claim says, in the order of the claims.

    Args:
        site: where labels are asked for.
        lines: the claims in N-Quads.
        language: of the page.

    Returns:
        The things, and the reader that knows what they are called.
    """
    claims: dict[NamedNode, dict[NamedNode, list[Term]]] = {}
    for subject, predicate, value in _triples(lines):
        claims.setdefault(subject, {}).setdefault(predicate, []).append(value)
    spoken = [claim for claim in claims.values() if _ABOUT in claim and _PROPERTY in claim]
    reader = Reader(site, language)
    names: dict[str, dict[str, str]] = {}
    for claim in spoken:
        if claim[_PROPERTY] == [LABEL]:
            for value in claim.get(_READING, ()):
                names.setdefault(claim[_ABOUT][0].value, {})[tag_of(value)] = value.value
    reader.learn(value for claim in spoken for values in claim.values() for value in values)
    for new, labels in names.items():
        reader.know(new, labels)
    things: dict[str, Entered] = {}
    for claim in spoken:
        about = claim[_ABOUT][0]
        name = about.value.removeprefix(str(ID))
        thing = things.setdefault(name, Entered(reader.label(about)[0] or name, name))
        readings = claim.get(_READING, [])
        among = [one for one in claim.get(_CANDIDATE, ()) if one not in readings]
        printed = claim.get(_PRINTED, ())
        thing.statements.append(
            Statement(
                reader.shown(claim[_PROPERTY]),
                printed[0].value if printed else "",
                reader.shown(readings),
                [one.value for one in readings if is_date(one)],
                reader.shown(among),
            )
        )
    return list(things.values()), reader


def follows(lines: Sequence[str], reader: Reader) -> list[tuple[Shown, list[Shown], list[Shown]]]:
    """What is derived from an entry: of what, which property, and its values.

    Args:
        lines: the derived statements in N-Quads, those that are added.
        reader: of the page.
    """
    rows: dict[tuple[NamedNode, NamedNode], list[Term]] = {}
    for subject, predicate, value in _triples(lines):
        if predicate not in _LEFT_OUT:
            values = rows.setdefault((subject, predicate), [])
            if value not in values:
                values.append(value)
    reader.learn(term for key, values in rows.items() for term in (*key, *values))
    shown = []
    for (subject, predicate), values in list(rows.items())[:_MOST]:
        shown.append(
            (reader.shown([subject])[0], reader.shown([predicate]), reader.shown(values[:_FEW]))
        )
    return shown


def _triples(lines: Sequence[str]) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
    """What some N-Quads say of things that have names."""
    for quad in parse("\n".join(lines).encode(), RdfFormat.N_QUADS):
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple):
            yield quad.subject, quad.predicate, quad.object
