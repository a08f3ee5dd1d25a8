"""The table of mutation runs, and the map behind it."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.mutation.report import BEGIN, END, PAGE, Row, read, table, write  # noqa: E402
from tools.mutation.warm import Warm  # noqa: E402

MODULES = tomllib.loads((ROOT / "tools" / "mutation" / "modules.toml").read_text())
CHANGE = ["- a < b", "+ a <= b"]
ROW = Row(
    90, 40, 1, 38, [{"line": 3, "change": CHANGE}, {"line": 9, "change": ["- f()", "+ pass"]}]
)


def test_the_map_names_modules_and_tests_that_are_there() -> None:
    for module, entry in MODULES.items():
        assert (ROOT / "server" / "peyvand" / f"{module}.py").is_file(), module
        assert entry["tests"], module
        for tests in entry["tests"]:
            assert (ROOT / tests).exists(), tests
        for known in entry.get("equivalent", ()):
            assert known["change"], module
            assert known["why"], module


def test_the_page_shows_the_results_that_are_kept() -> None:
    page = (ROOT / PAGE).read_text(encoding="utf-8")
    shown = page.partition(BEGIN)[2].partition(END)[0].lstrip("\n")
    assert shown == table(read(ROOT), MODULES)


def test_survivors_that_are_equivalent_do_not_count(tmp_path: Path) -> None:
    known = {"x/y": {"tests": ["t"], "equivalent": [{"change": CHANGE, "why": "never equal"}]}}
    (tmp_path / "docs").mkdir()
    (tmp_path / PAGE).write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n")
    write(tmp_path, {"x/y": ROW}, known)
    assert read(tmp_path) == {"x/y": ROW}
    text = (tmp_path / PAGE).read_text()
    assert text.startswith("before\n")
    assert text.endswith("\nafter\n")
    assert "old" not in text
    assert "| x/y | 90 | 40 (1) | 38 | 1 | 97% |" in text


def test_a_run_tells_what_passes_what_fails_and_what_takes_too_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    module = tmp_path / "told.py"
    (tmp_path / "test_it.py").write_text(
        "import time, told\n"
        "def test_it():\n    time.sleep(told.SECONDS)\n    assert told.VALUE == 1\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    test = [str(tmp_path / "test_it.py")]
    with Warm() as run:
        # Each run reads the module as it is then.
        for text, failed, said in (
            ("SECONDS, VALUE = 0, 1", False, "1 passed"),
            ("SECONDS, VALUE = 0, 2", True, "assert 2 == 1"),
            ("SECONDS, VALUE = 0, 1", False, "1 passed"),
            ("SECONDS, VALUE = 60, 1", True, ""),
        ):
            module.write_text(text)
            code, output = run(test, 60 if said else 1)
            assert bool(code) == failed
            assert said in output
        assert run([str(tmp_path / "none.py")], 60)[0] != 0
