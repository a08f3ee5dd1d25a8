"""The answers that figures are made of, kept beside a version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

from monitor.conftest import TODAY, asking
from peyvand.monitor import Answers, Board, look
from peyvand.monitor.kept import FOLDER, kept
from peyvand.resources import root

ROWS = [{"x": NamedNode("x:1"), "n": Literal("2004"), "t": Literal("شهر\n«", language="fa")}]


def nobody(query: str) -> list[dict[str, Any]]:
    raise AssertionError(query)


def test_what_was_asked_once_is_not_asked_again(tmp_path: Path) -> None:
    first = Answers(tmp_path, 3, "abcdef", lambda _: ROWS)
    assert first("SELECT 1") == ROWS
    first.keep()
    again = Answers(tmp_path, 3, "abcdef", nobody)
    assert again("SELECT 1") == ROWS
    # Another graph of the same number is another.
    asked: list[str] = []
    Answers(tmp_path, 3, "fedcba", lambda query: [*map(asked.append, [query])][:0])("SELECT 1")
    assert asked == ["SELECT 1"]


def test_all_figures_are_made_of_what_is_kept(tmp_path: Path, small_board: Board) -> None:
    store = Store()
    store.load(path=str(root() / "tests/queries/own/monitor/data.trig"), format=RdfFormat.TRIG)
    answers = Answers(tmp_path, 1, "abc", asking(store))
    assert look(answers, TODAY) == small_board
    answers.keep()
    assert look(Answers(tmp_path, 1, "abc", nobody), TODAY) == small_board
    # They are no figures of versions.
    assert kept(tmp_path, 9) == []


def test_a_file_that_cannot_be_read_is_asked_again(tmp_path: Path) -> None:
    first = Answers(tmp_path, 1, "abc", lambda _: ROWS)
    first("q")
    first.keep()
    (path,) = (tmp_path / FOLDER).glob("*.json")
    for damaged in ("", "[1]", '{"q": 5}', '{"q": [{"x": "no term"}]}', '{"q": [5]}'):
        path.write_text(damaged, encoding="utf-8")
        assert Answers(tmp_path, 1, "abc", lambda _: ROWS)("q") == ROWS


def test_a_nameless_node_is_not_kept(tmp_path: Path) -> None:
    first = Answers(tmp_path, 1, "abc", lambda _: [{"x": BlankNode()}])
    first("q")
    first.keep()
    assert Answers(tmp_path, 1, "abc", lambda _: ROWS)("q") == ROWS


def test_no_more_is_kept_than_there_is_room_for(tmp_path: Path) -> None:
    for version in range(1, 8):
        answers = Answers(tmp_path, version, "abc", lambda _: ROWS)
        for number in range(120):
            answers(f"q{number}")
        answers.keep()
    assert len(list((tmp_path / FOLDER).glob("*.json"))) == 4
    later = Answers(tmp_path, 7, "abc", lambda _: ROWS)
    later("of another day")
    later.keep()
    # What is not asked any more goes.
    assert Answers(tmp_path, 7, "abc", lambda _: [])("q1") == []


def test_where_nothing_may_be_written_all_is_asked(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file", encoding="utf-8")
    answers = Answers(tmp_path, 1, "abc", lambda _: ROWS)
    assert answers("q") == ROWS
    answers.keep()
