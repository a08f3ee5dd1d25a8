"""Which snapshot a row of a published file is of."""

from __future__ import annotations

import re
from collections.abc import Callable, Container

from peyvand.errors import PeyvandError
from peyvand.sources.published.records import Record
from peyvand.sources.published.statements import LINKED
from peyvand.sources.wikidata.report import Report

_PREFIX = "wikidata-"
# How publishers call what their rows are from, and our snapshot of it.
_SOURCES = {
    "L3viathan_sister-cities": "wikidata-2016-09",
    "L3viathan_names": "wikidata-2016-09",
    "soledad921_ATISE_Wikidata12k": "wikidata-2017",
    "mmkb": "wikidata-2017-mmkb",
    "rogorido_wdqs": "wikidata-2017-07-28",
    "wikidata (rogorido/sistercities)": "wikidata-2017-07-28",
    "wikidata2017": "wikidata-2017-07-28",
    "migalkin_StarE_WD50K": "wikidata-2019-08",
    "WD50K": "wikidata-2019-08",
    "albertoursino_graphs-comparison": "wikidata-2022-01-09",
    "albertoursino_gexf": "wikidata-2022-01-09",
    "gexf": "wikidata-2022-01-09",
    "cityvote_eurocities": "wikidata-2022-eurocities",
    "wof": "whosonfirst-2026",
    "naturalearth": "natural-earth-4",
    "geonames (libgeonames-common 0.3.0-1)": "geonames-2022",
    "geonames": "geonames-2026",
    "inferred": "geonames-2026",
}
# The snapshots that name no items themselves, and how those were found.
_RULES = {"wikidata-2017-07-28": LINKED}
# The snapshots that keep no dates of their statements: what they say of a country may be of another
# time.
UNDATED = frozenset(("wikidata-2017", "wikidata-2017-mmkb", "wikidata-2019-08"))
_DAY = re.compile(r"\d{4}(-\d\d){0,2}")


def source_named(word: str) -> str:
    """The snapshot that a publisher's word for a source means, or nothing."""
    return _SOURCES.get(word, "")


def rule_of(record: Record, snapshot: str, given: str) -> str:
    """How the item of a row was found: what is known of its snapshot, else, if it names none, what
    was given."""
    return _RULES.get(snapshot) or ("" if record["source"] else given)


def short(snapshot: str) -> str:
    """A snapshot as ``pairs.csv`` names it: those of Wikidata by what follows their prefix."""
    return snapshot.removeprefix(_PREFIX)


def full(name: str, known: Container[str]) -> str:
    """The snapshot that a name of ``pairs.csv`` stands for."""
    return name if name in known else _PREFIX + name


def snapshots_of(known: Container[str], given: str, report: Report) -> Callable[[Record], str]:
    """What says which snapshot a row is of; nothing where that is not known, which is reported.

    Args:
        known: the snapshots that are listed.
        given: the snapshot of the rows that name none.
        report: where a source that is not known is told, once a file.

    Raises:
        PeyvandError: the given one is not listed.
    """
    if given and given not in known:
        raise PeyvandError(
            f"No snapshot is listed as {given!r}.",
            "List it in snapshots.csv of the tables' folder, with its date, origin and licence.",
        )
    told: set[tuple[str, str]] = set()

    def of(record: Record) -> str:
        source, date = record["source"], record["snapshot"]
        day = _DAY.match(date)
        names = (source_named(source), source, date, _PREFIX + day[0] if day else "")
        found = next((name for name in names if name and name in known), "")
        if not source and given:
            found = given
        if not found and (str(record.path), source) not in told:
            told.add((str(record.path), source))
            report.problem(
                record.path,
                record.line,
                "source",
                f"no snapshot is known for the source {source or date!r}, here and below; "
                "list it in snapshots.csv and name it with --snapshot",
            )
        if not found:
            report.counts["refused: rows of no known snapshot"] += 1
        return found

    return of
