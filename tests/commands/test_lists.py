"""Importing a list that its licence keeps apart: into the home, from published files."""

from __future__ import annotations

from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.sources.optional import imported

BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
LIST = """one,other,name_one,name_other,homonyms_one,homonyms_other
Q90,Q60,"Paris, France","New York City, United States",1,1
Q60,Q90,New York City,Paris,1,1
Q64,Q84,Berlin,London,3,1
Q64,,Berlin,Nowhere,1,0
Q90,Q90,Paris,Paris,1,1
Q90,Q114,Paris,Kenya,1,1
"""
SAID = [
    *("--name", "lists-2026", "--date", "2026-02-08", "--licence", BY_SA, "--origin", "lists"),
    *("--title", "Lists", "--title-fa", "فهرست‌ها", "--by", "Somebody", "--by-fa", "کسی"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def run(home: Path, *arguments: object) -> int:
    return main(["import", "pairs", "--home", str(home), *map(str, arguments)])


def test_a_list_goes_to_the_home(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    assert run(home, file, *SAID) == 0
    (found,) = imported(home)
    assert found.licence == BY_SA
    assert (found.path / "pairs.csv").read_text(encoding="utf-8") == (
        "one,other,name_one,name_other,certainty\n"
        'Q60,Q90,"New York City, United States","Paris, France",certain\n'
        "Q64,Q84,Berlin,London,likely\n"
    )
    assert (found.path / "publisher.csv").read_text(encoding="utf-8") == "en,fa\nSomebody,کسی\n"
    said = capsys.readouterr().out
    for count in (
        "1 left out: pairs of which a side names no item",
        "1 left out: pairs that stand in the list already",
        "1 refused: pair-with-itself",
        "1 refused: pair-with-country",
        "2 taken: pairs\n",
        "CC BY-SA 4.0",
    ):
        assert count in said


def test_a_second_run_changes_nothing(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    run(home, file, *SAID)
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*.csv")}
    assert len(before) == 3
    assert run(home, file, *SAID) == 0
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*.csv")} == before
    assert "0 tables written" in capsys.readouterr().out


def test_a_list_is_forgotten(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "home"
    run(home, file, *SAID)
    assert run(home, "--forget", "lists-2027") == 1
    assert "There are: lists-2026." in capsys.readouterr().err
    assert run(home, "--forget", "lists-2026") == 0
    assert imported(home) == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"--name": "Lists of 2026"}, "'Lists of 2026' is no name of a list."),
        ({"--name": "../lists"}, "'../lists' is no name of a list."),
        ({"--date": "8 February"}, "--date: "),
        ({"--title-fa": "", "--by": ""}, "Give --title-fa, --by too."),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    file: Path,
    tmp_path: Path,
    change: dict[str, str],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    given = dict(zip(SAID[::2], SAID[1::2], strict=True)) | change
    arguments = [part for pair in given.items() for part in pair]
    assert run(tmp_path / "home", file, *arguments) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    "arguments", [(*SAID,), (), ("--forget", "a", "b.csv"), ("--forget", "a", "--licence", BY_SA)]
)
def test_what_does_not_go_together_is_wrong_use(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(tmp_path / "home", *arguments) == 2
