"""The statistics of a graph that VoID asks for, counted anew or brought up to date by a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from peyvand.graph.patch import Patch, quads
from peyvand.vocabulary.iris import BASE, TYPE, iri

_DATASET = NamedNode(BASE + "dataset")
_PLAIN = DefaultGraph()
_AMBIGUOUS = (_DATASET, iri("void:subset"), _DATASET)


@dataclass(frozen=True)
class Counts:
    """The statistics of the default graph, and how many triples each named graph has.

    Args:
        triples: of the default graph.
        subjects: how many subjects they have.
        objects: how many objects.
        properties: how many of them have each property, by its IRI.
        classes: how many of them say that something is of each class.
        graphs: how many triples each named graph has, by its IRI.
    """

    triples: int = 0
    subjects: int = 0
    objects: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    graphs: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, store: Store) -> Counts:
        """The statistics of a graph, counted."""
        subjects: set[object] = set()
        objects: set[object] = set()
        counted = cls()
        total = 0
        for quad in store.quads_for_pattern(None, None, None, _PLAIN):
            total += 1
            subjects.add(quad.subject)
            objects.add(quad.object)
            counted._partition([quad], 1)
        for graph in store.named_graphs():
            size = sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
            counted.graphs[str(graph.value)] = size
        return replace(counted, triples=total, subjects=len(subjects), objects=len(objects))

    @classmethod
    def read(cls, path: Path) -> Counts:
        """The statistics that a description tells.

        Raises:
            OSError: it cannot be read.
            SyntaxError: the same.
            ValueError: a graph is named as the dataset is, and whose numbers are whose is not told.
        """
        known: dict[object, dict[str, NamedNode | Literal]] = {}
        for quad in parse(path=str(path), format=RdfFormat.TURTLE):
            if (quad.subject, quad.predicate, quad.object) == _AMBIGUOUS:
                raise ValueError(f"{path} tells of a graph that is named as the dataset")
            if isinstance(quad.object, NamedNode | Literal):
                known.setdefault(quad.subject, {})[quad.predicate.value] = quad.object
        own = known.pop(_DATASET, {})
        counts = cls(
            _number(own, "void:triples"),
            _number(own, "void:distinctSubjects"),
            _number(own, "void:distinctObjects"),
        )
        for subject, told in known.items():
            if isinstance(subject, NamedNode):
                counts.graphs[subject.value] = _number(told, "void:triples")
            elif isinstance(subject, BlankNode) and (of := told.get(iri("void:class").value)):
                counts.classes[of.value] = _number(told, "void:entities")
            elif of := told.get(iri("void:property").value):
                counts.properties[of.value] = _number(told, "void:triples")
        return counts

    def then(self, store: Store, patch: Patch) -> Counts:
        """The statistics after a change.

        Args:
            store: the graph after it.
            patch: the change.
        """
        added, removed = set(quads(patch.added)), set(quads(patch.removed))
        more, less = _plain(added), _plain(removed)
        counts = Counts(
            self.triples + len(more) - len(less),
            self.subjects + _gained(store, more, less, "subject"),
            self.objects + _gained(store, more, less, "object"),
            Counter(self.properties),
            Counter(self.classes),
            Counter(self.graphs),
        )
        counts._partition(more, 1)
        counts._partition(less, -1)
        for some, sign in ((added - more, 1), (removed - less, -1)):
            for quad in some:
                counts.graphs[str(quad.graph_name.value)] += sign  # type: ignore[union-attr]
        return replace(counts, properties=+counts.properties, classes=+counts.classes)

    def _partition(self, some: Iterable[Quad], sign: int) -> None:
        for quad in some:
            self.properties[quad.predicate.value] += sign
            if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
                self.classes[quad.object.value] += sign


def _number(told: dict[str, NamedNode | Literal], name: str) -> int:
    return int(told[iri(name).value].value) if iri(name).value in told else 0


def _plain(some: set[Quad]) -> set[Quad]:
    """Those of some quads that are in the default graph."""
    return {quad for quad in some if quad.graph_name == _PLAIN}


def _gained(store: Store, more: set[Quad], less: set[Quad], place: str) -> int:
    """How many more terms stand in a place of the default graph than before."""
    was, now = ({getattr(quad, place) for quad in some} for some in (less, more))
    gained = 0
    for term in was | now:
        subject, value = (term, None) if place == "subject" else (None, term)
        there = still = False
        for quad in store.quads_for_pattern(subject, None, value, _PLAIN):
            there = True
            if quad not in more:
                still = True
                break
        gained += there - (still or term in was)
    return gained
