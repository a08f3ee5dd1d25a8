"""Statements, names and kinds of place into the tables of the world."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from peyvand.sources.published.agreement import Group, groups
from peyvand.sources.published.known import Known
from peyvand.sources.published.overruled import overruled
from peyvand.sources.published.places import LEFT_OUT, Taken, level_part, part_of
from peyvand.sources.published.report import TablesReport
from peyvand.sources.published.snapshots import UNDATED
from peyvand.sources.published.statements import COUNTRY, STATE, Refusal, Statement
from peyvand.sources.published.tables import (
    AGREEING,
    GEONAMES,
    LEVELS,
    NAMES,
    OVERRULED,
    PLACES,
    REFUSED,
    rows_of,
    write_table,
)
from peyvand.sources.wikidata.report import Report

# The kinds of refusals that an import of pairs or of members writes.
OF_OTHERS = ("pair-", "member-")


def lay(taken: Taken, folder: Path, known: Known, report: TablesReport) -> None:
    """Lay what was taken into the tables, in place of what they held of the same snapshots."""
    refused = _still_refused(taken, folder)
    left_out = {
        (one.snapshot, one.subject)
        for one in (*refused, *taken.refused)
        if one.kind.startswith(LEFT_OUT)
    }
    countries = _lay_statements(taken, folder, known, report, left_out)
    _lay_names(taken, folder, report, left_out)
    rows = sorted(overruled(countries, folder))
    report.counts["overruled: countries that one source puts a place in"] = len(rows)
    _write(folder / "overruled.csv", OVERRULED, rows, report)
    _lay_levels(taken, folder, known, report, left_out)
    if ("", "geonames") in taken.parts:
        identifiers = sorted((*key, *value) for key, value in taken.geonames.items())
        _write(folder / "geonames.csv", GEONAMES, identifiers, report)
    for one in taken.refused:
        report.counts[f"refused: {one.kind}"] += 1
    cells = {tuple(getattr(one, name) for name in REFUSED) for one in refused | taken.refused}
    _write(folder / "refused.csv", REFUSED, sorted(cells), report)


def _lay_statements(
    taken: Taken,
    folder: Path,
    known: Known,
    report: TablesReport,
    left_out: Collection[tuple[str, str]],
) -> dict[str, list[Group]]:
    """The groups of the country of each item, beside laying all statements into their tables."""
    countries: dict[str, list[Group]] = {}
    kept = set(_statements(folder / "places.csv", PLACES))
    kept |= set(_statements(folder / "agreeing.csv", AGREEING))
    kept = {one for one in kept if (one.snapshot, one.property) not in taken.parts}
    by_fact: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for one in kept | taken.statements:
        if (one.snapshot, one.item) in left_out:
            report.counts["refused: statements of records that their publisher left out"] += 1
        else:
            by_fact[one.item, one.property].append(one)
            if one in taken.statements:
                report.counts[f"taken: {one.property} of {one.snapshot}"] += 1
    rows, agreeing = [], []
    for (item, prop), found in sorted(by_fact.items()):
        grouped = groups(found, known.dates, UNDATED)
        used = sum(1 + len(group.others) for group in grouped)
        report.counts["left out: inferences of what a source states"] += len(found) - used
        if prop == COUNTRY:
            grouped = countries[item] = list(_of_this_time(grouped, taken))
        if len(grouped) > 1 and prop != STATE:
            report.conflict(grouped)
        for group in grouped:
            best = group.best
            rows.append((item, best.snapshot, prop, best.value, best.rule, group.agree))
            agreeing += [
                (item, one.snapshot, prop, one.value, one.rule)
                for one in sorted(group.others, key=lambda one: (one.snapshot, one.value))
            ]
        report.counts[f"in the tables: items with {prop}"] += 1
    _write(folder / "places.csv", PLACES, rows, report)
    _write(folder / "agreeing.csv", AGREEING, agreeing, report)
    return countries


def _of_this_time(found: list[Group], taken: Taken) -> Iterator[Group]:
    """The countries that an item is in. What snapshots without dates state alone, against others,
    may be of another time, and is refused."""
    for place, group in enumerate(found):
        if place and {one.snapshot for one in (group.best, *group.others)} <= UNDATED:
            for one in (group.best, *group.others):
                taken.refused.add(Refusal(one.snapshot, one.item, "country-undated", one.value))
        else:
            yield group


def _statements(path: Path, columns: tuple[str, ...]) -> Iterator[Statement]:
    for row in rows_of(path, columns):
        yield Statement(*(row[name] for name in AGREEING))


def _lay_names(
    taken: Taken, folder: Path, report: Report, left_out: Collection[tuple[str, str]]
) -> None:
    names = {
        (row["item"], row["language"], row["name"], row["snapshot"])
        for row in rows_of(folder / "names.csv", NAMES)
        if (row["snapshot"], f"names {row['language']}") not in taken.parts
    }
    for (item, language, snapshot), name in taken.names.items():
        if (snapshot, item) not in left_out:
            names.add((item, language, name, snapshot))
            report.counts[f"taken: names of {snapshot}"] += 1
    report.counts["in the tables: names"] = len(names)
    _write(folder / "names.csv", NAMES, sorted(names), report)


def _lay_levels(
    taken: Taken,
    folder: Path,
    known: Known,
    report: Report,
    left_out: Collection[tuple[str, str]],
) -> None:
    levels = {
        (row["item"], row["snapshot"], row["printed"])
        for row in rows_of(folder / "levels.csv", LEVELS)
        if (row["snapshot"], level_part(row["printed"])) not in taken.parts
    }
    levels |= {row for row in taken.levels if (row[1], row[0]) not in left_out}
    rows = [(*row, known.level(row[1], row[2])) for row in sorted(levels)]
    report.counts["in the tables: kinds of place"] = len(rows)
    _write(folder / "levels.csv", LEVELS, rows, report)


def _still_refused(taken: Taken, folder: Path) -> set[Refusal]:
    """What was refused before, of other snapshots or by another command."""
    before = {
        Refusal(*(row[name] for name in REFUSED))
        for row in rows_of(folder / "refused.csv", REFUSED)
    }
    return {
        one
        for one in before
        if one.kind.startswith(OF_OTHERS) or (one.snapshot, part_of(one.kind)) not in taken.parts
    }


def _write(
    path: Path, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]], report: Report
) -> None:
    if write_table(path, columns, rows):
        report.counts["tables written"] += 1
