"""Homes on a disk beside a model of them in memory, which knows no files, patches or numbers.

Every step is taken in both, and what the homes hold is compared. A step can end at any call, and
then there is what was before it or what is after it. Withdrawals are no steps yet: there are none.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import rdflib
from pyoxigraph import Store

from graph.disk import end_at, every_end, put
from graph.histories import Content, History, Operation, Quad, lines
from graph.reading import read_once
from peyvand.errors import NotFound, NoVersion, PeyvandError
from peyvand.graph import build as building
from peyvand.graph import maintenance
from peyvand.graph.archives import backup, unpack
from peyvand.graph.history import lines_of
from peyvand.graph.layout import BULK, DUMP, DUMP_SUM, MANIFEST, PATCH, STORE
from peyvand.graph.lines import dump_of
from peyvand.graph.maintenance import repair, restore, verify
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.reason import Verdict
from peyvand.graph.stores import empty_graphs
from peyvand.graph.tally import Tally
from peyvand.graph.versions import Version, Versions
from peyvand.graph.written import origin_of
from peyvand.query import writer
from peyvand.query.rights import DEFAULT
from peyvand.query.writes import Part
from writing import job

# Where a step is to end: at the call of a number, and how (see ``disk.ENDS``); or at every one,
# and then what is done after each.
Stop = tuple[int, str] | Callable[[], None] | None


# Ways to damage a version.
DAMAGES: dict[str, Callable[[Path], None]] = {
    "folder": shutil.rmtree,
    "manifest": lambda path: (path / MANIFEST).unlink(),
    "half a manifest": lambda path: _halve(path / MANIFEST),
    "graph": lambda path: _lose(path),
    "store": lambda path: shutil.rmtree(path / STORE),
    "link": lambda path: (path.parents[1] / "current").unlink(),
}


class Homes:
    """Two homes, backups of them, and the sources that both are built from.

    Args:
        folder: an empty folder, which is theirs.
        patch: takes the place of reading, reasoning and shapes, which no version depends on.
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._scratch = folder / "disk", folder / "scratch"
        self.folder.mkdir()
        self.sources: frozenset[Quad] = frozenset({("s0", ""), ("s1", "http://g0/")})
        self.homes = {"a": History(), "b": History()}
        self.backups: dict[str, History] = {}
        self._files: dict[tuple[str, int], dict[str, bytes]] = {}
        made = SimpleNamespace
        catalogue = made(of=lambda kind: [])
        patch.setattr(
            building, "make_graph", lambda *_, **__: made(store=self._said(), catalogue=catalogue)
        )
        patch.setattr(building, "fingerprint", lambda *_: str(sorted(self.sources)))
        patch.setattr(building, "prove_consistent", lambda quads: Verdict(0, 0, 0))
        for module in (building, maintenance):
            patch.setattr(module, "read_shapes", lambda files: rdflib.Graph())
        patch.setattr(writer, "shapes", rdflib.Graph)
        self._stores = read_once(patch)

    def _said(self) -> Store:
        store = Store()
        store.bulk_extend(quads(lines(self.sources)))
        return store

    def versions(self, home: str) -> Versions:
        """The versions of a home."""
        return Versions(self.folder / home)

    # Steps.

    def update(self, home: str, *operations: Operation, **more: Any) -> None:
        """Run an update."""
        now = self.homes[home].versions[-1]
        quads, exist = now.quads, now.graphs
        for operation in operations:
            quads, exist = operation.done(quads, exist)
        text = " ; ".join(operation.text for operation in operations)
        self._write(home, now.written(quads, exist), {"do": "update", "text": text}, **more)

    def graph_store(
        self, home: str, do: str, graph: str, given: frozenset[Quad], **more: Any
    ) -> None:
        """Put, post or delete a graph."""
        now = self.homes[home].versions[-1]
        rest = {quad for quad in now.quads if quad[1] != graph or do == "post"}
        new = {(name, graph) for name, _ in given} if do != "delete" else set()
        exist = now.graphs | {graph} if do != "delete" else now.graphs - {graph}
        path = self.folder.parent / "upload.nt"
        path.write_bytes(b"".join(lines((name, "") for name, _ in new)))
        parts = (Part(str(path), "application/n-triples"),) if do != "delete" else ()
        request = {"do": do, "graph": graph or DEFAULT, "parts": parts}
        if do == "delete" and graph and graph not in now.graphs:
            with pytest.raises(NotFound):
                self._run(home, request, 1)
            self.check(home)
            return
        self._write(home, now.written(rest | new, exist - {""}), request, **more)

    def rollback(self, home: str, number: int, **more: Any) -> None:
        """Go back to a version."""
        after = self.homes[home].versions[number - 1]
        self._write(home, after, {"do": "rollback", "number": number}, **more)

    def _write(
        self, home: str, after: Content, request: dict[str, Any],
        keep: int = 2, stop: Stop = None,
    ) -> None:  # fmt: skip
        history = self.homes[home]
        same = after.is_same(history.versions[-1])
        expected = history if same else history.published(after, keep)

        def step() -> None:
            done = self._run(home, request, keep)
            assert done["version"] == len(expected.versions)

        self._take(home, step, expected, keep, stop)

    def _run(self, home: str, request: dict[str, Any], keep: int) -> Any:
        versions = self.versions(home)
        asked = job(versions.home, keep=keep, **request)
        return writer.write(asked).to_json()

    def build(
        self, home: str, keep: int = 2, force: bool = False, discard: bool = False,
        stop: Stop = None,
    ) -> None:  # fmt: skip
        """Build from the sources as they are."""
        history, content = self.homes[home], Content(self.sources, sources=self.sources)
        now = history.versions[-1] if history.versions else None
        new = now is None or force or discard or now.sources != self.sources
        if now and not discard:
            content = now.built(self.sources)
        expected = history.published(content, keep) if new else history

        def step() -> None:
            version, is_new = building.build(
                Path(), self.versions(home), force=force or discard, discard_writes=discard,
                keep=keep,
            )  # fmt: skip
            assert (version.number, is_new) == (len(expected.versions), new)

        self._take(home, step, expected, keep, stop)

    def back_up(self, home: str, name: str, stop: Stop = None) -> None:
        """Back a home up, perhaps over an older backup."""
        before, after = self.backups.get(name), self.homes[home]
        file = self.folder / name

        def step() -> None:
            assert backup(self.versions(home), file) == file

        for done in self._ends(step, stop):
            if done or self._holds(file, after):
                self.backups[name] = after
            elif before is None:
                assert not file.exists()
            if name in self.backups:
                assert self._holds(file, self.backups[name])
            self.check(home)

    def restore(self, home: str, name: str, keep: int = 2, stop: Stop = None) -> None:
        """Bring back a backup."""
        history, brought = self.homes[home], self.backups[name]
        if history.versions:
            after = history.published(brought.versions[-1], keep)
        else:
            # Of a history that comes back, the current version alone gets a store.
            after = replace(brought, whole=frozenset({len(brought.versions)}))
        self._restore(home, self.folder / name, after, keep, stop)

    def restore_dump(
        self, home: str, given: frozenset[Quad], keep: int = 2, stop: Stop = None
    ) -> None:
        """Take a dump as the next version."""
        history = self.homes[home]
        content = history.versions[-1].written(given, ()) if history.versions else Content(given)
        file = self.folder.parent / "dump.nq"
        file.write_bytes(b"".join(lines(given)))
        self._restore(home, file, history.published(content, keep), keep, stop)

    def _restore(self, home: str, file: Path, after: History, keep: int, stop: Stop) -> None:
        def step() -> None:
            assert restore(self.versions(home), file, keep).number == len(after.versions)

        self._take(home, step, after, keep, stop)

    def ask_for_dump(self, home: str, number: int, stop: Stop = None) -> None:
        """Have a version that is whole keep its dump, which stays beside it from then on."""
        history = self.homes[home]
        if number not in history.whole:
            return
        versions = self.versions(home)

        def step() -> None:
            path = dump_of(versions, versions.get(number))
            assert path.read_bytes() == b"".join(lines(history.versions[number - 1].quads))

        self._take(home, step, history, 2, stop)

    def repair(self, home: str, how: str, stop: Stop = None) -> None:
        """Damage the current version in one of the ways of ``DAMAGES``, and repair the home."""
        history, versions = self.homes[home], self.versions(home)
        number = len(history.versions)
        best = self._best(home, how)
        never_current = (versions.folder / f"{number + 1:06d}").exists()
        if not best or never_current or (how, number) == ("link", 1):
            # Nothing whole is left, or there is a version that was never acknowledged and yet is
            # whole, or seems to be: a repair may take it, and a build replaces a first one.
            return
        DAMAGES[how](versions.current().path)
        assert verify(versions) != []
        if how != "store":
            # What is damaged is not built upon; its store alone is made anew.
            before = sorted(versions.home.rglob("*"))
            with pytest.raises(PeyvandError):
                building.build(Path(), versions, force=True)
            assert sorted(versions.home.rglob("*")) == before

        def step() -> None:
            assert repair(self.versions(home)).number == best

        whole = {best, *(n for n in history.whole if n <= best)}
        after = History(history.versions[:best], frozenset(whole))
        for done in self._ends(step, stop):
            if not done:
                step()
            self.homes[home] = after
            for version in range(best + 1, number + 1):
                del self._files[home, version]
            self.check(home)
            # Nothing is thrown away of what was damaged.
            assert how in ("folder", "store", "link") or list(
                versions.home.glob("damaged/*/void.ttl")
            )

    def _best(self, home: str, how: str) -> int:
        """The newest version whose graph can be had once the current one is damaged."""
        number = len(self.homes[home].versions)
        if how in ("store", "link"):
            return number
        versions = self.versions(home).all()
        if how != "half a manifest":
            versions.pop()
        # All of them lead to each other.
        bases = [
            v for v in versions if v.dump.is_file() or (v.store.is_dir() and v.number < number)
        ]
        return number - 1 if bases else 0

    # Ends.

    def _take(
        self, home: str, step: Callable[[], None], after: History, keep: int, stop: Stop
    ) -> None:
        """Take a step, to its end or to a stop, and compare."""
        before = self.homes[home]
        for done in self._ends(step, stop):
            self.homes[home] = after if stop is None else self.outcome(home, before, after, done)
            published = stop is None and after is not before
            self.check(home, keep if published else 0)

    def _ends(self, step: Callable[[], None], stop: Stop) -> Iterator[bool]:
        """Let a step end where it is to end; whether it had been acknowledged."""
        if stop is None:
            step()
            yield True
            return
        if isinstance(stop, tuple):
            ends = [end_at(self.folder, step, *stop)]
        else:
            ends = every_end(self.folder, step)
        known = self.homes, self.backups, self._files, self.sources
        for end in ends:
            self.homes, self.backups, self._files = map(dict, known[:3])  # type: ignore[assignment]
            self.sources = known[3]
            put(end.tree, self.folder)
            try:
                yield end.acknowledged
                if callable(stop):
                    stop()
            except BaseException as error:
                error.add_note(f"{end.how} before {end.call or 'anything else'}")
                raise

    def outcome(self, home: str, before: History, after: History, acknowledged: bool) -> History:
        """Which of two a home came to."""
        versions = self.versions(home)
        found = after if acknowledged or len(versions.all()) != len(before.versions) else before
        whole = {version.number for version in versions.all() if version.store.is_dir()}
        # What was to be given up may be there still.
        assert found.whole <= whole <= before.whole | after.whole
        return replace(found, whole=frozenset(whole))

    # Comparing.

    def check(self, home: str, kept: int = 0) -> None:
        """Compare a home with the model of it.

        Args:
            home: its name.
            kept: how many versions were kept whole by the step before, after which nothing may be
                left of what was stopped earlier; 0 if the step itself was stopped.
        """
        history, versions = self.homes[home], self.versions(home)
        count = len(history.versions)
        assert [version.number for version in versions.all()] == [*range(1, count + 1)]
        with pytest.raises(NotFound):
            versions.get(count + 1)
        if not count:
            with pytest.raises(NoVersion):
                versions.current()
            return
        current = versions.current()
        assert current.number == count
        for version, content in zip(versions.all(), history.versions, strict=True):
            _compare(versions, version, content)
            self._unchanged(home, version)
            whole = version.number in history.whole
            assert version.store.is_dir() == whole
            if kept and version.number <= count - kept:
                assert not list(version.path.glob("*store*"))
        store = self._stores.read_only(str(current.store))
        assert dump_lines(store) == lines(history.versions[-1].quads)
        assert empty_graphs(store) == sorted(history.versions[-1].empty)
        if kept:
            assert {p.name for p in versions.home.iterdir()} <= {
                "versions",
                "current",
                ".lock",
                "damaged",
            }
            assert all(p.name.isdigit() for p in versions.folder.iterdir())

    def _unchanged(self, home: str, version: Version) -> None:
        """A version never changes, but that it loses and gets what can be made again."""
        paths = [p for p in version.path.iterdir() if p.is_file() and p.name[0] != "."]
        found = {path.name: path.read_bytes() for path in paths}
        known = self._files.setdefault((home, version.number), {})
        if known:
            assert known.keys() - found.keys() <= {*BULK}
            assert found.keys() - known.keys() <= {DUMP, DUMP_SUM}
        # What is made again is what it was.
        assert all(known.get(name, content) == content for name, content in found.items())
        known.update(found)

    def _holds(self, file: Path, history: History) -> bool:
        """Whether a backup is whole and has all of a history."""
        if not file.exists():
            return False
        shutil.rmtree(self._scratch, ignore_errors=True)
        assert unpack(file, self._scratch) > 0
        versions = Versions(self._scratch)
        if len(versions.all()) != len(history.versions):
            return False
        try:
            for version, content in zip(versions.all(), history.versions, strict=True):
                _compare(versions, version, content)
        except AssertionError:
            return False
        return True

    def finish(self) -> None:
        """What must hold in the end, whatever was done."""
        for name, history in self.backups.items():
            assert self._holds(self.folder / name, history)
        for home, history in self.homes.items():
            versions = self.versions(home)
            if history.versions:
                assert verify(versions) == []
            for version, content in zip(versions.all(), history.versions, strict=True):
                _compare_builds(versions, version, content)


def _compare(versions: Versions, version: Version, content: Content) -> None:
    assert lines_of(versions, version) == lines(content.quads)
    assert version.tally == Tally.of(lines(content.quads))
    assert version.manifest["quads"] == len(content.quads)
    assert version.manifest["graphs"] == len(content.graphs)
    assert version.manifest["version"] == version.number
    assert version.empty_graphs == sorted(content.empty)


def _compare_builds(versions: Versions, version: Version, content: Content) -> None:
    """What is built of any sources, if a version is gone back to."""
    every = {quad for past in (content.added, content.removed, content.quads) for quad in past}
    origin = origin_of(versions, version)
    for sources in (frozenset[Quad](), frozenset(every | {("new", "")})):
        given, built = lines_of(versions, version), lines(sources)
        kept = origin.kept(lambda given=given: given, lambda built=built: built)  # type: ignore[misc]
        assert kept.lines(built) == lines(content.built(sources).quads)


def _lose(path: Path) -> None:
    """Have nothing of a version tell its graph."""
    shutil.rmtree(path / STORE)
    for name in (DUMP, PATCH):
        if (path / name).exists():
            _halve(path / name)


def _halve(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
