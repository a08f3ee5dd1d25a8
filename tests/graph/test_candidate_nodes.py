"""Validation by candidate nodes gives the library's own report, on real and on broken graphs."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store
from rdflib import Graph as Shapes

from peyvand.graph.build import Graph
from peyvand.graph.candidate_nodes import candidate_nodes, validate_store
from peyvand.graph.conditions import Statements, possible
from peyvand.graph.focus_nodes import Hierarchy, Near, Resource, Targets, pairs_of, targeting
from peyvand.graph.validate import Report, read_shapes, to_graph, validate
from peyvand.graph.view import union
from peyvand.vocabulary.files import shape_files
from peyvand.vocabulary.iris import TYPE, iri

XSD_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
CASES = Path(__file__).parent.parent / "shapes"


@pytest.fixture(scope="module")
def shapes(sources: Path) -> Shapes:
    return read_shapes(shape_files(sources))


@pytest.fixture(scope="module")
def report(graph: Graph, shapes: Shapes) -> Report:
    return validate_store(graph.store, shapes)


def test_the_real_graph_has_the_same_report(graph: Graph, shapes: Shapes, report: Report) -> None:
    """The library looks at some nodes of every class, whichever are candidates."""
    chance = random.Random(1)
    by_class: dict[object, set[Resource]] = defaultdict(set)
    for quad in graph.store.quads_for_pattern(None, TYPE, None, None):
        if isinstance(quad.subject, Resource):
            by_class[quad.object].add(quad.subject)
    chosen: set[Resource] = set()
    for nodes in by_class.values():
        chosen.update(chance.sample(sorted(nodes, key=str), min(15, len(nodes))))
    found = Targets(shapes, Hierarchy(pairs_of(graph.store))).among(Near(graph.store), chosen)
    whole = validate(union(graph.store), targeting(shapes, found), view=True)
    names = {node.value for node in chosen}
    fast = [result for result in report.results if result.focus in names]
    assert fast == list(whole.results)
    assert len(fast) > 50


def test_every_bad_case_is_a_candidate(shapes: Shapes, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store()
    for path in (CASES / "world.ttl", *sorted(CASES.glob("*/*.ttl"))):
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    whole = validate(to_graph(store), shapes)
    assert validate_store(store, shapes).results == whole.results
    components = {result.component for result in whole.results}
    assert len(components) >= 10
    # So large graphs are asked, where no property is rare: what no value breaks is not asked of
    # each node, and what some value breaks is. Of bad cases the same are found.
    found = candidate_nodes(store, shapes)
    for many in (0, 50_000):
        monkeypatch.setattr("peyvand.graph.conditions._RARE", 0)
        monkeypatch.setattr("peyvand.graph.conditions._MANY", many)
        assert candidate_nodes(store, shapes) == found


def test_of_a_large_graph_nothing_is_asked_that_no_value_breaks() -> None:
    """Several conditions on a value, which may have one name, and several values of one node."""
    store = Store()
    store.update("INSERT DATA { <x:a> <x:p> 1 . <x:b> <x:p> 2 . <x:b> <x:q> 3, 4 }")
    sound = ["EXISTS { ?x <x:p> ?v1 FILTER(?v1 > 2) }", "EXISTS { ?x <x:p> ?v1 FILTER(?v1 < 1) }"]
    single = "EXISTS { ?x <x:p> ?v3, ?v4 FILTER(!sameTerm(?v3, ?v4)) }"
    assert possible(Statements(store), [*sound, single]) == []
    broken = ["EXISTS { ?x <x:p> ?v1 FILTER(?v1 > 1) }", "EXISTS { ?x <x:p> ?v2 FILTER(?v2 > 9) }"]
    several = "EXISTS { ?x <x:q> ?v3, ?v4 FILTER(!sameTerm(?v3, ?v4)) }"
    of_node = "EXISTS { ?x <x:p> ?v5 FILTER(NOT EXISTS { ?x <x:q> ?v5 }) }"
    assert {*possible(Statements(store), [*broken, several, of_node])} == {
        *broken,
        several,
        of_node,
    }
    three = "EXISTS { ?x <x:q> ?v3, ?v4, ?v5 FILTER(!sameTerm(?v3, ?v4) && !sameTerm(?v3, ?v5)) }"
    assert possible(Statements(store), [three, "NOT EXISTS { ?x <x:q> ?v FILTER(true) }"]) == [
        "NOT EXISTS { ?x <x:q> ?v FILTER(true) }"
    ]


def test_random_damage_is_found_alike(sampled: Store, shapes: Shapes) -> None:
    """One store holds damage of every kind, for one whole validation."""
    chance = random.Random(1)
    store = Store()
    store.extend(sampled)
    quads = sorted(store, key=str)
    stranger = BlankNode("stranger")
    for quad in chance.sample(quads, 400):
        other = chance.choice(quads)
        subject = chance.choice([quad.subject, quad.subject, other.subject, stranger])
        value = chance.choice(
            [
                quad.object,
                other.object,
                other.subject,
                stranger,
                Literal("x"),
                Literal("7"),
                Literal("2021-13-40", datatype=XSD_DATE),
                Literal(str(getattr(quad.object, "value", "")), language="de"),
            ]
        )
        if subject == value == stranger:
            # The library copies what a blank node holds into its report, again at each turn.
            value = Literal("itself")
        if chance.random() < 0.7:
            store.remove(quad)
        store.add(Quad(subject, quad.predicate, value, quad.graph_name))
    # Whatever is drawn, a thing without a name is of a class that has shapes.
    store.add(Quad(stranger, TYPE, iri("pv:Agreement")))
    whole, fast = validate(to_graph(store), shapes), validate_store(store, shapes)
    assert _without_names(fast) == _without_names(whole)
    assert any(result.focus == "stranger" for result in fast.violations)
    assert len({result.component for result in whole.results}) >= 8


def _without_names(report: Report) -> list[str]:
    """The results; reading into the library's graph gives blank nodes other names."""
    return sorted(
        re.sub(r"'(N[0-9a-f]{32}|c14n[0-9]+|stranger)'", "'_'", str(result))
        for result in report.results
    )


def test_few_sound_nodes_are_candidates(graph: Graph, shapes: Shapes, report: Report) -> None:
    found = {node for nodes in candidate_nodes(graph.store, shapes).values() for node in nodes}
    reported = {result.focus for result in report.results}
    assert len(found) < 2 * len(reported)


def test_values_of_nested_shapes_are_looked_at(shapes: Shapes) -> None:
    """The library's own choice of focus nodes passes over a missing label."""
    store = Store()
    thing = NamedNode("https://w3id.org/peyvand/id/concept/bare")
    concept = "http://www.w3.org/2004/02/skos/core#Concept"
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    kind = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    store.add(Quad(thing, kind, NamedNode("https://w3id.org/peyvand/ns#Organisation")))
    store.add(Quad(thing, kind, NamedNode(concept)))
    store.add(Quad(thing, NamedNode(label), Literal("only English", language="en")))
    found = Targets(shapes, Hierarchy(pairs_of(store))).among(Near(store), [thing])
    report = validate(union(store), targeting(shapes, found), view=True)
    assert "label-fa" in {result.shape for result in report.results}


WRONG = {
    "date": ["soon", "2021", "2021-1-01", "2021-13-01", "2021-00-10", "2021-04-32", "2021-04-00",
             "x2021-04-01", "2021-04-01x", "2021-04-01\n", ""],
    "integer": ["one", "1.0", "1e3", "", "1 2", "+-1"],
    "decimal": ["1.2.3", "1e3", ".", "", "one"],
    "boolean": ["yes", "2", "truex", ""],
    "dateTime": ["2021-04-01", "soon", "2021-04-01T25:00:00"],
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_value_in_a_wrong_form_is_a_candidate(name: str) -> None:
    """Only sound forms are passed over: the library must see every other, of whatever datatype."""
    datatype = f"http://www.w3.org/2001/XMLSchema#{name}"
    shapes = Shapes().parse(
        data="@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <http://x.example/> . "
        f":S sh:targetSubjectsOf :p ; sh:property [ sh:path :p ; sh:datatype <{datatype}> ] .",
        format="turtle",
    )
    store, wanted = Store(), set()
    for number, text in enumerate(WRONG[name]):
        node = NamedNode(f"http://x.example/{number}")
        wanted.add(node)
        value = Literal(text, datatype=NamedNode(datatype))
        store.add(Quad(node, NamedNode("http://x.example/p"), value))
    found = {node for nodes in candidate_nodes(store, shapes).values() for node in nodes}
    assert found == wanted
    whole = validate(to_graph(store), shapes)
    assert validate_store(store, shapes).results == whole.results
    assert whole.violations
