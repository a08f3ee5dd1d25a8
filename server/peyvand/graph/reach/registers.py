"""Which readings of registers a change touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from pyoxigraph import Quad

from peyvand.evidence.registers import of_register
from peyvand.graph.reach.model import ABOUT, Change, Reach, View, ask
from peyvand.vocabulary.iris import TYPE, iri

_REPLACES = iri("pv:replaces")


class Registers(Reach):
    """The keys are what the changed claims are about, and what rows describe."""

    properties: ClassVar = {"registers": None}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The subjects of what changed in registers, and what their claims say something of."""
        changed = [quad for quad in change.named if of_register(quad.graph_name)]
        claims: set[Any] = {(quad.subject, quad.graph_name) for quad in changed}
        claims |= {(q.object, q.graph_name) for q in changed if q.predicate == _REPLACES}
        for claim, name in list(claims):
            older = ask(view.store, claim, _REPLACES, None, name)
            claims |= {(quad.object, name) for quad in older}
        found: set[Any] = {quad.object for quad in changed if quad.predicate == ABOUT}
        for claim, name in claims:
            found.add(claim)
            about = ask(view.store, claim, ABOUT, None, name)
            found |= {quad.object for quad in about}
        if any(of_register(name) for name in view.store.named_graphs()):
            # What somebody said without a claim may be what a claim says too.
            found |= {quad.subject for quad in change.all_plain()}
        return found

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """The rows of the keys, and the claims about them with what replaces those."""
        store = view.store
        registers = [name for name in view.store.named_graphs() if of_register(name)]
        for key in keys:
            for name in registers:
                yield from ask(store, key, None, None, name)
                for quad in ask(store, None, ABOUT, key, name):
                    claim = quad.subject
                    yield from ask(store, claim, None, None, name)
                    for newer in ask(store, None, _REPLACES, claim, name):
                        yield newer
                        yield from ask(store, newer.subject, TYPE, None, name)

    def about(self, keys: set[Any], quads: Iterable[Quad]) -> Iterable[Quad]:
        """Those whose subject is a key."""
        return (quad for quad in quads if quad.subject in keys)
