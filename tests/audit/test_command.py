"""The command ``peyvand audit``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.commands import auditing
from peyvand.graph.build import Graph
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.profiles import shipped
from peyvand.graph.versions import Versions

Run = Callable[..., str]


@pytest.fixture(scope="module")
def home(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    publish_lines(Versions(home), graph.store, dump_lines(graph.store), "build", keep=2)
    return home


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def run(*options: str, status: int = 0) -> str:
        assert main(["audit", "--home", str(home), *options]) == status
        got = capsys.readouterr()
        return got.err if status else got.out

    return run


def test_what_is_asked_is_kept_before_anybody_looks(home: Path) -> None:
    versions = Versions(home)
    auditing.prepare(versions, versions.current())
    ruled, listed = (
        json.loads(next((home / "monitor").glob(f"{name}-000001-*.json")).read_text("utf-8"))
        for name in ("ruled", "audit")
    )
    assert {*ruled["places"]} == {*shipped()}
    assert listed["groups"]


def test_totals_are_told_in_both_languages(run: Run) -> None:
    told = run("--holder", "city/tehran")
    assert "exactly 141" in told
    assert "document/000, line 15" in told
    assert "agreements of any kind; of documents and registers; gap +135" in told
    assert "nothing is averaged" in told
    persian = run("--holder", "city/tehran", "--language", "fa")
    assert "دقیقاً ۱۴۱" in persian
    assert "فاصله +۱۳۵" in persian


def test_a_figure_that_may_be_read_otherwise_says_so(run: Run) -> None:
    assert "exactly 140; it may also be read: 149" in run("--holder", "country/iran")
    assert "one of: 2; 12" in run("--holder", "city/tabriz")


def test_json_and_csv_have_the_same_counts(run: Run) -> None:
    told = json.loads(run("--json"))
    rows = list(csv.DictReader(io.StringIO(run("--csv"))))
    assert told["version"] == 1
    counted = [one["count"] for total in told["totals"] for one in total["counts"]]
    assert [int(row["count"]) for row in rows if row["row"] == "count"] == counted
    assert all(row["en"] and row["fa"] for row in rows)
    tehran = next(
        one for one in told["totals"] if one["key"].startswith("statistic-agreements-141")
    )
    assert "SELECT" in tehran["counts"][0]["query"]
    assert tehran["holder"]["fa"] == "تهران"


def test_a_holder_of_no_total_is_told_its_near_names(run: Run) -> None:
    assert "city/tehran" in run("--holder", "city/teheran", status=1)
    assert "country/iran" in run("--holder", "zzz", status=1)


def test_counts_are_as_of_a_day_of_either_calendar(run: Run) -> None:
    told = run("--holder", "country/iran", "--in-force", "1384-04-09")
    assert "certainly were in force on 2005-06-30" in told
    assert "47 more may count" in told
    data = json.loads(run("--in-force", "2005-06-30", "--candidates", "--json"))
    assert (data["in_force"], data["candidates"]) == ("2005-06-30", True)
    assert "nothing was known" in run("--known-at", "1990-01-01", status=1).lower()
    assert "no day" in run("--in-force", "2005", status=1).lower()
    assert "both name a version" in run("--known-at", "2030-01-01", "--version", "1", status=2)
