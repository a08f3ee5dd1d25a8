"""What was too much is answered with what would make that query lighter."""

from __future__ import annotations

import asyncio

import pytest
from pyoxigraph import Store

from peyvand.errors import QueryTimeout, TooComplex
from peyvand.graph.history import publish_store
from peyvand.query.diagnosis import shape
from peyvand.query.executor import Executor
from peyvand.query.hints import relieved
from peyvand.query.messages import Question
from peyvand.settings import Settings
from peyvand.wording import say

PV = "PREFIX pv: <https://w3id.org/peyvand/ns#> PREFIX rdfs: <http://rdfs.example/> "


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("SELECT * { ?a pv:p ?b . ?c pv:q ?d }", "?a and ?c stand in patterns"),
        ("SELECT * { ?a pv:p ?b OPTIONAL { ?c pv:q ?d } } LIMIT 9", "?a and ?c stand in patterns"),
        ("SELECT * { { SELECT * { ?a pv:p ?b . ?c pv:q ?d } } }", "?a and ?c stand in patterns"),
        (
            "SELECT ?l (COUNT(?a) AS ?n) { ?a pv:hasParty ?c . ?c rdfs:label ?l } GROUP BY ?l",
            "Group first and label last",
        ),
        (
            "SELECT ?c (COUNT(?a) AS ?n) { ?a pv:p ?c OPTIONAL { ?c pv:q ?d } } GROUP BY ?c",
            "Group first and label last",
        ),
        ("SELECT * { ?a pv:p+ ?b } LIMIT 5", "Begin a path"),
        ("SELECT * { ?a (pv:p|pv:q)* ?b } LIMIT 5", "Begin a path"),
        ("SELECT ?a { ?a ?b ?c . ?c ?d ?e } LIMIT 5", "Name a property"),
        ("SELECT * { GRAPH ?g { ?a pv:p ?b } } LIMIT 5", "Name the graph"),
        ("SELECT * { ?a rdfs:label ?b FILTER(REGEX(?b, 'x')) } LIMIT 5", "Find things by"),
        ("SELECT * { ?a pv:p ?b } ORDER BY ?b LIMIT 5", "ORDER BY needs every row"),
        ("SELECT * { ?a pv:p ?b }", "Add LIMIT"),
        ("SELECT * { ?a pv:p ?b } LIMIT 5", "Ask for less"),
        ("no query", "Add LIMIT"),
    ],
)
def test_the_hint_is_about_the_query(query: str, first: str) -> None:
    error = relieved(QueryTimeout(**say("timeout", seconds=30.0)), PV + query)
    assert error.hint.startswith(first)
    assert error.hint.endswith("More at /problem/query-timeout.")
    assert "/problem/query-timeout" in error.hint_fa
    deep = relieved(TooComplex(**say("stack")), PV + query)
    assert deep.hint.startswith("Flatten it")
    assert deep.hint.endswith("More at /problem/too-complex.")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?a pv:p ?b . ?b pv:q ?c }",
        "SELECT * { ?a pv:p ?b . ?c pv:q ?d FILTER(?b = ?d) }",
        "SELECT * { ?a pv:p ?b . ?c pv:q ?d BIND(CONCAT(?b, ?d) AS ?e) }",
        "SELECT * { { ?a pv:p ?b } UNION { ?c pv:q ?d } }",
        "SELECT * { ?a pv:p ?b . { SELECT (COUNT(*) AS ?n) { ?x pv:q ?y } } }",
        "SELECT * { ?a pv:p ?b . { SELECT ?a (COUNT(*) AS ?n) { ?a pv:q ?y } GROUP BY ?a } }",
        "SELECT * { ?a pv:p ?b FILTER NOT EXISTS { ?c pv:q ?d } }",
        "SELECT * { ?a pv:p ?b MINUS { ?c pv:q ?d } }",
        "SELECT * { ?a pv:p ?b . pv:x pv:q pv:y }",
        "CONSTRUCT { ?a pv:p ?b . ?c pv:p ?d } WHERE { ?a pv:p ?b ; pv:q ?c ; pv:r ?d }",
    ],
)
def test_what_is_joined_is_not_called_apart(query: str) -> None:
    assert shape(PV + query).apart() is None


def test_a_query_that_is_stopped_is_answered_so() -> None:
    query = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"
    store = Store()
    lines = "".join(f"<http://x.example/{i}> <http://x.example/p> {i} .\n" for i in range(60))
    store.update(f"INSERT DATA {{ {lines} }}")

    async def asked() -> str:
        executor = Executor(publish_store(store), Settings(query_timeout_s=0.3))
        try:
            await executor.query(Question(query, "json"))
        except (QueryTimeout, TooComplex) as error:
            return error.hint
        finally:
            await executor.close()
        return ""

    assert asyncio.run(asked()).startswith("?a0 and ?a1 stand in patterns that share no variable")
