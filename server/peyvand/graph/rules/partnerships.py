"""A rule of proposed partnerships: what is known to stand between the two."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from pyoxigraph import NamedNode, Quad, Store

from peyvand.graph.earlier import Earlier
from peyvand.graph.rules.rule import DEFAULT, named, result, values
from peyvand.graph.validate import Result
from peyvand.vocabulary.iris import iri

_PARTY, _DISPUTE, _COUNTRY = (
    iri(f"pv:{name}") for name in ("hasProposedParty", "hasDisputeWith", "inCountry")
)


class Disputed:
    """Somebody states a dispute of the two cities of a proposal, or of their countries."""

    def touched(self, store: Store, before: Earlier) -> Iterator[NamedNode]:
        """The proposals that a change can bear on; they are few, so that all are asked soon."""
        changed = before.added | before.removed
        if any(quad.predicate in (_DISPUTE, _COUNTRY) for quad in changed):
            yield from self.all(store)
            return
        for quad in changed:
            if quad.predicate == _PARTY and isinstance(quad.subject, NamedNode):
                yield quad.subject

    def all(self, store: Store) -> Iterator[NamedNode]:
        """The proposals of partnerships."""
        found = store.quads_for_pattern(None, _PARTY, None, DEFAULT)
        yield from sorted(
            {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}, key=str
        )

    def results(self, store: Store, case: NamedNode) -> Iterator[Result]:
        """One for each dispute that is stated."""
        parties = sorted(values(store, case, _PARTY), key=str)
        for one, other in combinations(parties, 2):
            for here, there in product(_sides(store, one), _sides(store, other)):
                if _is_disputed(store, here, there):
                    yield result(
                        "disputed-partnership",
                        case.value,
                        there.value,
                        "warning",
                        proposal=named(store, case),
                        one=named(store, here),
                        other=named(store, there),
                    )


def _sides(store: Store, city: NamedNode) -> list[NamedNode]:
    return [city, *sorted(values(store, city, _COUNTRY), key=str)]


def _is_disputed(store: Store, one: NamedNode, other: NamedNode) -> bool:
    return any(
        Quad(here, _DISPUTE, there, DEFAULT) in store
        for here, there in ((one, other), (other, one))
    )
