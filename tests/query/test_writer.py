"""The writer itself: what each kind of write does, tells, refuses and keeps."""

from __future__ import annotations

import gc
import json
import socket
import struct
import threading
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Store

from peyvand.errors import (
    BadRequest,
    Forbidden,
    Invalid,
    MalformedData,
    NotFound,
    Overloaded,
    PeyvandError,
    PreconditionFailed,
    TooLarge,
)
from peyvand.graph import prepared_shapes
from peyvand.graph.build import Graph
from peyvand.graph.history import lines_of, publish_lines
from peyvand.graph.maintenance import verify
from peyvand.graph.patch import Patch, dump_lines, quads, read_patch
from peyvand.graph.recorder import Recorder
from peyvand.graph.tally import Tally
from peyvand.graph.versions import Versions
from peyvand.graph.written import asked_by, origin_of
from peyvand.query import writer
from peyvand.query.frames import DATA, END, ERROR, HEADER, HELLO
from peyvand.query.messages import Location, encode
from peyvand.query.writes import Part, WriteJob
from writing import job

PREFIX = "@prefix sh: <http://www.w3.org/ns/shacl#> . "
# A value that is an IRI is refused, and one that is empty is told of.
SHAPES = (
    PREFIX
    + "<http://s/1> sh:targetSubjectsOf <http://p/> ; sh:property <http://s/2>, <http://s/3> . "
    "<http://s/2> sh:path <http://p/> ; sh:nodeKind sh:Literal ; sh:message 'no'@en, 'نه'@fa . "
    "<http://s/3> sh:path <http://p/> ; sh:minLength 1 ; sh:severity sh:Warning ; "
    "sh:message 'empty'@en, 'تهی'@fa ."
)
GRAPH = "http://g.example/1"


def line(name: str, graph: str = "", value: str = "1") -> bytes:
    place = f" <{graph}>" if graph else ""
    return f'<http://x/{name}> <http://p/> "{value}"{place} .\n'.encode()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two versions: of one triple in the default graph, and of another in a named one."""
    monkeypatch.setattr(
        writer, "shapes", lambda: rdflib.Graph().parse(data=SHAPES, format="turtle")
    )
    made = tmp_path / "home"
    for lines in ([line("a")], [line("a"), line("b", GRAPH)]):
        store = Store()
        store.extend(quads(lines))
        publish_lines(Versions(made), store, lines, "copy", keep=9)
    return made


def asked(home: Path, do: str = "update", **more: Any) -> WriteJob:
    return job(home, do, **{"by": "editor", "max_term_bytes": 100, "max_nesting": 9, **more})


def write(home: Path, do: str = "update", **more: Any) -> dict[str, Any]:
    return writer.write(asked(home, do, **more)).to_json()


def graph_of(home: Path) -> list[bytes]:
    versions = Versions(home)
    version = versions.current()
    found = lines_of(versions, version)
    assert dump_lines(Store.read_only(str(version.store))) == found
    return found


def part(folder: Path, text: str) -> tuple[Part, ...]:
    path = folder / f"part{len(list(folder.iterdir()))}"
    path.write_text(text, encoding="utf-8")
    return (Part(str(path), "text/turtle"),)


def test_an_update_becomes_the_next_version_with_all_that_is_told_of_it(home: Path) -> None:
    text = (
        "DELETE DATA { <http://x/a> <http://p/> '1' } ; "
        "INSERT DATA { <http://x/c> <http://p/> '1' }"
    )
    answer = write(home, text=text)
    assert answer == {
        "version": 3, "added": 1, "removed": 1, "created": False, "graph": None, "warnings": [],
        "normalised": [], "normalised_count": 0, "dry_run": False,
    }  # fmt: skip
    assert graph_of(home) == sorted([line("b", GRAPH), line("c")])
    made = Versions(home).current()
    manifest = made.manifest
    assert (manifest["kind"], manifest["by"], manifest["quads"]) == ("update", "editor", 2)
    assert (manifest["added"], manifest["removed"]) == (1, 1)
    assert manifest["graph_sum"] == Tally.of(graph_of(home)).text
    assert manifest["shacl_of_change"] == {"violation": 0, "warning": 0, "info": 0}
    assert "of" not in manifest
    assert read_patch(made.patch) == Patch((line("c"),), (line("a"),))
    assert (made.path / "report.txt").read_text(encoding="utf-8").startswith("0 violation")
    assert verify(Versions(home)) == []


def test_a_dry_run_tells_the_same_and_keeps_nothing(home: Path) -> None:
    text = "INSERT DATA { <http://x/c> <http://p/> '' }"
    dry = write(home, text=text, dry_run=True)
    assert (dry["version"], dry["dry_run"], dry["added"]) == (2, True, 1)
    assert [row["severity"] for row in dry["warnings"]] == ["warning"]
    assert Versions(home).current().number == 2
    real = write(home, text=text)
    assert {**real, "version": 2, "dry_run": True} == dry
    assert "http://x/c" in real["warnings"][0]["focus"]
    # With the version stands what was found, as text and as a graph.
    made = Versions(home).current()
    assert made.manifest["shacl_of_change"] == {"violation": 0, "warning": 1, "info": 0}
    assert "0 violation, 1 warning" in (made.path / "report.txt").read_text(encoding="utf-8")
    report = rdflib.Graph().parse(made.path / "report.ttl")
    assert (None, rdflib.SH.resultSeverity, rdflib.SH.Warning) in report


def test_a_violation_is_told_in_both_languages_and_nothing_is_written(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_MOST_SHOWN", 2)
    many = " . ".join(f"<http://x/{n}> <http://p/> <http://x/>" for n in range(4))
    with pytest.raises(Invalid, match="4") as caught:
        write(home, text=f"INSERT DATA {{ {many} }}")
    report = caught.value.report
    assert report is not None
    assert len(report["results"]) == 2
    assert {"violation"} == {row["severity"] for row in report["results"]}
    assert "ValidationReport" in report["turtle"]
    assert "no" in report["text"]["en"]
    assert "نه" in report["text"]["fa"]
    assert Versions(home).current().number == 2
    assert not (Versions(home).folder / ".candidate").exists()
    empty = " . ".join(f"<http://x/{n}> <http://p/> ''" for n in range(4))
    odd = " . ".join(f"<http://x/{n}> <http://q/> '0{n}'^^xsd:integer" for n in range(4))
    prefix = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    told = write(home, text=f"{prefix} INSERT DATA {{ {empty} . {odd} }}")
    assert (len(told["warnings"]), len(told["normalised"]), told["normalised_count"]) == (2, 2, 4)


def test_what_was_validated_is_let_go_of_without_a_search_for_circles(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def searched() -> None:
        pytest.fail("something holds the store in a circle")

    monkeypatch.setattr(gc, "collect", searched)
    gc.disable()
    try:
        told = write(home, text="INSERT DATA { <http://x/d> <http://p/> '' }")
    finally:
        gc.enable()
    assert len(told["warnings"]) == 1


def test_what_changes_nothing_makes_no_version(home: Path) -> None:
    for text in ("INSERT DATA { <http://x/a> <http://p/> '1' }", "DROP SILENT GRAPH <http://no/>"):
        answer = write(home, text=text)
        assert (answer["version"], answer["added"], answer["removed"]) == (2, 0, 0)
    # But a graph that comes or goes without a triple is a change.
    assert write(home, text="CREATE GRAPH <http://g/e>")["version"] == 3
    assert Versions(home).current().empty_graphs == ["http://g/e"]
    assert write(home, text="CREATE SILENT GRAPH <http://g/e>")["version"] == 3
    assert write(home, text="DROP GRAPH <http://g/e>")["version"] == 4
    assert Versions(home).current().empty_graphs == []


def test_a_graph_is_put_posted_to_and_deleted(home: Path, tmp_path: Path) -> None:
    text = "<http://x/c> <http://p/> '1' ."
    posted = write(home, "post", graph=GRAPH, parts=part(tmp_path, text))
    assert (posted["created"], posted["graph"], posted["version"]) == (False, GRAPH, 3)
    assert graph_of(home) == sorted([line("a"), line("b", GRAPH), line("c", GRAPH)])
    put = write(home, "put", graph=GRAPH, parts=part(tmp_path, text) + part(tmp_path, ""))
    assert (put["created"], put["added"], put["removed"]) == (False, 0, 1)
    assert graph_of(home) == sorted([line("a"), line("c", GRAPH)])
    fresh = write(home, "put", graph="http://g/new", parts=part(tmp_path, ""))
    assert (fresh["created"], fresh["version"]) == (True, 5)
    again = write(home, "put", graph="http://g/new", parts=part(tmp_path, ""))
    assert (again["created"], again["version"]) == (False, 5)
    gone = write(home, "delete", graph=GRAPH)
    assert (gone["removed"], gone["created"]) == (1, False)
    assert Versions(home).current().empty_graphs == ["http://g/new"]
    with pytest.raises(NotFound, match=r"g\.example/1.*version 6"):
        write(home, "delete", graph=GRAPH)
    write(home, "delete", graph="http://g/new")
    assert graph_of(home) == [line("a")]
    assert verify(Versions(home)) == []


def test_the_default_graph_is_always_there(home: Path, tmp_path: Path) -> None:
    put = write(
        home, "put", graph="default", parts=part(tmp_path, "<http://x/c> <http://p/> '1' .")
    )
    assert (put["created"], put["graph"]) == (False, "default")
    assert graph_of(home) == sorted([line("b", GRAPH), line("c")])
    assert write(home, "delete", graph="default")["removed"] == 1
    assert write(home, "delete", graph="default")["version"] == 4
    assert graph_of(home) == [line("b", GRAPH)]
    assert Versions(home).current().empty_graphs == []


def test_a_graph_without_a_name_is_given_one(home: Path, tmp_path: Path) -> None:
    names = set()
    for _ in range(2):
        answer = write(home, "post", parts=part(tmp_path, "<http://x/c> <http://p/> '1' ."))
        assert answer["created"]
        names.add(answer["graph"])
    assert len(names) == 2
    assert all(len(n.removeprefix("https://w3id.org/peyvand/graph/")) == 16 for n in names)


def test_going_back_is_a_version_with_its_empty_graphs(home: Path) -> None:
    write(home, text=f"CREATE GRAPH <http://g/e> ; CLEAR GRAPH <{GRAPH}>")
    assert Versions(home).current().empty_graphs == ["http://g.example/1", "http://g/e"]
    back = write(home, "rollback", number=2)
    assert (back["version"], back["added"], back["removed"]) == (4, 1, 0)
    assert Versions(home).current().manifest["of"] == 2
    assert Versions(home).current().empty_graphs == []
    write(home, "rollback", number=3)
    assert Versions(home).current().empty_graphs == ["http://g.example/1", "http://g/e"]
    assert graph_of(home) == [line("a")]
    with pytest.raises(NotFound):
        write(home, "rollback", number=99)


@pytest.mark.parametrize(
    ("rights", "text", "refused"),
    [
        (["default"], "INSERT DATA { <http://x/c> <http://p/> '1' }", None),
        (["default"], f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <http://x/> <http://p/> 1 }} }}", GRAPH),
        ([GRAPH], f"INSERT DATA {{ GRAPH <{GRAPH}> {{ <http://x/c> <http://p/> '1' }} }}", None),
        ([GRAPH], "INSERT DATA { <http://x/c> <http://p/> '1' }", "default"),
        ([GRAPH], "CREATE GRAPH <http://g/e>", "http://g/e"),
        (["http://g/e"], "CREATE GRAPH <http://g/e>", None),
        ([GRAPH], f"DROP GRAPH <{GRAPH}>", None),
        (["default"], "CLEAR ALL", GRAPH),
        ([], "CLEAR DEFAULT", "default"),
        (["", "**", GRAPH + "x"], f"CLEAR GRAPH <{GRAPH}>", GRAPH),
        (["*"], "CLEAR ALL", None),
        (["default", "*"], "CLEAR ALL", None),
        # What touches nothing needs no right.
        ([], "DELETE WHERE { ?s <http://nothing/> ?o }", None),
    ],
)  # fmt: skip
def test_a_change_touches_only_what_the_token_may_write(
    home: Path, rights: list[str], text: str, refused: str | None
) -> None:
    if refused is None:
        write(home, text=text, rights=tuple(rights))
        return
    with pytest.raises(Forbidden, match="editor") as caught:
        write(home, text=text, rights=tuple(rights))
    assert refused in caught.value.message
    assert Versions(home).current().number == 2


def test_a_write_is_of_the_version_it_was_meant_for(home: Path) -> None:
    text = "INSERT DATA { <http://x/c> <http://p/> '1' }"
    for wrong in ((1,), (), (1, 3)):
        with pytest.raises(PreconditionFailed, match="2"):
            write(home, text=text, if_match=wrong)
    assert write(home, text=text, if_match=(1, 2))["version"] == 3


@pytest.mark.parametrize("place", ["subject", "predicate", "object", "graph"])
def test_no_term_is_longer_than_the_limit(home: Path, place: str) -> None:
    terms = {
        "subject": "<http://x/>",
        "predicate": "<http://q/>",
        "object": "'1'",
        "graph": "<http://g/>",
    }
    for size, fits in ((100, True), (101, False)):
        term = (
            f"'{'ش' * 45}{'x' * (size - 90)}'"
            if place == "object"
            else f"<http://x/{'x' * (size - 9)}>"
        )
        made = {**terms, place: term}
        text = (
            f"INSERT DATA {{ GRAPH {made['graph']} "
            f"{{ {made['subject']} {made['predicate']} {made['object']} }} }}"
        )
        if fits:
            write(home, text=text, dry_run=True)
        else:
            with pytest.raises(TooLarge, match=r"101 .*100"):
                write(home, text=text, dry_run=True)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("INSERT nothing", BadRequest),
        ("CLEAR GRAPH <http://no/>", NotFound),
        (f"CREATE GRAPH <{GRAPH}>", BadRequest),
        ("INSERT { ?s ?p ?n } WHERE { ?s ?p ?o BIND(TRIPLE(?s, ?p, ?o) AS ?n) }", MalformedData),
        ("INSERT { ?s ?p ?n } WHERE { ?s ?p ?o BIND(<http://f/>(?o) AS ?n) }", PeyvandError),
    ],
)
def test_what_fails_leaves_the_graph_as_it_was(
    home: Path, text: str, error: type[PeyvandError]
) -> None:
    with pytest.raises(error) as caught:
        write(home, text=f"INSERT DATA {{ <http://x/c> <http://p/> '1' }} ; {text}")
    assert caught.value.hint
    assert Versions(home).current().number == 2
    assert graph_of(home) == sorted([line("a"), line("b", GRAPH)])


def test_a_term_that_no_dump_can_hold_is_shown(home: Path) -> None:
    xsd = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> "
    text = "INSERT { <http://x/z> ?p ?n } WHERE { ?s ?p ?o BIND(STRDT('1', rdf:langString) AS ?n) }"
    with pytest.raises(MalformedData) as caught:
        write(home, text=f"{xsd} INSERT DATA {{ <http://x/c> <http://p/> '1' }} ; {text}")
    assert '<http://x/z> <http://p/> "1"^^' in caught.value.message
    assert "<http://x/c>" not in caught.value.message
    long = text.replace("z>", "z" * 500 + ">")
    with pytest.raises(MalformedData) as caught:
        write(home, text=xsd + long)
    assert "z" * 200 in caught.value.message
    assert "langString" not in caught.value.message


def test_relative_names_and_datasets_of_an_update(home: Path) -> None:
    write(home, text="INSERT DATA { <c> <http://p/> '1' }", base="http://base.example/")
    assert b'<http://base.example/c> <http://p/> "1" .\n' in graph_of(home)
    copy = "INSERT { ?s <http://copy/> ?o } WHERE { ?s <http://p/> ?o }"
    write(home, text=copy, using=(GRAPH,))
    assert [found for found in graph_of(home) if b"copy" in found] == [
        b'<http://x/b> <http://copy/> "1" .\n'
    ]


def test_literals_of_another_form_are_told_once_they_are_there(home: Path) -> None:
    xsd = "PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    told = write(home, text=xsd + "INSERT DATA { <http://x/c> <http://p/> '01'^^xsd:integer }")
    assert (told["normalised_count"], len(told["normalised"])) == (1, 1)
    assert told["normalised"][0]["given"].startswith('"01"')
    # What stands in the pattern alone may come into the graph or not.
    where = "WHERE { ?s <http://p/> '1'"
    text = f"INSERT {{ ?s <http://p/> ?n }} {where} BIND('02'^^xsd:integer AS ?n) }}"
    assert write(home, text=xsd + text)["normalised_count"] == 1
    text = f"INSERT {{ ?s <http://p/> '5' }} {where} FILTER('03'^^xsd:integer < 9) }}"
    assert write(home, text=xsd + text)["normalised_count"] == 0


def test_one_write_waits_for_another_as_long_as_it_may(home: Path) -> None:
    text = "INSERT DATA { <http://x/c> <http://p/> '1' }"
    with Versions(home).locked(), pytest.raises(Overloaded):
        write(home, text=text, wait_s=0.05)
    assert write(home, text=text)["version"] == 3


def told(home: Path, request: bytes) -> list[tuple[bytes, bytes]]:
    """The frames that the process answers with."""
    ours, theirs = socket.socketpair()
    with ours:
        ours.sendall(request)
        ours.shutdown(socket.SHUT_WR)
        with theirs:
            thread = threading.Thread(target=writer.serve, args=(None, Location(0), theirs))
            thread.start()
            thread.join()
        data = b""
        while piece := ours.recv(65536):
            data += piece
    found = []
    while data:
        size = struct.unpack(">I", data[1:5])[0]
        found.append((data[:1], data[5 : 5 + size]))
        data = data[5 + size :]
    return found


def test_a_request_is_answered_in_frames(home: Path) -> None:
    text = encode(asked(home, text="INSERT DATA { <http://x/c> <http://p/> '1' }"))
    frames = told(home, struct.pack(">I", len(text)) + text)
    assert [kind for kind, _ in frames] == [HELLO, HEADER, DATA, END]
    assert json.loads(frames[2][1])["version"] == 3
    text = encode(asked(home, text="INSERT nothing"))
    frames = told(home, struct.pack(">I", len(text)) + text)
    assert [kind for kind, _ in frames] == [HELLO, ERROR]
    assert json.loads(frames[1][1])["message"]
    # Whoever says nothing is told nothing.
    assert [kind for kind, _ in told(home, b"\0\0")] == [HELLO]


def test_the_shapes_are_read_once_for_all_writes() -> None:
    """They are read before the fork, so that no write has to wait for it."""
    assert len(writer.shapes()) > 100
    assert writer.shapes() is writer.shapes()


def test_what_is_prepared_serves_the_graph_that_is_built(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before the fork no graph is read, and a write after it must not find all anew."""
    writer.prepare()

    def found(*_: object) -> None:
        raise AssertionError("found anew")

    monkeypatch.setattr(prepared_shapes, "PreparedShapes", found)
    assert prepared_shapes.prepared(writer.shapes(), graph.store)


def test_a_write_reads_no_dump_and_writes_none(home: Path) -> None:
    versions = Versions(home)
    for version in versions.all():
        version.dump.write_bytes(b"nonsense")
    made = write(home, text="INSERT DATA { <http://x/c> <http://p/> '1' }")
    version = versions.get(made["version"])
    assert {path.name for path in version.path.iterdir()} == {
        "manifest.json", "SHA256SUMS", "patch.rdfp", "report.ttl", "report.txt", "store",
        "void.ttl",
    }  # fmt: skip
    assert version.manifest["quads"] == 3


def test_what_would_be_undone_at_once_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here from every statement follows that nothing is said of b, and that of c all is."""
    quad = next(iter(quads([line("b", GRAPH)])))

    def follow(recorder: Recorder, base: Patch) -> None:
        assert base == recorder.patch
        recorder.add([quad])
        recorder.remove(quads([line("c")]))

    monkeypatch.setattr(writer, "follow", follow)
    for text in (
        f"DELETE DATA {{ GRAPH <{GRAPH}> {{ <http://x/b> <http://p/> '1' }} }}",
        "INSERT DATA { <http://x/c> <http://p/> '1' }",
    ):
        with pytest.raises(Invalid, match="undo this at once") as caught:
            write(home, text=text)
        assert "برمی‌گرداند" in caught.value.fa
    assert Versions(home).current().number == 2


def test_what_follows_is_written_but_not_asked_for(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def follow(recorder: Recorder, base: Patch) -> None:
        recorder.add(quads([line("follows")]))

    monkeypatch.setattr(writer, "follow", follow)
    told = write(home, text="INSERT DATA { <http://x/c> <http://p/> '1' }")
    assert (told["added"], told["removed"]) == (2, 0)
    versions = Versions(home)
    current = versions.current()
    assert read_patch(current.patch).added == (line("c"), line("follows"))
    assert current.manifest["asked"] == 1
    assert asked_by(current) == Patch((line("c"),))
    # A build applies what was asked for, and what follows from it follows anew.
    assert origin_of(versions, current).writes.added == (line("b", GRAPH), line("c"))
    # Going back is no statement from which anything would follow.
    back = write(home, "rollback", number=2)
    assert (back["added"], back["removed"]) == (0, 2)
    before = origin_of(versions, versions.get(2)).writes
    assert origin_of(versions, versions.current()).writes == before
    assert verify(versions) == []
