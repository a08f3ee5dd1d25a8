"""Clients that people use, as they come: SPARQLWrapper, rdflib's SPARQLStore, curl, JavaScript."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from collections.abc import Iterator

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from needs import needs, node
from waiting import LIMIT_S
from web.live import NEW, Server, publish, running, small_store

SHAHR = URIRef("http://x.example/شهر")
ALL_TRIPLES = "CONSTRUCT WHERE { ?s ?p ?o }"
LABELS = "SELECT ?l { <http://x.example/شهر> ?p ?l } ORDER BY ?l"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("clients")
    publish(home, small_store())
    with running(home) as found:
        yield found


@pytest.fixture
def address(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}/sparql"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_sparqlwrapper_reads(address: str, method: str) -> None:
    wrapper = SPARQLWrapper(address)
    wrapper.setMethod(method)
    wrapper.setQuery(LABELS)
    wrapper.setReturnFormat(JSON)
    rows = wrapper.query().convert()["results"]["bindings"]
    assert {row["l"]["value"] for row in rows} == {"Shahr", "شهر"}
    wrapper.setReturnFormat(XML)
    assert len(wrapper.query().convert().getElementsByTagName("result")) == 2
    wrapper.setReturnFormat(CSV)
    found = list(csv.reader(io.StringIO(wrapper.query().convert().decode())))
    assert found[0] == ["l"]
    wrapper = SPARQLWrapper(address)
    wrapper.setMethod(method)
    wrapper.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")
    wrapper.setReturnFormat(TURTLE)
    assert (SHAHR, None, Literal("شهر", lang="fa")) in Graph().parse(data=wrapper.query().convert())
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery("SELECT {")
    with pytest.raises(QueryBadFormed, match="select-nothing"):
        wrapper.query()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("query", "format", "kind"),
    [
        (LABELS, "json", "application/sparql-results+json"),
        (LABELS, "xml", "application/sparql-results+xml"),
        (LABELS, "csv", "text/csv"),
        (LABELS, "tsv", "text/tab-separated-values"),
        # Not of this form of query: it sends Accept: */*.
        (LABELS, "turtle", "application/sparql-results+json"),
        ("ASK {}", "json", "application/sparql-results+json"),
        ("ASK {}", "xml", "application/sparql-results+xml"),
        (ALL_TRIPLES, "turtle", "text/turtle"),
        (ALL_TRIPLES, "n3", "text/turtle"),
        (ALL_TRIPLES, "xml", "application/rdf+xml"),
        (ALL_TRIPLES, "rdf+xml", "application/rdf+xml"),
        (ALL_TRIPLES, "json-ld", "application/ld+json"),
        ("DESCRIBE <http://x.example/a>", "rdf+xml", "application/rdf+xml"),
    ],
)
def test_sparqlwrapper_gets_what_it_asks_for(
    address: str, method: str, query: str, format: str, kind: str
) -> None:
    wrapper = SPARQLWrapper(address)
    wrapper.setMethod(method)
    wrapper.setQuery(query)
    wrapper.setReturnFormat(format)
    answer = wrapper.query()
    assert answer.info()["content-type"].partition(";")[0] == kind
    assert answer.convert()


def test_sparqlwrapper_writes(server: Server, address: str) -> None:
    wrapper = SPARQLWrapper(address)
    wrapper.setMethod(POST)
    wrapper.addCustomHttpHeader("Authorization", f"Bearer {server.token}")
    wrapper.setQuery(
        f"INSERT DATA {{ GRAPH <{NEW}c> {{ <http://c/> <http://c/> 'SPARQLWrapper' }} }}"
    )
    assert wrapper.query().response.status == 200
    assert server.select("SELECT ?o { GRAPH ?g { <http://c/> ?p ?o } }") == ["SPARQLWrapper"]


def test_rdflibs_store_reads(address: str) -> None:
    graph = Graph(SPARQLStore(address))
    assert set(graph.objects(SHAHR)) == {Literal("Shahr", lang="en"), Literal("شهر", lang="fa")}
    assert {str(row.l) for row in graph.query(LABELS)} == {"Shahr", "شهر"}
    assert len(graph) == 3


def test_rdflibs_store_writes(server: Server, address: str) -> None:
    store = SPARQLUpdateStore(address, address, headers={"Authorization": f"Bearer {server.token}"})
    graph = Graph(store, identifier=URIRef(NEW + "rdflib"))
    triple = (URIRef("http://r/"), URIRef("http://r/"), Literal("rdflib"))
    graph.add(triple)
    assert triple in graph
    graph.remove(triple)
    assert triple not in graph


@needs("curl")
def test_curl(server: Server, address: str) -> None:
    def curl(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["curl", "-s", *arguments], capture_output=True, text=True, timeout=LIMIT_S
        )

    query = f"query={LABELS}"
    for encoding in ([], ["--compressed"]):
        got = curl(*encoding, "-G", address, "-H", "Accept: text/csv", "--data-urlencode", query)
        assert got.stdout.splitlines() == ["l", "Shahr", "شهر"]
    assert "HTTP/1.1 200" in curl("-I", "-G", address, "--data-urlencode", query).stdout
    old = curl("-0", "-G", address, "-d", "format=csv", "--data-urlencode", query)
    assert old.stdout.splitlines() == ["l", "Shahr", "شهر"]
    again = curl("--http2", "-G", address, "-d", "format=csv", "--data-urlencode", query)
    assert again.stdout == old.stdout
    # An answer that is broken off is an error to curl: 18 is a partial file.
    pattern = " . ".join(f"?a{n} ?p{n} ?o{n}" for n in range(14))
    cut = curl("-o", "/dev/null", address, "-d", "timeout=1", "-d", "format=csv",
               "--data-urlencode", f"query=SELECT * {{ {pattern} }}")  # fmt: skip
    assert cut.returncode == 18
    put = curl("-X", "PUT", "-H", "Content-Type: text/turtle", "-d", "<http://a/> <http://b/> 1 .",
               "-H", f"Authorization: Bearer {server.token}", "-w", "%{http_code}",
               "-o", "/dev/null", f"http://127.0.0.1:{server.port}/graphs/curl")  # fmt: skip
    assert put.stdout == "201"


NODE = """
const address = process.argv[1];
const query = "SELECT ?l { <http://x.example/شهر> ?p ?l } ORDER BY ?l";
async function main() {
  const form = await fetch(address, {method: "POST", body: new URLSearchParams({query}),
    headers: {Accept: "application/sparql-results+json"}});
  const rows = (await form.json()).results.bindings.map(row => row.l.value);
  const get = await fetch(address + "?format=csv&query=" + encodeURIComponent(query));
  const bad = await fetch(address + "?query=SELECT");
  const problem = await bad.json();
  const pattern = Array.from({length: 14}, (_, n) => `?a${n} ?p${n} ?o${n}`).join(" . ");
  let cut = "whole";
  try {
    const long = await fetch(address, {method: "POST",
      body: new URLSearchParams({query: `SELECT * { ${pattern} }`, timeout: "1"})});
    await long.text();
  } catch (error) { cut = error.name; }
  console.log(JSON.stringify({rows, csv: (await get.text()).split("\\r\\n"),
    status: bad.status, type: problem.type, cut}));
}
main();
"""


@needs("node")
def test_javascript(address: str) -> None:
    result = subprocess.run(
        [*node(), "-e", NODE, address], capture_output=True, text=True, timeout=60, check=True
    )
    found = json.loads(result.stdout)
    assert found["rows"] == ["Shahr", "شهر"]
    assert found["csv"] == ["l", "Shahr", "شهر", ""]
    assert found["status"] == 400
    assert found["type"].endswith("/malformed-query")
    assert found["cut"] == "TypeError"
