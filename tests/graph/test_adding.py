"""Quads that a second thread adds to a store."""

from __future__ import annotations

from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.graph.adding import adding


def quad(text: str) -> Quad:
    return Quad(NamedNode("http://x.example/s"), NamedNode("http://x.example/p"), Literal(text))


def test_all_is_there_at_the_end_and_was_told_in_its_order() -> None:
    store, told = Store(), list[Any]()
    with adding(store, told.append) as take:
        take([quad("b"), quad("a")])
        take([quad("a"), quad("c")])
    assert told == [[quad("b"), quad("a")], [quad("a"), quad("c")]]
    assert {found.object.value for found in store} == {"a", "b", "c"}  # type: ignore[union-attr]


def test_what_cannot_be_added_is_no_secret() -> None:
    wrong: Any = ["no quad"]
    with pytest.raises(TypeError), adding(Store(), lambda quads: None) as take:
        take(wrong)
