"""Whether pages are valid HTML."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

from needs import VALIDATOR, node

CONFIG = {
    "root": True,
    "extends": ["html-validate:recommended"],
    # How the source is laid out, and how long a title is, is no question of validity.
    "rules": {"no-trailing-whitespace": "off", "long-title": "off"},
}


def problems(pages: Mapping[str, str], folder: Path) -> list[str]:
    """What is wrong with some pages.

    Args:
        pages: by their addresses.
        folder: for their files.
    """
    (folder / ".htmlvalidate.json").write_text(json.dumps(CONFIG))
    names: dict[str, str] = {}
    for number, (address, page) in enumerate(pages.items()):
        path = folder / f"{number}.html"
        path.write_text(page, encoding="utf-8")
        names[str(path)] = address
    command = [*node(), str(VALIDATOR), "--formatter", "json", str(folder / "*.html")]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
    return [
        f"{names[one['filePath']]} line {note['line']}: {note['message']}"
        for one in json.loads(told.stdout)
        for note in one["messages"]
    ]
