"""The shape of a query: what its patterns join, and what is costly in them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Shape:
    """What a reader saw of a query."""

    # The keywords and functions, in capitals, and the local names.
    words: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    # The variables of each triple or row of triples, and of each expression or list of values.
    patterns: list[set[str]] = field(default_factory=list)
    joints: list[set[str]] = field(default_factory=list)
    # Whether there is a triple of three variables, a graph that is a variable, and a path of any
    # length.
    any_property: bool = False
    any_graph: bool = False
    endless: bool = False

    # The queries within, whose variables are their own.
    inner: list[Shape] = field(default_factory=list)

    def within(self, inner: Shape, given: set[str]) -> None:
        """Take up a query within, and the variables that it gives in rows."""
        self.inner.append(inner)
        self.patterns.append(given)
        self.any_property |= inner.any_property
        self.any_graph |= inner.any_graph
        self.endless |= inner.endless

    def apart(self) -> tuple[str, str] | None:
        """Two variables of patterns that nothing joins, if there are any."""
        for inner in self.inner:
            if pair := inner.apart():
                return pair
        parts: list[set[str]] = []
        for variables in (*self.patterns, *self.joints):
            joined = set(variables)
            rest = []
            for part in parts:
                if part & joined:
                    joined |= part
                else:
                    rest.append(part)
            parts = [*rest, joined]
        own = [part for part in parts if part and any(part & pattern for pattern in self.patterns)]
        if len(own) < 2:
            return None
        first, second, *_ = sorted(min(part) for part in own)
        return first, second
