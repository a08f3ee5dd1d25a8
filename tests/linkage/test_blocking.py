from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.features.distance import kilometres
from peyvand.linkage.blocking import (
    Columns,
    follow,
    item_of,
    listed_row,
    mentions,
    record_row,
    variants,
)
from peyvand.model import City


def test_every_name_of_an_item_stands_with_each_of_its_places() -> None:
    found = variants(
        [
            City("Q1", ("Guanajuato City",), "Mexico", 21.0, -101.2, 194500, source="a"),
            City("Q1", ("Guanajuato",), source="b"),
            City("Q1", ("Guanajuato City",), "Mexico", 21.1, -101.3, source="c"),
        ]
    )
    assert sorted(found) == ["Q1#0", "Q1#1"]
    assert {one.names for one in found.values()} == {("Guanajuato City", "Guanajuato")}
    assert item_of("Q1#1") == "Q1"


def test_an_item_without_a_place_has_one_description() -> None:
    assert list(variants([City("Q2", ("Belém",)), City("Q2", ("Belem",))])) == ["Q2#0"]


def test_mentions_count_sources_and_not_lines() -> None:
    records = [City("Q1", source="a"), City("Q1", source="a"), City("Q2", source="b")]
    assert mentions([*records, City("Q1", source="b")]) == {"Q1": 2, "Q2": 1}
    assert mentions(records, {"Q2", "Q3"}) == {"Q2": 1}


def test_a_single_description_is_kept_as_it_is_but_for_repetitions() -> None:
    one = City("Q1", ("A", "B", "A"), "Iran", 1.0, 2.0, 3, ("x:1",), "s", ("C", "C"))
    one = replace(one, levels=("city",))
    kept = variants([one])["Q1#0"]
    assert kept == replace(one, identifier="Q1#0", names=("A", "B"), aliases=("C",))


def test_redirects_are_followed_to_the_end_and_a_loop_ends() -> None:
    (record,) = follow([City("Q1", ("A",))], {"Q1": "Q2", "Q2": "Q3"})
    assert record.identifier == "Q3"
    assert "wikidata:Q1" in record.same_as
    assert len(follow([City("Q1")], {"Q1": "Q2", "Q2": "Q1"})) == 1


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((35.70, 51.40), (35.80, 51.50)),
        ((0.01, 179.99), (-0.01, -179.99)),
        ((69.6, 18.9), (69.7, 19.3)),
        ((78.0, 10.1), (78.0, 10.9)),
    ],
)
def test_places_within_reach_share_a_cell(
    left: tuple[float, float], right: tuple[float, float]
) -> None:
    one, other = City("l", ("A",), "", *left), City("r", ("A",), "", *right)
    assert set(listed_row(one)["cells"]) & set(record_row(other)["cells"])


@given(
    st.floats(-80, 80),
    st.floats(-180, 180),
    st.floats(0, 6.28),
    st.floats(0, 20),
    st.floats(90, 999),
)
def test_near_places_share_a_cell_and_far_ones_none(
    latitude: float, longitude: float, direction: float, near: float, far: float
) -> None:
    here = City("l", ("A",), "", latitude, longitude)
    cells = set(listed_row(here)["cells"])
    for km in (near, far):
        north, east = km * math.cos(direction) / 111.2, km * math.sin(direction) / 111.2
        there = City(
            "r", ("A",), "", latitude + north, longitude + east / math.cos(math.radians(latitude))
        )
        apart = kilometres(here, there)
        assert apart is not None
        shared = cells.intersection(record_row(there)["cells"])
        if apart <= 20:
            assert shared
        elif apart >= 85:
            assert not shared


@pytest.mark.parametrize("latitude", [0.0, 6.25, 10.1, -33.4, 51.6, 78.0])
# At and just within the edges of cells, too.
@pytest.mark.parametrize("longitude", [0.0, 1e-9, 51.4, -0.1, 179.99, -180.0, 79.99999999999999])
def test_a_place_is_looked_for_in_nine_cells(latitude: float, longitude: float) -> None:
    place = City("l", ("A",), "", latitude, longitude)
    around = listed_row(place)["cells"]
    assert len(set(around)) == len(around) == 9
    (own,) = record_row(place)["cells"]
    assert own in around
    # Three of them side by side in a band, round the earth.
    band, _, column = own.partition(":")
    beside = sorted(int(cell.partition(":")[2]) for cell in around if cell.startswith(f"{band}:"))
    steps = [later - sooner for sooner, later in itertools.pairwise(beside)]
    assert int(column) in beside
    assert 1 in steps
    assert steps == [1, 1] or beside[0] == 0


def test_the_round_of_cells_has_no_seam() -> None:
    rows = [
        record_row(City("r", ("A",), "", 1.0, longitude))["cells"]
        for longitude in (0.0, 360.0, -360.0, -1e-17)
    ]
    assert rows == rows[:1] * 4
    # At the poles one cell holds all of a narrow band.
    assert listed_row(City("l", ("A",), "", 90.0, 5.0))["cells"]


def test_a_row_has_the_columns_that_the_engines_are_told_of() -> None:
    row = listed_row(City("l", ("قم",), "Iran", 1.0, 2.0, 3))
    columns = Columns.text + Columns.lists + Columns.numbers
    assert sorted(row) == sorted(columns)
    assert len(set(columns)) == len(columns)
    kinds = {str: Columns.text, list: Columns.lists, float: Columns.numbers}
    for kind, names in kinds.items():
        assert {type(row[name]) for name in names} == {kind}
    assert (row["population"], row["country"], row["sovereign"]) == (3.0, "IR", "IR")


def test_the_order_of_descriptions_changes_nothing() -> None:
    records = [
        City("Q1", ("B",), source="z"),
        City("Q1", ("A",), "X", 1.0, 2.0, source="y"),
        City("Q1", ("C",), "X", 3.0, 4.0, source="x"),
        City("Q1", ("D",), source="a"),
        City("Q0", ("E",)),
    ]
    found = variants(records)
    # The located ones name the item, and the sources follow in their order.
    assert found["Q1#0"].names == ("C", "A", "D", "B")
    assert (found["Q1#0"].latitude, found["Q1#1"].latitude) == (3.0, 1.0)
    for order in itertools.permutations(records):
        assert list(variants(order).items()) == list(found.items())


def test_what_no_description_places_keeps_a_country_if_one_has_it() -> None:
    records = [City("Q1", ("A",), source="a"), City("Q1", ("B",), "Iran", source="b")]
    (one,) = variants(records).values()
    assert (one.names, one.country) == (("A", "B"), "Iran")


def test_a_row_says_nothing_of_what_is_missing() -> None:
    row = listed_row(City("l", ("قم",)))
    assert row["country"] is row["latitude"] is row["population"] is None
    assert row["cells"] == []
    assert row["script"] == "arabic"


def test_distance_is_measured_over_the_sphere() -> None:
    tehran = City("t", (), "", 35.70, 51.42)
    isfahan = City("i", (), "", 32.65, 51.67)
    assert kilometres(tehran, isfahan) == pytest.approx(340, abs=5)
    # A quarter and a half of the round of a sphere of 6371 km.
    for place, km in (((60.0, 90.0), 10007.5), ((0.0, 180.0), 20015.1), ((-90.0, 7.0), 10007.5)):
        there = City("x", (), "", *place)
        assert kilometres(City("o", (), "", 0.0, 0.0), there) == pytest.approx(km, abs=0.1)
    for other in (City("x"), City("x", latitude=1.0), City("x", longitude=1.0)):
        assert kilometres(tehran, other) is None
        assert kilometres(other, tehran) is None


def test_descriptions_that_differ_in_anything_that_is_compared_stand_side_by_side() -> None:
    plain = City("Q1", ("A",), "X", 1.0, 2.0, 100, source="a")
    changes = ({"latitude": 3.0}, {"longitude": 3.0}, {"population": 5}, {"country": "Y"})
    others = [replace(plain, source="b", **change) for change in changes]  # type: ignore[arg-type]
    for other in others:
        assert len(variants([plain, other])) == 2
    assert len(variants([plain, *others])) == 5
    assert len(variants([plain, replace(plain, source="b")])) == 1


def test_a_source_that_says_two_things_of_an_item_is_one_source() -> None:
    one = City("Q1", ("A",), source="a")
    records = [one, replace(one, names=("B",)), replace(one, source="b")]
    assert mentions(records) == {"Q1": 2}
    assert mentions(records, {"Q2"}) == {}


def test_a_country_that_is_not_known_is_not_compared() -> None:
    countries = {name: record_row(City("1", ("A",), name))["country"] for name in
                 ("Iran", "IRN", "USSR", "Ruritania", "")}  # fmt: skip
    assert countries == {"Iran": "IR", "IRN": "IR", "USSR": None, "Ruritania": None, "": None}
