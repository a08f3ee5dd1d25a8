"""GRAPH is its group evaluated once for each graph, whatever stands in it.

The oracle is that definition: each named graph is made the default graph of a store of its own,
and the group is asked of it.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import ClassVar

import pytest
from pyoxigraph import Store

from peyvand.query.rewriting import Query, rewritten_query
from peyvand.query.rewriting.lexing import tokens
from peyvand.query.rewriting.signs import has_structure
from query.rewriting import PREFIX, Row, X, answers, only, rewritten, rows, store

DATA = """:s :p :o . :o :p :a . :d :q "q" .
    GRAPH :g1 { :a :p :o . :a :q 1 . :o :p :a }
    GRAPH :g2 { :b :p :o . :c :p :o . :c :q :g2 . :g2 :p :c }
    GRAPH :g3 { :e :q :a . :g1 :p :g3 }"""
STORE = store(DATA)
GRAPHS = {name: only(STORE, f"{X}{name}") for name in ("g1", "g2", "g3")}


def oracle(group: str) -> Counter[Row]:
    """The solutions of ``GRAPH ?g`` and a group by their definition."""
    found: Counter[Row] = Counter()
    for name, graph in GRAPHS.items():
        for row, number in answers(graph, f"SELECT * {group}").items():
            bound = dict(row)
            if bound.get("g", f":{name}") == f":{name}":
                found[frozenset({**bound, "g": f":{name}"}.items())] += number
    return found


GROUPS = [
    "{ }",
    "{ ?s :p :o }",
    "{ ?g :p ?o }",
    "{ FILTER(BOUND(?g)) }",
    "{ FILTER(!BOUND(?g)) ?s :q ?o }",
    "{ ?g :p ?o FILTER(?g != ?o) }",
    "{ ?s ?p ?o OPTIONAL { ?s :q ?g } }",
    "{ OPTIONAL { ?s :q ?g } }",
    "{ ?s :p ?o BIND(?g AS ?x) }",
    "{ BIND(:g1 AS ?g) }",
    "{ { ?s :q ?g } UNION { ?s :p ?o } }",
    "{ ?s :p ?o FILTER EXISTS { ?s :q ?g } }",
    "{ ?s :p ?o FILTER NOT EXISTS { ?a :q :a } }",
    "{ ?s :p ?o FILTER NOT EXISTS { SELECT ?s { ?s :q ?x } } }",
    "{ VALUES ?x { 1 2 } }",
    "{ VALUES (?g ?t) { (UNDEF 'foo') (:g1 'bar') } }",
    "{ ?s :q ?o VALUES ?s { :a :c } }",
    "{ OPTIONAL { VALUES ?x { 1 2 } } }",
    "{ { VALUES ?x { 1 } } UNION { ?s :q ?x } }",
    "{ ?a :p :o MINUS { ?b :p :o } }",
    "{ ?a :p ?o MINUS { ?a :q ?x } }",
    "{ ?a :p ?o MINUS { VALUES ?a { :a :b } } }",
    "{ VALUES ?a { :a :b } MINUS { ?a :q ?x } }",
    "{ ?a :p ?o OPTIONAL { ?a :q ?x } MINUS { OPTIONAL { ?x :p ?y } OPTIONAL { ?o :p ?z } } }",
    "{ OPTIONAL { ?a :q ?x } MINUS { ?x :p ?y } }",
    "{ ?a :p ?o MINUS { { SELECT ?a { ?a :q ?x } } } }",
    "{ ?a :p ?o MINUS { ?a :p ?o MINUS { ?b :q ?c } } }",
    "{ MINUS { ?a :p ?o } }",
    "{ SELECT (COUNT(*) AS ?c) { ?s :p :o } }",
    "{ SELECT (COUNT(*) AS ?c) { ?s :q 1 } }",
    "{ SELECT (COUNT(?x) + 1 AS ?c) (SUM(?x) AS ?d) { ?s :q ?x FILTER(?x = 1) } }",
    "{ SELECT (COUNT(*) AS ?c) { ?s :q 1 } HAVING(COUNT(*) = 0) }",
    "{ SELECT (COUNT(*) AS ?c) { ?s :q 1 } HAVING(COUNT(*) > 0) }",
    "{ SELECT (COUNT(*) AS ?c) { ?s :q 1 } LIMIT 1 }",
    "{ SELECT (COUNT(*) AS ?c) { ?s :q 1 } OFFSET 0 LIMIT 5 }",
    "{ SELECT (COUNT(*) AS ?c) { ?s :q 1 } LIMIT 0 }",
    "{ SELECT (COUNT(*) AS ?c) { ?s :q 1 } ORDER BY ?c OFFSET 1 }",
    "{ ?s ?p ?x { SELECT (COUNT(*) AS ?c) { ?s :q 1 } OFFSET 1 } }",
    "{ SELECT (1 AS ?c) { ?s :q 1 } HAVING(COUNT(*) = 0) }",
    "{ SELECT ?s (COUNT(*) AS ?c) { ?s ?p ?o } GROUP BY ?s }",
    "{ SELECT (COUNT(*) AS ?c) { ?s :q 1 } GROUP BY ?s }",
    "{ SELECT (GROUP_CONCAT(STR(?o)) AS ?c) { ?s :q ?o } }",
    "{ SELECT ?s { ?s :p ?o } }",
    "{ SELECT DISTINCT ?o { ?s :p ?o } }",
    "{ SELECT * { ?s :q ?o } }",
    "{ SELECT * { ?s :q ?g } }",
    "{ SELECT ?g { ?s :q ?g } }",
    "{ SELECT ?s { ?s :q ?g } }",
    "{ ?a :p ?o { SELECT ?a { ?a :q ?x } } }",
    "{ ?a :p ?o { SELECT ?a (COUNT(*) AS ?c) { ?a ?p ?x } GROUP BY ?a } }",
    "{ ?s ?p ?x { SELECT (COUNT(*) AS ?c) { ?s :p :o } } }",
    "{ ?s :q ?o OPTIONAL { SELECT (COUNT(?y) AS ?c) { ?o :q ?s } HAVING(COUNT(*) < 2) } }",
    "{ SELECT ?o { ?s ?p ?o } ORDER BY ?o LIMIT 1 }",
    "{ SELECT ?s ?o { ?s ?p ?o } ORDER BY DESC(?s) ?o OFFSET 1 }",
    "{ ?a :p ?o { SELECT ?s { ?s ?p ?o } ORDER BY ?s LIMIT 1 } }",
    "{ SELECT (MAX(?c) AS ?m) { SELECT (COUNT(*) AS ?c) { ?s ?p ?o } GROUP BY ?s } }",
    "{ SELECT ?x { SELECT ?x { VALUES ?x { 1 } } } }",
    "{ SELECT ?x { ?x :p ?o } VALUES ?x { :a :b } }",
    "{ SELECT (COUNT(DISTINCT *) AS ?c) { ?s :p ?o OPTIONAL { ?s :q ?g } } }",
    "{ GRAPH :g1 { ?s :q ?o } }",
    "{ GRAPH ?h { ?s :q ?o } }",
    "{ :g2 :p* ?x }",
    "{ ?x :p* ?y FILTER(?x = ?g) }",
    "{ :n :p? ?g }",
]


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_is_evaluated_once_for_each_graph(group: str) -> None:
    assert answers(STORE, f"SELECT * {{ GRAPH ?g {group} }}") == oracle(group)


@pytest.mark.parametrize("group", [group for group in GROUPS if "GRAPH" not in group])
def test_a_graph_that_is_not_there_has_no_solution(group: str) -> None:
    assert answers(STORE, f"SELECT * {{ GRAPH :none {group} }}") == rows()
    named = answers(STORE, f"SELECT * {{ GRAPH :g1 {group} }}")
    assert named == answers(GRAPHS["g1"], f"SELECT * {group}")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("SELECT ?g { ?s :p ?x . GRAPH ?g { VALUES ?x { :o } } }", ["g=:g1", "g=:g2", "g=:g3"]),
        (
            "SELECT * FROM NAMED :g1 FROM NAMED :none"
            " { GRAPH ?g { SELECT (COUNT(*) AS ?c) { ?s ?p ?o } } }",
            ["g=:g1 c=3", "g=:none c=0"],
        ),
        (
            "SELECT ?g ?c { VALUES ?g { :g3 :none } GRAPH ?g { SELECT (COUNT(*) AS ?c)"
            " { ?s :p :o } } }",
            ["g=:g3 c=0"],
        ),
        ("SELECT ?a { GRAPH ?g { ?a :q 1 MINUS { ?b :q 1 } } }", ["a=:a"]),
        (
            "SELECT (COUNT(*) AS ?c) { GRAPH ?g { ?a :p :o MINUS { ?b :p :o } } }",
            ["c=3"],
        ),
        (
            "SELECT ?g (COUNT(?a) AS ?c) { GRAPH ?g { VALUES ?x { 1 } OPTIONAL { ?a :q 1 } } }"
            " GROUP BY ?g",
            ["g=:g1 c=1", "g=:g2 c=0", "g=:g3 c=0"],
        ),
    ],
)
def test_graph_among_other_patterns(query: str, wanted: list[str]) -> None:
    assert answers(STORE, query) == rows(*wanted)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o FILTER(?o = 1) OPTIONAL { ?s :q ?x } } }",
        "SELECT * { GRAPH ?g { ?g :p ?x FILTER(?g != ?x) } OPTIONAL { ?g :p ?y } }",
        "SELECT * { GRAPH :g1 { ?s :p ?o MINUS { ?s :q ?x } { SELECT ?s { ?s :p ?y } } } }",
        "SELECT * { GRAPH ?g { ?s :p ?o MINUS { ?s :q ?x } } }",
        "SELECT * { GRAPH ?g { ?s :p ?o VALUES ?o { :o } } }",
    ],
)
def test_what_the_engine_evaluates_rightly_passes_as_it_is(query: str) -> None:
    assert rewritten(STORE, query) == query
    assert answers(STORE, query) == Counter(answers_of_the_engine(query))


def answers_of_the_engine(query: str) -> Counter[Row]:
    result = STORE.query(PREFIX + query)
    names = [variable.value for variable in result.variables]  # type: ignore[union-attr]
    return Counter(
        frozenset(
            (name, str(row[name].value).replace(X, ":"))  # type: ignore[union-attr]
            for name in names
            if row[name] is not None  # type: ignore[index]
        )
        for row in result  # type: ignore[union-attr]
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{{ VALUES ?n {{ 1 }} {nesting} }}"
        for nesting in (
            "OPTIONAL { ?a ?b ?c } MINUS { " * 40 + "?a ?b ?c" + " }" * 40,
            # The engine's own time doubles with each of these.
            "{ SELECT (COUNT(*) AS ?c) { " * 12 + "?a ?b ?c" + " } }" * 12,
            "GRAPH ?g { OPTIONAL { ?g ?b ?c } " * 40 + "?a ?b ?c" + " }" * 40,
            "{ ?x ?y ?z FILTER EXISTS { " * 40 + "?a ?b ?c" + " } }" * 40,
        )
    ],
)
def test_deep_nesting_is_not_written_out_without_end(text: str) -> None:
    query = f"{PREFIX} SELECT * {{ GRAPH ?g {text} }}"
    begin = time.perf_counter()
    mended = rewritten_query(query, Store(), {})
    assert time.perf_counter() - begin < 10
    assert len(mended.text) < 2_000_000


class Maker:
    """Makes groups of all kinds of patterns."""

    # fmt: off
    WEIGHTS: ClassVar = {
        "triple": 40, "optional": 10, "union": 8, "minus": 8, "filter": 6, "exists": 6,
        "values": 7, "bind": 5, "select": 10,
    }
    # fmt: on

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._names = 0
        self._in_exists = False

    def group(self, depth: int) -> str:
        items = [self._item(depth) for _ in range(self._random.choice([1, 1, 2, 2, 3]))]
        return f"{{ {' '.join(items)} }}"

    def _item(self, depth: int) -> str:
        kinds = list(self.WEIGHTS)
        if self._in_exists:
            # MINUS in EXISTS is substituted otherwise than section 18.6 says.
            kinds.remove("minus")
        weights = [self.WEIGHTS[kind] for kind in kinds]
        (kind,) = self._random.choices(kinds, weights) if depth else ("triple",)
        text: str = getattr(self, f"_{kind}")(depth - 1)
        return text

    def _triple(self, _: int) -> str:
        path = self._random.choice([":p", ":q", "?p", ":p*", ":p?", "(:p|:q)"])
        return f"{self._random.choice(TERMS)} {path} {self._random.choice(TERMS)} ."

    def _optional(self, depth: int) -> str:
        return f"OPTIONAL {self.group(depth)}"

    def _union(self, depth: int) -> str:
        return f"{self.group(depth)} UNION {self.group(depth)}"

    def _minus(self, depth: int) -> str:
        return f"MINUS {self.group(depth)}"

    def _filter(self, _: int) -> str:
        one, other = self._random.choice(VARIABLES), self._random.choice(TERMS)
        tests = [f"BOUND({one})", f"!BOUND({one})", f"{one} = {other}", f"{one} != {other}"]
        return f"FILTER({self._random.choice(tests)})"

    def _exists(self, depth: int) -> str:
        within, self._in_exists = self._in_exists, True
        inner = self.group(depth)
        self._in_exists = within
        return f"FILTER {self._random.choice(['', 'NOT '])}EXISTS {inner}"

    def _values(self, _: int) -> str:
        one, other = self._random.sample(VARIABLES, 2)
        cells = self._random.choice(["UNDEF UNDEF", ":a :o", ":g1 UNDEF", "UNDEF :o"])
        return f"VALUES ({one} {other}) {{ ({cells}) (:c :g2) }}"

    def _bind(self, _: int) -> str:
        value = self._random.choice([":a", ":g1", *VARIABLES])
        return f"BIND({value} AS {self._name()})"

    def _select(self, depth: int) -> str:
        group, name = self.group(depth), self._name()
        chosen = self._random.choice(["*", "DISTINCT ?x", *VARIABLES])
        forms = [
            f"SELECT {chosen} {group}",
            f"SELECT (COUNT(*) AS {name}) {group}",
            f"SELECT ?x (COUNT(*) AS {name}) {group} GROUP BY ?x",
            f"SELECT (COUNT(?y) AS {name}) {group} HAVING(COUNT(*) < 2)",
        ]
        return f"{{ {self._random.choice(forms)} }}"

    def _name(self) -> str:
        self._names += 1
        return f"?b{self._names}"


VARIABLES = ["?g", "?x", "?y", "?z"]
TERMS = [*VARIABLES, *VARIABLES, ":a", ":c", ":o", ":g2", ":n"]


def made(seed: int) -> str:
    """A group that the engine can read."""
    maker = Maker(seed)
    while True:
        group = maker.group(2)
        try:
            Store().query(f"{PREFIX} SELECT * {{ GRAPH ?g {group} }}")
        except SyntaxError:
            continue
        return group


def test_where_there_is_no_sign_there_is_nothing_to_do() -> None:
    signs = 0
    for seed in range(300):
        for text in (f"SELECT * {{ GRAPH ?g {made(seed)} }}", f"SELECT * {made(seed)}"):
            sign = has_structure(text)
            signs += sign
            if not sign:
                assert Query(tokens(PREFIX + text), STORE, {}).mended() is None, text
    assert 100 < signs < 590


@pytest.mark.parametrize("seed", range(0, 1000, 100))
def test_any_group_is_evaluated_once_for_each_graph(seed: int) -> None:
    for each in range(seed, seed + 100):
        group = made(each)
        assert answers(STORE, f"SELECT * {{ GRAPH ?g {group} }}") == oracle(group), group
