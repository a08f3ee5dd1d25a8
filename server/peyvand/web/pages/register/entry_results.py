"""What is told of an entry: what is wrong with it, what it would write, and what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from peyvand.errors import Invalid, PeyvandError
from peyvand.query.writes import WriteAnswer
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.rows import Severity
from peyvand.vocabulary.iris import ID, LABEL, iri
from peyvand.vocabulary.labels import tag_of
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, href
from peyvand.web.pages.components.values import Shown, Term, is_date

_ABOUT, _PROPERTY, _READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")
_PRINTED, _CANDIDATE = iri("pv:asPrinted"), iri("pv:candidate")
_IDENTIFIER, _REPLACES = iri("dcterms:identifier"), iri("pv:replaces")
_REASON = iri("pv:reason")
# Dates and numbers of several parts, as EDTF and addresses of files have them.
_RUN = re.compile(r"([0-9]+(?:[-/.,~?%]+[0-9]+)+[~?%]?)")
_FILES = f"{ID}register-file/"
# A thing that a suggestion names, before its label.
_SLUG = re.compile(r"[a-z]+(-[a-z]+)*/[a-z0-9]+(-[a-z0-9]+)*(?= \(|$)")
# How many derived statements are shown, and how many values of each.
_MOST, _FEW = 40, 5
# What is derived, and tells nobody more than what was entered.
_LEFT_OUT = (iri("pv:earliestDate"), iri("pv:latestDate"), iri("rdf:type"), LABEL)

Described = dict[NamedNode, list[Term]]


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

    @property
    def shown(self) -> Markup:
        """The message with its dates apart, which a line from right to left would turn round."""
        parts = _RUN.split(self.message)
        return Markup().join(
            Markup('<bdi dir="ltr">{}</bdi>').format(part) if number % 2 else part
            for number, part in enumerate(parts)
        )


@dataclass
class Statement:
    """What a claim would say: the property, as it was entered, and how it is read.

    ``exact`` are the readings that are dates, as EDTF writes them; ``among`` what else it may be;
    ``replaced`` the claims that it takes the place of, for ``reasons``.
    """

    property: list[Shown]
    printed: str
    readings: list[Shown]
    exact: list[str]
    among: list[Shown]
    replaced: list[Shown]
    reasons: list[Shown]


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


def broken(error: PeyvandError, language: str) -> list[Told]:
    """The rules that a graph with an entry would break, beyond what is told of its row."""
    report = error.report if isinstance(error, Invalid) else None
    return [Told("", "", row[f"message_{language}"]) for row in (report or {}).get("results", ())]


def _suggestion(text: str) -> tuple[str, str]:
    match = _SLUG.match(text)
    return text, href(f"{ID}{match[0]}") if match else ""


class Outcome:
    """What an entry would write, and what follows from it.

    Args:
        site: where labels are asked for.
        checked: what the dry run of the entry has told.
        language: of the page.
    """

    def __init__(self, site: Site, checked: WriteAnswer, language: str) -> None:
        self._reader = Reader(site, language)
        self._about = [one.about for one in checked.entered]
        self._said = _described(checked.claims)
        self._derived = _described(checked.derived)
        claims = [claim for claim in self._said.values() if _is_claim(claim)]
        # The claims of a register are numbered as they are made.
        self._claims = sorted(claims, key=lambda claim: _number(claim[_IDENTIFIER]))
        self._learn()

    def things(self) -> list[Entered]:
        """What is entered by the things that it is about, that of the entry before others; the
        file that it rests on is the last."""
        things: dict[str, Entered] = {about: self._thing(about) for about in self._about}
        for claim in self._claims:
            about = claim[_ABOUT][0].value
            things.setdefault(about, self._thing(about)).statements.append(self._statement(claim))
        for file in self._files():
            entered = things.setdefault(file.value, self._thing(file.value))
            entered.statements += [
                self._statement({_PROPERTY: [prop], _READING: values})
                for prop, values in self._said[file].items()
            ]
        return [thing for thing in things.values() if thing.statements]

    def follows(self) -> list[tuple[list[Shown], list[Shown], list[Shown]]]:
        """What is derived: of what, which property, and its values; without what is entered."""
        claimed = {(claim[_ABOUT][0], claim[_PROPERTY][0]) for claim in self._claims}
        files = self._files()
        rows = [
            (subject, prop, values)
            for subject, described in self._derived.items()
            for prop, values in described.items()
            if (subject, prop) not in claimed and subject not in files
            if prop not in _LEFT_OUT and subject.value.startswith(str(ID))
        ]
        shown = self._reader.shown
        return [(shown([one]), shown([prop]), shown(values[:_FEW])) for one, prop, values in rows][
            :_MOST
        ]

    def _learn(self) -> None:
        """Learn what everything is called: what is new, by what is entered and derived of it."""
        described = (*self._said.items(), *self._derived.items())
        self._reader.learn(
            term
            for subject, properties in described
            for prop, values in properties.items()
            for term in (subject, prop, *values)
        )
        named = [
            (claim[_ABOUT][0], claim.get(_READING, ()))
            for claim in self._claims
            if claim[_PROPERTY] == [LABEL]
        ]
        named += [(subject, properties.get(LABEL, ())) for subject, properties in described]
        for thing, labels in named:
            if labels:
                self._reader.know(thing.value, {tag_of(label): label.value for label in labels})

    def _files(self) -> list[NamedNode]:
        return [one for one in self._said if one.value.startswith(_FILES)]

    def _thing(self, about: str) -> Entered:
        name = about.removeprefix(str(ID))
        return Entered(self._reader.label(NamedNode(about))[0] or name, name)

    def _statement(self, claim: Described) -> Statement:
        shown, readings = self._reader.shown, claim.get(_READING, [])
        printed = claim[_PRINTED][0].value if _PRINTED in claim else ""
        among = [one for one in claim.get(_CANDIDATE, ()) if one not in readings]
        return Statement(
            shown(claim[_PROPERTY]),
            printed,
            shown(readings),
            [one.value for one in readings if is_date(one)],
            shown(among),
            shown(claim.get(_REPLACES, ())),
            shown(claim.get(_REASON, ())),
        )


def _described(lines: Sequence[str]) -> dict[NamedNode, Described]:
    """What some N-Quads say of things that have names, by property."""
    found: dict[NamedNode, Described] = {}
    for quad in parse("\n".join(lines).encode(), RdfFormat.N_QUADS):
        if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple):
            values = found.setdefault(quad.subject, {}).setdefault(quad.predicate, [])
            if quad.object not in values:
                values.append(quad.object)
    return found


def _is_claim(described: Described) -> bool:
    return _ABOUT in described and _PROPERTY in described


def _number(identifier: Sequence[Term]) -> int:
    """The number at the end of a claim's identifier."""
    return int(identifier[0].value.rpartition("-")[2])
