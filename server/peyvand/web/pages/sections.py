"""Sections of a page: a question about the thing, and its answer as a table.

A section names variables, not labels: what the answer mentions is given its label in one more
question for the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask import url_for
from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.sources.licences import NAMES
from peyvand.texts import texts
from peyvand.vocabulary.iris import prefixed
from peyvand.vocabulary.labels import pick, tag_of
from peyvand.vocabulary.release import release
from peyvand.web.linked_data.addresses import is_safe
from peyvand.web.pages.site import Row, Site, href
from peyvand.web.pages.values import Shown, Term, chosen, show

# An IRI list in one question; more are asked for in several.
_AT_ONCE = 400


@dataclass(frozen=True)
class Section:
    """A question about a thing.

    Args:
        name: the name of its heading's text, without ``section-``; the anchor on the page.
        text: a SELECT query, in which ``$this`` stands for the thing.
        columns: the variables that are shown. Their headings are the texts ``column-NAME``.
        key: the variables that make a row; what else they have is gathered in one cell.
        most: how many rows are shown; the rest is counted.
    """

    name: str
    text: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    most: int = 200

    def query(self, iri: str) -> str:
        """The query about a thing, as anybody may run it."""
        return self.text.replace("$this", f"<{iri}>")


@dataclass
class Table:
    """A section's answer."""

    name: str
    query: str
    csv: str
    columns: tuple[str, ...]
    entries: list[dict[str, list[Term]]]
    left_out: int = 0
    rows: list[list[list[Shown]]] = field(default_factory=list)


class Reader:
    """Reads the sections of one page.

    Args:
        site: where questions are asked.
        language: the language of the page.
    """

    def __init__(self, site: Site, language: str) -> None:
        self.site, self.language = site, language
        self._labels: dict[str, dict[str, str]] = {}

    def tables(self, sections: Iterable[Section], iri: str) -> dict[str, Table]:
        """The answers that have any rows, by the names of their sections, ready to be shown."""
        asked = [(section, section.query(iri)) for section in sections]
        answers = self.site.select_all([query for _, query in asked])
        tables = {
            section.name: self._table(section, query, rows)
            for (section, query), rows in zip(asked, answers, strict=True)
            if rows
        }
        self._show(tables.values())
        return tables

    def part(
        self, section: Section, page: int, most: int, rows: Sequence[Row] | None = None
    ) -> tuple[Table | None, int]:
        """A part of the rows of a section about no one thing, and how many there are.

        Args:
            section: its ``most`` is not heeded.
            page: which part, from 1.
            most: how many rows a part has.
            rows: all rows, where they are not those of the query.
        """
        query = section.query("")
        whole = replace(section, most=page * most)
        table = self._table(whole, query, self.site.select(query) if rows is None else rows)
        total = len(table.entries) + table.left_out
        table.entries, table.left_out = table.entries[(page - 1) * most :], 0
        if rows is not None:
            # The query alone does not list these.
            table.query = table.csv = ""
        self._show([table])
        return (table if table.entries else None), total

    def _show(self, tables: Iterable[Table]) -> None:
        """Learn what tables mention, and write their cells."""
        tables = list(tables)
        self.learn(
            term
            for table in tables
            for entry in table.entries
            for terms in entry.values()
            for term in terms
        )
        for table in tables:
            table.rows = [
                [self.shown(entry[name]) for name in table.columns] for entry in table.entries
            ]

    def shown(self, terms: Sequence[Term]) -> list[Shown]:
        """Some values of one cell, in the language of the page."""
        return [
            show(term, self.language, self.label, href) for term in chosen(terms, self.language)
        ]

    def label(self, term: Any) -> tuple[str, str]:
        """A label and its language, as far as ``learn`` has heard of the thing."""
        known = self._labels.get(term.value, {})
        if known:
            return pick(known, self.language)
        text, tag = release().glossary.label(term.value, self.language)
        if not text and term.value in NAMES:
            text, tag = NAMES[term.value], "en"
        if not text:
            text = texts(self.language).get(f"term-{prefixed(term.value)}", "")
            tag = self.language if text else ""
        return text, tag

    def labels(self, term: Any) -> Mapping[str, str]:
        """The labels of a thing by language, as far as ``learn`` has heard of it."""
        return self._labels.get(term.value, {})

    def learn(self, terms: Iterable[Any]) -> None:
        """Ask for the labels of all things among some terms."""
        unknown = dict.fromkeys(
            term.value
            for term in terms
            if isinstance(term, NamedNode)
            and term.value not in self._labels
            and is_safe(term.value)
        )
        names = list(unknown)
        for start in range(0, len(names), _AT_ONCE):
            part = names[start : start + _AT_ONCE]
            query = own("web/labels").bound(thing=list(map(NamedNode, part)))
            for name in part:
                self._labels[name] = {}
            for row in self.site.select(query):
                tag = tag_of(row["label"])
                self._labels[row["thing"].value].setdefault(tag, row["label"].value)

    def know(self, iri: str, labels: Mapping[str, str]) -> None:
        """Tell the labels of a thing that the graph does not have yet, by their tags."""
        self._labels[iri] = {**labels}

    def _table(self, section: Section, query: str, rows: Sequence[Row]) -> Table:
        key = section.key or section.columns
        entries: dict[tuple[str, ...], dict[str, dict[Term, None]]] = {}
        for row in rows:
            place = tuple(str(row.get(name, "")) for name in key)
            entry = entries.setdefault(place, {name: {} for name in section.columns})
            for name in section.columns:
                if name in row:
                    entry[name][row[name]] = None
        kept = [
            {name: list(terms) for name, terms in merged.items()} for merged in entries.values()
        ]
        used = tuple(name for name in section.columns if any(entry[name] for entry in kept))
        return Table(
            section.name,
            query,
            url_for("sparql", query=query, format="csv", version=self.site.version),
            used,
            kept[: section.most],
            max(0, len(kept) - section.most),
        )
