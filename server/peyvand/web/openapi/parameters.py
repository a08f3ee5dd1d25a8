"""What requests may say: the parameters of all operations, by the keys of their texts.

Texts are in the catalogues, context ``api``: ``parameter-KEY``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peyvand.affinity.criteria import THRESHOLDS
from peyvand.formats import GRAPHS, TABLES
from peyvand.model import Answer as KnownAnswer
from peyvand.recognition import SCOPES
from peyvand.register.fields import EntryKind
from peyvand.search import KINDS
from peyvand.vocabulary.iris import BASE
from peyvand.withdrawal.model import Outcome

_STRING: dict[str, Any] = {"type": "string"}
_FLAG: dict[str, Any] = {"type": "boolean"}
_NUMBER: dict[str, Any] = {"type": "integer", "minimum": 1}
_IRI: dict[str, Any] = {"type": "string", "format": "iri"}
# Degrees; the server refuses those that are not on the earth.
_BOX = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?(,-?[0-9]+(\.[0-9]+)?){3}$"}
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
    Parameter("bbox", "query", _BOX, "44,25,63.5,40"),
    Parameter("datetime", "query", _STRING, "1990-01-01/2005-06-30"),
    Parameter("offset", "query", {"type": "integer", "minimum": 0}),
    Parameter("collection", _PATH, {"enum": ["cities", "pairs"]}, "cities", required=True),
    Parameter("feature", _PATH, _STRING, "city/tabriz", required=True),
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
    Parameter("verdict", "query", {"enum": [*map(str, KnownAnswer)]}),
    Parameter("page", "query", _NUMBER),
    Parameter("city", "query", _STRING),
    Parameter("by", "query", _STRING),
    Parameter("at", "query", _STRING),
    Parameter("to", "query", _STRING),
    Parameter("of", "query", _STRING),
    Parameter("document", "query", _STRING),
    Parameter("open", "query", _FLAG),
    Parameter("network", "query", _STRING),
    Parameter("one", "query", _STRING, "Tabriz"),
    Parameter("other", "query", _STRING, "Ankara"),
    Parameter("for", "query", _STRING, "city/arak"),
    Parameter("top", "query", _NUMBER, 3),
    Parameter("weights", "query", _STRING, "shared-partners:2,population:0"),
    Parameter("weighting", "query", _STRING),
    Parameter("disputes", "query", {"enum": ["leave-out"]}),
    *(Parameter(name, "query", {"type": "number", "minimum": 0}) for name in THRESHOLDS),
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
    like=Parameter("city", "query", _STRING, "Isfahan"),
    criterion=Parameter("criteria", "query", _STRING, repeated=True),
    sort=Parameter("kind", "query", _STRING),
    ready=Parameter("run", "query", {"const": "1"}, "1"),
    table=Parameter("format", "query", {"enum": ["csv", "json"]}, "csv"),
    things=Parameter("kind", "query", {"enum": list(KINDS)}, repeated=True),
)  # fmt: skip
