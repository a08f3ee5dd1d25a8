"""What each operation takes and answers: one row each, by the route that answers it.

Texts are in the catalogues, context ``api``: a summary by the operation's name, an answer by its
own name; the parameters stand in ``parameters.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from peyvand.affinity.criteria import THRESHOLDS
from peyvand.formats import GRAPHS, READ, TABLES
from peyvand.sources.spreadsheets import MEDIA_TYPES as SPREADSHEETS
from peyvand.web.http.messages import FORM
from peyvand.web.http.problem import MEDIA_TYPE as PROBLEM

JSON, TEXT = "application/json", "text/plain"


@dataclass(frozen=True)
class Answer:
    """An answer with a status: the name of its text, a schema for each media type, and headers.

    Each header has what it may be; its text is ``header-NAME``, in small letters.
    """

    text: str
    content: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


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
_TOLD = {"Peyvand-Engine": {"type": "string", "enum": ["store", "columns", "elsewhere"]}}
_OK, _RDF_OK = Answer("answer-results", _RESULTS, _TOLD), Answer("answer-rdf", RDF)
_SAME, _EMPTY = Answer("answer-same"), Answer("answer-empty")
_GEOJSON = Answer("answer-geojson", {"application/geo+json": "Object"})
_DONE, _MADE = Answer("answer-written", _WRITTEN), Answer("answer-made", _WRITTEN)
_ELSEWHERE = Answer("answer-elsewhere")
_CALENDAR = Answer("answer-calendar", {"text/calendar": "Text"})
_ASKED = ("default-graph-uri", "named-graph-uri", "format", "timeout", "version", "bom", "lang")
_WRITING = ("dry-run", "lang", "if-match")
_RANKED = {JSON: "Object", "text/csv": "Text", "text/html": "Text"}
_LOOKING = ("criterion", *THRESHOLDS, "format", "version")
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
              {200: Answer("answer-results", {**_RESULTS, **_WRITTEN}, _TOLD)},
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
    _get("getVersionFile", "old_version", "/versions/{number}/files/{file}", "versions",
         Answer("answer-version-file", {TEXT: "Text", JSON: "Object", "text/turtle": "Text",
                                        "application/rdf-patch": "Text"}), "number", "file"),
    _get("getRulings", "rulings", "/versions/rulings", "versions",
         Answer("answer-rulings", {"application/jsonl": "Text"})),
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
         "criteria", "city", "verdict", "page", "version", "format", *_DAYS),
    _get("affinity", "affinity.affinity", "/affinity", "things",
         Answer("answer-affinity", _RANKED), "one", "other", *_LOOKING),
    _get("like", "affinity.like", "/like", "things", Answer("answer-like", _RANKED), "like", "top",
         *_LOOKING),
    _get("partners", "partners.partners", "/partners", "things",
         Answer("answer-partners", _RANKED), "for", "criterion", "top", "weights", "weighting",
         "disputes", "format", "version"),
    _get("plans", "plans.plans", "/plans", "things",
         Answer("answer-plans", {JSON: "Object", "text/csv": "Text", "text/html": "Text"}), "city",
         "version", "format"),
    _get("works", "works.works", "/works", "things",
         Answer("answer-works", {JSON: "Object", "text/csv": "Text", "text/html": "Text"}),
         "document", "version", "format"),
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
    _get("citiesOnEarth", "geojson.cities", "/geo/cities.geojson", "things", _GEOJSON, "bbox",
         "version"),
    _get("pairsOnEarth", "geojson.pairs", "/geo/pairs.geojson", "things", _GEOJSON, "bbox",
         "version"),
    _get("ogcLanding", "geojson.landing", "/ogc", "things", _json("answer-ogc")),
    _get("ogcConformance", "geojson.conformance", "/ogc/conformance", "things",
         _json("answer-ogc-conformance")),
    _get("ogcCollections", "geojson.collections", "/ogc/collections", "things",
         _json("answer-ogc-collections"), "version"),
    _get("ogcCollection", "geojson.collection", "/ogc/collections/{collection}", "things",
         _json("answer-ogc-collection"), "collection", "version"),
    _get("ogcItems", "geojson.items", "/ogc/collections/{collection}/items", "things", _GEOJSON,
         "collection", "bbox", "datetime", "limit", "offset", "version"),
    _get("ogcItem", "geojson.item", "/ogc/collections/{collection}/items/{feature}", "things",
         Answer("answer-ogc-item", {"application/geo+json": "Object"}),
         "collection", "feature", "version"),
    _get("feedOfVersions", "version_feed.feed", "/feed/versions.atom", "desk",
         Answer("answer-feed", {"application/atom+xml": "Text"})),
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
