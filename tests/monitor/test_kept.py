"""The figures of versions, which outlast them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from peyvand.monitor import Board, kept
from peyvand.monitor.kept import FOLDER, Past, keep


def test_figures_are_kept_once_and_read_again(tmp_path: Path, small_board: Board) -> None:
    keep(tmp_path, 2, "abc", small_board)
    keep(tmp_path, 10, "def", small_board)
    keep(tmp_path, 2, "abc", replace(small_board, figures={}))
    found = kept.kept(tmp_path, 10)
    assert [one.version for one in found] == [2, 10]
    assert found[0].day == "2026-11-29"
    assert found[0].count("documents", "vitality", "vitality-dated") == 3
    assert found[0].count("documents", "country", "") == 3
    assert found[0].count("all", "conflict", "") == 1
    assert [one.version for one in kept.kept(tmp_path, 9)] == [2]


def test_a_group_that_was_not_there_had_nothing_and_a_figure_that_was_not_counted_is_unknown(
    tmp_path: Path, small_board: Board
) -> None:
    keep(tmp_path, 1, "abc", small_board)
    (past,) = kept.kept(tmp_path, 1)
    assert past.count("documents", "country", "germany") == 0
    assert past.count("documents", "other", "") is None
    assert past.count("other", "country", "") is None


def test_a_version_that_was_made_anew_has_the_figures_of_the_new(
    tmp_path: Path, small_board: Board
) -> None:
    keep(tmp_path, 1, "abc", replace(small_board, figures={}))
    keep(tmp_path, 1, "def", small_board)
    (past,) = kept.kept(tmp_path, 1)
    assert past.counts


def test_what_was_asked_otherwise_is_not_kept(tmp_path: Path, small_board: Board) -> None:
    keep(tmp_path, 1, "abc", replace(small_board, years=20))
    keep(tmp_path, 1, "abc", replace(small_board, signings={}))
    assert kept.kept(tmp_path, 1) == []


def test_no_more_are_kept_than_there_is_room_for(
    tmp_path: Path, small_board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_MOST", 3)
    for number in range(1, 6):
        keep(tmp_path, number, "abc", small_board)
    assert [one.version for one in kept.kept(tmp_path, 9)] == [3, 4, 5]


def test_what_cannot_be_read_or_written_is_passed_over(tmp_path: Path, small_board: Board) -> None:
    keep(tmp_path, 1, "abc", small_board)
    for number, text in enumerate(("", "[]", '{"version": "x"}', '{"version": 3}'), 2):
        (tmp_path / FOLDER / f"{number:06d}-abc.json").write_text(text, encoding="utf-8")
    assert [one.version for one in kept.kept(tmp_path, 9)] == [1]
    file = tmp_path / "file"
    file.touch()
    keep(file, 1, "abc", small_board)
    assert kept.kept(file, 9) == []
    assert [path.name for path in tmp_path.glob("*/tmp*")] == []


def test_past_tells_what_it_was_given() -> None:
    past = Past(1, "2026-01-01", {"documents": {"date": {"none": 4}}})
    assert past.count("documents", "date", "none") == 4
