"""Programs that federate find in the service description how often what is used."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, VOID, BNode, Graph, Namespace, URIRef

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
PV = Namespace("https://w3id.org/peyvand/ns#")


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


@pytest.fixture(scope="module")
def description(client: FlaskClient) -> Graph:
    text = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    return Graph().parse(data=text, format="turtle")


def counted(client: FlaskClient, pattern: str) -> int:
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    rows = client.get("/sparql", query_string={"query": query, "format": "csv"}).text
    return int(rows.split()[1])


def default_graph(description: Graph) -> BNode:
    (dataset,) = description.objects(None, SD.defaultDataset)
    (plain,) = description.objects(dataset, SD.defaultGraph)
    assert (plain, RDF.type, SD.Graph) in description
    assert isinstance(plain, BNode)
    return plain


def test_the_default_graph_has_its_statistics(client: FlaskClient, description: Graph) -> None:
    plain = default_graph(description)
    assert int(description.value(plain, VOID.triples)) == counted(client, "?s ?p ?o")  # type: ignore[arg-type]
    for prop in (VOID.distinctSubjects, VOID.distinctObjects, VOID.classes, VOID.properties):
        assert int(description.value(plain, prop)) > 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("partition", "link", "size", "term", "pattern"),
    [
        (VOID.classPartition, VOID["class"], VOID.entities, PV.City, "?s a <{}>"),
        (VOID.classPartition, VOID["class"], VOID.entities, PV.Agreement, "?s a <{}>"),
        (VOID.propertyPartition, VOID.property, VOID.triples, PV.hasParty, "?s <{}> ?o"),
        (VOID.propertyPartition, VOID.property, VOID.triples, RDF.type, "?s <{}> ?o"),
    ],
)
def test_each_part_has_its_size(
    client: FlaskClient,
    description: Graph,
    partition: URIRef,
    link: URIRef,
    size: URIRef,
    term: URIRef,
    pattern: str,
) -> None:
    parts = set(description.objects(default_graph(description), partition))
    (part,) = parts & set(description.subjects(link, term))
    told = description.value(part, size)
    assert int(told) == counted(client, pattern.format(term))  # type: ignore[arg-type]
