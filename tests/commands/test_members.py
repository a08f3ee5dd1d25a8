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


SOURCE = (
    *("--source-number", "12", "--source-date", "2026-11-30"),
    *("--source-office", "organisation/metropolis", "--as", "metropolis"),
)


@pytest.mark.parametrize("form", ["csv", "turtle", "jsonld", "rdfxml", "ntriples"])
def test_what_goes_out_comes_in_and_goes_out_the_same(
    graph: Graph, once: Any, form: str, tmp_path: Path, capfdbinary: Any
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    publish_documents(home, graph, once)
    first = list(csv.DictReader(io.StringIO(exported(home, capfdbinary).decode())))
    # What the body calls its members, and since when, in a list that it sends.
    for number, row in enumerate(first):
        row.update(name=f"{row['name']} (IR)", identifier=f"M-{number}", since="2015-12")
    first[0]["field"] = "music"
    sent = tmp_path / "sent.csv"
    with sent.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, first[0])
        writer.writeheader()
        writer.writerows(first)
    assert imported(home, sent, *SOURCE) == 0
    out = exported(home, capfdbinary, "--format", form)
    ending = {"turtle": "ttl", "rdfxml": "rdf", "ntriples": "nt"}.get(form, form)
    again = tmp_path / f"again.{ending}"
    again.write_bytes(out)
    table = exported(home, capfdbinary)
    assert imported(home, again, *SOURCE) == 0
    assert exported(home, capfdbinary) == table
    assert {row["identifier"] for row in first} < {
        row["identifier"] for row in csv.DictReader(io.StringIO(table.decode()))
    }


def imported(home: Path, file: Path, *options: str) -> int:
    return main(["members", "import", str(file), *options, "--home", str(home)])


def test_a_plain_statement_is_a_member_as_well(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plain.ttl"
    file.write_text(
        "@prefix pv: <https://w3id.org/peyvand/ns#> ."
        "@prefix wd: <http://www.wikidata.org/entity/> ."
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
        "@base <https://w3id.org/peyvand/id/> ."
        "<city/yazd> pv:isMemberOf <organisation/metropolis> ."
        'wd:Q42053 rdfs:label "Isfahan"@en ; pv:isMemberOf <organisation/metropolis> .',
        encoding="utf-8",
    )
    assert imported(home, file, *SOURCE, "--dry-run", "--language", "en") == 0
    told = capsys.readouterr()
    assert "2 rows read, 2 good" in told.out
    assert "«Isfahan» is entered" in told.err


@pytest.mark.parametrize(
    ("name", "content", "options", "told"),
    [
        ("x.ttl", "<a> <b>", SOURCE, "Mend it"),
        ("x.ttl", "", SOURCE, "nothing in it is a member"),
        ("x.csv", "city,network\nYazd,organisation/metropolis\n", (), "source"),
        ("x.csv", "city,network\nAtlantis,organisation/metropolis\n", SOURCE, "Atlantis"),
        ("missing.csv", None, SOURCE, "missing.csv"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(
    home: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: str | None,
    options: tuple[str, ...],
    told: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    before = (home / "current").resolve()
    assert imported(home, tmp_path / name, *options, "--language", "en") == 1
    assert told in capsys.readouterr().err
    assert (home / "current").resolve() == before


def test_a_body_without_members_is_told_near_names(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["members", "export", "organisation/metropole", "--home", str(home)]) == 1
    assert BODY in capsys.readouterr().err
