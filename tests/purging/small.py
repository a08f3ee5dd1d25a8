"""A small home of several versions, with a claim that is to be withdrawn from it."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Store

from peyvand.graph import maintenance
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.versions import Versions
from peyvand.query import writer
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import Kind, Outcome, Ruling
from writing import job

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


def without_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let in what no shape is asked about."""
    monkeypatch.setattr(writer, "shapes", rdflib.Graph)
    monkeypatch.setattr(maintenance, "read_shapes", lambda files: rdflib.Graph())


def small_history(home: Path) -> None:
    """Make a home of four versions, of which the newest two are whole; nothing is withdrawn yet.

    The shapes are to be out of the way: see ``without_shapes``.
    """
    versions = Versions(home)
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


def take_back(home: Path) -> None:
    """Withdraw the claim that says the secret; the versions are not made anew yet."""
    journal = Journal(home)
    about = f"{ID}/claim/F9-1"
    journal.ask(about, Kind.REMOVAL, "ground")
    journal.rule(Ruling(1, Outcome.GRANTED, "editor", "2026-11-30T00:00:00Z", "why", (about,)))


def text_of(folder: Path) -> list[str]:
    """The files that hold what was withdrawn."""
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
