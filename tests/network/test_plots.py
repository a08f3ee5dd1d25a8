"""Plots: valid files, the same bytes twice, and Persian that is joined and ordered."""

from __future__ import annotations

import io
import math
from pathlib import Path
from xml.etree import ElementTree

import matplotlib.image
import numpy
import pytest
from matplotlib import ft2font
from matplotlib.figure import Figure

from network.samples import of_cities, of_edges
from peyvand.network.analysis import analyse
from peyvand.network.plots import great_circle, write_plots

NAMES = ("degrees", "distances", "countries", "map")


def test_files_are_valid_and_the_same_twice(tmp_path: Path) -> None:
    network = of_cities()
    contents = []
    for name in ("first", "second"):
        folder = tmp_path / name
        folder.mkdir()
        written = write_plots(network, analyse(network, samples=0), folder)
        assert [path.name for path in written] == [
            f"{name}.{ending}" for name in NAMES for ending in ("svg", "png")
        ]
        contents.append([path.read_bytes() for path in written])
    assert contents[0] == contents[1]
    for path in written:
        if path.suffix == ".svg":
            assert ElementTree.parse(path).getroot().tag == "{http://www.w3.org/2000/svg}svg"
        else:
            image = matplotlib.image.imread(path)
            assert image.shape[:2] == (750, 1350)
            assert image[..., :3].std() > 0.01


def test_without_places_and_countries_only_degrees_are_drawn(tmp_path: Path) -> None:
    network = of_edges([(1, 2), (2, 3)])
    written = write_plots(network, analyse(network, samples=0), tmp_path)
    assert [path.name for path in written] == ["degrees.svg", "degrees.png"]


def drawn(text: str) -> numpy.ndarray:
    figure = Figure(figsize=(2, 1))
    figure.text(0.1, 0.4, text, size=20, family=["DejaVu Sans"])
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=60)
    buffer.seek(0)
    return matplotlib.image.imread(buffer)


def test_persian_is_shaped() -> None:
    # In the letters' forms for print, already joined and in the order of the eye, the word is
    # drawn without any shaping; shaping must lead to the same picture.
    assert ft2font.__libraqm_version__
    shaped, by_hand = drawn("درجه"), drawn("\u202d\ufeea\ufe9f\ufead\ufea9\u202c")
    unshaped = drawn("\u202dه\u200cج\u200cر\u200cد\u202c")
    assert numpy.abs(shaped - by_hand).mean() < 1e-6
    assert numpy.abs(shaped - unshaped).mean() > 1e-3


def test_a_great_circle_bends_to_the_pole() -> None:
    (line,) = great_circle((50.0, -60.0), (50.0, 60.0))
    assert line[0] == pytest.approx([-60, 50])
    assert line[-1] == pytest.approx([60, 50])
    # Halfway: tan(latitude) = tan(50°) / cos(60°).
    expected = math.degrees(math.atan(math.tan(math.radians(50)) / math.cos(math.radians(60))))
    assert line[16] == pytest.approx([0, expected])


def test_a_line_over_the_meridian_of_180_degrees_is_cut() -> None:
    west, east = great_circle((10.0, 170.0), (10.0, -150.0))
    assert west[:, 0].min() >= 170
    assert east[:, 0].max() <= -150


@pytest.mark.parametrize("there", [(10.0, 20.0), (-10.0, -160.0)])
def test_one_place_and_opposite_places_have_a_straight_line(there: tuple[float, float]) -> None:
    (line,) = great_circle((10.0, 20.0), there)
    assert line.tolist() == [[20.0, 10.0], list(there[::-1])]
