"""After any update, what is validated of the change agrees with what is validated of everything."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as some
from pyoxigraph import Store
from rdflib import RDF, SH
from rdflib import Graph as Library
from rdflib.term import URIRef

from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.incremental import validate_change
from peyvand.graph.patch import difference, dump_lines
from peyvand.graph.validate import Report, validate
from peyvand.graph.view import union

PREFIXES = """
PREFIX : <http://x.example/> PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
# Shapes of every kind of target, path and nesting, of all severities, with messages and without.
SHAPES = """
:S1 sh:targetClass :A ; sh:property
  [ sh:path :p ; sh:class :B ; sh:severity sh:Warning ] ,
  [ sh:path :t ; sh:datatype xsd:date ; sh:maxCount 1 ] ,
  [ sh:path ( :p :q ) ; sh:maxCount 1 ; sh:severity sh:Info ; sh:message "one"@en ] .
:C a rdfs:Class, sh:NodeShape ; sh:property
  [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ] , [ sh:path :q ; sh:node :N ] .
:N sh:property [ sh:path :p ; sh:nodeKind sh:IRI ; sh:minCount 1 ] ,
  [ sh:path :v ; sh:lessThan :w ] .
:S2 sh:targetSubjectsOf :q ; sh:severity sh:Warning ; sh:or (
  [ sh:property [ sh:path :q ; sh:class :A ] ] [ sh:property [ sh:path :t ; sh:minCount 1 ] ] ) .
:S3 sh:targetObjectsOf :r ; sh:nodeKind sh:BlankNodeOrIRI ; sh:property
  [ sh:path ( [ sh:inversePath :r ] [ sh:inversePath :p ] ) ; sh:maxCount 0 ] .
:S4 sh:targetNode :a ; sh:not [ sh:class :D ] ; sh:property
  [ sh:path ( :q [ sh:inversePath :p ] :r ) ; sh:maxCount 1 ; sh:severity sh:Info ] .
:S5 sh:targetClass :D ; sh:property [ sh:path :p ; sh:equals :q ; sh:disjoint :r ] ,
  [ sh:path :r ; sh:qualifiedValueShape [ sh:class :C ] ; sh:qualifiedMinCount 1 ] .
:S6 a sh:PropertyShape ; sh:targetSubjectsOf :t ; sh:path :t ;
  sh:in ( "2020-01-01"^^xsd:date 1 "x" ) ; sh:property [ sh:path :z ; sh:maxCount 0 ] .
:S7 sh:targetSubjectsOf :u ; sh:closed true ; sh:ignoredProperties ( rdf:type :u :t ) ;
  sh:and ( [ sh:property [ sh:path :u ; sh:minInclusive 1 ] ] [ sh:xone (
    [ sh:class :A ] [ sh:class :C ] [ sh:property [ sh:path :p ; sh:hasValue :b ] ] ) ] ) .
:S8 sh:targetSubjectsOf :s ; sh:property [ sh:path [ sh:alternativePath ( :s :q ) ] ;
  sh:node [ sh:closed true ; sh:property [ sh:path :p ] ] ] .
:S9 sh:targetObjectsOf :s ; sh:property [ sh:path [ sh:zeroOrMorePath :s ] ; sh:class :B ] .
:S10 sh:targetSubjectsOf :z ; sh:property [ sh:path :p ; sh:node [ sh:property [ sh:path :q ;
  sh:node [ sh:property [ sh:path :r ; sh:node [ sh:property [ sh:path :t ;
  sh:maxCount 0 ] ] ] ] ] ] ] .
"""
NAMED = some.sampled_from([":a", ":b", ":c", ":d"])
NODES = some.one_of(NAMED, some.sampled_from(["_:x", "_:y"]))
LITERALS = some.sampled_from(
    ["1", "3", '"x"', '"y"@en', '"2020-01-01"^^xsd:date', '"soon"^^xsd:date']
)
CLASSES = some.sampled_from([":A", ":B", ":C", ":D", ":E"])
PROPERTIES = some.sampled_from([":p", ":q", ":r", ":s", ":t", ":u", ":z"])


def written(form: str, *parts: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    """A text with places for other texts."""
    return some.tuples(*parts).map(lambda found: form.format(*found))


def triples(nodes: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    """Triples of the data of an update."""
    values = some.one_of(nodes, nodes, LITERALS)
    plain = written("{} {} {}", nodes, PROPERTIES, values)
    return some.one_of(
        plain,
        plain,
        plain,
        written("{} a {}", nodes, CLASSES),
        written("{} a {}", nodes, CLASSES),
        written("{} rdfs:subClassOf {}", CLASSES, CLASSES),
        written("{} rdfs:subPropertyOf {}", PROPERTIES, PROPERTIES),
        written("{} owl:sameAs {}", nodes, nodes),
        # The library compares no blank nodes by sh:lessThan.
        written("{} {} {}", nodes, some.sampled_from([":v", ":w"]), LITERALS),
    )


NAMELESS = some.one_of(
    triples(NODES),
    triples(NODES),
    triples(NODES),
    written("{} {} ( {} {} )", NODES, PROPERTIES, NODES, LITERALS),
    written("{} {} [ {} {} ]", NODES, PROPERTIES, PROPERTIES, NODES),
    written("{} a _:k . _:k rdfs:subClassOf {}", NODES, CLASSES),
)


def data(one: some.SearchStrategy[str]) -> some.SearchStrategy[str]:
    """What stands in the braces of INSERT DATA, in the default graph or another."""
    several = some.lists(one, min_size=1, max_size=4).map(" . ".join)
    return some.one_of(several, written("GRAPH :g {{ {} }}", several))


PATTERNS = some.one_of(
    written("?x {} ?y", PROPERTIES),
    written("?x {} {}", PROPERTIES, some.one_of(NAMED, LITERALS)),
    written("?x a {}", CLASSES),
    some.sampled_from(["?x a ?y", "?x rdfs:subClassOf ?y"]),
)
UPDATES = some.one_of(
    written("INSERT DATA {{ {} }}", data(NAMELESS)),
    written("INSERT DATA {{ {} }}", data(NAMELESS)),
    written("DELETE DATA {{ {} }}", data(triples(NAMED))),
    written("DELETE WHERE {{ {} }}", PATTERNS),
    written("DELETE WHERE {{ GRAPH ?g {{ {} }} }}", PATTERNS),
    written(
        "DELETE {{ ?x {} ?y }} INSERT {{ {} }} WHERE {{ ?x {} ?y }}",
        PROPERTIES,
        some.one_of(
            written("?x {} ?y", PROPERTIES),
            written("?y {} ?x", PROPERTIES),
            written("?x {} _:n . _:n {} ?y", PROPERTIES, PROPERTIES),
            written("?x a {}", CLASSES),
            written("GRAPH :g {{ ?x {} ?y }}", PROPERTIES),
        ),
        PROPERTIES,
    ),
    some.sampled_from(
        [
            "CLEAR DEFAULT",
            "CLEAR SILENT GRAPH :g",
            "DROP NAMED",
            "CLEAR ALL",
            "COPY SILENT :g TO DEFAULT",
            "COPY DEFAULT TO :g",
            "MOVE SILENT :g TO DEFAULT",
            "ADD DEFAULT TO :g",
        ]
    ),
)


def results(report: Report) -> dict[str, set[tuple[str, ...]]]:
    """The results of a report of the library by focus node, from the graph that it is."""
    graph = report.graph
    details = set(graph.objects(None, SH.detail))
    found: dict[str, set[tuple[str, ...]]] = {}
    for node in set(graph.subjects(RDF.type, SH.ValidationResult)) - details:
        # Paths of several steps are blank nodes, with other labels each time; the shape tells them.
        path = graph.value(node, SH.resultPath)
        told = str(path) if isinstance(path, URIRef) else ""
        properties = (SH.sourceShape, SH.sourceConstraintComponent, SH.value, SH.resultSeverity)
        row = (told, *(repr(graph.value(node, prop)) for prop in properties))
        found.setdefault(repr(graph.value(node, SH.focusNode)), set()).add(row)
    return found


@settings(max_examples=40)
@given(
    some.lists(NAMELESS, max_size=12).map(" . ".join),
    some.lists(UPDATES, min_size=1, max_size=4),
)
def test_the_change_and_the_whole_agree(start: str, updates: list[str]) -> None:
    shapes = Library().parse(data=PREFIXES + SHAPES, format="turtle")
    store = Store()
    store.update(f"{PREFIXES} INSERT DATA {{ {start} }}")
    before = results(validate(union(store), shapes, view=True))
    for update in updates:
        lines = dump_lines(store)
        store.update(PREFIXES + update)
        patch = difference(lines, dump_lines(store))
        whole = results(validate(union(store), shapes, view=True))
        assert results(validate_store(store, shapes)) == whole
        found = results(validate_change(store, shapes, patch))
        # Of the nodes that it looks at it tells all; the others are as they were.
        expected = {focus: rows for focus, rows in whole.items() if rows != before.get(focus)}
        assert {focus: found.get(focus) for focus in expected} == expected
        assert {focus: whole.get(focus) for focus in found} == found
        before = whole
