"""Reading triples: lists of predicates and objects, blank nodes, collections, simple paths.

A path of fixed length is the triples that it stands for (SPARQL 1.1, section 18.2.2.4), and one
with alternatives the union of theirs (section 18.4).
"""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from peyvand.columns.algebra import (
    Basic,
    Node,
    Outside,
    Pattern,
    Quad,
    Union,
    Variable,
    join,
)
from peyvand.columns.reading.expressions import Expressions
from peyvand.columns.reading.terms import TYPE
from peyvand.vocabulary.iris import PREFIXES

_RDF = PREFIXES["rdf"]
_FIRST, _REST, _NIL = (NamedNode(_RDF + name) for name in ("first", "rest", "nil"))


@dataclass(frozen=True)
class _Inverse:
    path: _Path


@dataclass(frozen=True)
class _Sequence:
    steps: tuple[_Path, ...]


@dataclass(frozen=True)
class _Alternative:
    ways: tuple[_Path, ...]


_Path = NamedNode | Variable | _Inverse | _Sequence | _Alternative


class Triples(Expressions):
    """A reader that knows triples."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._blanks: dict[str, Variable] = {}
        # The graph that patterns are of now; None is the default graph.
        self.graph: Node | None = None

    def triples(self) -> Pattern:
        """Triples up to what is none."""
        found: Pattern = Basic(())
        while self._is_node():
            anonymous = self.sees("[", "(")
            subject, inner = self._node()
            found = join(found, inner)
            if not anonymous or not self._ends():
                found = join(found, self._properties(subject))
            if not self.skip("."):
                break
        return found

    def _ends(self) -> bool:
        return self.sees(".", "}", "]", ")") or self.here.kind == "end"

    def _is_node(self) -> bool:
        kind = self.here.kind
        known = kind in ("iri", "name", "variable", "blank", "string", "number")
        return known or self.sees("[", "(", "TRUE", "FALSE", "+", "-")

    def _properties(self, subject: Node) -> Pattern:
        found: Pattern = Basic(())
        while True:
            path = self._verb()
            while True:
                target, inner = self._node()
                found = join(join(found, self._walked(subject, path, target)), inner)
                if not self.skip(","):
                    break
            if not self.sees(";"):
                return found
            while self.skip(";"):
                pass
            if self._ends():
                return found

    def _node(self) -> tuple[Node, Pattern]:
        """A node, and the triples that stand within it."""
        if self.here.kind == "variable":
            return self.variable(), Basic(())
        if self.here.kind == "blank":
            name = self.take().text
            if name not in self._blanks:
                self._blanks[name] = self.fresh()
            return self._blanks[name], Basic(())
        if self.skip("["):
            node = self.fresh()
            inner = Basic(()) if self.sees("]") else self._properties(node)
            self.expect("]")
            return node, inner
        if self.skip("("):
            return self._collection()
        return self.constant(), Basic(())

    def _collection(self) -> tuple[Node, Pattern]:
        items: list[Node] = []
        found: Pattern = Basic(())
        while not self.skip(")"):
            item, inner = self._node()
            items.append(item)
            found = join(found, inner)
        cells: list[Node] = [*(self.fresh() for _ in items), _NIL]
        for place, item in enumerate(items):
            links = (
                Quad(cells[place], _FIRST, item, self.graph),
                Quad(cells[place], _REST, cells[place + 1], self.graph),
            )
            found = join(found, Basic(links))
        return cells[0], found

    def _verb(self) -> _Path:
        if self.here.kind == "variable":
            return self.variable()
        return self._path()

    def _path(self) -> _Path:
        ways = [self._sequence()]
        while self.skip("|"):
            ways.append(self._sequence())
        return _Alternative(tuple(ways)) if len(ways) > 1 else ways[0]

    def _sequence(self) -> _Path:
        steps = [self._step()]
        while self.skip("/"):
            steps.append(self._step())
        return _Sequence(tuple(steps)) if len(steps) > 1 else steps[0]

    def _step(self) -> _Path:
        inverse = self.skip("^")
        path: _Path
        if self.skip("("):
            path = self._path()
            self.expect(")")
        elif self.skip("A"):
            path = TYPE
        else:
            path = self.iri()
        if self.sees("*", "+", "?"):
            raise Outside
        return _Inverse(path) if inverse else path

    def _walked(self, start: Node, path: _Path, end: Node) -> Pattern:
        if isinstance(path, NamedNode | Variable):
            return Basic((Quad(start, path, end, self.graph),))
        if isinstance(path, _Inverse):
            return self._walked(end, path.path, start)
        if isinstance(path, _Alternative):
            return Union(tuple(self._walked(start, way, end) for way in path.ways))
        found: Pattern = Basic(())
        middle = [self.fresh() for _ in path.steps[1:]]
        nodes = [start, *middle, end]
        for place, step in enumerate(path.steps):
            found = join(found, self._walked(nodes[place], step, nodes[place + 1]))
        return found
