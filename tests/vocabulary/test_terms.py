"""The list of terms in the code and the ontology are the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import RDFS, Graph

from peyvand.vocabulary.files import ontology_files
from peyvand.vocabulary.iris import PV, expanded, iri
from peyvand.vocabulary.terms import TERMS


def test_the_terms_are_those_of_the_ontology(sources: Path) -> None:
    ontology = Graph()
    for path in ontology_files(sources):
        ontology.parse(path)
    declared = {str(term).removeprefix(str(PV)) for term in ontology.subjects(RDFS.isDefinedBy)}
    assert declared == TERMS


def test_a_name_that_is_no_term_fails_at_once() -> None:
    assert iri("pv:City").value == "https://w3id.org/peyvand/ns#City"
    with pytest.raises(AttributeError):
        iri("pv:Citty")
    with pytest.raises(KeyError):
        iri("xx:City")
    assert expanded("pv:Citty").value.endswith("#Citty")
