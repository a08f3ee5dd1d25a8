"""How versions are written, one upon the other, and what is known of where their graph is from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from peyvand.errors import Damaged
from peyvand.graph import bulk
from peyvand.graph.bulk import write_bulk
from peyvand.graph.history import facts, in_memory, lines_of, opened, publish_lines, publish_store
from peyvand.graph.patch import Patch, dump_lines, quads, read_patch
from peyvand.graph.stores import empty_graphs, fill
from peyvand.graph.tally import Tally
from peyvand.graph.versions import Version, Versions
from peyvand.graph.written import Origin, origin_of

ORIGIN = Origin({"program": "1", "inputs": "abc", "world": False})


def lines(*names: str) -> list[bytes]:
    return sorted(f'<http://x/{name}> <http://p/> "{name}" .\n'.encode() for name in names)


def store_of(found: Sequence[bytes], *empty: str) -> Store:
    store = Store()
    store.extend(quads(found))
    for name in empty:
        store.add_graph(NamedNode(name))
    return store


def publish(
    versions: Versions,
    *names: str,
    kind: str = "update",
    origin: Origin | None = None,
    keep: int = 9,
) -> Version:
    found = lines(*names)
    return publish_lines(versions, store_of(found), found, kind, keep, origin)


def on_disk(version: Version) -> list[bytes]:
    return dump_lines(Store.read_only(str(version.store)))


def test_a_dump_fills_a_store_with_its_blank_nodes_and_empty_graphs(tmp_path: Path) -> None:
    path = tmp_path / "graph.nq"
    path.write_bytes(b'_:b7 <http://p/> "1" .\n')
    store = fill(Store(), path, ["http://g/2", "http://g/1"])
    assert dump_lines(store) == [b'_:b7 <http://p/> "1" .\n']
    assert empty_graphs(store) == ["http://g/1", "http://g/2"]
    store.extend(quads([b'<http://x/> <http://p/> "1" <http://g/1> .\n']))
    assert empty_graphs(store) == ["http://g/2"]


def test_a_version_is_written_upon_the_one_before(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    first = publish(versions, "a", "b")
    second = publish(versions, "b", "c", "d")
    assert not first.patch.exists()
    assert read_patch(second.patch) == Patch(tuple(lines("c", "d")), tuple(lines("a")))
    assert second.dump.read_bytes() == b"".join(lines("b", "c", "d"))
    assert on_disk(second) == lines("b", "c", "d")
    assert on_disk(first) == lines("a", "b")
    assert [(v.manifest["added"], v.manifest["removed"]) for v in (first, second)] == [
        (2, 0),
        (2, 1),
    ]
    told = b"".join(str(q).encode() for q in parse(path=str(second.path / "void.ttl"),
                                                   format=RdfFormat.TURTLE))  # fmt: skip
    assert b'"3"^^<http://www.w3.org/2001/XMLSchema#integer>' in told


def test_a_manifest_tells_what_every_version_has(tmp_path: Path) -> None:
    store = store_of([*lines("a"), b'<http://x/> <http://p/> "1" <http://g/1> .\n'], "http://g/0")
    (tmp_path / "graph.nq").write_bytes(b"".join(dump_lines(store)))
    told = facts(tmp_path, store, "update")
    assert told.pop("built_at")
    assert told == {
        "kind": "update",
        "quads": 2,
        "graphs": 2,
        "empty_graphs": ["http://g/0"],
        "kept_apart": {},
        "graph_sum": Tally.of(dump_lines(store)).text,
    }


def test_empty_graphs_come_and_go_with_a_version(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for empty in (("http://g/1",), ("http://g/2", "http://g/3"), ()):
        store = store_of(lines("a"), *empty)
        made = publish_lines(versions, store, dump_lines(store), "update", 9)
        assert made.empty_graphs == list(empty)
        kept = Store.read_only(str(made.store))
        assert empty_graphs(kept) == list(empty)
        assert len(list(kept.named_graphs())) == len(empty)
    # A graph that loses its last quad is gone, unless it is said to be there.
    quad = b'<http://x/> <http://p/> "1" <http://g/4> .\n'
    for found in ([quad], []):
        made = publish_lines(versions, store_of(found), found, "update", 9)
    assert list(Store.read_only(str(made.store)).named_graphs()) == []


BLANK = b'_:b7 <http://p/> "1" <http://g/1> .\n'


@pytest.mark.parametrize("how", [opened, in_memory])
@pytest.mark.parametrize("keeps", ["store", "damaged store", "dump", "changes"])
def test_a_version_is_opened_as_it_is_whatever_it_keeps(
    tmp_path: Path, how: Callable[[Versions, Version], Store], keeps: str
) -> None:
    versions = Versions(tmp_path)
    found = [*lines("a"), BLANK]
    publish_lines(versions, store_of(found, "http://g/0"), found, "update", 9)
    publish(versions, "b", keep=1 if keeps == "changes" else 9)
    version = versions.get(1)
    if keeps == "damaged store":
        for path in version.store.iterdir():
            path.write_bytes(b"")
    elif keeps != "store":
        shutil.rmtree(version.store, ignore_errors=True)
    assert version.dump.is_file() == (keeps != "changes")
    store = how(versions, version)
    assert dump_lines(store) == sorted(found)
    assert empty_graphs(store) == ["http://g/0"]


def tables(version: Version) -> set[int]:
    return {path.stat().st_ino for path in version.store.glob("*.sst")}


def test_a_store_is_continued_and_shares_what_the_engine_never_changes(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    first = publish(versions, *(f"{n}" for n in range(50)))
    second = publish(versions, *(f"{n}" for n in range(1, 51)))
    assert tables(first) & tables(second)
    others = {path.stat().st_ino for path in first.store.iterdir()} - tables(first)
    assert not others & {path.stat().st_ino for path in second.store.iterdir()}


def test_what_a_version_holds_is_in_tables_and_not_in_a_log(tmp_path: Path) -> None:
    """A log that ends in the middle is cut off by the engine, without a word."""
    versions = Versions(tmp_path / "home")
    publish(versions, "a", "b")
    second = publish(versions, "b", "c")
    shutil.copytree(second.store, tmp_path / "store", ignore=shutil.ignore_patterns("*.log"))
    assert dump_lines(Store.read_only(str(tmp_path / "store"))) == lines("b", "c")


@pytest.mark.parametrize("reason", ["files", "lines", "gone", "spoilt"])
def test_a_store_is_made_anew_when_that_is_better(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    versions = Versions(tmp_path)
    first = publish(versions, *(f"{n}" for n in range(50)))
    before = tables(first)
    more = [f"{n}" for n in range(60)]
    if reason == "files":
        monkeypatch.setattr(bulk, "_MOST_FILES", len(before) - 1)
    elif reason == "lines":
        more = [f"{n}" for n in range(25, 10_026)]
    elif reason == "gone":
        first.store.rename(tmp_path / "elsewhere")
    else:
        (first.store / "CURRENT").write_text("nonsense")
    second = publish(versions, *more)
    assert on_disk(second) == lines(*more)
    assert not before & tables(second)
    # No more is given up than that.
    assert on_disk(publish(versions, *more, "z")) == lines(*more, "z")


def test_at_the_limits_a_store_is_still_continued(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = Versions(tmp_path)
    first = publish(versions, "0", "1")
    monkeypatch.setattr(bulk, "_MOST_FILES", len(tables(first)))
    second = publish(versions, *(f"{n}" for n in range(1, 10_001)))
    assert len(read_patch(second.patch).added) + len(read_patch(second.patch).removed) == 10_000
    assert tables(first) & tables(second)


def test_a_version_is_remade_through_all_that_follow(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    states = [("a",), ("a", "b"), ("b",), ("a", "b"), (), ("c",)]
    for names in states:
        publish(versions, *names, keep=1)
    assert [v.dump.is_file() for v in versions.all()] == [False] * 5 + [True]
    for number, names in enumerate(states, 1):
        assert lines_of(versions, versions.get(number)) == lines(*names)
    versions.get(4).patch.unlink()
    with pytest.raises(Damaged, match="4"):
        lines_of(versions, versions.get(2))
    assert lines_of(versions, versions.get(4)) == lines(*states[3])
    versions.get(6).dump.unlink()
    # Its store tells the same.
    assert lines_of(versions, versions.get(5)) == lines(*states[4])
    shutil.rmtree(versions.get(6).store)
    with pytest.raises(Damaged, match=r"6.*graph\.nq is missing"):
        lines_of(versions, versions.get(5))


def test_a_graph_for_one_run_leaves_nothing_behind(tmp_path: Path) -> None:
    made = publish_store(store_of(lines("a")))
    assert made.current().manifest["kind"] == "copy"
    assert on_disk(made.current()) == lines("a")
    script = (
        "from pyoxigraph import Store\n"
        "from peyvand.graph.history import publish_store\n"
        "print(publish_store(Store()).current().path)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "TMPDIR": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert str(tmp_path) in run.stdout
    assert os.listdir(tmp_path) == []


def test_what_is_not_told_counts_as_written_to_the_version_before(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    # The first has nothing before it.
    first = publish(versions, "a")
    assert first.manifest["writes"] == 0
    assert not (first.path / "writes.rdfp").exists()
    publish(versions, "a", origin=ORIGIN, kind="build")
    third = publish(versions, "b")
    assert read_patch(third.path / "writes.rdfp") == Patch(tuple(lines("b")), tuple(lines("a")))
    assert third.manifest["writes"] == 2
    assert {key: third.manifest[key] for key in ORIGIN.facts} == ORIGIN.facts
    fourth = publish(versions, "a", "c")
    # Of each line what was said last is kept, so that no build undoes it.
    written = Patch(tuple(lines("a", "c")), tuple(lines("b")))
    assert read_patch(fourth.path / "writes.rdfp") == written
    assert origin_of(versions, fourth) == Origin(ORIGIN.facts, written)


def test_what_is_not_kept_is_told_by_the_changes(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    publish(versions, "s", origin=ORIGIN, kind="build")
    for names in (("s", "a"), ("a",), ("a", "b")):
        publish(versions, *names)
    expected = [Patch(), Patch(tuple(lines("a"))), Patch(tuple(lines("a")), tuple(lines("s"))),
                Patch(tuple(lines("a", "b")), tuple(lines("s")))]  # fmt: skip
    for missing in (0, 3, 2, 4):
        if missing:
            (versions.get(missing).path / "writes.rdfp").unlink()
        found = [origin_of(versions, version).writes for version in versions.all()]
        assert found == expected
    # What cannot be told is not passed over.
    versions.get(3).patch.unlink()
    with pytest.raises(Damaged):
        origin_of(versions, versions.get(4))


@pytest.mark.parametrize(
    ("kind", "kept", "damaged"),
    [("build", 0, False), ("build", 2, True), ("update", None, True), ("copy", None, False)],
)
def test_a_build_that_kept_writes_tells_where_they_are_or_is_damaged(
    tmp_path: Path, kind: str, kept: int | None, damaged: bool
) -> None:
    """Without its file, a build that kept nothing is a new beginning; another is not."""
    versions = Versions(tmp_path)
    publish(versions, "s", origin=ORIGIN, kind="build")
    publish(versions, "s", "a")
    third = publish(versions, "s", "t", "a", kind=kind)
    manifest = dict(third.manifest)
    del manifest["writes"]
    manifest["writes_kept"] = kept
    (third.path / "manifest.json").write_text(json.dumps(manifest))
    (third.path / "writes.rdfp").unlink()
    found = origin_of(versions, versions.get(3)).writes
    if kind in ("copy",) or kept == 0:
        assert found == Patch()
    elif kind == "build":
        # Its own change is of the sources; what it kept is what there was.
        assert found == Patch(tuple(lines("a")))
    else:
        assert found == Patch(tuple(lines("a", "t")))
    if damaged:
        versions.get(2).path.rename(tmp_path / "away")
        with pytest.raises(Damaged, match=r"writes\.rdfp is missing"):
            origin_of(versions, versions.get(3))


def test_before_the_first_version_nothing_was_written(tmp_path: Path) -> None:
    """Also where a manifest does not say so, as those of older programs do not."""
    versions = Versions(tmp_path)
    first = publish(versions, "d", kind="restore")
    manifest = dict(first.manifest)
    del manifest["writes"]
    (first.path / "manifest.json").write_text(json.dumps(manifest))
    assert origin_of(versions, versions.get(1)) == Origin()


def test_of_a_dump_a_build_keeps_all_but_what_was_removed() -> None:
    origin = Origin({}, Patch(tuple(lines("n")), tuple(lines("s"))))
    kept = origin.kept(lambda: lines("d", "n"), lambda: lines("s", "t", "d"))
    assert kept == Patch(tuple(lines("n")), tuple(lines("s")))
    built = Origin({"inputs": "abc"}, origin.writes)

    def never() -> list[bytes]:
        raise AssertionError("what was written is known")

    assert built.kept(never, never) == origin.writes
    added = Patch(tuple(lines("n", "s")))
    assert built.then(Patch(tuple(lines("s")))) == Origin(built.facts, added)


def test_what_was_derived_of_a_dump_is_not_kept_as_if_it_had_been_said() -> None:
    (said,), (follows,) = lines("said"), lines("follows")
    derived = follows.replace(b" .", b" <https://w3id.org/peyvand/graph/derived-x> .")
    given = [follows, derived, said]
    kept = Origin().kept(lambda: given, lambda: lines("s"))
    assert kept == Patch((said,))
    # Nor of one that was taken as the next version of a graph that was built.
    built = Origin({"inputs": "abc"}, Patch(tuple(sorted(given)), tuple(lines("s"))))
    assert built.kept(list, list) == Patch((said,), tuple(lines("s")))


def test_the_writes_are_kept_with_a_candidate_if_there_are_any(tmp_path: Path) -> None:
    assert ORIGIN.write(tmp_path) == {"writes": 0}
    assert os.listdir(tmp_path) == []
    written = ORIGIN.then(Patch(tuple(lines("a", "b")), tuple(lines("c"))))
    assert written.write(tmp_path) == {"writes": 3}
    assert read_patch(tmp_path / "writes.rdfp") == written.writes


def test_a_candidate_is_written_as_it_is_told(tmp_path: Path) -> None:
    found = lines("a")
    assert write_bulk(tmp_path, store_of(found), found, None) == Patch()
    assert {p.name for p in tmp_path.iterdir()} == {"graph.nq", "void.ttl", "store"}


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every graph counts as a large one."""
    monkeypatch.setattr(bulk, "LARGE", 1)


def test_a_large_store_is_filled_by_another_process(tmp_path: Path, large: None) -> None:
    found = [*lines("a", "b"), b"_:b0 <http://p/> <http://x/a> .\n"]
    with bulk.begun(tmp_path, None) as begun:
        begun.write(found)
        assert begun.filling is not None
        assert begun.filling.wait() == 0
        assert len(Store.read_only(str(tmp_path / "store"))) == 3
        assert begun.finish(store_of(found, "http://g/0")) == Patch()
    store = Store.read_only(str(tmp_path / "store"))
    assert dump_lines(store) == sorted(found)
    assert empty_graphs(store) == ["http://g/0"]


def test_what_another_process_could_not_fill_is_filled_here(tmp_path: Path, large: None) -> None:
    found = lines("a", "b")
    with bulk.begun(tmp_path, None) as begun:
        begun.write(found)
        assert begun.filling is not None
        begun.filling.kill()
        begun.finish(store_of(found))
    assert dump_lines(Store.read_only(str(tmp_path / "store"))) == found


def test_a_graph_that_is_refused_is_filled_no_longer(tmp_path: Path, large: None) -> None:
    with bulk.begun(tmp_path, None) as begun:
        # It waits for the rest, which does not come.
        begun.begin(list(store_of(lines("a"))))
    assert begun.filling is not None
    assert begun.filling.returncode is not None


def test_a_large_store_is_filled_with_what_is_said_while_the_rest_is_made(
    tmp_path: Path, large: None
) -> None:
    number = '<http://s/> <http://p/> "{}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
    found = [*lines("a", "b"), b"_:b0 <http://p/> <http://x/a> .\n", number.format(7).encode()]
    with bulk.begun(tmp_path, None) as begun:
        said = [*found[1:3], number.format("007").encode()]
        begun.begin(list(quads(said[:1])))
        first = begun.filling
        begun.begin(list(quads(said[1:])))
        begun.write(found)
        assert begun.filling is first
        begun.finish(store_of(found))
    assert first is not None
    assert first.returncode == 0
    assert dump_lines(Store.read_only(str(tmp_path / "store"))) == sorted(found)
    assert {p.name for p in tmp_path.iterdir()} == {"graph.nq", "void.ttl", "store"}


def test_of_a_graph_that_follows_another_nothing_is_filled_ahead(
    tmp_path: Path, large: None
) -> None:
    first = publish_lines(Versions(tmp_path), store_of(lines("a")), lines("a"), "update", 9)
    with bulk.begun(tmp_path, first) as begun:
        begun.begin(list(store_of(lines("a", "b"))))
    assert begun.filling is None


def test_a_small_change_of_a_large_graph_is_made_to_a_copy(tmp_path: Path, large: None) -> None:
    versions = Versions(tmp_path)
    first = publish_lines(versions, store_of(lines("a")), lines("a"), "update", 9)
    found = lines("a", "b")
    folder = tmp_path / "next"
    folder.mkdir()
    with bulk.begun(folder, first) as begun:
        begun.write(found)
        assert begun.filling is None
        assert begun.finish(store_of(found)).added == tuple(lines("b"))
    assert dump_lines(Store.read_only(str(folder / "store"))) == found
