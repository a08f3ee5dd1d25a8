"""Who said what, where and to whom: the statements, as a page, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, make_response
from pyoxigraph import NamedNode

from peyvand.features.folding import fold
from peyvand.vocabulary.iris import ID
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.ordering import by_name, rows_in_order
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Row, Site, Term

_PATH = "/statements"
_QUESTION = "statements"
# By what they are called in the address: the column of the question, and its parameter.
_FIELDS = {
    "by": ("speaker", "by"),
    "at": ("event", "at"),
    "to": ("to", "addressee"),
    "kind": ("statementKind", "kind"),
}
_COLUMNS = (
    *("statement", "speaker", "office", "event", "to", "kind"),
    *("text", "document", "line"),
)
# A name is no longer than this; the rest of what was written is not looked at.
_LONGEST = 200
# So many are shown on the page; programs get them all.
_MOST = 500


@dataclass
class Said:
    """One statement, with what it says and where that stands."""

    statement: Term
    speaker: Term
    event: Term
    to: dict[Term, None] = field(default_factory=dict)
    offices: dict[str, None] = field(default_factory=dict)
    kinds: dict[Term, None] = field(default_factory=dict)
    # What it says, with the document and the line.
    words: dict[tuple[str, Term | None, str], None] = field(default_factory=dict)

    def has(self, name: str, sought: Term) -> bool:
        """Whether it is by, at or to somebody or something, or of a kind."""
        values = {"by": [self.speaker], "at": [self.event], "to": self.to, "kind": self.kinds}
        return sought in values[name]


def routes(site: Site) -> list[Route[View]]:
    """``/statements``."""

    def statements() -> Response:
        asked, question = current_request(), site.catalogue.get(_QUESTION)
        reader = Reader(site, asked.language)
        every = rows_in_order(question.text, site.select(question.bound()), reader)
        reader.learn(term for row in every for term in row.values())
        written = {name: (asked.parameters.one(name) or "").strip()[:_LONGEST] for name in _FIELDS}
        choices = {name: _values(every, name, reader) for name in _FIELDS}
        sought = {
            name: _called(choices[name], text, reader) for name, text in written.items() if text
        }
        said = [
            one
            for one in _said(every, asked.language)
            if all(term and one.has(name, term) for name, term in sought.items())
        ]
        form = asked_format(asked)
        if form != "html":
            plain = [_plain(one, reader) for one in said]
            body = {"version": site.version, "lang": asked.language, "statements": plain}
            return data_answer(form, asked, site.version, body, _table(plain))
        page = site.render(
            "statements.html",
            choices={
                name: [
                    (_short(term), reader.shown([term])[0], term == sought.get(name))
                    for term in terms
                ]
                for name, terms in choices.items()
            },
            asked={name: _short(term) for name, term in sought.items() if term},
            unknown=[written[name] for name, term in sought.items() if not term],
            groups=_groups(said[:_MOST], reader),
            left_out=max(0, len(said) - _MOST),
            query=question.bound(
                **{_FIELDS[name][1]: term for name, term in sought.items() if term}
            ),
        )
        return make_response(page)

    return [Route("speech.statements", _PATH, READ, statements)]


def _values(rows: Iterable[Row], name: str, reader: Reader) -> list[NamedNode]:
    """What the statements have in one column, by their labels."""
    found = dict.fromkeys(row[column] for row in rows if (column := _FIELDS[name][0]) in row)
    named = [term for term in found if isinstance(term, NamedNode)]
    return by_name(named, lambda term: term, reader)


def _called(terms: Iterable[NamedNode], text: str, reader: Reader) -> NamedNode | None:
    """The thing that a text names: its IRI, its short name or a label, however it is spelt."""
    sought = fold(text, whole=True)
    for term in terms:
        labels = reader.labels(term).values()
        if text in (term.value, _short(term)) or (
            sought and sought in {fold(label, whole=True) for label in labels}
        ):
            return term
    return None


def _short(term: NamedNode) -> str:
    return term.value.removeprefix(str(ID))


def _said(rows: Iterable[Row], language: str) -> Iterable[Said]:
    """The statements of the rows, each once, in their order."""
    found: dict[Term, Said] = {}
    for row in rows:
        made = Said(row["statement"], row["speaker"], row["event"])
        one = found.setdefault(made.statement, made)
        for name, values in (("to", one.to), ("statementKind", one.kinds)):
            if name in row:
                values[row[name]] = None
        if told := _in(row, "office", language):
            one.offices[told] = None
        if told := _in(row, "text", language):
            line = row["line"].value if "line" in row else ""
            one.words[told, row.get("document"), line] = None
    return found.values()


def _in(row: Row, name: str, language: str) -> str:
    """What a column of two languages says in one of them, else in the other."""
    own, other = ("Fa", "En") if language == "fa" else ("En", "Fa")
    value = row.get(name + own) or row.get(name + other)
    return value.value if value else ""


def _groups(said: Iterable[Said], reader: Reader) -> list[dict[str, Any]]:
    """The statements by speaker, event and addressees, ready to be shown."""
    found: dict[tuple[Term, ...], list[Said]] = {}
    for one in said:
        found.setdefault((one.speaker, one.event, *one.to), []).append(one)
    return [
        {
            "speaker": reader.shown([speaker]),
            "event": reader.shown([event]),
            "to": reader.shown(to),
            "statements": [_row(one, reader) for one in some],
        }
        for (speaker, event, *to), some in found.items()
    ]


def _row(one: Said, reader: Reader) -> Mapping[str, Any]:
    return {
        "link": reader.shown([one.statement])[0],
        "offices": list(one.offices),
        "kinds": reader.shown(list(one.kinds)),
        "words": [
            (words, reader.shown([source]) if source else [], lines)
            for (words, source), lines in _lines(one).items()
        ],
    }


def _lines(one: Said) -> dict[tuple[str, Term | None], list[int]]:
    """What a statement says and in which document, with the lines: it may go over two."""
    found: dict[tuple[str, Term | None], list[int]] = {}
    for words, source, line in one.words:
        lines = found.setdefault((words, source), [])
        if line:
            lines.append(int(line))
    return found


def _plain(one: Said, reader: Reader) -> dict[str, Any]:
    """A statement for programs, things by IRI and label."""
    return {
        "statement": one.statement.value,
        "speaker": _thing(one.speaker, reader),
        "office": list(one.offices),
        "event": _thing(one.event, reader),
        "to": [_thing(to, reader) for to in one.to],
        "kind": [_thing(kind, reader) for kind in one.kinds],
        "said": [
            {"text": words, "document": source.value if source else "", "line": line}
            for words, source, line in one.words
        ],
    }


def _thing(term: Term, reader: Reader) -> dict[str, str]:
    return {"iri": term.value, "label": reader.label(term)[0]}


def _table(plain: Iterable[Mapping[str, Any]]) -> str:
    """The statements as CSV, a row for each text that stands in a place of its own."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for one in plain:
        shared = (
            *(one["statement"], one["speaker"]["label"], "; ".join(one["office"])),
            *(one["event"]["label"], _labels(one["to"]), _labels(one["kind"])),
        )
        for words in one["said"] or [{"text": "", "document": "", "line": ""}]:
            writer.writerow((*shared, words["text"], words["document"], words["line"]))
    return file.getvalue()


def _labels(things: Sequence[Mapping[str, str]]) -> str:
    return "; ".join(one["label"] for one in things)
