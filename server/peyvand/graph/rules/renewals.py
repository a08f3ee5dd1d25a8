"""Rules of renewals: an agreement renews an earlier one of the same parties."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

from pyoxigraph import NamedNode, Store

from peyvand.graph.earlier import Earlier
from peyvand.graph.rules.held_events import FIRST, LAST, PARTIES
from peyvand.graph.rules.rule import DEFAULT, dated, leading, named, result, values
from peyvand.graph.validate import Result
from peyvand.vocabulary.iris import iri

_RENEWS = iri("pv:renews")
# An agreement that is renewed goes on between two at least.
_SHARED = 2


class Renewals:
    """An agreement renews an earlier one of the same parties, and so none that goes on from it."""

    def touched(self, store: Store, before: Earlier) -> Iterator[NamedNode]:
        """The agreements that renew one, of which a party, a date or a renewal changed."""
        if next(store.quads_for_pattern(None, _RENEWS, None, DEFAULT), None) is None:
            return
        for quad in before.added | before.removed:
            node = quad.subject
            if quad.graph_name != DEFAULT or not isinstance(node, NamedNode):
                continue
            if quad.predicate == _RENEWS:
                yield node
                yield from _before(store, node)
            elif quad.predicate in (*PARTIES, FIRST, LAST):
                yield node
                yield from leading(store, _RENEWS, node)

    def all(self, store: Store) -> Iterator[NamedNode]:
        """The agreements that renew one."""
        for quad in store.quads_for_pattern(None, _RENEWS, None, DEFAULT):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def results(self, store: Store, case: NamedNode) -> Iterator[Result]:
        """One for each agreement that this one cannot renew, and for each reason."""
        for older in sorted(values(store, case, _RENEWS), key=str):
            told: dict[str, Any] = {"agreement": named(store, case), "older": named(store, older)}
            if case == older or case in _before(store, older):
                yield result("renews-in-circle", case.value, older.value, **told)
            parties, others = (set(values(store, it, *PARTIES)) for it in (case, older))
            if parties and others and len(parties & others) < _SHARED:
                yield result("renews-others", case.value, older.value, **told)
            last, first = _day(store, case, LAST), _day(store, older, FIRST)
            if last and first and last < first:
                dates: dict[str, Any] = {"day": dated(str(last)), "first": dated(str(first))}
                yield result("renews-later", case.value, older.value, **told, **dates)


def _before(store: Store, agreement: NamedNode) -> set[NamedNode]:
    """What an agreement renews, and what that renews."""
    found: set[NamedNode] = set()
    ahead = [agreement]
    while ahead:
        new = {it for it in values(store, ahead.pop(), _RENEWS) if it not in found}
        found |= new
        ahead.extend(new)
    return found


def _day(store: Store, node: NamedNode, prop: NamedNode) -> date | None:
    """The first of the days of a derived bound or the last; None if the date is open."""
    days = []
    for quad in store.quads_for_pattern(node, prop, None, DEFAULT):
        with suppress(ValueError):
            days.append(date.fromisoformat(str(getattr(quad.object, "value", ""))))
    return (min if prop == FIRST else max)(days, default=None)
