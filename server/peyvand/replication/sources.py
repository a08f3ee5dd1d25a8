"""What a replica follows: a server by its address, or the home of one by its folder."""

from __future__ import annotations

import gzip
import heapq
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol, cast

from peyvand.errors import Damaged, PeyvandError
from peyvand.graph.checksums import intact
from peyvand.graph.layout import CHECKSUMS, DUMP
from peyvand.graph.lines import lines_of
from peyvand.graph.versions import Versions
from peyvand.withdrawal.journal import public
from peyvand.withdrawal.model import Docket


class SourceFailed(PeyvandError):
    """The source cannot be followed now; the replica stays as it was."""


@dataclass(frozen=True)
class Change:
    """How much a version changes of the one before, in statements, and how many it has."""

    number: int
    changed: int
    quads: int


class Source(Protocol):
    """Gives the versions of a home, file by file. Every method may raise ``SourceFailed``."""

    @property
    def name(self) -> str:
        """What it is called: its address or folder."""
        ...

    def docket(self) -> Docket:
        """The requests and rulings, which go before any version."""
        ...

    def current(self) -> int:
        """The number of the version that it serves."""
        ...

    def changes(self, after: int) -> list[Change]:
        """What the versions after one change, in order, as far as they are listed."""
        ...

    def sums(self, number: int) -> Mapping[str, str]:
        """The SHA-256 checksums of a version's files, by name."""
        ...

    def fetch(self, number: int, name: str, digest: str, folder: Path) -> Path | None:
        """A file of a version, in a folder, once it is known to have its checksum.

        Returns:
            The file; None if the source has it no longer.
        """
        ...

    def dump(self, number: int, target: Path, folder: Path) -> None:
        """Write the sorted lines of a version to a file; what is fetched meanwhile stays in a
        folder, so that it need not be fetched again."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class HomeSource:
    """A home on this machine, or on a disk that it shares.

    Args:
        folder: the home.
    """

    def __init__(self, folder: Path) -> None:
        self.name = str(folder.absolute())
        self._versions = Versions(folder)

    def docket(self) -> Docket:
        """See ``Source``."""
        if not self._versions.folder.is_dir():
            raise SourceFailed(
                f"There is no home in {self.name}.", "Name the folder that holds versions/."
            )
        return public(self._versions.list.docket)

    def current(self) -> int:
        """See ``Source``."""
        return self._versions.current().number

    def changes(self, after: int) -> list[Change]:
        """See ``Source``."""
        found = [v.manifest for v in self._versions.all() if v.number > after]
        return [change_of(manifest) for manifest in found]

    def sums(self, number: int) -> Mapping[str, str]:
        """See ``Source``."""
        path = self._versions.get(number).path / CHECKSUMS
        return read_sums(path.read_text(encoding="utf-8"))

    def fetch(self, number: int, name: str, digest: str, folder: Path) -> Path | None:
        """See ``Source``."""
        version = self._versions.get(number)
        if not (version.path / name).is_file():
            return None
        target = folder / digest
        shutil.copyfile(intact(version, name), target)
        return target

    def dump(self, number: int, target: Path, folder: Path) -> None:
        """See ``Source``."""
        version = self._versions.get(number)
        if version.dump.is_file():
            try:
                shutil.copyfile(intact(version, DUMP), target)
            except Damaged:
                target.unlink(missing_ok=True)
            else:
                return
        with target.open("wb") as out:
            out.writelines(lines_of(self._versions, version))

    def close(self) -> None:
        """See ``Source``."""


def change_of(manifest: Mapping[str, Any]) -> Change:
    """What the manifest of a version says of its size.

    Raises:
        SourceFailed: it does not say it.
    """
    try:
        changed = int(manifest.get("added", 0)) + int(manifest.get("removed", 0))
        return Change(int(manifest["version"]), changed, int(manifest["quads"]))
    except (KeyError, TypeError, ValueError) as error:
        raise SourceFailed(
            f"The source lists a version that tells no size: {json.dumps(manifest)[:200]}.",
            "Look whether the address is that of a Peyvand server of this version.",
        ) from error


def read_sums(text: str) -> dict[str, str]:
    """Checksums as ``sha256sum`` writes them, by the name of the file."""
    lines = (line.partition("  ") for line in text.splitlines())
    return {name: digest for digest, _, name in lines if name}


def write_merged(parts: list[Path], target: Path) -> None:
    """Write the lines of some packed files, each sorted, to a file in order.

    Raises:
        OSError: one of them cannot be unpacked.
    """
    with ExitStack() as held, target.open("wb") as out:
        files: list[Iterator[bytes]] = [
            iter(cast("IO[bytes]", held.enter_context(gzip.open(part, "rb")))) for part in parts
        ]
        out.writelines(heapq.merge(*files))
