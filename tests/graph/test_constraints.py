"""Every kind of constraint, target and path: who breaks it is a candidate, who does not is passed
over, and the report is the library's, for things with a name and without.

The data of a case is of nodes called ``sound`` and ``broken`` with a number; each is also tried as
a blank node. Where a condition cannot be told exactly, sound nodes are called ``doubtful``.
"""

from __future__ import annotations

import re
from itertools import cycle

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import RDF, SH
from rdflib import Graph as Library

from peyvand.graph.candidate_nodes import candidate_nodes, validate_store
from peyvand.graph.validate import Report, to_graph, validate
from peyvand.graph.view import union

PREFIXES = """
@prefix : <http://x.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
# On the values of one property; every node of a case has the class :A.
VALUES = {
    "sh:minCount 1": (":sound1 :p 1 . :sound2 :p 1, 2 .", ":broken1 :q 1 ."),
    "sh:minCount 2": (":sound1 :p 1, 2 . :sound2 :p 1, 2, 3 .", ":broken1 :p 1 . :broken2 :q 1 ."),
    "sh:minCount 3": (":sound1 :p 1, 2, 3 .", ":broken1 :p 1, 2 ."),
    "sh:minCount 4": (":sound1 :p 1, 2, 3, 4 .", ":broken1 :p 1, 2, 3 ."),
    "sh:minCount 5": (":doubtful1 :p 1, 2, 3, 4, 5 .", ":broken1 :p 1, 2, 3, 4 . :broken2 :q 1 ."),
    "sh:minCount 0": (":sound1 :p 1 . :sound2 :q 1 .", ""),
    "sh:maxCount 0": (":sound1 :q 1 .", ":broken1 :p 1 . :broken2 :p 1, 2 ."),
    "sh:maxCount 1": (
        ":sound1 :p 1 . :sound2 :q 1, 2 .",
        ":broken1 :p 1, 2 . :broken2 :p 1, 'x' .",
    ),
    "sh:maxCount 3": (":sound1 :p 1, 2, 3 .", ":broken1 :p 1, 2, 3, 4 ."),
    "sh:maxCount 4": (
        ":doubtful1 :p 1, 2, 3, 4 . :doubtful2 :q 1 .",
        ":broken1 :p 1, 2, 3, 4, 5 .",
    ),
    "sh:hasValue :v": (":sound1 :p :v . :sound2 :p :w, :v .", ":broken1 :p :w . :broken2 :q :v ."),
    "sh:class :B": (
        ":sound1 :p :b . :b a :B . :sound2 :p :c . :c a :C . :C rdfs:subClassOf [ "
        "rdfs:subClassOf :B ] . :sound3 :q :d .",
        ":broken1 :p :d . :broken2 :p :b, :d . :broken3 :p 1 . :broken4 :p :e . :e a :D . "
        ":B rdfs:subClassOf :D . :broken5 :p [ a :A ] .",
    ),
    "sh:nodeKind sh:IRI": (
        ":sound1 :p :a .",
        ":broken1 :p 1 . :broken2 :p [] . :broken3 :p :a, 'a' .",
    ),
    "sh:nodeKind sh:BlankNode": (":sound1 :p [] .", ":broken1 :p :a . :broken2 :p 1 ."),
    "sh:nodeKind sh:Literal": (":sound1 :p 1 .", ":broken1 :p :a . :broken2 :p [] ."),
    "sh:nodeKind sh:BlankNodeOrIRI": (":sound1 :p [], :a .", ":broken1 :p 1 ."),
    "sh:nodeKind sh:BlankNodeOrLiteral": (":sound1 :p [], 1 .", ":broken1 :p :a ."),
    "sh:nodeKind sh:IRIOrLiteral": (":sound1 :p :a, 1 .", ":broken1 :p [] ."),
    "sh:datatype xsd:integer": (
        ":sound1 :p 1, -1, '+7'^^xsd:integer .",
        ":broken1 :p 1.0 . :broken2 :p '1' . :broken3 :p :a . :broken4 :p [] . "
        ":broken5 :p 1, 'x' .",
    ),
    "sh:datatype xsd:decimal": (
        ":sound1 :p 1.5, '.5'^^xsd:decimal, '1.'^^xsd:decimal, '-3'^^xsd:decimal .",
        ":broken1 :p 1 . :broken2 :p 1e0 .",
    ),
    "sh:datatype xsd:boolean": (":sound1 :p true, '0'^^xsd:boolean .", ":broken1 :p 1 ."),
    "sh:datatype xsd:date": (
        ":sound1 :p '2021-12-28'^^xsd:date, '1000-01-01'^^xsd:date, '2021-12-31'^^xsd:date . "
        ":doubtful1 :p '2024-02-29'^^xsd:date .",
        ":broken1 :p '2021-01-01' . :broken2 :p '2021-02-29'^^xsd:date . "
        ":broken3 :p '0000-01-01'^^xsd:date . :broken4 :p 'soon'^^xsd:date .",
    ),
    "sh:datatype xsd:string": (":sound1 :p 'x', '' .", ":broken1 :p 'x'@en . :broken2 :p :x ."),
    "sh:datatype rdf:langString": (":sound1 :p 'x'@en .", ":broken1 :p 'x' . :broken2 :p :x ."),
    "sh:datatype rdf:HTML": (":doubtful1 :p '<p>x</p>'^^rdf:HTML .", ":broken1 :p '<p>x</p>' ."),
    "sh:datatype rdf:XMLLiteral": (
        ":doubtful1 :p '<a/>'^^rdf:XMLLiteral .",
        ":broken1 :p '<a'^^rdf:XMLLiteral .",
    ),
    "sh:datatype xsd:gYear": (":doubtful1 :p '2021'^^xsd:gYear .", ":broken1 :p 2021 ."),
    "sh:datatype :own": (":sound1 :p '?'^^:own .", ":broken1 :p '?' . :broken2 :p :own ."),
    "sh:pattern '^a.c$'": (":sound1 :p 'abc', 'adc' .", ":broken1 :p 'xabc' . :broken2 :p [] ."),
    "sh:pattern '^A' ; sh:flags 'i'": (":sound1 :p 'abc', 'ABC' .", ":broken1 :p 'b' ."),
    "sh:in ( :a 1 'x'@en )": (
        ":sound1 :p :a, 1, 'x'@en .",
        ":broken1 :p 'x' . :broken2 :p :b . :broken3 :p :a, 2 .",
    ),
    "sh:in ()": (":sound1 :q 1 .", ":broken1 :p 1 ."),
    "sh:languageIn ( 'en' 'fa' )": (
        ":sound1 :p 'x'@en, 'y'@fa, 'z'@en-GB .",
        ":broken1 :p 'x' . :broken2 :p 'x'@de . :broken3 :p :x .",
    ),
    "sh:languageIn ()": (":sound1 :q 'x'@en .", ":broken1 :p 'x'@en ."),
    "sh:uniqueLang true": (
        ":sound1 :p 'x'@en, 'x'@fa, 'x', 'y' .",
        ":broken1 :p 'x'@en, 'y'@en . :broken2 :p 'x'@EN, 'y'@en .",
    ),
    "sh:minInclusive 2": (":sound1 :p 2, 3, 2.5 .", ":broken1 :p 1 . :broken2 :p 'x' ."),
    "sh:maxInclusive 2": (":sound1 :p 2, 1 .", ":broken1 :p 3 . :broken2 :p :x ."),
    "sh:minExclusive 2": (":sound1 :p 3 .", ":broken1 :p 2 . :broken2 :p 3, 1 ."),
    "sh:maxExclusive 2": (":sound1 :p 1 .", ":broken1 :p 2 . :broken2 :p 1, 3 ."),
    "sh:lessThan :q": (
        ":sound1 :p 1 ; :q 2, 3 . :sound2 :p 5 . :sound3 :q 1 .",
        ":broken1 :p 2 ; :q 2 . :broken2 :p 1 ; :q 2, 0 . :broken3 :p 'x' ; :q 1 .",
    ),
    "sh:lessThanOrEquals :q": (":doubtful1 :p 2 ; :q 2 . :sound1 :q 1 .", ":broken1 :p 2 ; :q 1 ."),
    "sh:equals :q": (":doubtful1 :p 1 ; :q 1 .", ":broken1 :p 1 ; :q 2 . :broken2 :q 1 ."),
    "sh:disjoint :q": (":doubtful1 :p 1 ; :q 2 . :sound1 :q 1 .", ":broken1 :p 1 ; :q 1 ."),
    "sh:minLength 2": (
        ":sound1 :p 'xy', 12, 'یک' . :sound2 :q 'x' .",
        ":broken1 :p 'x' . :broken2 :p 'xy', 7 . :broken3 :p [] .",
    ),
    "sh:maxLength 2": (
        ":sound1 :p 'xy', 12, 'یک' . :sound2 :q 'xyz' .",
        ":broken1 :p 'xyz' . :broken2 :p :x . :broken3 :p [] .",
    ),
    "sh:node :N": (
        ":sound1 :p :ok . :ok :n 1 . :sound2 :q 1 .",
        ":broken1 :p :no . :broken2 :p :ok, :no . :broken3 :p [] . :broken4 :p 1 .",
    ),
    "sh:and ( :N [ sh:nodeKind sh:IRI ] )": (
        ":sound1 :p :ok . :ok :n 1 .",
        ":broken1 :p :no . :broken2 :p [ :n 1 ] .",
    ),
    "sh:or ( :N [ sh:class :B ] )": (
        ":sound1 :p :ok, :b . :ok :n 1 . :b a :B .",
        ":broken1 :p :no . :broken2 :p :ok, :no .",
    ),
    "sh:not :N": (":doubtful1 :p :no . :sound1 :q :ok .", ":broken1 :p :ok . :ok :n 1 ."),
    "sh:xone ( :N [ sh:class :B ] )": (
        ":doubtful1 :p :ok . :ok :n 1 .",
        ":broken1 :p :no . :broken2 :p :both . :both a :B ; :n 1 .",
    ),
    "sh:qualifiedValueShape :N ; sh:qualifiedMinCount 1": (
        ":sound1 :p :ok, :no . :ok :n 1 .",
        ":broken1 :p :no . :broken2 :q :ok .",
    ),
    "sh:qualifiedValueShape [ sh:deactivated true ] ; sh:qualifiedMinCount 1": (
        ":sound1 :p :ok .",
        ":broken1 :q 1 .",
    ),
    "sh:qualifiedValueShape :N ; sh:qualifiedMinCount 2": (
        ":doubtful1 :p :ok, :fine . :ok :n 1 . :fine :n 2 .",
        ":broken1 :p :ok . :broken2 :q 1 .",
    ),
    "sh:qualifiedValueShape :N ; sh:qualifiedMaxCount 1": (
        ":doubtful1 :p :ok, :no . :ok :n 1 . :sound1 :q 1 .",
        ":broken1 :p :ok, :fine . :fine :n 2 .",
    ),
    "sh:minCount 1 ; sh:deactivated true": (":sound1 :q 1 .", ""),
    "sh:minCount 1 ; sh:deactivated false": ("", ":broken1 :q 1 ."),
}
# Whole shapes.
SHAPES = {
    ":S sh:targetClass :T ; sh:nodeKind sh:IRI .": (":sound1 a :T .", "_:broken1 a :T ."),
    ":S sh:targetClass :T ; sh:property [ sh:path :p ; sh:minCount 1 ] .": (
        ":sound1 a :T ; :p 1 . :sound2 a :V . :T rdfs:subClassOf :V .",
        ":broken1 a :U . :U rdfs:subClassOf :M . :M rdfs:subClassOf :T . "
        ":broken2 a _:c . _:c rdfs:subClassOf :U . :broken3 a :T .",
    ),
    ":S a sh:NodeShape, rdfs:Class ; sh:hasValue :x .": (":sound1 a :V .", ":broken1 a :S ."),
    ":S a sh:NodeShape, owl:Class ; sh:class :C .": (
        ":sound1 a :S, :C .",
        ":broken1 a :U . :U rdfs:subClassOf :S .",
    ),
    ":S sh:targetSubjectsOf :t, :u ; sh:class :C .": (
        ":sound1 :t 1 ; a :C . :sound2 :v 1 . :c :t :sound2 ; a :C .",
        ":broken1 :t 1 . :broken2 :u 1 .",
    ),
    ":S sh:targetObjectsOf :t, :u ; sh:class :C .": (
        ":x :t :sound1 . :sound1 a :C . :sound2 :t :sound1 .",
        ":x :t :broken1 . :x :u :broken2 .",
    ),
    ":S sh:targetNode :broken1, :sound1 ; sh:nodeKind sh:IRI ; sh:class :C .": (
        ":sound1 a :C . :sound2 a :D .",
        ":broken1 a :D .",
    ),
    ":S sh:targetNode :sound1, :broken1 ; sh:hasValue :sound1 .": (":sound1 :p :broken1 .", ""),
    ":S a sh:PropertyShape ; sh:targetClass :T ; sh:path :p ; sh:maxCount 1 .": (
        ":sound1 a :T ; :p 1 .",
        ":broken1 a :T ; :p 1, 2 .",
    ),
    ":S sh:targetClass :T ; sh:deactivated true ; sh:class :C .": (":sound1 a :T .", ""),
    ":S sh:targetClass :T ; sh:property [ sh:path [ sh:inversePath :p ] ; sh:minCount 1 ] .": (
        ":sound1 a :T . :x :p :sound1 .",
        ":broken1 a :T ; :p :x .",
    ),
    ":S sh:targetClass :T ; sh:property [ sh:path ( :p :q ) ; sh:maxCount 1 ] .": (
        ":sound1 a :T ; :p :m . :m :q 1 . :sound2 a :T ; :p :m, :n . :n :q 1 .",
        ":broken1 a :T ; :p :m, :k . :k :q 2 .",
    ),
    ":S sh:targetClass :T ; sh:property [ sh:path ( [ sh:inversePath :p ] [ sh:inversePath :q ] ) "
    "; sh:maxCount 0 ] .": (
        ":sound1 a :T ; :p :m . :m :q :x . :sound2 a :T . :k :p :sound2 .",
        ":broken1 a :T . :m :p :broken1 . :x :q :m .",
    ),
    ":S sh:targetClass :T ; sh:property [ sh:path ( :p [ sh:alternativePath ( :q :r ) ] ) ; "
    "sh:maxCount 0 ] .": (":doubtful1 a :T ; :p :m .", ":broken1 a :T ; :p :n . :n :r 1 ."),
    ":S sh:targetClass :T ; sh:property [ sh:path [ sh:zeroOrMorePath :p ] ; sh:class :T ] .": (
        ":doubtful1 a :T .",
        ":broken1 a :T ; :p :x .",
    ),
    ":S sh:targetClass :T ; sh:closed true ; sh:ignoredProperties ( rdf:type ) .": (
        ":doubtful1 a :T .",
        ":broken1 a :T ; :p 1 .",
    ),
    # A shape of values that asks for itself is left to the library.
    ":S sh:targetClass :T ; sh:property :P . :P sh:path :p ; sh:nodeKind sh:IRI ; "
    "sh:property :P .": (
        ":sound1 a :T . :doubtful1 a :T ; :p :x .",
        ":broken1 a :T ; :p 1 .",
    ),
    ":S sh:targetClass :T ; sh:or ( [ sh:property [ sh:path :p ; sh:minCount 1 ; sh:class :C ] ] "
    "[ sh:property [ sh:path :q ; sh:minCount 1 ] ] ) .": (
        ":sound1 a :T ; :q 1 . :sound2 a :T ; :p :c . :c a :C . :sound3 a :T ; :p :x ; :q 1 .",
        ":broken1 a :T . :broken2 a :T ; :p :x .",
    ),
    ":S sh:targetClass :T ; sh:or ( [ sh:deactivated true ] [ sh:class :C ] ) .": (
        ":sound1 a :T .",
        "",
    ),
    ":S sh:targetClass :T ; sh:severity sh:Warning ; sh:property [ sh:path :p ; sh:minCount 1 ; "
    "sh:severity sh:Info ; sh:message 'm'@en ; sh:name 'n' ; sh:description 'd' ; sh:order 1 ; "
    "sh:group :g ; sh:defaultValue 1 ; rdfs:label 'l' ; rdfs:comment 'c' ; "
    "rdfs:isDefinedBy :o ] .": (
        ":sound1 a :T ; :p 1 .",
        ":broken1 a :T .",
    ),
}  # fmt: skip
# What blank nodes cannot stand for.
OF_NAMES = {shape for shape in SHAPES if "sh:targetNode" in shape or ":T ; sh:nodeKind" in shape}
CASES = {
    **{
        f":S sh:targetClass :A ; sh:property [ sh:path :p ; {constraint} ] .": data
        for constraint, data in VALUES.items()
    },
    **SHAPES,
}


def results(report: Report) -> set[tuple[str, ...]]:
    """The results of a report of the library, from the graph that it is."""
    graph = report.graph
    properties = (
        SH.focusNode, SH.sourceShape, SH.sourceConstraintComponent, SH.value, SH.resultSeverity,
    )  # fmt: skip
    details = set(graph.objects(None, SH.detail))
    return {
        tuple(str(graph.value(node, prop)) for prop in properties)
        for node in set(graph.subjects(RDF.type, SH.ValidationResult)) - details
    }


@pytest.mark.parametrize("nameless", [False, True], ids=["named", "nameless"])
@pytest.mark.parametrize("shape", CASES)
def test_who_breaks_a_constraint_is_a_candidate(shape: str, nameless: bool) -> None:
    text = " ".join(CASES[shape])
    if shape in SHAPES:
        text = f"{PREFIXES} {text}"
    else:
        named = set(re.findall(r":(?:sound|broken|doubtful)\d", text))
        text = f"{PREFIXES} {text} " + " ".join(f"{name} a :A ." for name in sorted(named))
    if nameless and shape not in OF_NAMES:
        text = re.sub(r"(?<!_):((?:sound|broken|doubtful)\d)", r"_:\1", text)
    text = re.sub(r"_:((?:sound|broken|doubtful)\d)", r"_:b\1", text)
    store = Store()
    # Graphs are read together.
    graphs = cycle(
        (DefaultGraph(), NamedNode("http://x.example/g"), NamedNode("http://x.example/h"))
    )
    for quad, graph in zip(parse(text, format=RdfFormat.TURTLE), graphs, strict=False):
        store.add(Quad(quad.subject, quad.predicate, quad.object, graph))
    shapes = Library().parse(
        data=f"{PREFIXES} :N sh:property [ sh:path :n ; sh:minCount 1 ] . {shape}", format="turtle"
    )
    found = {name for node in candidates_in(store, shapes) for name in NAME.findall(node)}
    wanted = set(NAME.findall(text))
    assert found == {name for name in wanted if not name.startswith("sound")}
    whole = validate(union(store), shapes, view=True)
    told = {name for row in results(whole) for name in NAME.findall(row[0])}
    assert told == {name for name in wanted if name.startswith("broken")}
    assert results(validate_store(store, shapes)) == results(whole)


NAME = re.compile(r"(?:sound|broken|doubtful)\d")


def candidates_in(store: Store, shapes: Library) -> set[str]:
    return {
        str(node)
        for nodes in candidate_nodes(store, shapes).values()
        for node in nodes
        if isinstance(node, NamedNode | BlankNode)
    }


def test_a_shape_in_a_shape_tells_of_the_value() -> None:
    """The focus node of a result is the value; the candidate is what leads to it."""
    shapes = Library().parse(
        data=f"{PREFIXES} :S sh:targetClass :T ; sh:property [ sh:path :p ; "
        "sh:property [ sh:path :n ; sh:minCount 1 ] ] .",
        format="turtle",
    )
    store = Store()
    data = (
        ":sound1 a :T ; :p :ok . :ok :n 1 . :broken1 a :T ; :p :ok, :no . _:broken2 a :T ; :p [] ."
    )
    store.extend(parse(f"{PREFIXES} {data}", format=RdfFormat.TURTLE))
    assert candidates_in(store, shapes) == {"<http://x.example/broken1>", "_:broken2"}
    whole = results(validate(union(store), shapes, view=True))
    assert len(whole) == 2
    assert results(validate_store(store, shapes)) == whole


def test_blank_nodes_that_refer_to_each_other_are_only_named() -> None:
    """What they hold, once for each way to it, is thousands for two, and for more without end."""
    holds = ":p1 _:one, _:two"
    store = Store()
    store.extend(parse(f"{PREFIXES} _:one a :T ; {holds} . _:two {holds} .", RdfFormat.TURTLE))
    shapes = Library().parse(
        data=f"{PREFIXES} :S sh:targetClass :T ; "
        "sh:property [ sh:path :p1 ; sh:class :C ; sh:hasValue :missing ] .",
        format="turtle",
    )
    for report in (validate_store(store, shapes), validate(to_graph(store), shapes)):
        assert len(report.results) == 3
        assert len(report.graph) < 50
        assert max(len(result.message_en) for result in report.results) < 150
