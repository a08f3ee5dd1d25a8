"""``peyvand check --documents``: exit codes, and what is said and written."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.commands import places
from peyvand.sources.documents import COLUMNS
from peyvand.sources.selectors import JOINED_COLUMNS

TEXT = "the pact of 2111\n"


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A folder with one document; the data has one claim of it."""
    monkeypatch.setattr(places, "root", lambda: tmp_path)
    claim(tmp_path, "12", "16")
    header = ",".join(JOINED_COLUMNS) + "\n"
    (tmp_path / "data/documents/joined.csv").write_text(header, encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "001.txt").write_text(TEXT, encoding="utf-8")
    return str(tmp_path / "texts")


def claim(folder: Path, start: str, end: str) -> None:
    data = folder / "data" / "documents"
    data.mkdir(parents=True, exist_ok=True)
    row = {"id": "F1", "line": "1", "start": start, "end": end}
    with (data / "001.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)


def test_what_is_written_is_proven(texts: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--documents", texts]) == 1
    assert "peyvand check --documents DIR --write" in capsys.readouterr().err
    assert main(["check", "--documents", texts, "--write"]) == 0
    assert "quotations.csv is written" in capsys.readouterr().out
    written = (Path(texts).parent / "data/documents/quotations.csv").read_bytes()
    assert main(["check", "--documents", texts]) == 0
    said = capsys.readouterr()
    assert "1 claims, 1 places in the documents" in said.out
    assert "0 errors" in said.out
    assert said.err == ""
    assert main(["check", "--documents", texts, "--write"]) == 0
    assert (Path(texts).parent / "data/documents/quotations.csv").read_bytes() == written


def test_what_is_wrong_is_told(texts: str, capsys: pytest.CaptureFixture[str]) -> None:
    claim(Path(texts).parent, "13", "16")
    assert main(["check", "--documents", texts, "--write", "--json"]) == 1
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert (told["claims"], told["places"]) == (1, 1)
    assert "001.csv:2: the span 13 to 16 begins inside a word or number" in told["errors"][0]
    assert "  → Select it whole" in said.err


def test_documents_must_be_there(texts: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--documents", texts + "x"]) == 1
    assert "there is no such folder" in capsys.readouterr().err
    (Path(texts) / "001.txt").unlink()
    assert main(["check", "--documents", texts]) == 1
    assert "there is no file of document 001" in capsys.readouterr().err
    assert main(["check", "--write"]) == 2
    assert "Give --documents DIR too" in capsys.readouterr().err
