"""The encoding of a text that does not say it, told and never guessed away.

UTF-8 and UTF-16 are certain when they decode. Of the older encodings any byte could be a letter:
charset-normalizer says which are plausible. On short lists its own order errs (Logroño comes out
as Logrońo, تبريز in Cyrillic), so that how letters stand in the names of GeoNames decides between
them. Where that does not settle it, the file is refused.
"""

from __future__ import annotations

import codecs
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from babel import Locale

from peyvand.errors import SourceError

# What spreadsheets and databases of the lands that have sister cities still write.
_OLD = (
    *("cp1252", "cp1256", "cp1251", "cp1254", "cp1250", "cp1253", "cp1255", "cp1257", "mac_roman"),
    *("cp850", "koi8_r"),
)
_NAMES = {"mac_roman": "mac-roman", "koi8_r": "koi8-r"}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Enough lines with letters beyond ASCII to tell by.
_SAMPLE = 2**15
_HINT = "Save it as UTF-8, or say which it is with --encoding (such as windows-1256)."
_SAME = {"ی": "ي", "ک": "ك", "ى": "ي"}
# How much likelier than any other a reading must be (as a power of e), how likely each of its
# letters must be on average, and how likely a sign is that is no letter.
_MARGIN, _LEAST, _SIGN = 3.0, -15.0, -18.0
# Files of old Macs, of DOS and of Unix are few.
_RARE, _SELDOM = frozenset(("mac_roman", "cp850", "koi8_r")), -3.0
_LOCALES = ("en", "fa", "ar", "de", "fr", "es", "it", "tr", "ru", "pt", "nl", "pl", "el", "he")


class Text(NamedTuple):
    """A text, and the encoding that it was read in."""

    content: str
    encoding: str


def decode(content: bytes, path: Path | str, told: str = "") -> Text:
    """The text of a file.

    Args:
        content: its bytes.
        path: its name, for messages.
        told: the encoding, where the user names it.

    Raises:
        SourceError: it is no text, or its encoding is not sure, or not the one that was told.
    """
    if told:
        return _as_told(content, path, told)
    for byte_order_mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(byte_order_mark):
            return _marked(content, path, encoding)
    if b"\0" in content:
        return _wide(content, path)
    try:
        return Text(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        _refuse_nearly_utf8(content, path, error)
    return _old(content, path)


def read_text(path: Path) -> str:
    """The text of a small file in any encoding that is sure.

    Raises:
        SourceError: it cannot be read, is no text, or of an encoding that is not sure.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{error.strerror or error}."
        raise SourceError(path, None, message, "Give a file that can be read.") from error
    return decode(content, path).content


def _as_told(content: bytes, path: Path | str, told: str) -> Text:
    try:
        codec = codecs.lookup(told)
        if not codec._is_text_encoding:
            raise LookupError(told)
    except (LookupError, ValueError):
        raise SourceError(
            path, None, f"no encoding is called {told!r}.", "Such as utf-8, utf-16, windows-1256."
        ) from None
    name = {"utf-8": "utf-8-sig"}.get(codec.name, codec.name)
    try:
        text = content.decode(name)
    except UnicodeError as error:
        place = content.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise SourceError(path, place, f"not {told}: {_why(error)}.", _HINT) from None
    return Text(text.removeprefix("\ufeff"), told)


def _marked(content: bytes, path: Path | str, encoding: str) -> Text:
    try:
        text = content.decode(encoding)
    except UnicodeError as error:
        name = encoding.removesuffix("-sig").upper()
        line = content.count(b"\n", 0, getattr(error, "start", 0)) + 1
        message = f"it begins as {name} and goes on otherwise: {_why(error)}."
        raise SourceError(path, line, message, _HINT) from None
    if "\0" in text:
        raise SourceError(path, None, "it holds zero bytes: no text.", "Export it as CSV.")
    return Text(text, encoding.removesuffix("-sig").upper())


def _wide(content: bytes, path: Path | str) -> Text:
    """UTF-16 without its mark: each letter two bytes, those of commas and line ends with a zero."""
    for encoding, name in (("utf-16-le", "UTF-16LE"), ("utf-16-be", "UTF-16BE")):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        kinds = {unicodedata.category(letter) for letter in set(text) - set("\t\r\n")}
        if not kinds & {"Cc", "Cn", "Co", "Cs"} and set(text) & set(",;\t|\n "):
            return Text(text, name)
    line = content.count(b"\n", 0, content.index(b"\0")) + 1
    message = "it holds zero bytes: no text, or a damaged one."
    raise SourceError(path, line, message, "Export it as CSV in UTF-8.")


def _refuse_nearly_utf8(content: bytes, path: Path | str, error: UnicodeDecodeError) -> None:
    """Of UTF-8 with a few wrong bytes, no other reading is right."""
    kept = content.decode("utf-8", errors="ignore")
    right = sum(len(letter.encode()) for letter in kept if not letter.isascii())
    every = sum(byte > 127 for byte in content)
    if right > 0.8 * every:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"not UTF-8 here ({error.reason}), though the rest is: {every - right} bytes."
        raise SourceError(path, line, message, "Correct the line, or save it anew as UTF-8.")


def _old(content: bytes, path: Path | str) -> Text:
    from charset_normalizer import from_bytes

    # Only what can differ between readings is looked at.
    lines = b"\n".join(line for line in content.splitlines() if not line.isascii())
    found: dict[str, list[str]] = {}
    for match in from_bytes(_cut(lines), cp_isolation=list(_OLD), threshold=0.6):
        for encoding in match.could_be_from_charset:
            try:
                content.decode(encoding)
            except UnicodeDecodeError:
                continue
            found.setdefault(str(match), []).append(encoding)
    if not found:
        raise SourceError(path, None, "its encoding is not known.", _HINT)
    likely = sorted(((*_likelihood(text, found[text]), text) for text in found), reverse=True)
    first, mean, text = likely[0]
    if mean < _LEAST or (len(likely) > 1 and first - likely[1][0] < _MARGIN):
        shown = ", ".join(_name(min(found[text], key=_OLD.index)) for _, _, text in likely[:3])
        raise SourceError(path, None, f"its encoding is not sure: it may be {shown}.", _HINT)
    encoding = min(found[text], key=_OLD.index)
    return Text(content.decode(encoding), _name(encoding))


def _cut(lines: bytes) -> bytes:
    return lines[: lines.rfind(b"\n", 0, _SAMPLE)] if len(lines) > _SAMPLE else lines


def _likelihood(text: str, encodings: list[str]) -> tuple[float, float]:
    """How likely the letters of a text stand as in names, in all and on average."""
    often, every = _triples()
    found = Counter(_threes(text))
    total = sum(
        count * (math.log((often[three] + 0.02) / every) if three[1].isalpha() else _SIGN)
        for three, count in found.items()
    )
    rare = _SELDOM if _RARE.issuperset(encodings) else 0.0
    return total + rare, total / max(found.total(), 1)


def _threes(text: str) -> Iterator[str]:
    """Each letter or sign beyond ASCII between its neighbours, of which only letters count."""
    plain = f" {_plain(text)} "
    for before, letter, after in zip(plain, plain[1:], plain[2:], strict=False):
        if not letter.isascii():
            yield (
                (before if _lettered(before) else " ")
                + letter
                + (after if _lettered(after) else " ")
            )


@cache
def _lettered(letter: str) -> bool:
    return letter.isalpha() or unicodedata.category(letter) == "Mn"


@cache
def _triples() -> tuple[Counter[str], int]:
    """How often letters beyond ASCII stand between others in names of cities and countries."""
    from peyvand.sources.geonames import read_geonames

    words: set[str] = set()
    names = (name for city in read_geonames() for name in (*city.names, *city.aliases))
    lands = (name for tag in _LOCALES for name in Locale(tag).territories.values())
    for name in chain(names, lands):
        if not name.isascii():
            words.update(word for word in name.split() if not word.isascii())
    found = Counter(_threes(" ".join(words)))
    return found, found.total()


def _plain(text: str) -> str:
    # Letter for letter; Persian ones that windows-1256 lacks were written as their Arabic ones.
    return text.translate(
        {ord(letter): _SAME.get(letter) or letter.lower()[:1] for letter in set(text)}
    )


def _name(encoding: str) -> str:
    return _NAMES.get(
        encoding, encoding.replace("cp", "windows-") if "cp12" in encoding else encoding
    )


def _why(error: UnicodeError) -> str:
    return getattr(error, "reason", str(error))
