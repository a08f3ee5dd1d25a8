"""Addresses: what relative IRIs are resolved against, and whose Host header an answer repeats."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, Namespace, URIRef

from peyvand.vocabulary.iris import BASE
from web.live import NEW, Server, publish, running, small_store

DCAT = Namespace("http://www.w3.org/ns/dcat#")
VOID = Namespace("http://rdfs.org/ns/void#")
RELATIVE = "CONSTRUCT { <s> <p> <../o>, <#x>, <> } WHERE {}"
HOST = "named.example"
# All that repeats where it is.
REPEATING = (
    *("/sparql", "/.well-known/void", "/void", "/sitemap.xml", "/sitemaps/1.xml", "/robots.txt"),
    *("/llms.txt", "/.well-known/api-catalog", "/opensearch.xml", "/reconcile", "/"),
)
DIRECT = "application/sparql-query"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("addresses")
    publish(home, small_store())
    with running(home, public_url="https://public.example/peyvand/") as found:
        yield found


def relative(client: FlaskClient, query: str = RELATIVE, host: str = HOST, **more: Any) -> Any:
    values = {"query": query, "format": "ntriples"}
    return client.get("/sparql", query_string=values, base_url=f"http://{host}", **more)


def test_relative_iris_are_resolved_against_the_address(client: FlaskClient) -> None:
    at = f"http://{HOST}"
    expected = {f"{at}/o", f"{at}/sparql#x", f"{at}/sparql"}
    calls: list[dict[str, Any]] = [
        {"query_string": {"query": RELATIVE}},
        {"method": "POST", "data": {"query": RELATIVE}},
        {"method": "POST", "data": RELATIVE, "content_type": DIRECT},
    ]
    for values in calls:
        found = client.open(
            "/sparql", base_url=at, headers={"Accept": "application/n-triples"}, **values
        )
        graph = Graph().parse(data=found.text, format="nt")
        assert {str(o) for o in graph.objects(URIRef(f"{at}/s"), URIRef(f"{at}/p"))} == expected


def test_a_base_of_the_query_wins(client: FlaskClient) -> None:
    found = relative(client, "BASE <http://b.example/c/> CONSTRUCT { <s> <p> <../o> } WHERE {}")
    assert found.text == "<http://b.example/c/s> <http://b.example/c/p> <http://b.example/o> .\n"
    assert "Host" not in found.headers["Vary"]
    assert found.headers["Cache-Control"].startswith("public")
    found = relative(client, "BASE <d/> CONSTRUCT { <s> <p> <o> } WHERE {}")
    assert f"http://{HOST}/d/s" in found.text


def test_no_answer_for_one_host_is_given_to_another(client: FlaskClient) -> None:
    first = relative(client)
    for _ in range(2):  # by what is remembered of the request, too
        other = relative(client, host="evil.example")
        assert "http://evil.example/s" in other.text
        assert other.headers["ETag"] != first.headers["ETag"]
        assert HOST not in other.text
        assert "Host" in other.headers["Vary"].split(", ")
        assert other.headers["Cache-Control"] == "private, no-cache"
    again = relative(client, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "Host" in again.headers["Vary"].split(", ")
    assert relative(client).text == first.text


def test_a_query_without_relative_iris_is_the_same_for_all(client: FlaskClient) -> None:
    query = 'SELECT * { ?s a <https://w3id.org/peyvand/ns#City> FILTER(1<2 && ?s>"a") }'
    found = [client.get("/sparql", query_string={"query": query}, base_url=f"http://{host}.example")
             for host in "ab"]  # fmt: skip
    assert found[0].headers["ETag"] == found[1].headers["ETag"]
    assert found[0].headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("path", REPEATING)
def test_what_repeats_a_host_is_for_whoever_named_it(client: FlaskClient, path: str) -> None:
    found = client.get(path, base_url="http://evil.example")
    if found.status_code == 503:  # the index is being made
        return
    assert found.status_code == 200
    if "evil.example" in found.text:
        assert "Host" in found.headers["Vary"].split(", ")
        assert {"private", "no-store"} & set(found.headers["Cache-Control"].split(", "))


@pytest.mark.parametrize("path", REPEATING)
def test_what_the_operator_has_named_is_repeated_instead(server: Server, path: str) -> None:
    found = server.ask(
        path=path, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    )
    assert "evil.example" not in found.text
    if found.status == 200 and path != "/":
        assert "https://public.example/peyvand" in found.text
    assert "Host" not in (found.headers["Vary"] or "").split(", ")


def test_an_update_is_resolved_against_the_address(server: Server) -> None:
    graph = f"{NEW}relative"
    update = f"INSERT DATA {{ GRAPH <{graph}> {{ <s> <http://x.example/p> <../o> }} }}"
    assert server.update(update).status == 200
    assert server.select(f"SELECT * {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}") == [
        "https://public.example/o,http://x.example/p,https://public.example/peyvand/s"
    ]
    update = f"BASE <http://b.example/> INSERT DATA {{ GRAPH <{graph}> {{ <s> <p> <o> }} }}"
    assert server.update(update).status == 200
    assert server.select(f"SELECT ?o {{ GRAPH <{graph}> {{ <http://b.example/s> ?p ?o }} }}") == [
        "http://b.example/o"
    ]


def test_distributions_are_fetched_where_they_say(client: FlaskClient) -> None:
    found = client.get("/.well-known/void", base_url=f"http://{HOST}")
    graph = Graph().parse(data=found.text, format="turtle")
    addresses = set()
    for node in graph.objects(URIRef(BASE + "dataset"), DCAT.distribution):
        for prop in (DCAT.accessURL, DCAT.downloadURL):
            (address,) = graph.objects(node, prop)
            addresses.add(str(address))
        addresses.add(str(node).replace(BASE, f"http://{HOST}/"))
    addresses |= set(map(str, graph.objects(None, VOID.dataDump)))
    assert len(addresses) >= 4
    for address in addresses:
        parts = urlsplit(address)
        assert parts.netloc == HOST
        with client.get(parts.path, follow_redirects=True) as got:
            assert got.status_code == 200, address
            assert got.data
    (endpoint,) = (str(e) for e in graph.objects(None, VOID.sparqlEndpoint) if HOST in str(e))
    assert client.get(urlsplit(endpoint).path, query_string={"query": "ASK {}"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"Content-Type": DIRECT}, {"Content-Type": f"{DIRECT};charset=UTF-8"}],
)
def test_a_mark_before_a_query_is_passed_over(client: FlaskClient, headers: dict[str, str]) -> None:
    query = "\ufeffSELECT (1 AS ?x) {}"
    accept = {"Accept": "text/csv", **headers}
    more: Any = {"data": query.encode()} if headers else {"data": {"query": query}}
    assert client.post("/sparql", headers=accept, **more).text == "x\r\n1\r\n"
    found = client.get("/sparql", headers=accept, query_string={"query": query})
    assert found.text == "x\r\n1\r\n"


@pytest.mark.parametrize(
    ("charset", "body", "value"),
    [
        ("us-ascii", b"query=SELECT(%22%D8%B4%22AS%3Fx)%7B%7D", "ش"),
        ("iso-8859-1", b"query=SELECT(%22%D8%B4%22AS%3Fx)%7B%7D", "ش"),
        ("ISO-8859-1", b"query=SELECT(%22%E9%22AS%3Fx)%7B%7D", "é"),
        ("windows-1252", b"query=SELECT(%22\x80%22AS%3Fx)%7B%7D", "€"),
        ('"utf-8"', b"query=SELECT(%22%D8%B4%22AS%3Fx)%7B%7D", "ش"),
        ("windows-1256", "query=SELECT('پ'AS?x){}".encode("cp1256"), "پ"),
    ],
)
def test_a_form_is_read_in_the_character_set_it_names(
    client: FlaskClient, charset: str, body: bytes, value: str
) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    found = client.post("/sparql", data=body, content_type=kind, headers={"Accept": "text/csv"})
    assert found.text == f"x\r\n{value}\r\n"


@pytest.mark.parametrize(
    ("charset", "status"),
    [("iso-8859-1", 200), ("utf-16", 415), ("utf-7", 415), ("punycode", 415),
     ("unicode_escape", 415), ("zlib", 415), ("x-unknown", 415), ("utf-8", 400)],
)  # fmt: skip
def test_a_query_is_read_in_the_character_set_it_names(
    client: FlaskClient, charset: str, status: int
) -> None:
    codec = charset if status == 200 else "latin-1"
    headers = {"Accept": "text/csv", "Content-Type": f"{DIRECT}; charset={charset}"}
    query = "SELECT ('é' AS ?x) {}".encode(codec)
    found = client.post("/sparql", data=query, headers=headers)
    assert found.status_code == status
    if status == 200:
        assert found.text == "x\r\né\r\n"
