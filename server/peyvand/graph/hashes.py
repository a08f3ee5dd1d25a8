"""Checksums of files, as ``sha256sum`` writes and reads them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from peyvand.graph.layout import CHECKSUMS, INDEXES


def sha256(path: Path) -> str:
    """The SHA-256 checksum of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_checksums(folder: Path) -> None:
    """Write the checksums of a version's files, as ``sha256sum -c`` reads them.

    What is made of the graph again whenever it is needed has none.
    """
    made_anew = (CHECKSUMS, *INDEXES)
    files = sorted(p for p in folder.iterdir() if p.is_file() and p.name not in made_anew)
    lines = [f"{sha256(p)}  {p.name}\n" for p in files]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")
