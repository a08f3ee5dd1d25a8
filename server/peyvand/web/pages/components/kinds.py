"""Which sections the page of each kind of thing has, as ``sections.toml`` lists them.

What a section asks stands in a file of its name in ``queries/web/sections``.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from peyvand.sources.catalogue import own
from peyvand.web.pages.components.sections import Section

_FILE = Path(__file__).with_name("sections.toml")


def sections(kind: str) -> tuple[Section, ...]:
    """The sections of the page of a kind of thing, in order."""
    kinds = _read()["kinds"]
    return tuple(section(name) for name in kinds.get(kind, kinds["any"]))


def section(name: str) -> Section:
    """A section.

    Raises:
        KeyError: there is none of this name.
    """
    settings = _read()["sections"][name]
    return Section(
        settings.get("name", name),
        own(f"web/sections/{name}").text.strip(),
        tuple(settings["columns"]),
        tuple(settings.get("key", ())),
        settings.get("most", Section.most),
        tuple(settings.get("wanted", ())),
        settings.get("about", ""),
    )


@cache
def _read() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
