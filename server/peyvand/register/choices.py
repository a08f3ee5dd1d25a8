"""The choices of a field: concepts of a scheme, classes or properties, with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from peyvand.features.folding import fold, joined
from peyvand.features.similarity import similarity
from peyvand.register.called import CALLED
from peyvand.register.field import Field
from peyvand.resources import root
from peyvand.vocabulary.files import ontology_files
from peyvand.vocabulary.iris import LABEL, iri, thing
from peyvand.vocabulary.labels import pick
from peyvand.vocabulary.properties import read_turtle

_SCHEME, _LABEL = iri("skos:inScheme"), iri("skos:prefLabel")
_OTHER = iri("skos:altLabel")
# How alike a name must be to a choice for it to be what was meant.
_ALIKE = 0.75


@dataclass(frozen=True)
class Choice:
    """Something that may be chosen.

    Attributes:
        iri: the concept, class or property.
        name: what programs and templates call it: the last part of its IRI.
        labels: its labels by language.
        others: further names that are understood.
    """

    iri: NamedNode
    name: str
    labels: Mapping[str, str]
    others: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """Its label in a language."""
        return pick(self.labels, language)[0] or self.name

    def names(self) -> Iterable[str]:
        """Everything that it may be called."""
        return (self.name, self.iri.value, *self.labels.values(), *self.others)


def choices(field: Field) -> tuple[Choice, ...]:
    """What may be chosen in a field, in a fixed order; nothing for a field without choices."""
    if field.scheme:
        every = (name for scheme in field.schemes for name in _of_scheme().get(scheme, ()))
        names = field.concepts or tuple(every)
        return tuple(_choice(thing(f"concept/{name}")) for name in names)
    return tuple(_choice(iri(name)) for name in (*_classes(field), *field.properties))


def chosen(field: Field, text: str) -> Choice | None:
    """The choice of a field that a text names, by a label or name of it in any spelling."""
    sought = _folded(text)
    for choice in choices(field):
        if any(_folded(name) == sought for name in choice.names()):
            return choice
    return None


def meant(field: Field, text: str) -> list[Choice]:
    """The choices that a text may mean, the likeliest first; all of them if none is like it."""
    sought = _folded(text)
    every = choices(field)
    graded = [(max(similarity(sought, _folded(n)) for n in one.names()), one) for one in every]
    near = [pair for pair in graded if pair[0] >= _ALIKE]
    return [one for _, one in sorted(near, key=lambda pair: -pair[0])[:3]] or list(every)


def labels(node: NamedNode) -> Mapping[str, str]:
    """The labels of a term or concept of the ontology by language."""
    return _labels().get(node.value, {})


def _classes(field: Field) -> tuple[str, ...]:
    return field.classes if field.chosen_by_class else ()


@cache
def _choice(node: NamedNode) -> Choice:
    name = node.value.rpartition("/")[2].rpartition("#")[2]
    others = (*_others().get(node.value, ()), *CALLED.get(name, ()))
    return Choice(node, name, labels(node), others)


@cache
def _terms() -> tuple[
    Mapping[str, Mapping[str, str]], Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]
]:
    """Of the ontology: labels, other names, and the concepts of each scheme in their order."""
    named: dict[str, dict[str, str]] = {}
    others: dict[str, tuple[str, ...]] = {}
    schemes: dict[str, tuple[str, ...]] = {}
    for path in ontology_files(root()):
        for quad in read_turtle(path):
            subject, value = quad.subject, quad.object
            if isinstance(subject, BlankNode | Triple):
                continue
            if quad.predicate in (_LABEL, LABEL) and isinstance(value, Literal):
                named.setdefault(subject.value, {})[value.language or ""] = value.value
            elif quad.predicate == _OTHER and isinstance(value, Literal):
                others[subject.value] = (*others.get(subject.value, ()), value.value)
            elif quad.predicate == _SCHEME and isinstance(value, NamedNode):
                scheme = value.value.rpartition("/")[2]
                concept = subject.value.rpartition("/")[2]
                schemes[scheme] = (*schemes.get(scheme, ()), concept)
    return named, others, schemes


def _labels() -> Mapping[str, Mapping[str, str]]:
    return _terms()[0]


def _others() -> Mapping[str, tuple[str, ...]]:
    return _terms()[1]


def _of_scheme() -> Mapping[str, tuple[str, ...]]:
    return _terms()[2]


def _folded(text: str) -> str:
    return joined(fold(text, whole=True))
