"""Precision, recall and what is left to people, list by list and fold by fold."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from peyvand.linkage.model import Numbers
from peyvand.model import City

from .folds import Fold, by_country, damaged, drawn, held_back
from .merging import found, learned, merged
from .peers import WAYS, Way
from .regions import with_regions
from .tallies import Tally, tally

Records = Mapping[str, Sequence[City]]
# In so many groups whole countries are left out.
_GROUPS = 5


def ours(fold: Fold, records: Sequence[City], numbers: Numbers | None = None) -> Tally:
    """The merge of one list; its errors are told one by one."""
    start = time.perf_counter()
    done = merged(fold.places, records, numbers)
    seconds = time.perf_counter() - start
    given, asked = found(done)
    counted = tally(given, asked, fold.items, records)
    counted.seconds = seconds
    located = {record.identifier for record in records if record.located}
    for (row, item, decision, _, why), place in zip(done.rows(), done.places, strict=True):
        true = fold.items[row]
        if kind := kind_of_error(decision, item, true, true in located):
            name = place.names[0]
            counted.errors.append((fold.name, kind, row, name, place.country, item, true, why))
    return counted


def kind_of_error(decision: str, item: str, true: str, is_there: bool) -> str:
    """What is wrong with an outcome, or nothing.

    Args:
        decision: of the merge.
        item: that it gave or named first.
        true: the item of the row.
        is_there: whether this has a record with coordinates.
    """
    if decision == "same":
        if item == true:
            return ""
        return "another item" if is_there else "an item though its own has no record"
    if not is_there:
        return ""
    if decision == "review":
        return "left to a person, its item first" if item == true else "left to a person"
    return "not found"


def theirs(way: Way, fold: Fold, records: Sequence[City]) -> Tally:
    """Another way on the same list. It asks nobody."""
    start = time.perf_counter()
    given = way(fold.places, records)
    counted = tally(given, (), fold.items, records)
    counted.seconds = time.perf_counter() - start
    return counted


def variants_of(fold: Fold) -> Iterator[Fold]:
    """The list as it is, and with less in it."""
    yield fold
    for name, options in (
        ("no population", {"population": True}),
        ("no coordinates", {"place": True}),
        ("name and country", {"place": True, "population": True}),
    ):
        less = fold.without(**options)
        yield replace(less, name=f"{fold.name}, {name}")
    told = with_regions(fold).without(place=True, population=True)
    yield replace(told, name=f"{fold.name}, name, country and region")


def by_list(lists: Sequence[Fold], records: Records) -> Iterator[tuple[str, Tally]]:
    """Each list in each variant, against each file of records of which every second item is kept.

    The places of the other items have no record: what is given to them is wrong.
    """
    for fold in lists:
        for form in (*variants_of(fold), damaged(fold)):
            for year, all_records in records.items():
                if fold.name == f"query of {year}":
                    continue
                named = replace(form, name=f"{form.name}, records of {year}")
                yield named.name, ours(named, held_back(all_records, year))


def beside(fold: Fold, records: Sequence[City]) -> Iterator[tuple[str, Tally]]:
    """The ways of ``peers`` and the merge on one list."""
    for name, way in WAYS.items():
        try:
            yield name, theirs(way, fold, records)
        except ModuleNotFoundError as error:
            print(f"{name}: left out, {error.name} is not installed")
    yield "peyvand merge", ours(fold, records)


def left_out(lists: Sequence[Fold], records: Sequence[City]) -> Iterator[tuple[str, Tally]]:
    """Each group of countries and each source, measured by what was learned without it."""
    kept = held_back(records, "left out")
    for title, rest, part in _parts(lists):
        numbers = learned([place for fold in rest for place in fold.places], records)
        total = Tally()
        for fold in part:
            total += ours(fold, kept, numbers)
        yield title, total


def _parts(lists: Sequence[Fold]) -> Iterator[tuple[str, list[Fold], list[Fold]]]:
    plain = [fold for fold in lists if fold.source != "GeoNames"]
    countries = sorted({code for fold in plain for code in by_country(fold)})
    for group in range(_GROUPS):
        out = {code for code in countries if drawn("country", code) % _GROUPS == group}
        learn, held = [], []
        for fold in plain:
            parts = by_country(fold)
            for kept, side in ((learn, parts.keys() - out), (held, parts.keys() & out)):
                kept.append(fold.part((p for c in sorted(side) for p in parts[c]), fold.name))
        yield f"countries, group {group + 1} ({len(out)})", learn, held
    for source in sorted({fold.source for fold in lists}):
        rest = [fold for fold in plain if fold.source != source]
        yield f"source {source}", rest, [fold for fold in lists if fold.source == source]
