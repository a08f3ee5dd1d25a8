"""The ontology and the shapes at their IRIs, and the pages that are made from them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse
from rdflib import OWL, RDF, Graph, URIRef
from rdflib.compare import isomorphic

from peyvand.graph.versions import Versions
from peyvand.vocabulary.iris import BASE, PV
from peyvand.vocabulary.release import release
from peyvand.web.linked_data.addresses import module_name
from peyvand.web.pages.components.term_queries import query_of
from peyvand.web.pages.ontology.ontology_drawing import links
from web.live import Server, publish, running, small_store

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/peyvand/id/city/one> a pv:City, pv:SubnationalPlace, pv:Place ;
  rdfs:label "One"@en, "یک"@fa .
<https://w3id.org/peyvand/id/city/two> a pv:City, pv:SubnationalPlace ;
  rdfs:label "Two"@en, "دو"@fa .
<https://w3id.org/peyvand/graph/document-001> {
  <https://w3id.org/peyvand/id/claim/C1> a pv:Claim ;
    pv:about <https://w3id.org/peyvand/id/city/one> .
}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("vocabulary")
    publish(home, small_store(DATA))
    with running(home) as made:
        yield made


@pytest.mark.parametrize("document", ["ns", "shapes"])
def test_every_format_says_the_same(server: Server, document: str) -> None:
    sizes = set()
    for suffix, (kind, engine) in FORMATS.items():
        got = server.ask("GET", f"/{document}", headers={"Accept": kind})
        assert got.status == 200
        assert got.headers["Content-Type"].partition(";")[0] == kind
        assert got.headers["Content-Location"] == f"/{document}.{suffix}"
        assert server.ask("GET", f"/{document}.{suffix}").body == got.body
        sizes.add(len(list(parse(got.body, format=engine))))
    assert len(sizes) == 1
    assert sizes.pop() > 1000


def test_the_ontology_is_whole_and_one(server: Server, sources: Path) -> None:
    """Every term of every module is there, and one header, as OWL 2 has it."""
    found = Graph().parse(data=server.ask("GET", "/ns.ttl").text, format="turtle")
    assert set(found.subjects(RDF.type, OWL.Ontology)) == {URIRef(BASE + "ns")}
    assert not list(found.objects(URIRef(BASE + "ns"), OWL.imports))
    whole = Graph()
    for path in sorted((sources / "ontology").rglob("*.ttl")):
        whole.parse(path)
    heads = set(whole.subjects(RDF.type, OWL.Ontology)) - {URIRef(BASE + "ns")}
    for head in heads:
        whole.remove((head, None, None))
    whole.remove((None, OWL.imports, None))
    assert isomorphic(found, whole)


def test_headers_of_the_ontology(server: Server) -> None:
    got = server.ask("GET", "/ns", headers={"Accept": "text/turtle"})
    assert f'<{BASE}ns>; rel="canonical"' in got.headers["Link"]
    assert f'<{BASE}ns/{release().version}>; rel="latest-version"' in got.headers["Link"]
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    tag = got.headers["ETag"]
    again = server.ask("GET", "/ns.ttl", headers={"If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")
    assert server.ask("HEAD", "/ns.ttl").body == b""
    assert server.ask("POST", "/ns", body=b"").status == 405


def test_browsers_are_led_to_the_page(server: Server) -> None:
    for path, place in (
        ("/ns", "/page/ns"),
        ("/ns.html", "/page/ns"),
        ("/shapes", "/page/shapes"),
        ("/ns/City", "/page/ns/City"),
        ("/ns?term=City", "/page/ns/City"),
        ("/ns/place", "/page/ns/module/place"),
    ):
        got = server.ask("GET", path, headers=BROWSER)
        assert (got.status, got.headers["Location"]) == (303, place), path


def test_the_version_iri_is_served_and_an_older_one_points_on(server: Server) -> None:
    present = release().version
    got = server.ask("GET", f"/ns/{present}", headers={"Accept": "text/turtle"})
    assert got.body == server.ask("GET", "/ns.ttl").body
    old = server.ask("GET", "/ns/0.0.1", query={"lang": "fa"})
    assert (old.status, old.json["href"]) == (404, f"/ns/{present}")
    assert server.ask("GET", old.json["href"]).status == 200


def test_each_module_is_served(server: Server) -> None:
    for module in release().modules:
        if module != BASE + "ns":
            got = server.ask("GET", module.removeprefix(BASE[:-1]) + ".ttl")
            assert got.status == 200, module
            found = Graph().parse(data=got.text, format="turtle")
            assert (URIRef(module), RDF.type, OWL.Ontology) in found


def test_a_term_is_described_alone(server: Server) -> None:
    got = server.ask("GET", "/ns/advantage.nt")
    found = Graph().parse(data=got.text, format="nt")
    assert {s for s in found.subjects() if isinstance(s, URIRef)} == {PV.advantage}
    assert PV.SubnationalPlace in set(found.objects())
    assert server.ask("GET", "/ns/Nothing").status == 404
    assert server.ask("GET", "/ns?term=%3Cscript%3E").status == 404


@pytest.mark.parametrize(("language", "label"), [("en", "City"), ("fa", "شهر")])
def test_the_page_has_every_term(server: Server, language: str, label: str) -> None:
    got = server.ask("GET", "/page/ns", query={"lang": language})
    assert got.status == 200
    terms = release().glossary.terms
    anchors = re.findall(r'<dt id="([^"]+)">.*?</dt>\s*<dd dir="auto">(.*?)</dd>', got.text)
    assert {name: html.unescape(told) for name, told in anchors} == {
        name: term.definitions[language] for name, term in terms.items()
    }
    assert f">{label}</a>" in got.text
    assert f'<html lang="{language}"' in got.text


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_page_of_a_term(server: Server, language: str) -> None:
    got = server.ask("GET", "/page/ns/City", query={"lang": language})
    term = release().glossary.terms["City"]
    for texts in (term.definitions, term.examples):
        assert all(text in got.text for text in texts.values())
    for constraint in term.constraints:
        assert f'id="{constraint.shape}"' in got.text
    # Two cities are in the graph, and one of them is an example.
    assert {"en": "2 things", "fa": "۲ چیز"}[language] in got.text
    assert f'href="/id/city/one?lang={language}"' in got.text
    about = server.ask("GET", "/page/ns/about", query={"lang": language})
    assert {"en": ">One</bdi></a>", "fa": ">یک</bdi></a>"}[language] in about.text
    assert release().title(BASE + "ns/evidence", language) in about.text
    claim = server.ask("GET", "/page/ns/Claim")
    assert "1 things" in claim.text
    assert "/id/claim/C1" in claim.text


@pytest.mark.parametrize("language", ["en", "fa"])
def test_each_module_has_a_page_with_its_terms(server: Server, language: str) -> None:
    found: set[str] = set()
    for module in release().modules:
        path = f"/page/ns/module/{module_name(module)}"
        got = server.ask("GET", path, query={"lang": language})
        assert got.status == 200, module
        assert release().title(module, language) in got.text
        of = {t.name for t in release().glossary.terms.values() if t.module == module}
        assert set(re.findall(r'<section id="([^"]+)">', got.text)) == of
        assert of or got.text.count("<tr>") == len(release().alignments(module))
        found |= of
    assert found == set(release().glossary.terms)
    assert server.ask("GET", "/page/ns/module/nothing").status == 404


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_page_draws_the_core_classes_and_has_the_tree_of_all(
    server: Server, language: str
) -> None:
    page = server.ask("GET", "/page/ns", query={"lang": language}).text
    drawn = page.partition("<svg")[2].partition("</svg>")[0]
    for name in ("Agreement", "City", "Claim", "Document"):
        label = release().glossary.terms[name].label(language)
        assert f'<a href="/page/ns/{name}">' in drawn
        assert f">{label}</text>" in drawn
    tree = page.partition('<ul class="tree">')[2].partition("<h2")[0]
    classes = {term.name for term in release().glossary.of("classes")}
    assert set(re.findall(r'href="/page/ns/(\w+)"', tree)) == classes


def test_the_drawing_has_what_the_ontology_says() -> None:
    glossary = release().glossary
    found = links(glossary)
    parties = [one for one in found if glossary.terms["hasParty"] in one.properties]
    assert [(one.start.name, one.end.name) for one in parties] == [
        ("Agreement", "SubnationalPlace")
    ]
    kinds = {(one.start.name, one.end.name) for one in found if not one.properties}
    assert kinds == {("City", "SubnationalPlace"), ("CityNetwork", "Organisation")}


def test_each_term_can_be_tried(server: Server) -> None:
    version = Versions(server.home).current()
    store = Store()
    for term in release().glossary.terms.values():
        query = query_of(term, version)
        assert bool(query) is (term.section != "datatypes"), term.name
        if query:
            store.query(query)
    page = server.ask("GET", "/page/ns/Claim", query={"lang": "en"}).text
    (link,) = re.findall(r'href="(/query\?term=[^"]+)"', page)
    assert link.endswith("#run")
    editor = server.ask("GET", unescape(link).partition("#")[0]).text
    written = unescape(
        editor.partition("<textarea")[2].partition(">")[2].partition("</textarea>")[0]
    )
    # What stands in named graphs alone is asked there.
    assert "GRAPH" in written
    assert f"<{BASE}ns#Claim>" in written
    assert "GRAPH" not in query_of(release().glossary.terms["City"], version)


def test_counts_are_those_of_the_present_version(server: Server, tmp_path: Path) -> None:
    publish(tmp_path, small_store(DATA))
    with running(tmp_path) as own:
        assert "1 things" in own.ask("GET", "/page/ns/Claim").text
        wrote = own.update(f"DELETE WHERE {{ GRAPH <{BASE}graph/document-001> {{ ?s ?p ?o }} }}")
        assert wrote.status == 200, wrote.text
        assert "1 things" not in own.ask("GET", "/page/ns/Claim").text


def test_the_page_of_the_shapes_has_every_shape(server: Server, sources: Path) -> None:
    got = server.ask("GET", "/page/shapes")
    shapes = Graph()
    for path in (sources / "shapes").rglob("*.ttl"):
        if path.name != "style.shapes.ttl":
            shapes.parse(path)
    kind = URIRef("http://www.w3.org/ns/shacl#PropertyShape")
    names = {str(s).partition("#")[2] for s in shapes.subjects(RDF.type, kind)}
    assert set(re.findall(r'<tr id="([^"]+)">', got.text)) == names
