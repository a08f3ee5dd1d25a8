"""A format is one row of one table: what the rest of the program says of formats follows."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

import peyvand
from peyvand.formats import GRAPHS, TABLES, TURTLE
from peyvand.resources import root
from web.live import NEW, Server, publish, running, small_store, wait_for_index

PACKAGE = Path(peyvand.__file__).parent
ROW = '    _graph(RdfFormat.N3, "notation3", aliases=("other-n3",)),\n'
TYPE = "text/n3"
CITY = "https://w3id.org/peyvand/id/city/tabriz"
DATA = f"""
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{CITY}> a <https://w3id.org/peyvand/ns#City> ; rdfs:label "Tabriz"@en, "تبریز"@fa .
<http://x.example/one> {{ <http://x.example/a> rdfs:seeAlso <http://x.example/1> }}
"""
SD = "http://www.w3.org/ns/sparql-service-description#"
QUERY = "CONSTRUCT WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package whose table of formats has one row more."""
    folder = tmp_path_factory.mktemp("program")
    copy = folder / "server" / "peyvand"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__", "bundle"))
    for name in ("ontology", "shapes", "queries", "data"):
        (folder / name).symlink_to(root() / name)
    table = copy / "formats.py"
    head, begun, rest = table.read_text(encoding="utf-8").partition("GRAPHS = (\n")
    rows, end, tail = rest.partition("\n)\n")
    table.write_text(f"{head}{begun}{rows}\n{ROW.rstrip()}{end}{tail}", encoding="utf-8")
    return folder / "server"


@pytest.fixture(scope="module")
def server(program: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("formats")
    publish(home, small_store(DATA))
    with (
        pytest.MonkeyPatch.context() as patched,
        running(home, environment(patched, program), workers=1) as found,
    ):
        yield found


def environment(patched: pytest.MonkeyPatch, program: Path) -> list[str]:
    patched.setenv("PYTHONPATH", str(program))
    return [sys.executable, "-m", "peyvand"]


def is_n3(body: bytes) -> bool:
    """Whether a text is N3 and tells of the city."""
    return any(q.subject == NamedNode(CITY) for q in parse(body, format=RdfFormat.N3))


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        (f"/sparql?query={quote(QUERY)}", TYPE),
        (f"/sparql?query={quote(QUERY)}&format=notation3", "*/*"),
        ("/graphs?default", TYPE),
        ("/graphs?default&format=notation3", "*/*"),
        ("/data/city/tabriz", TYPE),
    ],
)
def test_a_format_that_is_added_is_answered_in(server: Server, path: str, accept: str) -> None:
    got = server.ask(path=path, headers={"Accept": accept})
    assert (got.status, got.headers["Content-Type"]) == (200, f"{TYPE}; charset=utf-8")
    assert is_n3(got.body)


@pytest.mark.parametrize("name", ["n3", "other-n3", "text/n3", "notation3"])
def test_its_own_names_are_no_longer_those_of_another(server: Server, name: str) -> None:
    got = server.ask(query={"query": QUERY, "format": name})
    assert got.headers.get_content_type() == TYPE


def test_a_format_that_is_added_is_a_suffix(server: Server) -> None:
    got = server.ask(path="/id/city/tabriz.n3")
    assert (got.status, got.headers["Location"]) == (303, "/data/city/tabriz.n3")
    got = server.ask(path="/data/city/tabriz.n3")
    assert (got.status, got.headers.get_content_type()) == (200, TYPE)
    assert f'</data/city/tabriz.n3>; rel="alternate"; type="{TYPE}"' in got.headers["Link"]
    assert server.ask(path="/ns.n3").headers.get_content_type() == TYPE
    got = server.ask(path="/ns/City.n3")
    assert (got.status, got.headers.get_content_type()) == (200, TYPE)
    assert server.ask(path="/ns/City", headers={"Accept": TYPE}).headers["Content-Location"] == (
        "/ns/City.n3"
    )
    for page in ("/page/city/tabriz", "/page/ns", "/page/ns/City", "/page/shapes"):
        assert '.n3"' in server.ask(path=page, headers={"Accept": "text/html"}).text, page


def test_what_has_an_address_in_a_format_that_is_added_is_found(server: Server) -> None:
    path = f"/search?q={quote('https://x.example/data/city/tabriz.n3', safe='')}"
    wait_for_index(server)
    found = json.loads(server.ask(path=path, headers={"Accept": "application/json"}).body)
    assert [hit["href"] for hit in found["results"]] == ["/id/city/tabriz"]


def test_a_format_that_is_added_describes_the_endpoint(server: Server) -> None:
    got = server.ask(headers={"Accept": TYPE})
    assert (got.status, got.headers.get_content_type()) == (200, TYPE)
    found = {(t.predicate.value, t.object) for t in parse(got.body, format=RdfFormat.N3)}
    for name in ("resultFormat", "inputFormat"):
        assert (SD + name, NamedNode(RdfFormat.N3.iri)) in found
    got = server.ask(path="/.well-known/void", headers={"Accept": TYPE})
    assert (got.status, got.headers.get_content_type()) == (200, TYPE)
    assert list(parse(got.body, format=RdfFormat.N3))


def test_a_format_that_is_added_is_read(server: Server) -> None:
    # What is N3 and not Turtle.
    text = b"<http://x.example/a> => <http://x.example/b> ."
    graph = f"/graphs?graph={quote(NEW + 'n3', safe='')}"
    got = server.ask("PUT", graph, body=text, headers={"Content-Type": TYPE}, token=server.token)
    assert got.status == 201, got.text
    form = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.n3"\r\n\r\n'
        + text
        + b"\r\n--x--\r\n"
    )
    headers = {"Content-Type": 'multipart/form-data; boundary="x"'}
    got = server.ask("POST", graph, body=form, headers=headers, token=server.token)
    assert got.status == 200, got.text
    assert server.ask(path=f"{graph}&format=nt").text.count("log#implies") == 1


def test_a_format_that_is_added_is_on_the_page_of_the_editor(server: Server) -> None:
    page = server.ask(path="/query", headers={"Accept": "text/html"}).text
    assert ">notation3<" in page
    data = re.search(r'<script[^>]*id="editor-data"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert json.loads(unescape(data[1]))["formats"]["graph"]["notation3"] == "n3"


def test_what_is_empty_in_a_format_that_is_added_is_noticed(server: Server) -> None:
    query = "CONSTRUCT WHERE { ?s <https://w3id.org/peyvand/ns#nothing> ?o }"
    got = server.ask(query={"query": query, "format": "notation3"})
    assert "Peyvand-Warnings" in got.headers


def test_the_command_line_writes_a_format_that_is_added(
    program: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = tmp_path / "all.rq"
    query.write_text(QUERY)
    command = [*environment(monkeypatch, program), "query", str(query), "--format", "notation3"]
    monkeypatch.setenv("PEYVAND_HOME", str(server.home))
    done = subprocess.run(command, capture_output=True, check=True)
    assert is_n3(done.stdout)


def test_the_table_says_what_the_engine_says() -> None:
    for offer in (*TABLES, *GRAPHS):
        assert offer.engine.media_type.startswith(offer.media_type)
        assert offer.has(offer.suffix)
    assert {offer.iri for offer in GRAPHS} == {
        f"http://www.w3.org/ns/formats/{name}"
        for name in ("Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads")
    }
    assert TURTLE.engine == RdfFormat.TURTLE


def test_the_guides_name_every_format() -> None:
    endpoint = (root() / "docs" / "endpoint.md").read_text(encoding="utf-8")
    linked = (root() / "docs" / "linked-data.md").read_text(encoding="utf-8")
    listed = re.search(r"^\| `format`.*$", endpoint, re.MULTILINE)
    assert listed is not None
    for offer in (*TABLES, *GRAPHS):
        assert re.search(rf"[` ]{offer.name}[` ]", listed[0]), offer.name
    for graph in GRAPHS:
        assert f"`.{graph.suffix}`" in linked
        assert graph.media_type in linked
