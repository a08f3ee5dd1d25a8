"""The statistics of a graph after a change are those that counting anew gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph.dataset_counts import Counts
from peyvand.graph.dataset_description import DATASET, describe
from peyvand.graph.recorder import Recorder
from peyvand.vocabulary.iris import TYPE

GRAPHS = (DefaultGraph(), DefaultGraph(), NamedNode("http://x/g"), NamedNode("http://x/h"))
TERMS = (NamedNode("http://x/a"), NamedNode("http://x/b"), BlankNode("c"))
QUADS = [
    Quad(subject, prop, value, graph)
    for subject in TERMS
    for prop in (TYPE, NamedNode("http://x/p"))
    for value in (*TERMS[1:], Literal("1"))
    for graph in GRAPHS[1:]
]
SOME = st.lists(st.sampled_from(QUADS), max_size=20)


@given(SOME, SOME, SOME)
def test_a_change_brings_them_up_to_date(
    tmp_path_factory: object, before: list[Quad], less: list[Quad], more: list[Quad]
) -> None:
    store = Store()
    store.extend(before)
    counted = Counts.of(store)
    recorder = Recorder(store)
    recorder.remove(less)
    recorder.add(more)
    changed = counted.then(store, recorder.patch)
    assert describe(store, changed) == describe(store)


@given(SOME)
def test_a_description_tells_them_again(tmp_path_factory: object, quads: list[Quad]) -> None:
    store = Store()
    store.extend(quads)
    path = Path(tmp_path_factory.getbasetemp()) / "void.ttl"  # type: ignore[attr-defined]
    path.write_bytes(describe(store))
    assert describe(store, Counts.read(path)) == path.read_bytes()


def test_a_graph_that_is_named_as_the_dataset_makes_a_description_tell_nothing(
    tmp_path: Path,
) -> None:
    store = Store()
    store.add(Quad(DATASET, TYPE, DATASET, DATASET))
    path = tmp_path / "void.ttl"
    path.write_bytes(describe(store))
    with pytest.raises(ValueError, match=r"void\.ttl"):
        Counts.read(path)
