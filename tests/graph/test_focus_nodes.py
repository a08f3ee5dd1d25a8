"""Which nodes each shape is for (SHACL, section 2.1.3), by patterns and among given nodes."""

from __future__ import annotations

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store
from rdflib import RDF, SH, Graph, URIRef
from rdflib.namespace import OWL

from peyvand.graph.focus_nodes import Focus, Hierarchy, Near, Targets, pairs_of, select, targeting
from peyvand.vocabulary.iris import TYPE

X = "http://x.example/"
PREFIXES = f"""
@prefix : <{X}> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
DATA = """
:a a :A . :b a :B . :c a :C . :d a :S . :B rdfs:subClassOf :A . :A rdfs:subClassOf :C .
:p :of :q, 'text' . :q :to :p .
"""


def shapes_of(text: str) -> Graph:
    return Graph().parse(data=PREFIXES + text, format="turtle")


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.load((PREFIXES + DATA).encode(), format=RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        ("sh:targetClass :A", "a b"),
        ("sh:targetClass :B", "b"),
        ("sh:targetClass :A, :B", "a b"),
        ("sh:targetClass :Unknown", ""),
        ("sh:targetSubjectsOf :of", "p"),
        ("sh:targetObjectsOf :of", "q 'text'"),
        ("sh:targetSubjectsOf :of, :to", "p q"),
        ("sh:targetNode :b, :q", "b q"),
        ("sh:targetNode :b ; sh:targetClass :C ; sh:targetObjectsOf :to", "a b c p"),
        # A class that is a shape is for its instances; a shape that is no class is not.
        ("a sh:NodeShape, rdfs:Class", "d"),
        ("a sh:NodeShape, owl:Class", "d"),
        ("a sh:NodeShape ; sh:targetNode :b", "b"),
    ],
)
def test_the_nodes_that_a_shape_is_for(store: Store, shape: str, expected: str) -> None:
    targets = Targets(shapes_of(f":S {shape} ."), Hierarchy(pairs_of(store)))
    name = URIRef(X + "S")
    assert targets.shapes() == [name]
    wanted: set[Focus] = {
        Literal(one.strip("'")) if one.startswith("'") else NamedNode(X + one)
        for one in expected.split()
    }
    found = {
        row["x"]
        for pattern in targets.patterns(name)
        for row in select(store, f"SELECT ?x {{ {pattern} }}")
    }
    assert found == wanted
    nodes: list[Focus] = [*(NamedNode(X + one) for one in "abcdpqABC"), Literal("text")]
    assert targets.among(Near(store), nodes) == ({name: wanted} if wanted else {})


def test_a_class_has_those_under_it_by_whatever_way() -> None:
    store = Store()
    data = ":n a :N . _:u a :U . :U rdfs:subClassOf [ rdfs:subClassOf :N ] ."
    store.load((PREFIXES + data).encode(), format=RdfFormat.TURTLE)
    hierarchy = Hierarchy(pairs_of(store))
    targets = Targets(shapes_of(":S sh:targetClass :N ."), hierarchy)
    assert len(hierarchy.under(URIRef(X + "N"))) == 3
    assert hierarchy.named(URIRef(X + "N")) == [f"<{X}N>", f"<{X}U>"]
    things: set[Focus] = {
        quad.subject for quad in store.quads_for_pattern(None, TYPE, None, None)
        if isinstance(quad.subject, NamedNode | BlankNode)
    }  # fmt: skip
    assert len(things) == 2
    assert targets.among(Near(store), things) == {URIRef(X + "S"): things}


def test_only_the_targets_of_shapes_are_exchanged() -> None:
    shapes = shapes_of(
        ":S a sh:NodeShape, rdfs:Class ; sh:targetClass :A ; sh:targetNode :b ; "
        "sh:targetSubjectsOf :p ; sh:targetObjectsOf :q ; sh:in ( owl:Class ) ; "
        "sh:property :P . :P a sh:PropertyShape ; sh:path :p ; sh:class owl:Class ."
    )
    chosen = targeting(shapes, {URIRef(X + "S"): [NamedNode(X + "n"), BlankNode("u")]})
    new = set(chosen) - set(shapes)
    assert {(str(subject), predicate) for subject, predicate, _ in new} == {
        (X + "S", SH.targetNode)
    }
    assert {str(value) for _, _, value in new} == {X + "n", "u"}
    gone = {(predicate, value) for _, predicate, value in set(shapes) - set(chosen)}
    assert {predicate for predicate, _ in gone} == {
        *(RDF.type, SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    }
    assert {str(value) for predicate, value in gone if predicate == RDF.type} == {
        "http://www.w3.org/2000/01/rdf-schema#Class"
    }
    # A class in a constraint stays, and so does the kind of a shape.
    assert len(list(chosen.subjects(None, OWL.Class))) == 2
    assert set(chosen.subjects(RDF.type, None)) == {URIRef(X + "S"), URIRef(X + "P")}
