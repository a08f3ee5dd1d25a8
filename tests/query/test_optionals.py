"""What stands after and within OPTIONAL is written so that little is looked at, with one answer."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from pyoxigraph import NamedNode, Store

from peyvand.query.rewriting import connected_query, rewritten_query
from query.rewriting import PREFIX, X, answers, rewritten, rows, store

DATA = """:a :p :b . :b :p :c . :c :p :a . :a :q 1 . :b :q 2 . :a :r :a, :c . :c :q 1 .
    GRAPH :g1 { :a :p :b . :b :q 3 . :b :r :a } GRAPH :g2 { :c :p :a . :a :q 4 }"""
# One rule has moved what stands last before OPTIONAL.
MOVED = [
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z } ?y :q ?n }", "?y :q ?n . OPTIONAL"),
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z } OPTIONAL { ?y :r ?w } ?y :q ?n }", "?y :q ?n . OPTIONAL"),
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z } ?y :q ?n . ?m :q ?n }", "?m :q ?n . OPTIONAL"),
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z } FILTER(?x != :a) ?y :q ?n }", "?y :q ?n . OPTIONAL"),
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z } { ?y :q ?n } UNION { ?y :r ?n } }", "} OPTIONAL"),
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z } VALUES ?y { :a :b } }", "} OPTIONAL"),
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z } { SELECT ?y (1 AS ?n) { ?y :q ?m } } }", "} OPTIONAL"),
    ("{ GRAPH ?g { ?x :p ?y OPTIONAL { ?x :r ?z } ?y :q ?n } }", "?y :q ?n . OPTIONAL"),
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z } GRAPH ?g { ?y :q ?n } }", "} OPTIONAL"),
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z OPTIONAL { ?z :r ?w } ?z :q ?n } }", "?z :q ?n . OPTIONAL"),
    ("{ ?x :p ?y FILTER EXISTS { ?y :p ?a OPTIONAL { ?a :r ?b } ?a :q ?n } }", "?n . OPTIONAL"),
    ("{ ?x :p ?y OPTIONAL { ?x :r ?z } ?y :q [] }", "?y :q [] . OPTIONAL"),
]
# What cannot be moved, for another answer would come of it.
STAYING = [
    # OPTIONAL may have bound it or not.
    "{ ?x :p ?y OPTIONAL { ?x :r ?z } ?z :q ?n }",
    "{ ?x :p ?y OPTIONAL { ?x :q ?n } ?y :q ?n }",
    "{ ?x :p ?y OPTIONAL { ?x :r ?z FILTER(?n = 1) } ?y :q ?n }",
    "{ ?x :p ?y OPTIONAL { ?x :r ?z } OPTIONAL { ?y :q ?n } ?z :q ?n }",
    "{ OPTIONAL { ?x :r ?y } ?x :q ?n }",
    # Of what is bound later, or taken away, the order matters.
    "{ ?x :p ?y OPTIONAL { ?x :r ?z } BIND(?z AS ?w) ?y :q ?n }",
    "{ ?x :p ?y OPTIONAL { ?x :r ?z } MINUS { ?y :q ?n } ?y :q ?n }",
    # It has nothing to do with what stands before.
    "{ ?x :p ?y OPTIONAL { ?x :r ?z } ?m :q ?n }",
    "{ ?x :p ?y OPTIONAL { ?x :r _:b } ?y :q _:c }",
]
CONNECTED = [
    "{ ?x :p ?y OPTIONAL { ?x :q ?n . ?y :q ?m } }",
    "{ ?x :p ?y OPTIONAL { ?x :q ?n . ?y :q ?m FILTER(?n < ?m) } }",
    "{ ?x :p ?y . ?y :p ?z . OPTIONAL { ?x :q ?n . ?z :r ?m } }",
    "{ ?x :p ?y OPTIONAL { ?x :r ?w } OPTIONAL { ?x :q ?n . ?y :q ?m } }",
    "{ ?x :p ?y MINUS { ?x :q 2 } OPTIONAL { ?x :q ?n . ?y :q ?m } }",
    "{ GRAPH ?g { ?x :p ?y OPTIONAL { ?x :q ?n . ?y :q ?m } } }",
    "{ ?x ?how ?y OPTIONAL { ?x :q ?n . ?y :q ?m } }",
]
APART = [
    "{ ?x :p ?y OPTIONAL { ?x :q ?n . ?x :r ?m } }",
    "{ ?x :p ?y OPTIONAL { ?x :q ?n . ?w :q ?m } }",
    "{ ?x :p ?y OPTIONAL { ?x :q ?n . ?y :q ?m BIND(?x AS ?w) } }",
    "{ ?x :p ?y OPTIONAL { ?x :q ?n . ?y :q ?m MINUS { ?x :r ?y } } }",
    "{ ?x :p ?y OPTIONAL { ?x :q ?n . ?y :q ?m OPTIONAL { ?n :r ?z FILTER(BOUND(?x)) } } }",
    # A path may match several times.
    "{ ?x (:p/:r) ?y OPTIONAL { ?x :q ?n . ?y :q ?m } }",
    "{ ?x !:q ?y OPTIONAL { ?x :q ?n . ?y :q ?m } }",
    "{ ?x :p _:b . _:b :p ?y OPTIONAL { ?x :q ?n . ?y :q ?m } }",
]


@pytest.fixture(scope="module")
def data() -> Store:
    return store(DATA)


def plain(of: Store, query: str) -> Counter[frozenset[tuple[str, str]]]:
    """What the engine answers to the text as it is."""
    found = of.query(PREFIX + query)
    names = [variable.value for variable in found.variables]  # type: ignore[union-attr]
    return Counter(
        frozenset((name, str(row[name])) for name in names if row[name] is not None)  # type: ignore[index]
        for row in found  # type: ignore[union-attr]
    )


@pytest.mark.parametrize(("group", "shown"), MOVED, ids=lambda value: str(value)[:60])
def test_what_is_joined_stands_before_optional(data: Store, group: str, shown: str) -> None:
    text = rewritten(data, f"SELECT * {group}")
    assert shown in " ".join(text.split())
    assert plain(data, text) == plain(data, f"SELECT * {group}")


@pytest.mark.parametrize("group", [*STAYING, *APART])
def test_what_would_change_the_answer_stays(data: Store, group: str) -> None:
    text = rewritten(data, f"SELECT * {group}")
    assert "".join(text.replace(".", "").split()) == "".join(
        f"SELECT * {group}".replace(".", "").split()
    )
    assert plain(data, text) == plain(data, f"SELECT * {group}")


@pytest.mark.parametrize("group", CONNECTED)
def test_patterns_that_are_apart_in_optional_are_connected(data: Store, group: str) -> None:
    text = rewritten(data, f"SELECT * {group}")
    within = text[text.rindex("OPTIONAL") :]
    assert "?x :p ?y" in within or "?x ?how ?y" in within
    assert plain(data, text) == plain(data, f"SELECT * {group}")


def test_nothing_is_written_twice_where_graphs_are_merged() -> None:
    both = store("GRAPH :g1 { :a :p :b . :a :q 1 . :b :q 2 } GRAPH :g2 { :a :p :b }")
    text = "SELECT ?n FROM :g1 FROM :g2 { ?x :p ?y OPTIONAL { ?x :q ?n . ?y :q ?m } }"
    assert rewritten(both, text).count(":p") == 1
    graphs = [NamedNode(f"{X}g1"), NamedNode(f"{X}g2")]
    bare = PREFIX + text.replace("FROM :g1 FROM :g2", "")
    assert rewritten_query(bare, both, {"default_graph": graphs}).text.count(":p ?y") == 1


def test_of_what_is_connected_nothing_else_is_rewritten(data: Store) -> None:
    """What only the store evaluates otherwise than SPARQL says stays as it is."""
    text = "SELECT * { ?x :p ?y OPTIONAL { ?x :q ?n . ?y :q ?m } GRAPH ?g { VALUES ?z { :a } } }"
    connected = connected_query(PREFIX + text, {})
    assert connected.count(":p ?y") == 2
    assert "GRAPH ?g { VALUES ?z { :a } }" in " ".join(connected.split())
    alone = "SELECT * { :n :p* ?o OPTIONAL { ?o :q ?n } }"
    assert connected_query(alone, {}) == alone
    several = f"{PREFIX} SELECT * {{ ?x :p|:r ?y OPTIONAL {{ ?x :q ?n . ?y :q ?m }} }}"
    assert connected_query(several, {}) == several
    graphs = {"default_graph": [f"{X}g1"]}
    assert connected_query(PREFIX + text, graphs).count(":p ?y") == 1


def test_the_answer_is_the_same_through_the_engine(data: Store) -> None:
    found = answers(
        data, "SELECT ?x ?n { ?x :p ?y OPTIONAL { ?x :r ?z } ?y :q ?n FILTER(!BOUND(?z)) }"
    )
    assert found == rows("x=:b n=1", "x=:c n=1")


def test_generated_groups_have_the_same_answers(data: Store) -> None:
    chance = random.Random(7)
    changed = 0
    for _ in range(400):
        query = f"SELECT * {group(chance, 2)}"
        text = rewritten(data, query)
        changed += "".join(text.split()) != "".join(query.split())
        assert plain(data, text) == plain(data, query), query
    assert changed > 50


def group(chance: random.Random, depth: int) -> str:
    """A group of random items."""
    items = [triple(chance)]
    for _ in range(chance.randrange(1, 5)):
        kind = chance.randrange(10)
        if kind < 4 or not depth:
            items.append(triple(chance))
        elif kind < 7:
            items.append(f"OPTIONAL {group(chance, depth - 1)}")
        elif kind == 7:
            items.append(f"FILTER(?{name(chance)} != :a)")
        elif kind == 8:
            items.append(f"GRAPH {chance.choice(['?g', ':g1'])} {group(chance, 0)}")
        else:
            items.append(chance.choice(["MINUS ", "", "FILTER NOT EXISTS "]) + group(chance, 0))
    return "{ " + " ".join(items) + " }"


def triple(chance: random.Random) -> str:
    subject = f"?{name(chance)}" if chance.random() < 0.9 else ":a"
    value = f"?{name(chance)}" if chance.random() < 0.8 else chance.choice([":c", "1", "[]"])
    return f"{subject} {chance.choice([':p', ':q', ':r', ':p|:r', '?how'])} {value} ."


def name(chance: random.Random) -> str:
    return chance.choice("xyzw")
