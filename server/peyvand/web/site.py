"""What every page is made with: its language, its texts, and the answers of the graph."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from flask import current_app, render_template, request
from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.sources.catalogue import Catalogue
from peyvand.web.bridge import Bridge
from peyvand.web.exchange import LANGUAGES, Request
from peyvand.web.names import local
from peyvand.web.texts import number, text, texts

__all__ = ["Row", "Site", "Term", "local", "text", "texts", "words"]

Term = NamedNode | BlankNode | Literal
Row = dict[str, Term]
# Answers that are kept, for the current version only.
_KEPT = 2_000
# The ways through the site: the path, and the name of its text.
WAYS = (
    ("/", "way-home"),
    ("/search", "way-search"),
    ("/network", "way-network"),
    ("/comparison", "way-comparison"),
    ("/conflicts", "way-conflicts"),
    ("/audit", "way-audit"),
    ("/ask", "way-ask"),
    ("/query", "way-query"),
    ("/page/ns", "way-ontology"),
)


class Site:
    """The pages' way to the graph.

    Args:
        bridge: the endpoint, whose workers answer queries.
        catalogue: the queries that are offered with pages.
    """

    def __init__(self, bridge: Bridge, catalogue: Catalogue) -> None:
        self.bridge, self.catalogue = bridge, catalogue
        self._answers: OrderedDict[str, list[Row]] = OrderedDict()
        self._version = 0
        self._lock = threading.Lock()

    @property
    def version(self) -> int:
        """The number of the current version."""
        return self.bridge.core.executor.versions.current().number

    @property
    def language(self) -> str:
        """The language of the page that is asked for: ``lang``, else by Accept-Language."""
        headers = {name.lower(): value for name, value in request.headers.items()}
        return Request("GET", request.path, request.query_string, headers).language

    def select(self, query: str) -> list[Row]:
        """The rows of a SELECT query of our own on the current version, kept until the next one.

        Raises:
            PeyvandError: the query fails.
        """
        version = self.version
        with self._lock:
            if version != self._version:
                self._answers.clear()
                self._version = version
            if query in self._answers:
                self._answers.move_to_end(query)
                return self._answers[query]
        found = json.loads(self.bridge.ask(query))
        rows = [
            {name: _term(value) for name, value in row.items()}
            for row in found["results"]["bindings"]
        ]
        with self._lock:
            if version == self._version:
                self._answers[query] = rows
                while len(self._answers) > _KEPT:
                    self._answers.popitem(last=False)
        return rows

    def render(self, template: str, **values: Any) -> str:
        """A page; see ``words`` for what every template is given."""
        return render_template(template, **{**words(self.language, self.version), **values})


def words(tag: str, version: int) -> dict[str, Any]:
    """What every template is given.

    ``lang`` and ``other`` are tags; ``t`` a text by its name; ``n`` a number in the language's
    digits; ``local`` the path on this host of one of our IRIs; ``ways`` the ways through the site
    that this host has; ``other_address`` this page in the other language.
    """
    other = LANGUAGES[1 - LANGUAGES.index(tag)]
    served = {rule.rule for rule in current_app.url_map.iter_rules()}
    arguments = {**request.args.to_dict(), "lang": other}
    return {
        "lang": tag,
        "other": other,
        "t": lambda key: text(key, tag),
        "w": lambda key: text(key, tag),
        "n": lambda value: number(value, tag),
        "local": local,
        "version": version,
        "ways": [(path, text(key, tag)) for path, key in WAYS if path in served],
        "arguments": arguments,
    }


def _term(value: Mapping[str, str]) -> Term:
    """A term of SPARQL's JSON results."""
    if value["type"] == "uri":
        return NamedNode(value["value"])
    if value["type"] == "bnode":
        return BlankNode(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], language=value["xml:lang"])
    if "datatype" in value:
        return Literal(value["value"], datatype=NamedNode(value["datatype"]))
    return Literal(value["value"])
