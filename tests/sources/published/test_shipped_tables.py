"""The tables of ``data/world``: what they name is listed, and each fact stands once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from peyvand.resources import root
from peyvand.sources.published import tables
from peyvand.sources.published.known import NO_PLACE, Known, read_known
from peyvand.sources.published.pairs import number
from peyvand.sources.published.snapshots import full
from peyvand.sources.published.statements import COUNTRY
from peyvand.sources.tables import Row, read_table

WORLD = root() / "data" / "world"
LEVELS = {"city", "municipality", "district", "county", "region"}
COLUMNS = {
    "places.csv": tables.PLACES,
    "agreeing.csv": tables.AGREEING,
    "levels.csv": tables.LEVELS,
    "names.csv": tables.NAMES,
    "geonames.csv": tables.GEONAMES,
    "memberships.csv": tables.MEMBERSHIPS,
    "membership_lists.csv": tables.MEMBERSHIP_LISTS,
    "unresolved_members.csv": tables.UNRESOLVED,
    "overruled.csv": tables.OVERRULED,
    "refused.csv": tables.REFUSED,
    "neighbours.csv": tables.NEIGHBOURS,
}


@pytest.fixture(scope="module")
def known() -> Known:
    return read_known(root() / "data", WORLD)


def rows(name: str, columns: Sequence[str]) -> list[Row]:
    return list(read_table(WORLD / name, columns))


def test_they_are_small() -> None:
    assert sum(path.stat().st_size for path in WORLD.glob("*.csv")) < 12_000_000


@pytest.mark.parametrize("name", sorted(COLUMNS))
def test_each_fact_stands_once_and_its_snapshot_is_listed(known: Known, name: str) -> None:
    found = rows(name, COLUMNS[name])
    assert found
    assert len({tuple(row.values()) for row in found}) == len(found)
    named = {row["snapshot"] for row in found if "snapshot" in row}
    assert named <= known.dates.keys()


def test_statements_are_of_known_kinds(known: Known) -> None:
    codes = {row["iso2"] for row in rows("countries.csv", tables.COUNTRIES)}
    states = {row["id"] for row in rows("states.csv", tables.STATES)}
    for row in rows("places.csv", tables.PLACES):
        assert set(row["agree"].split()) <= known.dates.keys(), row
        assert row["rule"] in ("", "linked", "inferred"), row
        fits = {
            "coordinates": lambda value: re.fullmatch(r"-?\d+(\.\d+)? -?\d+(\.\d+)?", value),
            "country": codes.__contains__,
            "state": states.__contains__,
            "population": lambda value: value.isdigit() and int(value),
        }
        assert fits[row["property"]](row["value"]), row


def test_an_inference_stands_alone() -> None:
    found = Counter((r["item"], r["property"]) for r in rows("places.csv", tables.PLACES))
    for row in rows("places.csv", tables.PLACES):
        assert row["rule"] != "inferred" or found[row["item"], row["property"]] == 1, row


def test_a_snapshot_has_one_name_of_an_item_in_a_known_language() -> None:
    found = Counter(
        (row["item"], row["language"], row["snapshot"])
        for row in rows("names.csv", tables.NAMES)
        if row["language"] != "und"
    )
    assert max(found.values()) == 1


def test_a_pair_stands_once_and_is_of_places(known: Known) -> None:
    found = rows("pairs.csv", tables.PAIRS)
    pairs = [(row["one"], row["other"]) for row in found]
    assert len(set(pairs)) == len(pairs)
    for row in found:
        assert number(row["one"]) < number(row["other"])
        assert known.refusal(row["one"]) == known.refusal(row["other"]) == ("", "")
        for column in ("stated", "start", "end", "note"):
            for text in row[column].split():
                assert full(text.partition(":")[0], known.dates) in known.dates, row


def test_levels_are_those_of_the_kinds(known: Known) -> None:
    for row in rows("kinds.csv", tables.KINDS):
        assert row["level"] in LEVELS | {"", NO_PLACE}, row
    for row in rows("levels.csv", tables.LEVELS):
        assert row["level"] == known.level(row["snapshot"], row["printed"]), row
        assert row["level"] in LEVELS | {""}, row


def test_regions_and_neighbours_are_of_the_table(known: Known) -> None:
    regions = {row["m49"]: row["within"] for row in rows("regions.csv", tables.REGIONS)}
    assert all(within in regions for within in regions.values() if within)
    countries = rows("countries.csv", tables.COUNTRIES)
    for row in countries:
        assert regions[row["subregion"]] == row["region"], row
    codes = {row["iso2"] for row in countries}
    for row in rows("neighbours.csv", tables.NEIGHBOURS):
        assert row["one"] < row["other"]
        assert {row["one"], row["other"]} <= codes
    assert {r["iso2"] for r in rows("country_names.csv", tables.COUNTRY_NAMES)} <= codes


def test_each_printed_member_is_known_unknown_or_refused() -> None:
    found = Counter(row["snapshot"] for row in rows("memberships.csv", tables.MEMBERSHIPS))
    found.update(row["snapshot"] for row in rows("unresolved_members.csv", tables.UNRESOLVED))
    refused = rows("refused.csv", tables.REFUSED)
    found.update(row["snapshot"] for row in refused if row["kind"].startswith("member-"))
    for row in rows("membership_lists.csv", tables.MEMBERSHIP_LISTS):
        assert found[row["snapshot"]] == int(row["printed"]), row


def test_states_without_a_code_are_told_by_kind() -> None:
    found = rows("states.csv", tables.STATES)
    for row in found:
        former = row["kind"] == "former"
        assert row["kind"] in ("former", "unrecognised"), row
        assert row["id"].startswith("state/" if former else "country/"), row
        assert all((row["en"], row["fa"])), row
    taken = {row["id"] for row in rows("countries.csv", tables.COUNTRIES)}
    assert not taken & {row["id"] for row in found}
    refused = rows("refused.csv", tables.REFUSED)
    named = {row["item"] for row in found} | {row["en"] for row in found}
    kinds = ("country-without-code", "country-by-item-alone")
    without = [row for row in refused if row["kind"] in kinds]
    assert not [row for row in without if row["detail"] in named]
    # No place is left without a country by that.
    stated = {
        row["item"] for row in rows("places.csv", tables.PLACES) if row["property"] == COUNTRY
    }
    assert {row["subject"] for row in without} <= stated


def test_what_is_overruled_is_stated_and_so_is_what_stands() -> None:
    stated = {(row["item"], row["value"]) for row in rows("places.csv", tables.PLACES)}
    found = rows("overruled.csv", tables.OVERRULED)
    for row in found:
        assert {(row["item"], row["value"]), (row["item"], row["for"])} <= stated
    told = {row["value"] + row["for"] for row in found}
    assert {"IRIE", "GRGL", "MRSN"} <= told
    # Disputed lands, and those that depend on another country, are claimed for both.
    assert not told & {"RUUA", "UARU", "EHMA", "MAEH", "ILPS", "PSIL", "RSXK", "FRPF", "USPR"}


@pytest.mark.parametrize(
    ("item", "prop", "values"),
    [
        ("Q16565", "population", ["731424", "11557"]),  # Charlotte: one of another century
        ("Q33345", "country", ["RU", "UA"]),  # Yevpatoria: claimed for two countries
        ("Q3579", "country", ["LY"]),  # Tripoli, which a gazetteer takes for one in Veneto
        ("Q152406", "country", ["IL"]),  # Kiryat Gat, printed with flags
    ],
)
def test_known_errors_of_the_sources_do_not_go_first(
    item: str, prop: str, values: list[str]
) -> None:
    found = [
        row["value"]
        for row in rows("places.csv", tables.PLACES)
        if (row["item"], row["property"]) == (item, prop)
    ]
    assert found == values


def test_danish_cities_are_in_denmark() -> None:
    """A publisher had exchanged the results of Denmark and Sweden."""
    countries = {
        row["item"]: row["value"]
        for row in rows("places.csv", tables.PLACES)
        if row["property"] == "country"
    }
    cities = {"Q1748": "DK", "Q25331": "DK", "Q26793": "NO", "Q1754": "SE", "Q25287": "SE"}
    assert {item: countries[item] for item in cities} == cities


def test_the_list_of_files_is_that_of_the_folder() -> None:
    described = (root() / "data" / "README.md").read_text(encoding="utf-8")
    assert {path.name for path in WORLD.glob("*.csv")} == set(
        re.findall(r"^\| `world/([a-z_]+\.csv)`", described, re.MULTILINE)
    )


def test_they_are_of_one_form() -> None:
    for path in sorted(Path(WORLD).glob("*.csv")):
        content = path.read_bytes()
        assert content.endswith(b"\n"), path
        assert b"\r" not in content, path
