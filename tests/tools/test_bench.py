"""The benchmark's own sums: the graph it makes, and the table of ratios."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pyoxigraph import QueryTriples, RdfFormat, Store

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.bench.generate import lines  # noqa: E402
from tools.bench.measure import rows  # noqa: E402
from tools.bench.questions import AGGREGATES, ENGINE, LIGHT, questions  # noqa: E402
from tools.bench.table import markdown, mean, rates, ratios  # noqa: E402

TRIPLES = 20_000


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.bulk_load("".join(lines(TRIPLES)).encode(), format=RdfFormat.N_TRIPLES)
    return made


def test_the_graph_is_the_same_each_time_and_as_large_as_asked(store: Store) -> None:
    assert list(lines(5000)) == list(lines(5000))
    assert list(lines(5000)) != list(lines(5000, seed=2))
    assert len(store) == pytest.approx(TRIPLES, rel=0.1)


def test_every_question_has_an_answer(store: Store) -> None:
    asked = questions(TRIPLES)
    assert len(asked) == 18
    assert set(asked) >= {*LIGHT, *ENGINE, *AGGREGATES}
    graphs, empty = set(), set()
    for name, text in asked.items():
        found = store.query(text)
        if isinstance(found, QueryTriples):
            graphs.add(name)
        if not list(found):  # type: ignore[arg-type]
            empty.add(name)
    assert graphs == {"links-of-a-country", "description"}
    # It passes over a thousand cities, and so small a graph has half as many.
    assert empty == {"order-by-population"}


def test_ratios() -> None:
    results = {
        "us": {"q": {"ms": 2.0, "rows": 5}, "r": {"ms": 8.0, "rows": 1}, "s": {"failed": "504"}},
        "them": {"q": {"ms": 4.0, "rows": 5}, "r": {"ms": 2.0, "rows": 2}, "s": {"ms": 1.0}},
    }
    by = ratios(results, "us")
    assert by["them"] == {"q": 2.0, "r": 0.25, "s": None}
    assert mean(by["them"].values()) == pytest.approx(0.5**0.5)
    assert mean([None]) is None
    text = markdown(results, "us")
    assert "| q | 2.0 | ×2.00 |" in text
    # Another number of rows is told, and a failure is no ratio.
    assert "| r | 8.0 | ×0.25 (2 rows) |" in text
    assert "| s | failed (504) |" in text
    assert "×0.71" in text
    assert "| us | 1,200 | - |" in rates({"us": {"a": 1200.4, "b": None}})


def test_rows_are_counted_in_every_form() -> None:
    assert rows(b'{"head":{"vars":["x"]},"results":{"bindings":[{},{}]}}') == 2
    assert rows(b'{"head":{},"boolean":true}') == 1
    assert rows(b"<http://a/> <http://b/> 1, 2 .") == 2
