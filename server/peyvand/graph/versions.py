"""The built versions of the graph: numbered folders that never change, and a link to the current.

A version is made in a folder of its own and moved into place by one rename; the link is
replaced by another. A build that dies at any point leaves the current version as it was.
"""

from __future__ import annotations

import atexit
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store

from peyvand.errors import NoVersion, PeyvandError

DUMP = "graph.nq"
STORE = "store"
MANIFEST = "manifest.json"
CHECKSUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Version:
    """One published version."""

    path: Path

    @property
    def number(self) -> int:
        """Its number; versions count from 1."""
        return int(self.path.name)

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The facts about the build, as written in ``manifest.json``."""
        found: dict[str, Any] = json.loads((self.path / MANIFEST).read_text(encoding="utf-8"))
        return found

    @property
    def dump(self) -> Path:
        """The sorted N-Quads dump."""
        return self.path / DUMP

    @property
    def store(self) -> Path:
        """The on-disk store."""
        return self.path / STORE


class Versions:
    """The versions under one home folder."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / "versions"
        self.link = home / "current"

    def all(self) -> list[Version]:
        """Every published version, oldest first."""
        if not self.folder.is_dir():
            return []
        names = sorted(p.name for p in self.folder.iterdir() if p.name.isdigit())
        return [Version(self.folder / name) for name in names]

    def current(self) -> Version:
        """The version that serves.

        Raises:
            NoVersion: none was built yet, or its folder is gone.
        """
        try:
            target = self.link.resolve(strict=True)
        except OSError as error:
            raise NoVersion(
                f"There is no built graph in {self.home}.", "Build one with: peyvand build"
            ) from error
        if not (target / MANIFEST).is_file():
            raise NoVersion(
                f"Version {target.name} in {self.home} is incomplete.",
                "Build again with: peyvand build --force",
            )
        return Version(target)

    @contextmanager
    def candidate(self) -> Iterator[Path]:
        """A folder to build in, under a lock that one build at a time can hold.

        The folder is removed when the block ends without ``publish``.

        Raises:
            PeyvandError: another build is running, or the home folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.home / ".lock").open("w")
        except OSError as error:
            raise PeyvandError(
                f"{self.home} cannot be written: {error.strerror}.",
                "Choose another folder with --home or PEYVAND_HOME.",
            ) from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise PeyvandError(
                    f"Another build is running in {self.home}.", "Wait until it has ended."
                ) from error
            path = self.folder / ".candidate"
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir()
            try:
                yield path
            finally:
                shutil.rmtree(path, ignore_errors=True)

    def publish(self, candidate: Path, manifest: dict[str, Any], keep: int) -> Version:
        """Make a finished candidate the current version, and remove all but the ``keep`` newest."""
        versions = self.all()
        number = versions[-1].number + 1 if versions else 1
        text = json.dumps({"version": number, **manifest}, ensure_ascii=False, indent=2)
        (candidate / MANIFEST).write_text(text + "\n", encoding="utf-8")
        _write_checksums(candidate)
        _sync(candidate)
        target = self.folder / f"{number:06d}"
        candidate.rename(target)
        temporary = self.home / ".current"
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(Path("versions") / target.name)
        temporary.replace(self.link)
        _sync_folder(self.home)
        for old in self.all()[:-keep] if keep > 0 else []:
            if old.path != target:
                shutil.rmtree(old.path)
        return Version(target)


def publish_store(store: Store) -> Versions:
    """A home with one version that holds a store's present content, removed at exit."""
    home = Path(tempfile.mkdtemp(prefix="peyvand-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    versions = Versions(home)
    with versions.candidate() as folder:
        dump = store.dump(format=RdfFormat.N_QUADS)
        assert dump is not None
        (folder / DUMP).write_bytes(dump)
        (folder / "void.ttl").write_text("", encoding="utf-8")
        copy = Store(str(folder / STORE))
        copy.bulk_load(dump, format=RdfFormat.N_QUADS)
        copy.flush()
        del copy
        versions.publish(folder, {"quads": len(store)}, keep=1)
    return versions


def sha256(path: Path) -> str:
    """The SHA-256 checksum of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write_checksums(folder: Path) -> None:
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.name != CHECKSUMS)
    lines = [f"{sha256(p)}  {p.name}\n" for p in files]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
