"""Whether a file of a version still is what was written there: its checksum tells."""

from __future__ import annotations

from pathlib import Path

from peyvand.errors import Damaged
from peyvand.graph.versions import CHECKSUMS, DUMP_SUM, Version, sha256
from peyvand.wording import say


def checksums(version: Version) -> list[str]:
    """The checksums of a version's files, a line each, as ``sha256sum`` reads them.

    Raises:
        OSError: they cannot be read.
        ValueError: the same.
    """
    lines = (version.path / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    later = version.path / DUMP_SUM
    if later.is_file():
        lines += later.read_text(encoding="utf-8").splitlines()
    # A dump that is made again tells its checksum twice.
    return list(dict.fromkeys(lines))


def intact(version: Version, name: str) -> Path:
    """A file of a version, once it is known to be what was written.

    Raises:
        Damaged: it is not, or nobody can tell.
    """
    path = version.path / name
    try:
        lines = checksums(version)
        well = f"{sha256(path)}  {name}" in lines
    except (OSError, ValueError) as error:
        reason = f"{name} and its checksum cannot be read"
        raise Damaged(**say("damaged-version", number=version.number, reason=reason)) from error
    if not well:
        reason = f"{name} does not have its checksum"
        raise Damaged(**say("damaged-version", number=version.number, reason=reason))
    return path
