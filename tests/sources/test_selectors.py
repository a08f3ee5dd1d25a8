"""Where a claim stands is proven with its document: the span, its line, its borders, its token."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from peyvand.errors import SourceError
from peyvand.sources.documents import COLUMNS
from peyvand.sources.quotations import read_quotations, write_quotations
from peyvand.sources.selectors import (
    JOINED_COLUMNS,
    Document,
    Findings,
    check_quotations,
    check_selectors,
)

# Line ends of two code points in the file are one in the text.
TEXT = "پیمان شیراز\r\n(0939311 یزدی) سال 2111\r\nمی\u200cروند"
SHIRAZ = {"id": "F1", "line": "1", "start": "6", "end": "11"}
YEAR = {"id": "F2", "line": "2", "start": "31", "end": "35", "printed": "2111"}


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    data, texts = tmp_path / "data", tmp_path / "texts"
    data.mkdir()
    texts.mkdir()
    (texts / "001_ab12.txt").write_bytes(TEXT.encode())
    return data, texts


def found(folders: tuple[Path, Path], *rows: dict[str, str], joined: str = "") -> Findings:
    header = ",".join(JOINED_COLUMNS) + "\n"
    (folders[0] / "joined.csv").write_text(header + joined, encoding="utf-8")
    with (folders[0] / "001.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return check_selectors(*folders)


def test_true_places_are_proven(folders: tuple[Path, Path]) -> None:
    # The last one ends where the document does.
    year = {**YEAR, "also": "1:6-11 | 2:12-20 | 3:36-43", "printed": "2111 / شیراز"}
    findings = found(folders, SHIRAZ, year)
    assert (findings.claims, findings.errors) == (2, [])
    assert len(findings.quotations) == 4


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"end": "99"}, "the span 6 to 99 ends after the document's 43 characters"),
        ({"line": "2"}, "begins on line 1, not 2"),
        ({"also": "1:12-13"}, "begins on line 2, not 1"),
        # The end of a line is still in it.
        ({"also": "1:11-20"}, "begins or ends with a blank"),
        ({"start": "7"}, "begins inside a word or number"),
        ({"end": "10"}, "the span 6 to 10 ends inside a word or number"),
        ({"start": "5"}, "begins or ends with a blank"),
        ({"end": "12"}, "begins or ends with a blank"),
        ({"also": "2:13-15"}, "the span 13 to 15 ends inside a word or number"),
        # A non-joiner is inside its word.
        ({"also": "3:36-38"}, "the span 36 to 38 ends inside a word or number"),
        ({"printed": "تبریز"}, "'تبریز' is given as printed, and is in no span of the claim"),
        ({"printed": "شیراز / 2111"}, "'2111' is given as printed"),
    ],
)
def test_a_wrong_place_is_told(
    folders: tuple[Path, Path], cells: dict[str, str], words: str
) -> None:
    (error,) = found(folders, YEAR, {**SHIRAZ, **cells}).errors
    assert words in error.message
    assert error.message.startswith(f"{folders[0] / '001.csv'}:3: ")
    assert error.hint


def test_words_that_the_document_runs_together_are_listed(folders: tuple[Path, Path]) -> None:
    page = {"id": "F3", "line": "2", "start": "13", "end": "15", "printed": "09"}
    (error,) = found(folders, page).errors
    assert error.hint.endswith("list it in joined.csv: 001,15,09,39311")
    assert found(folders, page, joined="001,15,09,39311\n").errors == []


@pytest.mark.parametrize(
    ("text", "at", "parts"),
    [
        # A number ends where letters begin.
        ("سال2111م", 5, ("21", "11")),
        ("2111م", 2, ("21", "11")),
        ("سال2111", 1, ("س", "ال")),
        ("2111سال", 5, ("س", "ال")),
        ("سال2111م", 3, None),
        ("سال2111م", 7, None),
        ("a b", 1, None),
        ("a b", 2, None),
        ("ab", 0, None),
        ("ab", 2, None),
        ("a..b", 2, None),
    ],
)
def test_a_word_or_number_is_cut_into_its_own_parts(
    text: str, at: int, parts: tuple[str, str] | None
) -> None:
    assert Document(text).cut(at) == parts


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("001,15,09,3931\n", "no 09 and 3931 run together at 15 in document 001"),
        ("001,16,093,9311\n", "no span begins or ends at 16 of document 001"),
        ("001,12,a,b\n", "no a and b run together at 12 in document 001"),
        ("002,15,09,39311\n", "run together at 15 in document 002"),
        ("001,0,,\n", "run together at 0 in document 001"),
    ],
)
def test_a_join_that_is_none_is_told(folders: tuple[Path, Path], row: str, words: str) -> None:
    page = {"id": "F3", "line": "2", "start": "13", "end": "15"}
    good = "" if row.startswith("001,15") else "001,15,09,39311\n"
    (error,) = found(folders, page, joined=row + good).errors
    assert words in error.message
    assert error.message.startswith(f"{folders[0] / 'joined.csv'}:2: ")
    with pytest.raises(SourceError, match="given already on line 2"):
        found(folders, page, joined=row + row)


def test_a_join_has_its_place(folders: tuple[Path, Path]) -> None:
    with pytest.raises(SourceError, match=r"joined\.csv:2: the place is missing"):
        found(folders, joined="001,,a,b\n")


def test_a_document_has_one_file(folders: tuple[Path, Path]) -> None:
    (folders[1] / "001.txt").write_bytes(TEXT.encode())
    with pytest.raises(SourceError, match="several files of document 001"):
        found(folders, SHIRAZ)
    for path in folders[1].iterdir():
        path.unlink()
    (folders[1] / "0012_a.txt").write_bytes(TEXT.encode())
    with pytest.raises(SourceError, match=r"no file of document 001.*001\.txt"):
        found(folders, SHIRAZ)
    (folders[1] / "001.txt").write_bytes(TEXT.encode("cp1256", "replace"))
    with pytest.raises(SourceError, match="not UTF-8"):
        found(folders, SHIRAZ)


def test_the_table_is_that_of_the_documents(folders: tuple[Path, Path]) -> None:
    path = folders[0] / "quotations.csv"
    findings = found(folders, SHIRAZ, YEAR)
    write_quotations(path, findings.quotations)
    check_quotations(path, findings)
    assert findings.errors == []

    changed = TEXT.replace("پیمان", "قرارِ")
    (folders[1] / "001_ab12.txt").write_bytes(changed.encode())
    findings = found(folders, SHIRAZ, YEAR)
    check_quotations(path, findings)
    (error,) = findings.errors
    assert error.message.startswith(f"{path}:2: not as the document has it: prefix of 6 to 11")

    findings = found(folders, SHIRAZ, {**YEAR, "also": "2:13-20"})
    write_quotations(path, findings.quotations)
    findings = found(folders, YEAR, {"id": "F4", "line": "1", "start": "0", "end": "5"})
    check_quotations(path, findings)
    assert [error.message.removeprefix(str(folders[0])) for error in findings.errors] == [
        "/001.csv:3: line 1, 0 to 5, has no row in quotations.csv.",
        "/quotations.csv:2: no claim stands at 6 to 11 of document 001.",
        "/quotations.csv:3: no claim stands at 13 to 20 of document 001.",
    ]
    assert all("--write" in error.hint for error in findings.errors)
    assert len(read_quotations(path).rows) == 3
