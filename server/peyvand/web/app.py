"""The Flask application: the pages, and the endpoint for any WSGI server."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from typing import Any

from flask import Flask, Response, g, request
from pyoxigraph import Store
from werkzeug.exceptions import HTTPException

from peyvand.errors import BadRequest, NotAcceptable, NotFound, PeyvandError
from peyvand.graph.versions import Versions
from peyvand.query.executor import Executor
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import Catalogue, read_catalogue
from peyvand.web.endpoint.routes import Endpoint
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http import negotiation, prefix, problem
from peyvand.web.http.flask_requests import bound, current_request
from peyvand.web.http.headers import COMMON, POLICY, not_allowed, options
from peyvand.web.http.messages import Reply
from peyvand.web.http.routing import Rest, Route, View
from peyvand.web.openapi.routes import routes as openapi
from peyvand.web.pages.checks import problems
from peyvand.web.pages.components import current_index
from peyvand.web.pages.components.site import Site, stay
from peyvand.web.pages.routes import routes as pages
from peyvand.web.reconciliation.service import routes as reconciliation
from peyvand.wording import say

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")


def create_app(
    store: Versions | Store | Bridge,
    settings: Settings | None = None,
    catalogue: Catalogue | None = None,
) -> Flask:
    """The application.

    Args:
        store: the versions to serve (a new current version is taken up by itself), a store
            whose present content is served, or a bridge to an endpoint that runs already.
        settings: limits and addresses; from the environment if not given.
        catalogue: the queries offered as examples; the project's own if not given.

    Returns:
        A WSGI application. ``app.extensions["peyvand"]`` is its bridge, to be closed.
    """
    settings = settings or Settings.from_environment()
    bridge = store if isinstance(store, Bridge) else _bridge(store, settings)
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.extensions["peyvand"] = bridge
    app.url_defaults(stay)
    app.wsgi_app = prefix.AtRoot(app.wsgi_app)  # type: ignore[assignment,method-assign]
    site = Site(bridge, catalogue or read_catalogue(root() / "queries"))
    of_endpoint = {route.name: route for route in bridge.routes}

    def endpoint(name: str = "") -> Response:
        body = request.stream.read(settings.max_upload_mb * 1024 * 1024 * 3 + 1)
        route = of_endpoint[str(request.endpoint)]
        return _response(bridge, bridge.answer(current_request(body), route))

    app.url_map.converters["rest"] = Rest
    for label, route in of_endpoint.items():
        if route.rule.startswith("/"):
            methods = [method for method in METHODS if method not in route.elsewhere]
            app.add_url_rule(
                route.rule, label, endpoint, methods=methods, provide_automatic_options=False
            )

    current_index.open_indexes(app, bridge)
    shown = [*pages(site), *reconciliation(bridge)]
    for page in (*shown, *openapi([*bridge.routes, *shown], site)):
        app.add_url_rule(
            page.rule,
            page.name,
            _answering(page),
            methods=page.methods,
            strict_slashes=page.strict_slashes,
        )

    @app.errorhandler(Exception)
    def failed(error: Exception) -> Response:
        if not isinstance(error, PeyvandError):
            error = _translated(error)
        answer = _response(bridge, problem.reply(error, current_request()))
        return problems.as_page(answer, error, site) if _looks(answer) else answer

    @app.after_request
    def compressed(response: Response) -> Response:
        own = request.endpoint == "static" or not response.is_streamed
        accept = request.headers.get("Accept-Encoding")
        wanted = negotiation.coding(accept, ("gzip",))
        if not (own and wanted and response.status_code == 200 and _packs(response)):
            return response
        response.direct_passthrough = False
        etag, _ = response.get_etag()
        response.set_data(gzip.compress(response.get_data(), 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        if etag:
            response.set_etag(etag, weak=True)
        return response

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in COMMON.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Cache-Control", "no-cache")
        if request.endpoint not in of_endpoint:
            bound(response.headers)
            if under := request.environ.get(prefix.ENVIRON):
                prefix.below(response, request.host_url, under)
        return response

    @app.before_request
    def counted() -> None:
        # What the endpoint answers, it counts itself.
        if request.endpoint not in of_endpoint and request.endpoint != "static":
            g.left = bridge.take(current_request())

    @app.after_request
    def left(response: Response) -> Response:
        for name, value in g.get("left", {}).items():
            response.headers[name] = value
        return response

    @app.before_request
    def readable() -> None:
        if request.endpoint not in of_endpoint:
            if request.endpoint != "static":
                bridge.check_list()
            negotiation.check_coding(request.headers.get("Accept-Encoding"), ("gzip",))

    @app.after_request
    def no_page(response: Response) -> Response:
        accept = request.headers.get("Accept")
        if (
            response.status_code == 200
            and response.mimetype in negotiation.HTML
            and negotiation.refuses_pages(accept)
        ):
            error = NotAcceptable(**say("no-page", accept=accept))
            return _response(bridge, problem.reply(error, current_request()))
        return response

    return app


def prepare(app: Flask) -> None:
    """Compile the templates of all pages, which else the first who asks for each page waits for."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)


def _answering(route: Route[View]) -> View:
    """What Flask calls for a route; of OPTIONS a route tells by its methods alone."""
    if "OPTIONS" not in route.methods:
        return route.answer

    def answer(**parts: str) -> Any:
        if request.method == "OPTIONS":
            allowed = options(route.methods)
            return Response(b"", status=allowed.status, headers=allowed.headers)
        return route.answer(**parts)

    return answer


def _looks(response: Response) -> bool:
    """Whether somebody looks at an error in a browser."""
    page = negotiation.wants_page(request.headers.get("Accept"))
    return page and response.mimetype == problem.MEDIA_TYPE


def _packs(response: Response) -> bool:
    """Whether an answer is text that is worth packing and is not packed yet."""
    texts = (
        "text/",
        "image/svg+xml",
        "application/json",
        "application/geo+json",
        "application/javascript",
    )
    return (
        request.method == "GET"
        and "Content-Encoding" not in response.headers
        and "Range" not in request.headers
        and (response.mimetype or "").startswith(texts)
    )


def _bridge(store: Versions | Store, settings: Settings) -> Bridge:
    if isinstance(store, Store):
        # A server has a home, and would wait for what it takes to make one.
        from peyvand.graph.history import publish_store

        store = publish_store(store)
    versions = store
    return Bridge(lambda: Endpoint(Executor(versions, settings), settings))


def _translated(error: Exception) -> PeyvandError:
    """What a framework's error is in the domain's terms; a fault is raised on."""
    if not isinstance(error, HTTPException):
        raise error
    if error.code == 500:
        return PeyvandError("The server made a mistake; it has been logged.")
    if error.code == 404:
        return NotFound(**say("no-such-path", path=request.path[:200]))
    if error.code == 405:
        allowed = tuple(getattr(error, "valid_methods", None) or ())
        return not_allowed(request.method, tuple(sorted(allowed)))
    return BadRequest(**say("body-broken", reason=error.description or error.name))


def _response(bridge: Bridge, reply: Reply) -> Response:
    if reply.pieces is None:
        response = Response(reply.body, status=reply.status)
        bridge.release(reply)
    else:
        response = Response(_pieces(bridge, reply), status=reply.status)
        # The generator ends the answer when it ends; this, when it was never begun.
        response.call_on_close(lambda: bridge.release(reply))
    if "Content-Type" not in reply.headers:
        del response.headers["Content-Type"]
    for name, value in reply.headers.items():
        response.headers[name] = value
    return response


def _pieces(bridge: Bridge, reply: Reply) -> Iterator[bytes]:
    yield from bridge.pieces(reply)
