"""The table of the 34 systems names only what is there and bears on them, and its commands answer.

What a command answers of the documents stands in ``systems/S5.txt``; where that is nothing, what
it answers once the examples are entered stands in ``systems/S5-entered.txt``.
"""

from __future__ import annotations

import contextlib
import re
import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, RDFS, SH, Graph

from peyvand.cli import main
from peyvand.graph.build import Graph as Built
from peyvand.graph.validate import read_shapes
from peyvand.sources.catalogue import Catalogue, read_catalogue
from peyvand.vocabulary.files import ontology_files, shape_files
from peyvand.vocabulary.iris import BASE, PV, PVS
from web.live import publish_documents

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "systems.md").read_text(encoding="utf-8")
ANSWERS = Path(__file__).parent / "systems"
PROGRAM = ".venv/bin/peyvand"
ROWS = {
    cells[0]: cells
    for line in PAGE.splitlines()
    if (cells := [cell.strip() for cell in line.strip("|").split("|")])[0].startswith("S")
}


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


COMMANDS = {system: found[0] for system, cells in ROWS.items() if (found := names(cells[8]))}


@pytest.fixture(scope="module")
def terms(sources: Path) -> set[str]:
    ontology = Graph()
    for path in ontology_files(sources):
        ontology.parse(path)
    own = {str(term).removeprefix(str(PV)) for term in ontology.subjects(RDFS.isDefinedBy, None)}
    schemes = {
        "scheme:" + str(s).removeprefix(BASE + "id/scheme/")
        for s in ontology.subjects(RDF.type, None)
        if "/id/scheme/" in str(s)
    }
    return {"pv:" + term for term in own} | schemes


@pytest.fixture(scope="module")
def catalogue(sources: Path) -> Catalogue:
    return read_catalogue(sources / "queries")


@pytest.fixture(scope="module")
def known(sources: Path) -> Graph:
    return read_shapes(shape_files(sources))


def test_every_system_has_a_row() -> None:
    assert list(ROWS) == [f"S{number}" for number in range(1, 35)]


@pytest.mark.parametrize("system", ROWS)
def test_a_row_is_complete_and_names_what_exists(
    system: str, terms: set[str], catalogue: Catalogue, known: Graph
) -> None:
    _, english, persian, how, classes, properties, shapes, queries, _, left = ROWS[system]
    assert english
    assert re.search("[آ-ی]", persian)
    assert how
    assert left.endswith(".")
    assert names(classes)
    assert names(properties)
    assert set(names(classes)) | set(names(properties)) <= terms
    assert names(shapes)
    for shape in names(shapes):
        assert list(known.objects(PVS[shape.removeprefix("pvs:")], RDF.type)), shape
    assert names(queries)
    # A query bears on the system if it uses one of its terms, or a property whose label it is.
    wanted = [n.split(":")[1] for n in (*names(classes), *names(properties))]
    for name in names(queries):
        text = catalogue.get(name).text
        assert any(re.search(rf"\b{re.escape(word)}\b", text) for word in wanted), (
            f"{system}: {name} uses none of {wanted}"
        )


def test_shapes_are_severe_or_not(known: Graph) -> None:
    assert set(known.objects(None, SH.severity)) == {SH.Violation, SH.Warning, SH.Info}


def run(command: str, home: Path) -> int:
    """A command of the page, as it stands there, on a home."""
    program, *arguments = shlex.split(command)
    assert program == PROGRAM
    with contextlib.chdir(ROOT):
        return main([*arguments, "--home", str(home)])


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory, graph: Built, once: Any) -> Path:
    """A home of the documents alone, as the page has it built."""
    home = tmp_path_factory.mktemp("systems") / "documents"
    publish_documents(home, graph, once)
    return home


@pytest.fixture(scope="module")
def entered(documents: Path) -> Path:
    """The same with the examples, by the commands of the page."""
    home = documents.with_name("entered")
    shutil.copytree(documents, home, symlinks=True)
    commands = re.findall(rf"^{re.escape(PROGRAM)} register .*$", PAGE, re.MULTILINE)
    used = {Path(shlex.split(command)[2]).name for command in commands}
    assert used == {path.name for path in (ANSWERS / "entries").iterdir()}
    for command in commands:
        assert run(command, home) == 0, command
    return home


class _Then(datetime):
    """The day as of which the answers were written down."""

    @classmethod
    def now(cls, tz: Any = None) -> _Then:
        return cls(2026, 11, 29, tzinfo=tz or UTC)


@pytest.fixture(autouse=True)
def _as_of_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peyvand.commands.monitor.datetime", _Then)


def answer(command: str, home: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> list[str]:
    capfdbinary.readouterr()
    assert run(command, home) == 0
    return capfdbinary.readouterr().out.decode().splitlines()


def expected(name: str) -> list[str]:
    return (ANSWERS / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def test_every_command_has_its_answer_and_no_answer_is_left_over() -> None:
    kept = {path.stem for path in ANSWERS.glob("*.txt")}
    assert {name.removesuffix("-entered") for name in kept} == COMMANDS.keys()
    for system in COMMANDS:
        # One line is a heading without a row.
        assert len(expected(system)) > 1 or system + "-entered" in kept, system


@pytest.mark.parametrize("system", COMMANDS)
def test_the_documents_answer_a_command(
    system: str, documents: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert answer(COMMANDS[system], documents, capfdbinary) == expected(system)


@pytest.mark.parametrize(
    "system", [name for name in COMMANDS if (ANSWERS / f"{name}-entered.txt").exists()]
)
def test_what_is_entered_answers_a_command(
    system: str, entered: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    wanted = expected(system + "-entered")
    assert len(wanted) > 1
    assert answer(COMMANDS[system], entered, capfdbinary) == wanted
