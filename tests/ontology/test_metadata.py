"""What the FOOPS! checks ask of an ontology, as far as it can be seen offline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib.namespace
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, URIRef

from peyvand.graph.assemble import ontology_files
from peyvand.vocab import PV

HEADER = URIRef("https://w3id.org/peyvand/ns")
BIBO_STATUS = URIRef("http://purl.org/ontology/bibo/status")


def headers(ontology: Graph) -> list[URIRef]:
    return [h for h in ontology.subjects(RDF.type, OWL.Ontology) if isinstance(h, URIRef)]


@pytest.mark.parametrize(
    ("check", "prop"),
    [
        ("OM1 title", DCTERMS.title),
        ("OM1 description", DCTERMS.description),
        ("OM2 abstract", DCTERMS.abstract),
        ("OM2 citation", DCTERMS.bibliographicCitation),
        ("OM3 status", BIBO_STATUS),
        ("OM4.1 licence", DCTERMS.license),
        ("OM5.1 creator", DCTERMS.creator),
        ("OM5.1 created", DCTERMS.created),
        ("OM5.2 publisher", DCTERMS.publisher),
        ("OM5.2 issued", DCTERMS.issued),
        ("VER1 version IRI", OWL.versionIRI),
        ("VER2 version", OWL.versionInfo),
        ("PURL1 prefix", VANN.preferredNamespacePrefix),
        ("PURL1 namespace", VANN.preferredNamespaceUri),
    ],
)
def test_the_header_has(ontology: Graph, check: str, prop: URIRef) -> None:
    assert list(ontology.objects(HEADER, prop)), check


def test_uri1_the_namespace_is_persistent_and_the_declared_one(ontology: Graph) -> None:
    assert str(PV).startswith("https://w3id.org/")
    assert str(ontology.value(HEADER, VANN.preferredNamespaceUri)) == str(PV)


def test_uri2_the_version_iri_is_of_the_version(ontology: Graph) -> None:
    for header in headers(ontology):
        version = str(ontology.value(header, OWL.versionInfo))
        assert str(ontology.value(header, OWL.versionIRI)) == f"{header}/{version}"


def test_om4_2_the_licence_is_a_resolvable_iri(ontology: Graph) -> None:
    for header in headers(ontology):
        licence = ontology.value(header, DCTERMS.license)
        assert isinstance(licence, URIRef), header
        assert re.match(r"https://creativecommons\.org/licenses/", licence)


def test_every_module_is_imported_once(ontology: Graph, sources: Path) -> None:
    imported = set(ontology.objects(HEADER, OWL.imports))
    assert imported == set(headers(ontology)) - {HEADER}
    assert len(imported) == len(ontology_files(sources)) - 1


def test_voc1_every_term_has_a_label(ontology: Graph, terms: set[URIRef]) -> None:
    assert [t for t in terms if not list(ontology.objects(t, RDFS.label))] == []


def test_voc2_every_term_has_a_definition(ontology: Graph, terms: set[URIRef]) -> None:
    assert [t for t in terms if not list(ontology.objects(t, SKOS.definition))] == []


def test_voc3_and_voc4_other_vocabularies_are_used(ontology: Graph) -> None:
    used = {str(p) for p in ontology.predicates()} | {str(o) for o in ontology.objects()}
    for namespace in (
        "http://www.w3.org/ns/prov#",
        "http://www.w3.org/ns/org#",
        "https://schema.org/",
        "http://www.opengis.net/ont/geosparql#",
        "http://purl.org/dc/terms/",
    ):
        assert any(term.startswith(namespace) for term in used), namespace


@pytest.mark.parametrize("namespace", ["PROV", "ORG", "SDO", "GEO", "DCTERMS", "SKOS", "VANN"])
def test_terms_of_other_vocabularies_exist(ontology: Graph, namespace: str) -> None:
    """rdflib holds these vocabularies as closed lists of terms, made from the documents."""
    closed = getattr(rdflib.namespace, namespace)
    found = {term for triple in ontology for term in triple if str(term).startswith(str(closed))}
    assert found
    missing = [term for term in found if term not in closed]
    assert missing == []
