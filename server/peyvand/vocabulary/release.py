"""The ontology and the shapes of this program, as a release: whole, by module, and by term.

They are read from the files that come with the program, not from the graph.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, parse

from peyvand.resources import root
from peyvand.vocabulary.files import (
    ontology_files,
    profile_files,
    read_ontology,
    shape_files,
)
from peyvand.vocabulary.glossary import Glossary
from peyvand.vocabulary.iris import BASE, TYPE, iri
from peyvand.vocabulary.labels import pick

NS, SHAPES = f"{BASE}ns", f"{BASE}shapes"


class Release:
    """The ontology and the shapes of this program.

    Args:
        home: the folder with ``ontology/`` and ``shapes/``.
    """

    def __init__(self, home: Path) -> None:
        every = [_plain(quad) for quad in read_ontology(home)]
        self.modules: dict[str, list[Quad]] = {}
        for path in ontology_files(home):
            quads = [_plain(quad) for quad in parse(path=str(path))]
            for quad in quads:
                if quad.predicate == TYPE and quad.object == iri("owl:Ontology"):
                    assert isinstance(quad.subject, NamedNode)
                    self.modules[quad.subject.value] = quads
        self.shapes = [
            _plain(quad)
            for number, path in enumerate([*shape_files(home), *profile_files(home)])
            for quad in _renamed(parse(path=str(path)), number)
        ]
        # OWL 2 lets a document hold one ontology: of the modules, which are merged here, the
        # headers are left out, and the imports of what is here already.
        heads = {NamedNode(module) for module in self.modules} - {NamedNode(NS)}
        self.ontology = [
            q for q in every if q.subject not in heads and q.predicate != iri("owl:imports")
        ]
        self.glossary = Glossary(_store(self.ontology), _store(self.shapes))
        self.version = self._version(NS)

    def versions(self) -> dict[str, str]:
        """The ontology or the module that each version IRI names."""
        versions = {f"{module}/{self._version(module)}": module for module in self.modules}
        return {name: module for name, module in versions.items() if not name.endswith("/")}

    def titles(self, module: str) -> dict[str, str]:
        """The titles of a module by language."""
        return {
            text.language: text.value
            for text in self._values(module, "dcterms:title")
            if isinstance(text, Literal) and text.language
        }

    def about(self, module: str) -> dict[str, str]:
        """What a module says of itself, by language."""
        return {
            about.language: about.value
            for about in self._values(module, "dcterms:description")
            if isinstance(about, Literal) and about.language
        }

    def alignments(self, module: str) -> list[tuple[str, str, str]]:
        """What a module says of terms and those of other vocabularies: term, relation, other."""
        return sorted(
            (quad.subject.value, quad.predicate.value, quad.object.value)
            for quad in self.modules.get(module, ())
            if isinstance(quad.subject, NamedNode)
            and isinstance(quad.object, NamedNode)
            and quad.subject.value.startswith(f"{NS}#")
        )

    def title(self, module: str, language: str) -> str:
        """The title of a module in a language; "" if there is no such module."""
        return pick(self.titles(module), language)[0]

    def _version(self, module: str) -> str:
        values = self._values(module, "owl:versionInfo")
        return next((text.value for text in values if isinstance(text, Literal)), "")

    def _values(self, module: str, curie: str) -> list[object]:
        return [
            quad.object
            for quad in self.modules.get(module, ())
            if quad.subject == NamedNode(module) and quad.predicate == iri(curie)
        ]


@cache
def release() -> Release:
    """The release that comes with the program, read once."""
    return Release(root())


def _plain(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _renamed(quads: Iterable[Quad], number: int) -> list[Quad]:
    """Statements of one file of several: its blank nodes are not those of another."""

    def keep(term: object) -> object:
        return BlankNode(f"s{number}-{term.value}") if isinstance(term, BlankNode) else term

    return [Quad(keep(q.subject), q.predicate, keep(q.object)) for q in quads]  # type: ignore[arg-type]


def _store(quads: list[Quad]) -> Store:
    store = Store()
    store.bulk_extend(quads)
    return store
