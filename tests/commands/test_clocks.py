"""Questions as of a day, on the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.graph.build import Graph
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions

Run = Callable[..., tuple[str, str]]


@pytest.fixture(scope="module")
def home(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    publish_lines(Versions(home), graph.store, dump_lines(graph.store), "build", keep=2)
    return home


@pytest.fixture
def run(home: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def run(*options: str, status: int = 0) -> tuple[str, str]:
        assert main(["query", "--home", str(home), *options]) == status
        got = capsysbinary.readouterr()
        return got.out.decode(), got.err.decode()

    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


DATED = ("agreements-with-dates", "-p", "scope=documents", "--format", "csv")


def test_what_was_in_force_on_a_day_of_either_calendar(run: Run) -> None:
    out, told = run(*DATED, "--in-force", "2005-06-30")
    found = rows(out)
    assert "13 certainly, 3 possibly, 7 not, of 44 it is not known." in told
    assert {row["inForce"] for row in found} == {"certain", "possible", "unknown"}
    possible = {
        row["agreement"].rpartition("/")[2] for row in found if row["inForce"] == "possible"
    }
    assert possible == {"baalbek-isfahan", "arak-novi-sad", "arak-karaganda"}
    assert run(*DATED, "--in-force", "۹ تیر ۱۳۸۴") == (out, told)


def test_every_candidate_reading_leaves_more_open(run: Run) -> None:
    _, told = run(*DATED, "--in-force", "2005-06-30", "--candidates")
    assert "by every candidate reading: 9 certainly, 8 possibly, 6 not, of 44" in told
    assert "--in-force" in run(*DATED, "--candidates", status=2)[1]


def test_what_had_been_said_by_a_day(run: Run) -> None:
    out, told = run(*DATED, "--said-by", "2014-01-01")
    assert {row["saidThen"] for row in rows(out)} == {"certain"}
    assert "ankara-tehran" in out
    assert "Spoken of by 2014-01-01: " in told
    # Whoever passed it on later had not said yet when Isfahan's agreements were signed.
    out, told = run(*DATED, "--said-by", "2014-01-01", "--in-force", "2014-01-01")
    assert {row["inForce"] for row in rows(out) if "isfahan" in row["agreement"]} <= {"unknown"}


def test_an_answer_is_written_in_every_format(run: Run) -> None:
    out, _ = run("partners-of-city", "--in-force", "2005-06-30", "--format", "json")
    table = json.loads(out)
    assert table["head"]["vars"][-1] == "inForce"
    assert {row["inForce"]["value"] for row in table["results"]["bindings"]} == {
        *("certain", "possible", "unknown"),
    }


def test_what_was_known_on_a_day(run: Run) -> None:
    assert rows(run(*DATED, "--known-at", "2999-01-01")[0]) == rows(run(*DATED)[0])
    error = run(*DATED, "--known-at", "1999-01-01", status=1)[1]
    assert "Nothing was known on 1999-01-01" in error


def test_what_cannot_be_asked_is_refused(run: Run, tmp_path: Path) -> None:
    for option in ("--in-force", "--known-at", "--said-by"):
        assert "is no day" in run(*DATED, option, "2005", status=1)[1]
    counted = run("growth-by-decade", "--in-force", "2005-06-30", status=1)[1]
    assert "which agreements" in counted
    (tmp_path / "any.rq").write_text("ASK { ?s ?p ?o }")
    asked = run(str(tmp_path / "any.rq"), "--said-by", "2005-06-30", status=2)[1]
    assert "table" in asked
