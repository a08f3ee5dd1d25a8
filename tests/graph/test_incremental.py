"""What validation of a change finds is what validation of everything finds."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store
from rdflib import Graph as Library

from peyvand.errors import Invalid
from peyvand.graph.build import Graph
from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.incremental import touched, validate_change
from peyvand.graph.patch import Patch, difference, dump_lines, quads
from peyvand.graph.shape_paths import ENDLESS, distances
from peyvand.graph.validate import Report, read_shapes, to_graph, validate
from peyvand.graph.view import union
from peyvand.vocabulary.files import shape_files
from peyvand.vocabulary.iris import TYPE

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


PREFIX = (
    "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://x.example/> . "
    "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
)
# A shape, what there is, an update, and who is told of after it; all are warnings.
REACHED = {
    "backwards twice": (
        ":S sh:targetClass :T ; sh:property [ sh:path ( [ sh:inversePath :reads ] "
        "[ sh:inversePath :disputes ] ) ; sh:maxCount 0 ; sh:severity sh:Warning ] .",
        ":a a :T . :r :reads :a .",
        "INSERT DATA { :d :disputes :r }",
        {":a"},
    ),
    "one of several ways, within an alternative": (
        ":S sh:targetSubjectsOf :p ; sh:severity sh:Warning ; "
        "sh:or ( [ sh:path :p ; sh:hasValue 0 ] "
        "[ sh:path [ sh:alternativePath ( :q [ sh:inversePath :of ] ) ] ; sh:minCount 1 ] ) .",
        ":a :p 1 . :i :of :a . :b :p 1 ; :q 2 . :c :p 0 .",
        "DELETE DATA { :i :of :a }",
        {":a"},
    ),
    "there and back": (
        ":S sh:targetClass :T ; sh:property [ sh:path ( :p [ sh:inversePath :q ] :r ) ; "
        "sh:maxCount 0 ; sh:severity sh:Warning ] .",
        ":a a :T ; :p :m . :n :q :m .",
        "INSERT DATA { :n :r 1 }",
        {":a"},
    ),
    "the middle of a sequence": (
        ":S sh:targetClass :T ; sh:property [ sh:path ( :p :q :r ) ; sh:minCount 1 ; "
        "sh:severity sh:Warning ] .",
        ":a a :T ; :p _:m . _:m :q _:n . _:n :r 1 .",
        "DELETE WHERE { ?m :q ?n }",
        {":a"},
    ),
    "one of two ways, of which one is longer": (
        ":S sh:targetClass :T ; sh:property [ sh:path [ sh:alternativePath ( :p ( :q :r ) ) ] ; "
        "sh:maxCount 0 ; sh:severity sh:Warning ] .",
        ":a a :T ; :q :m .",
        "INSERT DATA { :m :r 1 }",
        {":a"},
    ),
    "a path that repeats": (
        ":S sh:targetClass :T ; sh:property [ sh:path [ sh:oneOrMorePath :p ] ; "
        "sh:maxCount 6 ; sh:severity sh:Warning ] .",
        ":a a :T ; :p :b . :b :p :c . :c :p :d . :d :p :e . :e :p :f . :f :p :g .",
        "INSERT DATA { :g :p :h }",
        {":a"},
    ),
    "a path that may be passed over": (
        ":S sh:targetClass :T ; sh:property [ sh:path ( [ sh:zeroOrOnePath :p ] :q ) ; "
        "sh:maxCount 0 ; sh:severity sh:Warning ] .",
        ":a a :T ; :p :b .",
        "INSERT DATA { :b :q 1 }",
        {":a"},
    ),
    "a circle": (
        ":S sh:targetClass :T ; sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; "
        "sh:class :T ; sh:severity sh:Warning ] .",
        ":a a :T ; :p :b . :b a :T ; :p :a .",
        "INSERT DATA { :b :p :x }",
        {":a", ":b"},
    ),
    "the class of the end of a sequence": (
        ":S sh:targetClass :T ; sh:property [ sh:path ( :p :q ) ; sh:class :B ; "
        "sh:severity sh:Warning ] .",
        ":a a :T ; :p :m . :m :q :b . :b a :B .",
        "DELETE DATA { :b a :B }",
        {":a"},
    ),
    "the class that one of several shapes of a value asks for": (
        ":S sh:targetClass :T ; sh:severity sh:Warning ; sh:property [ sh:path :p ; "
        "sh:severity sh:Warning ; sh:or ( [ sh:class :B ] [ sh:class :C ] ) ] .",
        ":a a :T ; :p :b . :b a :C .",
        "DELETE DATA { :b a :C }",
        {":a"},
    ),
    "the values of values of values": (
        ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:severity sh:Warning ; sh:node [ "
        "sh:property [ sh:path :q ; sh:node [ sh:property [ sh:path :r ; sh:node [ sh:property "
        "[ sh:path :s ; sh:node [ sh:property [ sh:path :t ; sh:maxCount 0 ] ] ] ] ] ] ] ] ] .",
        ":a a :T ; :p _:b . _:b :q :c . :c :r :d . :d :s :e .",
        "INSERT DATA { :e :t 1 }",
        {":a"},
    ),
    "a shape that is counted": (
        ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:severity sh:Warning ; "
        "sh:qualifiedValueShape [ sh:property [ sh:path :q ; sh:minCount 1 ] ] ; "
        "sh:qualifiedMinCount 1 ] .",
        ":a a :T ; :p :b, :c . :b :q 1 .",
        "DELETE DATA { :b :q 1 }",
        {":a"},
    ),
    "what a value must not be": (
        ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:severity sh:Warning ; "
        "sh:not [ sh:property [ sh:path :q ; sh:minCount 1 ] ] ] .",
        ":a a :T ; :p :b .",
        "INSERT DATA { :b :q 1 }",
        {":a"},
    ),
    "what of a value is compared": (
        ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:severity sh:Warning ; sh:node [ "
        "sh:property [ sh:path :q ; sh:lessThan :r ] ] ] .",
        ":a a :T ; :p :b . :b :q 2 ; :r 3 .",
        "INSERT DATA { :b :r 1 }",
        {":a"},
    ),
    "a closed shape of values": (
        ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:severity sh:Warning ; sh:node [ "
        "sh:closed true ; sh:property [ sh:path :q ] ] ] .",
        ":a a :T ; :p :b . :b :q 1 .",
        "INSERT DATA { :b :any 1 }",
        {":a"},
    ),
    "SPARQL": (
        ":S sh:targetClass :T ; sh:severity sh:Warning ; sh:sparql [ a sh:SPARQLConstraint ; "
        "sh:select 'SELECT $this { $this <http://x.example/p>/<http://x.example/p>/"
        "<http://x.example/p>/<http://x.example/p>/<http://x.example/q> ?x }' ] .",
        ":a a :T ; :p :b . :b :p :c . :c :p :d . :d :p :e .",
        "INSERT DATA { :e :q 1 }",
        {":a"},
    ),
    "a literal": (
        ":S sh:targetObjectsOf :p ; sh:nodeKind sh:IRI ; sh:severity sh:Warning .",
        ":a :p :b .",
        "INSERT DATA { :a :p 'x' ; :q 'y' }",
        {"x"},
    ),
    "a literal from afar": (
        ":S sh:targetObjectsOf :p ; sh:property [ sh:path ( [ sh:inversePath :p ] :q ) ; "
        "sh:maxCount 0 ; sh:severity sh:Warning ] .",
        ":a :p 'x' .",
        "INSERT DATA { :a :q 1 }",
        {"x"},
    ),
    "what becomes the subject": (
        ":S sh:targetSubjectsOf :p ; sh:class :T ; sh:severity sh:Warning .",
        ":a :q 1 .",
        "INSERT DATA { :a :p 1 }",
        {":a"},
    ),
    "what becomes the object": (
        ":S sh:targetObjectsOf :p ; sh:class :T ; sh:severity sh:Warning .",
        ":a :q 1 .",
        "INSERT DATA { :x :p :a }",
        {":a"},
    ),
    "what is named": (
        ":S sh:targetNode :a ; sh:class :T ; sh:severity sh:Warning .",
        ":a a :T .",
        "DELETE WHERE { ?s ?p ?o }",
        {":a"},
    ),
    "what comes under a class by a class without a name": (
        ":S sh:targetClass :T ; sh:nodeKind sh:Literal ; sh:severity sh:Warning .",
        "_:c rdfs:subClassOf :T . :b a _:c .",
        "INSERT { :a a ?c } WHERE { ?c rdfs:subClassOf :T }",
        {":a"},
    ),
    "what is said in another graph": (
        ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:maxCount 1 ; "
        "sh:severity sh:Warning ] .",
        ":a a :T ; :p 1 .",
        "INSERT DATA { GRAPH :g { :a :p 1, 2 } }",
        {":a"},
    ),
    "what is only moved to another graph": (
        ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:minCount 2 ; "
        "sh:severity sh:Warning ] .",
        ":a a :T ; :p 1 .",
        "MOVE DEFAULT TO :g",
        {":a"},
    ),
}


@pytest.mark.parametrize("name", REACHED)
def test_what_shapes_reach(name: str) -> None:
    shape, before, update, wanted = REACHED[name]
    shapes = Library().parse(data=f"{PREFIX} {shape}", format="turtle")
    rdfs = "prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
    store = small(rdfs + before)
    lines = dump_lines(store)
    store.update(f"{rdfs} PREFIX : <http://x.example/> {update}")
    patch = difference(lines, dump_lines(store))
    found = validate_change(store, shapes, patch)
    assert {r.focus.replace("http://x.example/", ":") for r in found.results} == wanted
    assert {r.severity for r in found.results} == {"warning"}
    # What the library says of its own differs in the prefixes that it takes.
    told, whole = (
        {replace(r, message_en="") for r in report.results}
        for report in (found, validate(union(store), shapes, view=True))
    )
    assert told == {r for r in whole if r.focus in {one.focus for one in found.results}}


def test_a_great_change_is_validated_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a number of nodes, all are looked at; at it, those that are touched."""
    shapes = Library().parse(data=SHAPES, format="turtle")
    store = small(":a a :A . :b a :A . :c a :A .")
    monkeypatch.setattr("peyvand.graph.incremental.MOST", 2)
    lines = dump_lines(small(":a a :A ."))
    (of_c,) = [line for line in dump_lines(store) if b"/c>" in line]
    few = validate_change(store, shapes, difference([*lines, of_c], dump_lines(store)))
    assert {result.focus for result in few.results} == {"http://x.example/b"}
    monkeypatch.setattr("peyvand.graph.incremental.MOST", 1)
    many = validate_change(store, shapes, difference(lines, dump_lines(store)))
    assert {r.focus for r in many.results} == {f"http://x.example/{x}" for x in "abc"}


def test_what_leads_to_a_node_without_a_name_is_touched() -> None:
    store = small(":z :v :a . :a :v _:b . _:b :w 1 . _:n :v _:m . _:m :w 2 . :c :v :d . :d :w 3 .")
    changed = [quad for quad in store if quad.predicate.value.endswith("/w")]
    found = touched(store, changed, {})
    # A thing with a name stands for itself: what leads to it is another.
    assert {str(node) for node in found if isinstance(node, NamedNode)} == {
        "<http://x.example/a>",
        "<http://x.example/d>",
    }
    assert sum(isinstance(node, BlankNode) for node in found) == 3


@pytest.mark.parametrize(("nodes", "whole"), [(2_000, False), (2_001, True)])
def test_up_to_how_many_nodes_are_looked_at_singly(
    monkeypatch: pytest.MonkeyPatch, nodes: int, whole: bool
) -> None:
    asked = []
    monkeypatch.setattr("peyvand.graph.incremental.validate_store", lambda *_: asked.append(1))
    store = Store()
    things = [NamedNode(f"http://x.example/{n}") for n in range(nodes)]
    # No change of which class is under which, whatever the property's name.
    for thing, prop in zip(things, cycle((TYPE, NamedNode("http://x.example/p"))), strict=False):
        store.add(Quad(thing, prop, Literal("x")))
    validate_change(store, Library(), difference([], dump_lines(store)))
    assert bool(asked) == whole


@pytest.mark.parametrize(("triples", "whole"), [(150, False), (149, True)])
def test_of_a_large_graph_more_nodes_are_looked_at_singly(
    monkeypatch: pytest.MonkeyPatch, triples: int, whole: bool
) -> None:
    """A validation of everything takes as long as the graph is large."""
    asked = []
    monkeypatch.setattr("peyvand.graph.incremental.MOST", 1)
    monkeypatch.setattr("peyvand.graph.incremental.validate_store", lambda *_: asked.append(1))
    changed = small(":a :p 1 . :b :p 1 . :c :p 1 .")
    store = small("".join(f":n{n} :q {n} ." for n in range(triples - 3)))
    store.extend(changed)
    validate_change(store, Library(), difference([], dump_lines(changed)))
    assert bool(asked) == whole


def test_looking_for_what_leads_to_a_change_has_an_end() -> None:
    """Once more nodes are found than are looked at singly, which others there are is no matter."""
    store = small("".join(f":n{n} :p :a . :m{n} :p :n{n} ." for n in range(9)) + ":a :q 1 .")
    changed = [quad for quad in store if quad.predicate.value.endswith("/q")]
    assert len(touched(store, changed, {"http://x.example/q": 2}, most=2)) == 4


def test_what_is_said_of_a_class_does_not_touch_what_is_of_it() -> None:
    store = small(f":a a :K . :L {UNDER} :K . :b :p :K . :K :q 1 .")
    changed = [quad for quad in store if quad.predicate.value.endswith("/q")]
    found = touched(store, changed, {"http://x.example/q": 1})
    assert {str(node) for node in found} == {f"<http://x.example/{x}>" for x in "Kb"}


def test_only_what_a_change_touches_is_looked_at() -> None:
    """Whatever a shape is for: of things that break it all the same, one is changed."""
    shapes = Library().parse(
        data=f"{PREFIX} :S sh:targetClass :T ; sh:targetSubjectsOf :p ; sh:targetObjectsOf :p ; "
        "sh:targetNode :n ; sh:in () . :I a sh:NodeShape, rdfs:Class ; sh:in () .",
        format="turtle",
    )
    store = small(":t a :T . :i a :I . :s :p :o . :n :q 1 . :a a :T .")
    changed = [line for line in dump_lines(store) if b"/a>" in line]
    found = validate_change(store, shapes, difference([], changed))
    assert {result.focus for result in found.results} == {"http://x.example/a"}
    assert len(validate_store(store, shapes).results) == 6


def test_a_circle_is_gone_round_once() -> None:
    class Counting:
        asked = 0

        def quads_for_pattern(self, *pattern: Any) -> Any:
            self.asked += 1
            return store.quads_for_pattern(*pattern)

    store, counting = small(":a :p :b . :b :p :c . :c :p :a , :x ."), Counting()
    changed = [quad for quad in store if quad.object == NamedNode("http://x.example/x")]
    found = touched(counting, changed, {"http://x.example/p": ENDLESS})  # type: ignore[arg-type]
    assert {str(node) for node in found} == {f"<http://x.example/{x}>" for x in "abcx"}
    assert counting.asked <= 8


def test_a_blank_node_that_would_be_compared_is_refused(shapes: Library) -> None:
    """The library gives up where another value would be a result."""
    store = Store()
    store.update(
        "PREFIX oa: <http://www.w3.org/ns/oa#> INSERT DATA { "
        "<http://x/s> a oa:TextPositionSelector ; oa:start _:one ; oa:end 2 }"
    )
    with pytest.raises(Invalid, match="BlankNode") as refused:
        validate_change(store, shapes, difference([], dump_lines(store)))
    assert refused.value.status == 422
    with pytest.raises(Invalid, match="BlankNode"):
        validate_store(store, shapes)


FIRST = "WHERE {{ SELECT * {{ {} }} ORDER BY ?a LIMIT 1 }}"
CHANGES = {
    "a party is removed": "DELETE { ?a pv:hasParty ?b } " + FIRST.format("?a pv:hasParty ?b"),
    "a date that is none": "INSERT { ?a pv:signed 'soon' } " + FIRST.format("?a a pv:Agreement"),
    "a claim without evidence": "INSERT DATA { <http://x/c> a pv:Claim }",
    "things without names": "INSERT DATA { _:c a pv:Claim . _:a a pv:Agreement ; "
    "pv:hasParty [ a pv:City ] . <http://x/a> a pv:Agreement ; pv:hasParty _:a ; pv:purpose _:a }",
    "a sound change": "INSERT { ?a <http://www.w3.org/2000/01/rdf-schema#comment> 'x'@en } "
    + FIRST.format("?a a pv:City"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_same_is_found(sampled: Store, shapes: Library, name: str) -> None:
    store = copied(sampled)
    before = dump_lines(store)
    store.update(PREFIXES + CHANGES[name])
    patch = difference(before, dump_lines(store))
    assert patch
    found = violations(validate_change(store, shapes, patch))
    assert found == violations(validate_store(store, shapes))
    assert found or name == "a sound change"


def test_many_changes_give_what_the_library_finds(sampled: Store, shapes: Library) -> None:
    """One whole validation takes a second, so one patch holds changes of every kind."""
    chance = random.Random(7)
    everything = sorted(sampled, key=str)
    store = copied(sampled)
    before = dump_lines(store)
    warned = set(validate_store(store, shapes).results)
    for text in CHANGES.values():
        store.update(PREFIXES + text)
    for quad in chance.sample(everything, 60):
        store.remove(quad)
    for quad in chance.sample(everything, 40):
        store.add(Quad(quad.subject, quad.predicate, Literal("wrong"), quad.graph_name))
    for quad in chance.sample(everything, 20):
        store.add(Quad(quad.subject, TYPE, NamedNode("http://x.example/Other")))
    patch = difference(before, dump_lines(store))
    found = validate_change(store, shapes, patch)
    whole = validate(union(store), shapes, view=True)
    assert violations(found) == violations(whole)
    assert len(violations(found)) > 20
    # Warnings and infos of nodes that no change touches are those from before.
    assert set(found.results) <= set(whole.results)
    assert set(whole.results) - set(found.results) <= warned
    assert all(found.counts.values())


def test_no_change_is_not_validated(graph: Graph, shapes: Library) -> None:
    assert validate_change(graph.store, shapes, Patch()).results == ()


def test_a_small_change_touches_few_nodes(graph: Graph, shapes: Library) -> None:
    line = (
        b"<https://w3id.org/peyvand/id/city/isfahan> "
        b'<http://www.w3.org/2000/01/rdf-schema#label> "X"@en .\n'
    )
    assert len(touched(graph.store, list(quads([line])), distances(shapes))) == 1
