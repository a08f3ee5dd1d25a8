"""Compacted descriptions say what the others say, with short names, and ask no other host."""

from __future__ import annotations

import json
import socket
import sys
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)
from rdflib import Dataset as RdflibDataset

from peyvand.graph.build import Graph
from peyvand.vocabulary.iris import BASE, PREFIXES
from peyvand.web.linked_data.jsonld import MOST, compacted, written
from web.test_jsonld_values import A, by_pyld, canonical, read

PV, ID = PREFIXES["pv"], BASE + "id/"
RDFS, XSD = PREFIXES["rdfs"], PREFIXES["xsd"]
KINDS = {
    "city": "City",
    "agreement": "SisterCityAgreement",
    "document": "Document",
    "concept": "Concept",
    "statistic": "Statistic",
}


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


@pytest.fixture(scope="module")
def things(graph: Graph) -> dict[str, list[str]]:
    """Some things of each kind: those with the most and the least said of them."""
    sizes: dict[str, dict[str, int]] = {}
    for quad in graph.store:
        name = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if name.startswith(ID):
            kind = name.removeprefix(ID).partition("/")[0]
            sizes.setdefault(kind, {}).setdefault(name, 0)
            sizes[kind][name] += 1
    found = {}
    for kind, counts in sizes.items():
        ordered = sorted(counts, key=lambda name: (counts[name], name))
        found[kind] = [name.removeprefix(ID) for name in {ordered[0], ordered[-1]}]
    return found


def by_rdflib(body: str) -> set[Quad]:
    found = RdflibDataset()
    found.parse(data=body, format="json-ld")
    return canonical(parse(found.serialize(format="nquads"), format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("kind", ["city", "agreement", "claim", "document", "concept"])
def test_a_description_says_the_same(
    client: FlaskClient, things: dict[str, list[str]], kind: str
) -> None:
    served = client.get("/context.jsonld").data
    for name in things[kind]:
        plain = canonical(parse(client.get(f"/data/{name}.nt").data, format=RdfFormat.N_TRIPLES))
        got = client.get(f"/data/{name}.jsonld")
        assert got.content_type == "application/ld+json"
        doc = json.loads(got.data)
        assert plain
        assert read(got.data) == plain
        assert by_pyld(doc, served) == plain
        assert by_rdflib(got.text) == plain
        # In their graphs, as in N-Quads.
        quads = canonical(parse(client.get(f"/data/{name}.nq").data, format=RdfFormat.N_QUADS))
        grouped = client.get(f"/data/{name}.jsonld?graphs=1")
        assert read(grouped.data) == quads
        assert by_pyld(json.loads(grouped.data), served) == quads


def test_every_kind_of_thing_is_read_back(
    client: FlaskClient, things: dict[str, list[str]]
) -> None:
    assert len(things) > 15
    for names in things.values():
        for name in names:
            got = client.get(f"/data/{name}.jsonld")
            if got.status_code != 200:  # what is retired leads on
                continue
            lines = client.get(f"/data/{name}.nt").data
            assert read(got.data) == canonical(parse(lines, format=RdfFormat.N_TRIPLES)), name


def test_members_have_short_names(client: FlaskClient) -> None:
    doc = client.get("/data/city/isfahan.jsonld").json
    assert doc is not None
    city = doc["@graph"][0]
    assert city["id"] == ID + "city/isfahan"
    assert "City" in city["type"]
    assert (city["label"]["en"], city["label"]["fa"]) == ("Isfahan", "اصفهان")
    assert city["inCountry"] == ID + "country/iran"
    assert city["hasWikidataItem"].startswith("http://www.wikidata.org/entity/Q")
    names = {key for node in doc["@graph"] for key in node}
    assert not [name for name in names if "//" in name]
    assert "hasParty" in names
    # The part of the context that is needed, no more, and as it is served.
    whole = json.loads(client.get("/context.jsonld").data)["@context"]
    assert doc["@context"].items() <= whole.items()
    terms = {name for name, about in doc["@context"].items() if isinstance(about, dict)}
    assert terms <= names
    assert len(doc["@context"]) < len(whole) / 3


def calls_of(quads: list[Quad]) -> int:
    """How many functions are called while quads are compacted."""
    count = 0

    def called(*_: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(called)
    try:
        assert compacted(quads) is not None
    finally:
        sys.setprofile(None)
    return count


def test_a_full_page_costs_no_more_than_its_share() -> None:
    name = NamedNode(RDFS + "label")
    quads = [
        Quad(NamedNode(f"{ID}city/{n}"), name, Literal(f"{n}", language=tag))
        for n in range(MOST // 2)
        for tag in ("en", "fa")
    ]
    compacted(quads[:10])  # the context is made once
    assert calls_of(quads) < 4.4 * calls_of(quads[: len(quads) // 4])


def test_nothing_is_asked_of_another_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **more: Any) -> Any:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert compacted([Quad(A, NamedNode(RDFS + "label"), Literal("A", language="en"))])


def test_the_context_is_served_and_kept(client: FlaskClient) -> None:
    got = client.get("/context.jsonld")
    assert got.data == written()[1]
    assert got.content_type == "application/ld+json"
    assert "max-age" in got.headers["Cache-Control"]
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    links = got.headers["Link"].split(", ")
    assert f'<{BASE}context.jsonld>; rel="canonical"' in links
    assert '</ns>; rel="describedby"' in links
    assert set(json.loads(got.data)) == {"@context"}
    again = client.get("/context.jsonld", headers={"If-None-Match": got.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head("/context.jsonld").status_code == 200
    assert client.post("/context.jsonld").status_code == 405
    # The property of that name is where it was.
    assert b"ns#context" in client.get("/ns/context.jsonld").data


def test_answers_of_the_endpoint_are_as_they_were(client: FlaskClient) -> None:
    query = {"query": "CONSTRUCT WHERE { ?s a <https://w3id.org/peyvand/ns#City> }"}
    got = client.get("/sparql", query_string=query, headers={"Accept": "application/ld+json"})
    assert got.status_code == 200
    assert "@context" not in got.text
