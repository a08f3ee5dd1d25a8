"""What a licence keeps apart: marked on pages and in data, and in a file of its own in dumps."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from rdflib import DCTERMS, Graph, URIRef

from peyvand.vocabulary.iris import BASE
from web.live import Server, publish, running, small_store

BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
NAME = "optional-lists.nq.gz"
DATA = f"""
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@base <{BASE}> .
<id/city/rome> a pv:City ; rdfs:label "Rome"@en, "رم"@fa .
<id/city/paris> a pv:City ; rdfs:label "Paris"@en, "پاریس"@fa .
<id/city/tokyo> a pv:City ; rdfs:label "Tokyo"@en, "توکیو"@fa .
<id/document/optional-lists> rdfs:label "Lists"@en, "فهرست‌ها"@fa ; dcterms:license <{BY_SA}> .
<graph/optional-lists> {{
  <id/claim/1> a pv:Claim ; pv:about <id/city/rome> ; pv:property pv:isPairedWith ;
    pv:reading <id/city/paris> ; pv:certainty <id/concept/likely> ;
    pv:isStatedIn <id/document/optional-lists> .
  <id/claim/2> a pv:Claim ; pv:about <id/city/rome> ; pv:property pv:isPairedWith ;
    pv:reading <id/city/q36433> ; pv:certainty <id/concept/likely> ;
    pv:isStatedIn <id/document/optional-lists> .
  <id/city/q36433> rdfs:label "Porto, Portugal" .
}}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("licences")
    publish(home, small_store(DATA))
    with running(home) as made:
        yield made


@pytest.mark.parametrize(
    ("city", "partner", "language", "mark"),
    [
        ("rome", "Paris", "en", "Some of this page is from a list of its own, under"),
        # A place that only the list has is called there.
        ("rome", "Porto, Portugal", "en", "In lists that their licence keeps apart"),
        ("rome", "پاریس", "fa", "بخشی از این صفحه از فهرستی جداگانه است، با مجوز"),
        ("paris", "Rome", "en", "In lists that their licence keeps apart"),
        ("paris", "رم", "fa", "در فهرست‌هایی که مجوزشان آن‌ها را جدا نگه می‌دارد"),
    ],
)
def test_a_page_names_the_licence_of_what_it_shows(
    server: Server, city: str, partner: str, language: str, mark: str
) -> None:
    page = server.ask(path=f"/page/city/{city}?lang={language}").text
    assert mark in page
    assert partner in page
    assert f'href="{BY_SA}"' in page
    assert "CC BY-SA 4.0" in page


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_page_without_any_of_it_names_none(server: Server, language: str) -> None:
    assert "CC BY-SA" not in server.ask(path=f"/page/city/tokyo?lang={language}").text


def test_data_name_the_licence_in_the_head(server: Server) -> None:
    assert f'<{BY_SA}>; rel="license"' in server.ask(path="/data/city/rome.ttl").headers["Link"]
    assert "license" not in server.ask(path="/data/city/tokyo.ttl").headers["Link"]


def test_the_whole_graph_names_the_licence_in_the_head(server: Server) -> None:
    assert server.ask(path="/versions/1/graph.nq").headers["Link"] == f'<{BY_SA}>; rel="license"'


def file(server: Server, name: str) -> bytes:
    got = server.ask(path=f"/dumps/1/{name}")
    assert got.status == 200, got.text
    return got.body


@pytest.mark.parametrize(("language", "name"), [("en", "Lists"), ("fa", "فهرست‌ها")])
def test_the_page_of_the_data_names_each_source(server: Server, language: str, name: str) -> None:
    page = server.ask(path=f"/data?lang={language}").text
    (line,) = (line for line in page.splitlines() if BY_SA in line)
    assert name in line
    assert "CC BY-SA 4.0" in line
    assert "/id/document/optional-lists" in line


def test_a_dump_has_a_file_for_each_graph_that_is_kept_apart(server: Server) -> None:
    whole = set(server.ask(path="/versions/1/graph.nq").body.splitlines())
    free = set(gzip.decompress(file(server, "graph.nq.gz")).splitlines())
    apart = set(gzip.decompress(file(server, NAME)).splitlines())
    assert apart == {line for line in whole if b"graph/optional-lists" in line}
    assert len(apart) == 13
    assert free == whole - apart


def test_the_descriptions_of_a_dump_give_each_file_its_licence(server: Server) -> None:
    described = Graph().parse(data=file(server, "dcat.ttl"), format="turtle")
    at = f"{BASE}dumps/1/"
    by = {
        name: str(described.value(URIRef(at + name), DCTERMS.license))
        for name in ("graph.nq.gz", "default.ttl.gz", NAME)
    }
    assert by.pop(NAME) == BY_SA
    assert set(by.values()) == {"https://creativecommons.org/licenses/by/4.0/"}
    crate = server.ask(path="/dumps/1/ro-crate-metadata.json").json["@graph"]
    licence = {node["@id"]: node.get("license", {}).get("@id") for node in crate}
    assert licence[NAME] == BY_SA
    assert {"@id": BY_SA, "@type": "CreativeWork", "name": "CC BY-SA 4.0"} in crate
    sums = file(server, "SHA256SUMS").decode()
    assert NAME in sums


def test_the_list_of_files_has_it(server: Server) -> None:
    files = {one["name"]: one for one in server.ask(path="/dumps/1").json["files"]}
    assert "licence keeps apart" in files[NAME]["title"]


def test_the_description_of_the_dataset_gives_the_licence_of_the_graph(server: Server) -> None:
    void = Graph().parse(data=server.ask(path="/.well-known/void").body, format="turtle")
    graph = URIRef(f"{BASE}graph/optional-lists")
    assert void.value(graph, DCTERMS.license) == URIRef(BY_SA)


@pytest.mark.parametrize("name", ["notes.nq.gz", "../1.nq.gz", ".nq.gz", "notes.gz"])
def test_no_other_file_is_there(server: Server, name: str) -> None:
    assert server.ask(path=f"/dumps/1/{name}").status == 404
