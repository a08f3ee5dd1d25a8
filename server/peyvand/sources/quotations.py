"""The short quotations of the spans that claims name: ``data/documents/quotations.csv``.

The documents are not part of the project; their few words at each place are. Every word is a part
of the document as it stands: nothing is quoted across the end of a line, so that none is altered.
The digest of a row is over all of it, and ``text`` is one of the whole span, so that a change of
either is noticed without the documents.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from peyvand.errors import SourceError
from peyvand.model import Claim, Quotation, TextSpan
from peyvand.sources.tables import Row, read_table

QUOTATIONS = "quotations.csv"
COLUMNS = (
    *("document", "line", "start", "end"),
    *("prefix", "exact", "opening", "closing", "suffix"),
    *("text", "digest"),
)
REMAKE = "Make the table anew: peyvand check --documents DIR --write"
# What a quotation has at most: words and code points of a whole span, and of each other part.
MOST_WORDS, MOST_LETTERS = 8, 60
FEW_WORDS, FEW_LETTERS = 3, 24
_DIGITS = 16
_WORD = re.compile(r"\S+")

# A document's identifier, and a span of it without its quotation.
Place = tuple[str, TextSpan]


@dataclass(frozen=True)
class Quotations:
    """The rows of the table by document and span."""

    rows: Mapping[Place, Row]

    def quoted(self, claim: Claim, row: Row) -> Claim:
        """A claim whose spans have their quotations.

        Args:
            claim: as its row gives it.
            row: the row; its table is named as the document is.

        Raises:
            SourceError: the table has no row of one of its spans.
        """
        document = row.path.stem
        further = tuple(self._of(document, span, row) for span in claim.further_spans)
        first = self._of(document, claim.span, row) if claim.span else None
        return replace(claim, span=first, further_spans=further)

    def _of(self, document: str, span: TextSpan, row: Row) -> TextSpan:
        found = self.rows.get((document, span))
        if found is None:
            raise unquoted(span, row)
        return replace(span, quotation=Quotation(*(found[name] for name in COLUMNS[4:9])))


def unquoted(span: TextSpan, row: Row) -> SourceError:
    """The error of a span that the table has no quotation of."""
    where = f"line {span.line}, {span.start} to {span.end},"
    return row.error(f"{where} has no row in {QUOTATIONS}.", REMAKE)


def read_quotations(path: Path) -> Quotations:
    """The quotations of a table.

    Raises:
        SourceError: the table is missing, a cell is not as it is written, a span is given twice,
            or a row's digest is not the row's.
    """
    if not path.exists():
        raise SourceError(path, None, "there is no such file.", REMAKE)
    rows: dict[Place, Row] = {}
    for row in read_table(path, COLUMNS, verbatim=True):
        cells = [row[name] for name in COLUMNS]
        if cells[-1] != _digest("\n".join(cells[:-1])):
            raise row.error("the digest is not that of the row: it was changed.", REMAKE)
        line, start, end = map(int, cells[1:4])
        place = (row["document"], TextSpan(line, start, end))
        if place in rows:
            raise row.error(f"the span is given already on line {rows[place].line}.", REMAKE)
        rows[place] = row
    return Quotations(rows)


def cells_of(document: str, span: TextSpan, text: str) -> tuple[str, ...]:
    """The cells of a span's row.

    Args:
        document: its identifier.
        span: a span that lies in the document.
        text: of the whole document.
    """
    quotation = quote(text, span.start, span.end)
    cells = (
        *(document, str(span.line), str(span.start), str(span.end)),
        *(quotation.prefix, quotation.exact, quotation.opening, quotation.closing),
        *(quotation.suffix, _digest(text[span.start : span.end])),
    )
    return (*cells, _digest("\n".join(cells)))


def quote(text: str, start: int, end: int) -> Quotation:
    """The quotation of a span of a text.

    The parts before, after and of a long span are at most three words and 24 code points, whole
    words of one line; a span of one line is quoted whole up to eight words and 60 code points.
    """
    span = text[start:end]
    around = {
        "prefix": _last_words(text[text.rfind("\n", 0, start) + 1 : start]),
        "suffix": _first_words(text[end:].partition("\n")[0]),
    }
    short = len(span) <= MOST_LETTERS and len(span.split()) <= MOST_WORDS
    if short and "\n" not in span:
        return Quotation(exact=span, **around)
    first, last = span.partition("\n")[0], span.rpartition("\n")[2]
    return Quotation(opening=_first_words(first), closing=_last_words(last), **around)


def write_quotations(path: Path, rows: Mapping[Place, tuple[str, ...]]) -> None:
    """Write the table, in the order of the documents and of the places in them."""
    ordered = sorted(rows.values(), key=_order)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(ordered)


def _order(cells: tuple[str, ...]) -> tuple[str, int, int]:
    return (cells[0], int(cells[2]), int(cells[3]))


def _first_words(text: str) -> str:
    ends = [word.end() for word in _WORD.finditer(text)][:FEW_WORDS]
    return text[: max((end for end in ends if end <= FEW_LETTERS), default=0)]


def _last_words(text: str) -> str:
    starts = [word.start() for word in _WORD.finditer(text)][-FEW_WORDS:]
    fitting = (start for start in starts if len(text) - start <= FEW_LETTERS)
    return text[min(fitting, default=len(text)) :]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]
