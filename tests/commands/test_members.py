"""The command ``peyvand members``: a list goes out and comes in with its identifiers."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat, parse

from peyvand.cli import main
from peyvand.graph.build import Graph
from peyvand.vocabulary.iris import iri
from query.registered import FILE
from web.live import publish_documents

BODY = "organisation/metropolis"


@pytest.fixture(scope="module")
def home(graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("members")
    publish_documents(home, graph, once)
    return home


def exported(home: Path, capfdbinary: pytest.CaptureFixture[bytes], *options: str) -> bytes:
    capfdbinary.readouterr()
    assert main(["members", "export", BODY, *options, "--home", str(home)]) == 0
    return capfdbinary.readouterr().out


def test_a_list_goes_out_and_comes_in_with_its_identifiers(
    home: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(home, capfdbinary).decode())))
    assert [row["name"] for row in rows] == ["Isfahan", "Mashhad", "Shiraz", "Tabriz", "Tehran"]
    assert all(row["item"].startswith("Q") for row in rows)
    for number, row in enumerate(rows):
        row.update(name=f"{row['name']} (IR)", identifier=f"M-{number}", since="2015-12")
    file = tmp_path / "members.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [*rows[0], *FILE])
        writer.writeheader()
        writer.writerows(row | FILE for row in rows)
    command = ["register", str(file), "--kind", "membership", "--as", "metropolis"]
    assert main([*command, "--home", str(home)]) == 0
    again = list(csv.DictReader(io.StringIO(exported(home, capfdbinary).decode())))
    assert [row for row in again if row["identifier"]] == rows
    assert len(again) == 2 * len(rows)
    # In RDF stand the same.
    quads = list(parse(exported(home, capfdbinary, "--format", "turtle"), format=RdfFormat.TURTLE))
    numbers = {
        getattr(quad.object, "value", "")
        for quad in quads
        if quad.predicate == iri("pv:memberIdentifier")
    }
    assert numbers == {row["identifier"] for row in rows}


def test_a_body_without_members_is_told_near_names(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["members", "export", "organisation/metropole", "--home", str(home)]) == 1
    assert BODY in capsys.readouterr().err
