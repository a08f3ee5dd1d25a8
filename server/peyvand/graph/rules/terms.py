"""The rule that every term of the project is declared."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from pyoxigraph import NamedNode, Store

from peyvand.graph.earlier import Earlier
from peyvand.graph.patch import dump_lines
from peyvand.graph.rules.rule import result
from peyvand.graph.survey import Survey
from peyvand.graph.validate import Result
from peyvand.vocabulary.files import ONTOLOGY
from peyvand.vocabulary.iris import PREFIXES, TYPE, iri
from peyvand.vocabulary.terms import TERMS

_NS = PREFIXES["pv"]
_NEAR = sorted(TERMS)
# The properties whose values are classes or properties.
_NAMING = (TYPE, iri("pv:property"), iri("pv:reading"))


class Declared:
    """A class or property in the namespace of the project is one of its vocabulary.

    Args:
        survey: what the lines of the graph tell, if they were read.
    """

    def __init__(self, survey: Survey | None = None) -> None:
        self._survey = survey

    def touched(self, store: Store, before: Earlier) -> Iterator[NamedNode]:
        """The terms that new statements use, and those whose declaration is changed."""
        for quad in before.added:
            if quad.predicate.value.startswith(_NS):
                yield quad.predicate
            if quad.predicate in _NAMING and _is_ours(quad.object):
                yield quad.object  # type: ignore[misc]
        for quad in before.removed:
            if _is_ours(quad.subject) and _is_used(store, quad.subject):  # type: ignore[arg-type]
                yield quad.subject  # type: ignore[misc]

    def all(self, store: Store) -> Iterator[NamedNode]:
        """Every one that is used."""
        survey = self._survey or Survey.of(dump_lines(store))
        yield from map(NamedNode, sorted(survey.terms))

    def results(self, store: Store, case: NamedNode) -> Iterator[Result]:
        """One, if the term is not declared; with the nearest that is."""
        local = case.value.removeprefix(_NS)
        if local in TERMS or next(store.quads_for_pattern(case, TYPE, None, ONTOLOGY), None):
            return
        near = get_close_matches(local, _NEAR, n=1)
        if near:
            yield result("undeclared-near", case.value, near=f"pv:{near[0]}", term=f"pv:{local}")
        else:
            yield result("undeclared", case.value, term=f"pv:{local}")


def _is_ours(node: object) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(_NS)


def _is_used(store: Store, term: NamedNode) -> bool:
    patterns = [(None, term, None), *((None, prop, term) for prop in _NAMING)]
    return any(next(store.quads_for_pattern(*it, None), None) for it in patterns)
