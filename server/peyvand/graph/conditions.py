"""The conditions under which a node breaks a shape, by the property that each asks about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice

from pyoxigraph import NamedNode, QuerySolutions, Store

# The whole of a condition is what follows.
_EXISTS = re.compile(r"EXISTS \{ \?x <([^>]*)>")
# That some value of a property is of a kind, and that there are several: each is all there is.
_OF_VALUE = re.compile(r"EXISTS \{ \?x (<[^>]*>) (\?v[0-9]+) FILTER\((.*)\) \}", re.DOTALL)
_SEVERAL = re.compile(
    r"EXISTS \{ \?x (<[^>]*>) (\?v[0-9]+(?:, \?v[0-9]+)+) "
    r"FILTER\(!sameTerm\([^()]*\)(?: && !sameTerm\([^()]*\))*\) \}"
)
# What fewer statements of a graph say than these is asked of their subjects alone.
_RARE = 2_000
# What has more statements than these is said of things that have few, such as claims: whether one
# has several values is then found sooner at each.
_MANY = 50_000


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

    def questions(self, statements: Statements, targets: Iterable[str]) -> Iterator[str]:
        """What is to be asked of a whole graph to find the nodes of which a condition holds.

        Args:
            statements: those of the graph.
            targets: patterns of which each binds ``?x`` to some of the nodes.
        """
        often, subjects, few = [], set(), []
        for name, condition in self._asked:
            found = statements.subjects(name) if name else None
            if found is None:
                often.append(condition)
            elif found:
                subjects |= found
                few.append(f"({condition})")
        condition = " || ".join(f"({it})" for it in possible(statements, often))
        values = " ".join(sorted(map(str, subjects)))
        for target in targets:
            if condition:
                # A node is a target by several of its classes, and is judged once. Into a DISTINCT
                # the engine would take the condition.
                each = f"SELECT ?x WHERE {{ {target} }} GROUP BY ?x"
                yield f"SELECT ?x WHERE {{ {{ {each} }} FILTER({condition}) }}"
            if few:
                yield (
                    f"SELECT ?x WHERE {{ VALUES ?x {{ {values} }} "
                    f"FILTER({' || '.join(few)}) FILTER EXISTS {{ {target} }} }}"
                )


class Statements:
    """What a graph has of each property, looked up once, whichever shapes ask for it.

    Args:
        store: the graph; graphs are read together.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.subjects = cache(self._subjects)
        self.is_many = cache(self._is_many)

    def _subjects(self, name: str) -> set[NamedNode] | None:
        """The subjects that have a property; None if they are many, or one of them has no name."""
        quads = self.store.quads_for_pattern(None, NamedNode(name), None, None)
        found = [quad.subject for quad in islice(quads, _RARE + 1)]
        if len(found) > _RARE or not all(isinstance(node, NamedNode) for node in found):
            return None
        return set(found)  # type: ignore[arg-type]

    def _is_many(self, name: str) -> bool:
        """Whether a property has so many statements that each is better asked by itself."""
        quads = self.store.quads_for_pattern(None, NamedNode(name), None, None)
        return next(islice(quads, _MANY, None), None) is not None


def possible(statements: Statements, conditions: Iterable[str]) -> list[str]:
    """Those of some conditions that hold of any node of a graph, and those of which it is unknown.

    To go through the values of a property once takes a fraction of what it takes to look for the
    values of each node, and nearly always there is nothing to be found.

    Args:
        statements: those of the graph.
        conditions: what may hold of a node ``?x``.
    """
    of_value: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    kept = []
    for condition in conditions:
        several, one = _SEVERAL.fullmatch(condition), _OF_VALUE.fullmatch(condition)
        if several and not statements.is_many(several[1][1:-1]):
            if _some(statements.store, _with_several(several[1], several[2].count(",") + 1)):
                kept.append(condition)
        elif one and "?x" not in one[3]:
            of_value[one[1]].append((one[2], one[3], condition))
        else:
            kept.append(condition)
    for prop, those in of_value.items():
        if _some(statements.store, _with_value(prop, [(name, bad) for name, bad, _ in those])):
            kept += [condition for _, _, condition in those]
    return kept


def _with_several(prop: str, number: int) -> str:
    # Of the shapes, as all that follows, so that it can stand in no file.
    return f"SELECT ?x WHERE {{ ?x {prop} ?v }} GROUP BY ?x HAVING(COUNT(DISTINCT ?v) >= {number})"


def _with_value(prop: str, bad: list[tuple[str, str]]) -> str:
    """Any value of a property of which one of some conditions holds, each under its name there."""
    # Conditions of one constraint have one name.
    first, *others = dict.fromkeys(name for name, _ in bad)
    named = " ".join(f"BIND({first} AS {name})" for name in others)
    either = " || ".join(f"({condition})" for _, condition in bad)
    return (
        f"SELECT {first} WHERE {{ {{ SELECT DISTINCT {first} WHERE {{ ?x {prop} {first} }} }} "
        f"{named} FILTER({either}) }}"
    )


def _some(store: Store, query: str) -> bool:
    rows = store.query(f"{query} LIMIT 1", use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    return next(rows, None) is not None
