"""The benchmark's own sums: the graph it makes, and the table of ratios."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pyoxigraph import QueryTriples, RdfFormat, Store

from peyvand.columns.facts import facts_of
from peyvand.graph.dataset_counts import Counts
from peyvand.graph.patch import dump_lines
from peyvand.graph.stores import dumped
from peyvand.graph.tally import Tally
from peyvand.graph.versions import Versions

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.bench import growth  # noqa: E402
from tools.bench.generate import lines  # noqa: E402
from tools.bench.measure import summary  # noqa: E402
from tools.bench.publishing import publish_file  # noqa: E402
from tools.bench.questions import AGGREGATES, ENGINE, LIGHT, light, questions  # noqa: E402
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


def test_a_file_becomes_a_version_with_all_that_it_holds(tmp_path: Path, store: Store) -> None:
    (tmp_path / "data").write_text(
        "".join(lines(TRIPLES)) + "_:b <http://x/p> _:c <http://x/g> .\n"
    )
    publish_file(tmp_path / "home", tmp_path / "data")
    version = Versions(tmp_path / "home").current()
    found = [*dump_lines(store), b"_:b <http://x/p> _:c <http://x/g> .\n"]
    assert dumped(version) == sorted(found)
    assert dump_lines(Store.read_only(str(version.store))) == sorted(found)
    assert version.graph_sum == Tally.of(found).text
    assert version.manifest["quads"] == len(found)
    whole = Store.read_only(str(version.store))
    assert Counts.read(version.path / "void.ttl") == Counts.of(whole)
    columns = facts_of(version.path / "columns")
    assert columns is not None
    assert (columns.quads, columns.graph_sum) == (len(found), version.graph_sum)


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
    cells = {"a": {"per s": 1200.4, "p99 ms": 2.0}, "b": {"failed": "no end"}}
    shown = rates({"us": cells, "them": {"a": {"per s": 3.0}}})
    assert "| us | 1,200 (p99 2.0 ms) | no end |" in shown
    assert "| them | 3 | - |" in shown


def test_as_many_rows_with_other_values_are_no_same_answer() -> None:
    ours = {"q": {"ms": 1.0, "rows": 1, "digest": "a"}}
    text = markdown({"us": ours, "them": {"q": {"ms": 2.0, "rows": 1, "digest": "b"}}}, "us")
    assert "| q | 1.0 | ×2.00 (other values) |" in text


def test_rows_are_counted_in_every_form() -> None:
    assert summary(b'{"head":{"vars":["x"]},"results":{"bindings":[{},{}]}}')["rows"] == 2
    assert summary(b'{"head":{},"boolean":true}')["rows"] == 1
    assert summary(b"<http://a/> <http://b/> 1, 2 .")["rows"] == 2
    for nothing in (b"", b" ", b"Incomplete results"):
        with pytest.raises((ValueError, SyntaxError)):
            summary(nothing)


def _table(*values: str) -> bytes:
    rows = ",".join(f'{{"x":{value}}}' for value in values)
    return f'{{"head":{{"vars":["x"]}},"results":{{"bindings":[{rows}]}}}}'.encode()


def test_the_same_values_have_the_same_digest_however_they_are_written() -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    one = f'{{"type":"literal","value":"1","datatype":"{xsd}integer"}}'
    decimal = f'{{"type":"typed-literal","value":"1.0","datatype":"{xsd}decimal"}}'
    text, plain = (
        '{"type":"literal","value":"1"}',
        f'{{"type":"literal","value":"1","datatype":"{xsd}string"}}',
    )
    assert summary(_table(one, text)) == summary(_table(plain, decimal))
    assert summary(_table(one))["digest"] != summary(_table(text))["digest"]
    assert summary(_table(one, one))["digest"] != summary(_table(one))["digest"]
    assert summary(b'{"head":{},"boolean":true}') != summary(b'{"head":{},"boolean":false}')


def test_the_light_questions_differ_and_have_answers(store: Store) -> None:
    asked = light(TRIPLES)
    assert len(set(asked)) == len(asked) > 100
    answered = [text for text in asked[:40] if list(store.query(text))]  # type: ignore[arg-type]
    assert len(answered) > 20


def test_growth_is_told_of_what_every_server_answered(tmp_path: Path) -> None:
    facts = {"load s": 3.2, "disk MB": 12, "memory MB": 1400}

    def one(*times: float | None) -> dict[str, object]:
        cells = {f"q{at}": {"ms": ms} if ms else {"failed": "504"} for at, ms in enumerate(times)}
        return {"facts": facts, "times": cells, "rates": {"light, each another": {"per s": 3642.4}}}

    found = {
        "machine": "a machine",
        "pages": {"/": {"ms": 3.0}},
        "1000 triples": {"us": one(2.0, 8.0, 1.0), "them": one(9.0, 4.0, None)},
        "10000 triples": {
            "us": one(20.0, 80.0, 3.0),
            "them": {"facts": {"could not be started": "no\nroom"}, "times": {}, "rates": {}},
        },
    }
    told = growth.rows(found)
    assert [(row["size"], row["server"], row.get("answered")) for row in told] == [
        (1000, "us", 3),
        (1000, "them", 2),
        (10_000, "us", 3),
        (10_000, "them", None),
    ]
    assert [row.get("mean ms") for row in told[:2]] == [pytest.approx(4.0), pytest.approx(6.0)]
    page, picture = tmp_path / "page.md", tmp_path / "picture.svg"
    marks = (
        "<!-- stores: written by make bench -->",
        "<!-- end of stores: written by make bench -->",
    )
    page.write_text(f"before\n{marks[0]}\nold\n{marks[1]}\nafter\n")
    growth.write(found, page, picture)
    text = page.read_text()
    assert "| 1,000 | us | 3 s | 12 MB | 1,400 MB | 3 of 3 | 4.0 ms | 3,642 |" in text
    assert "| 10,000 | them | no room | | | | | |" in text
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert "<svg" in picture.read_text()
