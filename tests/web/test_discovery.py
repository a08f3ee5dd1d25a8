"""What crawlers and programs ask first; and things in the terms of schema.org."""

from __future__ import annotations

import asyncio
import json
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, URIRef

from peyvand.vocabulary.iris import BASE
from peyvand.web.http.messages import Request
from peyvand.web.linked_data.description.thing import Description
from peyvand.web.linked_data.discovery import Discovery
from peyvand.web.linked_data.names import Names
from peyvand.web.pages.things.schema_org import dataset, schema_org
from peyvand.web.pages.things.things import embedded
from web.live import Server, publish, running, small_store, wait_for_index

DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/peyvand/id/> .
<https://w3id.org/peyvand/id/city/isfahan> a pv:City, pv:Place ;
    rdfs:label "Isfahan"@en, "اصفهان"@fa ;
    skos:altLabel "Esfahan"@en ; wgs:lat 32.5 ; wgs:long 51.5 ;
    pv:inCountry <https://w3id.org/peyvand/id/country/iran> ;
    pv:hasWikidataItem <http://www.wikidata.org/entity/Q42053> .
<https://w3id.org/peyvand/id/country/iran> rdfs:label "Iran"@en .
<https://w3id.org/peyvand/id/agreement/sure> a pv:SisterCityAgreement, pv:Agreement ;
    rdfs:label "Sure"@en ; pv:signed "2004-05"^^edtf:EDTF ;
    pv:hasParty <https://w3id.org/peyvand/id/city/isfahan> .
<https://w3id.org/peyvand/id/agreement/unsure> a pv:Agreement ; rdfs:label "Unsure"@en ;
    pv:signed "[2000,2009]"^^edtf:EDTF .
<https://w3id.org/peyvand/id/document/article> a pv:Document, pv:ResearchArticle ;
    rdfs:label "Document"@en ; dcterms:title "</script><b>&"@en .
"""
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("discovery")
    publish(home, small_store(DATA))
    with running(home) as made:
        yield made


def description(slug: str) -> Description:
    quads = tuple(parse(DATA, format=RdfFormat.TRIG))
    own = tuple(q for q in quads if str(q.subject.value).endswith(slug))
    return Description(f"{BASE}id/{slug}", 1, own, tuple(q for q in quads if q not in own))


def test_robots_name_the_sitemap(server: Server) -> None:
    got = server.ask("GET", "/robots.txt")
    assert got.headers["Content-Type"].startswith("text/plain")
    lines = got.text.splitlines()
    assert "Disallow: /sparql" in lines
    assert f"Sitemap: http://127.0.0.1:{server.port}/sitemap.xml" in lines
    again = server.ask("GET", "/robots.txt", headers={"If-None-Match": got.headers["ETag"]})
    assert again.status == 304


def test_the_sitemap_leads_to_pages_that_are_there(server: Server) -> None:
    index = ElementTree.fromstring(server.ask("GET", "/sitemap.xml").body)
    assert index.tag == SITEMAP + "sitemapindex"
    built = server.ask("GET", "/version").json["built_at"]
    assert [e.text for e in index.iter(SITEMAP + "lastmod")] == [built]
    [part] = [e.text or "" for e in index.iter(SITEMAP + "loc")]
    origin = f"http://127.0.0.1:{server.port}"
    found = ElementTree.fromstring(server.ask("GET", part.removeprefix(origin)).body)
    places = [(e.text or "").removeprefix(origin) for e in found.iter(SITEMAP + "loc")]
    assert "/page/city/isfahan" in places
    assert len(places) == len(set(places))
    for place in places:
        assert server.ask("GET", place).status == 200, place
    assert server.ask("GET", "/sitemaps/2.xml").status == 404
    assert server.ask("GET", "/sitemaps/x.xml").status == 404


def test_a_long_sitemap_has_parts_and_none_is_too_long() -> None:
    names = Names()
    for number in range(23):
        names.add(f"{BASE}id/city/c{number}", "x", "en")

    async def given() -> Names:
        return names

    current = SimpleNamespace(number=1, tag="1", manifest={"built_at": "2026-01-01T00:00:00Z"})
    executor: Any = SimpleNamespace(current=lambda: current)
    register: Any = SimpleNamespace(names=given)
    discovery = Discovery(executor, register, most=10)

    def asked(path: str) -> list[str]:
        request = Request("GET", path, headers={"host": "peyvand.example"})
        root = ElementTree.fromstring(asyncio.run(discovery.sitemap(request)).body)
        return [e.text or "" for e in root.iter(SITEMAP + "loc")]

    parts = asked("/sitemap.xml")
    pages = [asked(part.removeprefix("http://peyvand.example")) for part in parts]
    assert max(map(len, pages)) <= 10
    assert {p for page in pages for p in page} >= {
        f"http://peyvand.example/page/city/c{number}" for number in range(23)
    }


def test_llms_txt_holds_links_that_work(server: Server) -> None:
    wait_for_index(server)
    got = server.ask("GET", "/llms.txt")
    assert got.text.startswith("# Peyvand\n")
    origin = f"http://127.0.0.1:{server.port}"
    places = [part.partition(")")[0] for part in got.text.split(f"({origin}")[1:]]
    assert len(places) > 6
    for place in places:
        # Names of things lead to their pages.
        expected = 303 if place.startswith("/id/") else 200
        assert server.ask("GET", place).status == expected, place
    query = got.text.partition("```sparql\n")[2].partition("```")[0]
    assert server.ask(query={"query": query, "format": "csv"}).status == 200


def test_the_catalogue_of_apis(server: Server) -> None:
    got = server.ask("GET", "/.well-known/api-catalog")
    assert got.headers["Content-Type"].startswith("application/linkset+json")
    assert got.json["linkset"][0]["anchor"].endswith("/sparql")
    assert server.ask("HEAD", "/.well-known/api-catalog").status == 200


def test_the_graph_as_a_whole_has_an_iri(server: Server) -> None:
    assert server.ask("GET", "/dataset").headers["Location"] == "/.well-known/void"


def test_a_city_in_schema_org() -> None:
    found = schema_org(description("city/isfahan"))
    assert found["@type"] == "City"
    assert found["geo"] == {"@type": "GeoCoordinates", "latitude": 32.5, "longitude": 51.5}
    assert found["sameAs"] == "http://www.wikidata.org/entity/Q42053"
    assert found["containedInPlace"]["name"] == {"@value": "Iran", "@language": "en"}
    assert found["alternateName"] == {"@value": "Esfahan", "@language": "en"}


def test_a_date_in_doubt_is_not_made_sure() -> None:
    assert schema_org(description("agreement/sure"))["startDate"] == "2004-05"
    assert "startDate" not in schema_org(description("agreement/unsure"))
    assert schema_org(description("agreement/sure"))["@type"] == "Event"


def test_what_stands_in_a_page_cannot_leave_its_element() -> None:
    found = schema_org(description("document/article"))
    assert found["@type"] == "ScholarlyArticle"
    text = embedded(found)
    assert "<" not in text
    assert json.loads(text) == found


def test_it_is_json_ld() -> None:
    """Read with the vocabulary as the context, it gives triples about the thing itself."""
    found = schema_org(description("city/isfahan"))
    found["@context"] = {"@vocab": "https://schema.org/"}
    graph = Graph().parse(data=json.dumps(found), format="json-ld")
    assert (URIRef(BASE + "id/city/isfahan"), None, None) in graph
    whole = dataset("http://peyvand.example", 3, "2026-01-01T00:00:00Z")
    assert whole["distribution"][0]["contentUrl"].endswith("/dumps/3/graph.nq.gz")
