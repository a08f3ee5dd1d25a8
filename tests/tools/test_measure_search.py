"""The measuring of search runs, on a world that is small."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools import measure_search

pytestmark = pytest.mark.slow


def test_it_measures(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(measure_search, "CITIES", 40)
    monkeypatch.setattr(measure_search, "AGREEMENTS", 60)
    assert measure_search.main() == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["names"] > 40 + 2 * 60
    assert 0 < figures["batch_matched"] <= figures["batch_rows"] == 40
    assert set(figures["each_ms"]) == set(measure_search.TEXTS)
