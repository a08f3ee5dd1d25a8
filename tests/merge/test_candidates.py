from __future__ import annotations

from dataclasses import replace

import pytest

from peyvand.merge.candidates import (
    follow,
    item_of,
    kilometres,
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
    one = City("Q1", ("A", "B", "A"), "Iran", 1.0, 2.0, 3, ("x:1",), "s", ("C", "C"), "geonames:4")
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
    ],
)
def test_places_within_reach_share_a_cell(
    left: tuple[float, float], right: tuple[float, float]
) -> None:
    one, other = City("l", ("A",), "", *left), City("r", ("A",), "", *right)
    assert set(listed_row(one)["cells"]) & set(record_row(other)["cells"])


def test_a_row_says_nothing_of_what_is_missing() -> None:
    row = listed_row(City("l", ("قم",)))
    assert row["country"] is row["latitude"] is row["population"] is None
    assert row["cells"] == []
    assert row["script"] == "arabic"


def test_distance_is_measured_over_the_sphere() -> None:
    tehran = City("t", (), "", 35.70, 51.42)
    isfahan = City("i", (), "", 32.65, 51.67)
    assert kilometres(tehran, isfahan) == pytest.approx(340, abs=5)
    assert kilometres(tehran, City("x")) is None


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
