"""The change of a store is known while it is made."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph.patch import difference, dump_lines
from peyvand.graph.recorder import Recorder

_GRAPHS = (DefaultGraph(), NamedNode("http://example.org/g"), NamedNode("http://example.org/h"))
# The engine keeps both as one value.
_ALIKE = [
    Literal(text, datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    for text in ("7", "07")
]
_QUADS = [
    Quad(NamedNode(f"http://example.org/{name}"), NamedNode("http://example.org/p"), value, graph)
    for name in "ab"
    for value in (Literal("1"), NamedNode("http://example.org/b"), *_ALIKE)
    for graph in _GRAPHS
]
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(("add", "remove")), st.lists(st.sampled_from(_QUADS))),
        st.tuples(st.sampled_from(("add_graph", "remove_graph")), st.sampled_from(_GRAPHS[1:])),
        st.tuples(st.just("clear"), st.sampled_from(_GRAPHS)),
    ),
    max_size=8,
)


@given(st.lists(st.sampled_from(_QUADS)), _STEPS)
def test_the_change_is_what_comparing_would_find(before: list[Quad], steps: list[tuple]) -> None:
    store = Store()
    store.extend(before)
    lines, graphs = dump_lines(store), set(store.named_graphs())
    recorder = Recorder(store)
    for name, value in steps:
        getattr(recorder, name)(value)
    assert recorder.patch == difference(lines, dump_lines(store))
    there = set(store.named_graphs())
    assert recorder.graphs == (there - graphs, graphs - there)
    recorder.undo()
    assert dump_lines(store) == lines
    assert set(store.named_graphs()) == graphs
    assert not recorder.patch
