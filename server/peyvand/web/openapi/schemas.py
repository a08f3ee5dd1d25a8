"""The schemas of what is sent and answered (JSON Schema 2020-12), with texts in one language."""

from __future__ import annotations

from typing import Any

from peyvand.register.choices import choices
from peyvand.register.field import Field
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.rows import Severity
from peyvand.texts import text
from peyvand.vocabulary.iris import BASE
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web.openapi.parameters import PARAMETERS, QUERY
from peyvand.web.openapi.requests import SCHEMAS

Schema = dict[str, Any]
_LABEL = "http://www.w3.org/2000/01/rdf-schema#comment"
_STATEMENT = f'<{BASE}id/city/isfahan> <{_LABEL}> "Half the world"@en'
UPDATE = f"INSERT DATA {{ GRAPH <{BASE}graph/notes> {{ {_STATEMENT} }} }}"
_TABLE = "parties,date\nArak; Shiraz,2024-05-01\n"
_MATCHES: Schema = {
    "queries": [{"conditions": [{"matchType": "name", "propertyValue": "Isfahan"}]}]
}
_EXTENSION: Schema = {"ids": ["city/isfahan"], "properties": [{"id": "label"}]}
_BATCH = '{"q0": {"query": "Isfahan"}}'
_STRING: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_COUNTS: Schema = {
    "type": "object",
    "properties": dict.fromkeys(("read", "good", "warned", "refused"), _COUNT),
}


def schemas(language: str) -> dict[str, Schema]:
    """Every schema by its name."""
    return {
        "Text": _STRING,
        "Json": {},
        "Object": {"type": "object"},
        "Query": {**_STRING, "examples": [QUERY]},
        "Update": {**_STRING, "examples": [UPDATE]},
        "Rdf": {**_STRING, "examples": [f"{_STATEMENT} ."]},
        "Files": {"type": "object", "additionalProperties": _STRING},
        "SparqlForm": {**_form("query", "update", "format"), "examples": [{"query": QUERY}]},
        "ReconciliationForm": {**_form("queries"), "examples": [{"queries": _BATCH}]},
        "AnyForm": {"type": "object", "additionalProperties": _STRING, "examples": [{}]},
        "List": {**_STRING, "examples": ["name,country\nTabriz,Iran\n"]},
        "ListForm": {
            **_form("list", "reference", "keep"),
            "additionalProperties": _STRING,
            "examples": [{"list": "Tabriz\nIsfahan", "format": "json"}],
        },
        "Matches": {"type": "object", "examples": [_MATCHES]},
        "Extension": {"type": "object", "examples": [_EXTENSION]},
        "Table": {**_STRING, "description": text("table", language, "api"), "examples": [_TABLE]},
        "Spreadsheet": {"description": text("table", language, "api")},
        "Entries": {
            "description": text("entries", language, "api"),
            "type": "array",
            "items": {"anyOf": [_reference(entry_name(kind)) for kind in EntryKind]},
            "examples": [[{"parties": ["Arak", "Shiraz"], "date": "2024-05-01"}]],
        },
        **{entry_name(kind): _entry(kind, language) for kind in EntryKind},
        **SCHEMAS,
        "Row": _row(language),
        "Written": _written(language),
        "Problem": _problem(language),
        "RefusedRows": {
            "allOf": [_reference("Problem")],
            "type": "object",
            "properties": {"rows": _list("Row"), "counts": _COUNTS},
        },
        "Version": {
            "type": "object",
            "properties": {"version": _COUNT, "quads": _COUNT, "by": _STRING, "kind": _STRING},
            "required": ["version"],
        },
        "Versions": {
            "type": "object",
            "properties": {"current": _COUNT, "versions": _list("Version"), "next": _STRING},
            "required": ["current", "versions"],
        },
        "Found": {
            "type": "object",
            "properties": {
                "version": _COUNT,
                "results": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": dict.fromkeys(("iri", "label", "description"), _STRING),
                        "required": ["iri", "label"],
                    },
                },
            },
            "required": ["version", "results"],
        },
        "OpenTasks": {
            "type": "object",
            "properties": {
                "version": _COUNT,
                "day": {"type": "string", "format": "date"},
                "tasks": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            **dict.fromkeys(("task", "label", "until"), _STRING),
                            **dict.fromkeys(("about", "stage", "holder"), _list("Named")),
                            "due": {"enum": ["overdue", "due", "undated"]},
                        },
                        "required": ["task", "label", "holder", "until", "due"],
                    },
                },
            },
            "required": ["version", "day", "tasks"],
        },
        "StatedTotals": {
            "type": "object",
            "properties": {
                "version": _COUNT,
                "totals": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            **dict.fromkeys(("key", "property", "document", "period"), _STRING),
                            "unit": {"enum": ["agreements", "cities", "countries"]},
                            "readings": {"type": "array", "items": _COUNT, "minItems": 1},
                            "bound": {"enum": ["exactly", "more-than", ""]},
                            **dict.fromkeys(("counts", "parts"), _list("OwnCount")),
                        },
                        "required": ["key", "unit", "readings", "bound", "counts", "parts"],
                    },
                },
            },
            "required": ["version", "totals"],
        },
        "OwnCount": {
            "type": "object",
            "properties": {"count": _COUNT, "perhaps": _COUNT, "query": _STRING},
            "required": ["count", "query"],
        },
        "Named": {
            "type": "object",
            "properties": {"iri": _STRING, "label": _STRING},
            "required": ["iri", "label"],
        },
        "Suggestions": {"type": "array", "minItems": 4, "maxItems": 4},
    }


def entry_name(kind: EntryKind) -> str:
    """What the schema of a kind of entry is called."""
    return f"{kind.value.capitalize()}Entry"


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str) -> Schema:
    return {"type": "array", "items": _reference(name)}


def _form(*names: str) -> Schema:
    fields = {
        name: dict(PARAMETERS[name].schema) if name in PARAMETERS else _STRING for name in names
    }
    return {"type": "object", "properties": fields}


def _entry(kind: EntryKind, language: str) -> Schema:
    fields = FIELDS[kind]
    return {
        "title": kind.label(language),
        "description": kind.about(language),
        "type": "object",
        "properties": {field.name: _field(field, language) for field in fields},
        "required": [field.name for field in fields if field.required],
    }


def _field(field: Field, language: str) -> Schema:
    """Any value may be a text, as in a cell of a table; one that may be several may be a list."""
    one: Schema = {"type": ["string", "number", "boolean", "null"]}
    if named := [choice.name for choice in choices(field)]:
        one["examples"] = named
    shape = {"anyOf": [one, {"type": "array", "items": _STRING}]} if field.repeated else one
    return {"title": field.heading(language), "description": field.help(language), **shape}


def _row(language: str) -> Schema:
    return {
        "description": text("row", language, "api"),
        "type": "object",
        "properties": {
            "row": _COUNT,
            "column": _STRING,
            "severity": {"enum": [str(severity) for severity in Severity]},
            "code": _STRING,
            "message": _STRING,
            **{f"message_{tag}": _STRING for tag in LANGUAGES},
            "heading": _STRING,
            "suggestion": _STRING,
            "about": _STRING,
        },
        "required": ["row", "column", "severity", "code", "message"],
    }


def _written(language: str) -> Schema:
    return {
        "description": text("written", language, "api"),
        "type": "object",
        "properties": {
            "version": _COUNT,
            "added": _COUNT,
            "removed": _COUNT,
            "created": {"type": "boolean"},
            "graph": {"type": ["string", "null"]},
            "dry_run": {"type": "boolean"},
            "warnings": {"type": "array", "items": {"type": "object"}},
            "normalised": {"type": "array", "items": {"type": "object"}},
            "normalised_count": _COUNT,
            "rows": _list("Row"),
            "counts": _COUNTS,
        },
        "required": ["version", "dry_run"],
    }


def _problem(language: str) -> Schema:
    return {
        "description": text("problem", language, "api"),
        "type": "object",
        "properties": {
            **dict.fromkeys(("title", "detail", "hint", "code"), _STRING),
            "type": {"type": "string", "format": "uri"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "line": _COUNT,
            "column": _COUNT,
            "lang": {"enum": list(LANGUAGES)},
        },
        "required": ["type", "title", "status", "detail"],
    }
