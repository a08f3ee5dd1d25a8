"""What an import has to know of the project: countries, snapshots, kinds of place, items."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peyvand.sources.decisions import IDENTITY_COLUMNS
from peyvand.sources.published.agreement import maker
from peyvand.sources.published.tables import (
    COUNTRIES,
    COUNTRY_NAMES,
    DECIDED,
    KINDS,
    PAIRS,
    RESOLVED,
    SNAPSHOTS,
    STATES,
    WIKIDATA_SNAPSHOTS,
    rows_of,
)
from peyvand.sources.tables import Row, read_table

FOLDER = "world"
NO_PLACE = "none"
# The source of ``kinds.csv`` whose kinds are parts of names, and what stands for the rest of one.
_NAME, _GAP = "name", "…"


@dataclass(frozen=True)
class Known:
    """Tables that facts are checked against."""

    dates: dict[str, str]
    codes: dict[str, str]
    countries: dict[str, str]
    decided: dict[str, tuple[bool, str]]
    kinds: dict[tuple[str, str], str]
    members: dict[tuple[str, str], str]

    def refusal(self, item: str) -> tuple[str, str]:
        """Why an item is no place within a country: the kind of reason, and more; or nothing."""
        if item in self.decided:
            place, why = self.decided[item]
            return ("", "") if place else ("no-place", why)
        if item in self.countries:
            return "country", self.countries[item]
        return "", ""

    def level(self, snapshot: str, printed: str) -> str:
        """The level that a snapshot's word for a kind of place means; nothing if it says none."""
        source = _NAME if _GAP in printed else maker(snapshot)
        return self.kinds.get((source, printed), "")

    def kinds_in(self, name: str) -> list[str]:
        """The kinds of place that a name says of itself, as ``Landkreis …`` or ``… County``."""
        return [
            printed
            for source, printed in self.kinds
            if source == _NAME and _fits(name, *printed.split(_GAP))
        ]


def _fits(name: str, before: str, after: str) -> bool:
    # What follows a comma is where a place lies, and not what it is.
    if "," in name or not (name.startswith(before) and name.endswith(after)):
        return False
    return len(name) > len(before + after)


def read_known(data: Path, folder: Path) -> Known:
    """Read what is known, from a folder of tables or, where it has none, from the project's.

    Args:
        data: the project's folder ``data``.
        folder: of the tables that are written.
    """

    def table(name: str, columns: tuple[str, ...]) -> list[Row]:
        return own_rows(name, columns, data, folder)

    listed = [
        *rows_of(data / "wikidata" / "snapshots.csv", WIKIDATA_SNAPSHOTS),
        *rows_of(data / "geonames" / "snapshots.csv", WIKIDATA_SNAPSHOTS),
        *rows_of(data / FOLDER / "snapshots.csv", SNAPSHOTS),
        *rows_of(folder / "snapshots.csv", SNAPSHOTS),
    ]
    countries = table("countries.csv", COUNTRIES)
    codes = {row["en"]: row["iso2"] for row in countries}
    codes |= {row["item"]: row["iso2"] for row in countries if row["item"]}
    codes |= {row["iso2"]: row["iso2"] for row in countries}
    names = table("country_names.csv", COUNTRY_NAMES)
    codes |= {row["name"]: row["iso2"] for row in names if row["iso2"]}
    # A state without a code is known by its identifier.
    states = table("states.csv", STATES)
    codes |= {row[name]: row["id"] for row in states for name in ("en", "item")}
    return Known(
        {row["id"]: row["date"] for row in listed},
        codes,
        {row["item"]: row["en"] for row in (*countries, *states) if row["item"]},
        {row["item"]: (row["place"] == "1", row["why"]) for row in table("decided.csv", DECIDED)},
        {(row["source"], row["printed"]): row["level"] for row in table("kinds.csv", KINDS)},
        {(row["network"], row["name"]): row["item"] for row in table("resolved.csv", RESOLVED)},
    )


def own_rows(name: str, columns: tuple[str, ...], data: Path, folder: Path) -> list[Row]:
    """The rows of a table in a folder or, where it has none, of the project's."""
    path = folder / name
    return rows_of(path if path.is_file() else data / FOLDER / name, columns)


def items_of_pairs(folder: Path) -> set[str]:
    """The items of the pairs of a folder; none if it has no table of pairs."""
    rows = rows_of(folder / "pairs.csv", PAIRS)
    return {row[side] for row in rows for side in ("one", "other")}


def items_of_ours(data: Path) -> set[str]:
    """The items that cities of the register were decided to be."""
    path = data / "curated" / "decisions.csv"
    rows = read_table(path, IDENTITY_COLUMNS)
    return {row["right"].removeprefix("wd:") for row in rows if row["judgement"] == "same"}
