"""What happened to the cells of a list on their way: letters read wrongly, notes, signs of nothing.

Only what can be undone for certain is: the rest stays as it is.
"""

from __future__ import annotations

import html
import re

# The encodings that programs take UTF-8 for, and write as UTF-8 again; and what share of the lines
# must look so, since a short word of Persian or Russian letters may by itself.
_MISTAKEN = (("cp1252", 0.0), ("cp1256", 0.5), ("cp1251", 0.5))
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)
# Notes of encyclopaedias behind a value: Paris[2], 2,148,000[a], Berlin*.
_NOTES = re.compile(
    r"(?<=\S)\s*(?:\[(?:[0-9۰-۹]{1,3}|[a-z]{1,2}|(?:note|nb|n) ?[0-9]{1,2}|citation needed)\])+"
    r"|(?<=\w)[*†‡]+$",
    re.IGNORECASE,
)
# What spreadsheets write where a formula failed, and databases and people for nothing.
_NOTHING = frozenset(
    (
        *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "NULL", "null", "\\N", "<NA>", "nan"),
        *("NaN", "N/A", "n/a", "n.a.", "-", "--", "–", "—", "?", "…", "..."),
    )
)


def tidied(cell: str) -> str:
    """What a cell says: without references of HTML and notes; empty if it says that it is nothing.

    Args:
        cell: as it was read.
    """
    if "&" in cell and _ENTITY.search(cell):
        cell = html.unescape(cell)
    if cell[-1:] in "]*†‡" or "[" in cell:
        cell = _NOTES.sub("", cell)
    return "" if cell in _NOTHING else cell.strip()


def written_twice(text: str) -> tuple[str, int]:
    """A text with the lines made good that were UTF-8, were read as another encoding, and written.

    ``KÃ¶ln`` becomes ``Köln``: nobody means letters that are, byte for byte, UTF-8 of others.

    Args:
        text: as it was decoded.

    Returns:
        The text, and how many of its lines were made good.
    """
    if text.isascii():
        return text, 0
    lines = text.split("\n")
    odd = [number for number, line in enumerate(lines) if not line.isascii()]
    for encoding, least in _MISTAKEN:
        made = {number: good for number in odd if (good := _made_good(lines[number], encoding))}
        if made and len(made) >= least * len(odd):
            return "\n".join(made.get(at, line) for at, line in enumerate(lines)), len(made)
    return text, 0


def _made_good(line: str, encoding: str) -> str:
    try:
        return b"".join(_byte(letter, encoding) for letter in line).decode("utf-8")
    except UnicodeError:
        return ""


def _byte(letter: str, encoding: str) -> bytes:
    # Bytes that the encoding leaves free come through as control characters.
    return bytes((ord(letter),)) if "\x80" <= letter <= "\x9f" else letter.encode(encoding)
