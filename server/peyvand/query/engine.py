"""Evaluating one query on a store, in the process that calls this."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import IO, Any

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from peyvand.disk import is_full
from peyvand.errors import (
    BadRequest,
    MalformedQuery,
    NotAcceptable,
    PeyvandError,
    QueryFailed,
    StorageFull,
    TooLarge,
    UnknownFunction,
)
from peyvand.formats import BOOLEANS, GRAPHS, TABLES, GraphFormat, ResultsFormat, by_name
from peyvand.graph.rdf11 import as_rdf11
from peyvand.query.commas import CsvWriter, write_csv
from peyvand.query.diagnosis import diagnose
from peyvand.query.rewriting import rewritten_query
from peyvand.query.wellformed import XmlWriter
from peyvand.vocabulary.iris import PREFIXES
from peyvand.wording import say

# The triples of another engine stand in a list.
Result = QuerySolutions | QueryBoolean | QueryTriples | list[Triple]
_FUNCTION = re.compile(r"custom function <([^>]*)> is not supported")
_AT = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)


def malformed(error: SyntaxError, text: str, *, update: bool = False) -> MalformedQuery:
    """What is wrong with a text that the engine refused, and where.

    Args:
        error: the engine's, which stands where no mistake is found.
        text: the query or update.
        update: whether it is an update.
    """
    if mistake := diagnose(text, update=update):
        return mistake
    match = _AT.search(str(error))
    if not match:
        return MalformedQuery(**say("not-sparql", reason=str(error).rstrip(".")))
    line, column = int(match[1]), int(match[2])
    # Of the long lists of what the parser expected, character ranges help nobody.
    reason = re.sub(r",? ?\[[^\]]*\](?=,|$)", "", match[3].replace("\n", " ")).strip()
    if "Prefix not found" in reason:
        reason = "a prefix is used that is not declared"
    lines = text.splitlines()
    near = lines[line - 1].strip()[:80] if 0 < line <= len(lines) else "the end"
    words = say("syntax", line=line, column=column, reason=reason[:300], near=near)
    return MalformedQuery(**words, line=line, column=column)


def ask(
    store: Store,
    text: str,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    base: str | None = None,
) -> Result:
    """The result of a query.

    Args:
        store: the graph.
        text: the query.
        default_graphs: graphs whose merge is the default graph (SPARQL 1.1 Protocol, 2.1.4).
        named_graphs: the named graphs of the dataset.
        base: what relative IRIs are resolved against, unless the query says so itself.

    Raises:
        MalformedQuery: the text is not a query.
        BadRequest: a graph's name is not an IRI.
        QueryFailed: the engine gives up.
    """
    options: dict[str, Any] = {"base_iri": base or None}
    if default_graphs or named_graphs:
        options |= {
            "default_graph": [_node(name) for name in default_graphs],
            "named_graphs": [_node(name) for name in named_graphs],
        }
    mended = rewritten_query(text, store, options)
    try:
        return store.query(mended.text, custom_functions=mended.functions, **options)
    except SyntaxError as error:
        raise malformed(error, text) from error
    except (OSError, ValueError, RuntimeError) as error:
        raise failure(error) from error


def failure(error: Exception) -> PeyvandError:
    """The engine's refusal to evaluate a query that is SPARQL."""
    if match := _FUNCTION.search(str(error)):
        return UnknownFunction(**say("no-function", iri=match[1]))
    return QueryFailed(**say("failed", reason=error))


def chosen_format(result: Result, name: str) -> GraphFormat | ResultsFormat:
    """The format of that name for the kind of result.

    Raises:
        NotAcceptable: this kind of result has none of that name.
    """
    if isinstance(result, QueryTriples | list):
        return by_name(name, GRAPHS)
    return by_name(name, BOOLEANS if isinstance(result, QueryBoolean) else TABLES)


def write(
    result: Result,
    format: GraphFormat | ResultsFormat,
    out: IO[bytes],
    again: Callable[[], Result] | None = None,
) -> None:
    """Serialise a result.

    Args:
        result: it is used up.
        format: one of those that the kind of result has.
        out: where to.
        again: gives the result once more, for a table that the engine cannot write as CSV.

    Raises:
        QueryFailed: the engine gives up on the way.
        NotAcceptable: a value cannot be written in the format.
    """
    if format.engine == QueryResultsFormat.CSV and isinstance(result, QuerySolutions):
        _write_csv(result, out, again)
        return
    xml = XmlWriter(out) if format.engine in (QueryResultsFormat.XML, RdfFormat.RDF_XML) else None
    triples: Iterable[Triple] = ()
    try:
        if isinstance(result, QueryTriples | list):
            triples = result
            if format.engine == RdfFormat.JSON_LD:
                # The engine has no JSON-LD for terms of RDF 1.2, which older versions may hold.
                triples = (Triple(t.subject, t.predicate, as_rdf11(t.object)) for t in result)
            serialize(triples, xml or out, format=format.engine, prefixes=PREFIXES)  # type: ignore[arg-type]
        else:
            result.serialize(xml or out, format=format.engine)  # type: ignore[arg-type]
    except (OSError, ValueError, RuntimeError, NotAcceptable) as error:
        if xml is not None and xml.error is not None:
            raise xml.error from error
        if isinstance(error, BrokenPipeError):
            raise
        raise failure(error) from error
    finally:
        # A traceback keeps what its frames hold, and only the thread of a result may let it go.
        del result, triples


def _write_csv(result: QuerySolutions, out: IO[bytes], again: Callable[[], Result] | None) -> None:
    table = CsvWriter(out, len(result.variables))
    try:
        result.serialize(table, format=QueryResultsFormat.CSV)  # type: ignore[arg-type]
        table.finish()
    except (OSError, ValueError, RuntimeError) as error:
        if not table.broken:
            if isinstance(error, BrokenPipeError):
                raise
            raise failure(error) from error
        if table.begun or again is None:
            raise NotAcceptable(**say("csv-comma")) from error
        anew = again()
        assert isinstance(anew, QuerySolutions)
        write_csv(anew, out)


def within(result: Result, most: int) -> None:
    """Refuse a result of more rows or triples than the operator allows; this uses it up.

    Raises:
        TooLarge: it has more.
    """
    if not isinstance(result, QueryBoolean) and sum(1 for _ in islice(result, most + 1)) > most:
        raise TooLarge(**say("rows", limit=most))


def problem(error: Exception) -> dict[str, Any]:
    """An error as another process can raise it again."""
    if is_full(error) or (error.__cause__ is not None and is_full(error.__cause__)):
        error = StorageFull(**say("disk-full"))
    if not isinstance(error, PeyvandError):
        error = failure(error)
    return error.to_json()


def _node(name: str) -> NamedNode:
    try:
        return NamedNode(name)
    except ValueError as error:
        raise BadRequest(**say("not-iri", name="graph", value=name)) from error
