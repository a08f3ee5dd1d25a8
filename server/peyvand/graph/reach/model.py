"""What a change touches of what is derived: the pieces that each step of the derivation says it by.

A step is taken again on a *slice*, a small store of its own, which holds what the step looks at
for the things that the change touches, its *keys*. What it derives about them there is what it
would derive of the whole graph; what it derives about others is passed over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.vocabulary.iris import iri

DEFAULT = DefaultGraph()
PARTY, COUNTRY = iri("pv:hasParty"), iri("pv:inCountry")
ABOUT, PROPERTY, READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")
LISTED = iri("pv:isListedUnder")
# A thing, or several.
Key = Hashable


class TooMuch(Exception):
    """A change touches what so much depends on that the whole is better derived anew."""


class Change:
    """The change of a graph so far: a user's, and what followed of it up to a step.

    ``added`` and ``removed`` are the net change. What came and left again counts as touched too:
    somebody may have taken away what is derived, and said it.
    """

    def __init__(self, added: Iterable[Quad], removed: Iterable[Quad]) -> None:
        self.added: set[Quad] = set()
        self.removed: set[Quad] = set()
        self._plain: dict[NamedNode, set[Quad]] = defaultdict(set)
        self.named: set[Quad] = set()
        self.update(added, removed)

    def update(self, added: Iterable[Quad], removed: Iterable[Quad]) -> None:
        """Take in what was changed further."""
        for quads, one, other in (
            (removed, self.removed, self.added),
            (added, self.added, self.removed),
        ):
            for quad in quads:
                plain = quad.graph_name == DEFAULT
                (self._plain[quad.predicate] if plain else self.named).add(quad)
                if quad in other:
                    other.discard(quad)
                else:
                    one.add(quad)

    def plain(self, *props: NamedNode) -> Iterator[Quad]:
        """The statements of some properties that came to the default graph, or left it."""
        for prop in props:
            yield from self._plain.get(prop, ())

    def subjects(self, *props: NamedNode) -> set[Any]:
        """What the statements of some properties that came or left are about."""
        return {quad.subject for quad in self.plain(*props)}

    def all_plain(self) -> Iterator[Quad]:
        """Every statement that came to the default graph, or left it."""
        for quads in self._plain.values():
            yield from quads


class View:
    """The default graph as a step sees it: without what it and the steps after it derived.

    Args:
        store: the graph.
        derivers: the graphs in which what is derived of a property can stand; those of None hold
            what is derived of any.
        hidden: the graphs of the step and of those after it.
    """

    def __init__(
        self,
        store: Store,
        derivers: Mapping[NamedNode | None, Sequence[NamedNode]],
        hidden: Collection[NamedNode],
    ) -> None:
        self.store = store
        self._derivers, self._hidden = derivers, hidden
        self._any = derivers.get(None, ())

    def quads(self, subject: Any, prop: NamedNode, value: Any = None) -> Iterator[Quad]:
        """The statements of a property that it sees."""
        quads = ask(self.store, subject, prop, value, DEFAULT)
        return (quad for quad in quads if self._shows(quad)) if self._hides(prop) else quads

    def values(self, subject: Any, prop: NamedNode) -> list[Any]:
        """The values of a property."""
        return [quad.object for quad in self.quads(subject, prop)]

    def leading(self, prop: NamedNode, value: Any) -> list[Any]:
        """What leads to a value by a property."""
        return [quad.subject for quad in self.quads(None, prop, value)]

    def some(self, subject: Any, prop: NamedNode, value: Any = None) -> list[Quad]:
        """One statement of a property, if there is any."""
        return list(islice(self.quads(subject, prop, value), 1))

    def sees(self, quad: Quad) -> bool:
        """Whether it sees a statement of the default graph."""
        return quad in self.store and (not self._hides(quad.predicate) or self._shows(quad))

    def _hides(self, prop: NamedNode) -> list[NamedNode]:
        graphs = (*self._any, *self._derivers.get(prop, ()))
        return [name for name in graphs if name in self._hidden]

    def _shows(self, quad: Quad) -> bool:
        triple = quad.subject, quad.predicate, quad.object
        if not any(Quad(*triple, name) in self.store for name in self._hides(quad.predicate)):
            return True
        graphs = (*self._any, *self._derivers.get(quad.predicate, ()))
        return any(Quad(*triple, name) in self.store for name in graphs if name not in self._hidden)


class Reach:
    """What a step looks at: which keys a change touches, and the slice that tells all of them.

    ``properties`` are those that its statements of the default graph have, by the name of the
    graph of what is derived; None for any.
    """

    properties: ClassVar[Mapping[str, tuple[NamedNode, ...] | None]]

    def keys(self, change: Change, view: View) -> set[Any]:
        """The keys that a change touches.

        Raises:
            TooMuch: too much depends on it.
        """
        raise NotImplementedError

    def slice(self, keys: set[Any], view: View) -> Iterable[Quad]:
        """The statements that the step looks at for some keys."""
        raise NotImplementedError

    def about(self, keys: set[Any], quads: Iterable[Quad]) -> Iterable[Quad]:
        """Those of the derived statements that are about the keys."""
        return (quad for quad in quads if quad.subject in keys)

    def standing(self, keys: set[Any], name: NamedNode, view: View) -> Iterable[Quad]:
        """What stands about the keys in a graph of what is derived."""
        for key in keys:
            yield from ask(view.store, key, None, None, name)


def ask(store: Store, subject: Any, prop: Any, value: Any, name: Any) -> Iterator[Quad]:
    """The quads of a pattern; there are none about a literal."""
    if isinstance(subject, Literal):
        return iter(())
    return store.quads_for_pattern(subject, prop, value, name)


def values(view: View, subject: Any, prop: NamedNode, name: NamedNode) -> list[Any]:
    """The values of a property in a named graph."""
    return [quad.object for quad in ask(view.store, subject, prop, None, name)]
