"""Where a place is, as people write it."""

from __future__ import annotations

import pytest

from peyvand.sources.points import degrees, point_of

PARIS = pytest.approx((48.85, 2.35), abs=1e-9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((text, 48.85) for text in ("48.85", "48,85", "48.85°", "48.85 N", "N48.85", "48°51′N")),
        *((text, 48.85) for text in ("48° 51' N", "48°51′", "48°51′ с. ш.", "48°51′с.ш.")),
        *((text, 48.85) for text in ("48°51′ شمالی", "48º51´N", "Nord 48°51'", "48:51:00")),
        *((text, -48.85) for text in ("48 51 0 S", "48°51′00″S", "S 48°51.0'", "-48°51'")),
        *((text, -48.85) for text in ("48.85W", "48°51′ з. д.", "48°51′ غربی", "-48.85 S")),
        ("52° 31' 12'' N", 52.52),
        ("12° 2.6' S", -12 - 2.6 / 60),
    ],
)
def test_degrees_are_read_in_any_form(text: str, expected: float) -> None:
    assert degrees(text) == pytest.approx(expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "north",
        "48 51",
        "48°61′N",
        "48.5°30′N",
        "48°51′X",
        "N48.85S",
        "13°24′O",
        "1" * 200,
        "nan",
    ],
)
def test_what_is_no_number_of_degrees_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"degrees|east in German"):
        degrees(text)


@pytest.mark.parametrize(
    "text",
    [
        *("48.85, 2.35", "48.85 2.35", "(48.85, 2.35)", "48,85; 2,35", "48,85, 2,35"),
        *("48°51′N 2°21′E", "48°51′N, 2°21′E", "2°21′E 48°51′N", "N 48°51' E 2°21'"),
        *("48 51 00 N 2 21 00 E", "48.85 N / 2.35 E", "48.85°، 2.35°", "Point(2.35 48.85)"),
    ],
)
def test_a_point_is_a_latitude_and_a_longitude_in_one_cell(text: str) -> None:
    assert point_of(text)[:2] == PARIS


@pytest.mark.parametrize("text", ["Paris", "48.85", "48.85, x", "", "1 " * 100, "48.85, 2.35, 7 m"])
def test_what_is_no_point_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a point"):
        point_of(text)
