"""The origins of claims: documents and the items that they hold, with their voices and dates.

A document may hold several items: a page of an aggregator has the news of an agency, its own
frame, and the next news. ``data/documents/documents.csv`` has a row for the document, which is
the origin of whatever none of its items holds, and one for each item with its lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import NamedNode

from peyvand.sources.literals import edtf
from peyvand.sources.registry import Registry
from peyvand.sources.tables import Row, read_table, split

COLUMNS = ("id", "item", "lines", "voice", "stated_on", "dated_by")
_LINES = re.compile(r"([1-9][0-9]*)(?:-([1-9][0-9]*))?", re.ASCII)


@dataclass(frozen=True)
class Origin:
    """A document, or an item of it, as the origin of claims.

    ``voice`` speaks where nobody is named; ``stated_on`` is when, as ``dated_by`` read it.
    ``lines`` are those of the item; none for the document as a whole.
    """

    document: NamedNode
    voice: tuple[NamedNode, ...]
    stated_on: str
    dated_by: NamedNode
    item: NamedNode | None = None
    lines: tuple[range, ...] = ()


@dataclass(frozen=True)
class Origins:
    """A document and its items."""

    whole: Origin
    items: Sequence[Origin] = field(default=())

    def at(self, line: int | None) -> Origin:
        """The item that a line stands in, or the document where it stands in none."""
        held = (item for item in self.items if any(line in lines for lines in item.lines))
        return next(held, self.whole)


def read_origins(path: Path, registry: Registry) -> dict[str, Origins]:
    """The documents by their number, from ``data/documents/documents.csv``.

    Raises:
        SourceError: something is not registered, a date is none, an item has no lines or shares
            them with another, or a document has not exactly one row of its own.
    """
    wholes: dict[str, Origin] = {}
    items: dict[str, list[Origin]] = {}
    for row in read_table(path, COLUMNS):
        name, origin = row["id"], _origin(row, registry)
        if origin.item:
            if name not in wholes:
                raise row.error(
                    f"an item of {name!r} stands before the document.", "Give its row first."
                )
            _apart(row, origin, items[name])
            items[name].append(origin)
        elif name in wholes:
            raise row.error(f"{name} is listed already.", "Name the item in the column item.")
        else:
            wholes[name], items[name] = origin, []
    return {name: Origins(whole, items[name]) for name, whole in wholes.items()}


def _origin(row: Row, registry: Registry) -> Origin:
    def find(slug: str) -> NamedNode:
        try:
            return registry.find(slug)
        except LookupError as error:
            words = "Correct the name, or register it in data/curated/."
            raise row.error(f"{error}.", words) from None

    item, lines = row["item"], tuple(_lines(row, text) for text in split(row["lines"]))
    if bool(item) != bool(lines):
        raise row.error("an item has lines, and a document has none.", "Give both or neither.")
    return Origin(
        document=find("document/" + row["id"]),
        voice=tuple(map(find, split(row["voice"]))),
        stated_on=edtf(row, row["stated_on"]),
        dated_by=find(row["dated_by"]),
        item=find(item) if item else None,
        lines=lines,
    )


def _lines(row: Row, text: str) -> range:
    match = _LINES.fullmatch(text)
    if not match:
        raise row.error(f"{text!r} is no range of lines.", "Write them as 5-11 | 15-33.")
    first = int(match[1])
    last = int(match[2] or first)
    if last < first:
        raise row.error(f"the lines {text} are reversed.", "Give the first one first.")
    return range(first, last + 1)


def _apart(row: Row, origin: Origin, others: Sequence[Origin]) -> None:
    for other in others:
        for lines in origin.lines:
            for taken in other.lines:
                if lines.start < taken.stop and taken.start < lines.stop:
                    raise row.error(
                        f"its lines are those of {other.item} too.", "Give each line to one item."
                    )
