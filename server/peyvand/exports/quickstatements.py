"""QuickStatements: planned edits as commands of version 1, and as its CSV.

Commands are written so that every release reads them alike. A second reference has a line of its
own, since older releases put all that stand on one line into one. A CSV has no empty cells, since
not every release skips them: there is one file for each set of columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from peyvand.exports.edits import ADD, COMPLETE, Edit, is_label
from peyvand.sources.wikidata.model import GLOBE, ITEM, QUANTITY, TEXT, TIME, Reference, Snak
from peyvand.sources.wikidata.times import wikidata_time


def commands(edits: Iterable[Edit]) -> str:
    """The edits that are to be made, as commands of version 1: a line each, parts by tabs."""
    return "".join("\t".join(parts) + "\n" for edit in edits for parts in _commands(edit))


def tables(edits: Iterable[Edit]) -> list[str]:
    """The same as CSV files, each with its own columns; items in the order of the edits."""
    found: dict[tuple[str, ...], list[list[str]]] = {}
    for edit in edits:
        if edit.action in (ADD, COMPLETE):
            header, row = _row(edit)
            found.setdefault(tuple(header), []).append(row)
    texts = []
    for columns, rows in sorted(found.items()):
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        texts.append(text.getvalue())
    return texts


def _commands(edit: Edit) -> Iterator[list[str]]:
    if edit.action not in (ADD, COMPLETE):
        return
    value = edit.addition.value
    # A label takes no reference.
    references = () if is_label(value) else edit.references
    base = [edit.addition.item, value.property, value_text(value)]
    qualifiers = [t for snak in edit.qualifiers for t in (snak.property, value_text(snak))]
    first, *more = references or ((),)
    yield [*base, *qualifiers, *_sources(first)]
    for reference in more:
        yield [*base, *_sources(reference)]


def _sources(reference: Reference) -> list[str]:
    return [t for snak in reference for t in ("S" + snak.property[1:], value_text(snak))]


def _row(edit: Edit) -> tuple[list[str], list[str]]:
    value = edit.addition.value
    header, row = ["qid", value.property], [edit.addition.item, value_text(value)]
    for snak in edit.qualifiers:
        header.append("qal" + snak.property[1:])
        row.append(value_text(snak))
    for reference in () if is_label(value) else edit.references:
        # A capital letter begins a reference, a small one goes on with it.
        for letter, snak in zip("S" + "s" * len(reference), reference, strict=False):
            header.append(letter + snak.property[1:])
            row.append(value_text(snak))
    return header, row


def value_text(snak: Snak) -> str:
    """A value as QuickStatements writes it."""
    if snak.kind == ITEM:
        return snak.value
    if snak.kind == TIME:
        return wikidata_time(snak.value)
    if snak.kind == QUANTITY:
        number, _, unit = snak.value.partition(" ")
        return f"{number}U{unit[1:]}" if unit else number
    if snak.kind == GLOBE:
        latitude, longitude, *_ = snak.value.split()
        return f"@{latitude}/{longitude}"
    if is_label(snak):
        return f'"{snak.value.rpartition("@")[0]}"'
    if snak.kind == TEXT:
        text, _, tag = snak.value.rpartition("@")
        return f'{tag}:"{text}"'
    return f'"{snak.value}"'
