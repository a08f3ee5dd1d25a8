"""The pages that ask the graph: the query editor, and the forms for those who write no SPARQL."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Response, current_app, request, url_for
from flask import render_template as rendered
from pyoxigraph import Literal, NamedNode
from werkzeug.exceptions import NotFound as NoPage

from peyvand.formats import TABLES, TRIPLES
from peyvand.sources.catalogue import NamedQuery, own
from peyvand.texts import scripts, text
from peyvand.vocabulary.iris import ID, PREFIXES
from peyvand.vocabulary.release import release
from peyvand.web.http import prefix
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components import answer_files, known_terms
from peyvand.web.pages.components.site import Site, built, words
from peyvand.web.pages.components.term_queries import query_of
from peyvand.web.pages.questions import question_data
from peyvand.web.pages.questions.questions import asked

# Texts that scripts share with other pages.
_SHARED = ("error", "format", "query", "working")
_FIRST = "partners-of-city"
# Whose things queries name with a prefix of their own.
_KINDS = (
    *("agreement", "city", "claim", "concept", "conflict", "country", "document", "event"),
    *("organisation", "person", "region", "scheme", "statistic"),
)


def routes(site: Site) -> list[Route[View]]:
    """The pages ``/query`` and ``/ask``, with the questions of the site's catalogue."""
    bridge, catalogue = site.bridge, site.catalogue
    questions = {query.name: query for query in catalogue.of("explore")}

    @lru_cache(maxsize=1)
    def terms(version: int) -> str:
        return known_terms.terms(bridge, bridge.current())

    def query() -> str:
        name = request.args.get("example")
        chosen = catalogue.get(name) if name else None
        written = request.args.get("query")
        if term := release().glossary.terms.get(request.args.get("term", "")):
            written = query_of(term, bridge.current())
        if written is None:
            shown = chosen or questions.get(_FIRST)
            written = shown.bound(**_given(shown)) if shown else ""
        return _page(
            site,
            "query.html",
            chosen=chosen,
            query=written,
            formats=[offer.name for offer in (*TABLES, *TRIPLES)],
            examples=catalogue.of("explore"),
            checks=catalogue.of("check"),
            built=built("editor.js"),
        )

    def completion() -> Response:
        version = bridge.current()
        response = Response(terms(version.number), mimetype="application/json")
        return conditional(response, f"terms-{version.tag}", weak=False)

    def questionnaire() -> Response | str:
        if request.args.get("format") == "json":
            return question_data.listed(site, questions.values(), _language())
        return _page(site, "questions.html", questions=list(questions.values()))

    def ask(name: str) -> Response | tuple[str, int]:
        if request.args.get("format") == "json":
            return question_data.answered(site, question_data.find(questions, name), _language())
        if name not in questions:
            raise NoPage
        values, status = asked(site, questions[name], _language())
        if values["answer"] and request.args.get("format") == "csv":
            return answer_files.file(site, name, values["answer"]["file"])
        return _page(site, "question.html", built=built("ask.js"), **values), status

    return [
        Route("editor.query", "/query", GET, query),
        Route("editor.completion", "/query/terms.json", GET, completion),
        Route("editor.questionnaire", "/ask", GET, questionnaire),
        Route("editor.ask", "/ask/<name>", GET, ask),
    ]


def _given(query: NamedQuery) -> dict[str, NamedNode | Literal]:
    """The parameters that stand in the address as terms."""
    arguments = ((name, request.args.get(name)) for name in query.parameters)
    return {name: query.value(name, value) for name, value in arguments if value}


def _formats() -> dict[str, dict[str, str]]:
    """What an answer can be saved as, by its kind: the endings of files by names of formats."""
    # Tables are taken to spreadsheets more often than to programs, and by their common endings.
    tables = sorted(TABLES, key=lambda offer: not offer.media_type.startswith("text/"))
    return {
        "table": {offer.name: offer.name for offer in tables},
        "graph": {offer.name: offer.suffix for offer in TRIPLES},
    }


def _page(site: Site, template: str, **values: Any) -> str:
    tag = _language()
    data = {
        "endpoint": _below(url_for("sparql")),
        "queries": _below(url_for("run", name="x").removesuffix("x")),
        "vocabulary": _below(url_for("editor.completion")),
        "search": _served("/search"),
        "things": _served("/id/"),
        "labels": own("web/labels").text.strip(),
        "prefixes": {**PREFIXES, **{kind: f"{ID}{kind}/" for kind in _KINDS}},
        "formats": _formats(),
        "texts": {**scripts(tag), **{key: text(key, tag) for key in _SHARED}},
    }
    return rendered(
        template,
        **words(tag, site.bridge.current().number),
        data=data,
        **values,
    )


def _served(path: str) -> str | None:
    """The address of a part that this server may or may not have; None without it."""
    served = any(rule.rule.startswith(path) for rule in current_app.url_map.iter_rules())
    return _below(path) if served else None


def _below(path: str) -> str:
    # What scripts are given is no attribute of the page, where the prefix is put by itself.
    return str(request.environ.get(prefix.ENVIRON, "")) + path


def _language() -> str:
    return current_request().language
