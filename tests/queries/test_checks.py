"""The check queries: each finds its fault in a tiny dataset, and every known conflict is found."""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, QuerySolutions, RdfFormat, Store

from peyvand.graph.build import Graph
from peyvand.resources import root
from peyvand.sources.catalogue import NamedQuery, read_catalogue
from peyvand.vocabulary.iris import BASE, PREFIXES

CASES = Path(__file__).parent
CHECKS = read_catalogue(root() / "queries").of("check")
SEVERITIES = ("violation", "warning", "info")
TEXTS = ("keywords", "problem", "solution")
IDS = [f"C{number}" for number in range(1, 33)] + [f"O{number}" for number in range(1, 16)]

with (root() / "data" / "curated" / "conflicts.csv").open(encoding="utf-8", newline="") as _file:
    CONFLICTS = list(csv.DictReader(_file))

each_check = pytest.mark.parametrize("query", CHECKS, ids=lambda query: query.name)
Table = list[tuple[str, ...]]


def cell(value: object) -> str:
    """A term as expected.csv has it: things as kind/slug, our terms as pv:name, text@language."""
    if value is None:
        return ""
    if isinstance(value, rdflib.term.Identifier):
        text, language = str(value), getattr(value, "language", None)
    else:
        text = value.value  # type: ignore[attr-defined]
        language = value.language if isinstance(value, Literal) else None
    if text.startswith(BASE + "id/"):
        return text.removeprefix(BASE + "id/")
    if text.startswith(PREFIXES["pv"]):
        return "pv:" + text.removeprefix(PREFIXES["pv"])
    return f"{text}@{language}" if language else text


def table(rows: Iterable[Iterable[object]]) -> Table:
    return [tuple(cell(value) for value in row) for row in rows]


def ask(store: Store, query: NamedQuery) -> tuple[list[str], Table]:
    result = store.query(query.text)
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    return names, table([row[name] for name in names] for row in result)


def expected(name: str) -> tuple[list[str], Table]:
    with (CASES / name / "expected.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, [tuple(row) for row in rows]


@each_check
def test_metadata_says_what_is_wrong_and_what_to_do(query: NamedQuery) -> None:
    assert query.meta["severity"] in SEVERITIES
    for key in TEXTS:
        assert query.meta[key], key
        assert query.meta[f"{key}_fa"], f"{key}_fa"
    assert query.meta["description"].endswith(".")
    assert query.meta["solution"].endswith(".")


@each_check
def test_tiny_dataset_in_pyoxigraph(query: NamedQuery) -> None:
    """The faulty things are found, in order; the sound ones beside them are not."""
    store = Store()
    store.load(path=str(CASES / query.name / "data.trig"), format=RdfFormat.TRIG)
    assert ask(store, query) == expected(query.name)
    assert expected(query.name)[1], "a case in which nothing is found proves nothing"


@each_check
def test_tiny_dataset_in_rdflib(query: NamedQuery) -> None:
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(CASES / query.name / "data.trig", format="trig")
    header, rows = expected(query.name)
    result = dataset.query(query.text)
    assert [str(variable) for variable in result.vars or ()] == header
    assert Counter(table(result)) == Counter(rows)  # type: ignore[arg-type]


@each_check
def test_nothing_is_found_where_nothing_is(query: NamedQuery) -> None:
    assert ask(Store(), query)[1] == []


@each_check
def test_violations_are_absent_from_the_real_graph(query: NamedQuery, graph: Graph) -> None:
    began = time.process_time()
    rows = ask(graph.store, query)[1]
    assert time.process_time() - began < 5
    if query.meta["severity"] == "violation":
        assert rows == []


@each_check
def test_every_other_check_finds_something_real(query: NamedQuery, graph: Graph) -> None:
    if query.meta["severity"] != "violation":
        assert ask(graph.store, query)[1] != []


def test_a_statement_without_evidence_is_found(graph: Graph) -> None:
    """The guarantee is not empty: one triple that nobody states is reported from the real graph."""
    store = Store()
    store.bulk_extend(graph.store)
    store.update(
        "INSERT DATA { <https://w3id.org/peyvand/id/city/isfahan> "
        "<https://w3id.org/peyvand/ns#isMemberOf> <https://w3id.org/peyvand/id/organisation/uclg> }"
    )
    query = graph.catalogue.get("unexplained-statements")
    assert ask(store, query)[1] == [("city/isfahan", "pv:isMemberOf", "organisation/uclg")]


def test_the_register_has_every_conflict() -> None:
    assert [row["id"] for row in CONFLICTS] == IDS


@pytest.mark.parametrize("conflict", CONFLICTS, ids=lambda row: row["id"])
def test_the_query_of_a_conflict_finds_it(conflict: dict[str, str], graph: Graph) -> None:
    """All that the conflict involves occurs in what the query finds."""
    if not conflict["query"]:
        assert conflict["reason_en"]
        assert conflict["reason_fa"]
        return
    query = graph.catalogue.get(conflict["query"])
    assert query.folder == "check"
    found = {value for row in ask(graph.store, query)[1] for value in row}
    involved = set(conflict["involves"].split(" | "))
    assert involved - {""}
    assert involved <= found
