"""A small picture of many like things, for a reasoner that is slow on many.

The things that datasets name, ten thousand cities and twenty thousand pairs, are of a few kinds:
those with the same properties, to values of the same types. One of each kind stands for all. OWL
makes no assumption that different names are different things, so that a model of the picture is
one of the whole: each thing may be taken for a copy of its kind's. Only how many values a
property has is lost by that, and SHACL counts them.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.vocabulary.iris import TYPE, iri

_SOURCE = iri("dcterms:source")


def one_of_each_kind(quads: Iterable[Quad]) -> list[Quad]:
    """The statements, with one thing of each kind for all that datasets name.

    Args:
        quads: the default graph. A thing that datasets name has a ``dcterms:source``.
    """
    quads = list(quads)
    types: dict[object, set[object]] = {}
    named: set[object] = set()
    for quad in quads:
        if quad.predicate == TYPE:
            types.setdefault(quad.subject, set()).add(quad.object)
        elif quad.predicate == _SOURCE and isinstance(quad.object, NamedNode):
            named.add(quad.subject)
    kinds = {node: frozenset(classes) for node, classes in types.items()}
    looks: dict[object, set[object]] = {node: {kinds.get(node)} for node in named}
    for quad in quads:
        if quad.subject in named:
            value = quad.object
            told = value.datatype if isinstance(value, Literal) else kinds.get(value)
            looks[quad.subject].add((quad.predicate, told))
    first: dict[frozenset[object], object] = {}
    stands: dict[object, object] = {}
    for node in sorted(named, key=str):
        stands[node] = first.setdefault(frozenset(looks[node]), node)
    return list(
        dict.fromkeys(
            Quad(q.subject, q.predicate, stands.get(q.object, q.object), q.graph_name)  # type: ignore[arg-type]
            for q in quads
            if stands.get(q.subject, q.subject) == q.subject
        )
    )
