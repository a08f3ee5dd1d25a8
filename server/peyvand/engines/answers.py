"""What an engine answered, once it is known to be a whole answer: many say 200 to half of one.

What is looked for was met with engines that are in use: a stream cut at the time limit that ends
as it should but for a last line, headers that alone tell of rows left out, an empty body.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from peyvand.errors import PeyvandError

RESULTS, TRIPLES = "application/sparql-results+json", "application/n-triples"
# Headers by which an engine tells that it left something out.
_CUT = ("x-sql-state", "x-sql-message", "x-sparql-maxrows")
# The statuses of a query that an engine cannot take; 500 is what Virtuoso says of it, for one.
_REFUSALS = (400, 413, 414, 422, 500, 501)
_INCOMPLETE = b"incomplete results"
_END = 4096
_XSD = "http://www.w3.org/2001/XMLSchema#"
_BOOLEAN, _DECIMAL, _DURATION = (f"{_XSD}{name}" for name in ("boolean", "decimal", "duration"))
# A place, and what Virtuoso makes of its type.
_PLACE = "http://www.opengis.net/ont/geosparql#wktLiteral"
_GEOMETRY = "http://www.openlinksw.com/schemas/virtrdf#Geometry"
# What its names of blank nodes begin with.
_NODE = "nodeID://"
# The name of its one column where it answers with a table to what is asked for yes or no.
_ASKED = "__ASK_RETVAL"
# As such an engine writes yes and no where it answers with a table.
_YES, _NO = ("1", "true"), ("0", "false")


class NotWhole(PeyvandError):
    """An engine did not give a whole answer; another is asked."""


class Refused(NotWhole):
    """An engine refuses this query, and is well otherwise."""


class TooLong(PeyvandError):
    """An engine gives an answer that is longer than one is held; the store here is asked."""


class NotOurs(PeyvandError):
    """An engine gives a value that it does not keep as it was; the store here is asked."""


def is_kept(line: bytes) -> bool:
    """Whether a line of N-Quads has a value that engines keep as it is: Virtuoso keeps the seconds
    of a duration, and writes the numbers of a place anew."""
    return not any(kind.encode() in line for kind in (_DURATION, _PLACE, _GEOMETRY))


def accepted(form: str) -> str:
    """The media type that is asked for, by the form of the query."""
    return TRIPLES if form == "CONSTRUCT" else RESULTS


def begins(status: int, headers: Mapping[str, str], wanted: str) -> None:
    """See to it that what comes before an answer promises a whole one.

    Args:
        status: the status of HTTP.
        headers: with their names in small letters.
        wanted: the media type that was asked for.

    Raises:
        Refused: the engine does not take the query.
        NotWhole: it is cut short, or of another type, or the engine is not well.
    """
    if status != 200:
        failed = Refused if status in _REFUSALS else NotWhole
        raise failed(f"it answers with the status {status}")
    for name in _CUT:
        if name in headers:
            raise NotWhole(f"it left something out: {name}: {headers[name][:100]}")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != wanted:
        raise NotWhole(f"it answers with {kind or 'no type'} instead of {wanted}")


def answer(
    form: str, status: int, headers: Mapping[str, str], body: bytes
) -> QuerySolutions | QueryBoolean | list[Triple]:
    """The answer to a query.

    Args:
        form: of the query: ``SELECT``, ``ASK`` or ``CONSTRUCT``.
        status: the status of HTTP.
        headers: with their names in small letters.
        body: all of it.

    Raises:
        NotWhole: it is refused, cut short, or not what was asked for.
        NotOurs: it has a value that the engine does not keep as it was.
    """
    begins(status, headers, accepted(form))
    if _INCOMPLETE in body[-_END:].lower():
        raise NotWhole("its answer ends with word that it is not complete")
    try:
        if form == "CONSTRUCT":
            # A triple may come twice; in a graph it stands once.
            read = parse(body, format=RdfFormat.N_TRIPLES)
            return list(dict.fromkeys(_as_here(quad.triple) for quad in read))
        if not body.strip():
            raise NotWhole("its answer is empty")
        # The parser of results stops at the end of the object, whatever follows.
        body = _cells_as_here(body)
        found = parse_query_results(body, QueryResultsFormat.JSON)
        if form == "ASK" and isinstance(found, QuerySolutions):
            return _yes_or_no(body)
        if isinstance(found, QueryBoolean) != (form == "ASK"):
            raise NotWhole("its answer is of another form than the query")
        if isinstance(found, QuerySolutions):
            # What is wrong with a row is seen when it is read.
            for _ in parse_query_results(body, QueryResultsFormat.JSON):  # type: ignore[union-attr]
                pass
    except (ValueError, SyntaxError, OSError, AttributeError, KeyError, TypeError) as error:
        raise NotWhole(f"its answer cannot be read: {error}") from error
    return found


def _written(value: str, kind: str) -> tuple[str, str]:
    """A value and its type as the store here writes them: some engines write 7 as 7.0, and yes
    as 1.

    Raises:
        NotOurs: what it was cannot be told.
    """
    if kind == _DECIMAL:
        whole, point, part = value.partition(".")
        kept = part.rstrip("0") if point else ""
        return f"{whole}.{kept}" if kept else whole or "0", kind
    if kind == _BOOLEAN:
        return {"1": "true", "0": "false"}.get(value, value), kind
    if kind == _GEOMETRY or (kind == _DURATION and not value.lstrip("-").startswith("P")):
        raise NotOurs(f"it does not keep as it was what it gives as {value}")
    return value, kind


def _as_here(triple: Triple) -> Triple:
    said = triple.object
    if isinstance(said, Literal) and not said.language:
        value, kind = _written(said.value, said.datatype.value)
        if (value, kind) != (said.value, said.datatype.value):
            written = Literal(value, datatype=NamedNode(kind))
            return Triple(triple.subject, triple.predicate, written)
    return triple


def _cells_as_here(body: bytes) -> bytes:
    """A table with its values and blank nodes as the store here writes them.

    Raises:
        ValueError: it is not JSON to its end.
        NotOurs: see ``_written``.
    """
    table = json.loads(body)
    changed = False
    for row in table.get("results", {}).get("bindings", ()) if isinstance(table, dict) else ():
        for cell in row.values():
            if kind := cell.get("datatype"):
                now = _written(cell["value"], kind)
                changed |= now != (cell["value"], kind)
                cell["value"], cell["datatype"] = now
            elif cell.get("type") == "bnode" and cell["value"].startswith(_NODE):
                cell["value"], changed = cell["value"].removeprefix(_NODE), True
    return json.dumps(table).encode() if changed else body


def _yes_or_no(body: bytes) -> QueryBoolean:
    """What a table says of yes and no; one of Virtuoso's that has no rows says no."""
    try:
        table = json.loads(body)
        rows = table["results"]["bindings"]
        if table["head"]["vars"] == [_ASKED]:
            rows = rows or [{_ASKED: {"value": "0"}}]
        (row,) = rows
        (cell,) = row.values()
        text = str(cell["value"]).lower()
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotWhole("its answer is neither yes nor no") from error
    if text not in (*_YES, *_NO):
        raise NotWhole("its answer is neither yes nor no")
    told = json.dumps({"head": {}, "boolean": text in _YES}).encode()
    found = parse_query_results(told, QueryResultsFormat.JSON)
    assert isinstance(found, QueryBoolean)
    return found
