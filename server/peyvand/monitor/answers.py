"""The answers of a version to the queries of its figures, kept beside it.

Asked of the whole world they take seconds. What asks about the present day is asked anew.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

from pyoxigraph import BlankNode

from peyvand.errors import PeyvandError
from peyvand.monitor.board import Ask, Row
from peyvand.monitor.kept import KeptFile
from peyvand.sources.parameters import read_term

# To how many queries answers are kept.
_MOST_QUERIES = 100
_NAME = "answers-"


class Answers:
    """What answers the queries of figures: from a file, as far as they were asked before.

    Args:
        home: the folder of the versions.
        version: the number of the one that is asked.
        mark: what tells its graph from others.
        ask: answers a query on it.
        name: what the names of the files begin with, by whom it is that asks.
    """

    def __init__(self, home: Path, version: int, mark: str, ask: Ask, name: str = _NAME) -> None:
        self._file = KeptFile(home, name, version, mark)
        self._ask = ask
        self._known: dict[str, list[dict[str, str]]] = {}
        self._used: dict[str, list[dict[str, str]]] = {}
        self._file.read(self._read)

    def __call__(self, query: str) -> list[Row]:
        """The rows that answer a query."""
        kept = self._known.get(query)
        if kept is not None:
            with suppress(PeyvandError, AttributeError, TypeError):
                rows = [{name: read_term(text) for name, text in row.items()} for row in kept]
                self._used[query] = kept
                return [*rows]
        asked = list(self._ask(query))
        # A node without a name is another one each time it is asked for.
        if not any(isinstance(term, BlankNode) for row in asked for term in row.values()):
            self._used[query] = [{name: str(term) for name, term in row.items()} for row in asked]
        return asked

    def keep(self) -> None:
        """Keep what was answered, unless one may not write; what was asked on other days goes."""
        kept = {**self._known, **self._used}
        if kept == self._known:
            return
        if len(kept) > _MOST_QUERIES:
            kept = self._used
        self._known = kept
        self._file.write(kept)

    def _read(self, told: Any) -> None:
        self._known = dict(told)
