"""What CONTRIBUTING.md says of where things are is so."""

from __future__ import annotations

import re
from pathlib import Path

import peyvand

ROOT = Path(__file__).parents[2]
PACKAGE = Path(peyvand.__file__).parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
# Paths in backticks; one with capitals in it stands for many.
FILES = set(re.findall(r"`([a-z_./-]+\.(?:py|toml|md|csv|html|lock|svg))`", TEXT))
FOLDERS = set(re.findall(r"`([a-z_-]+/[a-z_/-]*)`", TEXT))
# Folders of tests that are about no package, but about what the repository holds beside.
BESIDE = {"docs", "ontology", "queries", "shapes", "tools"}


def test_what_is_named_is_there() -> None:
    assert len(FILES | FOLDERS) > 50
    for name in sorted(FILES | FOLDERS):
        if "/" in name:
            assert (ROOT / name).exists() or (PACKAGE / name).exists(), name
        else:
            places = (ROOT.glob(name), PACKAGE.rglob(name), (ROOT / "tests").rglob(name))
            assert any(path for paths in places for path in paths), name


def test_each_folder_of_tests_is_of_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    names = {folder.relative_to(ROOT / "tests").as_posix() for folder in folders} - {"."}
    packages = {
        path.parent.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("__init__.py")
    }
    assert names - packages == BESIDE
