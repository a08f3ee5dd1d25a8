"""Maps that the server draws."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.sources import coastline
from peyvand.web.pages.components import maps
from peyvand.web.pages.components.arcs import arc
from peyvand.web.pages.components.map_names import ZOOMS, Name, shown_from, width
from peyvand.web.pages.components.maps import Line, Point, svg_map, world_svg
from peyvand.web.pages.things.drawings import alone, png

SVG = "{http://www.w3.org/2000/svg}"


def drawn(markup: str) -> ET.Element:
    return ET.fromstring(markup)


def test_places_and_links() -> None:
    markup = svg_map(
        [Point(51.67, 32.64, "Isfahan", "/id/city/isfahan", "ours")],
        [Line(51.67, 32.64, 11.25, 43.77, "Florence", "/id/agreement/x", "ours")],
        title="Partners",
    )
    found = drawn(markup)
    assert found.find("title").text == "Partners"  # type: ignore[union-attr]
    circle = found.find(".//circle")
    assert circle is not None
    narrow = float(re.search(r"scale\(([\d.]+) 1\)", markup)[1])  # type: ignore[index]
    # A degree of longitude is as long as in the middle of the map.
    assert narrow == pytest.approx(math.cos(math.radians((32.64 + 43.77) / 2)), abs=0.02)
    assert float(circle.get("cx", "")) == pytest.approx(51.67 * narrow, abs=0.01)
    assert circle.get("cy") == "-32.64"
    assert [a.get("href") for a in found.findall("a")] == ["/id/agreement/x", "/id/city/isfahan"]
    west, north, width, height = map(float, found.get("viewBox", "").split())
    assert west < 11.25 * narrow < 51.67 * narrow < west + width
    assert north < -43.77 < -32.64 < north + height


def test_links_without_a_name_are_one_path_a_kind_under_the_others() -> None:
    lines = [Line(1, 10, 2, 20, "named", "/x", "ours")]
    lines += [Line(x, 10, x + 1, 20, kind=kind) for x in range(5) for kind in ("ours", "world")]
    found = drawn(svg_map([], lines, title="x"))
    links = [one for one in found.iter("path") if one.get("class", "").startswith("link")]
    assert [one.get("class") for one in links] == ["link ours", "link world", "link ours"]
    assert [one.get("d", "").count("M") for one in links] == [5, 5, 1]
    assert [one.findtext("title") for one in links] == [None, None, "named"]


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
    west, _, width, _ = map(float, found.get("viewBox", "").split())
    edge = max(abs(west), width + west)
    parts = [part.split("L") for part in path.get("d", "").split("M")[1:]]
    ends = float(parts[0][-1].split()[0]), float(parts[1][0].split()[0])
    assert ends == pytest.approx((edge, -edge) if x1 > 0 else (-edge, edge), abs=0.02)


def test_nothing_to_show_is_the_whole_world() -> None:
    west, north, width, height = map(
        float, drawn(svg_map([], [], title="x")).get("viewBox", "").split()
    )
    assert width == pytest.approx(-2 * west)
    assert width == pytest.approx(2 * height, abs=0.02)
    assert north == -84


def test_a_link_is_a_great_circle() -> None:
    way = arc((-0.1, 51.5), (-122.4, 37.8))
    assert len(way) == 1
    # From London to San Francisco over Greenland.
    assert max(y for _, y in way[0]) > 60
    assert way[0][0] == (-0.1, 51.5)
    assert way[0][-1] == (-122.4, 37.8)
    assert arc((10, 20), (10, 20)) == [[(10, 20), (10, 20)]]
    # Along the equator it is straight.
    assert all(y == 0 for _, y in arc((0, 0), (60, 0))[0])


@given(*(st.floats(-180, 180), st.floats(-89, 89)) * 2)
def test_a_way_is_whole_wherever_its_ends_are(a: float, b: float, c: float, d: float) -> None:
    way = arc((a, b), (c, d))
    assert len(way) <= 3
    assert (way[0][0], way[-1][-1]) == ((a, b), (c, d))
    for part in way:
        steps = pairwise(part)
        assert all(abs(x - z) <= 180 and abs(y) <= 90 for (x, y), (z, _) in steps)


def test_the_world_is_small_and_stands_alone() -> None:
    lines = [(x / 10, y / 10, -x / 10, y / 20) for x in range(0, 1000, 7) for y in range(0, 500, 7)]
    found = world_svg(lines, "جهان")
    assert len(found) < 400_000
    assert drawn(found).find(f"{SVG}title").text == "جهان"  # type: ignore[union-attr]


def test_the_lines_of_the_world_are_great_circles_in_the_colours_of_their_sources() -> None:
    far, near, over = (-0.1, 51.5, -122.4, 37.8), (51.7, 32.7, 46.3, 38.1), (170, 10, -170, 20)
    found = drawn(world_svg([near], "x", [far, over]))
    ways = {
        kind: [path.get("d", "") for path in found.iter(f"{SVG}path") if path.get("class") == kind]
        for kind in ("link", "link world")
    }
    assert ways["link"] == ["M52 -33l-6 -5"]
    # From San Francisco to London over Greenland: the curve bends to the north.
    bent = [way for way in ways["link world"] if way.startswith("M0 -52q")]
    assert len(bent) == 1
    assert float(bent[0].split("q")[1].split()[1]) < -20
    # What crosses the 180th meridian is drawn on both sides.
    (both,) = (way for way in ways["link world"] if way not in bent)
    assert re.findall(r"M(-?\d+) ", both) == ["170", "-190"]
    assert re.findall(r"l(-?\d+) ", both) == ["20", "20"]


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


def test_names_have_room_and_few_places_are_reached_by_keyboard() -> None:
    points = [
        Point(50 + place / 5, 10, f"<{place}>", f"/id/city/{place}", "", place)
        for place in range(50)
    ]
    few, many = svg_map(points[:3], [], title="few"), svg_map(points, [], title="many")
    assert few.count('<text class="name"') == 1
    # Nothing shows it in a file, which has no pointer.
    assert few.count(' display="none">&lt;') == 2
    assert "tabindex" not in few
    assert many.count('tabindex="-1"') == 50
    # The weightiest is named; the others where there is more room, or when they are pointed at.
    assert re.findall(r'class="name" [^>]*>&lt;(\d+)', many)[-1] == "49"
    assert many.count("<text") == 50
    assert re.search(r'class="name card from-8" [^>]* display="none">', many)


def test_no_name_covers_another_in_any_zoom() -> None:
    names = [Name(x * 1.7 % 40, x * 2.3 % 11, "n" * (x % 9 + 1), x % 5) for x in range(120)]
    found = shown_from(names, 1, 0.75)
    assert len({zoom for zoom in found if zoom}) == len(ZOOMS)
    for zoom, scale in ZOOMS.items():
        shown = [
            (name.x, name.y - 0.75 * scale, width(name.text) * scale)
            for name, first in zip(names, found, strict=True)
            if first is not None and first <= zoom
        ]
        for at, (x, y, wide) in enumerate(shown):
            for u, v, broad in shown[:at]:
                assert abs(x - u) >= (wide + broad) / 2 - 1e-9 or abs(y - v) >= scale


def test_of_two_names_at_one_place_the_weightier_is_shown() -> None:
    assert shown_from([Name(0, 0, "a"), Name(0, 0, "b", 1)], 1, 1) == [None, 1]
    assert shown_from([Name(0, 0, "a"), Name(0, 0, "b")], 1, 1) == [1, None]
    assert shown_from([Name(0, 0, ""), Name(0, 0, "b")], 1, 1) == [None, 1]
    # No name covers the mark of a weightier place; that of a lighter one gives way.
    far = [Name(0, 0, "a", 2), Name(0, 1.5, "b", 1), Name(9, 0, "c")]
    assert shown_from(far, 1, 1, 0.5) == [1, 2, 1]
    assert shown_from([Name(0, 1.5, "b", 1), Name(0, 0, "")], 1, 1, 0.5) == [1, None]
    # A letter of Chinese is as wide as two of others.
    assert width("武汉") > 1.5 * width("ab")


def test_a_name_has_its_own_size_in_a_file_too() -> None:
    def drawn(size: float) -> bytes:
        name = f'<text class="name" x="5" y="5" font-size="{size}">W</text>'
        return png(alone(f'<svg viewBox="0 0 10 10"><title>t</title>{name}</svg>'))

    assert len({drawn(size) for size in (0.5, 1, 2)}) == 3
