"""The limits of the engine are as docs/limits.md says; a row that no longer holds is to go."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean

from peyvand.query.engine import ask
from query.rewriting import store

PAGE = Path(__file__).parents[2] / "docs" / "limits.md"
XSD = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "


def limits() -> list[tuple[str, bool]]:
    """The queries of the table, and what each gives."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"\| `(ASK .*?)` \| (true|false) \|", text)
    return [(query, value == "true") for query, value in found]


def test_the_table_has_queries() -> None:
    assert len(limits()) >= 8


@pytest.mark.parametrize(("query", "value"), limits())
def test_a_limit_is_still_one(query: str, value: bool) -> None:
    data = store("GRAPH :g { :s :p :o } GRAPH :h { :s :p :o }")
    result = ask(data, XSD + query)
    assert isinstance(result, QueryBoolean)
    assert bool(result) is value


def test_the_version_of_the_engine_is_named() -> None:
    assert f"pyoxigraph {version('pyoxigraph')}" in PAGE.read_text(encoding="utf-8")
