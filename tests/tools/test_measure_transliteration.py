"""Transliterations are as like what sources write as docs/transliteration.md says."""

from __future__ import annotations

import json

import pytest

from peyvand.resources import root
from tools import measure_transliteration


def test_its_figures_are_those_of_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert measure_transliteration.main() == 0
    figures = json.loads(capsys.readouterr().out)
    page = (root() / "docs" / "transliteration.md").read_text(encoding="utf-8")
    said = {}
    for line in page.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[1].replace(",", "").isdigit():
            said[cells[0]] = [float(cell.replace(",", "").rstrip(" %")) for cell in cells[1:]]
    assert len(said) > 15
    for country, (names, same, near, likeness) in said.items():
        found = figures[country]
        # Tables that are made anew may gain and lose a few names.
        assert found["names"] == pytest.approx(names, rel=0.1)
        assert found["same"] == pytest.approx(same, abs=3)
        assert found["same_but_a_letter"] == pytest.approx(near, abs=3)
        assert found["jaro_winkler"] == pytest.approx(likeness, abs=0.02)
