"""The numbers of the description of a graph, counted by hand on a small one."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, parse

from peyvand import __version__
from peyvand.graph.dataset_description import DATASET, describe
from peyvand.vocabulary.iris import iri

# Three subjects, four objects, three properties, two classes, six statements; and a graph of two.
SMALL = """
@prefix x: <http://x.example/> .
x:a a x:K ; x:p x:b .
x:b a x:K ; x:p x:b .
x:c a x:L ; x:q "1" .
x:g { x:a x:p x:z . x:z x:r x:y . }
x:h { x:a x:p x:z . }
"""


@pytest.fixture(scope="module")
def said() -> Store:
    store, found = Store(), Store()
    store.load(SMALL.encode(), format=RdfFormat.TRIG)
    found.extend(parse(describe(store), format=RdfFormat.TURTLE))
    return found


def numbers(said: Store, subject: NamedNode) -> dict[str, int]:
    return {
        quad.predicate.value.rpartition("#")[2]: int(quad.object.value)
        for quad in said.quads_for_pattern(subject, None, None)
        if isinstance(quad.object, Literal) and quad.object.datatype == iri("xsd:integer")
    }


def test_the_counts_are_those_of_the_default_graph(said: Store) -> None:
    assert numbers(said, DATASET) == {
        "triples": 6,
        "distinctSubjects": 3,
        "distinctObjects": 4,
        "properties": 3,
        "classes": 2,
    }


def test_each_named_graph_is_a_part_with_its_size(said: Store) -> None:
    parts = {
        quad.object.value: numbers(said, quad.object)
        for quad in said.quads_for_pattern(DATASET, iri("void:subset"), None)
    }
    assert parts == {"http://x.example/g": {"triples": 2}, "http://x.example/h": {"triples": 1}}


@pytest.mark.parametrize(
    ("kind", "link", "size", "expected"),
    [
        ("class", "void:class", "void:entities", {"K": 2, "L": 1}),
        ("property", "void:property", "void:triples", {"type": 3, "p": 2, "q": 1}),
    ],
)
def test_the_parts_by_class_and_by_property(
    said: Store, kind: str, link: str, size: str, expected: dict[str, int]
) -> None:
    found = {}
    for quad in said.quads_for_pattern(DATASET, iri(f"void:{kind}Partition"), None):
        (name,) = said.quads_for_pattern(quad.object, iri(link), None)
        (count,) = said.quads_for_pattern(quad.object, iri(size), None)
        found[name.object.value.replace("#", "/").rpartition("/")[2]] = int(count.object.value)
    assert found == expected


def test_whose_data_it_is_and_where_it_is_had(said: Store) -> None:
    def values(subject: NamedNode, name: str) -> set[str]:
        return {q.object.value for q in said.quads_for_pattern(subject, iri(name), None)}  # type: ignore[union-attr]

    assert values(DATASET, "rdf:type") == {
        "http://rdfs.org/ns/void#Dataset",
        "http://www.w3.org/ns/dcat#Dataset",
    }
    for name in ("dcterms:title", "dcterms:description"):
        texts = [quad.object for quad in said.quads_for_pattern(DATASET, iri(name), None)]
        by_language = {text.language: text.value for text in texts if isinstance(text, Literal)}
        assert set(by_language) == {"en", "fa"}
        assert by_language["en"].isascii()
        assert not by_language["fa"].isascii()
    assert values(DATASET, "dcterms:license") == {
        "https://creativecommons.org/licenses/by/4.0/",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    }
    assert values(DATASET, "dcat:version") == {__version__}
    assert values(DATASET, "void:uriSpace") == {"https://w3id.org/peyvand/id/"}
    assert values(DATASET, "void:sparqlEndpoint") == {"https://w3id.org/peyvand/sparql"}
    assert len(values(DATASET, "void:exampleResource")) == 1
    assert "http://www.w3.org/2004/02/skos/core#" in values(DATASET, "void:vocabulary")
    (dump,) = (
        quad.object for quad in said.quads_for_pattern(DATASET, iri("dcat:distribution"), None)
    )
    assert isinstance(dump, NamedNode)
    assert values(dump, "rdf:type") == {"http://www.w3.org/ns/dcat#Distribution"}
    assert values(dump, "dcterms:title") == {"graph.nq"}
    assert values(dump, "dcat:mediaType") == {
        "https://www.iana.org/assignments/media-types/application/n-quads"
    }
