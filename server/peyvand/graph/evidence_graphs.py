"""Which named graphs hold evidence: registers, and what the build makes of the sources."""

from __future__ import annotations

from pyoxigraph import Store

from peyvand.vocabulary.graphs import is_derived, is_own, registrar
from peyvand.vocabulary.iris import GRAPH, thing


def holds_evidence(store: Store, name: str) -> bool:
    """Whether what stands in a graph explains a statement, other than its claims.

    Args:
        store: the graph with all that is in it.
        name: the name of a graph in it.
    """
    if registrar(name) is not None or is_derived(name) or is_own(name):
        return True
    # What is taken from a list of data is described as a document of the same name.
    source = thing(f"document/{name.removeprefix(str(GRAPH))}")
    described = store.quads_for_pattern(source, None, None, None)
    return name.startswith(str(GRAPH)) and next(iter(described), None) is not None
