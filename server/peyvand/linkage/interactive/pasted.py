"""A list as somebody pastes it: with a heading or without, a name a line or several columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from peyvand.features.countries import countries_of
from peyvand.sources.encodings import decode
from peyvand.sources.headings import fields_of, known
from peyvand.sources.lists import Read, cities_of
from peyvand.sources.repairs import written_twice
from peyvand.sources.sheets import Sheet, refuse_other_kinds, sheet_of
from peyvand.sources.wikidata.properties import item_of

# What a column may be said to be, in the order that a form offers it; nothing of it is read else.
MEANINGS = (
    *("names", "aliases", "country", "region", "latitude", "longitude", "place", "population"),
    *("population_date", "level", "wikidata", "geonames", "twins", "id"),
)
# From this share on, what stands in a column tells what it is.
_MOST_OF = 0.6


@dataclass(frozen=True)
class Pasted:
    """A list, and what was made of it.

    Attributes:
        text: as it was sent, decoded.
        header: the headings, made up where the list has none.
        rows: the cells of each row, by the identifier of its city.
        fields: what each column was taken for; nothing where it is not read.
        headed: whether the list has a heading of its own.
        read: the cities of the rows, and what could not be read.
    """

    text: str
    header: Sequence[str]
    rows: dict[str, list[str]]
    fields: Sequence[str]
    headed: bool
    read: Read


def read_pasted(content: bytes, name: str, meanings: Sequence[str] = ()) -> Pasted:
    """The cities of a list that somebody sent.

    Without a heading that is known every line is a row, and what stands in a column tells what
    it is: items, countries, and the first of the others names.

    Args:
        content: its bytes, in any encoding that can be told.
        name: what it is called in messages.
        meanings: what its columns mean, one of ``MEANINGS`` or nothing for each, where somebody
            has said so; they are guessed else.

    Raises:
        SourceError: it cannot be read, or has no column of names or identifiers.
    """
    refuse_other_kinds(content, name)
    text, _ = written_twice(decode(content, name).content)
    sheet = sheet_of(text.encode(), name, known)
    headed = bool(known(sheet.header))
    if not headed:
        sheet = _without_heading(text, sheet)
    cells = [row for _, row in sheet.rows]
    guessed = fields_of(sheet.header, cells) if headed else list(sheet.header)
    fields = [
        meanings[place] if place < len(meanings) else guess for place, guess in enumerate(guessed)
    ]
    read = cities_of(sheet, fields, name)
    for place in read.cities:
        if place.country and not countries_of(place.country):
            words = f"{place.country[:40]!r} is no country that is known"
            read.report.problem(name, place.identifier, "country", words)
    named = [at for at, field in enumerate(fields) if field == "id"]
    rows = {
        next((row[at] for at in named if at < len(row) and row[at]), f"row-{line}"): row
        for line, row in sheet.rows
    }
    return Pasted(text, sheet.header, rows, fields, headed, read)


def _without_heading(text: str, sheet: Sheet) -> Sheet:
    """A table whose first line is a row, with the fields of its columns as its heading."""
    rows = [(sheet.line, sheet.header), *sheet.rows]
    widths = Counter(len(cells) for _, cells in rows if any(cells))
    if widths.most_common(1)[0][0] == 1:
        # A name a line: what parts cells elsewhere belongs to the name.
        lines = enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1)
        rows = [(number, [" ".join(line.split())]) for number, line in lines if line.strip()]
    width = max(len(cells) for _, cells in rows)
    columns = [[cells[at] for _, cells in rows if at < len(cells)] for at in range(width)]
    header = [_guess(column) for column in columns]
    if "names" not in header and "wikidata" not in header:
        first = next((at for at, found in enumerate(header) if not found), 0)
        header[first] = "names"
    elif "names" not in header and "" in header:
        header[header.index("")] = "names"
    rows = [(line, cells + [""] * (width - len(cells))) for line, cells in rows]
    return Sheet(header, rows, sheet.delimiter, sheet.encoding, 0, [])


def _guess(column: Sequence[str]) -> str:
    values = [cell for cell in column if cell]
    if not values:
        return ""
    items = sum(bool(item_of(cell)) for cell in values)
    countries = sum(bool(countries_of(cell)) for cell in values)
    if items >= _MOST_OF * len(values):
        return "wikidata"
    return "country" if countries >= _MOST_OF * len(values) else ""
