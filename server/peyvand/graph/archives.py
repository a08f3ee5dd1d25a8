"""Backups as one file: written, and unpacked again so that no file can do harm."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import tarfile
import tempfile
from codecs import BOM_UTF8
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, parse

from peyvand.errors import PeyvandError
from peyvand.graph.durable import sync_folder
from peyvand.graph.lines import dump_of
from peyvand.graph.versions import BULK, DUMP, INDEXES, Version, Versions
from peyvand.withdrawal.journal import FILE, FOLDER, public, written

_CURRENT = "current"
# What a backup holds: the number of the current version, and plain files of numbered versions.
_JOURNAL = f"{FOLDER}/{FILE}"
_MEMBERS = re.compile(
    rf"{_CURRENT}|{re.escape(_JOURNAL)}|versions/[0-9]{{6,}}/[A-Za-z0-9_-][A-Za-z0-9._-]*"
)
# N-Quads pack to about a fifteenth; what unpacks to far more was made to fill a disk.
_MOST_RATIO, _SMALL = 200, 64 * 1024 * 1024


def backup(versions: Versions, target: Path) -> Path:
    """Write everything that is needed to have all versions again; stores are made anew.

    Tokens are left out, and what askers wrote: a backup may travel further than they should. The
    requests and rulings themselves are in it, so that what was withdrawn stays so.

    Raises:
        Damaged: the current graph is not what was written.
        Withheld: versions are being made anew without what was withdrawn.
        PeyvandError: there is nothing to back up, or the file cannot be written.
    """
    current = versions.current()
    for version in versions.withheld:
        versions.list.check(version.path)
    partial = target.with_name(target.name + ".part")
    try:
        with ExitStack() as held:
            # No older backup is replaced by one of a damaged graph.
            dump_of(versions, current)
            # Versions that come meanwhile are left out; what they make the current one lose is
            # held open.
            files = [held.enter_context(path.open("rb")) for path in _files(current)]
            archive = held.enter_context(tarfile.open(partial, "w:gz", compresslevel=6))
            for file in files:
                archive.addfile(archive.gettarinfo(file.name, _member(file.name), file), file)
            for version in versions.all():
                for path in _files(version) if version.number < current.number else ():
                    try:
                        archive.add(path, _member(path))
                    except FileNotFoundError:
                        if path.name not in BULK:
                            raise
            if (docket := versions.list.docket).requests:
                _add(archive, _JOURNAL, written(public(docket)))
            _add(archive, _CURRENT, f"{current.number}\n".encode())
        with partial.open("rb") as file:
            os.fsync(file.fileno())
        partial.replace(target)
        sync_folder(target.absolute().parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise PeyvandError(
            f"{target} cannot be written: {error.strerror}.", "Give a file in another folder."
        ) from error
    return target


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    with tempfile.NamedTemporaryFile("wb", suffix=".txt") as note:
        note.write(content)
        note.flush()
        archive.add(note.name, name)


def _files(version: Version) -> list[Path]:
    """What of a version goes into a backup."""
    paths = sorted(path for path in version.path.iterdir() if path.is_file())
    return [path for path in paths if path.name not in INDEXES and path.name[0] != "."]


def _member(path: Path | str) -> str:
    """What a file of a version is called in a backup."""
    path = Path(path)
    return f"versions/{path.parent.name}/{path.name}"


def is_backup(source: Path) -> bool:
    """Whether a file is a tar archive."""
    return tarfile.is_tarfile(source)


def unpack(source: Path, target: Path) -> int:
    """Unpack a backup: plain files where a backup has them, and nothing else.

    Members are copied one by one, so that no name, link or device in an archive is followed,
    whichever Python runs (``tarfile.data_filter`` came with 3.11.4).

    Returns:
        The number of the version that was current.

    Raises:
        PeyvandError: it holds something else, or unpacks to far more than backups do.
        OSError: it cannot be read or written.
        ValueError: it is no backup.
    """
    most = source.stat().st_size * _MOST_RATIO + _SMALL
    try:
        with _open(source) as packed, _tar(packed, most) as tar:
            for member in tar:
                if member.isdir():
                    continue
                # Of a sparse file a few bytes stand for as many as they like.
                plain = member.isreg() and not member.issparse()
                if not (plain and _MEMBERS.fullmatch(member.name)):
                    raise ValueError(f"it holds {member.name[:100]!r}, which no backup holds")
                path = target / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                content = tar.extractfile(member)
                assert content is not None
                with path.open("xb") as file:
                    shutil.copyfileobj(content, file)
    except tarfile.TarError as error:
        raise ValueError(str(error)) from error
    try:
        number = int((target / _CURRENT).read_text())
    except OSError as error:
        raise ValueError("it does not say which version was current") from error
    if not (target / "versions" / f"{number:06d}" / DUMP).is_file():
        raise ValueError(f"it lacks {DUMP} of version {number}, which was current")
    # As in a home, the link says which versions were published.
    (target / _CURRENT).unlink()
    Versions(target).link.symlink_to(Path("versions") / f"{number:06d}")
    return number


def read_dump(source: Path) -> Iterable[Quad]:
    """The quads of a dump, plain or packed; a byte order mark at its start is passed over."""
    with _open(source) as file:
        data = file.read()
    return parse(data.removeprefix(BOM_UTF8), format=RdfFormat.N_QUADS)


def _open(source: Path) -> IO[bytes]:
    """A file to be read as it is unpacked, whatever its name."""
    with source.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return cast(IO[bytes], gzip.open(source, "rb")) if packed else source.open("rb")


def _tar(packed: IO[bytes], most: int) -> tarfile.TarFile:
    """An archive that is read from front to back, and no more than so many bytes of it."""
    return tarfile.open(fileobj=cast(IO[bytes], _Bounded(packed, most)), mode="r|")


class _Bounded:
    """A stream that refuses to give more than so many bytes."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._left = stream, most

    def read(self, size: int) -> bytes:
        """The next bytes."""
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise PeyvandError(
                "The backup unpacks to far more than backups do; nothing was restored.",
                "Check where the file comes from.",
            )
        return data
