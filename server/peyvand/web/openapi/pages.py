"""What is answered to people and to crawlers, and other addresses of what ``operations`` has.

Texts are in the catalogues as those of ``operations`` are; an operation at another address of the
same thing has the text of the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web.http.problem import MEDIA_TYPE as PROBLEM
from peyvand.web.linked_data.ontology import SUFFIXES
from peyvand.web.openapi.operations import (
    JSON,
    OPERATIONS,
    RDF,
    TEXT,
    Answer,
    Operation,
    of_types,
)
from peyvand.web.openapi.parameters import PARAMETERS, Parameter
from peyvand.web.pages.network.network_files import SCOPES

HTML, XML, CSV = "text/html", "application/xml", "text/csv"
_PATH, _STRING = "path", {"type": "string"}
_PAGE = {HTML: "Text"}
_WITH_ROWS = {**_PAGE, CSV: "Text"}
_WITH_DATA = {**_PAGE, JSON: "Object", CSV: "Text"}
_READING = ("lang", "if-none-match")
_SAME = Answer("answer-same")
_BEING_MADE = Answer("answer-being-made", {PROBLEM: "Problem"})
_NOTHING = Answer("answer-nothing", {PROBLEM: "Problem"})
_FOR_VERSION_1 = ("1.0",)
# Those of these operations, beside those of the others.
ALL_PARAMETERS = PARAMETERS | {
    "part": Parameter("part", _PATH, {"type": "integer", "minimum": 1}, 1, required=True),
    "start": Parameter(
        "start", _PATH, {"enum": [*LANGUAGES, *_FOR_VERSION_1]}, "en", required=True
    ),
    "term": Parameter("term", _PATH, _STRING, "City", required=True),
    "module": Parameter("module", _PATH, _STRING, "place", required=True),
    "end": Parameter("end", _PATH, {"enum": ["svg", "png"]}, "svg", required=True),
    "conflict": Parameter("conflict", _PATH, _STRING, "c1", required=True),
    "problem": Parameter("problem", _PATH, _STRING, "not-found", required=True),
    "entry": Parameter("entry", _PATH, PARAMETERS["kind"].schema, "agreement", required=True),
    "browsed": Parameter("browsed", _PATH, _STRING, "cities", required=True),
    "figure": Parameter("figure", _PATH, _STRING, "nodes.csv", required=True),
    "first": Parameter("first", _PATH, _STRING, "isfahan", required=True),
    "second": Parameter("second", _PATH, _STRING, "freiburg", required=True),
    "total": Parameter(
        "total", _PATH, _STRING, "statistic-agreements-141-document-000", required=True
    ),
    "kept": Parameter("kept", _PATH, _STRING, "none", required=True),
    "citation": Parameter(
        "citation", _PATH, {"enum": ["bib", "ris", "datacite.json"]}, "bib", required=True
    ),
    "documented": Parameter("documented", _PATH, _STRING, "endpoint", required=True),
    "which": Parameter("which", _PATH, _STRING, "map", required=True),
    "id": Parameter("id", "query", _STRING, "city/isfahan", required=True),
    "type": Parameter("type", "query", _STRING, "city"),
    "years": Parameter("years", "query", {"type": "integer", "minimum": 1}),
    "thing": Parameter("thing", "query", _STRING, "city/isfahan"),
    "rows-of": Parameter("table", "query", _STRING, "names"),
    "find": Parameter("find", "query", _STRING, "tehran"),
    "list-order": Parameter("sort", "query", _STRING, "-agreements"),
    "of-country": Parameter("country", "query", _STRING, "country/iran"),
    "source-of-ties": Parameter("source", "query", {"enum": list(SCOPES)}, "documents"),
    "kind-of-ties": Parameter("kind", "query", _STRING, "SisterCityAgreement"),
    "conflict-order": Parameter("sort", "query", _STRING, "-number"),
}


def _get(
    name: str,
    route: str,
    path: str,
    *parameters: str,
    content: dict[str, str] | None = None,
    takes_long: bool = False,
) -> Operation:
    """A page, or what else ``content`` says; one that takes long may be being made."""
    answers = {200: Answer("answer-page", content or _PAGE), 304: _SAME}
    if "{" in path or "thing" in parameters:
        answers[404] = _NOTHING
    if takes_long:
        answers[503] = _BEING_MADE
    return Operation(name, route, path, "get", "pages", answers, (*parameters, *_READING))


def _found(name: str, route: str, path: str, kind: str, *parameters: str) -> Operation:
    """What crawlers and programs ask first."""
    answers = {200: Answer("answer-file", of_types([kind])), 304: _SAME}
    return Operation(name, route, path, "get", "discovery", answers, (*parameters, *_READING))


def _leads(name: str, route: str, path: str, *parameters: str) -> Operation:
    return Operation(
        name, route, path, "get", "discovery", {303: Answer("answer-elsewhere")}, parameters
    )


# What the map of the world is asked by.
_OF_WORLD = ("of-country", "source-of-ties", "kind-of-ties")
_DRAWN = {"image/svg+xml": "Text", "image/png": "Text"}
_FORM = "application/x-www-form-urlencoded"
_CANDIDATES = {200: Answer("answer-reconcile", {JSON: "Object"})}
_OWN: tuple[Operation, ...] = (
    _get("home", "home", "/", "version"),
    _get("worldMap", "world_map", "/map.{end}", "end", "version", content=_DRAWN),
    _get("world", "world.page", "/world", "version", *_OF_WORLD, "rows-of", "format",
         content=_WITH_ROWS),
    _get("worldDrawing", "world.drawing", "/world/map.{end}", "end", "version", *_OF_WORLD,
         content=_DRAWN),
    _get("worldPairs", "world.pairs", "/world/pairs.json", "version", content={JSON: "Object"}),
    _get("editor", "editor.query", "/query", "query"),
    _get("completion", "editor.completion", "/query/terms.json", content={JSON: "Object"}),
    _get("questionnaire", "editor.questionnaire", "/ask", "format",
         content={**_PAGE, JSON: "Object"}),
    _get("comparison", "comparison.report", "/comparison", "version", takes_long=True),
    _get("conflicts", "conflicts.index", "/conflicts", "version", "find",
         "conflict-order", "rows-of", "format", content=_WITH_ROWS, takes_long=True),
    _get("conflict", "conflicts.conflict", "/conflicts/{conflict}", "conflict", "version",
         "rows-of", "format", content=_WITH_ROWS),
    _get("verdict", "audits.verdict", "/audit/{total}", "total", "version"),
    _get("verdictsDrawing", "audits.drawing", "/audit/verdicts.{end}", "end", "version",
         content=_DRAWN),
    _get("browse", "browse.index", "/browse", "version"),
    _get("browseKind", "browse.things", "/browse/{browsed}", "browsed", "version", "find",
         "list-order", "rows-of", "format", content=_WITH_ROWS, takes_long=True),
    _get("network", "figures.network", "/network", "version", "rows-of", "format",
         content=_WITH_ROWS, takes_long=True),
    _get("networkFile", "figures.file", "/network/{figure}", "figure", "version",
         content={CSV: "Text", JSON: "Object", **_DRAWN, "application/graphml+xml": "Text",
                  "application/gexf+xml": "Text"}, takes_long=True),
    _get("problems", "problems.index", "/problem", "format", content={**_PAGE, JSON: "Object"}),
    _get("problemType", "problems.problem", "/problem/{problem}", "problem", "format",
         content={**_PAGE, JSON: "Object"}),
    _get("page", "things.thing", "/page/{what}/{slug}", "what", "slug", "version",
         "rows-of", "format", content=_WITH_ROWS),
    _get("drawing", "drawings.drawing", "/drawings/{what}/{slug}/{which}.{end}",
         "what", "slug", "which", "end", "version", content=_DRAWN),
    _get("ontologyPage", "ontology.ontology", "/page/ns"),
    _get("termPage", "ontology.term", "/page/ns/{term}", "term"),
    _get("modulePage", "ontology.module", "/page/ns/module/{module}", "module"),
    _get("shapesPage", "ontology.shapes", "/page/shapes"),
    _get("opensearch", "search.opensearch", "/opensearch.xml",
         content={"application/opensearchdescription+xml": "Text"}),
    _get("registerPage", "register.index", "/register"),
    _get("entryForm", "register.entry", "/register/{entry}", "entry"),
    Operation("entrySent", "register.entry", "/register/{entry}", "post", "pages",
              {200: Answer("answer-page", _PAGE), 303: Answer("answer-elsewhere"),
               401: Answer("answer-page", _PAGE),
               422: Answer("answer-page", _PAGE)}, ("entry", "lang"), {_FORM: "AnyForm"}),
    _get("entryWritten", "register.written", "/register/written", "thing"),
    Operation("desk", "desk.index", "/desk", "get", "pages",
              {200: Answer("answer-page", _PAGE), 303: Answer("answer-elsewhere"), 304: _SAME},
              ("city", *_READING)),
    _get("deskOf", "desk.of", "/desk/{what}/{slug}", "what", "slug"),
    _get("monitor", "monitor.board", "/monitor", "years", "version", "format", content=_WITH_DATA),
    _get("requestForm", "requests.new", "/requests/new"),
    Operation("betweenForm", "between.ask", "/between", "get", "pages",
              {200: Answer("answer-page", _PAGE), 303: Answer("answer-elsewhere"), 304: _SAME},
              ("one", "other", *_READING)),
    _get("between", "between.between", "/between/{first}/{second}", "first", "second", "version",
         "rows-of", "format", content=_WITH_ROWS),
    _get("betweenMap", "between.drawing", "/between/{first}/{second}/map.{end}",
         "first", "second", "end", "version", content=_DRAWN),
    _get("docs", "documentation.index", "/docs"),
    _get("docsPage", "documentation.one", "/docs/{documented}", "documented",
         content={**_PAGE, **_DRAWN}),
    _get("matchPage", "match.match", "/match"),
    Operation("matchList", "match.match", "/match", "post", "pages",
              {200: Answer("answer-list", {**_WITH_DATA, "text/tab-separated-values": "Text",
                                           "text/plain": "Text"}),
               303: Answer("answer-elsewhere")},
              ("lang",), {"text/csv": "List", _FORM: "ListForm"}),
    _get("keptList", "match.kept", "/match/kept/{kept}", "kept"),
    Operation("forgetList", "match.kept", "/match/kept/{kept}", "post", "pages",
              {303: Answer("answer-elsewhere")}, ("kept", "lang"), {_FORM: "AnyForm"}),
    _get("about", "about.about", "/about"),
    _get("components", "about.components", "/about/components"),
    _get("dataPage", "about.data", "/data"),
    _get("citation", "about.cite", "/cite.{citation}", "citation", "version",
         content={"application/x-bibtex": "Text", "application/x-research-info-systems": "Text",
                  "application/vnd.datacite.datacite+json": "Object"}),
    _get("apiPage", "api", "/api"),
    _found("robots", "robots", "/robots.txt", TEXT),
    _found("llms", "llms", "/llms.txt", "text/markdown"),
    _found("sitemap", "sitemap", "/sitemap.xml", XML),
    _found("sitemapPart", "sitemap_part", "/sitemaps/{part}.xml", XML, "part"),
    _found("catalogue", "catalogue", "/.well-known/api-catalog", "application/linkset+json"),
    _leads("dataset", "dataset", "/dataset"),
    _leads("datasetDump", "dataset_dump", "/dataset/dump"),
    _leads("graphOf", "named_graph", "/graph/{name}", "name"),
    Operation("term", "ns_part", "/ns/{term}", "get", "things",
              {200: Answer("answer-rdf", RDF), 303: Answer("answer-elsewhere"), 304: _SAME},
              ("term", "format", *_READING)),
    Operation("match", "reconcile.match", "/reconcile/match", "post", "reconciliation",
              _CANDIDATES, ("lang",), {JSON: "Matches"}),
    Operation("matchOfDraft", "reconcile.reconcile", "/reconcile/reconcile", "post",
              "reconciliation", _CANDIDATES, ("lang",), {JSON: "Matches"}, said="match"),
    Operation("extend", "reconcile.extend", "/reconcile/extend", "post", "reconciliation",
              _CANDIDATES, ("lang",), {JSON: "Extension"}),
    replace(_get("flyout", "reconcile.flyout", "/reconcile/flyout/{suggested}", "suggested", "id",
                 content={JSON: "Object"}), tag="reconciliation"),
    replace(_get("preview", "reconcile.preview", "/reconcile/preview", "id"),
            tag="reconciliation"),
    replace(_leads("view", "reconcile.view", "/reconcile/view", "id"), tag="reconciliation"),
    replace(_get("propose", "reconcile.propose", "/reconcile/extend/propose", "type", "limit",
                 content={JSON: "Object"}), tag="reconciliation"),
)  # fmt: skip


def _also(operation: Operation, name: str, route: str, path: str) -> Operation:
    """The same at another address."""
    said = operation.said or operation.name
    return replace(operation, name=name, route=route, path=path, said=said)


def _others() -> Iterator[Operation]:
    named = {operation.name: operation for operation in (*OPERATIONS, *_OWN)}
    for name, route in (("query", "sparql_too"), ("queryOrUpdate", "sparql_too")):
        yield _also(named[name], f"{name}Too", route, "/sparql/")
    yield _also(named["statistics"], "statisticsToo", "void_too", "/void")
    for stem, name in (("ns", "ontology"), ("shapes", "shapes")):
        for suffix, offer in SUFFIXES.items():
            content = {
                200: Answer("answer-rdf", of_types([offer.media_type])),
                304: _SAME,
            }
            file = replace(named[name], answers=content, parameters=_READING)
            yield _also(
                file, f"{name}As{suffix.capitalize()}", f"{stem}_{suffix}", f"/{stem}.{suffix}"
            )
        html = f"{stem}_html"
        page = replace(named[name], answers={303: Answer("answer-elsewhere")}, parameters=())
        yield _also(page, f"{name}AsHtml", html, f"/{stem}.html")
    for operation in (*OPERATIONS, *_OWN):
        place, _, name = operation.route.partition(".")
        if place == "reconcile":
            path = operation.path.replace("/reconcile", "/reconcile/{start}", 1)
            one = replace(operation, parameters=("start", *operation.parameters))
            yield _also(one, f"{operation.name}At", f"reconcile_part.{name}", path)


EVERY: tuple[Operation, ...] = (*OPERATIONS, *_OWN, *_others())
