"""The house style holds, and its shapes see what breaks it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef

from peyvand.graph.style import check_style
from peyvand.graph.validate import read_shapes, validate
from peyvand.vocabulary.iris import PV

CITY = PV.City
NEW = Namespace(str(PV))  # names that are no terms of ours
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


def term(name: URIRef, kind: URIRef) -> Callable[[Graph], None]:
    def apply(graph: Graph) -> None:
        graph.add((name, RDFS.isDefinedBy, URIRef("https://w3id.org/peyvand/ns/place")))
        graph.add((name, RDF.type, kind))

    return apply


def change_definition(text: str) -> Callable[[Graph], None]:
    def apply(graph: Graph) -> None:
        drop(CITY, SKOS.definition, "en")(graph)
        graph.add((CITY, SKOS.definition, Literal(text, "en")))

    return apply


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
        (term(NEW.town, OWL.Class), "Style-class-name"),
        (term(NEW.Partner, OWL.ObjectProperty), "Style-property-name"),
        (term(NEW.Year, OWL.DatatypeProperty), "Style-property-name"),
        (term(NEW.partner, OWL.ObjectProperty), "Style-verb-first"),
        (term(NEW.haste, OWL.ObjectProperty), "Style-verb-first"),
        (add(NEW.Town, RDF.type, OWL.Class), "OwnTerm"),
        (change_definition("A town"), "Style-definition-sentence"),
        (change_definition("A town. It is large."), "Style-definition-sentence"),
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


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        (PV.holdsTitle, OWL.ObjectProperty),
        (PV.inCountry, OWL.ObjectProperty),
        (PV.certainty, OWL.ObjectProperty),
        (NEW.partner, OWL.DatatypeProperty),
    ],
)
def test_a_verb_and_a_listed_exception_are_no_findings(
    sources: Path, name: URIRef, kind: URIRef
) -> None:
    part = Graph()
    term(name, kind)(part)
    shapes = read_shapes([sources / "shapes" / "style.shapes.ttl"])
    assert "Style-verb-first" not in {r.shape for r in validate(part, shapes).results}


def test_a_label_that_a_file_lost_is_all_that_is_found(copy: Path) -> None:
    """Otherwise the ontology follows its style, as ``peyvand check`` says too."""
    path = copy / "ontology" / "place.ttl"
    text = path.read_text(encoding="utf-8")
    assert text.count('rdfs:label "City"@en, "شهر"@fa ;') == 1
    path.write_text(
        text.replace('rdfs:label "City"@en, "شهر"@fa ;', 'rdfs:label "City"@en ;'), encoding="utf-8"
    )
    (found,) = check_style(copy).results
    assert (found.focus, found.shape) == (str(CITY), "Style-label-fa")
    assert "Persian" in found.message_en
    assert "بنویسید" in found.message_fa


def test_every_style_rule_is_tested(sources: Path) -> None:
    """A shape with a message is a rule; each is named in this file."""
    shapes = read_shapes([sources / "shapes" / "style.shapes.ttl"])
    rules = {str(s).rpartition("#")[2] for s in shapes.subjects(SH.message, None)}
    text = Path(__file__).read_text(encoding="utf-8")
    assert {rule for rule in rules if f'"{rule}"' not in text} == set()


def test_every_message_is_in_both_languages(sources: Path) -> None:
    shapes = read_shapes([sources / "shapes" / "style.shapes.ttl"])
    for shape in set(shapes.subjects(SH.message, None)):
        languages = [m.language for m in shapes.objects(shape, SH.message)]  # type: ignore[attr-defined]
        assert sorted(languages) == ["en", "fa"], shape
