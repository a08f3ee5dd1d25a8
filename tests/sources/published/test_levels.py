"""Which level is told of a place by populated places and subdivisions, if no source states one."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest

from peyvand.cli import main
from peyvand.resources import root
from peyvand.sources.published import levels, tables

# What GeoNames has, as far as these tests are concerned: where, in which country, how many people.
PLACES = {
    "aspen": {("39.19 -106.82", "US")},
    "geneva": {("46.2 6.15", "CH")},
    "puebla": {("19.04 -98.2", "MX")},
    "kreis": {("50.4 8.06", "DE")},
}
PEOPLE = {"39.19 -106.82": 6882, "46.2 6.15": 183_000}


def lay(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    facts: Iterable[str],
    names: Iterable[str],
    stated: Iterable[str] = (),
) -> set[tuple[str, ...]]:
    """The rows of the table of levels after an import."""
    monkeypatch.setattr(levels, "places_called", lambda name: PLACES.get(name, set()))
    monkeypatch.setattr(levels, "people_at", lambda point: PEOPLE.get(point, 0))
    for name, head, rows in (
        ("places", "item,snapshot,property,value,rule,agree", facts),
        ("names", "item,language,name,snapshot", names),
        ("levels", "item,snapshot,printed,level", stated),
    ):
        (folder / f"{name}.csv").write_text("\n".join((head, *rows, "")), encoding="utf-8")
    assert main(["import", "levels", "--out", str(folder)]) == 0
    with (folder / "levels.csv").open(encoding="utf-8", newline="") as file:
        return {tuple(row) for row in csv.reader(file)} - {tables.LEVELS}


def at(
    point: str, country: str, name: str, *, rule: str = "", people: str = ""
) -> tuple[list[str], list[str]]:
    """The facts and the names of an item."""
    facts = [f"Q1,x,coordinates,{point},{rule},", f"Q1,x,country,{country},,"]
    facts += [f"Q1,x,population,{people},,"] if people else []
    return facts, [f'Q1,en,"{name}",x']


CITY = ("Q1", "geonames-2026", "P by name, country and place", "city")


def test_a_place_is_the_populated_place_of_its_name_that_lies_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = at("39.2 -106.8", "US", "Aspen, Colorado (town)", people="5000")
    assert lay(tmp_path, monkeypatch, *found) == {CITY}
    before = (tmp_path / "levels.csv").read_bytes()
    assert main(["import", "levels", "--out", str(tmp_path)]) == 0
    assert (tmp_path / "levels.csv").read_bytes() == before


@pytest.mark.parametrize(
    "other",
    [
        at("39.26 -106.82", "US", "Aspen"),  # 8 km off
        at("39.2 -106.8", "CA", "Aspen"),
        at("39.2 -106.8", "US", "Snowmass"),
        at("39.2 -106.8", "US", "Aspen", rule="inferred"),  # found by its name alone
        at("39.2 -106.8", "US", "Aspen", people="14000"),  # another unit of the name
    ],
)
def test_one_that_does_not_fit_has_no_level(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: tuple[list[str], list[str]]
) -> None:
    assert lay(tmp_path, monkeypatch, *other) == set()


def test_what_states_a_level_or_says_a_kind_by_its_name_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts, names = at("39.2 -106.8", "US", "Aspen")
    for row in ("Q1,whosonfirst-2026,county,county", "Q1,wikidata-2017-07-28,… Borough,"):
        assert lay(tmp_path, monkeypatch, facts, names, [row]) == {tuple(row.split(","))}
    # A kind that tells no level says nothing against one.
    unknown = "Q1,wikidata-2019-08,Q56061,"
    assert len(lay(tmp_path, monkeypatch, facts, names, [unknown])) == 2


@pytest.mark.parametrize(
    ("found", "printed", "level"),
    [
        (at("48.7 2.5", "FR", "Île-de-France"), "first level: Metropolitan region", "region"),
        (
            at("44.8 -0.6", "FR", "Gironde"),
            "below the first level: Metropolitan department",
            "county",
        ),
        # Its centre is 33 km from the city of Puebla.
        (at("19 -97.89", "MX", "Puebla"), "first level: State", "region"),
    ],
)
def test_a_place_is_the_one_subdivision_of_its_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    found: tuple[list[str], list[str]],
    printed: str,
    level: str,
) -> None:
    expected = ("Q1", "geonames-regions-2026", printed, level)
    assert lay(tmp_path, monkeypatch, *found) == {expected}


@pytest.mark.parametrize(
    "other",
    [
        at("46.05 6.15", "CH", "Geneva"),  # 17 km from a city of its name: city or canton
        at("-27 145", "NZ", "Queensland"),
        at("45 10", "IT", "Somewhere"),
    ],
)
def test_which_of_two_is_meant_is_not_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: tuple[list[str], list[str]]
) -> None:
    assert lay(tmp_path, monkeypatch, *other) == set()


def test_each_kind_of_subdivision_is_listed_with_its_level() -> None:
    with (root() / "data" / "world" / "kinds.csv").open(encoding="utf-8", newline="") as file:
        listed = {row["printed"] for row in csv.DictReader(file)}
    named = levels._subdivisions(root() / "data" / "merge" / "regions.csv")
    assert {kind for found in named.values() for _, kind in found} <= listed
