"""A ready question as a page shows it: its fields, its answer, and what the answer leaves out."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import request, url_for
from markupsafe import Markup
from pyoxigraph import Literal, NamedNode

from peyvand import digits
from peyvand.clocks import Seen, counts, seen
from peyvand.errors import PeyvandError
from peyvand.sources.catalogue import NamedQuery
from peyvand.texts import texts, title
from peyvand.web.pages.components import parameters, rows
from peyvand.web.pages.components.as_of import AsOf, as_of, given_days
from peyvand.web.pages.components.ordering import in_order
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, href, term
from peyvand.web.pages.components.values import figure
from peyvand.web.pages.questions.bars import MOST, Bar, svg_bars

# Rows of an answer that a page shows; all of them are behind its links.
MOST_ROWS = 500
Rows = Sequence[Mapping[str, Mapping[str, Any]]]
# In a caveat: {known} is a number of the answer, {known/all} the share of one in another.
_NUMBER = re.compile(r"\{(\w+)(?:/(\w+))?\}")


def asked(site: Site, query: NamedQuery, tag: str) -> tuple[dict[str, Any], int]:
    """A question with its fields, and its answer when the fields are filled.

    Args:
        site: what is asked.
        query: the question.
        tag: the language of the page.

    Returns:
        What the template needs, and the HTTP status.
    """
    fields: list[dict[str, Any]] = []
    values: dict[str, NamedNode | Literal] = {}
    problem, answer, days = None, None, None
    status = 200
    run = "run" in request.args or any(name in request.args for name in query.parameters)
    try:
        days = as_of(site)
        for name in query.parameters:
            field, value = _field(site, query, name, tag)
            fields.append(field)
            if value is not None:
                values[name] = value
        # Refuses what is no choice before the links are made.
        text = query.bound(**values)
        if run and not any(field.get("several") is not None for field in fields):
            answer = answered(site, query, text, values, days, tag)
        elif run:
            status = 400
    except PeyvandError as error:
        detail, hint = error.texts(tag)
        problem = {"title": title(error.slug, tag), "detail": detail, "hint": hint}
        status, values, text = error.status, {}, query.bound()
    link: dict[str, Any] = {name: str(value) for name, value in values.items()}
    page = {
        "question": query,
        "fields": fields,
        "problem": problem,
        "answer": answer,
        "as_of": days or given_days(),
        "chosen": [(field["name"], field.get("value", field.get("chosen"))) for field in fields],
        "editor": url_for("editor.query", example=query.name, lang=tag, **link),
        "csv": _csv(query),
    }
    return page, status


def _field(
    site: Site, query: NamedQuery, name: str, tag: str
) -> tuple[dict[str, Any], NamedNode | Literal | None]:
    """A field of the form, and the term that it stands for.

    None if that is not plain, or if nothing is chosen where nothing has to be.
    """
    default = query.parameters[name]
    field: dict[str, Any] = {
        "name": name,
        "label": texts(tag).get(f"parameter-{name}", name),
        "several": None,
    }
    if choices := query.choices.get(name):
        value = Literal(request.args.get(name) or default.value)
        field["chosen"] = value.value
        field["choices"] = [(choice, choice_text(name, choice, tag)) for choice in choices]
        field["about"] = texts(tag).get(f"choice-{name}-{value.value}-about", "")
        return field, value
    field["optional"] = name in query.optional
    if field["optional"] and not request.args.get(name, "").strip():
        field["kind"] = parameters.kind(default)
        field["listed"] = parameters.listed(site.bridge, default, tag)
        field["value"] = ""
        return field, None
    written = default.value if isinstance(default, Literal) else str(default)
    read = parameters.read(site.bridge, request.args.get(name) or written, default, tag)
    field["kind"] = parameters.kind(default)
    field["listed"] = parameters.listed(site.bridge, default, tag)
    if isinstance(read, parameters.Several):
        field["several"] = read.things
        field["value"] = request.args.get(name, "")
        return field, None
    field["value"] = parameters.named(site.bridge, read, tag)
    return field, read


def choice_text(name: str, choice: str, language: str) -> str:
    """What a choice is called in a language."""
    return texts(language).get(f"choice-{name}-{choice}", choice)


def answered(
    site: Site,
    query: NamedQuery,
    text: str,
    known: Mapping[str, NamedNode | Literal],
    days: AsOf,
    language: str,
) -> dict[str, Any]:
    """The answer to a question, as the template and programs need it.

    Args:
        site: what is asked.
        query: the question.
        text: it with its parameters bound.
        known: what they are bound to.
        days: those that it is asked as of.
        language: of the page.

    Returns:
        ``data`` as SPARQL's JSON results, and ``file`` with the numbers of the caveat where nothing
        else is found; the caveat with its numbers and the sentences about the
        days; and what only a page shows.
    """
    answer = json.loads(site.bridge.ask(text, version=site.asked_version))
    names, bindings = answer["head"]["vars"], answer["results"]["bindings"]
    caveat = query.caveat(language)
    numbers = told(query)
    said = caveat_of(caveat, bindings, language)
    alone = bindings[:1]
    if numbers:
        # Where nothing else is found, a row has the numbers alone.
        bindings = [row for row in bindings if row.keys() - numbers - known.keys()]
    sentences: list[str] = []
    if days.clocks:
        found = counts(days.look, query, known) or _seen(days, names, bindings)
        names, sentences = found.columns, days.sentences(language, found)
        bindings = [
            {name: rows.binding(value) for name, value in row.items()} for row in found.rows
        ]
    shown = rows.columns(names, language, known.keys() | numbers)
    reader = Reader(site, language)
    ordered = in_order(query.text, bindings, reader)
    reader.learn(one for row in ordered[:MOST_ROWS] for one in rows.terms(row))
    said_of, silent = rows.told(shown, ordered)
    table = [rows.cells(row, said_of, language, href, reader.label) for row in ordered[:MOST_ROWS]]
    drawn = chart(query, ordered, language)
    return {
        "columns": said_of,
        "silent": [column.heading for column in silent],
        "rows": table,
        "count": len(bindings),
        "most": MOST_ROWS,
        "caveat": said,
        "sentences": sentences,
        "data": {"head": {"vars": list(names)}, "results": {"bindings": list(bindings)}},
        "file": {"head": {"vars": list(names)}, "results": {"bindings": ordered or list(alone)}},
        "chart": drawn,
        "bars": MOST if drawn and len(bindings) > MOST else 0,
    }


def _csv(query: NamedQuery) -> str:
    """The address of the whole answer as a file: that of this page, as it is asked."""
    kept = {key: value for key, value in request.args.items() if key not in ("format", "name")}
    return url_for("editor.ask", name=query.name, **{**kept, "format": "csv", "run": "1"})  # type: ignore[arg-type]


def _seen(days: AsOf, names: Sequence[str], bindings: Rows) -> Seen:
    return seen(
        days.look, names, ({name: term(value) for name, value in row.items()} for row in bindings)
    )


def told(query: NamedQuery) -> set[str]:
    """The columns whose numbers stand in the caveat, and so not in the table."""
    return {name for pair in _NUMBER.findall(query.caveat("en")) for name in pair if name}


def caveat_of(caveat: str, bindings: Rows, language: str) -> str:
    """A caveat with the numbers that every row of an answer repeats.

    Args:
        caveat: the words, with ``{known}`` for a number and ``{known/all}`` for a share in percent.
        bindings: the rows; without any, what needs their numbers is left unsaid.
        language: of the digits.
    """
    if not _NUMBER.search(caveat):
        return caveat
    if not bindings:
        return ""
    first = bindings[0]

    def number(match: re.Match[str]) -> str:
        part = int(first[match[1]]["value"])
        if not match[2]:
            return figure(str(part), language)
        whole = int(first[match[2]]["value"])
        return digits.percent(part / whole if whole else 0, language)

    return _NUMBER.sub(number, caveat)


def chart(query: NamedQuery, bindings: Rows, language: str) -> Markup | None:
    """The chart that the question's metadata ask for; None if they ask for none.

    Args:
        query: the question.
        bindings: the rows of its answer.
        language: of the names and digits.
    """
    if not (wanted := query.meta.get("chart")):
        return None
    across, value = wanted["across"], wanted["value"]
    bars = [
        Bar(_name(row, across, language), row[value]["value"]) for row in bindings if value in row
    ]
    return svg_bars(bars, title=query.title(language), language=language)


def _name(row: Mapping[str, Mapping[str, Any]], across: Sequence[str], language: str) -> str:
    """The name of a bar: the texts of some columns, in the language of the page if there is one."""
    ends = ("Fa", "En", "") if language == "fa" else ("En", "Fa", "")
    texts_of = []
    for column in across:
        cell = next((row[column + end] for end in ends if column + end in row), None)
        if cell:
            texts_of.append(digits.digits(cell["value"], language))
    return " – ".join(texts_of) or "?"
