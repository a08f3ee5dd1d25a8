"""The shared nodes of RDF: values and references, which dumps write once for many statements."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

Pairs = list[list[str]]


class Nodes:
    """What is said of each node: pairs of a property and a value.

    Up to ``most`` nodes are held in memory; the older half goes to a temporary database on disk
    when there are more, so that memory does not grow with the file.
    """

    def __init__(self, most: int = 200_000) -> None:
        self._most, self._held = most, dict[str, Pairs]()
        self._disk: sqlite3.Connection | None = None

    def add(self, node: str, prop: str, value: str) -> None:
        """Say one thing of a node."""
        pairs = self._held.get(node)
        if pairs is None:
            if len(self._held) >= self._most:
                self._spill()
            pairs = self._held[node] = []
        if [prop, value] not in pairs:
            pairs.append([prop, value])

    def of(self, node: str) -> Iterator[tuple[str, str]]:
        """What is said of a node, in the order of the properties."""
        found = list(self._held.get(node, ()))
        if self._disk:
            for (text,) in self._disk.execute("SELECT said FROM nodes WHERE node = ?", (node,)):
                found += [pair for pair in json.loads(text) if pair not in found]
        yield from sorted((prop, value) for prop, value in found)

    def _spill(self) -> None:
        if self._disk is None:
            # An empty name is a database on disk that goes away when it is closed.
            self._disk = sqlite3.connect("", isolation_level=None)
            self._disk.execute("CREATE TABLE nodes (node TEXT, said TEXT)")
            self._disk.execute("CREATE INDEX by_node ON nodes (node)")
        old = list(self._held)[: max(1, len(self._held) // 2)]
        self._disk.execute("BEGIN")
        rows = ((node, json.dumps(self._held.pop(node))) for node in old)
        self._disk.executemany("INSERT INTO nodes VALUES (?, ?)", rows)
        self._disk.execute("COMMIT")

    def close(self) -> None:
        """Drop the database."""
        if self._disk:
            self._disk.close()
