"""A pair that several alternatives of a path match is as many solutions (SPARQL 1.1, 18.4)."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

import pytest
from pyoxigraph import Store

from peyvand.query.rewriting import rewritten_update
from query.rewriting import PREFIX, answers, rewritten, rows, store

LINKS = {
    "p": [("a", "b"), ("b", "c"), ("a", "c"), ("d", "a")],
    "q": [("a", "b"), ("b", "a"), ("a", "c")],
    "r": [("a", "b"), ("c", "c"), ("b", "d")],
}
DATA = " ".join(f":{s} :{p} :{o} ." for p, links in LINKS.items() for s, o in links)
Bag = Counter[tuple[str, str]]
Nested = tuple[str, tuple["Nested", ...]]


@pytest.fixture(scope="module")
def data() -> Store:
    return store(f"{DATA} :a :name 'x' ; :other 'x' . GRAPH :g {{ :a :p :b ; :q :b . :b :p :c }}")


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("SELECT * { :a :p|:q ?o }", ["o=:b", "o=:b", "o=:c", "o=:c"]),
        ("SELECT * { :a :p|:q|:r :b }", ["", "", ""]),
        ("SELECT * { ?s ^(:p|:q) :a }", ["s=:b", "s=:b", "s=:c", "s=:c"]),
        ("SELECT * { ?s :name|:other 'x' }", ["s=:a", "s=:a"]),
        ("SELECT * { 'x' ^(:name|:other) ?s }", ["s=:a", "s=:a"]),
        ("SELECT * { ?s ^(^:name|^:other) 'x' }", ["s=:a", "s=:a"]),
        ("SELECT * { :d :p/(:p|:q)/:r ?o }", ["o=:c", "o=:c", "o=:d", "o=:d"]),
        ("SELECT ?o { :d :p [ :p|:q ?o ] }", ["o=:b", "o=:b", "o=:c", "o=:c"]),
        ("SELECT ?o { :d :p|:q _:x . _:x :p|:q ?o FILTER(?o = :b || ?o = :d) }", ["o=:b"] * 2),
        ("SELECT * { GRAPH ?g { :a :p|:q ?o } }", ["g=:g o=:b", "g=:g o=:b"]),
        ("SELECT * { GRAPH ?g { :a (:p|:q)/:p ?o } }", ["g=:g o=:c", "g=:g o=:c"]),
        ("SELECT DISTINCT * { :a :p|:q ?o }", ["o=:b", "o=:c"]),
        ("SELECT (COUNT(*) AS ?n) { :a :p|:q ?o }", ["n=4"]),
        ("SELECT ?n { { SELECT (COUNT(*) AS ?n) { :a :p|:q ?o } } }", ["n=4"]),
        ("SELECT * { :a :p ?o OPTIONAL { ?o :p|:q ?z } }", ["o=:b z=:c", "o=:b z=:a", "o=:c"]),
        ("SELECT * { VALUES ?s { :b } { ?s :p|:q ?o } UNION { ?o :r ?s } }",
         ["s=:b o=:c", "s=:b o=:a", "s=:b o=:a"]),
        # A set that is not to be matched, one way and the other.
        ("SELECT * { ?s !(:p|:name|:other|^:p|^:name|^:other|^:r) :b }",
         ["s=:a", "s=:a", "s=:a"]),
        # Each pair once.
        ("SELECT * { :a (:p|:q)? ?o }", ["o=:a", "o=:b", "o=:c"]),
        ("SELECT * { :c (:p|:r)+ ?o }", ["o=:c"]),
        ("SELECT * { :n (:p|:q)* ?o }", ["o=:n"]),
    ],
)  # fmt: skip
def test_each_alternative_that_matches_is_a_solution(
    data: Store, query: str, wanted: list[str]
) -> None:
    assert answers(data, query) == rows(*wanted)


def drawn(random_: random.Random, depth: int) -> Nested:
    """A path."""
    kind = random_.choice("pqr" if depth == 0 else "pqr|||//^+")
    parts = {"|": 2, "/": 2, "^": 1, "+": 1}.get(kind, 0)
    return kind, tuple(drawn(random_, depth - 1) for _ in range(parts))


def written(path: Nested) -> str:
    """A path as SPARQL has it."""
    kind, parts = path
    if not parts:
        return f":{kind}"
    texts = [written(part) for part in parts]
    if kind == "^":
        return f"^({texts[0]})"
    return f"({texts[0]})+" if kind == "+" else f"({kind.join(texts)})"


@cache
def pairs(path: Nested) -> Bag:
    """How often a path leads from one node to another, by its definition."""
    kind, parts = path
    if not parts:
        return Counter(LINKS[kind])
    bags = [pairs(part) for part in parts]
    if kind == "|":
        return bags[0] + bags[1]
    if kind == "^":
        return Counter({(o, s): n for (s, o), n in bags[0].items()})
    if kind == "/":
        return joined(*bags)
    reached = Counter(set(bags[0]))
    while (more := reached | Counter(set(joined(reached, bags[0])))) != reached:
        reached = more
    return reached


def joined(one: Bag, other: Bag) -> Bag:
    """The one path after the other."""
    found: Bag = Counter()
    for (start, end), n in one.items():
        for (begin, goal), m in other.items():
            if end == begin:
                found[start, goal] += n * m
    return found


def test_paths_lead_as_often_as_their_definition_says(data: Store) -> None:
    random_ = random.Random(5)
    for _ in range(150):
        path = drawn(random_, 3)
        wanted = Counter(
            {frozenset({("s", f":{s}"), ("o", f":{o}")}): n for (s, o), n in pairs(path).items()}
        )
        assert answers(data, f"SELECT ?s ?o {{ ?s {written(path)} ?o }}") == wanted, written(path)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s :p 'a|b' FILTER(?s = :a || ?s = :b) }",
        "SELECT * { ?s :p '''it's a|b''', \"\"\"a \" | b\"\"\" } # :p|:q",
        "SELECT * { ?s (:p|:q)+ ?o }",
        "SELECT * { ?s !(:p|:q) ?o }",
    ],
)
def test_where_no_alternative_counts_the_text_stays(data: Store, query: str) -> None:
    assert rewritten(data, query) == query


def test_signs_of_comparison_around_a_path_hide_nothing(data: Store) -> None:
    query = "SELECT ?o{ FILTER(1<2)?s:p|:q?o.FILTER(2>1)FILTER(?s=:a) }"
    assert answers(data, query) == rows("o=:b", "o=:b", "o=:c", "o=:c")


def test_a_text_in_long_quotes_hides_nothing(data: Store) -> None:
    query = "SELECT * { BIND('''a 'b''' AS ?t) :a :p|:q ?o FILTER(?o = :b) BIND('y' AS ?u) }"
    assert sum(answers(data, query).values()) == 2


def test_an_update_takes_each_alternative() -> None:
    made = store(":a :p 1 ; :q 1 .")
    text = f"{PREFIX} INSERT {{ [] :of ?s }} WHERE {{ ?s :p|:q ?v }}"
    made.update(rewritten_update(text, {}).text)
    assert answers(made, "SELECT (COUNT(*) AS ?n) { ?x :of :a }") == rows("n=2")
