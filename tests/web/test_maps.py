"""Maps that the server draws."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from peyvand.sources import coastline
from peyvand.web.pages import maps
from peyvand.web.pages.maps import Line, Point, svg_map, world_svg

SVG = "{http://www.w3.org/2000/svg}"


def drawn(markup: str) -> ET.Element:
    return ET.fromstring(markup)


def test_places_and_links() -> None:
    found = drawn(
        svg_map(
            [Point(51.67, 32.64, "Isfahan", "/id/city/isfahan", "ours")],
            [Line(51.67, 32.64, 11.25, 43.77, "Florence", "/id/agreement/x", "ours")],
            title="Partners",
        )
    )
    assert found.find("title").text == "Partners"  # type: ignore[union-attr]
    circle = found.find(".//circle")
    assert circle is not None
    assert (circle.get("cx"), circle.get("cy")) == ("51.67", "-32.64")
    assert [a.get("href") for a in found.findall("a")] == ["/id/agreement/x", "/id/city/isfahan"]
    west, north, width, height = map(float, found.get("viewBox", "").split())
    assert west < 11.25 < 51.67 < west + width
    assert north < -43.77 < -32.64 < north + height


def test_no_text_becomes_markup() -> None:
    bad = '"><script>alert(1)</script>'
    text = svg_map([Point(0, 0, bad, bad, bad)], [Line(0, 0, 1, 1, bad, bad, bad)], title=bad)
    assert "<script" not in text
    assert drawn(text) is not None


@pytest.mark.parametrize(("x1", "x2"), [(170, -170), (-170, 170), (179.9, -179.9)])
def test_a_link_goes_the_shorter_way_round(x1: float, x2: float) -> None:
    found = drawn(svg_map([], [Line(x1, 10, x2, 20)], title="x"))
    (path,) = [one for one in found.iter("path") if one.get("class", "").startswith("link")]
    assert path.get("d", "").count("M") == 2
    edge = 180 if x1 > 0 else -180
    assert f"L{edge} " in path.get("d", "")
    assert f"M{-edge} " in path.get("d", "")


def test_nothing_to_show_is_the_whole_world() -> None:
    assert drawn(svg_map([], [], title="x")).get("viewBox") == "-180 -90 360 180"


def test_the_world_is_small_and_stands_alone() -> None:
    lines = [(x / 10, y / 10, -x / 10, y / 20) for x in range(0, 1000, 7) for y in range(0, 500, 7)]
    found = world_svg(lines, "جهان")
    assert len(found) < 400_000
    assert drawn(found).find(f"{SVG}title").text == "جهان"  # type: ignore[union-attr]


def test_without_a_coastline_there_is_a_grid(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(coastline, "LAND", coastline.LAND / "missing")
    _forget()
    try:
        assert 'class="grid"' in svg_map([], [], title="x")
        assert maps.coast() == ""
    finally:
        _forget()


def _forget() -> None:
    coastline.rings.cache_clear()
    maps.coast.cache_clear()
