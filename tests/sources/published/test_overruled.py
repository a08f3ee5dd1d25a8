"""Which country of two is an error of a source, and which place is claimed for both."""

from __future__ import annotations

from pathlib import Path

import pytest

from peyvand.sources.published import known_places
from peyvand.sources.published.agreement import Group, groups
from peyvand.sources.published.overruled import overruled
from peyvand.sources.published.statements import COUNTRY, Statement


def stated(item: str, *said: tuple[str, str]) -> dict[str, list[Group]]:
    """The groups of the country of an item that these snapshots state."""
    statements = [Statement(item, snapshot, COUNTRY, code) for snapshot, code in said]
    return {item: groups(statements, {})}


def many(code: str) -> dict[str, list[Group]]:
    """Places of a country that nobody puts elsewhere."""
    return {
        f"{code}{number}": stated(f"{code}{number}", ("x-1", code))[f"{code}{number}"]
        for number in range(9)
    }


COBH = stated("Q1", ("wikidata-2022", "IE"), ("wikidata-2017", "IE"), ("natural-earth-4", "IE"),
              ("whosonfirst-2026", "IR"))  # fmt: skip


def test_what_one_says_of_one_place_against_two_is_overruled(tmp_path: Path) -> None:
    (row,) = overruled(COBH | many("IE") | many("IR"), tmp_path)
    assert row == ("Q1", COUNTRY, "IR", "IE", "natural-earth-4 wikidata-2017 wikidata-2022")


def test_what_two_snapshots_say_stands(tmp_path: Path) -> None:
    two = stated("Q1", ("wikidata-2022", "IE"), ("natural-earth-4", "IE"),
                 ("whosonfirst-2026", "IR"), ("mmkb-2017", "IR"))  # fmt: skip
    assert list(overruled(two | many("IE") | many("IR"), tmp_path)) == []


def test_snapshots_of_one_maker_are_one(tmp_path: Path) -> None:
    one = stated("Q1", ("wikidata-2022", "IE"), ("wikidata-2017", "IE"), ("whosonfirst-2026", "IR"))
    assert list(overruled(one | many("IE") | many("IR"), tmp_path)) == []


def test_geonames_is_asked_by_name_and_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_places, "places_called", {"cobh": {("51.85 -8.29", "IE")}}.get)
    one = stated("Q1", ("wikidata-2022", "IE"), ("whosonfirst-2026", "IR"))
    (tmp_path / "names.csv").write_text("item,language,name,snapshot\nQ1,en,Cobh,x\n")
    head = "item,snapshot,property,value,rule,agree\n"
    (tmp_path / "places.csv").write_text(head + "Q1,x,coordinates,51.851 -8.2967,,\n")
    (row,) = overruled(one | many("IE") | many("IR"), tmp_path)
    assert row[2:] == ("IR", "IE", "geonames-2026 wikidata-2022")
    # Another country that GeoNames says is none of the two.
    monkeypatch.setattr(known_places, "places_called", {"cobh": {("51.85 -8.29", "XX")}}.get)
    assert list(overruled(one | many("IE") | many("IR"), tmp_path)) == []
    monkeypatch.setattr(known_places, "places_called", {"cobh": {("51.85 -8.29", "IE")}}.get)
    # Far from where it lies a namesake tells nothing.
    (tmp_path / "places.csv").write_text(head + "Q1,x,coordinates,50.851 -8.2967,,\n")
    assert list(overruled(one | many("IE") | many("IR"), tmp_path)) == []


def test_two_places_of_the_same_countries_are_no_error(tmp_path: Path) -> None:
    other = stated("Q2", ("wikidata-2022", "IE"), ("whosonfirst-2026", "IR"))
    assert list(overruled(COBH | other | many("IE") | many("IR"), tmp_path)) == []


def test_the_one_place_of_a_country_is_no_error(tmp_path: Path) -> None:
    assert list(overruled(COBH | many("IR"), tmp_path)) == []
    two = {"IE1": many("IE")["IE1"]}
    assert list(overruled(COBH | two | many("IR"), tmp_path)) == []
    three = two | {"IE2": many("IE")["IE2"]}
    assert len(list(overruled(COBH | three | many("IR"), tmp_path))) == 1


def test_without_a_conflict_nothing_is(tmp_path: Path) -> None:
    assert list(overruled(many("IE"), tmp_path)) == []
