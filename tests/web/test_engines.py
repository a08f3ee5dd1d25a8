"""Store and columns answer the same over HTTP, and nothing reaches through the columns."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph.version_columns import make_columns
from peyvand.graph.versions import Versions
from peyvand.vocabulary.iris import PREFIXES, TYPE
from waiting import wait_until
from web.live import Server, publish, running

X = "http://x.example/"
DECLARED = f"PREFIX x: <{X}> PREFIX xsd: <{PREFIXES['xsd']}> "
CITIES, LINKS = 60, 400


def node(name: str) -> NamedNode:
    return NamedNode(X + name)


def graph() -> Store:
    """Cities with names in two languages, populations of several types, and pairs of them."""
    store = Store()
    for number in range(CITIES):
        city = node(f"city{number}")
        store.add(Quad(city, TYPE, node("City")))
        store.add(Quad(city, node("in"), node(f"country{number % 7}")))
        store.add(Quad(city, node("label"), Literal(f"City, {number}", language="en")))
        if number % 3:
            store.add(Quad(city, node("label"), Literal(f"شهر {number}", language="fa")))
        kind = ("integer", "decimal", "double")[number % 3]
        value = Literal(str(number * 7 % 50), datatype=NamedNode(PREFIXES["xsd"] + kind))
        store.add(Quad(city, node("population"), value))
    for number in range(LINKS):
        one, other = node(f"city{number % CITIES}"), node(f"city{number * 13 % CITIES}")
        named = node(f"list{number % 3}") if number % 4 else DefaultGraph()
        store.add(Quad(one, node("twin"), other, named))
        if number % 50 == 0:
            store.add(Quad(BlankNode(f"b{number}"), node("about"), one))
    return store


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Server]]:
    """One server that asks columns whatever they answer, and one that has none."""
    homes = [tmp_path_factory.mktemp(name) / "home" for name in ("columns", "store")]
    publish(homes[0], graph())
    versions = Versions(homes[0])
    assert make_columns(versions, versions.current())
    shutil.copytree(homes[0], homes[1], symlinks=True)
    few = {"cache_mb": 0, "memory_quads": 0, "light_workers": 1}
    with (
        running(homes[0], columns="always", **few) as columns,
        running(homes[1], columns="off", **few) as store,
    ):
        ask = {"query": f"SELECT (COUNT(*) AS ?n) {{ ?s a <{X}City> }}"}
        # Workers that were forked before they were told of columns are soon replaced.
        wait_until(
            lambda: columns.ask(query=ask).headers["Peyvand-Engine"] == "columns",
            "the columns are asked",
        )
        yield columns, store


SAME = [
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?country (COUNT(?city) AS ?n) { ?city x:in ?country } GROUP BY ?country",
    "SELECT ?in (MIN(?p) AS ?min) (MAX(?p) AS ?max) { ?c x:in ?in ; x:population ?p } GROUP BY ?in",
    "SELECT ?in (AVG(?p) AS ?avg) { ?c x:in ?in ; x:population ?p } GROUP BY ?in",
    "SELECT ?c ?l { ?c a x:City OPTIONAL { ?c x:label ?l FILTER(LANG(?l) = 'fa') } }",
    "SELECT ?c ?p { ?c x:population ?p } ORDER BY DESC(?p) ?c LIMIT 7",
    "SELECT DISTINCT ?g { GRAPH ?g { ?a x:twin ?b } }",
    "SELECT ?a ?b FROM x:list1 { ?a x:twin ?b }",
    "SELECT ?a { ?a x:in x:country1 MINUS { ?a x:label ?l FILTER(LANG(?l) = 'fa') } }",
    "SELECT ?a { ?a x:in x:country1 FILTER NOT EXISTS { ?b x:twin ?a } }",
    "SELECT ?a ?b { { ?a x:twin ?b } UNION { ?b x:about ?a } }",
    "SELECT ?c { VALUES ?in { x:country1 x:country2 } ?c x:in ?in FILTER(?c != x:city1) }",
    """SELECT ?n (COUNT(*) AS ?of) { { SELECT ?c (COUNT(?b) AS ?n) { ?c x:twin ?b } GROUP BY ?c } }
        GROUP BY ?n HAVING (?of > 1)""",
    "SELECT ?x ?l { ?x x:label ?l FILTER(CONTAINS(?l, 'City, 1')) } ORDER BY ?l",
    "SELECT ?none { ?none x:none ?o }",
    "ASK { ?c x:population ?p FILTER(?p > 48) }",
    "ASK { ?c x:population ?p FILTER(?p > 480) }",
]


def rows(text: str) -> Counter[str]:
    """The rows of an answer in JSON, or its yes or no."""
    answer = json.loads(text)
    if "boolean" in answer:
        return Counter([str(answer["boolean"])])
    return Counter(json.dumps(row, sort_keys=True) for row in answer["results"]["bindings"])


@pytest.mark.parametrize("query", SAME)
def test_both_engines_answer_the_same(servers: tuple[Server, Server], query: str) -> None:
    columns, store = (one.ask(query={"query": DECLARED + query}) for one in servers)
    assert (columns.status, store.status) == (200, 200)
    assert store.headers["Peyvand-Engine"] == "store"
    if columns.headers["Peyvand-Engine"] != "columns":
        # Columns leave aggregates of several kinds of numbers to the store.
        assert "(AVG(" in query or "(MIN(" in query
    assert rows(columns.text) == rows(store.text)
    assert json.loads(columns.text)["head"] == json.loads(store.text)["head"]
    assert columns.headers["ETag"].partition(".")[2] == store.headers["ETag"].partition(".")[2]


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_an_answer_in_order_is_the_same_in_every_byte(
    servers: tuple[Server, Server], format: str
) -> None:
    query = f"{DECLARED} SELECT ?c ?p ?l {{ ?c x:population ?p ; x:label ?l }} ORDER BY ?c ?l"
    asked = {"query": query, "format": format, "bom": "true"}
    columns, store = (one.ask(query=asked) for one in servers)
    assert columns.headers["Peyvand-Engine"] == "columns"
    assert columns.body == store.body
    assert columns.headers["Content-Type"] == store.headers["Content-Type"]


def test_what_columns_do_not_answer_is_the_stores(servers: tuple[Server, Server]) -> None:
    for query in ("SELECT ?b { x:city1 x:twin+ ?b }", "DESCRIBE x:city1"):
        columns, store = (one.ask(query={"query": DECLARED + query}) for one in servers)
        assert columns.headers["Peyvand-Engine"] == "store"
        assert len(columns.body) == len(store.body)
    # Each evaluation differs.
    assert servers[0].ask(query={"query": "SELECT (NOW() AS ?t) {}"}).headers["Peyvand-Engine"] in (
        "store",
        "columns",
    )


# What DuckDB would read, load or run, in each place where a text of a query comes into SQL.
WAYS = [
    "/etc/passwd",
    "x'); ATTACH '/tmp/x.db'; --",
    "http://127.0.0.1:1/x.parquet",
    "' || getenv('HOME') || '",
]


@pytest.mark.parametrize("way", WAYS)
def test_a_text_is_a_text_to_the_columns(servers: tuple[Server, Server], way: str) -> None:
    told = json.dumps(way)
    queries = [
        f"SELECT ?s {{ ?s x:label ?l FILTER(?l = {told}) }}",
        f"SELECT (COUNT(?s) AS ?n) {{ ?s x:label ?l FILTER(CONTAINS(STR(?l), {told})) }}",
        f"SELECT ?s ?t {{ ?s x:in x:country1 BIND(CONCAT({told}, STR(?s)) AS ?t) }}",
        f"SELECT ?v ?s {{ VALUES ?v {{ {told} }} ?s x:in x:country1 }}",
        f"SELECT (GROUP_CONCAT(STR(?s); SEPARATOR={told}) AS ?t) {{ ?s x:about x:city0 }}",
    ]
    for query in queries:
        columns, store = (one.ask(query={"query": DECLARED + query}) for one in servers)
        assert columns.status == store.status == 200
        assert rows(columns.text) == rows(store.text)
    for word in ("read_csv", "read_text", "getenv", "query"):
        call = f"SELECT ({word}('/etc/passwd') AS ?t) {{}}"
        assert servers[0].ask(query={"query": call}).status == 400


def test_a_cross_product_ends_at_its_deadline(servers: tuple[Server, Server]) -> None:
    every = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6))
    query = f"SELECT (SUM(STRLEN(STR(?c0))) AS ?n) {{ {every} FILTER(?c0 != ?c5) }}"
    for server in servers:
        got = server.ask(query={"query": query, "timeout": "1"})
        assert got.status in (400, 504), got.text
        assert server.ask(query={"query": "ASK {}"}).status == 200


def test_an_answer_of_too_much_memory_is_refused_and_nothing_is_written(
    servers: tuple[Server, Server], tmp_path: Path
) -> None:
    columns = servers[0]
    before = {path.name for path in columns.home.rglob("*")}
    every = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(4))
    query = f"SELECT * {{ {every} }} ORDER BY ?c0 ?c1 ?c2 ?c3"
    got = columns.ask(query={"query": query, "timeout": "3"})
    assert got.status in (400, 504), got.text[:300]
    assert {path.name for path in columns.home.rglob("*")} == before


def test_the_first_engine_of_an_answer_is_told_of_the_kept_one(tmp_path: Path) -> None:
    home = tmp_path / "home"
    publish(home, graph())
    versions = Versions(home)
    assert make_columns(versions, versions.current())
    query: dict[str, Any] = {"query": f"SELECT (COUNT(*) AS ?n) {{ ?s a <{X}City> }}"}
    with running(home, columns="always", memory_quads=0, light_workers=1) as server:
        first = server.ask(query=query).headers["Peyvand-Engine"]
        assert server.ask(query=query).headers["Peyvand-Engine"] == first
        assert server.ask(path="/health").json["columns"] is True
