"""The files of a matched list: a table with items, mappings in SSSOM, commands for Wikidata."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from peyvand.exports import quickstatements, sssom
from peyvand.exports.cells import safe
from peyvand.exports.edits import ADD, COMPLETE, Edit
from peyvand.linkage.batch.corrections import edits_of
from peyvand.linkage.classification import Link
from peyvand.linkage.interactive.pasted import Pasted
from peyvand.linkage.outcomes import Outcome
from peyvand.model import City
from peyvand.web.pages.match.match_choices import PERSON, Decided

# The last columns of the table, behind those of the list.
COLUMNS = (
    *("decision", "decided_by", "qid", "iri", "label_en", "label_fa", "score", "candidates"),
)
# What tells spreadsheets that a text is UTF-8.
_MARK = "\ufeff"


@dataclass(frozen=True)
class File:
    """A file to be saved.

    Attributes:
        name: what it is called.
        content_type: its media type, with the character set.
        text: what stands in it.
    """

    name: str
    content_type: str
    text: str


def table_file(pasted: Pasted, rows: Sequence[Decided]) -> File:
    """The list as it was, with the columns ``COLUMNS`` behind its own."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    header = pasted.header if pasted.headed else [f"column_{field}" for field in pasted.header]
    writer.writerow([*map(safe, header), *COLUMNS])
    width = len(pasted.header)
    for row in rows:
        cells = pasted.rows[row.identifier]
        chosen, hit = row.chosen, row.chosen.hit if row.chosen else None
        writer.writerow(
            [
                *map(safe, (cells + [""] * width)[:width]),
                *(row.outcome, row.by),
                *((hit.item, hit.iri) if hit else ("", "")),
                *((safe(hit.label_en), safe(hit.label_fa)) if hit else ("", "")),
                f"{chosen.score:g}" if chosen else "",
                "" if hit else "|".join(one.hit.item or one.hit.iri for one in _shown(row)),
            ]
        )
    return File("matched.csv", "text/csv; charset=utf-8; header=present", _MARK + text.getvalue())


def _shown(row: Decided) -> Sequence[Any]:
    return row.matched.candidates if row.outcome == Outcome.REVIEW else ()


def mapping_file(rows: Sequence[Decided]) -> File:
    """The rows that are settled and have an item, as mappings in SSSOM."""
    text = io.StringIO()
    text.write(sssom.head("matched"))
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(sssom.COLUMNS)
    for row in rows:
        if row.chosen and row.chosen.hit.item:
            place, hit = row.matched.place, row.chosen.hit
            told = (f"{name} {value:g}" for name, value in sorted(row.chosen.features.items()))
            mapping = sssom.Mapping(
                subject=row.identifier,
                subject_label=next(iter(place.names), ""),
                item=hit.item,
                item_label=hit.label_en or hit.label_fa,
                exact=True,
                by_person=row.by == PERSON,
                confidence=None,
                comment="; ".join([f"score {row.chosen.score:g} of 100", *told]),
            )
            writer.writerow(sssom.row(mapping))
    name = "matched.sssom.tsv"
    return File(name, "text/tab-separated-values; charset=utf-8", text.getvalue())


@dataclass(frozen=True)
class _Linked:
    """The settled rows as the reports of merges read them; see ``corrections.Linked``."""

    rows: Sequence[Decided]
    described: Mapping[str, City] = field(default_factory=dict)

    def cases(self) -> Iterator[tuple[Link, City]]:
        """Each row with its item, if it has one."""
        for row in self.rows:
            item = row.chosen.hit.item if row.chosen else ""
            outcome = Outcome.SAME if item else Outcome.NONE
            yield Link(row.identifier, item, outcome, 1.0 if item else 0.0), row.matched.place


def items(rows: Iterable[Decided]) -> set[str]:
    """The items of the settled rows."""
    return {row.chosen.hit.item for row in rows if row.chosen and row.chosen.hit.item}


def edits(rows: Sequence[Decided], copies: Sequence[City], reference: str) -> list[Edit]:
    """What Wikidata could be told of the settled rows, and what not and why.

    Args:
        rows: the list.
        copies: what copies of Wikidata say of its items.
        reference: the address where the list can be read.
    """
    return list(edits_of(_Linked(rows), reference, copies=copies))


def statements_file(planned: Sequence[Edit]) -> File:
    """The edits that are safe to send, as commands for QuickStatements."""
    name = "quickstatements.txt"
    return File(name, "text/plain; charset=utf-8", quickstatements.commands(planned))


def is_sendable(edit: Edit) -> bool:
    """Whether an edit would change anything."""
    return edit.action in (ADD, COMPLETE)


def data_file(pasted: Pasted, rows: Sequence[Decided], version: int) -> File:
    """The rows as JSON."""
    body = {
        "version": version,
        "columns": [
            {"heading": heading, "meaning": field or None}
            for heading, field in zip(pasted.header, pasted.fields, strict=True)
        ],
        "leftOut": dict(sorted(pasted.read.report.problem_counts.items())),
        "rows": [row.as_json() for row in rows],
    }
    text = json.dumps(body, ensure_ascii=False) + "\n"
    return File("matched.json", "application/json", text)
