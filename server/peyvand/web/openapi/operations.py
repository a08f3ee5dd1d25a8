"""What each operation takes and answers: one row each, by the route that answers it.

Texts are in the catalogues, context ``api``: a summary by the operation's name, a parameter by
``parameter-NAME``, an answer by its own name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peyvand.formats import GRAPHS, READ, TABLES
from peyvand.recognition import SCOPES
from peyvand.register.fields import EntryKind
from peyvand.search import KINDS
from peyvand.sources.spreadsheets import MEDIA_TYPES as SPREADSHEETS
from peyvand.vocabulary.iris import BASE
from peyvand.web.http.messages import FORM
from peyvand.web.http.problem import MEDIA_TYPE as PROBLEM
from peyvand.withdrawal.model import Outcome

JSON, TEXT = "application/json", "text/plain"
_STRING: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 1}
_IRI: dict[str, Any] = {"type": "string", "format": "iri"}
_SUGGESTED = ["entity", "type", "property"]
_FORMATS = sorted({offer.name for offer in (*TABLES, *GRAPHS)})
QUERY = "SELECT ?city { ?city a <https://w3id.org/peyvand/ns#City> } LIMIT 1"


@dataclass(frozen=True)
class Parameter:
    """Something that a request may say: where, of which schema, and a value to try it with."""

    name: str
    where: str
    schema: Mapping[str, Any]
    example: Any = None
    required: bool = False
    repeated: bool = False


def _keyed(*parameters: Parameter, **others: Parameter) -> dict[str, Parameter]:
    """Parameters by what their texts and their rows among the components are called."""
    return {parameter.name.lower(): parameter for parameter in parameters} | others


_PATH = "path"
PARAMETERS = _keyed(
    Parameter("query", "query", _STRING, QUERY),
    Parameter("default-graph-uri", "query", _IRI, repeated=True),
    Parameter("named-graph-uri", "query", _IRI, repeated=True),
    Parameter("format", "query", {**_STRING, "examples": _FORMATS}),
    Parameter("timeout", "query", {"type": "number", "exclusiveMinimum": 0}),
    Parameter("version", "query", _NUMBER),
    Parameter("bom", "query", _FLAG),
    Parameter("lang", "query", {"enum": ["en", "fa"]}),
    Parameter("graph", "query", _IRI, f"{BASE}graph/notes"),
    Parameter("default", "query", {"const": ""}),
    Parameter("dry-run", "query", _FLAG),
    Parameter("accept-good", "query", _FLAG),
    Parameter("kind", "query", {"enum": [str(kind) for kind in EntryKind]}, "agreement"),
    Parameter("limit", "query", _NUMBER),
    Parameter("skip", "query", {"type": "integer", "minimum": 0}),
    Parameter("before", "query", _NUMBER),
    Parameter("q", "query", _STRING, "Isfahan"),
    Parameter("prefix", "query", _STRING, "isf"),
    Parameter("queries", "query", _STRING),
    Parameter("holder", "query", _STRING),
    Parameter("profile", "query", _STRING, "clair"),
    Parameter("scope", "query", {"enum": list(SCOPES)}),
    Parameter("criteria", "query", {"enum": ["only"]}),
    Parameter("city", "query", _STRING),
    Parameter("by", "query", _STRING),
    Parameter("at", "query", _STRING),
    Parameter("to", "query", _STRING),
    Parameter("of", "query", _STRING),
    Parameter("open", "query", _FLAG),
    Parameter("network", "query", _STRING),
    Parameter("state", "query", {"enum": ["open", *map(str, Outcome)]}),
    Parameter("request", _PATH, _NUMBER, 1, required=True),
    Parameter("on", "query", _STRING),
    Parameter("said", "query", _STRING),
    Parameter("known", "query", _STRING),
    Parameter("candidates", "query", _FLAG),
    Parameter("If-Match", "header", _STRING),
    Parameter("If-None-Match", "header", _STRING),
    Parameter("Accept-Language", "header", _STRING),
    Parameter("Peyvand-Query", "header", {**_STRING, "pattern": "^[A-Za-z0-9_-]{16,64}$"}),
    Parameter("name", _PATH, _STRING, "notes", required=True),
    Parameter("run", _PATH, _STRING, "none-of-this-name-1", required=True),
    Parameter("number", _PATH, _NUMBER, 2, required=True),
    Parameter("file", _PATH, _STRING, "SHA256SUMS", required=True),
    Parameter("what", _PATH, {**_STRING, "examples": ["city"]}, "city", required=True),
    Parameter("slug", _PATH, _STRING, "isfahan", required=True),
    Parameter("suggested", _PATH, {"enum": _SUGGESTED}, "entity", required=True),
    Parameter("question", _PATH, _STRING, "partners-of-city", required=True),
    sort=Parameter("kind", "query", _STRING),
    ready=Parameter("run", "query", {"const": "1"}, "1"),
    table=Parameter("format", "query", {"enum": ["csv", "json"]}, "csv"),
    things=Parameter("kind", "query", {"enum": list(KINDS)}, repeated=True),
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """An answer with a status: the name of its text, and a schema for each media type."""

    text: str
    content: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Operation:
    """What a method does at a path.

    Attributes:
        name: what programs call it.
        route: the route that answers, by its name.
        path: the path, with parameters in braces.
        method: the method, in small letters.
        tag: the part of the description that it stands in.
        parameters: those that it takes, by their keys.
        body: the schemas of the body by media type; none if it has no body.
        answers: what is answered, by status.
        token: whether it needs a token.
        said: the operation whose summary it has; "" if its own.
    """

    name: str
    route: str
    path: str
    method: str
    tag: str
    answers: Mapping[int, Answer]
    parameters: tuple[str, ...] = ()
    body: Mapping[str, str] = field(default_factory=dict)
    token: bool = False
    said: str = ""


def of_types(types: Iterable[str], schema: str = "Text") -> dict[str, str]:
    """One schema for several media types; what is JSON has any form unless it is told."""
    return {
        kind: "Json" if kind.endswith("json") and schema == "Text" else schema for kind in types
    }


_RESULTS = of_types(dict.fromkeys(offer.media_type for offer in (*TABLES, *GRAPHS)))
RDF = of_types(offer.media_type for offer in GRAPHS)
_WRITTEN = {JSON: "Written"}
_OK, _RDF_OK = Answer("answer-results", _RESULTS), Answer("answer-rdf", RDF)
_SAME, _EMPTY = Answer("answer-same"), Answer("answer-empty")
_DONE, _MADE = Answer("answer-written", _WRITTEN), Answer("answer-made", _WRITTEN)
_ELSEWHERE = Answer("answer-elsewhere")
_CALENDAR = Answer("answer-calendar", {"text/calendar": "Text"})
_ASKED = ("default-graph-uri", "named-graph-uri", "format", "timeout", "version", "bom", "lang")
_WRITING = ("dry-run", "lang", "if-match")
_DAYS = ("on", "said", "known", "candidates")
_READING = ("lang", "if-none-match")
_UPLOAD = of_types(dict.fromkeys(offer.media_type for offer in READ.values()), "Rdf")
_TABLE = {
    **of_types(("text/csv", "text/tab-separated-values"), "Table"),
    **of_types(SPREADSHEETS, "Spreadsheet"),
    JSON: "Entries",
}


def _json(text: str, schema: str = "Object") -> Answer:
    return Answer(text, {JSON: schema})


def _get(name: str, route: str, path: str, tag: str, answer: Answer, *parameters: str) -> Operation:
    answers = {200: answer, 304: _SAME}
    return Operation(name, route, path, "get", tag, answers, (*parameters, *_READING))


def _store(method: str, path: str, named: tuple[str, ...]) -> Operation:
    route = "graph" if "{" in path else "graphs"
    end = "Graph" if "{" in path else "IndirectGraph"
    answers = {200: _DONE} if method == "delete" else {200: _DONE, 201: _MADE}
    if method == "put":
        answers[204] = _EMPTY
    body = {} if method == "delete" else {**_UPLOAD, "multipart/form-data": "Files"}
    name = f"{method}{end}"
    return Operation(name, route, path, method, "writing", answers, (*named, *_WRITING), body, True)


_GRAPH = ("graph", "default")
OPERATIONS: tuple[Operation, ...] = (
    Operation("query", "sparql", "/sparql", "get", "asking", {200: _OK, 304: _SAME},
              ("query", *_ASKED, "if-none-match", "peyvand-query")),
    Operation("queryOrUpdate", "sparql", "/sparql", "post", "asking",
              {200: Answer("answer-results", {**_RESULTS, **_WRITTEN})},
              (*_ASKED, "dry-run", "if-match", "peyvand-query"),
              {FORM: "SparqlForm", "application/sparql-query": "Query",
               "application/sparql-update": "Update"}),
    Operation("askQuestion", "editor.ask", "/ask/{question}", "get", "asking",
              {200: Answer("answer-question", {"text/csv": "Text", "text/html": "Text"}),
               400: Answer("problem", {PROBLEM: "Problem", "text/html": "Text"})},
              ("question", "ready", "table", *_DAYS, "lang")),
    Operation("cancelQuery", "run", "/queries/{run}", "delete", "asking",
              {204: _EMPTY, 404: Answer("answer-nothing", {PROBLEM: "Problem"})}, ("run",)),
    _get("getIndirectGraph", "graphs", "/graphs", "asking", _RDF_OK, *_GRAPH, "format", "version"),
    _get("getGraph", "graph", "/graphs/{name}", "asking", _RDF_OK, "name", "format", "version"),
    *(_store(method, "/graphs", _GRAPH) for method in ("put", "post", "delete")),
    *(_store(method, "/graphs/{name}", ("name",)) for method in ("put", "post", "delete")),
    Operation("register", "register", "/register", "post", "registering",
              {200: Answer("answer-registered", {JSON: "Written"}),
               422: Answer("answer-refused", {PROBLEM: "RefusedRows"})},
              ("kind", "accept-good", *_WRITING), _TABLE, True),
    _get("registerTemplate", "template", "/register/template.csv", "registering",
         Answer("answer-template", {"text/csv": "Text"}), "kind"),
    _get("listVersions", "versions", "/versions", "versions", _json("answer-versions", "Versions"),
         "limit", "before"),
    _get("getVersion", "old_version", "/versions/{number}", "versions",
         _json("answer-version", "Version"), "number"),
    _get("getDump", "old_version", "/versions/{number}/graph.nq", "versions",
         Answer("answer-dump", {"application/n-quads": "Text"}), "number"),
    _get("getPatch", "old_version", "/versions/{number}/patch", "versions",
         Answer("answer-patch", {"application/rdf-patch": "Text"}), "number"),
    Operation("rollback", "rollback", "/versions/{number}/rollback", "post", "versions",
              {200: _DONE}, ("number", *_WRITING), token=True),
    _get("currentVersion", "version", "/version", "versions", _json("answer-version", "Version")),
    Operation("health", "health", "/health", "get", "versions", {200: _json("answer-health")}),
    _get("statistics", "void", "/.well-known/void", "versions", _RDF_OK, "format"),
    Operation("latestDumps", "dumps", "/dumps", "get", "versions", {303: _ELSEWHERE}),
    _get("listDumps", "dump", "/dumps/{number}", "versions", _json("answer-dumps"), "number"),
    _get("getDumpFile", "dump", "/dumps/{number}/{file}", "versions",
         Answer("answer-file", {"application/gzip": "Text", TEXT: "Text"}), "number", "file"),
    _get("describe", "thing_data", "/data/{what}/{slug}", "things", _RDF_OK, "what", "slug",
         "format", "version"),
    Operation("dereference", "thing", "/id/{what}/{slug}", "get", "things", {303: _ELSEWHERE},
              ("what", "slug")),
    _get("ontology", "ns", "/ns", "things", _RDF_OK, "format"),
    _get("shapes", "shapes", "/shapes", "things", _RDF_OK, "format"),
    _get("context", "context", "/context.jsonld", "things",
         Answer("answer-context", {"application/ld+json": "Object"})),
    _get("search", "search.search", "/search", "things", _json("answer-search", "Found"),
         "q", "things", "limit", "skip", "version", "format"),
    _get("suggest", "search.suggest", "/suggest", "things",
         Answer("answer-suggest", {"application/x-suggestions+json": "Suggestions"}),
         "q", "things", "limit", "skip", "version"),
    _get("openTasks", "files.files", "/files", "desk",
         Answer("answer-tasks", {JSON: "OpenTasks", "text/csv": "Text"}), "holder", "format"),
    _get("statements", "speech.statements", "/statements", "things",
         Answer("answer-statements", {JSON: "Object", "text/csv": "Text"}), "by", "at", "to",
         "sort", "version", "format"),
    _get("recognise", "recognition.recognition", "/recognition", "things",
         Answer("answer-recognition", {JSON: "Object", "text/csv": "Text"}), "profile", "scope",
         "criteria", "city", "version", "format"),
    _get("plans", "plans.plans", "/plans", "things",
         Answer("answer-plans", {JSON: "Object", "text/csv": "Text", "text/html": "Text"}), "city",
         "version", "format"),
    _get("stateTotals", "audits.audit", "/audit", "things",
         Answer("answer-totals", {JSON: "StatedTotals", "text/csv": "Text", "text/html": "Text"}),
         "format", "version", *_DAYS),
    Operation("askForRemoval", "requests.index", "/requests", "post", "requests",
              {200: _json("answer-first", "Request"), 201: _json("answer-asked", "Request")},
              ("lang",), {JSON: "NewRequest", FORM: "NewRequest"}),
    Operation("rule", "requests.ruling", "/requests/{request}/ruling", "post", "requests",
              {200: _json("answer-ruled", "Request"), 202: _json("answer-withdrawing", "Request"),
               422: Answer("answer-not-ruled", {PROBLEM: "Problem"})},
              ("request", "lang"), {JSON: "NewRuling", FORM: "NewRuling"}, True),
    _get("listRequests", "requests.index", "/requests", "requests",
         Answer("answer-requests", {JSON: "Requests", "text/csv": "Text"}), "state", "format"),
    _get("getRequest", "requests.one", "/requests/{request}", "requests",
         Answer("answer-request", {JSON: "Request", "text/csv": "Text"}), "request", "format"),
    _get("screenings", "screening.screening", "/screening", "things",
         Answer("answer-screenings", {JSON: "Object", "text/csv": "Text", "text/html": "Text"}),
         "of", "open", "format", "version"),
    _get("networkMap", "networks.network_map", "/map", "things",
         Answer("answer-network", {JSON: "Object", "text/csv": "Text", "text/html": "Text"}),
         "network", "format", "version"),
    _get("calendar", "calendars.every", "/calendar.ics", "desk", _CALENDAR),
    _get("calendarOf", "calendars.of", "/calendar/{what}/{slug}.ics", "desk", _CALENDAR,
         "what", "slug"),
    _get("feedOf", "feeds.of", "/feed/{what}/{slug}.atom", "desk",
         Answer("answer-feed", {"application/atom+xml": "Text"}), "what", "slug"),
    _get("reconcile", "reconcile.root", "/reconcile", "reconciliation",
         _json("answer-reconcile"), "queries"),
    Operation("reconcileBatch", "reconcile.root", "/reconcile", "post", "reconciliation",
              {200: _json("answer-reconcile")}, ("lang",), {FORM: "ReconciliationForm"}),
    _get("suggestReconciled", "reconcile.suggest", "/reconcile/suggest/{suggested}",
         "reconciliation", _json("answer-suggested"), "suggested", "prefix"),
    _get("openapi", "openapi", "/openapi.json", "versions", _json("answer-openapi")),
)  # fmt: skip
