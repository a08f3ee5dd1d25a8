"""The schemas of requests for withdrawal, and of rulings on them."""

from __future__ import annotations

from typing import Any

from peyvand.withdrawal.model import MOST_CONTACT, MOST_GROUND, MOST_REASON, Kind, Outcome

_STRING: dict[str, Any] = {"type": "string"}
_IRI: dict[str, Any] = {"type": "string", "format": "iri"}
_DAY: dict[str, Any] = {"type": "string", "format": "date"}
_OUTCOMES = [str(outcome) for outcome in Outcome]

SCHEMAS: dict[str, dict[str, Any]] = {
    "NewRequest": {
        "type": "object",
        "properties": {
            "about": _STRING,
            "kind": {"enum": [str(kind) for kind in Kind]},
            "ground": {**_STRING, "maxLength": MOST_GROUND},
            "contact": {**_STRING, "maxLength": MOST_CONTACT},
        },
        "required": ["about", "kind", "ground"],
        "examples": [{"about": "document/003", "kind": "comment", "ground": "Read it again."}],
    },
    "NewRuling": {
        "type": "object",
        "properties": {
            "outcome": {"enum": _OUTCOMES},
            "reason": {**_STRING, "maxLength": MOST_REASON},
            "by": _STRING,
            "what": {"anyOf": [_STRING, {"type": "array", "items": _STRING}]},
            "corrected-by": _STRING,
        },
        "required": ["outcome", "reason"],
        "examples": [{"outcome": "refused", "reason": "Nothing is wrong with it."}],
    },
    "Request": {
        "type": "object",
        "properties": {
            "number": {"type": "integer", "minimum": 1},
            "iri": _IRI,
            "about": _IRI,
            "kind": {"enum": [str(kind) for kind in Kind]},
            "requestedOn": _DAY,
            "state": {"enum": ["open", *_OUTCOMES]},
            "rulings": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "iri": _IRI,
                        "outcome": {"enum": _OUTCOMES},
                        "ruledBy": _STRING,
                        "ruledOn": _DAY,
                        "reason": _STRING,
                        "withdraws": {"type": "array", "items": _IRI},
                        "correctedBy": {"type": ["string", "null"]},
                    },
                    "required": ["iri", "outcome", "ruledBy", "ruledOn", "reason"],
                },
            },
            "first": {"type": "boolean"},
        },
        "required": ["number", "iri", "about", "kind", "requestedOn", "state", "rulings"],
    },
    "Requests": {
        "type": "object",
        "properties": {
            "requests": {"type": "array", "items": {"$ref": "#/components/schemas/Request"}}
        },
        "required": ["requests"],
    },
}
