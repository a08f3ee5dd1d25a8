"""The command as its users see it, on a small built graph and on files."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import networkx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.cli import main
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions

LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


@pytest.fixture
def home(store: Store, tmp_path: Path) -> Path:
    """Three versions: the first keeps only what the later ones changed."""
    path = tmp_path / "home"
    for number in range(3):
        thing = NamedNode(f"http://x.example/{number}")
        store.add(Quad(thing, LABEL, Literal(f"thing {number}")))
        publish_lines(Versions(path), store, dump_lines(store), "copy", keep=1)
    return path


def figures(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict:
    assert main(["network", "--json", *map(str, arguments)]) == 0
    return json.loads(capsys.readouterr().out)


def test_json_of_the_default_graph(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = figures(capsys, "--home", home)
    assert found["size"]["nodes"] == 5
    assert found["size"]["edges"] == 5
    assert found["size"]["edges_of_several_ties"] == 1
    assert found["clustering"]["triangles"] == 1
    assert found["countries"]["within"] == 2
    assert found["distances"]["pairs"] == 1
    assert found["top"]["degree"][0] == {
        "id": "https://w3id.org/peyvand/id/city/isfahan",
        "en": "Isfahan",
        "fa": "اصفهان",
        "value": 1.0,
    }
    assert found["reciprocity"]["mutual_pairs"] == 1


def test_kind_and_graph(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert figures(capsys, "--home", home, "--kind", "sister")["size"]["edges"] == 2
    found = figures(capsys, "--home", home, "--graph", "wikidata-2016-09", "--top", "1")
    assert found["size"]["self_loops_dropped"] == 1
    assert found["reciprocity"]["statements"] == 4
    assert len(found["top"]["pagerank"]) == 1


def test_an_older_version(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not Versions(home).get(1).store.exists()
    assert figures(capsys, "--home", home, "--version", "1") == figures(capsys, "--home", home)


def test_text(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["network", "--home", str(home)]) == 0
    text = capsys.readouterr().out
    for words in ("nodes                        5", "Highest pagerank", "Iran – Italy"):
        assert words in text
    # Five degrees are too few to fit a power law to, and that is said.
    assert "P(k) ~ k^-exponent\n  not known" in text


def test_a_folder_of_tables_and_plots(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out" / "deeper"
    assert main(["network", "--home", str(home), "--out", str(folder)]) == 0
    with (folder / "nodes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["en"] for row in rows] == ["Florence", "Isfahan", "Shiraz", "Xi'an", "Yazd"]
    assert [row["partners"] for row in rows] == ["1", "4", "1", "2", "2"]
    assert [row["core"] for row in rows] == ["1", "2", "1", "2", "2"]
    assert sum(float(row["pagerank"]) for row in rows) == pytest.approx(1)
    with (folder / "degrees.csv").open(encoding="utf-8") as file:
        assert next(csv.DictReader(file)) == {
            "degree": "1",
            "nodes": "2",
            "share": "0.4",
            "ccdf": "1.0",
        }
    assert json.loads((folder / "network.json").read_text())["size"]["nodes"] == 5
    names = {path.name for path in folder.iterdir()}
    assert {"edges.csv", "country_pairs.csv", "communities.csv", "map.svg", "map.png"} <= names


@pytest.mark.slow
def test_the_same_pairs_have_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    edges = networkx.barabasi_albert_graph(400, 3, seed=5).edges
    path.write_text("one,other\n" + "".join(f"n{one},n{other}\n" for one, other in edges))
    command = ["network", "--pairs", str(path), "--samples", "5", "--out"]
    assert main([*command, str(tmp_path / "1")]) == 0
    # Sets are in another order there, unless this process was given the same seed.
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    subprocess.run(
        [sys.executable, "-m", "peyvand", *command, tmp_path / "2"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    names = sorted(file.name for file in (tmp_path / "1").iterdir())
    assert "nodes.csv" in names
    for name in names:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_a_file_of_pairs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("one,other\na,b\nb,c\n")
    found = figures(capsys, "--pairs", path)
    assert found["paths"]["mean"] == pytest.approx(4 / 3)
    assert found["distances"] is None
    assert found["power_law"] is None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--graph", "wikidata-1999"], "There is no graph"),
        (["--version", "99"], "99"),
        (["--pairs", "none.csv"], "No such file"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(
    home: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["network", "--home", str(home), *arguments]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "→" in error


def test_no_pair_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("one,other\na,a\n")
    assert main(["network", "--pairs", str(path)]) == 1
    assert "no pair of cities" in capsys.readouterr().err


def test_a_folder_that_cannot_be_made(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert main(["network", "--home", str(home), "--out", str(tmp_path / "file")]) == 1
