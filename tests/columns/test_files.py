"""The columns of a version: of its whole graph, or of that of another and a change."""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from peyvand.columns import changes
from peyvand.columns.bases import is_of, made
from peyvand.columns.changes import changed
from peyvand.columns.encoding import Array
from peyvand.columns.facts import BASE, CHANGE, FACTS, Facts, facts_of, named
from peyvand.columns.files import attach, connected
from peyvand.graph.patch import dump_lines
from peyvand.graph.recorder import Recorder

_NODES = [NamedNode(f"urn:{name}") for name in "abcdef"]
_OBJECTS: list[Any] = [
    *_NODES,
    BlankNode("a"),
    Literal("a"),
    Literal("a", language="en"),
    *map(Literal, (1, 2, 2.5, True)),
]


def _array(lines: list[bytes]) -> Array:
    return np.frombuffer(b"".join(lines), np.uint8)


def _quad(draw: random.Random) -> Quad:
    graph = draw.choice([None, *_NODES[:2]])
    return Quad(draw.choice(_NODES), draw.choice(_NODES[:3]), draw.choice(_OBJECTS), graph)


def _rows(folder: Path, query: str) -> list[Any]:
    with closing(connected()) as connection:
        attach(connection, folder)
        return connection.execute(query).fetchall()


def _counts(folder: Path) -> dict[str, tuple[int, int]]:
    rows = _rows(folder, "SELECT lexical, quads, kinds FROM counts JOIN terms ON id = p")
    return {name: (quads, kinds) for name, quads, kinds in rows}


def test_columns_are_of_the_lines_that_they_are_made_of(tmp_path: Path) -> None:
    store, draw = Store(), random.Random(1)
    store.extend(_quad(draw) for _ in range(40))
    lines = dump_lines(store)
    facts = made(_array(lines), tmp_path / "columns", "of it")
    assert facts_of(tmp_path / "columns") == facts
    assert (facts.graph_sum, facts.quads, facts.changed) == ("of it", len(lines), 0)
    assert facts.bytes == (tmp_path / "columns" / BASE).stat().st_size
    assert is_of(tmp_path / "columns", _array(lines))
    assert not is_of(tmp_path / "columns", _array(lines[1:]))
    assert not is_of(tmp_path / "columns", _array([*lines, b"<urn:a> <urn:a> <urn:new> .\n"]))
    other = [*lines[1:], b"<urn:a> <urn:a> <urn:new> .\n"]
    assert not is_of(tmp_path / "columns", _array(other))


def test_columns_of_nothing_are_columns(tmp_path: Path) -> None:
    made(_array([]), tmp_path / "columns")
    assert is_of(tmp_path / "columns", _array([]))
    line = b"<urn:a> <urn:b> <urn:c> <urn:d> .\n"
    assert changed(tmp_path / "columns", tmp_path / "next", [line], [], "")
    assert is_of(tmp_path / "next", _array([line]))


def test_a_wrong_value_is_found(tmp_path: Path) -> None:
    lines = [b'<urn:a> <urn:b> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .\n']
    made(_array(lines), tmp_path / "columns")
    with closing(duckdb.connect(str(tmp_path / "columns" / BASE))) as connection:
        connection.execute("UPDATE terms SET whole = 2 WHERE whole = 1")
    assert not is_of(tmp_path / "columns", _array(lines))


def test_changes_one_after_another_are_as_if_made_of_the_whole(tmp_path: Path) -> None:
    store, draw = Store(), random.Random(2)
    store.extend(_quad(draw) for _ in range(60))
    made(_array(dump_lines(store)), tmp_path / "0", "0")
    for step in range(1, 12):
        recorder = Recorder(store)
        recorder.remove(_quad(draw) for _ in range(30))
        recorder.add(_quad(draw) for _ in range(draw.choice([0, 8])))
        if step == 5:
            recorder.add([Quad(NamedNode("urn:new"), NamedNode("urn:says"), Literal("new"))])
        folder, patch = tmp_path / str(step), recorder.patch
        former = tmp_path / str(step - 1)
        facts = changed(former, folder, patch.added, patch.removed, str(step))
        assert facts is not None
        assert facts_of(folder) == facts
        lines = dump_lines(store)
        assert is_of(folder, _array(lines)), step
        # A base is one file, however many have it.
        assert (folder / BASE).samefile(tmp_path / "0" / BASE)
        made(_array(lines), tmp_path / f"whole-{step}")
        whole = _counts(tmp_path / f"whole-{step}")
        counts = _counts(folder)
        assert {name: quads for name, (quads, _) in counts.items()} == {
            name: quads for name, (quads, _) in whole.items()
        }
        assert all(counts[name][1] & kinds == kinds for name, (_, kinds) in whole.items())


def test_what_comes_and_goes_again_is_no_change(tmp_path: Path) -> None:
    old, new = b"<urn:a> <urn:b> <urn:c> .\n", b'<urn:a> <urn:b> "new" .\n'
    made(_array([old]), tmp_path / "0")
    first = changed(tmp_path / "0", tmp_path / "1", [new], [old], "")
    assert first is not None
    assert first.changed == 2
    second = changed(tmp_path / "1", tmp_path / "2", [old], [new], "")
    assert second is not None
    assert second.changed == 0
    assert is_of(tmp_path / "2", _array([old]))


def test_the_former_columns_stay_as_they_were(tmp_path: Path) -> None:
    old, new = b"<urn:a> <urn:b> <urn:c> .\n", b'<urn:a> <urn:b> "new" .\n'
    made(_array([old]), tmp_path / "0")
    changed(tmp_path / "0", tmp_path / "1", [new], [], "")
    changed(tmp_path / "1", tmp_path / "2", [], [new, old], "")
    assert is_of(tmp_path / "0", _array([old]))
    assert is_of(tmp_path / "1", _array([old, new]))
    assert is_of(tmp_path / "2", _array([]))


def test_a_base_with_too_much_changed_is_to_be_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "FEW", 2)
    lines = [b"<urn:a> <urn:b> <urn:c%d> .\n" % n for n in range(4)]
    made(_array(lines[:1]), tmp_path / "0")
    assert changed(tmp_path / "0", tmp_path / "1", lines[1:3], [], "")
    assert changed(tmp_path / "1", tmp_path / "2", lines[3:], [], "") is None
    assert not (tmp_path / "2").exists()
    monkeypatch.setattr(changes, "MOST_SHARE", 3)
    assert changed(tmp_path / "1", tmp_path / "2", lines[3:], [], "")


def test_without_what_tells_of_them_there_are_no_columns(tmp_path: Path) -> None:
    folder, line = tmp_path / "columns", b"<urn:a> <urn:b> <urn:c> .\n"
    assert facts_of(folder) is None
    with pytest.raises(ValueError, match="no columns"):
        named(folder, "graph")
    made(_array([line]), folder)
    assert named(folder, "graph") == facts_of(folder)
    assert named(folder, "graph").graph_sum == "graph"
    facts = named(folder, "graph")
    Facts(**{**vars(facts), "form": facts.form + 1}).write(folder)
    assert facts_of(folder) is None
    for text in ("", "[]", '{"form": 1}', "{}"):
        (folder / FACTS).write_text(text)
        assert facts_of(folder) is None
        assert changed(folder, tmp_path / "next", [], [line], "") is None
    facts.write(folder)
    assert changed(folder, tmp_path / "next", [], [line], "")
    (tmp_path / "next" / CHANGE).unlink()
    assert facts_of(tmp_path / "next") is None
    (folder / BASE).unlink()
    assert facts_of(folder) is None


def test_where_files_cannot_be_linked_they_are_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    line = b"<urn:a> <urn:b> <urn:c> .\n"
    made(_array([line]), tmp_path / "0")
    assert changed(tmp_path / "0", tmp_path / "1", [], [line], "")
    assert is_of(tmp_path / "1", _array([]))
