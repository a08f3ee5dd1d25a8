"""What a merge says of both sides: the rows of the report, and what Wikidata could be told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from peyvand.comparison.fourway import Row, compare_cities, only_there
from peyvand.exports.edits import NOTHING, REFUSED, Addition, Edit, plan
from peyvand.exports.reasons import Code, Reason
from peyvand.linkage.batch.run import Merge
from peyvand.linkage.classification import REVIEW, SAME
from peyvand.model import City
from peyvand.sources.wikidata.model import QUANTITY, STRING, TIME, CityRecord, Snak

# Beyond this, what the list does not have is the world, and no page shows it.
MOST_THERE = 50_000
_GEONAMES = "geonames:"


def rows_of(merge: Merge) -> Iterator[Row]:
    """The list beside the records: its rows in their order, then the records that none of them is.

    Of several descriptions of an item, the one that was compared stands for it. Records without
    a row are left out where there are more than ``MOST_THERE``.
    """
    of_item = _of_item(merge)
    taken = set()
    for link, place in merge.cases():
        if link.decision == SAME and link.right:
            taken.add(link.right)
            chosen = merge.described.get(link.pair.row) if link.pair else None
            record = chosen or of_item.get(link.right) or City(link.right)
            yield compare_cities(place, replace(record, identifier=link.right))
        else:
            yield compare_cities(place, None, link.right if link.decision == REVIEW else "")
    rest = sorted(of_item.keys() - taken)
    for item in rest if len(rest) <= MOST_THERE else ():
        yield only_there(replace(of_item[item], identifier=item))


def edits_of(merge: Merge, reference: str, retrieved: str = "") -> Iterator[Edit]:
    """The dry run: what of the list's populations and GeoNames identifiers could be sent.

    Args:
        merge: the outcome.
        reference: where the list can be read; without it every addition is refused.
        retrieved: the day it was read (EDTF).
    """
    known: dict[str, list[City]] = {}
    for name, record in merge.described.items():
        known.setdefault(name.rpartition("#")[0], []).append(record)
    read = {item: CityRecord(item) for item in known}
    source = [Snak("P854", STRING, reference)] if reference else []
    if source and retrieved:
        source.append(Snak("P813", TIME, retrieved))
    references = (tuple(source),) if source else ()
    for link, place in merge.cases():
        if link.decision != SAME or not link.right:
            continue
        records = known.get(link.right, [])
        for value, theirs in _wanted(place, records):
            addition = Addition(link.right, value, (), references, f"row {place.identifier}")
            if value.value in theirs:
                yield Edit(NOTHING, addition, Reason(Code.PRESENT))
            elif theirs:
                reason = Reason(Code.OTHER_VALUE, (", ".join(sorted(theirs)),))
                yield Edit(REFUSED, addition, reason)
            else:
                yield from plan([addition], read)


def _wanted(place: City, records: list[City]) -> Iterator[tuple[Snak, set[str]]]:
    """Each value of the list that Wikidata has a property for, and the values that it has."""
    if place.population:
        theirs = {str(record.population) for record in records if record.population}
        yield Snak("P1082", QUANTITY, str(place.population)), theirs
    for name in place.same_as:
        if name.startswith(_GEONAMES):
            numbers = {
                identifier.removeprefix(_GEONAMES)
                for record in records
                for identifier in record.same_as
                if identifier.startswith(_GEONAMES)
            }
            yield Snak("P1566", STRING, name.removeprefix(_GEONAMES)), numbers


def _of_item(merge: Merge) -> dict[str, City]:
    """One description of each item, one with coordinates if there is one."""
    described: dict[str, City] = {}
    for name, record in merge.described.items():
        item = name.rpartition("#")[0]
        if item not in described or (record.located and not described[item].located):
            described[item] = record
    return described
