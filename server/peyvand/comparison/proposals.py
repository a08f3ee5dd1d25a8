"""What a comparison could tell Wikidata: statements that it lacks, and dates that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import Store

from peyvand.comparison.fourway import HERE, OTHER_DATE, Row
from peyvand.comparison.graph import items_of
from peyvand.exports.edits import Addition
from peyvand.exports.mismatch_finder import Mismatch
from peyvand.sources.wikidata.model import ITEM, STRING, TIME, CityRecord, Snak


def additions(store: Store, rows: Iterable[Row], reference: str) -> Iterator[Addition]:
    """A statement on each of the two items for a pair that only the documents have."""
    for row in rows:
        if row.about != "agreement" or row.outcome != HERE:
            continue
        items, dates = items_of(store, row.here)
        if len(items) != 2:
            continue
        sources = ((Snak("P854", STRING, reference),),) if reference else ()
        starts = tuple(Snak("P580", TIME, date) for date in dates)
        for item, other in (items, items[::-1]):
            because = " ".join(name.rpartition("/")[2] for name in row.evidence_here)
            yield Addition(item, Snak("P190", ITEM, other), starts, sources, because)


def mismatches(
    store: Store, rows: Iterable[Row], records: Mapping[str, CityRecord], reference: str
) -> Iterator[Mismatch]:
    """The dates of a pair that cannot both be true."""
    for row in rows:
        other = [finding for finding in row.findings if finding.kind == OTHER_DATE]
        items, _ = items_of(store, row.here) if other and row.here else ([], [])
        for finding in other:
            for item, partner in (items, items[::-1]) if len(items) == 2 else ():
                if item not in records:
                    continue
                for statement in records[item].of("P190"):
                    if statement.value.value == partner:
                        yield Mismatch(
                            item, statement.id, "P580", finding.there, "", finding.here, reference,
                            "qualifier",
                        )  # fmt: skip
