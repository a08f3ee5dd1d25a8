"""What a merge says of both sides: the rows of the report, and what Wikidata could be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Protocol

from peyvand.comparison.fourway import Row, compare_cities, only_there
from peyvand.exports.edits import ADD, NOTHING, REFUSED, Addition, Edit, plan
from peyvand.exports.mismatch_finder import Mismatch
from peyvand.exports.reasons import Code, Flaw, Reason
from peyvand.linkage.batch.statements import PERSIAN, Wanted, told_by, wanted
from peyvand.linkage.classification import REVIEW, SAME, Link
from peyvand.model import OWN, City
from peyvand.sources.wikidata.model import GLOBE, STRING, TIME, CityRecord, Snak

# Beyond this, what the list does not have is the world, and no page shows it.
MOST_THERE = 50_000


class Linked(Protocol):
    """A list whose rows have been linked, by either engine."""

    @property
    def described(self) -> Mapping[str, City]:
        """The records of the items, by the item and a number (``Q42#1``)."""
        ...

    def cases(self) -> Iterator[tuple[Link, City]]:
        """Each link with its place, in the order of the list."""
        ...


def rows_of(merge: Linked) -> Iterator[Row]:
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


def edits_of(
    merge: Linked, reference: str, retrieved: str = "", copies: Iterable[City] = ()
) -> Iterator[Edit]:
    """The dry run: what of the list could be sent.

    Populations with their dates, coordinates, identifiers of GeoNames, Persian labels and twin
    towns. What another value stands in the place of is refused, but a population that is newer.

    Args:
        merge: the outcome.
        reference: where the list can be read; without it every addition is refused.
        retrieved: the day it was read (EDTF).
        copies: what Wikidata says of items that the graph describes (``OWN``), whose own values
            may be of anybody else.
    """
    known: dict[str, list[City]] = {}
    for item, record in chain(
        (
            (name.rpartition("#")[0], one)
            for name, one in merge.described.items()
            if one.source != OWN
        ),
        ((one.identifier, one) for one in copies),
    ):
        known.setdefault(item, []).append(record)
    read = {item: CityRecord(item) for item in known}
    source = [Snak("P854", STRING, reference)] if reference else []
    if source and retrieved:
        source.append(Snak("P813", TIME, retrieved))
    references = (tuple(source),) if source else ()
    told, items = told_by(chain.from_iterable(known.values())), _items(merge)
    for link, place in merge.cases():
        if link.decision != SAME or not link.right:
            continue
        for one in wanted(place, known.get(link.right, []), told, items):
            row = f"row {place.identifier}"
            addition = Addition(link.right, one.value, one.qualifiers, references, row)
            yield from _edits(one, addition, read)


def _edits(one: Wanted, addition: Addition, read: Mapping[str, CityRecord]) -> Iterator[Edit]:
    if one.is_open:
        yield Edit(REFUSED, addition, Reason(Code.OPEN_NAME, (one.value.value,)))
    elif one.present:
        yield Edit(NOTHING, addition, Reason(Code.PRESENT))
    elif one.rival:
        value, statement = one.rival
        yield Edit(REFUSED, addition, Reason(Code.MISMATCH, (value,)), statement=statement)
    elif one.there and not one.newer:
        yield Edit(REFUSED, addition, Reason(Code.OTHER_VALUE, (", ".join(one.there),)))
    elif not one.told:
        prop = one.value.property
        named = "the Persian label" if prop == PERSIAN else prop
        yield Edit(REFUSED, addition, Reason(Code.NOT_TOLD, (named,)))
    else:
        # One item of a million: a plan reads all that it is given.
        here = {item: read[item] for item in (addition.item,) if item in read}
        for edit in plan([addition], here):
            if one.there and edit.action == ADD:
                date = one.qualifiers[0].value
                said = Reason(Code.NEWER, (", ".join(one.there), one.known_on, date))
                edit = replace(edit, reason=said)
            yield edit


def mismatches_of(edits: Iterable[Edit]) -> Iterator[Mismatch]:
    """What Wikidata lacks or says otherwise, also where no batch can say it: its editors decide."""
    for edit in edits:
        value, code = edit.addition.value, edit.reason.code
        lacks = code == Code.MISSING or edit.reason.flaw == Flaw.MADE_UP_PRECISION
        differs = code == Code.MISMATCH
        if (lacks or differs) and edit.addition.references and value.property != PERSIAN:
            address = edit.addition.references[0][0].value
            told = ", ".join(value.value.split()[:2]) if value.kind == GLOBE else value.value
            there = edit.reason.names[0] if differs else ""
            of = edit.addition.item, edit.statement, value.property
            yield Mismatch(*of, there, "", told, address)


def _items(merge: Linked) -> dict[str, str]:
    """The items of the settled rows, by their identifiers, and by the names that one only has."""
    by_name: dict[str, set[str]] = {}
    items = {}
    for link, place in merge.cases():
        if link.decision == SAME and link.right:
            items[place.identifier] = link.right
            for name in place.names:
                by_name.setdefault(name, set()).add(link.right)
        else:
            # A name of an open row is nobody's.
            for name in place.names:
                by_name.setdefault(name, set()).add("")
    named = {name: found.pop() for name, found in by_name.items() if len(found) == 1}
    return {**{name: item for name, item in named.items() if item}, **items}


def _of_item(merge: Linked) -> dict[str, City]:
    """One description of each item, one with coordinates if there is one."""
    described: dict[str, City] = {}
    for name, record in merge.described.items():
        item = name.rpartition("#")[0]
        if item not in described or (record.located and not described[item].located):
            described[item] = record
    return described
