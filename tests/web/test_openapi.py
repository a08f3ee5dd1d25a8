"""The description of the API is OpenAPI 3.1, and what it says is what the server does."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from schemathesis import GenerationMode, checks

from peyvand.graph.build import Graph
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.texts import texts
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http.messages import FORM
from peyvand.web.openapi.document import LIMITS, document
from peyvand.web.openapi.pages import ALL_PARAMETERS, EVERY
from peyvand.web.openapi.schemas import UPDATE
from web.live import Got, Server, publish_documents, running, wait_for_index

# The example of statements is in N-Triples, which these hold too.
PLAIN = {"text/turtle", "application/n-triples", "application/trig", "application/n-quads"}
LANGUAGES = ("en", "fa")
# What is written comes before what is read of it, and what takes it away comes last.
# What has nothing to answer on this graph: no query runs, nothing was entered, and the figures of
# the network were not computed; the example of a table names no source.
WITHOUT_EXAMPLE = {
    "cancelQuery",
    "entryWritten",
    "entrySent",
    "keptList",
    "networkFile",
    "register",
}
ORDER = ("put", "post", "get", "delete")
# Not what a query of any text might mean: a text that the schema allows need not be SPARQL.
CONFORMANCE = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, graph: Graph, once: Any) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("openapi")
    publish_documents(home, graph, once)
    with running(home) as found:
        assert found.update(UPDATE).status == 200
        yield found


@pytest.fixture(scope="module")
def described(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = server.ask(path="/openapi.json", query={"lang": "en"}).json
    return found


def test_each_operation_may_be_asked_too_often(described: dict[str, Any]) -> None:
    answers = [
        one["responses"]["429"] for path in described["paths"].values() for one in path.values()
    ]
    assert answers
    assert all(one["$ref"] == "#/components/responses/TooMany" for one in answers)
    told = described["components"]["responses"]["TooMany"]
    assert told["headers"].keys() == {"Retry-After", "RateLimit", "RateLimit-Policy"}
    assert "application/problem+json" in told["content"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_openapi(server: Server, language: str) -> None:
    got = server.ask(path="/openapi.json", query={"lang": language})
    assert (got.status, got.headers["Content-Type"]) == (200, "application/json")
    assert got.headers["Content-Language"] == language
    assert list(OpenAPIV31SpecValidator(got.json).iter_errors()) == []
    assert got.json["servers"] == [{"url": f"http://127.0.0.1:{server.port}"}]
    again = server.ask(
        path="/openapi.json",
        query={"lang": language},
        headers={"If-None-Match": got.headers["ETag"]},
    )
    assert again.status == 304


def test_it_says_the_same_in_both_languages(server: Server) -> None:
    english, persian = (
        server.ask(path="/openapi.json", headers={"Accept-Language": tag}).json for tag in LANGUAGES
    )
    told = {"description", "summary", "title"}

    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: type(part) if name in told and isinstance(part, str) else shape(part)
                for name, part in value.items()
            }
        return [shape(part) for part in value] if isinstance(value, list) else value

    assert shape(english) == shape(persian)
    assert "پیمان" in json.dumps(persian, ensure_ascii=False)
    assert not re.search("[آ-ی]", json.dumps(english, ensure_ascii=False))


def test_every_text_is_used() -> None:
    used = {"description", "table", "entries", "row", "written", "problem", "token", "too-many"}
    used |= {operation.said or operation.name for operation in EVERY}
    used |= {f"tag-{operation.tag}" for operation in EVERY}
    used |= {answer.text for one in EVERY for answer in one.answers.values()}
    used |= {f"parameter-{key}" for key in ALL_PARAMETERS}
    answers = [answer for one in EVERY for answer in one.answers.values()]
    used |= {f"header-{name.lower()}" for answer in answers for name in answer.headers}
    used |= {f"header-{name.lower()}" for name in LIMITS}
    assert texts("en", "api").keys() == used


def test_it_is_linked_to(server: Server) -> None:
    got = server.ask(query={"query": "ASK {}"})
    assert '</openapi.json>; rel="service-desc"; type="application/json"' in got.headers["Link"]
    assert '</api>; rel="service-doc"; type="text/html"' in got.headers["Link"]
    for path in ("/llms.txt", "/sparql"):
        told = server.ask(path=path, headers={"Accept": "text/markdown, text/turtle"}).text
        assert all(f":{server.port}{place}" in told for place in ("/openapi.json", "/api"))
    linkset = server.ask(path="/.well-known/api-catalog").json["linkset"]
    at = f"http://127.0.0.1:{server.port}"
    anchors = {row["anchor"] for row in linkset if any(
        one["href"] == f"{at}/openapi.json" for one in row["service-desc"])}  # fmt: skip
    assert anchors == {f"{at}/sparql", f"{at}/graphs", f"{at}/register"}


def test_every_route_is_described_with_all_its_methods(app: Flask) -> None:
    bridge: Bridge = app.extensions["peyvand"]
    told: dict[str, set[str]] = {}
    for operation in EVERY:
        assert operation.method not in told.setdefault(operation.route, set()) or "{" in (
            operation.path
        )
        told[operation.route].add(operation.method)
    has = {route.name: set(route.methods) for route in bridge.routes if route.rule != "*"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            has.setdefault(rule.endpoint, set(rule.methods or ()))
    aside = {"HEAD", "OPTIONS"}
    assert told == {
        name: {method.lower() for method in methods - aside} for name, methods in has.items()
    }
    assert len({operation.name for operation in EVERY}) == len(EVERY)


def test_the_page_tells_every_operation(server: Server) -> None:
    for language in LANGUAGES:
        page = server.ask(path="/api", query={"lang": language}).text
        for operation in EVERY:
            assert f'id="{operation.name}"' in page
            assert f"{operation.method.upper()} {operation.path}<" in page


def test_what_a_server_does_not_answer_is_not_described() -> None:
    assert document([], "en", "")["paths"] == {}


def test_paths_are_those_of_the_routes(app: Flask) -> None:
    adapter = app.url_map.bind("")
    for operation in EVERY:
        path = re.sub(
            r"\{(\w+)\}", lambda part: str(ALL_PARAMETERS[part[1]].example), operation.path
        )
        assert adapter.match(path, operation.method.upper())[0] == operation.route


@pytest.mark.parametrize("kind", EntryKind)
def test_every_field_of_an_entry_is_described(described: dict[str, Any], kind: EntryKind) -> None:
    schema = described["components"]["schemas"][f"{kind.value.capitalize()}Entry"]
    assert list(schema["properties"]) == [field.name for field in FIELDS[kind]]
    assert schema["required"] == [field.name for field in FIELDS[kind] if field.required]
    for field in FIELDS[kind]:
        assert schema["properties"][field.name]["description"] == field.help("en")


@pytest.mark.parametrize(
    "operation",
    sorted(EVERY, key=lambda one: (ORDER.index(one.method), one.path == "/graphs")),
    ids=lambda one: one.name,
)
def test_what_it_describes_is_answered_as_it_says(
    server: Server, described: dict[str, Any], operation: Any
) -> None:
    told = described["paths"][operation.path][operation.method]
    if operation.method == "delete":
        turtle = {"Content-Type": "text/turtle"}
        put = server.ask("PUT", "/graphs/notes", body="", headers=turtle, token=server.token)
        assert put.status in (201, 204)
    if operation.route.startswith(("search", "reconcile", "affinity", "partners", "match")):
        wait_for_index(server)
    for media_type, example in bodies(described, told):
        got = asked(server, described, operation, told, media_type, example)
        assert str(got.status) in told["responses"], got.text[:500]
        assert got.status < 400 or operation.name in WITHOUT_EXAMPLE, got.text[:500]
        answered = told["responses"][str(got.status)].get("content", {})
        if answered:
            kind = got.headers["Content-Type"].partition(";")[0]
            assert kind in answered, kind
            if kind.endswith("json"):
                conforms(described, answered[kind]["schema"], got.json)
        for name, header in told["responses"][str(got.status)].get("headers", {}).items():
            # A request by POST may be an update, which has fewer.
            if operation.method == "get" or name in got.headers:
                conforms(described, header["schema"], got.headers.get(name))


@pytest.fixture(scope="module")
def operations(described: dict[str, Any]) -> dict[str, Any]:
    """The operations as Schemathesis reads them from the description."""
    schema = schemathesis.openapi.from_dict(described)
    read = (one.ok() for one in schema.get_all_operations())
    return {one.definition.raw["operationId"]: one for one in read}


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", [operation.name for operation in EVERY if not operation.said])
def test_whatever_is_asked_is_answered_as_described(
    server: Server, operations: dict[str, Any], name: str, mode: GenerationMode
) -> None:
    made = operations[name].as_strategy(generation_mode=mode)
    may_wait = "503" in operations[name].definition.raw["responses"]

    def no_fault(context: Any, response: Any, case: Any) -> Any:
        # What may be being made says so, and is no fault of the server's.
        if not (may_wait and response.status_code == 503):
            return checks.not_a_server_error(context, response, case)
        return None

    @settings(
        max_examples=2, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        database=None, derandomize=True, deadline=None,
    )  # fmt: skip
    @given(case=made)
    def ask(case: Any) -> None:
        case.call_and_validate(
            base_url=f"http://127.0.0.1:{server.port}", timeout=120, checks=[no_fault, *CONFORMANCE]
        )

    try:
        ask()
    except Unsatisfiable:
        # It takes nothing that could be wrong.
        assert mode is GenerationMode.NEGATIVE


def test_what_is_refused_is_a_problem(server: Server, described: dict[str, Any]) -> None:
    got = server.ask(query={"query": "SELECT"})
    conforms(described, {"$ref": "#/components/schemas/Problem"}, got.json)
    with pytest.raises(AssertionError):
        conforms(described, {"$ref": "#/components/schemas/Problem"}, {"title": "x"})


def bodies(described: dict[str, Any], told: dict[str, Any]) -> list[tuple[str, Any]]:
    """The examples of each type of body; one without a body, if it takes none."""
    content = told.get("requestBody", {}).get("content", {})
    found = []
    for media_type, one in content.items():
        schema = described["components"]["schemas"][one["schema"]["$ref"].rpartition("/")[2]]
        if not one["schema"]["$ref"].endswith("/Rdf") or media_type in PLAIN:
            found += [(media_type, example) for example in schema.get("examples", ())]
    return found or [("", None)]


def asked(
    server: Server,
    described: dict[str, Any],
    operation: Any,
    told: dict[str, Any],
    media_type: str,
    example: Any,
) -> Got:
    """The answer to a request that is made of examples."""
    path, query = operation.path, []
    for reference in told["parameters"]:
        given = described["components"]["parameters"][reference["$ref"].rpartition("/")[2]]
        if given["in"] == "path":
            path = path.replace(f"{{{given['name']}}}", str(given["example"]))
        elif given["in"] == "query" and "example" in given:
            query.append((given["name"], str(given["example"])))
    body = example
    if media_type == FORM:
        body = urlencode(example)
    elif media_type == "application/json":
        body = json.dumps(example)
    headers = {"Content-Type": media_type} if media_type else {}
    return server.ask(
        *(operation.method.upper(), path), query=query, body=body, headers=headers,
        token=server.token,
    )  # fmt: skip


def conforms(described: dict[str, Any], schema: dict[str, Any], value: Any) -> None:
    whole = {**schema, "components": described["components"]}
    errors = [error.message for error in Draft202012Validator(whole).iter_errors(value)]
    assert errors == []
