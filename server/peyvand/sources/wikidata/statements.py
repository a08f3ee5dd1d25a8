"""RDF in pieces that end where a statement ends, so that a broken one spoils no other.

After a string without an end a parser takes what is outside of strings for what is inside, to the
end of the file. Wikidata writes no string over several lines and ends a line after the point of a
statement: a piece that does not parse is cut at such lines, and its statements are parsed alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Quad, RdfFormat, parse

from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.streams import DAMAGE, Bomb, Limits, lines
from peyvand.sources.wikidata.tags import valid_tags

_PIECE = 2**20
# Past this many errors a file is not RDF with a fault but something else.
_MOST_ERRORS = 1000
_PREFIX = re.compile(rb"\s*@?(prefix|base)\b", re.I)
_MOST_PREFIXES = 2**16

Lines = list[tuple[int, bytes]]


def quads_of(
    path: Path, stream: BinaryIO, syntax: RdfFormat, report: Report, limits: Limits
) -> Iterator[Quad]:
    """The quads of an RDF file; a broken statement is reported with its line and left out."""
    try:
        if syntax == RdfFormat.RDF_XML:
            yield from _whole(path, stream, report)
            return
        prefixes = b""
        for piece in _pieces(path, stream, report, limits):
            if _PREFIX.match(piece[0][1]) and len(prefixes) < _MOST_PREFIXES:
                prefixes += b"".join(content for _, content in piece)
            yield from _parsed(path, piece, prefixes, syntax, report)
            if report.problem_counts["line"] >= _MOST_ERRORS:
                report.problem(path, "", "file", "too many errors; the rest is not read")
                return
    except Bomb as error:
        report.problem(path, "", "file", f"{error}; the rest is not read")
    except DAMAGE as error:
        words = f"the packed file is damaged or cut ({error}); the rest is not read"
        report.problem(path, "", "file", words)


def _pieces(path: Path, stream: BinaryIO, report: Report, limits: Limits) -> Iterator[Lines]:
    """Some lines at a time, up to the end of a statement; prefixes come by themselves."""
    held: Lines = []
    size = 0
    for line in lines(stream, limits):
        if line.content is None:
            words = f"the line is longer than {limits.line:,} bytes"
            report.problem(path, line.number, "line", words)
            continue
        prefix = _PREFIX.match(line.content) is not None
        if held and (prefix != bool(_PREFIX.match(held[0][1]))):
            yield held
            held, size = [], 0
        held.append((line.number, line.content))
        size += len(line.content)
        if size > _PIECE and (_ends(line.content) or size > limits.line):
            yield held
            held, size = [], 0
    if held:
        yield held


def _ends(line: bytes) -> bool:
    return line.rstrip().endswith(b".")


def _parsed(
    path: Path, piece: Lines, prefixes: bytes, syntax: RdfFormat, report: Report
) -> list[Quad]:
    content = valid_tags(prefixes + b"".join(line for _, line in piece))
    try:
        return list(parse(content, format=syntax))
    except SyntaxError as error:
        alone = _statements(piece)
        if len(alone) > 1:
            return [q for part in alone for q in _parsed(path, part, prefixes, syntax, report)]
        within = (error.lineno or 1) - prefixes.count(b"\n") - 1
        place = piece[min(max(within, 0), len(piece) - 1)][0]
        report.problem(path, place, "line", f"not RDF: {error.msg}")
        return []


def _statements(piece: Lines) -> list[Lines]:
    found: list[Lines] = [[]]
    for line in piece:
        found[-1].append(line)
        if _ends(line[1]):
            found.append([])
    return [part for part in found if part]


def _whole(path: Path, stream: BinaryIO, report: Report) -> Iterator[Quad]:
    try:
        yield from parse(stream, format=RdfFormat.RDF_XML)
    except SyntaxError as error:
        words = f"not RDF/XML: {error.msg}; the rest is not read"
        report.problem(path, error.lineno or "", "file", words)
