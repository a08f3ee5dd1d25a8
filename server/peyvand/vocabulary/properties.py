"""What the ontology says of each property, as far as a row of data must know it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse

from peyvand.errors import SourceError
from peyvand.vocabulary.iris import EDTF, PREFIXES, expanded, iri, prefixed

# Properties of other vocabularies that are annotations in our ontology, and so have no range
# there: the datatype that our data gives their values.
REUSED: dict[NamedNode, NamedNode] = {
    iri("dcterms:issued"): EDTF,
    iri("schema:url"): iri("xsd:anyURI"),
}
_KINDS = {
    iri("owl:ObjectProperty"),
    iri("owl:DatatypeProperty"),
    iri("owl:AnnotationProperty"),
}
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True)
class Vocabulary:
    """The declared properties with the datatype of their values, and the declared classes."""

    datatypes: dict[NamedNode, NamedNode | None]
    classes: frozenset[NamedNode]

    def property(self, curie: str) -> NamedNode:
        """The property that a prefixed name stands for.

        Raises:
            LookupError: the ontology declares no such property; the message has near matches.
        """
        return self._find(curie, self.datatypes, "property")

    def cls(self, curie: str) -> NamedNode:
        """The class that a prefixed name stands for; LookupError as for ``property``."""
        return self._find(curie, self.classes, "class")

    @staticmethod
    def _find(curie: str, known: Iterable[NamedNode], what: str) -> NamedNode:
        try:
            term = expanded(curie)
        except KeyError:
            raise LookupError(f"{curie!r} has an unknown prefix") from None
        if term in known:
            return term
        names = {prefixed(node.value) or node.value: node for node in known}
        near = difflib.get_close_matches(curie, names, n=3)
        meant = f"; did you mean {', '.join(near)}?" if near else ""
        raise LookupError(f"the ontology declares no {what} {curie}{meant}")


def read_turtle(path: Path) -> list[Quad]:
    """The triples of a Turtle file.

    Raises:
        SourceError: it is not Turtle; line and reason are those of the parser.
    """
    try:
        return list(parse(path=str(path), format=RdfFormat.TURTLE))
    except SyntaxError as error:
        raise SourceError(
            path, error.lineno, f"not Turtle: {error.msg}.", "Correct the syntax there."
        ) from error


def read_vocabulary(quads: Iterable[Quad]) -> Vocabulary:
    """The vocabulary that a set of ontology triples declares."""
    datatypes: dict[NamedNode, NamedNode | None] = {iri("rdf:type"): None}
    ranges: dict[NamedNode, NamedNode] = {}
    classes: set[NamedNode] = set()
    for quad in quads:
        subject, value = quad.subject, quad.object
        if not isinstance(subject, NamedNode):
            continue
        if quad.predicate == iri("rdf:type") and value in _KINDS:
            datatypes.setdefault(subject, REUSED.get(subject))
        elif quad.predicate == iri("rdf:type") and value == iri("owl:Class"):
            classes.add(subject)
        elif quad.predicate in (iri("rdfs:range"), iri("schema:rangeIncludes")) and not isinstance(
            value, BlankNode
        ):
            assert isinstance(value, NamedNode)
            # OWL 2 has no xsd:date or xsd:duration: schema:rangeIncludes names them instead.
            if value in (EDTF, iri("rdf:langString")) or value.value.startswith(_XSD):
                ranges[subject] = value
    for node, datatype in ranges.items():
        if node in datatypes:
            datatypes[node] = datatype
    return Vocabulary(datatypes, frozenset(classes))
