"""What validation of a change finds is what validation of everything finds."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store
from rdflib import Graph as Library

from peyvand.graph.build import Graph
from peyvand.graph.incremental import distances, touched, validate_change
from peyvand.graph.patch import Patch, difference, dump_lines, quads
from peyvand.graph.suspects import validate_store
from peyvand.graph.validate import Report, read_shapes, shape_files, to_graph, validate
from peyvand.graph.view import union
from peyvand.vocab import TYPE, iri

PREFIXES = "PREFIX pv: <https://w3id.org/peyvand/ns#> PREFIX i: <https://w3id.org/peyvand/id/> "


@pytest.fixture(scope="module")
def shapes(sources: Path) -> Library:
    return read_shapes(shape_files(sources))


def copied(store: Store) -> Store:
    made = Store()
    made.extend(store)
    return made


def violations(report: Report) -> set[tuple[str, str, str, str]]:
    return {(r.shape, r.component, r.focus, r.value) for r in report.violations}


def named(found: set[tuple[str, str, str, str]]) -> list[tuple[str, ...]]:
    """Violations with one label for all blank nodes."""
    return sorted(
        tuple(re.sub(r"^(N[0-9a-f]{32}|[0-9a-f]{30,32})$", "_:b", part) for part in row)
        for row in found
    )


CHANGES = {
    "a party is removed": "DELETE WHERE { ?a pv:hasParty "
    "<https://w3id.org/peyvand/id/city/baalbek> }",
    "a date that is none": "INSERT DATA { <https://w3id.org/peyvand/id/agreement/baalbek-isfahan> "
    "pv:signed 'soon' }",
    "a claim without evidence": "INSERT DATA { <http://x/c> a pv:Claim }",
    "things without names": "INSERT DATA { _:c a pv:Claim . _:a a pv:Agreement ; "
    "pv:hasParty [ a pv:City ] . <http://x/a> a pv:Agreement ; pv:hasParty _:a ; pv:purpose _:a }",
    "a sound change": "INSERT DATA { <https://w3id.org/peyvand/id/city/isfahan> "
    "<http://www.w3.org/2000/01/rdf-schema#comment> 'x'@en }",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_the_same_violations_are_found(graph: Graph, shapes: Library, name: str) -> None:
    store = copied(graph.store)
    before = dump_lines(store)
    store.update(PREFIXES + CHANGES[name])
    patch = difference(before, dump_lines(store))
    assert patch
    found = violations(validate_change(store, shapes, patch))
    assert found == violations(validate_store(store, shapes))
    # Read as another graph, blank nodes have other labels.
    assert named(found) == named(violations(validate(to_graph(store), shapes)))
    assert bool(found) == (name != "a sound change")


@pytest.mark.slow
def test_random_changes_give_the_same_violations(graph: Graph, shapes: Library) -> None:
    chance = random.Random(7)
    everything = sorted(graph.store, key=str)
    store = copied(graph.store)
    before = dump_lines(store)
    for quad in chance.sample(everything, 60):
        store.remove(quad)
    for quad in chance.sample(everything, 40):
        store.add(Quad(quad.subject, quad.predicate, Literal("wrong"), quad.graph_name))
    for quad in chance.sample(everything, 20):
        store.add(Quad(quad.subject, iri("rdf:type"), NamedNode("http://x.example/Other")))
    patch = difference(before, dump_lines(store))
    found = violations(validate_change(store, shapes, patch))
    assert len(found) > 20
    assert found == violations(validate(to_graph(store), shapes))


def test_no_change_is_not_validated(graph: Graph, shapes: Library) -> None:
    assert validate_change(graph.store, shapes, Patch()).results == ()


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://x.example/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
:A sh:targetClass :A ; sh:property [ sh:path :p ; sh:class :B ] ,
  [ sh:path ( :q :r ) ; sh:minCount 1 ] , [ sh:path [ sh:inversePath :i ] ; sh:minCount 1 ] ,
  [ sh:path :n ; sh:node :N ] .
:N sh:property [ sh:path :deep ; sh:minCount 1 ] .
"""
OF_ENDS = """
:S sh:targetSubjectsOf :q ; sh:property [ sh:path :p ; sh:nodeKind sh:IRI ; sh:maxCount 1 ] .
:O sh:targetObjectsOf :n ; sh:property [ sh:path ( :p :q ) ; sh:maxCount 1 ] .
"""


UNDER = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
SOUND = ":c :r 1 . :x :i :a . :a a :A ; :q :c ;"
# Nodes without names are found again only by a pattern.
OF_NAMELESS = {
    "DELETE": "DELETE WHERE { ?c :r 1 }",
    "DEEP": "DELETE WHERE { ?d :deep 1 }",
    "TYPE": "INSERT { ?a a :A } WHERE { ?a :q :c }",
}


def small(text: str) -> Store:
    store = Store()
    store.load(f"@prefix : <http://x.example/> . {text}".encode(), format=RdfFormat.TRIG)
    return store


def test_how_far_shapes_look() -> None:
    found = distances(Library().parse(data=SHAPES, format="turtle"))
    ours = {name.rpartition("/")[2]: steps for name, steps in found.items() if "x.example" in name}
    assert ours == {"r": 1, "deep": 1}
    assert found["http://www.w3.org/1999/02/22-rdf-syntax-ns#type"] == 1


@pytest.mark.parametrize(
    ("before", "added", "removed"),
    [
        (":a a :A ; :p :b ; :q :c . :b a :B . :c :r 1 . :x :i :a .", "", ":b a :B ."),
        (":a a :A ; :p :b ; :q :c . :b a :B . :c :r 1 . :x :i :a .", "", ":c :r 1 ."),
        (":a a :A ; :p :b ; :q :c . :b a :B . :c :r 1 . :x :i :a .", "", ":x :i :a ."),
        (":a a :A ; :q :c ; :n :d . :d :deep 1 . :c :r 1 . :x :i :a .", "", ":d :deep 1 ."),
        (":a :q :c . :c :r 1 .", ":a a :A .", ""),
        (":a a :A ; :q _:c . _:c :r 1 . :x :i :a .", "", "DELETE"),
        # What is of a class, or has a value of it, is at neither end of a change of the hierarchy.
        (":a a :D .", f":D {UNDER} :A .", ""),
        (f":a a :E . :E {UNDER} :D .", f":D {UNDER} :A .", ""),
        (f"_:a a :E . :E {UNDER} :D .", f":D {UNDER} :A .", ""),
        (f"{SOUND} :p :b . :b a :E . :E {UNDER} :D . :D {UNDER} :B .", "", f":D {UNDER} :B ."),
        (f"{SOUND} :p :b . :b a :E . :E {UNDER} :D . :D {UNDER} :B .", "", f":E {UNDER} :D ."),
        # A node without a name is a focus node, and a step to one, as any other.
        ("_:a :q :c . :c :r 1 .", "TYPE", ""),
        (f"{SOUND} :n _:d . _:d :deep 1 .", "", "DEEP"),
        ("_:a a :A ; :q :c ; :n _:d . _:d :deep 1 . :c :r 1 . :x :i _:a .", "", "DEEP"),
        ("_:a a :A ; :q _:c . _:c :r 1 . :x :i _:a .", "", "DELETE"),
    ],
)
def test_every_way_to_reach_a_focus_node(before: str, added: str, removed: str) -> None:
    shapes = Library().parse(data=SHAPES, format="turtle")
    store = small(before)
    assert not validate(to_graph(store), shapes).violations or added
    lines = dump_lines(store)
    if removed in OF_NAMELESS or added in OF_NAMELESS:
        store.update("PREFIX : <http://x.example/> " + OF_NAMELESS[removed or added])
    elif removed:
        for quad in small(removed):
            store.remove(quad)
    if added not in OF_NAMELESS:
        store.extend(small(added))
    patch = difference(lines, dump_lines(store))
    found = violations(validate_change(store, shapes, patch))
    assert found
    assert found == violations(validate(union(store), shapes, view=True))
    assert named(found) == named(violations(validate(to_graph(store), shapes)))


def test_what_leads_to_a_node_without_a_name_is_touched() -> None:
    store = small(":a :v _:b . _:b :w 1 . _:n :v _:m . _:m :w 2 . :c :v :d . :d :w 3 .")
    changed = [quad for quad in store if quad.predicate.value.endswith("/w")]
    found = touched(store, changed, {})
    # A thing with a name stands for itself: what leads to it is another.
    assert {str(node) for node in found if isinstance(node, NamedNode)} == {
        "<http://x.example/a>",
        "<http://x.example/d>",
    }
    assert sum(isinstance(node, BlankNode) for node in found) == 3


def test_a_small_change_touches_few_nodes(graph: Graph, shapes: Library) -> None:
    line = (
        b"<https://w3id.org/peyvand/id/city/isfahan> "
        b'<http://www.w3.org/2000/01/rdf-schema#label> "X"@en .\n'
    )
    assert len(touched(graph.store, list(quads([line])), distances(shapes))) == 1


PROPERTIES = [NamedNode(f"http://x.example/{x}") for x in ("p", "q", "r", "i", "n", "deep")]
CLASSES = [NamedNode(f"http://x.example/{x}") for x in "AB"]
NODES = some.sampled_from(
    [*(BlankNode(x) for x in "xyz"), *(NamedNode(f"http://x.example/{x}") for x in "abc")]
)
TRIPLES = some.one_of(
    some.builds(Quad, NODES, some.just(TYPE), some.sampled_from(CLASSES)),
    some.builds(Quad, NODES, some.sampled_from(PROPERTIES), NODES),
)


@settings(max_examples=40, deadline=None)
@given(some.lists(some.tuples(some.lists(TRIPLES, max_size=6), some.integers(0, 3)), max_size=6))
def test_what_a_write_may_hold_a_build_may_hold(writes: list[tuple[list[Quad], int]]) -> None:
    """Each write is let in if the validation of the change finds nothing, as the writer does it;
    validation of the whole, as a build does it, must say the same at every step."""
    shapes = Library().parse(data=SHAPES + OF_ENDS, format="turtle")
    store = Store()
    for added, removed in writes:
        before = dump_lines(store)
        for quad in sorted(store, key=str)[:removed]:
            store.remove(quad)
        store.extend(added)
        patch = difference(before, dump_lines(store))
        found = violations(validate_change(store, shapes, patch))
        assert found == violations(validate(union(store), shapes, view=True))
        assert found == violations(validate_store(store, shapes))
        if found:
            store = Store()
            store.extend(quads(before))
