"""Uploads and updates: what is read, what is refused before it costs anything, what is told."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pyoxigraph import DefaultGraph

from peyvand.errors import MalformedData
from peyvand.query import upload
from peyvand.query.writes import Part
from web.live import NEW, Got, Server, publish, running, small_store

MARK = b"\xef\xbb\xbf"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
ONE = {
    "text/turtle": b"<http://a/> <http://p/q> <http://o/> .",
    "application/n-triples": b"<http://a/> <http://p/q> <http://o/> .",
    "application/n-quads": b"<http://a/> <http://p/q> <http://o/> .",
    "application/trig": b"{ <http://a/> <http://p/q> <http://o/> }",
    "application/ld+json": b'{"@id": "http://a/", "http://p/q": {"@id": "http://o/"}}',
    "application/rdf+xml": f'<rdf:RDF xmlns:rdf="{RDF}"><rdf:Description rdf:about="http://a/">'
    '<q xmlns="http://p/" rdf:resource="http://o/"/></rdf:Description></rdf:RDF>'.encode(),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("uploads")
    publish(home, small_store())
    with running(home, update_timeout_s=1) as found:
        yield found


def put(server: Server, body: bytes | str, kind: str = "text/turtle", name: str = "up") -> Got:
    headers = {"Content-Type": kind}
    path = f"/graphs/{name}" if name != "default" else "/graphs?default"
    return server.ask("PUT", path, body=body, headers=headers, token=server.token)


def get(server: Server, name: str = "up") -> set[str]:
    got = server.ask(path=f"/graphs/{name}", headers={"Accept": "application/n-triples"})
    assert got.status == 200, got.text
    return set(got.text.splitlines())


@pytest.mark.parametrize("kind", ONE)
def test_a_mark_at_the_start_is_passed_over(server: Server, kind: str) -> None:
    name = "mark-" + kind.partition("/")[2]
    assert put(server, MARK + ONE[kind], kind, name).status == 201
    assert get(server, name) == {"<http://a/> <http://p/q> <http://o/> ."}


DEEP = {
    "arrays": ("application/ld+json", "[" * 50_000 + "]" * 50_000),
    "objects": ("application/ld+json", '{"http://p/":' * 20_000 + "1" + "}" * 20_000),
    "without end": ("application/ld+json", "[" * 200_000),
    "blank nodes": ("text/turtle", "<x:s> <x:p> " + "[<x:p> " * 50_000 + "1" + "]" * 50_000 + " ."),
    "lists": ("text/turtle", "<x:s> <x:p> " + "(" * 50_000 + ")" * 50_000 + " ."),
    "lists in TriG": ("application/trig", "{ <x:s> <x:p> " + "(" * 50_000 + ")" * 50_000 + " }"),
    "reifiers": ("text/turtle", "<< " * 50_000 + "<x:s> <x:p> 1"),
    "triple terms": ("application/n-quads", "<x:s> <x:p> " + "<<( <x:s> <x:p> " * 50_000),
    "elements": (
        "application/rdf+xml",
        f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="x:">'
        + "<rdf:Description><x:p>" * 20_000 + "</x:p></rdf:Description>" * 20_000 + "</rdf:RDF>",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DEEP)
def test_what_nests_deeply_is_refused_before_it_is_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def never(*arguments: object, **more: object) -> None:
        raise AssertionError("the parser was called")

    monkeypatch.setattr(upload, "parse", never)
    kind, text = DEEP[name]
    path = tmp_path / "deep"
    path.write_text(text)
    with pytest.raises(MalformedData, match="100 levels"):
        upload.read(Part(str(path), kind), DefaultGraph(), None, 100, {})


def test_what_nests_deeply_is_said_to(server: Server) -> None:
    got = put(server, "[" * 50_000 + "]" * 50_000, "application/ld+json")
    assert got.status == 400
    assert "PEYVAND_MAX_NESTING" in got.json["hint"]
    got = server.update("INSERT DATA { <x:s> <x:p> " + "[<x:p> " * 200 + "1" + "]" * 200 + " }")
    assert got.status == 400


def test_brackets_that_open_nothing_are_not_counted(server: Server) -> None:
    brackets, escaped = "([{<<" * 60, "\\(" * 200
    turtle = (
        f"@prefix x: <http://x/> . # {brackets}\n<http://a/{'(' * 200}> x:b{escaped} "
        f'"{brackets}", \'\'\'{brackets}\' " \'\'\', """{brackets}"\\" """ .'
    )
    assert put(server, turtle, name="brackets").status == 201
    assert len(get(server, "brackets")) == 3
    linked = {"@id": "http://a/", "http://p/": brackets + '"\\', "http://q/": [{"@id": "http://b"}]}
    assert put(server, json.dumps(linked), "application/ld+json", "brackets").status == 204
    assert len(get(server, "brackets")) == 2


def test_our_own_context_is_known_here(server: Server) -> None:
    host = f"http://127.0.0.1:{server.port}/context.jsonld"
    expected = 201
    for name in (
        "https://w3id.org/peyvand/context.jsonld",
        "http://w3id.org/peyvand/context.jsonld",
        host,
    ):
        for context in (name, [name], [{"ex": "http://e/"}, name, {"q": "ex:q"}]):
            body = {
                "@context": context,
                "id": "https://w3id.org/peyvand/id/city/tabriz",
                "label": {"en": "Tabriz", "fa": "تبریز"},
                # A value is a value, whatever it says.
                "rdfs:seeAlso": name,
                "note": name,
            }
            got = put(server, json.dumps(body), "application/ld+json", "context")
            assert got.status == expected, got.text
            expected = 204
            city = "<https://w3id.org/peyvand/id/city/tabriz>"
            label = "<http://www.w3.org/2000/01/rdf-schema#label>"
            assert {
                f'{city} {label} "Tabriz"@en .',
                f'{city} {label} "تبریز"@fa .',
                f"{city} <http://www.w3.org/2000/01/rdf-schema#seeAlso> <{name}> .",
            } < get(server, "context")
            assert len(get(server, "context")) == 4
    inner = {"@id": "http://a/", "http://p/": {"@context": host, "label": {"en": "x"}}}
    text = json.dumps(inner).replace("/", "\\/")
    assert put(server, text, "application/ld+json", "context").status == 204
    assert any('rdf-schema#label> "x"@en' in line for line in get(server, "context"))


@pytest.mark.parametrize(
    "context",
    ["https://schema.org/", ["https://w3id.org/peyvand/context.jsonld", "http://x.example/"],
     {"@import": "http://x.example/"}, "https://w3id.org/peyvand/context.jsonld2"],
)  # fmt: skip
def test_other_contexts_are_refused_with_a_reason(server: Server, context: object) -> None:
    body = json.dumps({"@context": context, "@id": "http://a/"})
    got = put(server, body, "application/ld+json")
    assert got.status == 400
    assert "fetches nothing" in got.json["detail"]
    assert "https://w3id.org/peyvand/context.jsonld" in got.json["hint"]


@pytest.mark.parametrize("kind", ONE)
def test_an_error_names_no_file_of_the_server(server: Server, kind: str) -> None:
    got = put(server, b'<http://a/> ] "', kind)
    assert got.status == 400
    assert "peyvand-" not in got.text
    assert tempfile.gettempdir() not in got.text
    assert kind in got.json["detail"]


TOMORROW = {
    "a direction": ('<x:s> <x:p> "x"@fa--rtl .', '"x"@fa--rtl', '"x"@fa,'),
    "a triple term": ("<x:s> <x:p> <<( <x:a> <x:p> 1 )>> .", "<<( <x:a>", "rdf:subject"),
    "a reifier": ("<< <x:s> <x:p> <x:o> >> <x:q> 1 .", "<<( <x:s>", "rdf:subject"),
    "an annotation": ("<x:s> <x:p> <x:o> {| <x:q> 1 |} .", "<<( <x:s>", "rdf:subject"),
}


@pytest.mark.parametrize("name", TOMORROW)
@pytest.mark.parametrize("way", ["put", "update"])
def test_terms_of_rdf_1_2_are_refused(server: Server, name: str, way: str) -> None:
    text, term, instead = TOMORROW[name]
    before = server.versions.current().number
    got = put(server, text) if way == "put" else server.update(f"INSERT DATA {{ {text} }}")
    assert got.status == 400
    assert term in got.json["detail"]
    assert instead in got.json["hint"]
    assert server.versions.current().number == before


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (
            '{"@context": {"@direction": "rtl", "@language": "fa"}, "@id": "x:a", "x:p": "y"}',
            "application/ld+json",
            400,
        ),
        # Without a language, RDF 1.2 has no direction: the reader passes it over.
        ('{"@id": "x:a", "x:p": {"@value": "y", "@direction": "rtl"}}', "application/ld+json", 201),
        (
            f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:x="x:" xmlns:its="http://www.w3.org/2005/11/its" '
            'rdf:version="1.2" its:version="2.0"><rdf:Description rdf:about="x:a">'
            '<x:p xml:lang="fa" its:dir="rtl">y</x:p></rdf:Description></rdf:RDF>',
            "application/rdf+xml",
            400,
        ),
    ],
)
def test_directions_of_other_syntaxes_are_not_kept(
    server: Server, body: str, kind: str, status: int
) -> None:
    got = put(server, body, kind, "directed")
    assert got.status == status, got.text
    if status == 201:
        assert get(server, "directed") == {'<x:a> <x:p> "y" .'}


@pytest.mark.parametrize(
    "made",
    ['STRLANGDIR("x", "fa", "rtl")', "TRIPLE(<x:a>, <x:p>, 1)", "<<( <x:a> <x:p> 1 )>>"],
)
def test_terms_that_an_update_computes_are_refused_too(server: Server, made: str) -> None:
    got = server.update(f"INSERT {{ <x:s> <x:p> ?t }} WHERE {{ BIND({made} AS ?t) }}")
    assert got.status == 400
    assert "RDF 1.2" in got.json["detail"]


@pytest.mark.parametrize("kind", ["langString", "dirLangString"])
def test_what_no_dump_can_hold_is_refused(server: Server, kind: str) -> None:
    before = server.versions.current().number
    for text in (
        f'INSERT DATA {{ <x:s> <x:p> "x"^^<{RDF}{kind}> }}',
        f'INSERT {{ <x:s> <x:p> ?x }} WHERE {{ BIND(STRDT("x", <{RDF}{kind}>) AS ?x) }}',
    ):
        got = server.update(text)
        assert got.status == 400
        assert kind in got.json["detail"]
    assert server.versions.current().number == before


def test_literals_that_change_are_told(server: Server) -> None:
    turtle = f'<x:s> <x:p> 1.50, 7, "+7"^^<{XSD}int>, "x"@en, "1"^^<{XSD}boolean> .'
    got = put(server, turtle, name="told")
    assert got.status == 201
    expected = [
        {"given": f'"+7"^^<{XSD}int>', "stored": f'"7"^^<{XSD}integer>'},
        {"given": f'"1"^^<{XSD}boolean>', "stored": f'"true"^^<{XSD}boolean>'},
        {"given": f'"1.50"^^<{XSD}decimal>', "stored": f'"1.5"^^<{XSD}decimal>'},
    ]
    assert got.json["normalised"] == expected
    assert got.json["normalised_count"] == 3
    # Again, where nothing is to be changed any more, and by an update.
    assert put(server, turtle, name="told").json["normalised"] == expected
    got = server.update(f"INSERT DATA {{ GRAPH <{NEW}told2> {{ {turtle} }} }}")
    assert got.json["normalised"] == expected
    # What stands beside what is inserted is told where it comes into the graph, and only there.
    made = server.update("INSERT { <x:t> <x:p> ?v } WHERE { VALUES ?v { 2.50 } FILTER(3.50 > 1) }")
    assert [row["stored"] for row in made.json["normalised"]] == [f'"2.5"^^<{XSD}decimal>']
    assert put(server, "<x:s> <x:p> 7, 'x'@en .", name="untold").json is not None


def test_many_that_change_are_counted(server: Server) -> None:
    turtle = "<x:s> <x:p> " + ", ".join(f"{n}.50" for n in range(500)) + " ."
    got = put(server, turtle, name="many")
    assert got.json["normalised_count"] == 500
    assert len(got.json["normalised"]) == 200


@pytest.mark.parametrize("way", ["put", "update"])
def test_a_value_of_another_type_is_told(server: Server, way: str) -> None:
    given = f'"300"^^<{XSD}byte>'
    text = f"<x:s> <x:{way}> {given} ."
    got = put(server, text) if way == "put" else server.update(f"INSERT DATA {{ {text} }}")
    told = {"given": given, "stored": f'"300"^^<{XSD}integer>', "ill_typed": True}
    assert got.json["normalised"] == [told]
    # To ask for one, or to remove it, changes nothing that is kept.
    where = f"INSERT {{ ?s <x:q> 1 }} WHERE {{ ?s ?p {given} }}"
    assert server.update(where).json["normalised"] == []
    assert server.update(f"DELETE DATA {{ {text} }}").json["normalised"] == []


def test_an_update_that_never_ends_is_cut_at_its_own_limit(server: Server) -> None:
    many = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(30))
    every = ", ".join(f"STR(?o{n})" for n in range(30))
    endless = f"INSERT {{ <x:s> <x:p> 1 }} WHERE {{ {many} FILTER(CONCAT({every}) = '') }}"
    before = server.versions.current().number
    start = time.monotonic()
    got = server.update(endless)
    assert got.status == 504, got.text
    assert time.monotonic() - start < 20
    assert "1 seconds" in got.json["detail"]
    assert "PEYVAND_UPDATE_TIMEOUT_S" in got.json["hint"]
    assert server.versions.current().number == before
    assert server.update("INSERT DATA { <x:after> <x:p> 1 }").status == 200


def test_a_new_graph_is_read_where_it_is_said_to_be(server: Server) -> None:
    got = server.ask("POST", "/graphs", body="[] <x:p> 1 .", token=server.token,
                     headers={"Content-Type": "text/turtle"})  # fmt: skip
    assert got.status == 201
    place = got.headers["Location"]
    assert server.ask(path=place).status == 200
    whole = f"http://127.0.0.1:{server.port}{place}"
    named = server.ask(path="/graphs", query={"graph": whole})
    assert named.status == 200
    iri = got.json["graph"]
    assert server.ask(path="/graphs", query={"graph": iri}).body == named.body
    assert server.ask("DELETE", "/graphs", query={"graph": whole}, token=server.token).status == 200
    assert server.ask(path=urlsplit(whole).path).status == 404


@pytest.mark.parametrize("kind", ONE)
def test_relative_names_are_relative_to_the_graph(server: Server, kind: str) -> None:
    if kind in ("application/n-triples", "application/n-quads"):
        # Their names are absolute always.
        assert put(server, ONE[kind].replace(b"http://a/", b"a"), kind).status == 400
        return
    body = ONE[kind].replace(b"http://a/", b"a").replace(b"http://o/", b"#o")
    graph = f"http://x.example/some/{kind.partition('/')[2]}"
    headers = {"Content-Type": kind}
    got = server.ask("PUT", "/graphs", query={"graph": graph}, body=body, headers=headers,
                     token=server.token)  # fmt: skip
    assert got.status == 201, got.text
    found = server.ask(path="/graphs", query={"graph": graph, "format": "ntriples"})
    assert f"<http://x.example/some/a> <http://p/q> <{graph}#o> ." in found.text


@pytest.mark.parametrize("name", ["text/turtle", "application/n-triples", "application/ld+json"])
def test_a_label_names_another_node_in_each_upload(server: Server, name: str) -> None:
    """Blank nodes are shared by nothing but one document (RDF 1.1, section 3.4)."""
    graph = "labels-" + name.partition("/")[2]
    body = '[{"@id": "_:x", "http://p/q": 1}]' if "json" in name else "_:x <http://p/q> 1 ."
    if name == "application/n-triples":
        body = body.replace("1", f'"1"^^<{XSD}integer>')
    for _ in range(2):
        headers = {"Content-Type": name}
        got = server.ask("POST", f"/graphs/{graph}", body=body, headers=headers, token=server.token)
        assert got.status in (200, 201, 204), got.text
    assert len({line.split()[0] for line in get(server, graph)}) == 2


def test_in_the_default_graph_they_are_relative_to_the_address(server: Server) -> None:
    got = server.ask("POST", "/graphs?default", body="<a> <#p> <> .", token=server.token,
                     headers={"Content-Type": "text/turtle"})  # fmt: skip
    assert got.status == 200, got.text
    here = f"http://127.0.0.1:{server.port}"
    assert server.select(f"SELECT ?o {{ <{here}/a> <{here}/graphs#p> ?o }}") == [f"{here}/graphs"]


def test_a_type_of_document_is_refused_wherever_it_stands(server: Server) -> None:
    space = " " * (2 * 1024 * 1024)
    declared = f'<?xml version="1.0"?>{space}<!DOCTYPE x [<!ENTITY a "b">]>'
    body = declared.encode() + ONE["application/rdf+xml"]
    got = put(server, body, "application/rdf+xml")
    assert got.status == 400
    assert "document type" in got.json["detail"]
