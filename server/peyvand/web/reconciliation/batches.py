"""The queries of a reconciliation batch, read from what either version of the protocol sends."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from peyvand.errors import BadRequest, TooLarge
from peyvand.linkage.interactive.comparison import Condition, Reference, Value
from peyvand.linkage.interactive.matching import Candidate, Row
from peyvand.search.model import Hit
from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES, pick
from peyvand.web.pages.search.search import description
from peyvand.web.reconciliation.manifest import BATCH, directed
from peyvand.web.reconciliation.types import (
    NAMING,
    TYPE_OF,
    identifier,
    iri_of,
    kinds_of,
    local_name,
)
from peyvand.wording import say

_MOST_CANDIDATES, _MOST_CONDITIONS, _MOST_VALUES, _LONGEST = 50, 10, 20, 500
_DEFAULT = 5


def read_json(text: str, where: str) -> Any:
    """JSON that a client sent.

    Raises:
        BadRequest: it is none; the place is told.
    """
    try:
        document = json.loads(text, parse_constant=lambda name: refuse(where, f"not {name}"))
        # Half of a pair of surrogates is no character, and nothing could be answered about it.
        json.dumps(document, ensure_ascii=False).encode()
        return document
    except UnicodeEncodeError as error:
        raise BadRequest(**say("not-utf8")) from error
    except json.JSONDecodeError as error:
        words = say("not-json", where=where, reason=error.msg)
        raise BadRequest(**words, line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise BadRequest(**say("not-json", where=where, reason="nested too deeply")) from error


def refuse(where: str, expected: str) -> NoReturn:
    """Refuse a part of a batch.

    Raises:
        BadRequest: always.
    """
    raise BadRequest(**say("batch-part", where=where, expected=expected))


@dataclass(frozen=True)
class Query:
    """A query of a batch: its row, the types that it names, and the language, if it names one."""

    row: Row
    types: tuple[str, ...] = ()
    language: str = ""


def rows_0(batch: Any) -> dict[str, Query]:
    """The queries of version 0.2 by their names.

    Raises:
        PeyvandError: one cannot be understood, or there are too many.
    """
    if not isinstance(batch, dict):
        refuse("queries", "an object")
    _check_size(len(batch))
    parsed = {}
    for name, query in batch.items():
        where = f"queries.{name[:40]}"
        if not isinstance(query, dict):
            refuse(where, "an object")
        types = query.get("type") or query.get("types") or []
        types = _texts(types if isinstance(types, list) else [types], f"{where}.type")
        text = query.get("query", "")
        if not isinstance(text, str):
            refuse(f"{where}.query", "a string")
        listed = _list(query.get("properties", []), f"{where}.properties", _MOST_CONDITIONS)
        conditions = [_condition(condition, f"{where}.properties", types) for condition in listed]
        names = (text[:_LONGEST],) if text.strip() else ()
        # An empty cell is a query as well: nothing is like it.
        if "query" not in query and not conditions:
            refuse(where, "query or properties")
        row = Row(names, kinds_of(types), tuple(conditions), _limit(query, where))
        parsed[name] = Query(_named(row), tuple(types))
    return parsed


def rows_1(batch: Any) -> list[Query]:
    """The queries of version 1.0 in their order.

    Raises:
        PeyvandError: one cannot be understood, or there are too many.
    """
    if not isinstance(batch, dict) or "queries" not in batch:
        refuse("queries", "an array")
    queries = batch["queries"]
    if not isinstance(queries, list):
        refuse("queries", "an array")
    _check_size(len(queries))
    parsed = []
    for number, query in enumerate(queries):
        where = f"queries[{number}]"
        if not isinstance(query, dict):
            refuse(where, "an object")
        types = _texts([query["type"]] if "type" in query else [], f"{where}.type")
        names: list[str] = []
        conditions = []
        parts = _list(query.get("conditions"), f"{where}.conditions", _MOST_CONDITIONS)
        if not parts:
            refuse(f"{where}.conditions", "one or more conditions")
        for part in parts:
            kind = part.get("matchType") if isinstance(part, dict) else None
            if kind not in ("name", "property"):
                refuse(f"{where}.conditions", "matchType: name or property")
            condition = _condition(part, f"{where}.conditions", types, named=kind == "name")
            if kind == "name":
                names += [str(value)[:_LONGEST] for value in condition.values]
            else:
                conditions.append(condition)
        row = Row(tuple(names), kinds_of(types), tuple(conditions), _limit(query, where))
        language = str(query.get("lang", ""))[:2].lower()
        language = language if language in LANGUAGES else ""
        parsed.append(Query(_named(row), tuple(types), language))
    return parsed


def _named(row: Row) -> Row:
    """The row with what it tells by properties that name a thing as further names."""
    told = [c for c in row.conditions if c.property in NAMING and c.quantifier != "none"]
    texts = [str(v)[:_LONGEST] for c in told for v in c.values if not isinstance(v, Reference)]
    names = dict.fromkeys((*row.names, *(text for text in texts if text.strip())))
    others = tuple(c for c in row.conditions if c not in told)
    return replace(row, names=tuple(names), conditions=others)


def _check_size(count: int) -> None:
    if count > BATCH:
        raise TooLarge(**say("batch-size", count=count, limit=BATCH))


def _condition(part: Any, where: str, types: list[str], *, named: bool = False) -> Condition:
    if not isinstance(part, dict):
        refuse(where, "objects")
    # The draft of 1.0 has called these by both names.
    name = part.get("pid", part.get("propertyId"))
    if not named and not (isinstance(name, str) and name):
        refuse(f"{where}.pid", "the identifier of a property")
    if "v" not in part and "propertyValue" not in part:
        refuse(f"{where}.v", "a value")
    given = part.get("v", part.get("propertyValue"))
    values = _list(given if isinstance(given, list) else [given], f"{where}.v", _MOST_VALUES)
    quantifier = part.get("matchQuantifier", "any")
    if quantifier not in ("any", "all", "none"):
        refuse(f"{where}.matchQuantifier", "any, all or none")
    return Condition(
        "" if named else local_name(str(name)),
        tuple(_value(value, f"{where}.v") for value in values),
        part.get("required") is True,
        str(quantifier),
    )


def _value(value: Any, where: str) -> Value:
    if isinstance(value, str):
        return value[:_LONGEST]
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, dict) and isinstance(value.get("id"), str):
        name = value.get("name")
        texts = (value["id"], *([name[:_LONGEST]] if isinstance(name, str) else []))
        return Reference(iri_of(value["id"]), texts)
    refuse(where, "a string, a number, true, false, or an object with id")


def _list(value: Any, where: str, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        refuse(where, f"an array of {most} at most")
    return value


def _texts(values: list[Any], where: str) -> list[str]:
    texts: list[str] = []
    for value in values:
        # OpenRefine has sent types as objects too.
        text = value.get("id") if isinstance(value, dict) else value
        if not isinstance(text, str):
            refuse(where, "the identifier of a type")
        texts.append(text)
    return texts


def _limit(query: dict[str, Any], where: str) -> int:
    limit = query.get("limit", _DEFAULT)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 < limit < 1e9:
        refuse(f"{where}.limit", "a number from 1")
    return min(max(1, int(limit)), _MOST_CANDIDATES)


def shown(candidate: Candidate, language: str, *, version_1: bool = False) -> dict[str, Any]:
    """A candidate as both versions of the protocol write it; 1.0 tells its language as well."""
    hit = candidate.hit
    named = entity(hit, language, version_1=version_1)
    # What stands within has the language of what it stands in, if it names none.
    own = directed(language) if version_1 and named.get("lang") != language else {}
    return {
        **named,
        "type": [TYPE_OF[hit.kind].to_json(language) | own],
        "score": candidate.score,
        "match": candidate.match,
        "features": [
            {"id": name, "name": text(name, language, "feature"), "value": value, **own}
            for name, value in candidate.features.items()
        ],
    }


def entity(hit: Hit, language: str, *, version_1: bool = False) -> dict[str, Any]:
    """A thing with its name and a few words about it, in 1.0 both in the language it tells."""
    _, tag = pick({"en": hit.label_en, "fa": hit.label_fa}, language)
    name = identifier(hit.iri)
    # A name may not be empty, and a thing may have names in other languages alone.
    reference = {"id": name, "name": hit.label(language) or name}
    if not version_1:
        return {**reference, "description": description(hit, language)}
    return {**reference, "description": description(hit, tag or language), **directed(tag)}
