"""One table of routes for each part: all answer a path, and link to it, by the same row."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask, url_for
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from peyvand.sources.catalogue import Catalogue
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http.messages import Reply, Request
from peyvand.web.http.routing import READ, Rest, Route, Routes
from peyvand.web.openapi.routes import routes as openapi
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.routes import routes as pages
from peyvand.web.reconciliation.service import routes as reconciliation

PARTS = st.sampled_from(
    [
        "sparql",
        "graphs",
        "versions",
        "rollback",
        "12",
        "queries",
        "id",
        "city",
        "ns",
        "ns.ttl",
        ".",
        "x",
    ]
)


async def nothing(request: Request) -> Reply:
    return Reply(204)


def table(*rules: str) -> Routes:
    return Routes(Route(rule, rule, READ, nothing) for rule in rules)


@pytest.fixture
def bridge(app: Flask) -> Bridge:
    found: Bridge = app.extensions["peyvand"]
    return found


RULES = (
    *("/sparql", "/sparql/", "/graphs", "/graphs/<rest:name>", "/versions", "/ns.ttl", "/ns"),
    *("/versions/<rest:name>", "/versions/<rest:name>/rollback", "/id/<rest:name>", "*"),
)
TABLE = table(*RULES)
WERKZEUG = Map(
    [Rule(rule, endpoint=rule) for rule in RULES if rule != "*"],
    converters={"rest": Rest},
    merge_slashes=False,
).bind("")


@given(
    st.lists(PARTS, max_size=5).map(lambda parts: "/" + "/".join(parts)), st.sampled_from(["", "/"])
)
@settings(deadline=None)
def test_a_path_has_the_route_that_werkzeug_gives_it(path: str, end: str) -> None:
    found = TABLE.find(path + end)
    try:
        name, _ = WERKZEUG.match(path + end)
    except NotFound:
        name = None
    assert (found and found.name) == name


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/graphs/", "/graphs/<rest:name>"),
        ("/graphs/a/b", "/graphs/<rest:name>"),
        ("/graphsx", None),
        ("/graphs", "/graphs"),
        ("/versions/1/rollback", "/versions/<rest:name>/rollback"),
        ("/versions/rollback", "/versions/<rest:name>"),
        ("/versions/1/rollback/x", "/versions/<rest:name>"),
        ("/versions//rollback", "/versions/<rest:name>/rollback"),
        ("*", "*"),
        ("/*", None),
        ("", None),
        ("graphs/x", None),
    ],
)
def test_what_says_more_goes_first(path: str, name: str | None) -> None:
    found = TABLE.find(path)
    assert (found and found.name) == name


def test_flask_answers_by_the_rows_of_the_endpoint(app: Flask, bridge: Bridge) -> None:
    rows = {route.name: route.rule for route in bridge.routes if route.rule != "*"}
    flask = {rule.endpoint: rule.rule for rule in app.url_map.iter_rules()}
    assert rows.items() <= flask.items()
    adapter = app.url_map.bind("")
    for name, rule in rows.items():
        path = rule.replace("<rest:name>", "city/x")
        found = bridge.routes.find(path)
        assert found is not None
        assert adapter.match(path, found.methods[0])[0] == found.name == name


def test_flask_answers_by_the_tables_alone(app: Flask, bridge: Bridge) -> None:
    site = Site(bridge, Catalogue(()))
    shown = [*pages(site), *reconciliation(bridge)]
    rows = [*shown, *bridge.routes, *openapi(shown, site)]
    told = {(route.name, route.rule) for route in rows if route.rule != "*"}
    assert len(told) == len(rows) - 1
    flask = {(rule.endpoint, rule.rule) for rule in app.url_map.iter_rules()}
    assert flask == told | {("static", "/static/<path:filename>")}


def test_the_endpoint_leaves_the_paths_of_pages_to_them(app: Flask, bridge: Bridge) -> None:
    parts = {"end": "svg", "part": "fa", "kind": "agreement"}
    for route in (*pages(Site(bridge, Catalogue(()))), *reconciliation(bridge)):
        rule = re.sub(r"<any\((\w+)[^<>]*>", r"\1", route.rule)
        rule = re.sub(r"<int:[^<>]*>", "1", rule)
        path = re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda part: parts.get(part[1], "x"), rule)
        assert app.url_map.bind("").match(path, route.methods[0])[0] == route.name
        found = bridge.routes.find(path)
        assert found is None or set(route.methods) <= set(found.elsewhere), path


def test_a_path_may_be_of_the_endpoint_by_some_methods_and_of_a_page_by_others() -> None:
    route = Route("x", "/x", ("POST", "OPTIONS"), nothing, elsewhere=("GET", "HEAD"))
    assert route.allowed == ("GET", "HEAD", "POST", "OPTIONS")


def test_templates_link_by_the_names_of_rows(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("sparql", format="csv") == "/sparql?format=csv"
        assert url_for("run", name="x") == "/queries/x"
        assert url_for("thing", name="city/x") == "/id/city/x"


def test_the_row_that_was_found_is_not_looked_for_again(
    app: Flask, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []

    def find(path: str) -> Any:
        looked.append(path)

    monkeypatch.setattr(bridge.routes, "find", find)
    assert app.test_client().get("/health").status_code == 200
    assert looked == []
