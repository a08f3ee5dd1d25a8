"""The Flask application. It reads requests and writes answers; queries run elsewhere."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import IO

from flask import Flask, Response, redirect, render_template, request, send_file, url_for
from pyoxigraph import Store
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from peyvand.errors import PeyvandError
from peyvand.graph.versions import Versions, publish_store
from peyvand.query.pool import Executor, WorkerPool
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import Catalogue, read_catalogue
from peyvand.web import problem, protocol
from peyvand.web.messages import LANGUAGES, number, text
from peyvand.web.problem import language

log = logging.getLogger(__name__)
_PIECE = 64 * 1024
_MARK = b"\xef\xbb\xbf"
_EXPOSED = "Peyvand-Version, Content-Language, Retry-After"
_POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"
_COUNTS = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
SELECT ?name (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  { ?thing a pv:City BIND("cities" AS ?name) }
  UNION { ?thing a pv:Agreement BIND("agreements" AS ?name) }
  UNION { GRAPH ?g { ?thing a pv:Claim } BIND("claims" AS ?name) }
  UNION { ?thing a pv:Document BIND("documents" AS ?name) }
} GROUP BY ?name
"""


def create_app(
    store: Versions | Executor | Store,
    settings: Settings | None = None,
    catalogue: Catalogue | None = None,
) -> Flask:
    """The application.

    Args:
        store: the versions to serve (a new current version is taken up by itself), a store
            whose present content is served, or anything that executes queries.
        settings: limits and addresses; from the environment if not given.
        catalogue: the queries offered as examples; the project's own if not given.

    Returns:
        A WSGI application. ``app.extensions["peyvand"]`` is its Executor, to be closed.
    """
    settings = settings or Settings.from_environment()
    if isinstance(store, Store):
        store = publish_store(store)
    executor: Executor = WorkerPool(store, settings) if isinstance(store, Versions) else store
    versions = store if isinstance(store, Versions) else None
    shown = catalogue or read_catalogue(root() / "queries")
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["MAX_CONTENT_LENGTH"] = settings.max_query_bytes * 3 + 10_000
    app.config["MAX_FORM_MEMORY_SIZE"] = app.config["MAX_CONTENT_LENGTH"]
    app.extensions["peyvand"] = executor
    counted: dict[int, dict[str, int]] = {}

    @app.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
    def sparql() -> BaseResponse:
        if request.method == "GET" and not request.args and _wants_page():
            return redirect(url_for("home"), 303)
        asked = protocol.read(request)
        answer = executor.run(
            asked.query,
            request.headers.get("Accept"),
            asked.format,
            default_graphs=asked.default_graphs,
            named_graphs=asked.named_graphs,
        )
        mark = _MARK if asked.bom and answer.format == "csv" else b""
        response = Response(_chunks(mark, answer.body), content_type=answer.content_type)
        # The generator closes the body when it ends; this, when it was never begun.
        response.call_on_close(answer.body.close)
        response.headers["Peyvand-Version"] = str(answer.version)
        return response

    @app.get("/")
    def home() -> str:
        tag = language()
        chosen = shown.get(request.args["example"]) if "example" in request.args else None
        return render_template(
            "home.html",
            lang=tag,
            other=LANGUAGES[1 - LANGUAGES.index(tag)],
            t=lambda key: text(key, tag),
            n=lambda value: number(value, tag),
            counts=_counts(),
            version=_version(),
            query=(chosen or shown.get("partners-of-city")).bound() if shown.queries else "",
            chosen=chosen,
            examples=shown.of("explore"),
            checks=shown.of("check"),
        )

    def _version() -> int:
        return versions.current().number if versions else 0

    def _counts() -> dict[str, int]:
        version = _version()
        if version not in counted:
            counted.clear()
            with executor.run(_COUNTS, format="json").body as body:
                rows = json.load(body)["results"]["bindings"]
            counted[version] = {r["name"]["value"]: int(r["count"]["value"]) for r in rows}
        return counted[version]

    @app.get("/health")
    def health() -> dict[str, object]:
        executor.run("ASK {}", format="json").body.close()
        return {"status": "ok", "version": _version()}

    if versions:

        @app.get("/version")
        def version() -> dict[str, object]:
            return versions.current().manifest

        @app.get("/void")
        def void() -> Response:
            path = versions.current().path / "void.ttl"
            return send_file(path, mimetype="text/turtle")

    @app.errorhandler(PeyvandError)
    def domain_error(error: PeyvandError) -> Response:
        return problem.from_error(error)

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        return problem.from_http(error)

    @app.errorhandler(Exception)
    def fault(error: Exception) -> Response:
        log.exception("fault while answering %s", request.path)
        return problem.respond(500, "error", "The server made a mistake; it has been logged.")

    @app.before_request
    def preflight() -> Response | None:
        if request.method != "OPTIONS":
            return None
        adapter = app.create_url_adapter(request)
        allowed = sorted({"OPTIONS", *(adapter.allowed_methods() if adapter else [])})
        response = Response(status=204)
        response.headers["Allow"] = ", ".join(allowed)
        response.headers["Access-Control-Allow-Methods"] = ", ".join(allowed)
        response.headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, Content-Type"
        response.headers["Access-Control-Max-Age"] = "86400"
        return response

    @app.after_request
    def headers(response: Response) -> Response:
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = _EXPOSED
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = _POLICY
        response.headers.setdefault("Cache-Control", "no-cache")
        response.vary.update(["Accept", "Accept-Language"])
        return response

    return app


def _chunks(mark: bytes, body: IO[bytes]) -> Iterator[bytes]:
    """The mark, if any, and then the body in pieces; the body is closed at the end."""
    with body:
        if mark:
            yield mark
        while piece := body.read(_PIECE):
            yield piece


def _wants_page() -> bool:
    """Whether the client prefers a page to results: a browser does, a program does not."""
    best = request.accept_mimetypes.best_match(
        ["application/sparql-results+json", "text/turtle", "text/html"]
    )
    return best == "text/html" and "text/html" in request.headers.get("Accept", "")
