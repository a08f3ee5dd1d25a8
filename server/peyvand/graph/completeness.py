"""What is missing in what the sources say, whichever source it is.

Every thing of ours has a type and a label, every thing of ours that is named is described, and
every property has a shape. The shapes cannot say so: a node without a type is the target of none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from pyoxigraph import NamedNode, Quad, Store, Triple
from rdflib import SH, Graph

from peyvand.graph.patch import dump_lines
from peyvand.graph.survey import Survey
from peyvand.vocabulary.iris import ID, PREFIXES, TYPE, iri

# Records about statements: they are shown by what they are about, and have no name of their own.
NAMELESS = ("pv:Claim", "pv:Decision", "oa:TextPositionSelector")
# Vocabularies whose own specifications say how their terms are used, and the catalogue's.
SPECIFIED = ("owl", "prov", "rdf", "rdfs", "schema", "sh", "skos")
_NS = PREFIXES["pv"]
_IN_SHAPES = (SH.path, SH.inversePath, SH.targetSubjectsOf, SH.targetObjectsOf)
_PROPERTIES = ("owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")


class Missing(Enum):
    """What may be missing, and what is to be done."""

    TYPE = "has no type: give it a class"
    LABEL = "has no label: give it one in each language"
    THING = "is named, and nothing describes it: correct the name, or describe it"
    SHAPE = "has no shape: give it one in shapes/, with cases under tests/shapes/"


@dataclass(frozen=True)
class Gap:
    """Something that is missing: of which thing, and which subject shows it."""

    missing: Missing
    thing: str
    subject: str

    def line(self) -> str:
        """One line of text."""
        shown = "" if self.subject == self.thing else f" (in {self.subject})"
        return f"{self.thing}{shown} {self.missing.value}."


def gaps(store: Store, shapes: Graph, survey: Survey | None = None) -> list[Gap]:
    """Everything that is missing in a graph.

    Args:
        store: the graph as the sources make it, without what was written to it.
        shapes: the shapes that it must conform to.
        survey: what its lines tell, if they were read.
    """
    survey = survey or Survey.of(dump_lines(store))
    described, bearing = survey.described, survey.bearing
    things = {name for name in described if name.startswith(ID)}
    # What only points to an item of a dataset is described there.
    typed = bearing["rdf:type"] | bearing["rdfs:seeAlso"]
    named = bearing["rdfs:label"].union(*(_of_kind(store, kind) for kind in NAMELESS))
    found = [Gap(Missing.TYPE, name, name) for name in sorted(things - typed)]
    found += [Gap(Missing.LABEL, name, name) for name in sorted(things - named)]
    for name in sorted(survey.mentioned - described):
        found.append(Gap(Missing.THING, name, _first(store, None, NamedNode(name))))
    return found + list(_unshaped(store, shapes, survey.used))


def _unshaped(store: Store, shapes: Graph, used: frozenset[str]) -> Iterator[Gap]:
    """The properties of ours without a shape, used or not, and others that nothing declares."""
    shaped = {str(value) for prop in _IN_SHAPES for value in shapes.objects(None, prop)}
    declared = set[str]().union(*(_of_kind(store, kind) for kind in _PROPERTIES))
    for name in sorted({name for name in declared if name.startswith(_NS)} - shaped):
        yield Gap(Missing.SHAPE, name, name)
    specified = tuple(PREFIXES[name] for name in SPECIFIED)
    for name in sorted(used - shaped - declared):
        if not name.startswith(specified):
            yield Gap(Missing.SHAPE, name, _first(store, NamedNode(name), None))


def _of_kind(store: Store, kind: str) -> set[str]:
    return {_name(quad) for quad in store.quads_for_pattern(None, TYPE, iri(kind), None)}


def _first(store: Store, prop: NamedNode | None, value: NamedNode | None) -> str:
    """The first subject, by its name, of which a property or a value is said."""
    return min(_name(quad) for quad in store.quads_for_pattern(None, prop, value, None))


def _name(quad: Quad) -> str:
    """The name of a subject, for graphs of RDF 1.1."""
    assert not isinstance(quad.subject, Triple)
    return quad.subject.value
