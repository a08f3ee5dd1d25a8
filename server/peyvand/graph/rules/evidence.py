"""Rules of evidence: every statement is explained, and stated in a source of one's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import product

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from peyvand.graph.earlier import Earlier
from peyvand.graph.evidence_graphs import holds_evidence
from peyvand.graph.patch import dump_lines
from peyvand.graph.rules.rule import result
from peyvand.graph.survey import Survey
from peyvand.graph.validate import Result
from peyvand.vocabulary.graphs import register, registrar
from peyvand.vocabulary.iris import GRAPH, ID, PREFIXES, graph, iri, prefixed

DEFAULT = DefaultGraph()
_ABOUT, _PROPERTY, _READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")
_STATED_IN, _ENTERED_BY, _REPLACES = (
    iri("pv:isStatedIn"), iri("pv:isEnteredBy"), iri("pv:replaces")
)  # fmt: skip
_THINGS = (str(ID), PREFIXES["wd"])


class Explained:
    """A statement of the default graph about a thing rests on a claim, a row or a derivation.

    Args:
        survey: what the lines of the graph tell, if they were read.
    """

    def __init__(self, survey: Survey | None = None) -> None:
        self._survey = survey

    def touched(self, store: Store, before: Earlier) -> Iterator[Quad]:
        """Statements that are new, or whose claim, row or derivation is changed."""
        claims = set()
        for quad in before.added:
            if quad.graph_name == DEFAULT and _is_of_thing(quad):
                yield quad
        for quad in before.removed:
            if quad.graph_name == DEFAULT:
                continue
            plain = Quad(quad.subject, quad.predicate, quad.object)
            if _is_of_thing(plain) and plain in store:
                yield plain
            if quad.predicate in (_ABOUT, _PROPERTY, _READING):
                claims.add((quad.subject, quad.graph_name))
        for claim, where in claims:
            parts = (
                [quad.object for quad in before.quads_for_pattern(claim, prop, None, where)]
                for prop in (_ABOUT, _PROPERTY, _READING)
            )
            for subject, prop, value in product(*parts):
                if isinstance(subject, NamedNode) and isinstance(prop, NamedNode):
                    plain = Quad(subject, prop, value)
                    if _is_of_thing(plain) and plain in store:
                        yield plain

    def all(self, store: Store) -> Iterator[Quad]:
        """Those that no graph has, and those that a graph has which is no evidence."""
        survey = self._survey or Survey.of(dump_lines(store))
        yield from survey.unexplained
        for name in store.named_graphs():
            if isinstance(name, NamedNode) and not holds_evidence(store, name.value):
                for quad in store.quads_for_pattern(None, None, None, name):
                    plain = Quad(quad.subject, quad.predicate, quad.object)
                    if _is_of_thing(plain) and plain in store:
                        yield plain

    def results(self, store: Store, case: Quad) -> Iterator[Result]:
        """One, if nothing explains the statement."""
        if not _is_explained(store, case):
            prop = case.predicate.value
            yield result(
                "unexplained",
                _name(case.subject),
                _name(case.object),
                property=prefixed(prop) or prop,
            )


def _is_of_thing(quad: Quad) -> bool:
    return isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_THINGS)


def _is_explained(store: Store, quad: Quad) -> bool:
    for same in store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None):
        name = same.graph_name
        if isinstance(name, NamedNode) and holds_evidence(store, name.value):
            return True
    return any(
        about.graph_name != DEFAULT
        and Quad(about.subject, _PROPERTY, quad.predicate, about.graph_name) in store
        and Quad(about.subject, _READING, quad.object, about.graph_name) in store
        for about in store.quads_for_pattern(None, _ABOUT, quad.subject, None)
    )


Claim = tuple[NamedNode, NamedNode]


class OwnSource:
    """A claim is stated in a source of the graph that it stands in, and in no other's."""

    def touched(self, store: Store, before: Earlier) -> Iterable[Claim]:
        """The claims that are changed, and those stated in a source that is."""
        for quad in before.added | before.removed:
            if isinstance(quad.graph_name, NamedNode) and isinstance(quad.subject, NamedNode):
                yield quad.subject, quad.graph_name
            if registrar(_name(quad.graph_name)) is not None:
                # Whose file it is may be told by what is changed.
                for stated in store.quads_for_pattern(None, _STATED_IN, quad.subject, None):
                    yield stated.subject, stated.graph_name  # type: ignore[misc]

    def all(self, store: Store) -> Iterator[Claim]:
        """Those of the graphs that hold a claim of another's source, and those of registers."""
        judged: dict[tuple[object, object], bool] = {}
        for quad in store.quads_for_pattern(None, _STATED_IN, None, None):
            where, source = quad.graph_name, quad.object
            if not (isinstance(where, NamedNode) and isinstance(quad.subject, NamedNode)):
                continue
            if (where, source) not in judged:
                judged[where, source] = _is_own_source(store, source, where)
            if not judged[where, source]:
                yield quad.subject, where
        for where in store.named_graphs():
            if isinstance(where, NamedNode) and registrar(where.value) is not None:
                for quad in store.quads_for_pattern(None, None, None, where):
                    yield quad.subject, where  # type: ignore[misc]

    def results(self, store: Store, case: Claim) -> Iterator[Result]:
        """A result for each thing of another's that the claim is given out as."""
        claim, where = case
        short = where.value.removeprefix(str(GRAPH))
        for quad in store.quads_for_pattern(claim, _STATED_IN, None, where):
            if not _is_own_source(store, quad.object, where):
                yield result("foreign-source", claim.value, _name(quad.object), graph=short)
        name = registrar(where.value)
        if name is None:
            return
        for quad in store.quads_for_pattern(claim, _ENTERED_BY, None, where):
            if _name(quad.object) != f"{ID}register/{name}":
                yield result("foreign-register", claim.value, _name(quad.object), graph=short)
        for quad in store.quads_for_pattern(claim, _REPLACES, None, where):
            if not _any(store.quads_for_pattern(quad.object, _ABOUT, None, where)):  # type: ignore[arg-type]
                yield result("foreign-claim", claim.value, _name(quad.object), graph=short)


def _is_own_source(store: Store, source: object, where: NamedNode) -> bool:
    """Whether a graph may hold what a source states; not if the source has a graph of its own."""
    if not isinstance(source, NamedNode):
        return True
    kind, _, name = source.value.removeprefix(str(ID)).partition("/")
    if kind == "register-file":
        holders = {q.graph_name for q in store.quads_for_pattern(source, None, None, None)}
        registers = {it for it in holders if registrar(_name(it)) is not None}
        return registers <= {where} and where.value.startswith(register("").value)
    if kind == "document":
        homes = (graph(name), graph(f"document-{name}"))
        return not any(store.contains_named_graph(home) and home != where for home in homes)
    return True


def _any(quads: Iterable[Quad]) -> bool:
    return next(iter(quads), None) is not None


def _name(node: object) -> str:
    return str(getattr(node, "value", node))
