"""Copies of homes that tests may change."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def copied(home: Path, target: Path) -> Path:
    """Copy a home, with links as links; files that versions share stay shared in the copy."""
    made: dict[int, str] = {}

    def copy(source: str, path: str) -> None:
        number = os.stat(source).st_ino
        if number in made:
            os.link(made[number], path)
        else:
            made[number] = path
            shutil.copy2(source, path)

    return Path(shutil.copytree(home, target, symlinks=True, copy_function=copy))
