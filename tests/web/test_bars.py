"""Charts of bars, as the pages of questions draw them."""

from __future__ import annotations

import re

from peyvand.web.pages.questions.bars import MOST, Bar, svg_bars


def test_the_longest_bar_has_the_largest_number() -> None:
    made = svg_bars([Bar("a", "5"), Bar("b", "20000"), Bar("c", "0.5")], title="T", language="fa")
    assert made is not None
    widths = [float(width) for width in re.findall(r'<rect [^>]*width="([0-9.]+)"', made)]
    assert max(widths) == widths[1]
    assert widths[0] > widths[2]
    assert "۲۰٬۰۰۰" in made
    assert 'aria-label="T"' in made


def test_texts_are_escaped_and_long_names_cut() -> None:
    made = str(svg_bars([Bar("<b>" + "x" * 50, "1")], title="<i>", language="en"))
    assert "<b>" not in made
    assert "<i>" not in made
    assert "…</text>" in made
    assert "x" * 50 in made


def test_no_more_bars_are_drawn_than_can_be_read() -> None:
    made = str(svg_bars([Bar(str(n), "1") for n in range(100)], title="T", language="en"))
    assert made.count("<rect") == MOST


def test_nothing_is_drawn_of_nothing() -> None:
    assert svg_bars([], title="T", language="en") is None
    assert svg_bars([Bar("a", "0")], title="T", language="en") is None
