"""Ended at any call that changes the disk, it serves nothing withdrawn, and the next goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

from graph.disk import every_end, put
from peyvand.errors import PeyvandError
from peyvand.graph.history import opened, publish_lines
from peyvand.graph.maintenance import verify
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.versions import Versions
from peyvand.purging.applying import apply
from peyvand.purging.due import is_due
from peyvand.query import writer
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import Kind, Outcome, Ruling
from writing import job

pytestmark = pytest.mark.slow

ID, PV = "https://w3id.org/peyvand/id", "https://w3id.org/peyvand/ns#"
GRAPH = "https://w3id.org/peyvand/graph/document-9"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SECRET = "what-the-source-took-back"


def claim(number: int, text: str) -> bytes:
    """A claim of document 9 and its plain statement."""
    node, place = f"<{ID}/claim/F9-{number}>", f"<{ID}/event/e{number}>"
    said = {
        TYPE: f"<{PV}Claim>", f"{PV}about": place, f"{PV}property": f"<{PV}content>",
        f"{PV}reading": f'"{text}"', f"{PV}isStatedIn": f"<{ID}/document/9>",
    }  # fmt: skip
    lines = [f"{node} <{prop}> {value} <{GRAPH}> ." for prop, value in said.items()]
    return "\n".join([*lines, f'{place} <{PV}content> "{text}" .', ""]).encode()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A disk with a home of four versions, of which the newest two are whole."""
    monkeypatch.setattr(writer, "shapes", rdflib.Graph)
    versions = Versions(tmp_path / "disk" / "home")
    store = Store()
    store.bulk_extend(
        quads(
            [
                *claim(1, SECRET).splitlines(keepends=True),
                *claim(2, "kept").splitlines(keepends=True),
            ]
        )
    )
    publish_lines(versions, store, dump_lines(store), "copy", keep=2)
    for text in (
        'INSERT DATA { <x:a> <x:p> "one" }',
        f"INSERT DATA {{ GRAPH <x:g> {{ <x:b> <x:p> <{ID}/claim/F9-1> }} }}",
        'INSERT DATA { <x:c> <x:p> "three" }',
    ):
        writer.write(job(versions.home, text=text, keep=2))
    journal = Journal(versions.home)
    about = f"{ID}/claim/F9-1"
    journal.ask(about, Kind.REMOVAL, "ground")
    journal.rule(Ruling(1, Outcome.GRANTED, "editor", "2026-11-30T00:00:00Z", "why", (about,)))
    return tmp_path / "disk"


def text_of(folder: Path) -> list[str]:
    """The files that hold what was withdrawn."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]


def test_it_ends_anywhere(folder: Path, tmp_path: Path) -> None:
    home = folder / "home"
    expected = tmp_path / "expected"
    shutil.copytree(home, expected, symlinks=True)
    apply(Versions(expected))
    sums = [version.graph_sum for version in Versions(expected).all()]
    ends = every_end(folder, lambda: apply(Versions(home)))
    assert len(ends) > 50, "the calls are not seen"
    for end in ends:
        put(end.tree, folder)
        versions = Versions(home)
        try:
            for version in versions.all():
                assert SECRET.encode() not in b"".join(dump_lines(opened(versions, version)))
            versions.current()
        except PeyvandError:
            assert not end.acknowledged
        apply(versions)
        assert not is_due(versions), (end.call, end.how)
        assert [version.graph_sum for version in versions.all()] == sums, (end.call, end.how)
        assert verify(versions) == [], (end.call, end.how)
        assert text_of(folder) == [], (end.call, end.how)
        assert {path.name for path in home.iterdir()} == {
            ".lock",
            "current",
            "requests",
            "versions",
        }
