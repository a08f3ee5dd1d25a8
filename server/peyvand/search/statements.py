"""What a graph says of things, as an index asks for it: all at once, or thing by thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Protocol

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph.patch import Patch, quads
from peyvand.vocabulary.iris import iri

Value = NamedNode | Literal
# Which place of GeoNames a thing is stands in the graph of the source alone: it is read from any.
SEE_ALSO = iri("rdfs:seeAlso")
_DEFAULT = DefaultGraph()


class Statements(Protocol):
    """The statements of the default graph about things that have an IRI."""

    def values(self, thing: str, predicate: NamedNode) -> Sequence[Value]:
        """The values of a property of a thing."""
        ...

    def subjects(self, predicate: NamedNode, value: str) -> Sequence[str]:
        """The things that have a thing as a value."""
        ...


class Scan:
    """All statements of the properties that are asked for, read once each; for a whole index."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._values: dict[NamedNode, dict[str, list[Value]]] = {}
        self._subjects: dict[NamedNode, dict[str, list[str]]] = {}

    def values(self, thing: str, predicate: NamedNode) -> Sequence[Value]:
        """The values of a property of a thing."""
        return self._of(predicate).get(thing, ())

    def subjects(self, predicate: NamedNode, value: str) -> Sequence[str]:
        """The things that have a thing as a value."""
        if predicate not in self._subjects:
            subjects: dict[str, list[str]] = defaultdict(list)
            for subject, values in self._of(predicate).items():
                for object_ in values:
                    if isinstance(object_, NamedNode):
                        subjects[object_.value].append(subject)
            self._subjects[predicate] = subjects
        return self._subjects[predicate].get(value, ())

    def things(self, *predicates: NamedNode) -> Sequence[str]:
        """The things that have any of some properties, each once."""
        return list(dict.fromkeys(thing for name in predicates for thing in self._of(name)))

    def _of(self, predicate: NamedNode) -> dict[str, list[Value]]:
        if predicate not in self._values:
            values: dict[str, list[Value]] = defaultdict(list)
            graph = _graph(predicate)
            for thing, value in _told(self._store.quads_for_pattern(None, predicate, None, graph)):
                values[thing].append(value)
            self._values[predicate] = values
        return self._values[predicate]


class Lookup:
    """The statements about one thing after another, each read when it is asked for.

    Args:
        store: the graph.
        undone: what was changed last, to be read as if it had not been.
    """

    def __init__(self, store: Store, undone: Patch | None = None) -> None:
        self._store, self._undone = store, undone
        self._gone = set(quads(undone.added)) if undone else set()
        self._back = Store()
        if undone:
            self._back.extend(quads(undone.removed))

    def values(self, thing: str, predicate: NamedNode) -> Sequence[Value]:
        """The values of a property of a thing."""
        return [value for _, value in _told(self._quads(NamedNode(thing), predicate, None))]

    def subjects(self, predicate: NamedNode, value: str) -> Sequence[str]:
        """The things that have a thing as a value."""
        return [thing for thing, _ in _told(self._quads(None, predicate, NamedNode(value)))]

    def _quads(
        self, subject: NamedNode | None, predicate: NamedNode, object_: NamedNode | None
    ) -> Iterator[Quad]:
        pattern = (subject, predicate, object_, _graph(predicate))
        for quad in self._store.quads_for_pattern(*pattern):
            if quad not in self._gone:
                yield quad
        if self._undone:
            yield from self._back.quads_for_pattern(*pattern)


def _told(found: Iterator[Quad]) -> Iterator[tuple[str, Value]]:
    """The things with an IRI, and their values that are neither blank nor triples."""
    for quad in found:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.object


def _graph(predicate: NamedNode) -> DefaultGraph | None:
    return None if predicate == SEE_ALSO else _DEFAULT
