"""Spreadsheets (Office Open XML and OpenDocument) as tables, however large they claim to be."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from peyvand.errors import SourceError
from peyvand.sources.sheets import Sheet, heading_of
from peyvand.sources.spreadsheet_cells import TOO_LARGE

# The types that name them over HTTP.
MEDIA_TYPES = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
)
_ZIP = b"PK\x03\x04"
_INSIDE = ("xl/workbook.xml", "content.xml")
# Nothing that a person fills in takes as long, or as much memory.
_PATIENCE_S = 60
_MEMORY = 1024 * 1024 * 1024
_CUT = "Cut it into several, or save the sheet as CSV (UTF-8)."


@dataclass(frozen=True)
class Bounds:
    """How much a spreadsheet may hold: rows in a sheet, and bytes when it is unpacked."""

    rows: int
    unpacked: int


def is_spreadsheet(content: bytes) -> bool:
    """Whether some bytes are a spreadsheet that is read here."""
    if not content.startswith(_ZIP):
        return False
    try:
        names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return False
    return any(name in names for name in _INSIDE)


def spreadsheet_of(
    content: bytes, path: Path | str, known: Callable[[list[str]], int], bounds: Bounds
) -> Sheet:
    """The one sheet of a spreadsheet that has a heading which is known.

    Args:
        content: the file.
        path: its name, for messages.
        known: how many of some cells are headings that are known.
        bounds: how much it may hold.

    Raises:
        SourceError: it is damaged, locked or too large, has no such sheet, or several.
    """
    _small_enough(content, path, bounds)
    found: list[tuple[str, Sheet]] = []
    filled: list[tuple[str, Sheet]] = []
    for name, first, rows in _cells(content, path, bounds):
        placed = [
            (first + number, [cell.strip() for cell in row]) for number, row in enumerate(rows)
        ]
        line, header, above = heading_of(placed, known)
        sheet = Sheet(header, [one for one in placed if one[0] > line], "", "", line)
        if above:
            sheet.notes.append(f"{path}: the heading is row {line}; what is above it is a title")
        filled.append((name, sheet))
        if known(header):
            found.append((name, sheet))
    if not filled:
        raise SourceError(path, None, "the file is empty.", "Give a list with a heading.")
    if len(found) > 1:
        names = ", ".join(name for name, _ in found)
        raise SourceError(
            path,
            None,
            f"several sheets hold a table: {names}.",
            "Keep one, and send the others apart.",
        )
    name, sheet = (found or filled)[0]
    if len(filled) > 1:
        sheet.notes.append(f"{path}: read is the sheet {name}, the other sheets are not")
    return sheet


def _small_enough(content: bytes, path: Path | str, bounds: Bounds) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise SourceError(path, None, f"a damaged spreadsheet: {error}.", "Save it anew.") from None
    if size > bounds.unpacked:
        message = (
            f"the spreadsheet takes {size:,} bytes when it is unpacked, of {bounds.unpacked:,}."
        )
        raise SourceError(path, None, message, _CUT)


def _cells(
    content: bytes, path: Path | str, bounds: Bounds
) -> list[tuple[str, int, list[list[str]]]]:
    """The sheets, from a process that may end as it likes."""
    limits = (bounds.rows + 100, bounds.unpacked, _MEMORY)
    command = [sys.executable, "-P", "-m", "peyvand.sources.spreadsheet_cells", *map(str, limits)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_PATIENCE_S)
    except subprocess.TimeoutExpired:
        raise SourceError(path, None, "the spreadsheet takes too long to read.", _CUT) from None
    if done.returncode:
        # It asked for more than it may have, and was ended.
        raise SourceError(path, None, "the spreadsheet is far too large, or damaged.", _CUT)
    found = json.loads(done.stdout)
    if found == TOO_LARGE:
        message = f"the spreadsheet has more than {bounds.rows:,} rows, or is far too wide."
        raise SourceError(path, None, message, _CUT)
    if isinstance(found, str):
        raise SourceError(path, None, f"the spreadsheet cannot be read: {found}.", "Save it anew.")
    return [(name, first, rows) for name, first, rows in found]
