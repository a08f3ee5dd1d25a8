"""The files of a version, over real HTTP and by the command."""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pyjelly.integrations.generic import generic_sink as jelly
from pyjelly.integrations.generic.parse import parse_jelly_flat
from pyoxigraph import RdfFormat, parse
from rdflib import Graph, URIRef

from peyvand.cli import main
from peyvand.graph.dump_files import JELLY, KINDS
from peyvand.graph.dumps import keep, kept
from peyvand.graph.versions import Versions
from peyvand.vocabulary.iris import BASE
from web.live import Server, publish, running, small_store

SPDX = "http://spdx.org/rdf/terms#"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("dumps")
    publish(home, small_store())
    with running(home) as made:
        yield made


def file(server: Server, name: str, **headers: str) -> bytes:
    got = server.ask("GET", f"/dumps/1/{name}", headers=headers)
    assert got.status == 200, got.text
    return got.body


def test_the_files_hold_the_version(server: Server) -> None:
    dump = server.ask("GET", "/versions/1/graph.nq").body
    assert gzip.decompress(file(server, "graph.nq.gz")) == dump
    plain = parse(gzip.decompress(file(server, "default.ttl.gz")), format=RdfFormat.TURTLE)
    quads = parse(dump, format=RdfFormat.N_QUADS)
    assert {q.triple for q in plain} == {q.triple for q in quads if str(q.graph_name) == "DEFAULT"}


def test_jelly_holds_every_statement(server: Server) -> None:
    text = gzip.decompress(file(server, "graph.jelly.gz"))
    dump = server.ask("GET", "/versions/1/graph.nq").text
    read = sorted(" ".join(map(_nquads, found)) for found in parse_jelly_flat(BytesIO(text)))
    assert [f"{line.rstrip()} ." for line in read] == dump.splitlines()


def _nquads(term: object) -> str:
    """A term as pyjelly reads it, in N-Quads."""
    return "" if term is jelly.DefaultGraph else str(term)


def test_without_the_library_all_but_jelly_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyjelly", None)
    publish(tmp_path, small_store())
    versions = Versions(tmp_path)
    made = keep(versions, versions.current())
    assert {path.name for path in made.iterdir()} == set(KINDS) - {JELLY}


def test_the_list_and_the_checksums_agree(server: Server) -> None:
    got = server.ask("GET", "/dumps/1")
    rows = {row["name"]: row for row in got.json["files"]}
    assert set(rows) == set(KINDS)
    sums = dict(
        reversed(line.split("  ")) for line in file(server, "SHA256SUMS").decode().splitlines()
    )
    assert set(sums) == set(rows) - {"SHA256SUMS"}
    for name, digest in sums.items():
        body = file(server, name)
        assert hashlib.sha256(body).hexdigest() == digest == rows[name]["sha256"]
        assert len(body) == rows[name]["bytes"]


def test_the_catalogue_describes_each_file(server: Server) -> None:
    found = Graph().parse(data=file(server, "dcat.ttl").decode(), format="turtle")
    dcat = "http://www.w3.org/ns/dcat#"
    this = URIRef(BASE + "dumps/1")
    files = set(found.objects(this, URIRef(dcat + "distribution")))
    assert {str(f).rpartition("/")[2] for f in files} >= {"graph.nq.gz", "default.ttl.gz"}
    for node in files:
        name = str(node).rpartition("/")[2]
        checksum = found.value(node, URIRef(SPDX + "checksum"))
        value = found.value(checksum, URIRef(SPDX + "checksumValue"))
        assert str(value) == hashlib.sha256(file(server, name)).hexdigest()
    assert found.value(this, URIRef("http://rdfs.org/ns/void#triples"))


def test_the_crate_names_what_is_there(server: Server) -> None:
    data = json.loads(file(server, "ro-crate-metadata.json"))
    items = {item["@id"]: item for item in data["@graph"]}
    assert items["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = items[items["ro-crate-metadata.json"]["about"]["@id"]]
    assert {"name", "description", "datePublished", "license"} <= set(root)
    for part in root["hasPart"]:
        entry = items[part["@id"]]
        assert entry["@type"] == "File"
        assert int(entry["contentSize"]) == len(file(server, part["@id"]))


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=5-99999999", 206, slice(5, None)),
        ("bytes=9-1", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=0-1,3-4", 200, slice(None)),
    ],
)
def test_a_part_of_a_file(server: Server, asked: str, status: int, part: slice) -> None:
    whole = file(server, "graph.nq.gz")
    got = server.ask("GET", "/dumps/1/graph.nq.gz", headers={"Range": asked})
    assert (got.status, got.body) == (status, whole[part])
    if status == 206:
        first = range(len(whole))[part][0]
        last = range(len(whole))[part][-1]
        assert got.headers["Content-Range"] == f"bytes {first}-{last}/{len(whole)}"


def test_what_cannot_be_given(server: Server) -> None:
    size = len(file(server, "dcat.ttl"))
    for asked in (f"bytes={size}-", "bytes=-0"):
        got = server.ask("GET", "/dumps/1/dcat.ttl", headers={"Range": asked})
        assert (got.status, got.headers["Content-Range"]) == (416, f"bytes */{size}")
    assert server.ask("GET", "/dumps/9/dcat.ttl").status == 404
    assert server.ask("GET", "/dumps/1/passwd").status == 404
    assert server.ask("GET", "/dumps/1/../../tokens.json").status == 404
    assert server.ask("GET", "/dumps/x").status == 404


def test_tags_of_files(server: Server) -> None:
    got = server.ask("HEAD", "/dumps/1/dcat.ttl")
    assert int(got.headers["Content-Length"]) == len(file(server, "dcat.ttl"))
    tag = got.headers["ETag"]
    assert server.ask("GET", "/dumps/1/dcat.ttl", headers={"If-None-Match": tag}).status == 304
    headers = {"Range": "bytes=0-3", "If-Range": tag}
    assert server.ask("GET", "/dumps/1/dcat.ttl", headers=headers).status == 206
    headers["If-Range"] = '"another"'
    assert server.ask("GET", "/dumps/1/dcat.ttl", headers=headers).status == 200


def test_the_current_version_has_a_name(server: Server) -> None:
    number = server.ask("GET", "/version").json["version"]
    got = server.ask("GET", "/dumps/current/dcat.ttl")
    assert (got.status, got.headers["Location"]) == (303, f"/dumps/{number}/dcat.ttl")


def test_the_command_makes_the_same_bytes(server: Server, tmp_path: Path) -> None:
    assert main(["dump", "--version", "1", "--home", str(server.home), "--out", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == set(KINDS)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == file(server, path.name)


def test_files_of_versions_that_are_given_up_are_removed(tmp_path: Path) -> None:
    from peyvand.graph.history import publish_lines
    from peyvand.graph.patch import dump_lines
    from peyvand.graph.versions import Versions

    versions = Versions(tmp_path)
    for number in range(3):
        store = small_store(f"<http://x.example/{number}> <http://x.example/p> {number} .")
        publish_lines(versions, store, dump_lines(store), "copy", keep=1)
        # What a process that was killed has left is taken away by the next.
        (tmp_path / "dumps" / ".new-killed").mkdir(parents=True)
        keep(versions, versions.current())
    assert not kept(versions, versions.get(1)).exists()
    assert kept(versions, versions.get(3)).is_dir()
    # An older version is remade from the changes, with the same content as ever.
    old = keep(versions, versions.get(1))
    assert b"http://x.example/0" in gzip.decompress((old / "graph.nq.gz").read_bytes())
    assert not list((tmp_path / "dumps").glob(".new-*"))


@pytest.mark.parametrize("held", ['W/"{}"', "{}", "Wed, 21 Oct 2015 07:28:00 GMT", '"x", "{}"'])
def test_parts_are_of_what_is_held_for_sure(server: Server, held: str) -> None:
    tag = server.ask("HEAD", "/dumps/1/dcat.ttl").headers["ETag"].strip('"')
    headers = {"Range": "bytes=0-3", "If-Range": held.format(tag)}
    assert server.ask("GET", "/dumps/1/dcat.ttl", headers=headers).status == 200
