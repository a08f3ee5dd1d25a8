"""The conditions under which a node breaks a shape, by the property that each asks about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pyoxigraph import NamedNode, Store

# The whole of a condition is what follows.
_EXISTS = re.compile(r"EXISTS \{ \?x <([^>]*)>")
# What fewer statements of a graph say than these is asked of their subjects alone.
_RARE = 2_000


class Conditions:
    """The conditions of a shape.

    A condition that something exists which a property leads to does not hold for a node that
    does not have the property.
    """

    def __init__(self, conditions: list[str]) -> None:
        self._asked: list[tuple[str, str]] = []
        for condition in conditions:
            match = _EXISTS.match(condition)
            self._asked.append((match[1] if match else "", condition))
        self._names = {name for name, _ in self._asked}
        self._texts: dict[frozenset[str] | None, str] = {}

    def bearing(self, properties: frozenset[NamedNode] | None) -> frozenset[str] | None:
        """Of the properties of a node, those that conditions ask about; None for all of them."""
        if properties is None:
            return None
        return frozenset(prop.value for prop in properties if prop.value in self._names)

    def text(self, names: frozenset[str] | None) -> str:
        """The condition on the nodes that have some of the properties; empty if none holds."""
        if names not in self._texts:
            self._texts[names] = " || ".join(
                f"({condition})"
                for name, condition in self._asked
                if names is None or not name or name in names
            )
        return self._texts[names]

    def questions(self, store: Store, target: str) -> Iterator[str]:
        """What is to be asked of a whole graph to find the nodes of which a condition holds.

        Args:
            store: the graph; graphs are read together.
            target: a pattern that binds ``?x`` to the nodes.
        """
        often, subjects, few = set(), set(), []
        for name, condition in self._asked:
            found = _subjects(store, name) if name else None
            if found is None:
                often.add(name)
            elif found:
                subjects |= found
                few.append(f"({condition})")
        if condition := self.text(frozenset(often)):
            yield f"SELECT DISTINCT ?x WHERE {{ {target} FILTER({condition}) }}"
        if few:
            values = " ".join(sorted(map(str, subjects)))
            yield (
                f"SELECT ?x WHERE {{ VALUES ?x {{ {values} }} "
                f"FILTER({' || '.join(few)}) FILTER EXISTS {{ {target} }} }}"
            )


def _subjects(store: Store, name: str) -> set[NamedNode] | None:
    """The subjects that have a property; None if they are many, or one of them has no name."""
    quads = store.quads_for_pattern(None, NamedNode(name), None, None)
    found = [quad.subject for quad in islice(quads, _RARE + 1)]
    if len(found) > _RARE or not all(isinstance(node, NamedNode) for node in found):
        return None
    return set(found)  # type: ignore[arg-type]
