"""Rules of stages: who enters the end of an agreement says why it ended."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from peyvand.graph.earlier import Earlier
from peyvand.graph.rules.rule import result
from peyvand.graph.validate import Result
from peyvand.vocabulary.graphs import registrar
from peyvand.vocabulary.iris import iri, thing

DEFAULT = DefaultGraph()
_ENDED = thing("concept/stage-ended")
_REACHED, _CAUSE = iri("pv:reachedStage"), iri("pv:hasEndCause")
_ABOUT, _PROPERTY, _READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")


class Cause:
    """An end that a register enters has a cause; what sources tell of an end may have none."""

    def touched(self, store: Store, before: Earlier) -> Iterator[NamedNode]:
        """The events of which a stage, a cause or a claim of a register changed."""
        for quad in before.added | before.removed:
            if quad.graph_name == DEFAULT:
                if quad.predicate in (_REACHED, _CAUSE) and isinstance(quad.subject, NamedNode):
                    yield quad.subject
            elif quad.predicate in (_ABOUT, _PROPERTY, _READING) and _is_of_register(quad):
                found = store.quads_for_pattern(quad.subject, _ABOUT, None, quad.graph_name)
                yield from (it.object for it in found if isinstance(it.object, NamedNode))

    def all(self, store: Store) -> Iterator[NamedNode]:
        """Every event that is an end."""
        for quad in store.quads_for_pattern(None, _REACHED, _ENDED, DEFAULT):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def results(self, store: Store, case: NamedNode) -> Iterator[Result]:
        """One, if the event is an end by a register, and has no cause."""
        if (
            Quad(case, _REACHED, _ENDED, DEFAULT) in store
            and not any(store.quads_for_pattern(case, _CAUSE, None, DEFAULT))
            and _is_entered(store, case)
        ):
            yield result("end-without-cause", case.value)


def _is_entered(store: Store, event: NamedNode) -> bool:
    """Whether a register says of an event that it is an end."""
    return any(
        Quad(about.subject, _PROPERTY, _REACHED, about.graph_name) in store
        and Quad(about.subject, _READING, _ENDED, about.graph_name) in store
        for about in store.quads_for_pattern(None, _ABOUT, event, None)
        if _is_of_register(about)
    )


def _is_of_register(quad: Quad) -> bool:
    name = quad.graph_name
    return isinstance(name, NamedNode) and registrar(name.value) is not None
