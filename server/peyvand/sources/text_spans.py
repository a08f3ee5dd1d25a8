"""Where the claim of a row stands in its document, as the row says it."""

from __future__ import annotations

import re

from peyvand.model import TextSpan
from peyvand.sources.tables import Row, split

_SPAN = re.compile(r"([1-9][0-9]*):([0-9]+)-([0-9]+)", re.ASCII)


def first_span(row: Row) -> TextSpan | None:
    """The span of the columns ``line``, ``start`` and ``end``; None if one of them is empty.

    Raises:
        SourceError: a cell is no whole number, or the span is empty or reversed.
    """
    line, start, end = (whole_number(row, name) for name in ("line", "start", "end"))
    if line is None or start is None or end is None:
        return None
    return _checked(row, TextSpan(line, start, end))


def further_spans(row: Row) -> tuple[TextSpan, ...]:
    """The spans of the column ``also``, such as ``685:24410-24416``.

    Raises:
        SourceError: one is not written so, or is empty or reversed.
    """
    return tuple(_further(row, text) for text in split(row["also"]))


def whole_number(row: Row, column: str) -> int | None:
    """The number in a cell; None if it is empty.

    Raises:
        SourceError: the cell holds something else.
    """
    text = row[column]
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise row.error(f"{column} is {text!r}, which is not a whole number.", "Correct it.")
    return int(text)


def _further(row: Row, text: str) -> TextSpan:
    match = _SPAN.fullmatch(text)
    if not match:
        raise row.error(f"{text!r} is no span.", "Write it as line:start-end.")
    return _checked(row, TextSpan(int(match[1]), int(match[2]), int(match[3])))


def _checked(row: Row, span: TextSpan) -> TextSpan:
    if not 0 <= span.start < span.end:
        words = f"the span {span.start} to {span.end} is empty or reversed."
        raise row.error(words, "Correct start or end.")
    return span
