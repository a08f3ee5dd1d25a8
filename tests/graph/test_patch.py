"""Patches: what leads from one graph to another, put together, undone, written and read."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.errors import Damaged
from peyvand.graph.patch import Patch, difference, dump_lines, quads, read_patch


def line(name: str, graph: str = "") -> bytes:
    place = f" <http://g.example/{graph}>" if graph else ""
    return f'<http://x.example/{name}> <http://p/> "{name}"{place} .\n'.encode()


GRAPHS = some.frozensets(some.sampled_from([line(name) for name in "abcde"]))


@given(GRAPHS, GRAPHS, GRAPHS)
def test_patches_follow_each_other_and_are_undone(
    first: frozenset[bytes], second: frozenset[bytes], third: frozenset[bytes]
) -> None:
    there, on = difference(first, second), difference(second, third)
    assert there.lines(first) == sorted(second)
    assert there.inverse.lines(second) == sorted(first)
    assert list(there.added) == sorted(second - first)
    assert list(there.removed) == sorted(first - second)
    assert bool(there) == (first != second)
    # One after the other is the same as both as one, whatever they are applied to.
    assert there.then(on).lines(first) == sorted(third)
    assert there.then(on).lines(third) == on.lines(there.lines(third))
    assert there.then(there.inverse).lines(first) == sorted(first)


def test_what_is_said_twice_is_done_once() -> None:
    one, two = Patch((line("a"),), (line("b"),)), Patch((line("c"),), (line("d"),))
    assert one.then(one) == one
    assert one.then(two) == Patch((line("a"), line("c")), (line("b"), line("d")))
    assert two.then(one) == one.then(two)
    assert one.lines([line("a"), line("c")]) == [line("a"), line("c")]
    assert bool(Patch((line("a"),)))
    assert bool(Patch((), (line("a"),)))
    assert not Patch()


def test_a_store_is_changed_as_lines_are() -> None:
    store = Store()
    store.extend(quads([line("a"), line("b"), line("b", "g")]))
    patch = Patch((line("c", "g"), line("a")), (line("b"), line("z")))
    patch.apply(store)
    assert dump_lines(store) == sorted([line("a"), line("b", "g"), line("c", "g")])
    # What is removed and added stays.
    Patch((line("a"),), (line("a"),)).apply(store)
    assert line("a") in dump_lines(store)


def test_the_lines_of_a_store_are_sorted() -> None:
    store = Store()
    names = [f"{number * 7919 % 101}" for number in range(101)]
    store.extend(
        Quad(NamedNode(f"http://x/{n}"), NamedNode("http://p/"), Literal(n)) for n in names
    )
    lines = dump_lines(store)
    assert lines == sorted(f'<http://x/{n}> <http://p/> "{n}" .\n'.encode() for n in names)


def test_the_graphs_that_are_touched_are_named() -> None:
    assert Patch().graphs() == set()
    assert Patch((line("a"),)).graphs() == {""}
    assert Patch((line("a", "g"),), (line("a", "h"), line("b", "g"))).graphs() == {
        "http://g.example/g",
        "http://g.example/h",
    }
    assert Patch((line("a", "g"),), (line("a"),)).graphs() == {"http://g.example/g", ""}


def test_a_patch_is_written_and_read_again(tmp_path: Path) -> None:
    patch = Patch((line("a"), line("c", "g")), (line("b"),))
    assert patch.text() == b"".join(
        [b"TX .\n", b"D ", line("b"), b"A ", line("a"), b"A ", line("c", "g"), b"TC .\n"]
    )
    path = tmp_path / "patch.rdfp"
    for written in (patch, patch.inverse, Patch()):
        path.write_bytes(written.text())
        assert read_patch(path) == written


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"TX .\n",
        b"TC .\n",
        b"TX .\nA " + line("a"),
        b"A " + line("a") + b"TC .\n",
        b"TX .\nA " + line("a") + b"TC .",
        b"TX .\r\nTC .\r\n",
        b"TC .\nTX .\n",
    ],
)
def test_what_is_not_whole_is_damage_of_a_version(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "000007" / "patch.rdfp"
    path.parent.mkdir()
    path.write_bytes(text)
    with pytest.raises(Damaged, match=r"000007.*patch\.rdfp is not a whole patch"):
        read_patch(path)


def test_a_missing_patch_is_damage_of_a_version(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match=r"000007.*No such file"):
        read_patch(tmp_path / "000007" / "patch.rdfp")
