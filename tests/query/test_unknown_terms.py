"""What a query names in vain is looked for after an empty answer, and after no other."""

from __future__ import annotations

import json
import socket
from typing import Any

import pytest
from pyoxigraph import Store

from peyvand.query import sending, worker
from peyvand.query.frames import HEAD, LENGTH, receive
from peyvand.query.messages import Evaluation, Question
from peyvand.query.unknown_terms import unknown

FORMATS = ("json", "xml", "csv", "tsv")
GRAPHS = ("turtle", "ntriples", "jsonld", "rdfxml")
PV = "PREFIX pv: <https://w3id.org/peyvand/ns#> "


@pytest.fixture
def store() -> Store:
    made = Store()
    made.update(PV + "INSERT DATA { pv:x a pv:City ; pv:about 0, 1, '', pv:x }")
    return made


def header(store: Store, query: str, format: str) -> dict[str, Any]:
    """The head of a worker's answer."""
    here, there = socket.socketpair()
    with here, there:
        worker.evaluate(store, Evaluation(Question(PV + query, format)), there)
        size = LENGTH.unpack(receive(here, HEAD)[1:])[0]
        found: dict[str, Any] = json.loads(receive(here, size))
        return found


@pytest.mark.parametrize("format", [*FORMATS, *GRAPHS])
def test_nothing_is_looked_for_when_there_is_an_answer(
    store: Store, format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[str] = []
    monkeypatch.setattr(sending, "unknown", lambda store, text, graphs: looked.append(text))
    if format in GRAPHS:
        queries = ["CONSTRUCT WHERE { ?s a pv:City }", "DESCRIBE pv:x"]
    else:
        queries = [
            "SELECT ?o { ?s pv:about ?o }",
            "SELECT ?o { ?s pv:about ?o FILTER(?o = '') }",
            "SELECT (1 AS ?n) { ?s a pv:City }",
            "SELECT (0.0 AS ?n) {}",
            "SELECT ?a ?b { VALUES (?a ?b) { (0 0) } }",
            "SELECT * {}",
            "SELECT ?none { ?s a pv:City }",
            "SELECT (COUNT(*) AS ?n) { ?s a pv:City }",
        ]
    for query in queries:
        assert "unknown" not in header(store, query, format)
    assert looked == []


@pytest.mark.parametrize("format", [*FORMATS, *GRAPHS])
def test_an_empty_answer_is_known_as_such(store: Store, format: str) -> None:
    query = "CONSTRUCT WHERE { ?s a pv:Cty }" if format in GRAPHS else "SELECT ?s { ?s a pv:Cty }"
    assert header(store, query, format)["unknown"][0]["code"] == "unknown-term"
    if format in FORMATS:
        counted = "SELECT (COUNT(*) AS ?n) { ?s a pv:Cty }"
        assert header(store, counted, format)["unknown"]


def test_nothing_is_looked_for_where_nobody_reads_it(store: Store) -> None:
    here, there = socket.socketpair()
    with here, there:
        query = "SELECT ?s { ?s a pv:Cty }"
        worker.evaluate(store, Evaluation(Question(PV + query, "json", hints=False)), there)
        size = LENGTH.unpack(receive(here, HEAD)[1:])[0]
        assert "unknown" not in json.loads(receive(here, size))


def test_a_fault_of_the_search_leaves_the_answer(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(store: Store, text: str, graphs: list[str]) -> None:
        raise OSError

    monkeypatch.setattr(sending, "unknown", fails)
    assert "content_type" in header(store, "SELECT ?s { ?s a pv:Cty }", "json")


def test_only_a_few_are_told(store: Store) -> None:
    query = PV + "SELECT * { " + " ".join(f"?s pv:no{n} ?o{n} ." for n in range(50)) + " }"
    assert len(unknown(store, query, [])) == 5
