"""The endpoint without any server: which part answers what, and every header of the answers."""

from __future__ import annotations

import asyncio
import errno
import gzip
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import brotli
import pytest
from flask import Flask
from pyoxigraph import RdfFormat, Store

from peyvand.errors import Damaged, NotFound
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.validate import Result
from peyvand.graph.versions import Version, Versions
from peyvand.query import executor
from peyvand.query.executor import Executor
from peyvand.query.messages import Question
from peyvand.query.writes import Update, WriteAnswer
from peyvand.settings import Settings
from peyvand.tokens import Tokens
from peyvand.web.asgi import Front
from peyvand.web.endpoint import sparql
from peyvand.web.endpoint.routes import Endpoint
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http.headers import COMMON, METHODS
from peyvand.web.http.messages import Reply, Request

ASK = "ASK {}"
ALL = "SELECT ?s { ?s a <https://w3id.org/peyvand/ns#City> }"
RELATIVE = "CONSTRUCT { <s> <p> <o> } WHERE {}"
VARY = "Accept, Accept-Encoding, Accept-Language"
LINKS = (
    '</.well-known/void>; rel="describedby"; type="text/turtle", '
    '</sparql>; rel="service"; title="SPARQL 1.1", '
    '</openapi.json>; rel="service-desc"; type="application/json", '
    '</api>; rel="service-doc"; type="text/html", '
    '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
)
READ = ("GET", "HEAD", "OPTIONS")
ROUTES = {
    "/sparql": (*READ, "POST"),
    "/sparql/": (*READ, "POST"),
    "/graphs": (*READ, "PUT", "POST", "DELETE"),
    "/graphs/x": (*READ, "PUT", "POST", "DELETE"),
    "/versions": READ,
    "/versions/1": READ,
    "/versions/1/patch": READ,
    "/versions/1/rollback": ("POST", "OPTIONS"),
    "/queries/x": ("DELETE", "OPTIONS"),
    "/.well-known/void": READ,
    "/void": READ,
    "/version": READ,
    "/health": READ,
    "/id/city/tabriz": READ,
    "/context.jsonld": READ,
    "*": ("GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"),
}


@pytest.fixture
def bridge(app: Flask) -> Bridge:
    found: Bridge = app.extensions["peyvand"]
    return found


def publish(versions: Versions, lines: str) -> None:
    store = Store()
    store.load(lines.encode(), format=RdfFormat.N_TRIPLES)
    publish_lines(versions, store, dump_lines(store), "copy", keep=2)


def ask(bridge: Bridge, path: str = "/sparql", query: Any = "", **more: Any) -> Reply:
    """The answer to a request, its body whole."""
    headers = {"host": "here.example", **more.pop("headers", {})}
    method = more.pop("method", "GET")
    text = query if isinstance(query, str) else urlencode(query)
    reply = bridge.answer(Request(method, path, text.encode(), headers, **more))
    if reply.pieces is not None:
        reply.body = b"".join(bridge.pieces(reply))
        reply.pieces = None
    bridge.release(reply)
    return reply


@pytest.mark.parametrize("path", ROUTES)
def test_each_path_has_its_methods_and_says_which(bridge: Bridge, path: str) -> None:
    assert bridge.routes.find(path)
    methods = ROUTES[path]
    allowed = ", ".join(methods)
    reply = ask(bridge, path, method="OPTIONS")
    assert (reply.status, reply.body) == (204, b"")
    assert reply.headers["Allow"] == reply.headers["Access-Control-Allow-Methods"] == allowed
    for method in {*METHODS, "PATCH", "TRACE", "get"} - set(methods):
        reply = ask(bridge, path, method=method)
        assert (reply.status, reply.headers["Allow"]) == (405, allowed)
        told = json.loads(reply.body)
        assert method in told["detail"]
        assert allowed in told["detail"] + told.get("hint", "")


@pytest.mark.parametrize("path", ["/", "/sparqls", "/graphsx", "/versionsx", "/queries", "/x", ""])
def test_what_is_not_here_is_a_page_or_nothing(bridge: Bridge, path: str) -> None:
    assert not bridge.routes.find(path)
    assert ask(bridge, path).status == 404
    assert ask(bridge, path, method="OPTIONS").status == 404


def test_the_server_itself_has_methods_but_nothing_to_read(bridge: Bridge) -> None:
    for method in ("GET", "POST", "DELETE"):
        assert ask(bridge, "*", method=method).status == 400


@pytest.mark.parametrize(
    ("call", "status"),
    [
        ({"query": {"query": ASK}}, 200),
        ({"query": {"query": "SELECT"}}, 400),
        ({"query": {"query": ALL}, "headers": {"accept": "application/pdf"}}, 406),
        ({"query": {"query": ASK}, "method": "PUT"}, 405),
        ({"path": "/nothing"}, 404),
        ({"method": "OPTIONS"}, 204),
        ({"query": {"query": ASK}, "headers": {"if-none-match": "*"}}, 304),
        ({"headers": {"accept": "text/html"}}, 303),
        ({"method": "POST"}, 415),
    ],
)
def test_every_answer_carries_the_same(bridge: Bridge, call: dict[str, Any], status: int) -> None:
    reply = ask(bridge, **call)
    assert reply.status == status
    assert {name: reply.headers[name] for name in COMMON} == COMMON
    assert reply.headers["Vary"] == VARY
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    exposed = reply.headers["Access-Control-Expose-Headers"].split(", ")
    assert {"ETag", "Peyvand-Version", "Peyvand-Query", "Link", "Retry-After"} <= set(exposed)
    if status in (200, 303, 304):
        assert reply.headers["Link"] == LINKS


def test_head_is_answered_as_get(bridge: Bridge) -> None:
    got, head = (ask(bridge, query={"query": ASK}, method=method) for method in ("GET", "HEAD"))
    for reply in (got, head):
        del reply.headers["Peyvand-Query"]
    assert (head.status, head.headers) == (got.status, got.headers)


def test_the_endpoint_without_a_query_describes_itself_or_leads_to_the_page(
    bridge: Bridge,
) -> None:
    described = ask(bridge)
    assert described.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert b"SPARQL11Query" in described.body
    page = ask(bridge, headers={"accept": "text/html"})
    assert (page.status, page.headers["Location"]) == (303, "/query")
    # With parameters, and by POST, it is a request of the protocol.
    assert ask(bridge, query="x=y", headers={"accept": "text/html"}).status == 400


def test_each_description_has_a_tag_of_its_own(bridge: Bridge) -> None:
    tags = {}
    for path in ("/sparql", "/void", "/.well-known/void"):
        for kind in ("text/turtle", "application/n-triples", "application/ld+json"):
            first = ask(bridge, path, headers={"accept": kind})
            assert first.status == 200
            assert first.headers["Content-Type"].partition(";")[0] == kind
            assert first.headers["Peyvand-Version"] == "1"
            # What repeats the Host header is for whoever sent it.
            assert first.headers["Vary"] == f"{VARY}, Host"
            assert first.headers["Cache-Control"] == "private, no-cache"
            tag = first.headers["ETag"]
            tags.setdefault(tag, set()).add((path.removeprefix("/.well-known"), kind))
            known = {"accept": kind, "if-none-match": tag}
            again = ask(bridge, path, headers=known)
            assert (again.status, again.body) == (304, b"")
            assert (again.headers["ETag"], again.headers["Vary"]) == (tag, f"{VARY}, Host")
            assert ask(bridge, path, headers={**known, "if-none-match": '"x"'}).status == 200
    assert sorted(len(whole) for whole in tags.values()) == [1] * 6


def test_a_description_of_a_named_server_is_for_everybody(bridge: Bridge) -> None:
    reply = ask(bridge, "/void", public="https://w3id.example")
    assert reply.headers["Cache-Control"] == "public, no-cache"
    assert reply.headers["Vary"] == VARY
    assert b"https://w3id.example/sparql" in reply.body
    assert b"here.example" not in reply.body


def test_the_version_is_told_and_not_sent_again(bridge: Bridge) -> None:
    reply = ask(bridge, "/version")
    assert json.loads(reply.body)["version"] == 1
    told = {name: reply.headers[name] for name in ("Content-Type", "ETag", "Cache-Control")}
    assert told == {"Content-Type": "application/json", "ETag": '"v1"', "Cache-Control": "no-cache"}
    assert reply.headers["Peyvand-Version"] == "1"
    again = ask(bridge, "/version", headers={"if-none-match": '"v1"'})
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", '"v1"')
    assert ask(bridge, "/version", headers={"if-none-match": '"v2"'}).status == 200


def test_health_asks_a_worker_each_time(bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Question] = []
    query = bridge.endpoint._executor.query

    async def counted(question: Question, **more: Any) -> Any:
        asked.append(question)
        return await query(question, **more)

    monkeypatch.setattr(bridge.endpoint._executor, "query", counted)
    for _ in range(2):
        reply = ask(bridge, "/health")
        assert json.loads(reply.body) == {"status": "ok", "version": 1, "columns": False}
        assert reply.headers["Cache-Control"] == "no-store"
        assert reply.headers["Content-Type"] == "application/json"
    assert len(asked) == 2
    assert all(bridge.endpoint._executor.check(one.text).volatile for one in asked)


def test_a_query_that_does_not_run_cannot_be_cancelled(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ask(bridge, "/queries/none", method="DELETE").status == 404
    named: list[str] = []
    monkeypatch.setattr(bridge.endpoint._executor, "cancel", named.append)
    reply = ask(bridge, "/queries/my-query", method="DELETE")
    assert (reply.status, reply.body, named) == (204, b"", ["my-query"])


@pytest.mark.parametrize(
    ("error", "status", "logged"),
    [
        (RuntimeError("secret /srv/graph"), 500, "fault while answering /version"),
        (OSError(errno.ENOSPC, "secret"), 507, "fault while answering /version"),
        (OSError(errno.EIO, "secret"), 500, "fault while answering /version"),
        (Damaged("The graph is damaged."), 503, "GET /version: The graph is damaged."),
        (NotFound("There is none."), 404, ""),
    ],
)
def test_a_fault_is_logged_and_told_without_what_is_inside(
    bridge: Bridge,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    status: int,
    logged: str,
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(bridge.endpoint._executor, "current", fail)
    with caplog.at_level(logging.ERROR):
        reply = ask(bridge, "/version")
    assert reply.status == status
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert b"secret" not in reply.body
    assert (logged in caplog.text) is True
    assert bool(caplog.records) == bool(logged)
    assert {name: reply.headers[name] for name in COMMON} == COMMON


@pytest.mark.parametrize(
    ("accept", "coding"),
    [
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0, br, gzip", "br"),
        ("*;q=0, gzip;q=1", "gzip"),
        ("gzip, br", None),
        ("identity", None),
        (None, None),
    ],
)
def test_who_refuses_plain_answers_gets_none(
    bridge: Bridge, accept: str | None, coding: str | None
) -> None:
    headers = {"accept-encoding": accept} if accept else {}
    reply = ask(bridge, "/version", headers=headers)
    assert reply.headers.get("Content-Encoding") == coding
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[coding]
    assert json.loads(unpack(reply.body))["version"] == 1


@pytest.mark.parametrize("accept", ["identity;q=0", "*;q=0", "deflate, identity;q=0"])
def test_who_refuses_every_coding_is_refused(bridge: Bridge, accept: str) -> None:
    reply = ask(bridge, "/version", headers={"accept-encoding": accept})
    assert reply.status == 406
    assert b"gzip" in reply.body


def test_paths_of_answers_are_below_the_prefix(bridge: Bridge) -> None:
    page = ask(bridge, headers={"accept": "text/html"}, prefix="/graph")
    assert page.headers["Location"] == "/graph/query"
    assert page.headers["Link"].startswith("</graph/.well-known/void>; ")
    listed = json.loads(ask(bridge, "/versions", prefix="/graph").body)
    assert {row["href"] for row in listed["versions"]} == {"/graph/versions/1"}
    # What is packed is no text.
    refused = {"accept-encoding": "identity;q=0, gzip"}
    packed = ask(bridge, "/versions", prefix="/graph", headers=refused)
    assert b"/graph/versions/1" in gzip.decompress(packed.body)


def tag_of(bridge: Bridge, query: Any, **headers: str) -> str:
    reply = ask(bridge, query=query, headers=headers)
    assert reply.status == 200, reply.body
    return reply.headers["ETag"]


def test_whatever_changes_an_answer_changes_its_tag(bridge: Bridge) -> None:
    plain = {"query": ALL, "format": "csv"}
    one, other = "http://x.example/one", "http://x.example/two"
    asked: list[tuple[Any, dict[str, str]]] = [
        (plain, {}),
        ({**plain, "query": ALL + " "}, {}),
        ({**plain, "format": "tsv"}, {}),
        ({**plain, "bom": "1"}, {}),
        (plain, {"accept-encoding": "gzip"}),
        (plain, {"accept-encoding": "br"}),
        ({**plain, "default-graph-uri": one}, {}),
        ({**plain, "default-graph-uri": other}, {}),
        ({**plain, "named-graph-uri": one}, {}),
        ([*plain.items(), ("default-graph-uri", one), ("default-graph-uri", other)], {}),
        ({"query": RELATIVE}, {}),
        ({"query": RELATIVE}, {"host": "there.example"}),
    ]
    tags = [tag_of(bridge, query, **headers) for query, headers in asked]
    assert len(set(tags)) == len(asked)
    assert all(tag.startswith('W/"v1.') for tag in tags)
    # The same again is the same, whoever asks and in whatever language.
    assert [tag_of(bridge, query, **headers) for query, headers in asked] == tags
    assert tag_of(bridge, plain, **{"host": "there.example", "accept-language": "fa"}) == tags[0]
    for tag, (query, headers) in zip(tags, asked, strict=True):
        for known, status in ((tag, 304), (tags[0] if tag != tags[0] else tags[1], 200)):
            reply = ask(bridge, query=query, headers={**headers, "if-none-match": known})
            assert reply.status == status
            assert reply.headers["ETag"] == tag


@pytest.mark.parametrize("coding", ["gzip", "br"])
def test_a_packed_answer_says_so(bridge: Bridge, coding: str) -> None:
    query = {"query": f"SELECT * {{ VALUES ?x {{ {' '.join(map(str, range(400)))} }} }}"}
    plain = ask(bridge, query=query)
    assert "Content-Encoding" not in plain.headers
    packed = ask(bridge, query=query, headers={"accept-encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress}[coding]
    assert unpack(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)


def test_only_reading_is_spared(bridge: Bridge) -> None:
    async def form() -> Any:
        yield f"query={quote(ASK)}".encode()

    headers = {"content-type": "application/x-www-form-urlencoded", "if-none-match": "*"}
    reply = ask(bridge, method="POST", headers=headers, body=form())
    assert reply.status == 200
    assert json.loads(reply.body)["boolean"] is True
    assert ask(bridge, query={"query": ASK}, headers={"if-none-match": "*"}).status == 304
    head = ask(bridge, query={"query": ASK}, headers={"if-none-match": "*"}, method="HEAD")
    assert head.status == 304


@pytest.mark.parametrize("header", ['"a", W/"b"', 'W/"b"', '"b"', "*", ' "b" ', '"a","b"'])
def test_a_tag_is_found_among_several(bridge: Bridge, header: str) -> None:
    tag = tag_of(bridge, {"query": ASK})
    opaque = tag.removeprefix("W/")
    named = header.replace('"b"', opaque)
    assert ask(bridge, query={"query": ASK}, headers={"if-none-match": named}).status == 304


@pytest.mark.parametrize("header", ["", '"a"', "W/", '""', "**"])
def test_another_tag_is_none(bridge: Bridge, header: str) -> None:
    assert ask(bridge, query={"query": ASK}, headers={"if-none-match": header}).status == 200


def test_an_answer_of_a_version_is_kept_for_ever_and_of_the_current_one_asked_for(
    bridge: Bridge,
) -> None:
    now, then = (ask(bridge, query={"query": ASK, **more}) for more in ({}, {"version": "1"}))
    assert now.headers["Cache-Control"] == "public, no-cache"
    assert then.headers["Cache-Control"] == "public, no-cache"
    for headers in (now.headers, then.headers):
        assert headers["Peyvand-Version"] == "1"
        assert headers["ETag"] == now.headers["ETag"]
    kept = ask(bridge, query={"query": ASK, "version": "1"}, headers={"if-none-match": "*"})
    assert kept.headers["Cache-Control"] == "public, no-cache"
    assert ask(bridge, query={"query": ASK, "version": "2"}).status == 404
    odd = ask(bridge, query={"query": "SELECT (RAND() AS ?x) {}"}, headers={"if-none-match": "*"})
    assert (odd.status, odd.headers["Cache-Control"]) == (200, "no-store")
    assert "ETag" not in odd.headers


def test_an_answer_is_of_the_version_that_its_headers_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = Versions(tmp_path)
    publish(versions, '<http://x.example/a> <http://x.example/p> "before" .\n')
    look = Executor.version

    def overtaken(self: Executor, number: int | None) -> Version:
        """Another version is published just after the first look at the current one."""
        version = look(self, number)
        if number is None:
            publish(versions, '<http://x.example/a> <http://x.example/p> "after" .\n')
        return version

    monkeypatch.setattr(Executor, "version", overtaken)
    monkeypatch.setattr(executor, "_BELIEF_S", -1)
    query = urlencode({"query": "SELECT ?o { ?s ?p ?o }", "format": "csv"}).encode()

    async def work() -> None:
        made = Executor(versions, settings := Settings(workers=1))
        try:
            reply = await Endpoint(made, settings).answer(Request("GET", "/sparql", query))
        finally:
            await made.close()
        assert versions.current().number > 1
        assert reply.headers["Peyvand-Version"] == "1"
        assert reply.headers["ETag"].startswith('W/"v1.')
        assert reply.body == b"o\r\nbefore\r\n"

    asyncio.run(work())


def test_what_was_read_once_is_not_taken_for_another_request(bridge: Bridge) -> None:
    query = {"query": ALL}
    kinds = ("text/csv", "application/sparql-results+xml", "application/sparql-results+json")
    for _ in range(2):
        for kind in kinds:
            reply = ask(bridge, query=query, headers={"accept": kind})
            assert reply.headers["Content-Type"].partition(";")[0] == kind
        for host in ("a.example", "b.example"):
            reply = ask(bridge, query={"query": RELATIVE}, headers={"host": host})
            assert f"http://{host}/s".encode() in reply.body
            assert reply.headers["Vary"] == f"{VARY}, Host"
            assert reply.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ({"query": ASK, "version": "0"}, 400, "version"),
        ({"query": ASK, "version": "x"}, 400, "version"),
        ({"query": ASK, "timeout": "0"}, 400, "timeout"),
        ({"query": ASK, "timeout": "-1"}, 400, "timeout"),
        ({"query": ASK, "using-graph-uri": "http://x.example/"}, 400, "default-graph-uri"),
        ({"query": ASK, "using-named-graph-uri": "http://x.example/"}, 400, "named-graph-uri"),
        ({"query": ASK, "named-graph-uri": "x"}, 400, "named-graph-uri"),
        ({"query": ASK, "update": "CLEAR ALL"}, 400, "POST"),
        ({"query": "\ufeff" + ASK}, 200, ""),
        ({"query": ASK, "timeout": "0.5", "version": "1"}, 200, ""),
    ],
)
def test_parameters_of_a_query(bridge: Bridge, query: Any, status: int, words: str) -> None:
    reply = ask(bridge, query=query)
    assert reply.status == status, reply.body
    assert words in reply.body.decode()


@pytest.mark.parametrize(
    ("language", "lang", "tag"),
    [
        ("fa", "", "fa"),
        ("en, fa;q=0.9", "", "en"),
        ("fa;q=0", "", "en"),
        ("en;q=0", "", "fa"),
        ("fa;q=0.1, de", "", "fa"),
        ("*", "", "en"),
        ("en;q=0, *", "", "fa"),
        ("", "", "en"),
        ("fa", "en", "en"),
        ("en", "fa", "fa"),
        ("en", "de", "en"),
    ],
)
def test_the_language_is_that_of_the_address_or_of_its_header(
    bridge: Bridge, language: str, lang: str, tag: str
) -> None:
    # No other header that has to do with languages decides.
    headers = {"accept-language": language, "content-language": "fa", "accept": "*/*"}
    reply = ask(bridge, query={"query": "SELECT", "lang": lang}, headers=headers)
    assert reply.headers["Content-Language"] == json.loads(reply.body)["lang"] == tag


@pytest.mark.parametrize("path", ["/sparql", "/void", "/version", "/versions/1", "/graphs"])
def test_the_head_of_every_path_is_that_of_its_answer(bridge: Bridge, path: str) -> None:
    got, head = (ask(bridge, path, method=method) for method in ("GET", "HEAD"))
    assert (head.status, head.headers) == (got.status, got.headers)


def test_an_odd_host_is_not_repeated(bridge: Bridge) -> None:
    for host in ("evil.example/<x>", "evil.example:1:2", "evil example", "x@evil.example"):
        for query in ("", {"query": RELATIVE}):
            reply = ask(bridge, query=query, headers={"host": host})
            assert b"evil" not in reply.body


def test_only_a_whole_name_of_a_language_counts(bridge: Bridge) -> None:
    for query in ("query=SELECT&lang=fax", "query=SELECT&xlang=fa", "query=SELECT&lang="):
        assert ask(bridge, query=query).headers["Content-Language"] == "en"
    for query in ("lang=fa&query=SELECT", "query=SELECT&lang=fa", "query=x&lang=fa&y=1"):
        assert ask(bridge, query=query).headers["Content-Language"] == "fa"


def test_requests_are_remembered_but_not_all(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sparql, "_REMEMBERED", 3)
    known = bridge.endpoint._sparql._remembered
    known.clear()
    for number in range(5):
        ask(bridge, query={"query": f"ASK {{ BIND({number} AS ?x) }}"})
    assert len(known) == 3
    # Those that came last, and none that is long.
    assert [b"BIND%28" + str(n).encode() in key[0] for key, n in zip(known, (2, 3, 4), strict=True)]
    ask(bridge, query={"query": ASK, "x": "y" * 5000})
    assert len(known) == 3


@pytest.fixture
def secret(bridge: Bridge) -> Iterator[str]:
    tokens = Tokens(bridge.versions.home)
    yield tokens.add("mina", ("http://x.example/g",))
    tokens.revoke("mina")


FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
QUERY = "application/sparql-query"
CLEAR = "CLEAR GRAPH <http://x.example/g>"


def post(bridge: Bridge, text: str, kind: str = FORM, secret: str = "", **more: Any) -> Reply:
    """The answer to a POST, its body in two pieces."""

    async def body() -> Any:
        data = text.encode()
        for piece in (data[:7], data[7:]):
            yield piece

    headers = {"content-type": kind, **more.pop("headers", {})}
    if secret:
        headers["authorization"] = f"Bearer {secret}"
    return ask(bridge, method="POST", headers=headers, body=body(), **more)


def test_a_write_is_made_as_it_was_asked_for(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    asked: list[Update] = []
    warning = Result("warning", "S", "C", "http://f/", "", "look", "ببین")

    async def write(request: Update) -> WriteAnswer:
        asked.append(request)
        return WriteAnswer(7, warnings=(warning,), added=1)

    monkeypatch.setattr(bridge.endpoint._executor, "write", write)
    using = [("using-graph-uri", "http://x.example/1"), ("using-graph-uri", "http://x.example/2")]
    named = [("using-named-graph-uri", "http://x.example/3")]
    reply = post(
        bridge,
        urlencode([("update", "\ufeff" + CLEAR), *using, *named, ("dry-run", "1")]),
        secret=secret,
        headers={"if-match": '"v4", W/"v5.x"', "accept-language": "fa"},
    )
    assert reply.status == 200
    assert asked.pop() == Update(
        text=CLEAR,
        using=("http://x.example/1", "http://x.example/2"),
        using_named=("http://x.example/3",),
        base="http://here.example/sparql",
        dry_run=True,
        if_match=(4, 5),
        by="mina",
        rights=("http://x.example/g",),
    )
    told = json.loads(reply.body)
    assert told == {
        "version": 7, "added": 1, "created": False, "graph": None, "dry_run": False,
        "normalised": [], "warnings": [{**vars(warning), "message": "ببین"}],
    }  # fmt: skip
    assert "ببین" in reply.body.decode()
    assert {name: reply.headers[name] for name in ("ETag", "Cache-Control", "Content-Type")} == {
        "ETag": '"v7"', "Cache-Control": "no-store", "Content-Type": "application/json",
    }  # fmt: skip
    assert reply.headers["Peyvand-Version"] == "7"
    reply = post(bridge, CLEAR, UPDATE, secret)
    one = asked.pop()
    assert (one.using, one.dry_run, one.if_match) == ((), False, None)
    assert json.loads(reply.body)["warnings"][0]["message"] == "look"
    # As long ones are, beside the loop.
    monkeypatch.setattr(sparql, "_LONG", 10)
    assert post(bridge, CLEAR, UPDATE, secret).status == 200
    assert asked.pop() == one
    # Parameters of the address count beside a direct update.
    post(bridge, CLEAR, UPDATE, secret, query=[*named, ("dry-run", "true")])
    one = asked.pop()
    assert (one.using_named, one.dry_run) == (("http://x.example/3",), True)


@pytest.mark.parametrize(
    ("text", "kind", "known", "status", "words"),
    [
        (CLEAR, UPDATE, False, 401, "token"),
        (urlencode({"update": CLEAR}), FORM, False, 401, "token"),
        ("CLEAR", UPDATE, True, 400, "line 1"),
        (ASK, UPDATE, True, 400, ""),
        (urlencode({"update": CLEAR, "query": ASK}), FORM, True, 400, "query"),
        (urlencode({"update": CLEAR, "default-graph-uri": "http://x/"}), FORM, True, 400, "using"),
        (urlencode({"update": CLEAR, "named-graph-uri": "http://x/"}), FORM, True, 400, "using"),
        (urlencode({"query": ASK, "using-graph-uri": "http://x/"}), FORM, True, 400, "default"),
        (urlencode({"x": "y"}), FORM, True, 400, "no query"),
        (CLEAR, QUERY, True, 400, ""),
        (ASK, "text/plain", True, 415, "text/plain"),
        (ASK, QUERY + "; charset=utf-99", True, 415, "utf-99"),
        # Without a token no more is read than a query may be long.
        ("x=" + "y" * 22_300, FORM, False, 400, "no query"),
        ("x=" + "y" * 22_400, FORM, False, 413, "PEYVAND_MAX_QUERY_BYTES"),
        ("x=" + "y" * 22_400, FORM, True, 400, "no query"),
        (ASK + " " * 1_994, QUERY, False, 200, "true"),
        (ASK + " " * 1_995, QUERY, False, 413, "PEYVAND_MAX_QUERY_BYTES"),
        (ASK + " " * 1_995, QUERY, True, 413, "PEYVAND_MAX_QUERY_BYTES"),
        (CLEAR + " " * 30_000 + "x", UPDATE, False, 401, "token"),
        (CLEAR + " " * 30_000 + "x", UPDATE, True, 400, "line 1"),
        (CLEAR + " " * 300_000 + "x", UPDATE, True, 400, "line 1"),
        (urlencode({"query": ASK, "x": "y" * 300_000}), FORM, True, 200, "true"),
    ],
)
def test_what_a_body_may_hold(
    bridge: Bridge, secret: str, text: str, kind: str, known: bool, status: int, words: str
) -> None:
    reply = post(bridge, text, kind, secret if known else "")
    assert reply.status == status, reply.body
    told = json.loads(reply.body)
    assert words in reply.body.decode() + str(told.get("hint"))


def test_a_body_and_the_address_do_not_both_ask(bridge: Bridge, secret: str) -> None:
    for name in ("query", "update"):
        for text, kind in ((ASK, QUERY), (CLEAR, UPDATE)):
            reply = post(bridge, text, kind, secret, query={name: ASK})
            assert (reply.status, b"address" in reply.body) == (400, True)


def test_a_query_is_asked_for_whoever_asked_it(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Question, dict[str, Any]]] = []
    query = bridge.endpoint._executor.query

    async def noted(question: Question, **more: Any) -> Any:
        asked.append((question, more))
        return await query(question, **more)

    monkeypatch.setattr(bridge.endpoint._executor, "query", noted)
    graphs = [
        ("default-graph-uri", "http://x.example/1"),
        ("named-graph-uri", "http://x.example/2"),
    ]
    more = [("version", "1"), ("timeout", "2.5"), ("format", "csv"), ("bom", "1")]
    headers = {"peyvand-query": "mine-0123456789-abc", "accept-encoding": "gzip"}
    reply = ask(bridge, query=[("query", ALL), *graphs, *more], headers=headers, client="1.2.3.4")
    assert reply.status == 200, reply.body
    assert reply.headers["Peyvand-Query"] == "mine-0123456789-abc"
    question, said = asked.pop()
    assert question == Question(
        ALL, "csv", ("http://x.example/1",), ("http://x.example/2",), "gzip", True, ""
    )
    facts = said.pop("facts")
    assert facts.form == "SELECT"
    assert said == {
        "client": "1.2.3.4",
        "version": 1,
        "timeout_s": 2.5,
        "name": "mine-0123456789-abc",
    }
    ask(bridge, query={"query": RELATIVE})
    question, said = asked.pop()
    assert (question.base, question.format) == ("http://here.example/sparql", "turtle")
    assert (said["version"], said["timeout_s"], said["name"]) == (1, None, None)


@pytest.mark.parametrize(
    ("kind", "field", "known"), [(FORM, "query", False), (FORM, "update", True), (UPDATE, "", True)]
)
def test_long_texts_are_read_beside_the_loop(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch, secret: str, kind: str, field: str, known: bool
) -> None:
    """While one client's long text is read, the others are answered."""
    aside: list[str] = []
    to_thread = asyncio.to_thread

    async def noted(work: Any, *given: Any, **more: Any) -> Any:
        aside.append(work.__name__)
        return await to_thread(work, *given, **more)

    monkeypatch.setattr(sparql.asyncio, "to_thread", noted)
    monkeypatch.setattr(sparql, "_LONG", 1000)
    work = ["parse" if field else "check"]
    for size, expected in ((999, []), (1000, work), (1001, work)):
        text = f"{field}=CLEAR%20x+" if field else CLEAR + " x"
        reply = post(bridge, text.ljust(size, "+" if field else " "), kind, secret if known else "")
        assert reply.status == 400
        assert aside == expected
        aside.clear()


def test_who_may_write_may_send_three_bytes_for_one(
    bridge: Bridge, monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    small = replace(bridge.settings, max_upload_mb=1)
    monkeypatch.setattr(bridge.endpoint._sparql, "_settings", small)
    most = 3 * 1024 * 1024
    for kind, known, length, status in (
        (FORM, True, most, 400),
        (FORM, True, most + 1, 413),
        (UPDATE, True, 1024 * 1024, 400),
        (UPDATE, True, 1024 * 1024 + 1, 413),
        (FORM, False, 3 * 2000 + 16 * 1024, 400),
        (FORM, False, 3 * 2000 + 16 * 1024 + 1, 413),
    ):
        headers = {"content-length": str(length)}
        reply = post(bridge, "CLEAR", kind, secret if known else "", headers=headers)
        assert reply.status == status, (kind, length)
        if status == 413:
            setting = "PEYVAND_MAX_UPLOAD_MB" if known else "PEYVAND_MAX_QUERY_BYTES"
            assert setting in reply.body.decode()


def test_an_update_that_is_read_stands_at_the_beginning(bridge: Bridge) -> None:
    told = json.loads(ask(bridge, query={"update": CLEAR}).body)
    assert told["detail"].startswith("update at line 1, column 1 begins an update")


def test_a_long_type_is_cut_where_it_is_repeated(bridge: Bridge) -> None:
    reply = post(bridge, ASK, "x/" + "y" * 200)
    assert "x/" + "y" * 78 in json.loads(reply.body)["detail"]
    assert "y" * 79 not in reply.body.decode()
    assert "none" in json.loads(ask(bridge, method="POST").body)["detail"]


def over_asgi(bridge: Bridge, method: str, path: str, *headers: tuple[bytes, bytes]) -> Any:
    """The messages that an ASGI server is sent for a request without a body."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    async def pages(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("no page is asked for")

    path, _, query = path.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(b"host", b"here.example"), *headers],
        "client": ("1.2.3.4", 5),
        "http_version": "1.1",
    }
    bridge.call(Front(bridge.endpoint, pages)(scope, receive, send))
    return sent[0], b"".join(message["body"] for message in sent[1:])


@pytest.mark.parametrize("path", ["/version", "/sparql", "/sparql?query=ASK%7B%7D", "/versions/77"])
def test_a_head_has_no_body_but_the_length_of_one(bridge: Bridge, path: str) -> None:
    (got, body), (head, nothing) = (over_asgi(bridge, name, path) for name in ("GET", "HEAD"))
    told = [{k: v for k, v in one["headers"] if k != b"peyvand-query"} for one in (got, head)]
    assert (got["status"], told[0]) == (head["status"], told[1])
    assert nothing == b""
    assert body
    assert int(told[1][b"content-length"]) == len(body)


def test_the_lines_of_a_header_are_one_list(bridge: Bridge) -> None:
    start, body = over_asgi(
        bridge, "GET", "/void", (b"accept", b"application/ld+json"), (b"accept", b"text/html;q=0.1")
    )
    assert dict(start["headers"])[b"content-type"] == b"application/ld+json"
    assert json.loads(body)
    start, body = over_asgi(bridge, "OPTIONS", "/version")
    assert (start["status"], body) == (204, b"")
    assert b"content-length" not in dict(start["headers"])
