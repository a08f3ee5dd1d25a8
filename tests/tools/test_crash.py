"""The tool that ends writers and servers counts what it should find none of."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.crash.__main__ import main
from tools.crash.home import Home
from tools.crash.writers import Writers


@pytest.mark.slow
def test_a_few_points_lose_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["6"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [told[kind]["points"] for kind in ("writer", "server", "power")] == [4, 1, 1]
    for counts in told.values():
        assert counts["acknowledged_lost"] == counts["half_made"] == counts["unprovable"] == 0


def test_what_is_lost_or_half_made_is_counted(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    writers = Writers(home)
    writers.close()
    home.look()
    assert (home.counts.points, home.counts.failed) == (1, 0)
    assert home.counts.acknowledged > 0
    home.acknowledge(99, 99)
    home.look()
    # It is not there, and neither is its version.
    assert home.counts.acknowledged_lost == 2
    (home.versions.current().store / "CURRENT").write_text("nonsense")
    home.look()
    home.finish()
    assert (home.counts.half_made, home.counts.unprovable) == (1, 1)
