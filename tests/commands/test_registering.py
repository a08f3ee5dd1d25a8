"""``peyvand register``: tables of entries on a home, with the server or without."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from entries import EIGHT, GOOD, REFUSED, ROWS, table
from peyvand.cli import main
from peyvand.graph.build import Graph
from peyvand.graph.history import opened
from peyvand.graph.versions import Versions
from spreadsheets import xlsx
from web.live import publish_documents, running

ID = "https://w3id.org/peyvand/id/"


@pytest.fixture
def home(tmp_path: Path, graph: Graph, once: Any) -> Path:
    folder = tmp_path / "home"
    publish_documents(folder, graph, once)
    return folder


@pytest.fixture
def eight(tmp_path: Path) -> Path:
    path = tmp_path / "eight.csv"
    path.write_text(EIGHT, encoding="utf-8")
    return path


def run(home: Path, *arguments: object) -> int:
    return main(["register", *map(str, arguments), "--home", str(home), "--language", "en"])


def test_eight_rows_are_told_and_nothing_is_written(
    home: Path, eight: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, eight) == 1
    said = capsys.readouterr()
    for line in range(2, 10):
        assert f"Row {line}, " in said.err
    assert said.err.count("not entered: ") >= len(REFUSED)
    assert "6 of 8 rows cannot be entered; nothing was written." in said.err
    assert said.out.startswith("8 rows read, 2 good")
    assert Versions(home).current().number == 1


def test_the_good_rows_are_written_if_they_are_asked_for(
    home: Path, eight: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(home, eight, "--accept-good", "--as", "arak") == 3
    said = capsys.readouterr()
    assert "Entered in version 2." in said.out
    versions = Versions(home)
    assert versions.current().manifest["by"] == "arak"
    store = opened(versions, versions.current())
    for slug in GOOD.values():
        assert store.query(f"ASK {{ <{ID}{slug}> a <https://w3id.org/peyvand/ns#Agreement> }}")


def test_a_dry_run_writes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.xlsx"
    path.write_bytes(xlsx([line.split(",") for line in table(ROWS[:1]).splitlines()]))
    assert run(home, path, "--dry-run") == 0
    assert "Nothing was written" in capsys.readouterr().out
    assert run(home, path) == 0
    assert Versions(home).current().number == 2


def test_the_result_as_json(home: Path, eight: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(home, eight, "--dry-run", "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert told["refused"]
    assert told["counts"] == {"read": 8, "good": 2, "warned": 2, "refused": 6}
    assert {row["row"] for row in told["rows"] if row["severity"] == "violation"} == set(REFUSED)
    assert set(told["rows"][0]) >= {"row", "column", "message", "message_en", "message_fa"}


def test_it_is_told_in_the_language_of_the_locale(
    home: Path, eight: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "fa_IR.UTF-8")
    assert main(["register", str(eight), "--home", str(home)]) == 1
    said = capsys.readouterr()
    assert "چیزی نوشته نشد" in said.err
    assert "۸ ردیف خوانده شد" in said.out


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.csv", None, "No such file"),
        ("x.csv", "x,y\n1,2\n", "no heading is known"),
        ("x.pdf", "%PDF-1.7", "a PDF"),
        ("x.csv.gz", b"\x1f\x8b\x08broken", "damaged or cut"),
    ],
)
def test_what_is_no_table_is_refused(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: Any,
    reason: str,
) -> None:  # fmt: skip
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run(home, path) == 1
    said = capsys.readouterr().err
    assert reason in said
    assert name in said


@pytest.mark.parametrize(
    "arguments",
    [
        ["x.csv", "--kind", "treaty"],
        ["x.csv", "--as", "No Name"],
        ["x.csv", "--dry-run", "--accept-good"],
        [],
    ],
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["register", *arguments])
    assert caught.value.code == 2


@pytest.mark.slow
def test_it_enters_while_a_server_answers(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_text(table(ROWS[:1]), encoding="utf-8")
    with running(home) as server:
        assert run(home, path) == 0
        (count,) = server.select(
            f"SELECT (COUNT(*) AS ?n) {{ <{ID}agreement/arak-shiraz> ?p ?o }}", version="2"
        )
        assert int(count) > 3
        got = server.ask(
            *("POST", "/register"), body=table(ROWS[6:7]), token=server.token,
            headers={"Content-Type": "text/csv"},
        )  # fmt: skip
        assert got.json["version"] == 3
    shutil.rmtree(home)
