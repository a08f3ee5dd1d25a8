"""The page that shows queries of Wikidata and ours beside them, in parts."""

from __future__ import annotations

import re

from peyvand.resources import root

PAGE = root() / "docs" / "wikidata-queries.md"


def parts() -> list[tuple[int, str, str]]:
    """The number of each part with Wikidata's query and ours."""
    found = []
    for part in re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.M)[1:]:
        theirs, ours = re.findall(r"```sparql\n(.*?)```", part, re.DOTALL)
        found.append((int(part.partition(".")[0]), theirs, ours))
    return found
