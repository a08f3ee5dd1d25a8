"""Fixtures that many tests share: the sources, the built graph, and a copy to break."""

from __future__ import annotations

import fcntl
import gc
import hashlib
import os
import pickle
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache
from pyoxigraph import Quad
from pyparsing import ParserElement

from needs import missing, unknown
from peyvand.commands import uncollected
from peyvand.graph import build as building
from peyvand.graph.build import Graph, build, make_graph
from peyvand.graph.reason import Verdict
from peyvand.graph.versions import Versions
from peyvand.resources import root
from peyvand.search.entries import read_entries
from peyvand.search.index import write_index
from peyvand.search.making import index_of

# One profile for every property test: no clock decides, and a run says the same as the one
# before. PEYVAND_HYPOTHESIS=random draws new examples, and more of them.
settings.register_profile("fixed", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("random", max_examples=2000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("PEYVAND_HYPOTHESIS", "fixed"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what the machine lacks something for, or fail where that must be there."""
    names = tuple(name for mark in item.iter_markers("needs") for name in mark.args)
    found = missing(names, os.environ.get("PEYVAND_TESTS_NEED", ""))
    if found:
        reason, failure = found
        (pytest.fail if failure else pytest.skip)(reason)


def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than there are cores, for many tests wait for a server or a browser."""
    return len(os.sched_getaffinity(0)) + 2


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Have each of several processes begin at another place of a folder.

    The first to read a file of tests has its assertions rewritten, which takes longer than all
    else of collecting, and the others take what it wrote. Side by side they would all do it.
    """
    report = yield
    if isinstance(collector, pytest.Dir) and report.passed and is_one_of_several(collector.config):
        number, of = _place(collector.config)
        first = len(report.result) * number // of
        report.result = report.result[first:] + report.result[:first]
    return report


def _place(config: pytest.Config) -> tuple[int, int]:
    """The number of this process of tests, from 0, and how many there are."""
    told: dict[str, Any] = config.workerinput  # type: ignore[attr-defined]
    return int(told["workerid"].removeprefix("gw")), int(told["workercount"])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that no process is left with one at the end.

    Of the others those with the most tests come first, wherever a process began to collect. A
    process alone keeps the order given.
    """
    if not is_one_of_several(config):
        return
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    count = Counter(item.path for item in items)
    items.sort(key=lambda item: (item.path not in slow, -count[item.path], item.path))


def pytest_collection() -> None:
    """Look for no garbage while tests are collected: what is made stays until the end."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Take what would be paid for in every test.

    matplotlib turns on a cache, when it is imported, for every grammar of the process: the library
    reads SPARQL more than twice as slowly with it. And what is loaded by now stays until the end:
    whoever looks for garbage, as each write does, need not go through it each time. Of what tests
    make, little is garbage: to look as often as Python does takes an eighth of those that write.
    """
    ParserElement.disable_memoization()
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS)


# How many are made between two looks for garbage among what is new; Python's own number is 700.
ALLOCATIONS = 20_000


@contextmanager
def _locked(path: Path, kind: int) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, kind)
        yield


def is_one_of_several(config: pytest.Config) -> bool:
    """Whether other processes run tests too."""
    return hasattr(config, "workerinput")


# Where files stand in memory, and how much room the tests need there.
MEMORY, NEEDED = Path("/dev/shm"), 4 << 30


def in_memory(config: pytest.Config) -> None:
    """Keep temporary files in memory, where there is room and nobody has chosen another place.

    What tests that write wait for is mostly the disk. None of them can tell whether a file is on
    it: that what was written is forced there is seen from the calls.
    """
    chosen = config.option.basetemp or {"TMPDIR", "PYTEST_DEBUG_TEMPROOT"} & os.environ.keys()
    if chosen or not os.access(MEMORY, os.W_OK):
        return
    found = os.statvfs(MEMORY)
    if found.f_bavail * found.f_frsize < NEEDED or found.f_flag & os.ST_NOEXEC:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None


def pytest_configure(config: pytest.Config) -> None:
    """Refuse demands that nobody knows, and choose where the tests keep their files."""
    if strange := unknown(os.environ.get("PEYVAND_TESTS_NEED", "")):
        raise pytest.UsageError(f"PEYVAND_TESTS_NEED: no test needs {', '.join(sorted(strange))}")
    if is_one_of_several(config):
        return
    in_memory(config)
    if config.getoption("numprocesses", None):
        # The whole suite starts some hundred servers and commands. A single test keeps what it
        # was told, for whoever tries changes by the second may have old bytecode read.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def common(config: pytest.Config, factory: pytest.TempPathFactory) -> Path:
    """The folder of temporary files of all processes of a run."""
    folder = factory.getbasetemp()
    return folder.parent if is_one_of_several(config) else folder


@pytest.fixture(scope="session", autouse=True)
def compiled_once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Have each template of pages compiled by the first application of a run that needs it."""
    folder = common(request.config, tmp_path_factory) / "templates"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        kept = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}
        patch.setattr(Flask, "jinja_options", kept)
        yield


@pytest.fixture(scope="session")
def once(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str, Callable[[Path], Any]], Any]:
    """Makes something by its name once, whichever process comes first; the others get the same.

    What makes it is given a folder for files that last as long as the tests do.
    """
    folder = common(request.config, tmp_path_factory)

    def get(name: str, make: Callable[[Path], Any]) -> Any:
        kept = folder / f"{name}.pickle"
        with _locked(folder / f"{name}.lock", fcntl.LOCK_EX):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(make(folder / name)))
            return pickle.loads(kept.read_bytes())

    return get


@pytest.fixture(scope="session", autouse=True)
def reasoned_once(once: Any) -> Iterator[None]:
    """Have builds ask the reasoner once of the same statements: many here build the same sources.

    Of any other statements it is asked, and what it refuses is asked again.
    """
    ask = building.prove_consistent

    def prove_consistent(quads: Iterable[Quad]) -> Verdict:
        stated = list(quads)
        lines = "\n".join(sorted(map(str, stated)))
        name = f"reasoned-{hashlib.sha256(lines.encode()).hexdigest()}"
        found: Verdict = once(name, lambda _: ask(stated))
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(building, "prove_consistent", prove_consistent)
        yield


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder with ontology, shapes, queries and data."""
    return root()


@pytest.fixture(scope="session")
def graph(sources: Path) -> Graph:
    """The graph of the documents as read and derived from the real sources, in memory."""
    with uncollected():
        return make_graph(sources, world=False)


@pytest.fixture(scope="session")
def built(sources: Path, once: Any) -> Path:
    """A home in which the graph of the documents was built once, with the index of its names, as
    the command leaves one; to be copied, not changed."""

    def make(folder: Path) -> Path:
        versions = Versions(folder)
        with uncollected():
            version, new = build(sources, versions, world=False)
        assert new
        assert version.number == 1
        # Whatever enters rows or serves asks for it, and would have it made in each copy.
        index_of(versions, version).close()
        return folder

    found: Path = once("built", make)
    return found


@pytest.fixture(scope="session")
def names_of_the_world(once: Any) -> Callable[[Callable[[], Graph]], Path]:
    """The index of the names of the graph with the world's pairs, which takes long to make.

    It is written by whoever has the graph first, in whichever process; the others read it.
    """

    def get(make: Callable[[], Graph]) -> Path:
        def write(folder: Path) -> Path:
            folder.mkdir(parents=True)
            write_index(folder / "index", read_entries(make().store), {})
            return folder / "index"

        found: Path = once("names-of-the-world", write)
        return found

    return get


@pytest.fixture
def copy(sources: Path, tmp_path: Path) -> Path:
    """A copy of the sources that a test may change."""
    for name in ("ontology", "shapes", "queries", "data"):
        shutil.copytree(sources / name, tmp_path / "copy" / name)
    return tmp_path / "copy"


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name what is bytes after its argument: a file that is packed for a test holds the time."""
    return argname if isinstance(val, bytes) else None
