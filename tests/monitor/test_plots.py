"""The plots: what is certain full, what a date leaves open above it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from peyvand.monitor import Board, Figure, Group, Signings
from peyvand.monitor.drawings import drawings, over_versions
from peyvand.monitor.kept import Past, keep, kept
from peyvand.monitor.model import Spread
from peyvand.monitor.names import share_of
from peyvand.monitor.plots import alone, svg_ages, svg_groups, svg_versions, svg_years

SVG = "{http://www.w3.org/2000/svg}"


def drawn(svg: str | None) -> ElementTree.Element:
    assert svg is not None
    return ElementTree.fromstring(alone(str(svg)))


def signings(*years: Spread, ages: tuple[Spread, ...] = ()) -> Signings:
    return Signings("", 10, 3, years, ages)


def rects(root: ElementTree.Element) -> list[tuple[str, float, float]]:
    found = root.iter(f"{SVG}rect")
    return [
        (one.get("class", ""), float(one.get("y", 0)), float(one.get("height", 0))) for one in found
    ]


def texts(root: ElementTree.Element) -> list[str]:
    return [one.text or "" for one in root.iter(f"{SVG}text")]


def test_what_is_possible_stands_on_what_is_certain() -> None:
    root = drawn(svg_years(signings(Spread(2000, 2000, 1, 2), Spread(2001, 2001, 0, 1)), "en"))
    (one, y, height), (other, above, higher), (alone_, _, _) = rects(root)
    assert (one, other, alone_) == ("certain", "possible", "possible")
    assert above + higher == pytest.approx(y)
    assert higher == pytest.approx(2 * height, abs=0.2)
    titles = [one.text for one in root.iter(f"{SVG}title")]
    assert titles[0] == "Signings by year"
    assert "2000: 1 for certain, 2 possibly" in titles


def test_years_and_numbers_are_in_the_digits_of_the_language() -> None:
    found = signings(*(Spread(year, year, year % 3, 0) for year in range(1920, 2017)))
    assert {"1920", "2010", "2"} <= set(texts(drawn(svg_years(found, "en"))))
    shown = texts(drawn(svg_years(found, "fa")))
    assert {"۱۹۲۰", "۲۰۱۰", "۲"} <= set(shown)
    assert not re.search("[0-9]", "".join(shown))


def test_where_nothing_is_known_nothing_is_drawn() -> None:
    nothing = Signings("", 10, 0, (), (Spread(0, 9, 0, 0),))
    assert svg_years(nothing, "en") is None
    assert svg_ages(nothing, "en") is None
    assert svg_groups(Figure("vitality", "", "v", 0, (Group("a", 0, {}),)), "en") is None


def test_ages_are_named_as_bands() -> None:
    found = signings(ages=(Spread(0, 9, 1, 0), Spread(10, None, 0, 2)))
    assert {"0 to 9", "10 and more"} <= set(texts(drawn(svg_ages(found, "en"))))
    assert {"۰ تا ۹", "۱۰ و بیشتر"} <= set(texts(drawn(svg_ages(found, "fa"))))


NAMED = Group("https://x.example/<b>", 3, {"en": "<b>", "fa": "ب"})
FIGURE = Figure("vitality", "", "v", 4, (NAMED, Group("", 1, {})))


def test_groups_are_bars_with_their_share() -> None:
    root = drawn(svg_groups(FIGURE, "en"))
    assert texts(root) == ["<b>", "3 (75%)", "none on record", "1 (25%)"]
    one, other = (float(rect.get("width", 0)) for rect in root.iter(f"{SVG}rect"))
    assert one == pytest.approx(3 * other, rel=0.01)
    assert texts(drawn(svg_groups(FIGURE, "fa")))[:2] == ["ب", "۳ (۷۵٪)"]


@pytest.mark.parametrize(
    ("count", "english", "persian"),
    [
        (0, "0%", "۰٪"),
        (1, "under 1%", "کمتر از ۱٪"),
        (5, "under 1%", "کمتر از ۱٪"),
        (6, "1%", "۱٪"),
        (994, "99%", "۹۹٪"),
        (995, "over 99%", "بیش از ۹۹٪"),
        (1000, "100%", "۱۰۰٪"),
    ],
)
def test_a_few_are_not_nobody_and_nearly_all_are_not_all(
    count: int, english: str, persian: str
) -> None:
    group = Group("", count, {})
    figure = Figure("date", "", "d", 1000, (group,))
    assert share_of(figure, group, "en") == english
    assert share_of(figure, group, "fa") == persian


def past(*counts: int | None) -> list[Past]:
    return [
        Past(version, "", {"documents": {} if n is None else {"vitality": {"<b>": n}}})
        for version, n in enumerate(counts, 1)
    ]


def test_a_line_over_the_versions_for_each_group() -> None:
    root = drawn(svg_versions(FIGURE, past(1, 2, 4), "documents", "en"))
    lines = [one.get("points", "").split() for one in root.iter(f"{SVG}polyline")]
    assert [len(line) for line in lines] == [3, 3]
    heights = [float(point.partition(",")[2]) for point in lines[0]]
    assert heights == sorted(heights, reverse=True)
    assert {"1", "3", "<b>", "none on record"} <= set(texts(root))


def test_what_was_not_counted_in_a_version_is_left_out_of_the_line() -> None:
    root = drawn(svg_versions(FIGURE, past(1, None, 4), "documents", "en"))
    assert [len(one.get("points", "").split()) for one in root.iter(f"{SVG}polyline")] == [2, 2]


def test_a_line_needs_two_versions_and_something_to_show() -> None:
    assert svg_versions(FIGURE, past(1), "documents", "en") is None
    assert svg_versions(FIGURE, past(0, 0), "documents", "en") is None
    assert svg_versions(FIGURE, past(None, None), "documents", "en") is None


def test_a_mere_number_is_one_line() -> None:
    told = Figure("conflict", "", "", 7, ())
    counts = [Past(n, "", {"all": {"conflict": {"": n}}}) for n in (1, 2)]
    root = drawn(svg_versions(told, counts, "all", "en"))
    assert len(list(root.iter(f"{SVG}polyline"))) == 1
    assert "Known conflicts between sources" in texts(root)


def test_the_drawings_of_the_documents_tell_what_they_cover(documents_board: Board) -> None:
    found = list(drawings(documents_board, "documents", "en"))
    assert [(one.name, one.known, one.total) for one in found] == [
        ("years", 23, 67),
        ("ages", 23, 67),
        ("vitality", 67, 67),
    ]
    assert over_versions(documents_board, [], "documents", "en") == {}


def test_what_asks_about_some_years_is_followed_where_those_are_asked_about(
    small_board: Board, tmp_path: Path
) -> None:
    keep(tmp_path, 1, "abc", small_board)
    keep(tmp_path, 2, "def", small_board)
    found = kept(tmp_path, 2)
    usual = over_versions(small_board, found, "documents", "en")
    assert "quiet" in usual
    other = over_versions(replace(small_board, years=20), found, "documents", "en")
    assert usual.keys() - other.keys() == {"quiet"}
