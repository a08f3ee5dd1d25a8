"""What a store holds as a dataset of rdflib, term by term.

The library's own parsers take longer than most queries, and what they read is tested elsewhere.
"""

from __future__ import annotations

import rdflib
from pyoxigraph import DefaultGraph, Store

from peyvand.graph.view import library_term


def dataset_of(store: Store) -> rdflib.Dataset:
    """The quads of a store, in their graphs."""
    found = rdflib.Dataset(default_union=False)
    graphs = {
        name: found.default_graph
        if isinstance(name, DefaultGraph)
        else found.graph(library_term(name))
        for name in {quad.graph_name for quad in store}
    }
    for quad in store:
        triple = (quad.subject, quad.predicate, quad.object)
        graphs[quad.graph_name].add(tuple(map(library_term, triple)))
    return found
