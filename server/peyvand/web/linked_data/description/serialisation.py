"""Statements in a format, with the prefixes that they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from peyvand.formats import GraphFormat
from peyvand.query.wellformed import well_formed
from peyvand.vocabulary.iris import PREFIXES


def serialized(
    statements: Iterable[Quad] | Iterable[Triple],
    chosen: GraphFormat,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Statements in a format.

    Args:
        statements: they are written in this order; in formats that keep graphs, with theirs.
        chosen: the format.
        more: prefixes beside those that are known everywhere.
    """
    quads = [
        s if isinstance(s, Quad) else Quad(s.subject, s.predicate, s.object) for s in statements
    ]
    text = "\n".join(map(str, quads))
    known = {**PREFIXES, **(more or {})}
    prefixes = {name: start for name, start in known.items() if f"<{start}" in text}
    plain = not chosen.keeps_graphs and all(q.graph_name == DefaultGraph() for q in quads)
    items = [q.triple for q in quads] if plain else quads
    written = serialize(items, format=chosen.engine, prefixes=prefixes)
    assert written is not None
    return well_formed(written) if chosen.engine == RdfFormat.RDF_XML else written
