"""The order of names for people: that of the language of the page (Unicode collation, CLDR)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

_lock = threading.Lock()


def sort_keys(names: Iterable[str], language: str) -> dict[str, str]:
    """For each of some names a text by whose code points it stands in order.

    The rules are those of ICU, which DuckDB brings with it: in Persian و stands before ه.

    Args:
        names: as they are shown.
        language: ``en`` or ``fa``.
    """
    given = list(dict.fromkeys(names))
    with _lock:
        rows = _engine().execute(
            "SELECT name, icu_sort_key(name, $language) FROM (SELECT unnest($given) AS name)",
            {"given": given, "language": language},
        )
        return dict(rows.fetchall())


def collated(names: Iterable[str], language: str) -> Callable[[str], str]:
    """What gives the key of each of some names; see ``sort_keys``."""
    keys = sort_keys(names, language)
    return lambda name: keys.get(name, name)


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    # A server starts without it.
    import duckdb

    return duckdb.connect(":memory:", config={"threads": 1})
