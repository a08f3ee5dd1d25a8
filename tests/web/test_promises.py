"""What docs/endpoint.md and docs/deployment.md promise and no other test would miss.

The list of all promises, with the tests that hold them, is ``tests/docs/promises.toml``.
"""

from __future__ import annotations

import ast
import re
import select
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import RDF, VOID, Graph, URIRef

import peyvand.web
from peyvand.cli import main
from peyvand.errors import BadRequest, Damaged, PeyvandError, StorageFull
from peyvand.formats import BOOLEANS, GRAPHS, TABLES, by_name
from peyvand.graph.history import lines_of
from peyvand.graph.maintenance import verify
from peyvand.graph.versions import Versions
from peyvand.query.writes import WriteLimits
from peyvand.settings import Settings
from peyvand.tokens import Tokens
from peyvand.vocabulary.iris import BASE
from peyvand.web.app import create_app
from waiting import LIMIT_S
from web.live import NEW, Server, publish, running, small_store
from web.test_security import ENDLESS, LONG

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8")
DEPLOYMENT = " ".join((ROOT / "docs" / "deployment.md").read_text(encoding="utf-8").split())
XSD = "http://www.w3.org/2001/XMLSchema#"
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
pv:Agreement a owl:Class ; rdfs:label "Agreement"@en, "پیمان"@fa .
<http://x.example/1> a pv:Agreement .
<http://x.example/other> { <http://x.example/a> <http://x.example/p> 1 }
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("promises")
    store = small_store(DATA)
    for number in range(1500):
        name = NamedNode(f"http://x.example/{number}")
        store.add(Quad(name, NamedNode("http://x.example/p"), Literal(str(number))))
    publish(home, store)
    with running(home, workers=2, query_timeout_s=30, trusted_proxies="127.0.0.1") as found:
        yield found


def part(pattern: str) -> list[str]:
    """The words in code of one part of the page."""
    found = re.search(pattern, " ".join(PAGE.split()))
    assert found, pattern
    return re.findall(r"`([^`]+)`", found[0])


VOLATILE = part(r"one with [^.]* is never kept\.")


@pytest.mark.parametrize("name", VOLATILE)
def test_what_differs_each_time_is_never_kept(server: Server, name: str) -> None:
    query = {"query": f"SELECT * {{ BIND({name}() AS ?x) }}"}
    for asked in (query, {**query, "version": "1"}):
        got = server.ask(query=asked)
        assert got.headers["ETag"] is None
        assert got.headers["Cache-Control"] == "no-store"
        # Even who says to have it is answered anew.
        assert server.ask(query=asked, headers={"If-None-Match": "*"}).status == 200


def test_what_a_client_has_is_not_evaluated_again(server: Server) -> None:
    asked = {"query": ENDLESS, "timeout": "0.5"}
    assert server.ask(query=asked).status == 504
    got = server.ask(query=asked, headers={"If-None-Match": "*"})
    assert (got.status, got.body) == (304, b"")


def test_what_was_not_sent_again_has_no_warnings(server: Server) -> None:
    asked = {"query": "SELECT ?x { ?x a <https://w3id.org/peyvand/ns#Agrement> }"}
    got = server.ask(query=asked)
    assert "unknown-term" in got.headers["Peyvand-Warnings"]
    again = server.ask(query=asked, headers={"If-None-Match": got.headers["ETag"]})
    assert again.status == 304
    assert "Peyvand-Warnings" not in again.headers


def test_the_header_of_warnings_is_as_the_page_shows(server: Server) -> None:
    found = re.search(r"```\nPeyvand-Warnings: (.*)\n```", PAGE)
    assert found
    query = "SELECT * { ?thing a <https://w3id.org/peyvand/ns#Agrement> }"
    assert server.ask(query={"query": query}).headers["Peyvand-Warnings"] == found[1]


ROW = r"\| `format`, `output` \|.*?wins over `Accept` \|"


def test_every_format_of_the_page_is_known_by_name_and_nothing_else_is(client: FlaskClient) -> None:
    _, _, tables, booleans, graphs, _ = part(ROW)
    for names, offered in ((tables, TABLES), (booleans, BOOLEANS), (graphs, GRAPHS)):
        assert set(names.split()) == {one.name for one in offered}
        for name in names.split():
            assert by_name(name, offered).name == name
    query = "SELECT * { ?s ?p ?o }"
    for parameter in ("format", "output"):
        for value in ("csv", "text/csv"):
            asked = {"query": query, parameter: value}
            found = client.get("/sparql", query_string=asked, headers={"Accept": "text/turtle"})
            assert found.mimetype == "text/csv"


def test_the_language_of_the_address_wins(client: FlaskClient) -> None:
    for tag, other in (("fa", "en"), ("en", "fa")):
        asked = {"query": "SELECT", "lang": tag}
        found = client.get("/sparql", query_string=asked, headers={"Accept-Language": other})
        assert (found.status_code, found.json["lang"]) == (400, tag)  # type: ignore[index]


def test_a_name_of_a_query_is_as_long_as_the_page_says(server: Server) -> None:
    found = re.search(r"\((\d+) to (\d+) letters, digits, `-`, `_`\)", PAGE)
    assert found
    least, most = map(int, found.groups())
    for name, status in (
        ("aZ0-_" * (least // 5 + 1), 200),
        ("a" * least, 200),
        ("-" * most, 200),
        ("a" * (least - 1), 400),
        ("_" * (most + 1), 400),
        ("a" * least + ".", 400),
    ):
        got = server.ask(query={"query": "ASK {}"}, headers={"Peyvand-Query": name})
        assert got.status == status, name
        assert got.headers["Peyvand-Query"] == (name if status == 200 else None), name


def test_every_form_of_an_answer_has_its_own_tag(server: Server) -> None:
    forms = [{"format": "csv"}, {"format": "csv", "bom": "1"}, {"format": "tsv"}, {"version": "1"}]
    tags = {server.ask(query={"query": ENDLESS, **form}, headers={"If-None-Match": "*"})
            .headers["ETag"] for form in forms}  # fmt: skip
    assert len(tags - {None}) == len(forms)


UNKNOWN = {
    "a function": b"GET /sparql?query=SELECT%20(%3Chttp://f.example/f%3E(1)%20AS%20%3Fx)%20%7B%7D "
    b"HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "a method": b"CONNECT x.example:443 HTTP/1.1\r\nHost: x\r\n\r\n",
    "a coding": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_the_server_does_not_know_is_501(server: Server, name: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=LIMIT_S) as sock:
        sock.sendall(UNKNOWN[name])
        with sock.makefile("rb") as file:
            answer = file.read()
    assert answer.startswith(b"HTTP/1.1 501 "), answer
    if name == "a function":
        assert b"http://f.example/f" in answer


EVERYWHERE = [
    *(("GET", path) for path in ("/", "/nothing", "/browse", "/browse/nothing", "/map.svg")),
    *(("GET", path) for path in ("/static/style.css", "/static/none", "/query", "/ask/nothing")),
    *(("GET", path) for path in ("/sparql", "/sparql?query=SELECT", "/graphs", "/versions/99")),
    *(("GET", path) for path in ("/search?q=a", "/search?limit=x", "/suggest?q=a", "/reconcile")),
    *(("GET", path) for path in ("/health", "/version", "/dumps", "/robots.txt", "/ns", "/void")),
    *(("GET", path) for path in ("/id/city/nothing", "/data/city/nothing", "/problem/nothing")),
    *(("GET", path) for path in ("/context.jsonld", "/queries/x", "/sparql?query=a b", "/page")),
    *(("PATCH", path) for path in ("/", "/sparql", "/graphs/x", "/search", "/static/style.css")),
    *(("OPTIONS", path) for path in ("/", "/sparql", "/search", "/reconcile", "/data/city/x")),
    *(("OPTIONS", path) for path in ("/nothing", "/static/style.css", "/problem", "*")),
    *(("FOO", path) for path in ("/", "/nothing")),
    ("DELETE", "/queries/0123456789abcdef"),
    ("POST", "/versions/1/rollback"),
    ("GET", "/" + "x" * 70_000),
]


@pytest.mark.parametrize(("method", "path"), EVERYWHERE, ids=lambda text: text[:40])
def test_every_answer_may_be_read_from_anywhere(server: Server, method: str, path: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as sock:
        head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nOrigin: https://page.example\r\n"
        sock.sendall(f"{head}Connection: close\r\n\r\n".encode())
        with sock.makefile("rb") as file:
            answer = file.read().partition(b"\r\n\r\n")[0].lower()
    assert b"\r\naccess-control-allow-origin: *" in answer, answer.decode()


def test_a_dry_run_tells_what_a_write_would(server: Server) -> None:
    before = server.versions.current().number
    text = (
        f"INSERT DATA {{ GRAPH <{NEW}dry> {{ <http://x.example/a> <http://x.example/p> 1.50 }} }}"
    )
    got = server.update(text, **{"dry-run": "1"})
    assert got.status == 200
    assert got.json["dry_run"] is True
    assert got.json["normalised"] == [
        {"given": f'"1.50"^^<{XSD}decimal>', "stored": f'"1.5"^^<{XSD}decimal>'}
    ]
    claim = "<https://w3id.org/peyvand/id/claim/x> a <https://w3id.org/peyvand/ns#Claim>"
    bad = f"INSERT DATA {{ {claim} }}"
    got = server.update(bad, **{"dry-run": "1"})
    assert got.status == 422
    assert got.json["results"]
    assert got.json["results"] == server.update(bad).json["results"]
    put = server.ask("PUT", "/graphs/dry", query="dry-run", body="<x:s> <x:p> 01 .",
                     headers={"Content-Type": "text/turtle"}, token=server.token)  # fmt: skip
    assert put.json["normalised_count"] == 1
    assert server.versions.current().number == before


def test_rights_are_of_what_a_write_changes(server: Server) -> None:
    tokens = Tokens(server.home)
    secret = tokens.add("notes", (NEW + "notes",))
    there = "GRAPH <http://x.example/other> { <http://x.example/a> <http://x.example/p> 1 }"
    own = f"GRAPH <{NEW}notes> {{ <http://x.example/a> <http://x.example/p> 2 }}"
    # What is there already is not changed by being written again.
    assert server.update(f"INSERT DATA {{ {there} {own} }}", secret).json["added"] == 1
    for change in (f"DELETE DATA {{ {there} }}", f"INSERT DATA {{ {there.replace(' 1', ' 3')} }}"):
        assert server.update(change, secret).status == 403
    tokens.revoke("notes")


def test_a_backup_is_taken_while_the_server_runs(server: Server, tmp_path: Path) -> None:
    def insert(name: str) -> None:
        triple = f"<http://x.example/{name}> <http://x.example/p> 1"
        assert server.update(f"INSERT DATA {{ GRAPH <{NEW}b> {{ {triple} }} }}").status == 200

    insert("before")
    kept = all_of(server.home)
    file = str(tmp_path / "b.tar.gz")
    assert main(["backup", file, "--home", str(server.home)]) == 0
    insert("after")
    assert verify(server.versions) == []
    assert main(["restore", file, "--home", str(tmp_path / "home")]) == 0
    assert all_of(tmp_path / "home") == kept


def all_of(home: Path) -> list[bytes]:
    return lines_of(Versions(home), Versions(home).current())


@pytest.mark.parametrize("said", ["", "10.0.0.{one}, ", "127.0.0.1, 10.0.0.{one},"])
def test_behind_a_proxy_shares_are_by_client(server: Server, said: str) -> None:
    """All come from one address, and the trusted proxy tells for whom it asks.

    What the client itself had said stands before that, and is not believed.
    """

    def asked(query: str, client: str) -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        text = urlencode({"query": query, "format": "csv"})
        head = f"GET /sparql?{text} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: {client}\r\n\r\n"
        sock.sendall(head.encode())
        return sock

    # No query is asked twice, so that none is answered from the cache.
    mark = len(said)
    greedy = [
        asked(ENDLESS.replace("?n)", f"?n{mark}x{one})"), said.format(one=one) + "192.0.2.1")
        for one in range(6)
    ]
    try:
        with asked(LONG.replace("?n)", f"?n{mark})"), "192.0.2.2") as modest:
            assert modest.recv(12) == b"HTTP/1.1 200"
        answered, _, _ = select.select(greedy, [], [], 0)
        assert not answered
    finally:
        for sock in greedy:
            sock.close()


COUNTS = {
    "triples": "(COUNT(*) AS ?n)",
    "distinctSubjects": "(COUNT(DISTINCT ?s) AS ?n)",
    "distinctObjects": "(COUNT(DISTINCT ?o) AS ?n)",
    "properties": "(COUNT(DISTINCT ?p) AS ?n)",
}


def test_void_counts_the_current_version(server: Server) -> None:
    for number in range(2):
        data = f"<http://x.example/v{number}> <http://x.example/q> 7, 8, 9, 10, 11"
        assert server.update(f"INSERT DATA {{ {data} }}").status == 200
        void = Graph().parse(data=server.ask(path="/.well-known/void").text)
        told = {name: void.value(URIRef(f"{BASE}dataset"), VOID[name]) for name in COUNTS}
        asked = {name: server.select(f"SELECT {n} {{ ?s ?p ?o }}") for name, n in COUNTS.items()}
        assert {name: [str(value)] for name, value in told.items()} == asked
        assert told["distinctSubjects"] != told["distinctObjects"]
        for term, count in (("q", 5 * (number + 1)), ("p", 1500)):
            parts = set(void.objects(URIRef(f"{BASE}dataset"), VOID.propertyPartition))
            (of,) = parts & set(void.subjects(VOID.property, URIRef(f"http://x.example/{term}")))
            assert void.value(of, VOID.triples).toPython() == count
    sizes = server.select("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    subsets = void.objects(URIRef(f"{BASE}dataset"), VOID.subset)
    assert sorted(f"{one},{void.value(one, VOID.triples)}" for one in subsets) == sorted(sizes)


def test_an_endpoint_tells_in_void_which_properties_a_class_has(server: Server) -> None:
    told = "<http://x.example/c> a <http://x.example/C> ; <http://x.example/r> 1, 2"
    assert server.update(f"INSERT DATA {{ {told} }}").status == 200
    within = (
        "PREFIX void: <http://rdfs.org/ns/void#> SELECT ?p ?n { ?c void:class <http://x.example/C> "
        "; void:propertyPartition [ void:property ?p ; void:triples ?n ] }"
    )
    asked = sorted(server.select(within))
    assert asked == [f"{RDF.type},1", "http://x.example/r,2"]
    file = Graph().parse(data=server.ask(path="/.well-known/void").text)
    assert sorted(f"{p},{n}" for p, n in file.query(within)) == asked  # type: ignore[misc]
    # Of the version that is asked.
    assert server.update(f"DELETE DATA {{ {told} }}").status == 200
    assert server.select(within) == []


def test_a_dataset_has_as_many_graphs_as_are_named(server: Server) -> None:
    names = [f"{NEW}many/{number}" for number in range(3)]
    for name in names:
        data = f"GRAPH <{name}> {{ <http://x.example/a> <http://x.example/p> <{name}> }}"
        assert server.update(f"INSERT DATA {{ {data} }}").status == 200
    for parameter, pattern in (
        ("default-graph-uri", "?s ?p ?g"),
        ("named-graph-uri", "GRAPH ?g { ?s ?p ?o }"),
    ):
        tags = set()
        for count in (1, 2, 3):
            asked = [("query", f"SELECT ?g {{ {pattern} }} ORDER BY ?g"), ("format", "csv")]
            got = server.ask(query=[*asked, *((parameter, name) for name in names[:count])])
            assert got.text.splitlines()[1:] == names[:count]
            tags.add(got.headers["ETag"])
        assert len(tags) == 3


@pytest.mark.parametrize("kind", ["application/n-quads", "application/trig"])
def test_an_upload_names_no_graph_but_its_own(server: Server, kind: str) -> None:
    triple = "<http://x.example/a> <http://x.example/p> <http://x.example/o>"
    graph = "<http://x.example/g>"
    named = f"{triple} {graph} ." if kind.endswith("quads") else f"{graph} {{ {triple} }}"
    sent = {"headers": {"Content-Type": kind}, "token": server.token}
    assert server.ask("PUT", "/graphs/named", body=named, **sent).status == 400
    assert server.ask(path="/graphs/named").status == 404
    assert server.ask("PUT", "/graphs/named", body=f"{triple} .", **sent).status == 201
    assert server.ask("DELETE", "/graphs/named", token=server.token).status == 200


def test_without_a_graph_health_says_when_to_come_back(tmp_path: Path) -> None:
    """As the page says: the application is made for any WSGI server of the versions of a home."""
    assert "create_app(Versions(home))" in DEPLOYMENT
    app = create_app(Versions(tmp_path))
    try:
        for path in ("/health", "/sparql?query=ASK%7B%7D"):
            got = app.test_client().get(path)
            assert got.status_code == 503
            assert int(got.headers["Retry-After"]) > 0
            assert got.headers["Access-Control-Allow-Origin"] == "*"
        publish(tmp_path, small_store())
        assert app.test_client().get("/health").json["status"] == "ok"
    finally:
        app.extensions["peyvand"].close()


def test_what_clients_are_not_told_is_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, small_store())
    place = Versions(tmp_path).current().dump
    app = create_app(Versions(tmp_path), Settings(workers=1))
    bridge = app.extensions["peyvand"]

    async def fails(*_: Any, **__: Any) -> None:
        raise failure

    monkeypatch.setattr(bridge.endpoint._executor, "query", fails)
    try:
        for failure in (
            PeyvandError(f"{place} cannot be read.\nAt all."),
            Damaged("Version 1 is damaged"),
            StorageFull("There is no room"),
            BadRequest("This is not what is asked."),
        ):
            caplog.clear()
            got = app.test_client().get("/sparql?query=ASK%7B%7D")
            assert got.status_code == failure.status
            assert str(tmp_path) not in got.text
            logged = [row.getMessage() for row in caplog.records]
            own = [] if failure.status == 400 else [" ".join(str(failure).split())]
            assert [row.partition(": ")[2] for row in logged] == own
    finally:
        app.extensions["peyvand"].close()


def test_with_an_address_of_its_own_what_names_the_server_may_be_kept(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    home = tmp_path_factory.mktemp("kept")
    publish(home, small_store())
    query = {"query": "CONSTRUCT { <s> <p> <o> } WHERE {}", "format": "ntriples"}
    with running(home, public_url="https://public.example/") as named:
        found = [
            named.ask(query=query, headers={"Host": host}) for host in ("a.example", "b.example")
        ]
    assert found[0].text == found[1].text
    assert "https://public.example/s" in found[0].text
    for got in found:
        assert got.headers["Cache-Control"].startswith("public")
        assert got.headers["ETag"] == found[0].headers["ETag"]


def test_an_update_has_as_long_as_a_query_unless_the_operator_says_otherwise() -> None:
    assert WriteLimits.of(Settings(query_timeout_s=7)).update_timeout_s == 7
    assert WriteLimits.of(Settings(query_timeout_s=7, update_timeout_s=3)).update_timeout_s == 3


ALL_OF_IT = {
    "a variable": "common variable",
    "groups": "label last",
    "properties": "Name propert",
    "graphs": "graphs",
    "paths": "end of a path",
    "search": "/search",
    "order": "ORDER BY",
    "limit": "LIMIT",
}


@pytest.mark.parametrize("slug", ["query-timeout", "too-complex"])
def test_the_pages_of_what_was_too_much_have_all_that_helps(client: FlaskClient, slug: str) -> None:
    told = client.get(f"/problem/{slug}?lang=en").json
    assert told is not None
    assert [what for what, word in ALL_OF_IT.items() if word not in told["next"]] == []
    persian = client.get(f"/problem/{slug}?lang=fa").json
    assert persian is not None
    for word in ("/search", "ORDER BY", "LIMIT"):
        assert word in persian["next"]


def test_what_answers_http_has_no_way_to_the_engine() -> None:
    """Modules that parse or evaluate what users send are those of workers and writers."""
    engine = {"engine", "fork_server", "rewriting", "upload", "worker", "writer"}
    known = {path.stem for path in (ROOT / "server/peyvand/query").iterdir()}
    assert engine <= known
    for path in Path(peyvand.web.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("peyvand.query"):
                names = {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
                assert not {n.removeprefix("peyvand.query.") for n in names} & engine, path


def test_the_examples_of_deployment_do_what_the_page_asks_for() -> None:
    named = DEPLOYMENT.partition("`deploy/`: ")[2].partition(". ")[0]
    files = {name: ROOT / "deploy" / name for name in re.findall(r"`([\w.]+)`", named)}
    assert set(files) == {"nginx.conf", "peyvand.service", "Containerfile"}
    texts = {name: path.read_text(encoding="utf-8") for name, path in files.items()}
    assert "proxy_buffering off;" in texts["nginx.conf"]
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in texts["nginx.conf"]
    assert "proxy_set_header X-Forwarded-Prefix" in texts["nginx.conf"]
    assert "Environment=PEYVAND_TRUSTED_PROXIES=127.0.0.1\n" in texts["peyvand.service"]
    assert re.search(r"^ExecStart=\S+/peyvand serve$", texts["peyvand.service"], re.MULTILINE)
    assert "peyvand build && exec peyvand serve" in texts["Containerfile"]
    for setting in re.findall(r"PEYVAND_[A-Z_]+", "".join(texts.values())):
        assert setting.removeprefix("PEYVAND_").lower() in Settings.__dataclass_fields__
