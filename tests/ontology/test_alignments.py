"""The alignment modules: what they say stands in docs/alignments.md, and nothing more follows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from peyvand.vocabulary.iris import PREFIXES, PV

PAGE = Path(__file__).parents[2] / "docs" / "alignments.md"
MODULES = sorted((Path(__file__).parents[2] / "ontology" / "alignments").glob("*.ttl"))
AXIOMS = (RDFS.subClassOf, RDFS.subPropertyOf)
NOTES = (SKOS.closeMatch, SKOS.relatedMatch)
NAMESPACES = {**PREFIXES, "dbo": "http://dbpedia.org/ontology/"}
ROW = re.compile(r"^\| `(pv:\w+)` \| `(\w+:\w+)` \| `(\w+:\w+)` \|", re.M)


def iri(name: str) -> URIRef:
    prefix, _, local = name.partition(":")
    return URIRef(NAMESPACES[prefix] + local)


def aligned(path: Path) -> set[tuple[URIRef, URIRef, URIRef]]:
    graph = Graph().parse(path)
    return {(s, p, o) for s, p, o in graph if str(s).startswith(str(PV))}  # type: ignore[misc]


def test_the_page_says_what_the_modules_say() -> None:
    rows = [tuple(map(iri, row)) for row in ROW.findall(PAGE.read_text(encoding="utf-8"))]
    assert len(rows) == len(set(rows))
    assert set(rows) == set().union(*map(aligned, MODULES))


def test_each_table_of_the_page_says_where_its_terms_were_looked_up() -> None:
    sections = PAGE.read_text(encoding="utf-8").split("\n## ")[1:]
    assert len(sections) == len(MODULES)
    assert all("\nLooked up in: " in section for section in sections)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_a_module_uses_four_relations_and_only_terms_of_ours(
    path: Path, terms: set[URIRef]
) -> None:
    for subject, relation, value in aligned(path):
        assert subject in terms
        assert relation in (*AXIOMS, *NOTES)
        assert not str(value).startswith(str(PV))


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.stem)
def test_a_term_is_declared_where_an_axiom_uses_it_and_only_there(path: Path) -> None:
    graph = Graph().parse(path)
    kinds = {RDFS.subClassOf: OWL.Class, RDFS.subPropertyOf: OWL.ObjectProperty}
    expected = {(o, kinds[p]) for _, p, o in aligned(path) if p in kinds}
    if path.stem == "wikidata":
        expected.add((iri("wdt:P190"), OWL.ObjectProperty))  # the data uses it
    declared = {(s, o) for s, o in graph.subject_objects(RDF.type) if o != OWL.Ontology}
    assert declared == expected


def test_a_note_is_an_annotation(ontology: Graph) -> None:
    for prop in NOTES:
        assert set(ontology.objects(prop, RDF.type)) == {OWL.AnnotationProperty}
