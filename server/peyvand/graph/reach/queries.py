"""What a change touches of what the queries under ``queries/derive`` derive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pyoxigraph import NamedNode, Quad

from peyvand.graph.reach.model import (
    ABOUT,
    LISTED,
    PARTY,
    Change,
    Reach,
    View,
    ask,
    values,
)
from peyvand.vocabulary.iris import GRAPH, LABEL, TYPE, iri

_PREFERRED, _SUBCLASS = iri("skos:prefLabel"), iri("rdfs:subClassOf")
_OF_CONCEPTS = (iri("skos:narrower"), iri("skos:broader"), iri("skos:related"))
_RECIPROCAL, _DATASET = iri("pv:isReciprocal"), iri("pv:DatasetAgreement")
_DOCUMENTS = f"{GRAPH}document-"
_SIGNATURE_OF, _SIGNED = iri("pv:isSignatureOf"), (iri("pv:isSignedBy"), iri("pv:signsAs"))
_SIGNATORY = iri("pv:hasSignatory")


class Labels(Reach):
    """``labels.rq``: the keys are concepts."""

    properties: ClassVar = {"labels": (LABEL,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """What is preferably called otherwise."""
        return change.subjects(_PREFERRED, LABEL)

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """Their preferred labels."""
        for key in keys:
            yield from view.quads(key, _PREFERRED)


class Types(Reach):
    """``types.rq``: the keys are things."""

    properties: ClassVar = {"types": (TYPE,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """What is of another class."""
        return change.subjects(TYPE)

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """Their classes, with those above."""
        ahead = set()
        for key in keys:
            for quad in view.quads(key, TYPE):
                yield quad
                ahead.add(quad.object)
        passed: set[Any] = set()
        while ahead:
            passed |= ahead
            above = [quad for kind in ahead for quad in view.quads(kind, _SUBCLASS)]
            yield from above
            ahead = {quad.object for quad in above} - passed


class Inverse(Reach):
    """``inverse.rq``: the keys are concepts."""

    properties: ClassVar = {"inverse": _OF_CONCEPTS}

    def keys(self, change: Change, view: View) -> set[Any]:
        """Both ends of what changed between concepts."""
        return {end for q in change.plain(*_OF_CONCEPTS) for end in (q.subject, q.object)}

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """What leads from them and to them."""
        for key in keys:
            for prop in _OF_CONCEPTS:
                yield from view.quads(key, prop)
                yield from view.quads(None, prop, key)


class Reciprocity(Reach):
    """``reciprocity.rq``: the keys are agreements."""

    properties: ClassVar = {"reciprocity": (_RECIPROCAL,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The agreements of which a party, the kind or a place in a list changed."""
        found = change.subjects(PARTY, _RECIPROCAL)
        found |= {quad.subject for quad in change.plain(TYPE) if quad.object == _DATASET}
        for quad in change.named:
            if quad.predicate == ABOUT:
                found.add(quad.object)
            elif quad.predicate == LISTED:
                if quad.graph_name.value.startswith(_DOCUMENTS):  # type: ignore[union-attr]
                    # Every agreement of a city depends on whether it has a list.
                    found.update(view.leading(PARTY, quad.object))
                found.update(values(view, quad.subject, ABOUT, quad.graph_name))  # type: ignore[arg-type]
        return {key for key in found if view.some(key, PARTY) or view.some(key, _RECIPROCAL)}

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """The agreements, the lists that they stand in, and one list of each party."""
        store = view.store
        documents = [
            name
            for name in view.store.named_graphs()
            if isinstance(name, NamedNode) and name.value.startswith(_DOCUMENTS)
        ]
        places = set()
        for key in keys:
            yield from view.quads(key, TYPE, _DATASET)
            for quad in view.quads(key, PARTY):
                yield quad
                places.add(quad.object)
            for quad in ask(store, None, ABOUT, key, None):
                if isinstance(quad.graph_name, NamedNode):
                    yield quad
                    yield from ask(store, quad.subject, LISTED, None, quad.graph_name)
        for place in places:
            for name in documents:
                yield from (
                    quad for quad in [next(ask(store, None, LISTED, place, name), None)] if quad
                )


class Signatories(Reach):
    """``signatories.rq``: the keys are agreements."""

    properties: ClassVar = {"signatories": (_SIGNATORY,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The agreements of which a signature changed."""
        found = change.subjects(_SIGNATORY)
        found |= {quad.object for quad in change.plain(_SIGNATURE_OF)}
        for signature in change.subjects(*_SIGNED):
            found.update(view.values(signature, _SIGNATURE_OF))
        return found

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """Their signatures, with who signed."""
        for key in keys:
            for quad in view.quads(None, _SIGNATURE_OF, key):
                yield quad
                for prop in _SIGNED:
                    yield from view.quads(quad.subject, prop)
