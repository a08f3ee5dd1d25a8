"""The administrative levels that items of P31 tell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from peyvand.resources import root
from peyvand.sources.tables import read_table


def levels_of_kinds(kinds: Iterable[str]) -> tuple[str, ...]:
    """The levels that classes of Wikidata tell, by ``data/world/kinds.csv``; others tell none.

    Args:
        kinds: the items that P31 names.
    """
    known = _kinds()
    return tuple(dict.fromkeys(known[kind] for kind in kinds if kind in known))


@cache
def _kinds() -> dict[str, str]:
    path = root() / "data" / "world" / "kinds.csv"
    rows = read_table(path, ("source", "printed", "en", "level"))
    return {
        row["printed"]: row["level"]
        for row in rows
        if row["source"] == "wikidata" and row["level"] not in ("", "none")
    }
