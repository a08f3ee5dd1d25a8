"""Tests whose needs are missing are skipped where that is allowed, and fail where it is not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import needs

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("demanded", "failure"),
    [
        ("", False),
        ("curl", False),
        ("curl browser", True),
        ("everything", True),
        ("nothing", False),
    ],
)
def test_what_is_missing(monkeypatch: pytest.MonkeyPatch, demanded: str, failure: bool) -> None:
    monkeypatch.setitem(needs.THINGS, "browser", (lambda: False, "get one"))
    monkeypatch.setitem(needs.THINGS, "curl", (lambda: True, "get it"))
    assert needs.missing(("curl",), "everything") is None
    found = needs.missing(("curl", "browser"), demanded)
    assert found is not None
    reason, failed = found
    assert "get one" in reason
    assert failed == failure


def test_a_need_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(KeyError):
        needs.missing(("borwser",), "")


def test_a_demand_that_nobody_knows_is_an_error() -> None:
    assert needs.unknown("borwser curl") == {"borwser"}
    assert not needs.unknown(" ".join([*needs.THINGS, "everything", "nothing"]))
    command = [sys.executable, "-m", "pytest", "-n0", "--collect-only", "-q", __file__]
    done = subprocess.run(
        command,
        env={**os.environ, "PEYVAND_TESTS_NEED": "borwser"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "no test needs borwser" in done.stderr


def test_ci_demands_what_it_installs_and_looks_for_the_same_browsers() -> None:
    script = (Path(__file__).parents[1] / ".ci" / "run").read_text(encoding="utf-8")
    demanded = re.search(r"\{PEYVAND_TESTS_NEED-([^}]*)\}", script)
    looked = re.search(r"have (chromium\S* [^|\\]*?)\s*\\?\s*\|\| wanted", script)
    assert demanded
    assert looked
    assert not needs.unknown(demanded[1])
    assert {"browser", "editor", "node", "curl"} <= set(demanded[1].split())
    assert tuple(looked[1].split()) == needs.BROWSERS


def test_ci_demands_what_it_can_have_and_the_page_says_why_not_the_rest() -> None:
    found = re.search(r"PEYVAND_TESTS_NEED-([a-z0-9 -]*)\}", (ROOT / ".ci/run").read_text())
    assert found
    page = (ROOT / "docs/testing.md").read_text(encoding="utf-8")
    told = re.findall(r"`([a-z0-9-]+)`", " ".join(re.findall(r"(?m)^- (.*?):", page)))
    assert sorted([*found[1].split(), *told]) == sorted(needs.THINGS)


def test_no_test_is_skipped_in_another_way() -> None:
    ways = re.compile(r"importorskip|mark\.skip|unittest|pytest\.skip\b|mark\.xfail")
    files = [path for path in (ROOT / "tests").rglob("*.py") if path != Path(__file__)]
    assert len(files) > 100
    found = [path.name for path in files if ways.search(path.read_text(encoding="utf-8"))]
    assert found == ["conftest.py"]
