"""The command ``peyvand monitor``."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.graph.build import Graph
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
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
        assert main(["monitor", "--home", str(home), *options]) == status
        got = capsys.readouterr()
        return got.err if status else got.out

    return run


def test_the_figures_are_told_in_both_languages(run: Run) -> None:
    told = run("--years", "20", "--scope", "documents")
    assert "Nothing on record for 20 years" in told
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert "only planned 1 1%" in lines
    assert "none on record 22 96%" in lines
    assert "certainly 13 19%" in lines
    assert "Signed by age in years: covers 23 of 67" in lines
    assert "Agreements of all sources" not in told
    persian = run("--language", "fa")
    assert "بی هیچ ثبتی در ۱۰ سال" in persian
    assert "پیمان‌های همهٔ منبع‌ها" in persian


def test_json_has_each_figure_with_its_query_value_and_share(run: Run) -> None:
    told = json.loads(run("--json", "--years", "20"))
    assert (told["version"], told["years"]) == (1, 20)
    quiet = told["figures"]["documents"]["quiet"]
    assert {group["key"]: group["count"] for group in quiet["groups"]} == {
        "certain": 13, "possible": 3, "undated": 44, "recent": 7,
    }  # fmt: skip
    approval = told["figures"]["documents"]["approval"]
    assert approval["total"] == 23
    assert approval["groups"][1] == {"key": "none", "count": 22, "share": 22 / 23}
    assert "SELECT" in approval["query"]
    vitality = told["figures"]["world"]["vitality"]["groups"][4]
    assert vitality["en"] == "only listed"
    assert told["signings"]["documents"]["known"] == 23
    assert told["figures"]["all"]["conflict"]["total"] > 0


def test_a_folder_receives_tables_and_plots_in_both_languages(run: Run, tmp_path: Path) -> None:
    run()
    told = run("--out", str(tmp_path / "deep/out"))
    folder = tmp_path / "deep/out"
    assert str(folder / "monitor.json") in told
    assert {path.name for path in folder.iterdir()} >= {
        *("monitor.json", "figures.csv", "signings.csv", "ages.csv", "versions.csv"),
        *(
            f"documents-{n}.{tag}.svg"
            for n in ("years", "ages", "vitality")
            for tag in ("en", "fa")
        ),
    }
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["scope"] == "documents"]
    listed = next(row for row in rows if row["en"] == "only listed")
    assert (listed["fa"], listed["count"], listed["of"]) == ("تنها فهرست‌شده", "44", "67")
    assert listed["share"] == "0.6567"
    with (folder / "versions.csv").open(encoding="utf-8", newline="") as file:
        kept = list(csv.DictReader(file))
    assert {row["version"] for row in kept} == {"1"}


def test_what_cannot_be_written_to_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "Give a folder" in run("--out", str(tmp_path / "file"), status=1)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/documents-years.en.svg").mkdir()
    assert "documents-years.en.svg" in run("--out", str(tmp_path / "out"), status=1)


def test_wrong_arguments_are_refused(run: Run) -> None:
    for wrong in (["--years", "0"], ["--years", "x"], ["--scope", "moon"]):
        with pytest.raises(SystemExit) as ended:
            run(*wrong)
        assert ended.value.code == 2
    assert "versions" in run("--version", "9", status=1)
