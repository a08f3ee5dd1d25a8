"""Under which licence each named graph is, as the description of its source says."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, NamedNode, Store

from peyvand.sources.licences import FREE_TO_MIX
from peyvand.vocabulary.iris import BASE, iri

_GRAPH, _DOCUMENT = f"{BASE}graph/", f"{BASE}id/document/"


def licences(store: Store) -> dict[str, str]:
    """The licence of each named graph whose source has one, by the IRI of the graph.

    The source of ``graph/NAME`` is ``id/document/NAME``, and its licence stands in the default
    graph.
    """
    found = {}
    for quad in store.quads_for_pattern(None, iri("dcterms:license"), None, DefaultGraph()):
        source, licence = quad.subject, quad.object
        if not (isinstance(source, NamedNode) and isinstance(licence, NamedNode)):
            continue
        graph = source.value.replace(_DOCUMENT, _GRAPH, 1)
        if graph != source.value and store.contains_named_graph(NamedNode(graph)):
            found[graph] = licence.value
    return dict(sorted(found.items()))


def kept_apart(store: Store) -> dict[str, str]:
    """The graphs whose licence does not let them stand among others, with it."""
    return {
        graph: licence for graph, licence in licences(store).items() if licence not in FREE_TO_MIX
    }
