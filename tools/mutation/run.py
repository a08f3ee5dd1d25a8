"""Running mutants, each in a copy of the tree that only its process changes."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from cosmic_ray.mutating import use_mutation

from tools.mutation.operators import Mutant
from tools.mutation.warm import Warm

SOURCES = Path("server") / "peyvand"
# A mutant may take this many times what the tests take on the sound tree, and some seconds.
_PATIENCE, _GRACE_S = 3, 20


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant: its change as lines of a diff, and whether a test noticed."""

    mutant: Mutant
    change: tuple[str, ...]
    killed: bool


def sample(every: Sequence[Mutant], most: int | None, seed: int) -> list[Mutant]:
    """A random sample, the same for the same seed; all if ``most`` is None."""
    if most is None or most >= len(every):
        return list(every)
    return sorted(random.Random(seed).sample(list(every), most), key=lambda one: one.line)


def outcomes(
    root: Path, mutants: Sequence[Mutant], tests: Sequence[str], jobs: int
) -> Iterator[Outcome]:
    """The outcomes, as they come.

    Args:
        root: the tree, which is copied and left as it is.
        mutants: what to run.
        tests: the files of tests, and other arguments of pytest.
        jobs: how many mutants run at the same time.

    Raises:
        RuntimeError: the tests fail on the sound tree.
    """
    with TemporaryDirectory(prefix="peyvand-mutants-") as folder:
        trees = multiprocessing.Manager().Queue()
        for number in range(jobs):
            tree = Path(folder) / str(number)
            _copy(root, tree)
            trees.put(str(tree))
        os.chdir(Path(folder) / "0")
        _settle(Path(folder) / "0")
        with Warm() as run:
            began = time.monotonic()
            code, output = run(tests, 3600)
        if code:
            raise RuntimeError(f"The tests fail without any change:\n{output[-3000:]}")
        patience = _PATIENCE * (time.monotonic() - began) * max(1, jobs) + _GRACE_S
        os.chdir(root)
        with multiprocessing.Pool(jobs, _begin, (trees,)) as pool:
            work = [(one, tuple(tests), patience) for one in mutants]
            yield from pool.imap_unordered(_try, work)


_run: Warm


def _begin(trees: multiprocessing.Queue[str]) -> None:
    global _run
    tree = Path(trees.get())
    os.chdir(tree)
    _settle(tree)
    _run = Warm()


def _settle(tree: Path) -> None:
    os.environ["PYTHONPATH"] = str(tree / "server")
    os.environ["TMPDIR"] = str(tree.with_name(f"{tree.name}-tmp"))
    Path(os.environ["TMPDIR"]).mkdir(exist_ok=True)
    os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(tree.with_name(f"{tree.name}-hypothesis"))


def _try(work: tuple[Mutant, tuple[str, ...], float]) -> Outcome:
    mutant, tests, patience = work
    path = SOURCES / f"{mutant.module}.py"
    with use_mutation(path, mutant.make(), mutant.occurrence) as (before, after):
        assert after is not None, mutant
        code, _ = _run(tests, patience)
    changed = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    lines = tuple(line for line in changed if line[:3] not in ("---", "+++") and line[0] in "+-")
    return Outcome(mutant, lines, code != 0)


def _copy(root: Path, target: Path) -> None:
    """What git tracks and what it does not ignore, as it is in the working tree, and the bundle."""
    listed = ["git", "-C", str(root), "ls-files", "-z", "-c", "-o", "--exclude-standard"]
    names = subprocess.run(listed, check=True, capture_output=True).stdout.decode().split("\0")
    for name in filter(None, names):
        source = root / name
        if source.is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    built = SOURCES / "web" / "static" / "built"
    if (root / built).is_dir():
        shutil.copytree(root / built, target / built, dirs_exist_ok=True)
    (target / ".venv").symlink_to((root / ".venv").resolve())
    # Tests that ask git find a tree of its own.
    subprocess.run(["git", "init", "-q", str(target)], check=True)
