"""The house style holds, and its shapes see what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef

from peyvand.graph.style import check_style
from peyvand.graph.validate import read_shapes, validate
from peyvand.vocab import PV

CITY = PV.City
CONCEPT = URIRef("https://w3id.org/peyvand/id/concept/soft-power")
SCHEME = URIRef("https://w3id.org/peyvand/id/scheme/soft-power")


def drop(subject: URIRef, prop: URIRef, language: str) -> Callable[[Graph], None]:
    def apply(graph: Graph) -> None:
        for value in list(graph.objects(subject, prop)):
            if value.language == language:  # type: ignore[attr-defined]
                graph.remove((subject, prop, value))

    return apply


def add(subject: URIRef, prop: URIRef, value: URIRef | Literal) -> Callable[[Graph], None]:
    return lambda graph: graph.add((subject, prop, value)) and None


def test_the_ontology_follows_its_style(sources: Path) -> None:
    assert [result.line() for result in check_style(sources).results] == []


@pytest.mark.parametrize(
    ("change", "shape"),
    [
        (drop(CITY, RDFS.label, "en"), "Style-label-en"),
        (drop(CITY, RDFS.label, "fa"), "Style-label-fa"),
        (drop(CITY, SKOS.definition, "en"), "Style-definition-en"),
        (drop(CITY, SKOS.definition, "fa"), "Style-definition-fa"),
        (drop(CITY, SKOS.example, "en"), "Style-illustrated-en"),
        (drop(CITY, SKOS.example, "fa"), "Style-illustrated-fa"),
        (add(CITY, RDFS.label, Literal("Town", "en")), "Style-label-count"),
        (add(CITY, SKOS.definition, Literal("A town.", "en")), "Style-definition-count"),
        (add(CITY, RDFS.isDefinedBy, URIRef("x:y")), "Style-one-module"),
        (add(CITY, RDF.type, OWL.ObjectProperty), "Style-one-kind"),
        (add(URIRef(str(PV) + "bad-name"), RDFS.isDefinedBy, URIRef("x:y")), "DocumentedTerm"),
        (drop(CONCEPT, SKOS.prefLabel, "fa"), "Style-prefLabel-fa"),
        (drop(CONCEPT, SKOS.prefLabel, "en"), "Style-prefLabel-en"),
        (drop(CONCEPT, SKOS.definition, "fa"), "Style-concept-definition-fa"),
        (drop(CONCEPT, SKOS.definition, "en"), "Style-concept-definition-en"),
        (add(CONCEPT, SKOS.prefLabel, Literal("x", "en")), "Style-prefLabel-count"),
        (lambda g: g.remove((CONCEPT, SKOS.inScheme, None)), "Style-inScheme"),
        (lambda g: g.remove((SCHEME, SKOS.hasTopConcept, None)), "Style-hasTopConcept"),
    ],
)
def test_what_breaks_the_style_is_found(
    ontology: Graph, sources: Path, change: Callable[[Graph], None], shape: str
) -> None:
    part = Graph()
    for node in (CITY, CONCEPT, SCHEME):
        for triple in ontology.triples((node, None, None)):
            part.add(triple)
    shapes = read_shapes([sources / "shapes" / "style.shapes.ttl"])
    assert validate(part, shapes).results == ()
    change(part)
    assert shape in {result.shape for result in validate(part, shapes).results}


def test_a_definition_of_two_sentences_is_found(ontology: Graph, sources: Path) -> None:
    part = Graph()
    for triple in ontology.triples((CITY, None, None)):
        part.add(triple)
    drop(CITY, SKOS.definition, "en")(part)
    part.add((CITY, SKOS.definition, Literal("A town. It is large.", "en")))
    shapes = read_shapes([sources / "shapes" / "style.shapes.ttl"])
    found = {result.shape for result in validate(part, shapes).results}
    assert found == {"Style-definition-sentence"}
