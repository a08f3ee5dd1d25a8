"""The store that a write changes shares what the version before has, and takes nothing from it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from peyvand.errors import Damaged
from peyvand.graph.history import lines_of, publish_lines
from peyvand.graph.lines import between, dump_of, keep_dump, stored_lines, tally_of
from peyvand.graph.maintenance import verify
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.tally import Tally
from peyvand.graph.versions import Version, Versions
from peyvand.graph.working import settle, working_store


def lines(*names: str) -> list[bytes]:
    return sorted(f'<http://x/{name}> <http://p/> "1" .\n'.encode() for name in names)


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    """Three versions with an empty graph, all whole."""
    made = Versions(tmp_path / "home")
    for names in ("a", "ab", "bc"):
        store = Store()
        store.extend(quads(lines(*names)))
        store.add_graph(NamedNode("http://g/empty"))
        publish_lines(made, store, lines(*names), "copy", keep=9)
    return made


@pytest.mark.parametrize("damage", ["nothing", "gone", "spoilt"])
def test_it_holds_the_graph_whatever_became_of_the_store(
    versions: Versions, tmp_path: Path, damage: str
) -> None:
    before = versions.current()
    if damage == "gone":
        shutil.rmtree(before.store)
    elif damage == "spoilt":
        (before.store / "CURRENT").write_text("nonsense")
    store = working_store(versions, before, tmp_path)
    assert dump_lines(store) == lines("b", "c")
    assert list(store.named_graphs()) == [NamedNode("http://g/empty")]
    store.extend(quads(lines("d")))
    store.flush()
    with pytest.raises(RuntimeError, match="still open"):
        settle(tmp_path)
    del store
    settle(tmp_path)
    assert dump_lines(Store.read_only(str(tmp_path / "store"))) == lines("b", "c", "d")
    if damage == "nothing":
        assert dump_lines(Store.read_only(str(before.store))) == lines("b", "c")
        names = {path.name for path in (tmp_path / "store").iterdir()}
        assert not [name for name in names if name.startswith("LOG.old")]


def test_without_store_and_lines_there_is_none(versions: Versions, tmp_path: Path) -> None:
    for version in versions.all():
        shutil.rmtree(version.store)
        version.dump.unlink()
    with pytest.raises(Damaged, match=r"graph\.nq is missing"):
        working_store(versions, versions.current(), tmp_path)


@pytest.mark.parametrize("kept", [{1}, {3}, {2}])
@pytest.mark.parametrize("name", ["graph.nq", "store"])
def test_lines_come_from_any_version_that_keeps_them(
    versions: Versions, name: str, kept: set[int]
) -> None:
    for version in versions.all():
        if version.number not in kept or name == "store":
            version.dump.unlink()
        if version.number not in kept or name != "store":
            shutil.rmtree(version.store)
    for version, names in zip(versions.all(), ("a", "ab", "bc"), strict=True):
        assert lines_of(versions, version) == lines(*names)
        assert tally_of(versions, version) == Tally.of(lines(*names))


def test_changes_are_put_together_both_ways(versions: Versions) -> None:
    assert between(versions, 1, 3).lines(lines("a")) == lines("b", "c")
    assert between(versions, 3, 1).lines(lines("b", "c")) == lines("a")
    assert not between(versions, 2, 2)


def test_a_store_that_is_another_graph_is_not_believed(versions: Versions) -> None:
    current = versions.current()
    assert stored_lines(current) == lines("b", "c")
    store = Store(str(current.store))
    store.extend(quads(lines("x")))
    store.flush()
    del store
    with pytest.raises(Damaged, match="its store is not the graph"):
        stored_lines(current)


def test_a_dump_is_made_when_it_is_asked_for(versions: Versions) -> None:
    current = versions.current()
    written = current.dump.read_bytes()
    assert dump_of(versions, current).read_bytes() == written
    current.dump.unlink()
    # What somebody was making when it ended is no hindrance.
    (current.path / ".dump").write_bytes(b"half")
    assert dump_of(versions, current).read_bytes() == written
    assert {path.name for path in current.path.iterdir() if path.name[0] == "."} == set()
    assert verify(versions) == []
    current.dump.write_bytes(written[1:])
    with pytest.raises(Damaged, match="checksum"):
        dump_of(versions, current)


def test_a_dump_that_the_checksums_do_not_know_has_its_own(versions: Versions) -> None:
    current = versions.current()
    current.dump.unlink()
    sums = current.path / "SHA256SUMS"
    others = [line for line in sums.read_text().splitlines() if not line.endswith("graph.nq")]
    sums.write_text("".join(f"{line}\n" for line in others))
    keep_dump(current, lines("b", "c"))
    assert (current.path / "graph.nq.sha256").read_text().endswith("  graph.nq\n")
    assert verify(versions) == []
    assert lines_of(versions, Version(current.path)) == lines("b", "c")
