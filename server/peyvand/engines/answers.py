"""What an engine answered, once it is known to be a whole answer: many say 200 to half of one.

What is looked for was met with engines that are in use: a stream cut at the time limit that ends
as it should but for a last line, headers that alone tell of rows left out, an empty body.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from pyoxigraph import (
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
_INCOMPLETE = b"incomplete results"
_END = 4096
# As such an engine writes yes and no where it answers with a table.
_YES, _NO = ("1", "true"), ("0", "false")


class NotWhole(PeyvandError):
    """An engine did not give a whole answer; another is asked."""


def accepted(form: str) -> str:
    """The media type that is asked for, by the form of the query."""
    return TRIPLES if form == "CONSTRUCT" else RESULTS


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
    """
    if status != 200:
        raise NotWhole(f"it answers with the status {status}")
    for name in _CUT:
        if name in headers:
            raise NotWhole(f"it left something out: {name}: {headers[name][:100]}")
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != accepted(form):
        raise NotWhole(f"it answers with {kind or 'no type'} instead of {accepted(form)}")
    if _INCOMPLETE in body[-_END:].lower():
        raise NotWhole("its answer ends with word that it is not complete")
    try:
        if form == "CONSTRUCT":
            # A triple may come twice; in a graph it stands once.
            read = parse(body, format=RdfFormat.N_TRIPLES)
            return list(dict.fromkeys(quad.triple for quad in read))
        if not body.strip():
            raise NotWhole("its answer is empty")
        # The parser of results stops at the end of the object, whatever follows.
        json.loads(body)
        found = parse_query_results(body, QueryResultsFormat.JSON)
        if form == "ASK" and isinstance(found, QuerySolutions):
            return _yes_or_no(body)
        if isinstance(found, QueryBoolean) != (form == "ASK"):
            raise NotWhole("its answer is of another form than the query")
        if isinstance(found, QuerySolutions):
            # What is wrong with a row is seen when it is read.
            for _ in parse_query_results(body, QueryResultsFormat.JSON):  # type: ignore[union-attr]
                pass
    except (ValueError, SyntaxError, OSError) as error:
        raise NotWhole(f"its answer cannot be read: {error}") from error
    return found


def _yes_or_no(body: bytes) -> QueryBoolean:
    try:
        (row,) = json.loads(body)["results"]["bindings"]
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
