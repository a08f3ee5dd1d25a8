"""The build itself, on sources of two lines and with proofs of our own: what it keeps and tells."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, Store

from peyvand.columns import bases
from peyvand.columns.bases import is_of
from peyvand.columns.facts import BASE
from peyvand.errors import BuildRefused, NoVersion
from peyvand.graph import build as building
from peyvand.graph import bulk, fingerprints
from peyvand.graph.build import INPUTS, build, fingerprint, make_graph, prove, with_writes
from peyvand.graph.history import lines_of, publish_lines
from peyvand.graph.opening import opened
from peyvand.graph.patch import Patch, as_lines, dump_lines, quads
from peyvand.graph.reason import Verdict
from peyvand.graph.tally import Tally
from peyvand.graph.validate import Report, Result
from peyvand.graph.version_columns import columns_of
from peyvand.graph.versions import COLUMNS, SEARCH, Version, Versions
from peyvand.graph.written import origin_of
from peyvand.sources.registered import SOURCES

NAMED = b'<http://x/n> <http://p/> "n" <http://g/> .\n'


def line(name: str) -> bytes:
    return f'<http://x/{name}> <http://p/> "{name}" .\n'.encode()


def result(focus: str, severity: str = "violation") -> Result:
    return Result(severity, "shape", "Component", focus, "", "wrong", "نادرست")


class Fakes:
    """What the sources say, and what the proofs are given and answer."""

    def __init__(self) -> None:
        self.said = [line("s"), NAMED]
        self.results: list[Result] = []
        self.reasoned: list[bytes] = []
        self.validated: list[bytes] = []
        self.world: list[bool] = []

    def make_graph(
        self,
        root: Path,
        step: Callable[[str], None],
        world: bool,
        lists: Any = (),
        docket: Any = None,
        ahead: Any = None,
    ) -> Any:
        for name in ("read", "derive", "compare"):
            step(name)
        self.world.append(world)
        store = Store()
        store.extend(quads(self.said))
        return SimpleNamespace(store=store, catalogue=SimpleNamespace(of=lambda kind: []))

    def reason(self, found: list[Quad]) -> Verdict:
        store = Store()
        store.extend(found)
        self.reasoned = dump_lines(store)
        return Verdict(1, 2, 3)

    def validate(self, store: Store, shapes: rdflib.Graph) -> Report:
        self.validated = dump_lines(store)
        return Report(tuple(self.results), rdflib.Graph())


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> Fakes:
    made = Fakes()
    monkeypatch.setattr(building, "make_graph", made.make_graph)
    monkeypatch.setattr(building, "prove_consistent", made.reason)
    monkeypatch.setattr(building, "one_of_each_kind", lambda quads: quads)
    monkeypatch.setattr(building, "validate_store", made.validate)
    monkeypatch.setattr(building, "read_shapes", lambda files: rdflib.Graph())
    monkeypatch.setattr(
        building,
        "fingerprint",
        lambda root, world, home: b"".join(made.said).decode() + str(world),
    )
    return made


def test_a_graph_is_made_of_the_sources_and_of_what_follows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What derives sees the sources, what compares sees both, and what it reports is added."""
    catalogue = SimpleNamespace(of=lambda kind: [kind])
    seen: list[Any] = []

    def assemble(*arguments: Any) -> Any:
        *given, take = arguments
        seen.append(tuple(given))
        # It is added as it is read, whatever is read at last.
        take(list(quads([line("a")])))
        return SimpleNamespace()

    def derive(store: Store, queries: list[str], ahead: Callable[[list[Quad]], None]) -> None:
        seen.append((dump_lines(store), queries))
        store.extend(quads([line("b")]))
        ahead(quads([line("b")]))

    monkeypatch.setattr(building, "read_catalogue", lambda folder: seen.append(folder) or catalogue)
    monkeypatch.setattr(building, "assemble", assemble)
    monkeypatch.setattr(building, "derive", derive)
    monkeypatch.setattr(building, "compare", dump_lines)
    monkeypatch.setattr(building, "report_quads", lambda found, *_: quads([*found, line("c")]))
    steps: list[str] = []
    made = make_graph(
        Path("root"), steps.append, ahead=lambda found: seen.append([*as_lines(found)])
    )
    assert dump_lines(made.store) == [line("a"), line("b"), line("c")]
    assert (steps, made.catalogue) == (["read", "derive", "compare"], catalogue)
    assert seen == [
        Path("root/queries"), (Path("root"), catalogue, True, SOURCES), [line("a")],
        ([line("a")], ["derive"]), [line("b")], [line("a"), line("b"), line("c")],
    ]  # fmt: skip
    seen.clear()
    lists: Any = ["a list"]
    make_graph(Path("root"), world=False, lists=lists)
    assert seen[1] == (Path("root"), catalogue, False, (*SOURCES, *lists))


def write(home: Path, *names: str, without: tuple[str, ...] = (), empty: str = "") -> Version:
    """Write to the graph, as the writer does."""
    versions = Versions(home)
    before = versions.current()
    gone = {line(name) for name in without}
    found = sorted({*lines_of(versions, before), *map(line, names)} - gone)
    store = Store()
    store.extend(quads(found))
    if empty:
        store.add_graph(NamedNode(empty))
    return publish_lines(versions, store, found, "update", 9)


def graph_of(home: Path) -> list[bytes]:
    versions = Versions(home)
    return lines_of(versions, versions.current())


def test_a_first_build_is_proved_and_told(tmp_path: Path, fakes: Fakes) -> None:
    steps: list[str] = []
    fakes.results = [result("http://x/s", "warning")]
    version, new = build(tmp_path, Versions(tmp_path), step=steps.append)
    assert (version.number, new) == (1, True)
    assert steps == ["read", "derive", "compare", "reason", "validate", "write", "prepare"]
    manifest = version.manifest
    assert list(manifest["seconds"]) == steps
    assert all(0 <= seconds < 60 for seconds in manifest["seconds"].values())
    assert (manifest["kind"], manifest["quads"], manifest["graphs"]) == ("build", 2, 1)
    assert (manifest["writes"], manifest["writes_kept"]) == (0, 0)
    assert (manifest["added"], manifest["removed"]) == (0, 0)
    assert manifest["reasoner"] == vars(Verdict(1, 2, 3))
    assert manifest["shacl"] == {"violation": 0, "warning": 1, "info": 0}
    assert (manifest["world"], fakes.world) == (True, [True])
    assert manifest["program"] == building.__version__
    assert "1 warning" in (version.path / "report.txt").read_text(encoding="utf-8")
    assert (version.path / "report.ttl").is_file()
    # The reasoner is given the default graph alone, the shapes the whole.
    assert fakes.reasoned == [line("s")]
    assert fakes.validated == sorted([line("s"), NAMED])


class Preparing:
    """Keeps what it was told, and what was there then."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self.coming: Version | None = None
        self._threads = threading.active_count()
        self.told: list[tuple[Any, ...]] = []

    def begin(self, coming: Version) -> None:
        self.coming = coming
        lines = dump_lines(opened(self._versions, coming))
        assert coming.dump.read_bytes() == b"".join(lines)
        others = threading.active_count() - self._threads
        self.told.append(("begin", coming.number, coming.tally == Tally.of(lines), others))

    def end(self, coming: Version) -> None:
        (coming.path / SEARCH).write_text("made", encoding="utf-8")
        self.told.append(("end", coming.number, self._versions.all()))

    def close(self) -> None:
        self.told.append(("close",))


def test_what_is_asked_first_is_made_of_a_large_graph_before_it_is_published(
    tmp_path: Path, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "LARGE", 1)
    versions = Versions(tmp_path)
    preparing = Preparing(versions)
    version, _ = build(tmp_path, versions, preparing=preparing)
    # No other thread is running, so that a process may be forked.
    assert preparing.told == [("begin", 1, True, 0), ("end", 1, []), ("close",)]
    assert preparing.coming is not None
    assert dump_lines(preparing.coming.held) == sorted([line("s"), NAMED])
    assert (version.path / SEARCH).read_text(encoding="utf-8") == "made"
    assert SEARCH not in (version.path / "SHA256SUMS").read_text(encoding="utf-8")
    fakes.results = [result("http://x/s", "violation")]
    preparing.told.clear()
    with pytest.raises(BuildRefused):
        build(tmp_path, versions, force=True, preparing=preparing)
    assert [told[0] for told in preparing.told] == ["begin", "close"]
    assert graph_of(tmp_path) == sorted([line("s"), NAMED])


def test_nothing_is_built_unless_something_changed_or_it_is_forced(
    tmp_path: Path, fakes: Fakes
) -> None:
    versions = Versions(tmp_path)
    build(tmp_path, versions)
    again, new = build(tmp_path, versions)
    assert (again.number, new, len(fakes.world)) == (1, False, 1)
    assert build(tmp_path, versions, force=True)[1]
    assert build(tmp_path, versions, world=False)[1]
    assert fakes.world == [True, True, False]
    assert versions.current().manifest["world"] is False
    fakes.said.append(line("t"))
    version, new = build(tmp_path, versions, world=False)
    assert (version.number, new) == (4, True)
    assert (version.manifest["added"], version.manifest["removed"]) == (1, 0)


def test_what_was_written_stays_in_the_graph_and_is_written_down_again(
    tmp_path: Path, fakes: Fakes
) -> None:
    versions = Versions(tmp_path)
    build(tmp_path, versions)
    write(tmp_path, "w", without=("s",), empty="http://g/empty")
    for name in "tu":
        fakes.said.append(line(name))
        version, _ = build(tmp_path, versions)
        assert line("w") in graph_of(tmp_path)
        assert line("s") not in graph_of(tmp_path)
        assert version.empty_graphs == ["http://g/empty"]
        assert (version.manifest["writes"], version.manifest["writes_kept"]) == (2, 2)
        assert origin_of(versions, version).writes == Patch((line("w"),), (line("s"),))
        # What was written is validated, and not reasoned over.
        assert line("w") in fakes.validated
        assert line("w") not in fakes.reasoned
        assert line("s") in fakes.reasoned
    version, new = build(tmp_path, versions, force=True, discard_writes=True)
    assert new
    assert graph_of(tmp_path) == sorted(fakes.said)
    assert version.empty_graphs == []
    assert (version.manifest["writes"], version.manifest["writes_kept"]) == (0, 0)


def test_a_graph_that_was_lost_is_not_replaced_by_the_sources(tmp_path: Path, fakes: Fakes) -> None:
    versions = Versions(tmp_path)
    build(tmp_path, versions)
    write(tmp_path, "w")
    shutil.rmtree(versions.current().path)
    for force in (False, True):
        with pytest.raises(NoVersion):
            build(tmp_path, versions, force=force)
    assert not (versions.folder / "000002").exists()


def test_so_many_versions_stay_whole(tmp_path: Path, fakes: Fakes) -> None:
    versions = Versions(tmp_path)
    for number in range(7):
        fakes.said.append(line(str(number)))
        build(tmp_path, versions)
    assert [v.number for v in versions.all() if v.dump.is_file()] == [3, 4, 5, 6, 7]
    build(tmp_path, versions, force=True, keep=1)
    assert [v.number for v in versions.all() if v.dump.is_file()] == [8]


def test_what_violates_the_shapes_is_refused_and_listed(tmp_path: Path, fakes: Fakes) -> None:
    versions = Versions(tmp_path)
    build(tmp_path, versions)
    fakes.said.append(line("t"))
    fakes.results = [result(f"http://x/{n}") for n in range(21)] + [result("http://x/", "info")]
    with pytest.raises(BuildRefused, match="has 21 violation") as caught:
        build(tmp_path, versions)
    assert caught.value.message.endswith("… and 1 more")
    assert caught.value.message.count("\n") == 21
    assert "--discard-writes" not in caught.value.hint
    assert versions.current().number == 1
    assert not (versions.folder / ".candidate").exists()
    fakes.results = fakes.results[1:]
    write(tmp_path, "w")
    with pytest.raises(BuildRefused, match="has 20 violation") as caught:
        build(tmp_path, versions)
    assert "more" not in caught.value.message
    assert "--discard-writes" in caught.value.hint
    assert versions.current().number == 2


def test_a_proof_changes_nothing_and_looks_at_what_was_written_too(fakes: Fakes) -> None:
    graph = fakes.make_graph(Path(), lambda name: None, True)
    steps: list[str] = []
    verdict, report = prove(graph, Path(), steps.append)
    assert (verdict, report.results, steps) == (Verdict(1, 2, 3), (), ["reason", "validate"])
    store = with_writes(graph, Patch((line("w"),)))
    prove(graph, Path(), store=store)
    assert dump_lines(graph.store) == sorted([line("s"), NAMED])
    assert fakes.validated == sorted([line("s"), line("w"), NAMED])
    assert fakes.reasoned == [line("s")]


@pytest.mark.parametrize(
    ("slug", "asked"),
    [
        ("claim/001-7.2", "001-7"),
        ("selector/001-7", "001-7"),
        ("agreement/a.b", "agreement/a.b"),
        ("city/claim", "city/claim"),
    ],
)
def test_a_violation_is_placed_at_its_row(
    fakes: Fakes, monkeypatch: pytest.MonkeyPatch, slug: str, asked: str
) -> None:
    looked: list[Any] = []

    def locate(folder: Path, names: list[str]) -> str | None:
        looked.append((folder, names))
        return "data/x.csv:7" if len(looked) == 1 else None

    monkeypatch.setattr(building, "locate", locate)
    fakes.results = [result(f"https://w3id.org/peyvand/id/{slug}")] * 2
    graph = fakes.make_graph(Path(), lambda name: None, True)
    with pytest.raises(BuildRefused) as caught:
        prove(graph, Path("root"))
    assert looked[0] == (Path("root/data"), [asked])
    first, second = caught.value.message.splitlines()[1:]
    assert first == f"data/x.csv:7: {second}"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program of a few files, and sources beside it."""
    made = tmp_path / "peyvand"
    for name in ("graph/build.py", "vocabulary/iris.py", "web/app.py", "query/guard.py",
                 "search/index.py", "bundle/x.py", "formats.py", "texts.py", "wording.py",
                 "sources/web/deep.py"):  # fmt: skip
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(name)
    for folder in INPUTS:
        (tmp_path / "root" / folder / "deep").mkdir(parents=True)
        for suffix in ("ttl", "rq", "csv", "toml", "md"):
            (tmp_path / "root" / folder / "deep" / f"a.{suffix}").write_text("1")
    monkeypatch.setattr(fingerprints, "__file__", str(made / "graph" / "fingerprints.py"))
    return made


def test_whatever_a_build_reads_changes_its_fingerprint(tmp_path: Path, package: Path) -> None:
    root = tmp_path / "root"
    first = fingerprint(root)
    assert len(first) == 64
    assert fingerprint(root) == first
    seen = {first, fingerprint(root, world=False)}
    paths = [
        *(root / folder / "deep" / f"a.{suffix}"
          for folder in INPUTS for suffix in ("ttl", "rq", "csv", "toml")),
        *(package / name
          for name in ("graph/build.py", "vocabulary/iris.py", "sources/web/deep.py")),
    ]  # fmt: skip
    for path in paths:
        path.write_text(path.read_text() + "2")
        seen.add(fingerprint(root))
    # A file of another name is another source; where a name ends and a text begins is told.
    (root / "data" / "deep" / "a.csv").rename(root / "data" / "deep" / "b.csv")
    seen.add(fingerprint(root))
    (root / "data" / "deep" / "c.csv").write_text("")
    seen.add(fingerprint(root))
    assert len(seen) == len(paths) + 4


def test_what_no_build_reads_does_not_change_it(
    tmp_path: Path, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "root"
    asked = root / "queries" / "web" / "a.rq"
    asked.parent.mkdir()
    asked.write_text("1")
    first = fingerprint(root)
    for path in (
        asked,
        root / "data" / "deep" / "a.md",
        *(package / name for name in ("web/app.py", "query/guard.py", "search/index.py",
                                      "bundle/x.py", "formats.py", "texts.py", "wording.py")),
    ):  # fmt: skip
        path.write_text("changed")
        assert fingerprint(root) == first
    (root / "data" / "folder.csv").mkdir()
    assert fingerprint(root) == first
    # The same sources elsewhere are the same.
    shutil.copytree(root, tmp_path / "moved")
    assert fingerprint(tmp_path / "moved") == first
    monkeypatch.setattr(fingerprints, "__version__", "0.0.0")
    assert fingerprint(root) != first


def columns_are_of(version: Version, lines: list[bytes]) -> bool:
    """Whether a version has columns, and they hold some lines."""
    folder = columns_of(version)
    return folder is not None and is_of(folder, np.frombuffer(b"".join(lines), np.uint8))


@pytest.mark.parametrize("large", [False, True])
def test_columns_are_made_with_a_version_and_by_its_change(
    fakes: Fakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    monkeypatch.setattr(bulk, "SMALL", 2)
    monkeypatch.setattr(bulk, "LARGE", 2 if large else 1000)
    first, _ = build(Path(), Versions(tmp_path))
    assert columns_are_of(first, fakes.said)
    told = first.manifest["columns"]
    assert told["bytes"] == (first.path / COLUMNS / BASE).stat().st_size
    assert told["seconds"] >= 0
    fakes.said = [NAMED, line("t"), line("u")]
    second, _ = build(Path(), Versions(tmp_path))
    assert columns_are_of(second, fakes.said)
    assert (second.path / COLUMNS / BASE).samefile(first.path / COLUMNS / BASE)
    assert second.manifest["columns"]["bytes"] > told["bytes"]
    assert columns_are_of(first, [line("s"), NAMED])


def test_a_version_goes_without_columns_if_it_is_small_or_is_to_or_has_to(
    fakes: Fakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, _ = build(Path(), Versions(tmp_path / "small"))
    monkeypatch.setattr(bulk, "SMALL", 2)
    off, _ = build(Path(), Versions(tmp_path / "off"), columns=False)

    def refuse(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(bases, "encoded", refuse)
    failed, _ = build(Path(), Versions(tmp_path / "failed"))
    for version in (small, off, failed):
        assert not (version.path / COLUMNS).exists()
        assert "columns" not in version.manifest
