"""Jelly (https://w3id.org/jelly): RDF in compact binary frames, where the library is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

_STRING = "http://www.w3.org/2001/XMLSchema#string"
# Terms come back often: sorted statements repeat subjects, predicates and graphs.
_KEPT = 100_000


def write_jelly(
    quads: Iterable[Quad], path: Path, opened: Callable[[Path], AbstractContextManager[IO[bytes]]]
) -> bool:
    """Write statements as Jelly, piece by piece; False without the extra ``jelly``.

    Args:
        quads: the statements.
        path: the file.
        opened: opens it for writing.
    """
    try:
        from pyjelly import jelly as kinds
        from pyjelly.integrations.generic import generic_sink as jelly
        from pyjelly.integrations.generic.serialize import flat_stream_to_file
        from pyjelly.options import StreamParameters
        from pyjelly.serialize.streams import SerializerOptions
    except ImportError:
        return False

    @lru_cache(maxsize=_KEPT)
    def term(value: Any) -> Any:
        if isinstance(value, NamedNode):
            return jelly.IRI(value.value)
        if isinstance(value, BlankNode):
            return jelly.BlankNode(value.value)
        if isinstance(value, DefaultGraph):
            return jelly.DefaultGraph
        if value.language:
            return jelly.Literal(value.value, langtag=value.language)
        kind = value.datatype.value
        return jelly.Literal(value.value, datatype=None if kind == _STRING else kind)

    def statements() -> Iterator[Any]:
        for quad in quads:
            yield jelly.Quad(
                term(quad.subject), term(quad.predicate), term(quad.object), term(quad.graph_name)
            )

    # RDF 1.1 and no more, so that every reader takes it.
    options = SerializerOptions(
        logical_type=kinds.LOGICAL_STREAM_TYPE_FLAT_QUADS,
        params=StreamParameters(generalized_statements=False, rdf_star=False),
    )
    with opened(path) as out:
        flat_stream_to_file(statements(), out, options)
    return True
