"""The description of the API in OpenAPI 3.1, made from the routes and the fields of entries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from peyvand import __version__
from peyvand.texts import text
from peyvand.web.http.problem import MEDIA_TYPE as PROBLEM
from peyvand.web.http.routing import Route
from peyvand.web.openapi.operations import Operation
from peyvand.web.openapi.pages import ALL_PARAMETERS, EVERY
from peyvand.web.openapi.parameters import Parameter
from peyvand.web.openapi.schemas import schemas

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_PROBLEM = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
# What any answer tells where the operator limits how often one client may ask; see ``Limits``.
LIMITS: Mapping[str, Mapping[str, Any]] = {
    "Retry-After": {"type": "integer", "minimum": 1},
    "RateLimit": {"type": "string"},
    "RateLimit-Policy": {"type": "string"},
}
_TOKEN = "token"  # noqa: S105 the name of a scheme


def document(routes: Iterable[Route[Any]], language: str, origin: str) -> dict[str, Any]:
    """The description.

    Args:
        routes: what this server answers; of what it does not, nothing is said.
        language: of the texts.
        origin: the address of the server.
    """
    methods = {route.name: {method.lower() for method in route.methods} for route in routes}
    shown = [one for one in EVERY if one.method in methods.get(one.route, ())]
    paths: dict[str, dict[str, Any]] = {}
    for operation in shown:
        paths.setdefault(operation.path, {})[operation.method] = _operation(operation, language)
    tags = dict.fromkeys(operation.tag for operation in shown)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": text("name", language),
            "summary": text("tagline", language),
            "description": text("description", language, "api"),
            "version": __version__,
            "license": {"name": "CC BY 4.0", "url": _LICENCE},
        },
        "servers": [{"url": origin or "/"}],
        "tags": [{"name": tag, "description": text(f"tag-{tag}", language, "api")} for tag in tags],
        "paths": paths,
        "components": {
            "schemas": schemas(language),
            "parameters": {
                key: _parameter(key, parameter, language)
                for key, parameter in ALL_PARAMETERS.items()
            },
            "responses": {
                "Problem": {
                    "description": text("problem", language, "api"),
                    "content": _PROBLEM,
                },
                "TooMany": {
                    "description": text("too-many", language, "api"),
                    "headers": _headers(LIMITS, language),
                    "content": _PROBLEM,
                },
            },
            "securitySchemes": {
                _TOKEN: {
                    "type": "http",
                    "scheme": "bearer",
                    "description": text("token", language, "api"),
                }
            },
        },
    }


def _operation(operation: Operation, language: str) -> dict[str, Any]:
    answers: dict[str, Any] = {
        str(status): {
            "description": text(answer.text, language, "api"),
            **({"content": _content(answer.content)} if answer.content else {}),
            **({"headers": _headers(answer.headers, language)} if answer.headers else {}),
        }
        for status, answer in operation.answers.items()
    }
    made: dict[str, Any] = {
        "operationId": operation.name,
        "summary": text(operation.said or operation.name, language, "api"),
        "tags": [operation.tag],
        "parameters": [{"$ref": f"#/components/parameters/{key}"} for key in operation.parameters],
        "responses": {
            **answers,
            "429": {"$ref": "#/components/responses/TooMany"},
            "default": {"$ref": "#/components/responses/Problem"},
        },
    }
    if operation.body:
        made["requestBody"] = {"content": _content(operation.body), "required": True}
    if operation.token:
        made["security"] = [{_TOKEN: []}]
    return made


def _content(types: Any) -> dict[str, Any]:
    return {
        kind: {"schema": {"$ref": f"#/components/schemas/{name}"}} for kind, name in types.items()
    }


def _headers(headers: Mapping[str, Mapping[str, Any]], language: str) -> dict[str, Any]:
    return {
        name: {
            "description": text(f"header-{name.lower()}", language, "api"),
            "schema": dict(schema),
        }
        for name, schema in headers.items()
    }


def _parameter(key: str, parameter: Parameter, language: str) -> dict[str, Any]:
    schema = dict(parameter.schema)
    if parameter.repeated:
        schema = {"type": "array", "items": schema}
    made: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.where,
        "description": text(f"parameter-{key}", language, "api"),
        "schema": schema,
    }
    if parameter.required:
        made["required"] = True
    if parameter.example is not None:
        made["example"] = parameter.example
    return made
