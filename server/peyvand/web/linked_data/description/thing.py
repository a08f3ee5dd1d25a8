"""The description of a thing: what is said of it, with the claims behind it, in bounded pages.

It is a concise bounded description: every statement with the thing as its subject, and those of
the blank nodes that they lead to. Added are the claims about it from the graphs that hold them,
with the places where they were found; the agreements it is a party of, by type, label and
parties; and the labels of everything mentioned. ``describer`` asks for it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from peyvand.vocabulary.iris import LABEL, TYPE, iri
from peyvand.vocabulary.labels import pick, tag_of

Term = NamedNode | BlankNode | Literal
HAS_PARTY, ABOUT = iri("pv:hasParty"), iri("pv:about")
_TRANSLITERATION = iri("pv:transliteration")
_PLAIN = DefaultGraph()
_RETIRING = {iri("owl:deprecated"), iri("dcterms:isReplacedBy"), iri("pv:isWithdrawnBy")}


@dataclass(frozen=True)
class Standing:
    """Whether a thing is there, and whether it was retired, or withdrawn by a ruling."""

    known: bool
    retired: bool = False
    withdrawn: bool = False
    successors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Description:
    """What a version of the graph says of a thing, or a page of it.

    Args:
        iri: the thing.
        version: the version that was asked.
        quads: the statements, each in the graph that holds it.
        labels: the labels of what they mention, as statements of the default graph.
        page: which page this is, from 1.
        pages: how many there are.
    """

    iri: str
    version: int
    quads: tuple[Quad, ...]
    labels: tuple[Quad, ...] = ()
    page: int = 1
    pages: int = 1

    @cached_property
    def fingerprint(self) -> str:
        """What changes exactly when the description does."""
        digest = hashlib.sha256(f"{self.page}/{self.pages}".encode())
        for line in sorted(str(quad) for quad in (*self.quads, *self.labels)):
            digest.update(line.encode() + b"\n")
        return digest.hexdigest()[:24]

    @cached_property
    def subject(self) -> NamedNode:
        """The thing as a term."""
        return NamedNode(self.iri)

    @cached_property
    def everything(self) -> tuple[Quad, ...]:
        """The statements and the labels, the thing's own first, ordered to be written."""
        own = self.subject

        def place(quad: Quad) -> tuple[str, bool, str, bool, str, str]:
            name = "" if quad.graph_name == _PLAIN else str(quad.graph_name)
            first = quad.predicate != TYPE
            predicate = str(quad.predicate)
            return name, quad.subject != own, str(quad.subject), first, predicate, str(quad.object)

        return tuple(sorted({*self.quads, *self.labels}, key=place))

    def values(self, predicate: NamedNode, subject: Term | None = None) -> list[Term]:
        """The values that a thing (this one if none is named) has for a property."""
        return sorted(self._said.get((subject or self.subject, predicate), ()), key=str)

    @cached_property
    def _said(self) -> dict[tuple[Any, NamedNode], set[Any]]:
        """The values by what they are said of and the property."""
        found: dict[tuple[Any, NamedNode], set[Any]] = {}
        for quad in (*self.quads, *self.labels):
            found.setdefault((quad.subject, quad.predicate), set()).add(quad.object)
        return found

    def label(self, thing: Term, language: str) -> str:
        """The label of something mentioned, in a language as far as there is one; else ""."""
        names = (*self.values(LABEL, thing), *self.values(_TRANSLITERATION, thing))
        values = (v for v in names if isinstance(v, Literal))
        return pick({tag_of(value): value.value for value in values}, language)[0]

    @property
    def graphs(self) -> set[str]:
        """The named graphs that it has statements of."""
        return {q.graph_name.value for q in self.quads if isinstance(q.graph_name, NamedNode)}

    @property
    def size(self) -> int:
        """How many statements it has, labels included."""
        return len(self.quads) + len(self.labels)

    @property
    def stands(self) -> bool:
        """Whether the thing is the subject of anything, and nothing tells of its end."""
        own = {quad.predicate for quad in self.quads if quad.subject == self.subject}
        return bool(own) and not own & _RETIRING

    @property
    def claims(self) -> list[NamedNode]:
        """The claims about the thing, in order."""
        own = self.subject
        claims = {
            quad.subject
            for quad in self.quads
            if quad.predicate == ABOUT and quad.object == own and quad.graph_name != _PLAIN
        }
        return sorted((c for c in claims if isinstance(c, NamedNode)), key=str)

    @property
    def agreements(self) -> list[NamedNode]:
        """The agreements that the thing is a party of, in order."""
        own = self.subject
        agreements = {q.subject for q in self.quads if q.predicate == HAS_PARTY and q.object == own}
        return sorted((a for a in agreements if isinstance(a, NamedNode)), key=str)
