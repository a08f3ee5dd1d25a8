"""Whether the places that claims name are in the documents, by the documents' own text.

The graph is built without the documents. Whoever has their files proves with this that each span
lies in its file and on its line, cuts no word, holds what its row gives as printed, and is quoted
as the file has it. Where a document runs two words or numbers together, which damaged texts do, a
span may end between them: ``joined.csv`` lists these places, with the letters on both sides.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from peyvand.errors import SourceError
from peyvand.model import TextSpan
from peyvand.sources.documents import COLUMNS
from peyvand.sources.quotations import COLUMNS as QUOTATION_COLUMNS
from peyvand.sources.quotations import (
    REMAKE,
    Place,
    cells_of,
    read_quotations,
    unquoted,
)
from peyvand.sources.tables import Row, read_table
from peyvand.sources.text_spans import first_span, further_spans, whole_number

JOINED = "joined.csv"
JOINED_COLUMNS = ("document", "at", "left", "right")
# Between the tokens of a row that gives several as printed.
_AND = " / "
_ZERO_WIDTH_NON_JOINER = "\u200c"


@dataclass(frozen=True)
class Document:
    """The text of a document; line ends are one character each."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        ends = (place for place, sign in enumerate(self.text, 1) if sign == "\n")
        return [0, *ends]

    def line_of(self, place: int) -> int:
        """The number of the line that a code point stands in, from 1."""
        return bisect_right(self._starts, place)

    def cut(self, place: int) -> tuple[str, str] | None:
        """The parts of a word or number that goes on across a place; None if none does."""
        kind = _kind(self.text[place - 1 : place])
        if not kind or kind != _kind(self.text[place : place + 1]):
            return None
        start = end = place
        while _kind(self.text[start - 1 : start]) == kind:
            start -= 1
        while _kind(self.text[end : end + 1]) == kind:
            end += 1
        return self.text[start:place], self.text[place:end]


@dataclass
class Findings:
    """What was found, each with its file, its line and what to do, and the quotations anew."""

    claims: int = 0
    errors: list[SourceError] = field(default_factory=list)
    quotations: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[Place, Row] = field(default_factory=dict)
    joined: dict[tuple[str, int], Row] = field(default_factory=dict)
    cuts: set[tuple[str, int]] = field(default_factory=set)


def read_documents(folder: Path, names: list[str]) -> dict[str, Document]:
    """The texts of documents, from ``NNN.txt`` or ``NNN_*.txt`` in a folder.

    Raises:
        SourceError: a document has no file or several, or its file is not UTF-8.
    """
    documents = {}
    for name in names:
        paths = sorted({*folder.glob(f"{name}.txt"), *folder.glob(f"{name}_*.txt")})
        if len(paths) != 1:
            found = "several files" if paths else "no file"
            what = f"there is {found} of document {name}."
            raise SourceError(folder, None, what, f"Give it one: {name}.txt or {name}_….txt.")
        try:
            documents[name] = Document(paths[0].read_text(encoding="utf-8"))
        except UnicodeDecodeError as error:
            what = f"not UTF-8: {error}."
            raise SourceError(paths[0], None, what, "Save it as UTF-8.") from error
    return documents


def check_selectors(data: Path, folder: Path) -> Findings:
    """Hold every span of the claims' tables against the documents.

    Args:
        data: the folder of the tables, ``data/documents``.
        folder: that of the documents' files.

    Raises:
        SourceError: a table or a document cannot be read.
    """
    tables = sorted(data.glob("[0-9]*.csv"))
    documents = read_documents(folder, [path.stem for path in tables])
    findings = Findings(joined=read_joined(data / JOINED))
    for path in tables:
        document = documents[path.stem]
        for row in read_table(path, COLUMNS):
            findings.claims += 1
            first = first_span(row)
            spans = [*([first] if first else []), *further_spans(row)]
            sound = [span for span in spans if _lies(span, document, row, findings)]
            for span in sound:
                place = (path.stem, span)
                findings.rows.setdefault(place, row)
                findings.quotations[place] = cells_of(path.stem, span, document.text)
                _borders(span, document, row, findings)
            if len(sound) == len(spans):
                _printed(row, [document.text[span.start : span.end] for span in spans], findings)
    for (name, at), row in findings.joined.items():
        _true_join(row, documents[name].cut(at) if name in documents else None, findings)
    return findings


def read_joined(path: Path) -> dict[tuple[str, int], Row]:
    """Where documents run two words or numbers together: the rows by document and code point.

    Raises:
        SourceError: the table cannot be read, or a place is missing, no number or given twice.
    """
    rows: dict[tuple[str, int], Row] = {}
    for row in read_table(path, JOINED_COLUMNS):
        at = whole_number(row, "at")
        if at is None:
            raise row.error("the place is missing.", "Give its code point in the column at.")
        place = (row["document"], at)
        if place in rows:
            raise row.error(f"the place is given already on line {rows[place].line}.", "Remove it.")
        rows[place] = row
    return rows


def check_quotations(path: Path, findings: Findings) -> None:
    """Hold a table of quotations against those that the documents give; add what differs.

    Raises:
        SourceError: the table cannot be read.
    """
    stored = read_quotations(path).rows
    for place, cells in findings.quotations.items():
        if place not in stored:
            findings.errors.append(unquoted(place[1], findings.rows[place]))
            continue
        row = stored[place]
        differing = [
            name
            for name, cell in zip(QUOTATION_COLUMNS[:-1], cells[:-1], strict=True)
            if row[name] != cell
        ]
        if differing:
            what = f"not as the document has it: {', '.join(differing)} of {_words(place[1])}."
            findings.errors.append(row.error(what, REMAKE))
    for place, row in stored.items():
        if place not in findings.quotations:
            what = f"no claim stands at {_words(place[1])} of document {place[0]}."
            findings.errors.append(row.error(what, REMAKE))


def _lies(span: TextSpan, document: Document, row: Row, findings: Findings) -> bool:
    """Whether a span is in the file, and on the line that its row says."""
    if span.end > len(document.text):
        what = f"the span {_words(span)} ends after the document's {len(document.text)} characters."
        findings.errors.append(row.error(what, "Correct start and end."))
        return False
    line = document.line_of(span.start)
    if line != span.line:
        what = f"the span {_words(span)} begins on line {line}, not {span.line}."
        findings.errors.append(row.error(what, "Correct the line, or start and end."))
        return False
    return True


def _borders(span: TextSpan, document: Document, row: Row, findings: Findings) -> None:
    """A span begins and ends with a whole word or number, or at a listed join."""
    text = document.text[span.start : span.end]
    if text != text.strip():
        what = f"the span {_words(span)} begins or ends with a blank."
        findings.errors.append(row.error(what, "Leave the blank out."))
    for name, at in (("begins", span.start), ("ends", span.end)):
        cut, place = document.cut(at), (row.path.stem, at)
        if cut is None:
            continue
        findings.cuts.add(place)
        if place not in findings.joined:
            what = f"the span {_words(span)} {name} inside a word or number."
            listed = f"{row.path.stem},{at},{cut[0]},{cut[1]}"
            hint = f"Select it whole; if the document runs two together, list it in {JOINED}:"
            findings.errors.append(row.error(what, f"{hint} {listed}"))


def _true_join(row: Row, cut: tuple[str, str] | None, findings: Findings) -> None:
    """A listed join is in its document as it is listed, and a span begins or ends there."""
    if cut != (row["left"], row["right"]):
        words = f"no {row['left']} and {row['right']} run together at {row['at']}"
        what = f"{words} in document {row['document']}."
        findings.errors.append(row.error(what, "Correct the row, or remove it."))
    elif (row["document"], int(row["at"])) not in findings.cuts:
        what = f"no span begins or ends at {row['at']} of document {row['document']}."
        findings.errors.append(row.error(what, "Remove the row."))


def _printed(row: Row, texts: list[str], findings: Findings) -> None:
    """What a row gives as printed stands in one of its spans, apart from how blanks stand."""
    held = [" ".join(text.split()) for text in texts]
    for token in row["printed"].split(_AND) if row["printed"] else ():
        if not any(" ".join(token.split()) in text for text in held):
            what = f"{token!r} is given as printed, and is in no span of the claim."
            hint = "Give it as the document has it, several tokens with « / » between them."
            findings.errors.append(row.error(what, f"{hint} Or correct the spans."))


def _words(span: TextSpan) -> str:
    return f"{span.start} to {span.end}"


def _kind(sign: str) -> str:
    """Whether a sign is a letter or a digit; neither at the ends of a text."""
    category = unicodedata.category(sign) if sign else ""
    if category == "Nd":
        return "digit"
    return "letter" if category[:1] in ("L", "M") or sign == _ZERO_WIDTH_NON_JOINER else ""
