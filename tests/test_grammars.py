"""What is read by a grammar holds nothing of those who ask."""

from __future__ import annotations

import gc
import weakref

import pytest
from rdflib.plugins.sparql import prepareQuery

from peyvand.grammars import read_apart


class _Held:
    """Something that a caller has."""


def _asked(text: str) -> weakref.ref[_Held]:
    """Read a query, and have something afterwards."""
    try:
        read_apart(lambda: prepareQuery(text), Exception)
    except ValueError as error:
        assert "Expected" in str(error)
    held = _Held()
    return weakref.ref(held)


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o . FILTER(?o > 1) }", "SELECT * { ?s ?p"])
def test_nothing_of_the_caller_is_left(text: str) -> None:
    gc.disable()
    try:
        assert _asked(text)() is None
    finally:
        gc.enable()


def test_what_is_read_and_what_is_raised_come_to_the_caller() -> None:
    assert read_apart(lambda: int("7"), ValueError) == 7
    with pytest.raises(ValueError, match="invalid literal"):
        read_apart(lambda: int("x"), ValueError)
    with pytest.raises(ZeroDivisionError):
        read_apart(lambda: 1 // 0, ValueError)
