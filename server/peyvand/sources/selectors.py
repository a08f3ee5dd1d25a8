"""Whether the places that claims name are in the documents, by the documents' own text.

The graph is built without the documents. Whoever has their files proves with this that each span
lies in its file and on its line, cuts no word, holds what its row gives as printed, and is quoted
as the file has it.
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
from peyvand.sources.text_spans import first_span, further_spans

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

    def cuts_word(self, place: int) -> bool:
        """Whether a word or a number goes on across a place between two code points."""
        if not 0 < place < len(self.text):
            return False
        kinds = {_kind(self.text[place - 1]), _kind(self.text[place])}
        return kinds in ({"letter"}, {"digit"})


@dataclass
class Findings:
    """What was found, each with its file, its line and what to do, and the quotations anew."""

    claims: int = 0
    errors: list[SourceError] = field(default_factory=list)
    warnings: list[SourceError] = field(default_factory=list)
    quotations: dict[Place, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[Place, Row] = field(default_factory=dict)


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
    findings = Findings()
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
    return findings


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
    """A span begins and ends with a whole word or number.

    Where the document runs two of them together, a row selects one by giving just it as printed.
    """
    text = document.text[span.start : span.end]
    if text != text.strip():
        what = f"the span {_words(span)} begins or ends with a blank."
        findings.errors.append(row.error(what, "Leave the blank out."))
    ends = (("begins", span.start), ("ends", span.end))
    cut = [name for name, place in ends if document.cuts_word(place)]
    if not cut:
        return
    what = f"the span {_words(span)} {' and '.join(cut)} inside a word or number"
    if text in row["printed"].split(_AND):
        findings.warnings.append(row.error(f"{what}, as the row says by what is printed."))
        return
    hint = "Select it whole; if the document runs two together, give the one as printed."
    findings.errors.append(row.error(f"{what}.", hint))


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
    category = unicodedata.category(sign)
    if category == "Nd":
        return "digit"
    return "letter" if category[0] in "LM" or sign == _ZERO_WIDTH_NON_JOINER else ""
