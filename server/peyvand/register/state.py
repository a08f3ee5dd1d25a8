"""What the graph says already, for readers of rows; with what earlier rows have added to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.model import Term
from peyvand.vocabulary.iris import LABEL, TYPE, graph, iri, thing

DEFAULT = DefaultGraph()
_PARTY, _TRANSLITERATION = iri("pv:hasParty"), iri("pv:transliteration")


class State:
    """The plain statements of a graph, and the claims of one register.

    Args:
        store: the graph as it is.
        register: the named graph of the register.
        name: the name of the register, which its claims are numbered under.
    """

    def __init__(self, store: Store, register: NamedNode, name: str) -> None:
        self._store, self.graph, self._name = store, register, name
        self._new = Store()
        self._claims: int | None = None
        # What was asked before: rows of a table ask much of the same thing again and again.
        self._kept: dict[tuple[NamedNode, NamedNode], list[Term]] = {}

    def add(self, quads: Iterable[Quad]) -> None:
        """Know what an entry adds, its plain readings among them."""
        added = list(quads)
        self._new.extend(added)
        for quad in added:
            self._kept.pop((quad.subject, quad.predicate), None)  # type: ignore[arg-type]

    def values(self, subject: NamedNode, prop: NamedNode | str) -> list[Term]:
        """The plain values of a property of a thing, in a fixed order."""
        predicate = iri(prop) if isinstance(prop, str) else prop
        kept = self._kept.get((subject, predicate))
        if kept is None:
            found = {
                quad.object
                for quad in self._quads(subject, predicate, None)
                if isinstance(quad.object, NamedNode | Literal)
            }
            kept = self._kept[subject, predicate] = sorted(found, key=str)
        return [*kept]

    def nodes(self, subject: NamedNode, prop: str) -> list[NamedNode]:
        """The things among the values of a property."""
        return [value for value in self.values(subject, prop) if isinstance(value, NamedNode)]

    def labels(self, subject: NamedNode) -> dict[str, str]:
        """The labels of a thing by language."""
        return _by_language(self.values(subject, LABEL))

    def transliteration(self, subject: NamedNode) -> str:
        """Its name in Persian letters by rule; "" if it has none."""
        return next((value.value for value in self.values(subject, _TRANSLITERATION)), "")

    def is_a(self, subject: NamedNode, classes: Collection[str]) -> bool:
        """Whether a thing is of one of some classes; of any if none is given."""
        types = set(self.nodes(subject, "rdf:type"))
        if not classes or not types:
            return bool(types)
        sought = {iri(one) for one in classes}
        # What is wider than the class of an entry is derived, which an earlier row's is not yet.
        wait = list(types)
        while wait and not types & sought:
            wider = {one for node in wait for one in self.nodes(node, "rdfs:subClassOf")}
            wait = list(wider - types)
            types |= wider
        return bool(types & sought)

    def taken(self, subject: NamedNode) -> bool:
        """Whether anything is said of a thing, in any graph."""
        return any(
            next(store.quads_for_pattern(subject, None, None, None), None) is not None
            for store in (self._store, self._new)
        )

    def has_own_graph(self, document: NamedNode) -> bool:
        """Whether the project keeps a graph of the claims of a document."""
        name = document.value.rpartition("/")[2]
        homes = (graph(name), graph(f"document-{name}"))
        return any(self._store.contains_named_graph(home) for home in homes)

    def free(self, slug: str) -> NamedNode:
        """The first name for a new thing that is free: the slug, or it with -2, -3 … behind it."""
        number, node = 1, thing(slug)
        while self.taken(node):
            number += 1
            node = thing(f"{slug}-{number}")
        return node

    def having(self, prop: str, value: NamedNode) -> list[NamedNode]:
        """The things that have a thing for a plain value of a property."""
        found = {quad.subject for quad in self._quads(None, iri(prop), value)}
        return sorted((one for one in found if isinstance(one, NamedNode)), key=str)

    def agreements_of(self, parties: Sequence[NamedNode]) -> list[NamedNode]:
        """The agreements that all of some places are parties of."""
        shared = [{quad.subject for quad in self._quads(None, _PARTY, party)} for party in parties]
        every = set.intersection(*shared) if shared else set()
        return sorted((one for one in every if isinstance(one, NamedNode)), key=str)

    def namesakes(self, text: str) -> list[NamedNode]:
        """The things that have a text for a label or name, in Persian or English."""
        found = {
            quad.subject
            for prop in (LABEL, iri("skos:altLabel"))
            for tag in ("en", "fa")
            for quad in self._quads(None, prop, Literal(text, language=tag))
        }
        return sorted((one for one in found if isinstance(one, NamedNode)), key=str)

    def claim(self, slug: str) -> Mapping[str, list[Term]] | None:
        """What the register says in one of its claims, by property; None if it has none such."""
        found: dict[str, list[Term]] = {}
        node = thing(f"claim/{slug}")
        for store in (self._store, self._new):
            for quad in store.quads_for_pattern(node, None, None, self.graph):
                if isinstance(quad.object, NamedNode | Literal):
                    found.setdefault(quad.predicate.value, []).append(quad.object)
        return found or None

    def claims(self, about: NamedNode, prop: str) -> list[NamedNode]:
        """The claims of the register about a property of a thing that none of it replaces."""
        found = {
            quad.subject
            for store in (self._store, self._new)
            for quad in store.quads_for_pattern(None, iri("pv:about"), about, self.graph)
            if isinstance(quad.subject, NamedNode)
        }
        said = {node: self.claim(_slug(node)) or {} for node in found}
        return sorted(
            (
                node
                for node, claim in said.items()
                if iri(prop) in claim.get(iri("pv:property").value, ())
                and not self.replacement(_slug(node))
            ),
            key=str,
        )

    def current(self, about: NamedNode) -> list[NamedNode]:
        """The claims of the register about a thing that none of it replaces."""
        found = {
            quad.subject
            for store in (self._store, self._new)
            for quad in store.quads_for_pattern(None, iri("pv:about"), about, self.graph)
            if isinstance(quad.subject, NamedNode) and not self.replacement(_slug(quad.subject))
        }
        return sorted(found, key=str)

    def replacement(self, slug: str) -> NamedNode | None:
        """The claim that replaces one of the register."""
        for store in (self._store, self._new):
            for quad in store.quads_for_pattern(
                None, iri("pv:replaces"), thing(f"claim/{slug}"), self.graph
            ):
                if isinstance(quad.subject, NamedNode):
                    return quad.subject
        return None

    def next_claim(self) -> str:
        """The identifier of the next claim of the register: ``isfahan-7``."""
        if self._claims is None:
            self._claims = self._count()
        self._claims += 1
        return f"{self._name}-{self._claims}"

    def keep(self, count: int | None) -> None:
        """Go back to a number of claims, for those numbered since belong to no entry."""
        self._claims = count

    @property
    def count(self) -> int | None:
        """How many claims are numbered; None while nobody asked."""
        return self._claims

    def _count(self) -> int:
        """The number of the last claim; they are numbered without gaps, so it is searched for."""

        def known(number: int) -> bool:
            node = thing(f"claim/{self._name}-{number}")
            said = self._store.quads_for_pattern(node, TYPE, None, self.graph)
            return next(said, None) is not None

        most = 1
        while known(most):
            most *= 2
        least = most // 2
        while least + 1 < most:
            middle = (least + most) // 2
            least, most = (middle, most) if known(middle) else (least, middle)
        return least

    def _quads(
        self, subject: NamedNode | None, prop: NamedNode, value: Term | None
    ) -> Iterator[Quad]:
        for store in (self._store, self._new):
            yield from store.quads_for_pattern(subject, prop, value, DEFAULT)


def _by_language(values: Iterable[Term]) -> dict[str, str]:
    return {
        value.language: value.value
        for value in values
        if isinstance(value, Literal) and value.language
    }


def _slug(claim: NamedNode) -> str:
    return claim.value.rpartition("/")[2]
