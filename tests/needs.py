"""What some tests need that the project's own environment may lack.

A test says so with ``@needs("browser")``. Where it is missing the test is skipped with the reason,
unless ``PEYVAND_TESTS_NEED`` names it: then it fails. Continuous integration names everything that
it can install, so that no test vanishes there unheard. Why it does not name the rest stands in
``docs/testing.md``; there is no other way to skip a test.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools import frontend

FRONT = frontend.FOLDER / "node_modules"
BUILT = frontend.BUILT / "editor.js"
AXE = FRONT / "axe-core" / "axe.min.js"
VALIDATOR = FRONT / "html-validate" / "bin" / "html-validate.mjs"
# The headless shell does the same with a third of the work.
BROWSERS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "chrome"),
)


def browser_path() -> str | None:
    """The Chromium of this machine: ``PEYVAND_BROWSER``, or one of its usual names."""
    named = os.environ.get("PEYVAND_BROWSER")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def java_17() -> str:
    """The home of a Java 17, which Spark needs, or nothing."""
    java = shutil.which("java", path=os.path.join(os.environ.get("JAVA_HOME", ""), "bin"))
    for home in [Path(java).parents[1] if java else None, *Path("/usr/lib/jvm").glob("java-17*")]:
        if home and (home / "bin/java").exists():
            run = [str(home / "bin/java"), "-version"]
            if 'version "17' in subprocess.run(run, capture_output=True, text=True).stderr:
                return str(home)
    return ""


def _fuseki() -> Path | None:
    """The one file that Fuseki is: ``PEYVAND_FUSEKI_JAR``, or where Maven keeps it."""
    if named := os.environ.get("PEYVAND_FUSEKI_JAR"):
        return Path(named)
    kept = Path.home() / ".m2/repository/org/apache/jena/jena-fuseki-server"
    return max(kept.glob("*/jena-fuseki-server-*.jar"), default=None)


FUSEKI = _fuseki()


@cache
def node() -> list[str]:
    """The command of the Node that bundles the front end; nothing where there is none."""
    found = frontend.machine() or frontend.wheel()
    return found[0] if found else []


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


def _program(name: str) -> Callable[[], bool]:
    return lambda: shutil.which(name) is not None


# What may be missing: how it is looked for, and what brings it.
THINGS: dict[str, tuple[Callable[[], bool], str]] = {
    "browser": (
        lambda: browser_path() is not None,
        "apt-get install chromium-headless-shell, or name one in PEYVAND_BROWSER",
    ),
    "editor": (BUILT.exists, "make front"),
    "jdk": (_program("javac"), "apt-get install default-jdk-headless"),
    "jdk-17": (lambda: bool(java_17()), "apt-get install openjdk-17-jre-headless"),
    "spark": (_module("pyspark"), "pip install 'peyvand[spark]'"),
    "axe": (AXE.exists, "make front"),
    "html-validate": (VALIDATOR.exists, "make front"),
    "node": (lambda: bool(node()), "make setup brings it; or apt-get install nodejs npm"),
    "r": (_program("Rscript"), "apt-get install r-base-core"),
    "make": (_program("make"), "apt-get install make"),
    "nginx": (_program("nginx"), "apt-get install nginx-light"),
    "fuseki": (
        lambda: FUSEKI is not None and shutil.which("java") is not None,
        "apt-get install default-jre-headless, and mvn dependency:get"
        " -Dartifact=org.apache.jena:jena-fuseki-server:5.6.0 or name one in PEYVAND_FUSEKI_JAR",
    ),
    "virtuoso": (_program("virtuoso-t"), "apt-get install virtuoso-opensource"),
    "systemd-analyze": (_program("systemd-analyze"), "apt-get install systemd"),
    "curl": (_program("curl"), "apt-get install curl"),
    "sh": (_program("sh"), "a POSIX shell"),
    # Where UTF-8 is forbidden, Python itself opens no file below another.
    "ascii-path": (__file__.isascii, "use a checkout below a path of ASCII letters alone"),
    # The filter of system calls knows the numbers of these.
    "seccomp": (lambda: platform.machine() in ("x86_64", "aarch64"), "run on x86_64 or aarch64"),
}


def needs(*names: str) -> pytest.MarkDecorator:
    """Marks a test by what it needs, as named in ``THINGS``."""
    return pytest.mark.needs(*names)


def unknown(demanded: str) -> set[str]:
    """The names among those demanded that are no test's need, and so would demand nothing."""
    return set(demanded.split()) - {*THINGS, "everything", "nothing"}


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
