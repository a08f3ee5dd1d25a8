"""Sections of a page: a question about the thing, and its answer as a table.

A section names variables, not labels: what the answer mentions is given its label in one more
question for the whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode

from peyvand.sources.labels import names_of
from peyvand.sources.licences import NAMES
from peyvand.texts import text, texts
from peyvand.vocabulary.iris import BASE, ID, prefixed
from peyvand.vocabulary.labels import LANGUAGES, pick
from peyvand.vocabulary.release import release
from peyvand.web.linked_data.addresses import is_safe
from peyvand.web.pages.components import sheets
from peyvand.web.pages.components.grouping import row_by_row, shape
from peyvand.web.pages.components.index_names import index_names
from peyvand.web.pages.components.ordering import rows_in_order
from peyvand.web.pages.components.site import Row, Site, href
from peyvand.web.pages.components.values import Shown, Term, chosen, language_named, show

_GRAPH, _CLAIM = f"{BASE}graph/", f"{ID}claim/"
# The names of so many things are taken from the index, if it is there.
_MANY = 300
# The column of a table that has tags of languages.
_LANGUAGE = "language"


@dataclass(frozen=True)
class Section:
    """A question about a thing.

    Args:
        name: the name of its heading's text, without ``section-``; the anchor on the page.
        text: a SELECT query, in which ``$this`` stands for the thing.
        columns: the variables that are shown. Their headings are the texts ``column-NAME``.
        key: the variables that make a row; what else they have is gathered in one cell.
        most: how many rows are shown; the rest is counted.
        wanted: the variables of which a page tells how many rows lack them, for the text
            ``unsaid-NAME``: that nobody says it is not that it is not so.
        about: the variable of which a page tells once, below its table, in which rows nothing is on
            record: those that the query marks by ``?isSilent``.
    """

    name: str
    text: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()
    most: int = 200
    wanted: tuple[str, ...] = ()
    about: str = ""

    def query(self, iri: str) -> str:
        """The query about a thing, as anybody may run it."""
        return self.text.replace("$this", f"<{iri}>")


@dataclass
class Table:
    """A section's answer: the rows that are shown, and the rest.

    ``query`` has a row for each of them, and so has the file at ``csv``. ``unsaid`` tells how many
    rows lack what is wanted of each. ``silent`` are the rows of which nothing is on record, and
    ``silences`` the words for them: what they are of, by the first column where that is another.
    """

    name: str
    query: str
    csv: str
    columns: tuple[str, ...]
    entries: list[dict[str, list[Term]]]
    rest: list[dict[str, list[Term]]] = field(default_factory=list)
    rows: list[list[list[Shown]]] = field(default_factory=list)
    unsaid: dict[str, int] = field(default_factory=dict)
    silent: list[dict[str, list[Term]]] = field(default_factory=list)
    about: str = ""
    silences: list[tuple[list[Shown], list[Shown]]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many rows there are, shown or not."""
        return len(self.entries) + len(self.rest) + len(self.silent)

    @property
    def left_out(self) -> int:
        """How many rows are not shown."""
        return len(self.rest)


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
        # One question for the names of all, by which rows are put in order.
        self.learn(term for rows in answers for row in rows for term in row.values())
        tables = {
            section.name: self._table(section, query, rows_in_order(query, rows, self))
            for (section, query), rows in zip(asked, answers, strict=True)
            if rows
        }
        self._answer(tables.values())
        self._show(tables.values())
        return tables

    def table(
        self, section: Section, query: str, rows: Sequence[Row], condition: str = ""
    ) -> Table:
        """The table of some rows of an answer, in their order, ready to be shown.

        Args:
            section: its columns and its key.
            query: whose answer they are of.
            rows: of the answer.
            condition: of SPARQL, which these alone meet; nothing if they are all.
        """
        return self.finish(self._table(section, query, rows, condition))

    def finish(self, table: Table) -> Table:
        """A table ready to be shown; it is the answer if the request asks for its file."""
        self._answer([table])
        # Whoever gets the file of all rows sees no page.
        self._show([table] if sheets.asked_table() != table.name else [])
        return table

    def _answer(self, tables: Iterable[Table]) -> None:
        """Answer the request with the CSV of one of some tables, if that is asked for."""
        name = sheets.asked_table()
        for table in tables:
            if table.name == name:
                entries = [*table.entries, *table.rest, *table.silent]
                self.learn(_terms(entries))
                rows = sheets.sheet(table.columns, entries, self.label_in, self.language)
                sheets.give(sheets.answer(rows, name, self.language, self.site.version))

    def _show(self, tables: Iterable[Table]) -> None:
        """Learn what tables mention, and write their cells."""
        tables = list(tables)
        self.learn(term for table in tables for term in _terms([*table.entries, *table.silent]))
        for table in tables:
            table.rows = [
                [
                    self.languages(entry[name]) if name == _LANGUAGE else self.shown(entry[name])
                    for name in table.columns
                ]
                for entry in table.entries
            ]
            table.silences = self._silences(table)

    def _silences(self, table: Table) -> list[tuple[list[Shown], list[Shown]]]:
        """What nothing is on record of, in the order of the query."""
        of: dict[tuple[Term, ...], list[Term]] = {}
        for entry in table.silent:
            first = table.columns[0]
            head = () if first == table.about else tuple(entry[first])
            of.setdefault(head, []).extend(entry[table.about])
        return [(self.shown(head), self.shown(terms)) for head, terms in of.items()]

    def shown(self, terms: Sequence[Term]) -> list[Shown]:
        """Some values of one cell, in the language of the page."""
        return [
            show(term, self.language, self.label, href) for term in chosen(terms, self.language)
        ]

    def languages(self, tags: Sequence[Term]) -> list[Shown]:
        """What the languages of some tags are called."""
        return [Shown(language_named(tag.value, self.language)) for tag in tags]

    def label(self, term: Any) -> tuple[str, str]:
        """A label and its language, as far as ``learn`` has heard of the thing."""
        known = self._labels.get(term.value, {})
        if known:
            return pick(known, self.language)
        label, tag = release().glossary.label(term.value, self.language)
        if not label and term.value in NAMES:
            label, tag = NAMES[term.value], "en"
        if not label:
            label = texts(self.language).get(f"term-{prefixed(term.value)}", "")
            tag = self.language if label else ""
        return label, tag

    def label_in(self, term: NamedNode, language: str) -> str:
        """The label of a thing in one language; nothing if it has none in that."""
        known = self._labels.get(term.value, {})
        if known:
            return known.get(language, "")
        label, tag = release().glossary.label(term.value, language)
        if label:
            return label if tag == language else ""
        return texts(language).get(f"term-{prefixed(term.value)}", "")

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
        if len(unknown) > _MANY:
            known = index_names(self.site)
            self._labels |= {name: known[name] for name in unknown if name in known}
            # Claims, of which there are most, have no names.
            unknown = {name: None for name in unknown if name not in known and _CLAIM not in name}
        sources = {name: source for name in unknown if (source := _source_of(name))}
        found = names_of(self.site.select, [*unknown, *sources.values()])
        for name, source in sources.items():
            found[name] = {
                tag: text("graph-of", tag).format(source=label)
                for tag, label in found.get(source, {}).items()
                if tag in LANGUAGES
            }
        for name in unknown:
            self._labels[name] = found.get(name, {})
            if title := self.site.titles_of_queries.get(name):
                self._labels[name] = self._labels[name] or {**title}

    def know(self, iri: str, labels: Mapping[str, str]) -> None:
        """Tell the labels of a thing that the graph does not have yet, by their tags."""
        self._labels[iri] = {**labels}

    def _table(
        self, section: Section, query: str, rows: Sequence[Row], condition: str = ""
    ) -> Table:
        key = section.key or section.columns
        entries: dict[tuple[str, ...], dict[str, dict[Term, None]]] = {}
        silent = set()
        for row in rows:
            place = tuple(str(row.get(name, "")) for name in key)
            if section.about and "isSilent" in row:
                silent.add(place)
            entry = entries.setdefault(place, {name: {} for name in section.columns})
            for name in section.columns:
                if name in row:
                    entry[name][row[name]] = None
        kept, unheard = (
            [
                {name: list(terms) for name, terms in merged.items()}
                for place, merged in entries.items()
                if (place in silent) == is_silent
            ]
            for is_silent in (False, True)
        )
        used = tuple(
            name for name in section.columns if any(entry[name] for entry in [*kept, *unheard])
        )
        return Table(
            section.name,
            row_by_row(query, shape(key, used, rows), condition),
            sheets.address(section.name, self.language, self.site.version),
            used,
            kept[: section.most],
            kept[section.most :],
            unsaid={
                name: lacking
                for name in section.wanted
                if (lacking := sum(not entry[name] for entry in kept))
            },
            silent=unheard,
            about=section.about,
        )


def _source_of(name: str) -> str:
    """The source whose claims stand in a graph, by the names of both; nothing for no graph."""
    if not name.startswith(_GRAPH):
        return ""
    return f"{ID}document/{name.removeprefix(_GRAPH).removeprefix('document-')}"


def _terms(entries: Iterable[Mapping[str, Sequence[Term]]]) -> Iterable[Term]:
    return (term for entry in entries for terms in entry.values() for term in terms)
