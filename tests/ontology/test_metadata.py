"""What the FOOPS! checks ask of an ontology, as far as it can be seen offline, by their names.

Not met, because they do not exist: the DOI, logo and source of OM3, an earlier version, and an
entry in a registry (FIND2, FIND3). Left to the server and its host: CN1, DOC1, HTTP1, URI1, VER2.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib.namespace
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, VANN, Graph, URIRef

from peyvand.vocabulary.files import ontology_files
from peyvand.vocabulary.iris import PV

HEADER = URIRef("https://w3id.org/peyvand/ns")
BIBO_STATUS = URIRef("http://purl.org/ontology/bibo/status")


def headers(ontology: Graph) -> list[URIRef]:
    return [h for h in ontology.subjects(RDF.type, OWL.Ontology) if isinstance(h, URIRef)]


@pytest.mark.parametrize(
    ("check", "prop"),
    [
        ("OM1 title", DCTERMS.title),
        ("OM1 description", DCTERMS.description),
        ("OM1 licence, and OM4.1", DCTERMS.license),
        ("OM1 version IRI, and VER1", OWL.versionIRI),
        ("OM1 author, and OM5.1", DCTERMS.creator),
        ("OM1 namespace", VANN.preferredNamespaceUri),
        ("OM2 prefix, and FIND1", VANN.preferredNamespacePrefix),
        ("OM2 version", OWL.versionInfo),
        ("OM2 creation date, and OM5.1", DCTERMS.created),
        ("OM2 citation", DCTERMS.bibliographicCitation),
        ("OM3 publisher, and OM5.2", DCTERMS.publisher),
        ("OM3 status", BIBO_STATUS),
        ("OM3 issued, and OM5.2", DCTERMS.issued),
        ("OM3 modified", DCTERMS.modified),
        ("abstract", DCTERMS.abstract),
    ],
)
def test_the_header_has(ontology: Graph, check: str, prop: URIRef) -> None:
    assert list(ontology.objects(HEADER, prop)), check


def test_purl1_the_iri_is_persistent_and_uri2_the_one_declared(ontology: Graph) -> None:
    assert HEADER.startswith("https://w3id.org/")
    assert str(PV) == f"{HEADER}#"
    assert str(ontology.value(HEADER, VANN.preferredNamespaceUri)) == str(PV)


def test_ver1_the_version_iri_is_of_the_version(ontology: Graph) -> None:
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


def test_voc3_every_term_has_a_label(ontology: Graph, terms: set[URIRef]) -> None:
    assert [t for t in terms if not list(ontology.objects(t, RDFS.label))] == []


def test_voc4_every_term_has_a_definition(ontology: Graph, terms: set[URIRef]) -> None:
    assert [t for t in terms if not list(ontology.objects(t, SKOS.definition))] == []


def test_voc1_the_header_uses_common_metadata_terms(ontology: Graph) -> None:
    used = {str(p) for p in ontology.predicates(HEADER)}
    for namespace in (DCTERMS, VANN):
        assert any(term.startswith(str(namespace)) for term in used), namespace


def test_voc2_other_vocabularies_are_used(ontology: Graph) -> None:
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
