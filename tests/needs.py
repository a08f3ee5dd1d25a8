"""What some tests need that the project's own environment may lack.

A test says so with ``@needs("browser")``. Where it is missing the test is skipped with the reason,
unless ``PEYVAND_TESTS_NEED`` names it: then it fails. Continuous integration names everything that
it can install, so that no test vanishes there unheard. Why it does not name the rest stands in
``docs/testing.md``; there is no other way to skip a test.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import peyvand

FRONT = Path(peyvand.__file__).parents[1] / "frontend" / "node_modules"
BUILT = Path(peyvand.__file__).parent / "web" / "static" / "built" / "editor.js"
AXE = FRONT / "axe-core" / "axe.min.js"
VALIDATOR = FRONT / "html-validate" / "bin" / "html-validate.mjs"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def browser_path() -> str | None:
    """The Chromium of this machine: ``PEYVAND_BROWSER``, or one of its usual names."""
    named = os.environ.get("PEYVAND_BROWSER")
    return named or next(filter(None, map(shutil.which, _BROWSERS)), None)


def java_17() -> str:
    """The home of a Java 17, which Spark needs, or nothing."""
    java = shutil.which("java", path=os.path.join(os.environ.get("JAVA_HOME", ""), "bin"))
    for home in [Path(java).parents[1] if java else None, *Path("/usr/lib/jvm").glob("java-17*")]:
        if home and (home / "bin/java").exists():
            run = [str(home / "bin/java"), "-version"]
            if 'version "17' in subprocess.run(run, capture_output=True, text=True).stderr:
                return str(home)
    return ""


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


# What may be missing: how it is looked for, and what brings it.
THINGS: dict[str, tuple[Callable[[], bool], str]] = {
    "browser": (lambda: browser_path() is not None, "apt-get install chromium"),
    "editor": (BUILT.exists, "make front"),
    "jdk-17": (lambda: bool(java_17()), "apt-get install openjdk-17-jre-headless"),
    "spark": (_module("pyspark"), "pip install 'peyvand[spark]'"),
    "axe": (AXE.exists, "make front"),
    "html-validate": (VALIDATOR.exists, "make front"),
    "node": (_program("node"), "apt-get install nodejs"),
    "curl": (_program("curl"), "apt-get install curl"),
    "sh": (_program("sh"), "a POSIX shell"),
    "jdk": (_program("javac"), "apt-get install default-jdk-headless"),
}


def needs(*names: str) -> pytest.MarkDecorator:
    """Marks a test by what it needs, as named in ``THINGS``."""
    return pytest.mark.needs(*names)


def missing(names: tuple[str, ...], demanded: str) -> tuple[str, bool] | None:
    """What of these is missing, in words.

    Args:
        names: what a test needs.
        demanded: names that must be there, parted by spaces; ``everything`` is all.

    Returns:
        The words, and whether it is a failure; None if everything is there.
    """
    for name in names:
        there, how = THINGS[name]
        if not there():
            must = demanded.split()
            return f"{name} is not on this machine: {how}", name in must or "everything" in must
    return None
