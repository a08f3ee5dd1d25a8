"""Recognition profiles: what a body, or a document, takes for a tie between cities.

A profile is a file of ``shapes/profiles``: where its rule is from and of when, the shapes of its
field (dcterms:coverage), and those of its rules (dcterms:hasPart). In both a violation is evidence
against, and a warning that there is no evidence. A shape of a rule that has the field for its own
coverage is left out where the field is. What several share stands in ``common.ttl``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from rdflib import DCTERMS, RDF, SH, Graph, Namespace, URIRef
from rdflib.term import Literal, Node

from peyvand.errors import SourceError
from peyvand.graph.validate import read_shapes
from peyvand.resources import root
from peyvand.sources.dates import check_edtf
from peyvand.vocabulary.files import profile_files
from peyvand.vocabulary.iris import PVS
from peyvand.vocabulary.terms import PV

_PROF = Namespace("http://www.w3.org/ns/dx/prof/")
COMMON = "common"
_LANGUAGES = ("en", "fa")
# The constraints that look into literals.
_OF_TEXTS = {
    *(SH.pattern, SH.minLength, SH.maxLength, SH.uniqueLang, SH.equals, SH.sparql),
    *(SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive),
    *(SH.lessThan, SH.lessThanOrEquals, SH.datatype),
}


@dataclass(frozen=True)
class Profile:
    """What somebody takes for a tie between cities.

    Attributes:
        name: what it is asked by.
        titles: what it is called, by language.
        descriptions: its rule in short, by language.
        sources: where the rule is from, as IRIs.
        date: of the rule, as EDTF: when its source said so.
        field: the shapes of what the rule speaks of, by their local names.
        rules: the shapes of the rule.
        shapes: those of both, and all that they are made of.
    """

    name: str
    titles: Mapping[str, str]
    descriptions: Mapping[str, str]
    sources: tuple[str, ...]
    date: str
    field: tuple[str, ...]
    rules: tuple[str, ...]
    shapes: Graph

    @cached_property
    def kinds(self) -> dict[str, dict[str, str]]:
        """The shapes that have a name of their own: kinds of ties, with their names by language."""
        kinds: dict[str, dict[str, str]] = {}
        for shape, name in sorted(self.shapes.subject_objects(SH.name)):
            assert isinstance(name, Literal)
            kinds.setdefault(_local(shape), {})[name.language or ""] = str(name)
        return kinds

    @cached_property
    def named(self) -> frozenset[str]:
        """The IRIs that its shapes name."""
        return frozenset(str(term) for triple in self.shapes for term in triple)

    @cached_property
    def of_field_alone(self) -> frozenset[str]:
        """The shapes that say nothing where the field is left out."""
        local = {_local(shape) for shape in self.shapes.subjects(DCTERMS.coverage)}
        return frozenset({*self.field, *local})

    @cached_property
    def looks_into_texts(self) -> bool:
        """Whether its shapes ask more of a literal than that it is there, and of which kind."""
        return any(
            prop in _OF_TEXTS or (prop in (SH.hasValue, RDF.first) and isinstance(value, Literal))
            for _, prop, value in self.shapes
        )

    @cached_property
    def properties(self) -> Mapping[str, frozenset[str]]:
        """The properties that each shape of the field and the rule looks at, by whatever way."""
        return {name: self._properties(name) for name in (*self.field, *self.rules)}

    def _properties(self, shape: str) -> frozenset[str]:
        asked = {term for triple in closure(self.shapes, [PVS[shape]]) for term in triple[1:]}
        found = {str(term) for term in asked if _is_property(term)}
        return frozenset(found | {str(RDF.type)} if SH["class"] in asked else found)


def read_profiles(root: Path) -> dict[str, Profile]:
    """The profiles by their names.

    Args:
        root: the folder with the shapes.

    Raises:
        SourceError: a file is not Turtle, or a profile lacks its source, its date, its field, its
            rule, or what it is called.
    """
    paths = profile_files(root)
    every = read_shapes(paths)
    return {
        path.stem: _profile(path, read_shapes([path]), every)
        for path in paths
        if path.stem != COMMON
    }


@cache
def shipped() -> Mapping[str, Profile]:
    """The profiles that come with the program."""
    return read_profiles(root())


def closure(shapes: Graph, roots: Iterable[Node]) -> Graph:
    """All that is said of some shapes, and of what they are made of."""
    found, ahead = Graph(), [*roots]
    seen = set(ahead)
    while ahead:
        for triple in shapes.triples((ahead.pop(), None, None)):
            found.add(triple)
            if triple[2] not in seen:
                seen.add(triple[2])
                ahead.append(triple[2])
    return found


def _profile(path: Path, own: Graph, every: Graph) -> Profile:
    """The profile of a file."""
    nodes = list(own.subjects(RDF.type, _PROF.Profile))
    if len(nodes) != 1 or own.value(nodes[0], DCTERMS.identifier) != Literal(path.stem):
        raise _lacking(path, "one prof:Profile with the dcterms:identifier of its file")
    (node,) = nodes
    titles, descriptions = (
        _texts(own, node, prop) for prop in (DCTERMS.title, DCTERMS.description)
    )
    if not {*_LANGUAGES} <= titles.keys() & descriptions.keys():
        raise _lacking(path, "a dcterms:title and a dcterms:description in English and in Persian")
    sources = tuple(sorted(str(one) for one in own.objects(node, DCTERMS.source)))
    if not sources:
        raise _lacking(path, "a dcterms:source: where its rule is from")
    field = _shapes(path, own, every, node, DCTERMS.coverage)
    if SH.Violation not in _severities(every, field):
        raise _lacking(path, "a field: a shape by dcterms:coverage of the severity sh:Violation")
    rules = _shapes(path, own, every, node, DCTERMS.hasPart)
    if not rules:
        raise _lacking(path, "a rule: a shape by dcterms:hasPart")
    return Profile(
        path.stem,
        titles,
        descriptions,
        sources,
        _date(path, own, node),
        field,
        rules,
        closure(every, [PVS[name] for name in (*field, *rules)]),
    )


def _shapes(path: Path, own: Graph, every: Graph, node: Node, prop: URIRef) -> tuple[str, ...]:
    """The shapes that a profile names, each with a severity and a message in both languages."""
    shapes = sorted(own.objects(node, prop), key=str)
    for shape in shapes:
        messages = _texts(every, shape, SH.message)
        if not _severities(every, [_local(shape)]) or not {*_LANGUAGES} <= messages.keys():
            raise _lacking(
                path, f"for {shape} the severity sh:Violation or sh:Warning, and both messages"
            )
    return tuple(map(_local, shapes))


def _severities(shapes: Graph, names: Iterable[str]) -> set[Node]:
    found = {node for name in names for node in shapes.objects(PVS[name], SH.severity)}
    return found & {SH.Violation, SH.Warning}


def _date(path: Path, own: Graph, node: Node) -> str:
    """When the source of a profile said so."""
    date = own.value(node, DCTERMS.date)
    if date is None:
        raise _lacking(path, "a dcterms:date: of when its rule is")
    try:
        return check_edtf(str(date))
    except ValueError as error:
        raise SourceError(path, None, f"{error}.", "Correct the dcterms:date.") from error


def _texts(graph: Graph, node: Node, prop: URIRef) -> dict[str, str]:
    """The texts of a node by language."""
    found = graph.objects(node, prop)
    return {text.language or "": str(text) for text in found if isinstance(text, Literal)}


def _lacking(path: Path, what: str) -> SourceError:
    return SourceError(path, None, f"the profile lacks {what}.", "Add it.")


def _is_property(term: Node) -> bool:
    local = str(term).removeprefix(str(PV))
    return local != str(term) and local[:1].islower()


def _local(shape: Node) -> str:
    return str(shape).removeprefix(str(PVS))
