"""The terms of the ontology as its pages show them, read from the ontology and the shapes alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from peyvand.vocabulary.iris import PREFIXES, TYPE, iri, prefixed
from peyvand.vocabulary.labels import pick

Node = NamedNode | BlankNode
_NS, _SHAPES, _SH = PREFIXES["pv"], PREFIXES["pvs"], PREFIXES["sh"]
_OWL, _RDF, _RDFS, _SKOS = (PREFIXES[name] for name in ("owl", "rdf", "rdfs", "skos"))
# The sections of the page, each with the type of its terms.
SECTIONS = {
    "classes": f"{_OWL}Class",
    "object-properties": f"{_OWL}ObjectProperty",
    "datatype-properties": f"{_OWL}DatatypeProperty",
    "annotation-properties": f"{_OWL}AnnotationProperty",
    "datatypes": f"{_RDFS}Datatype",
}
_CHARACTERISTICS = ("SymmetricProperty", "TransitiveProperty", "FunctionalProperty")
_ALIGNED = (
    f"{_SKOS}exactMatch",
    f"{_SKOS}closeMatch",
    f"{_SKOS}relatedMatch",
    f"{_OWL}equivalentClass",
    f"{_OWL}equivalentProperty",
    f"{_RDFS}subClassOf",
    f"{_RDFS}subPropertyOf",
)
_NOT_RULES = ("path", "message", "severity", "property", "name", "description", "order")


@dataclass(frozen=True)
class Constraint:
    """What a shape demands of a value: its rules, how grave a breach is, and how to repair it."""

    shape: str
    path: str
    rules: tuple[str, ...]
    severity: str
    messages: dict[str, str]


@dataclass(frozen=True)
class Term:
    """A term with everything that is said of it; IRIs in full, texts by language."""

    name: str
    iri: str
    section: str
    labels: dict[str, str]
    definitions: dict[str, str]
    examples: dict[str, str]
    module: str = ""
    retired: bool = False
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    characteristics: tuple[str, ...] = ()
    aligned: tuple[tuple[str, str], ...] = ()
    constraints: tuple[Constraint, ...] = field(default=(), repr=False)

    def label(self, language: str) -> str:
        """Its label in a language; its name if it has none."""
        return pick(self.labels, language)[0] or self.name


class Glossary:
    """The terms of an ontology.

    Args:
        ontology: its triples, in the default graph.
        shapes: the triples of the shapes.
    """

    def __init__(self, ontology: Store, shapes: Store) -> None:
        self._ontology, self._shapes = ontology, shapes

    @cached_property
    def terms(self) -> dict[str, Term]:
        """The terms of our namespace by local name, in order."""
        terms = {}
        for section, kind in SECTIONS.items():
            for quad in self._ontology.quads_for_pattern(None, TYPE, NamedNode(kind), None):
                if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(_NS):
                    term = self._term(quad.subject, section)
                    terms[term.name] = term
        return dict(sorted(terms.items(), key=lambda item: item[0].casefold()))

    @cached_property
    def shapes(self) -> dict[str, Constraint]:
        """Every named property shape by local name, in order."""
        kind = NamedNode(f"{_SH}PropertyShape")
        subjects = {q.subject for q in self._shapes.quads_for_pattern(None, TYPE, kind, None)}
        made = [self._constraint(s) for s in subjects if isinstance(s, NamedNode)]
        return {c.shape: c for c in sorted(made, key=lambda c: c.shape.casefold())}

    @cached_property
    def classes_of_properties(self) -> dict[str, set[str]]:
        """The classes whose things have a property, by its name; names are prefixed.

        The domain of the property tells them, or a shape of the class, and they have those below.
        """
        found: dict[str, set[str]] = {}
        for term in self.of("classes"):
            of: set[str] = set()
            for name in (term.iri, *self.above(term.iri)):
                held = self.terms[name.removeprefix(_NS)]
                of |= {prefixed(one) or one for one in held.properties}
                of |= {one.path for one in held.constraints}
            for name in of:
                found.setdefault(name, set()).add(f"pv:{term.name}")
        return found

    def above(self, address: str) -> list[str]:
        """The classes or properties of ours above one, the nearest first."""
        found: dict[str, None] = {}
        wait = [address]
        while wait:
            term = self.terms.get(wait.pop(0).removeprefix(_NS))
            further = [one for one in (term.broader if term else ()) if one not in found]
            found |= dict.fromkeys(further)
            wait += further
        return list(found)

    def of(self, section: str) -> list[Term]:
        """The terms of a section."""
        return [term for term in self.terms.values() if term.section == section]

    def label(self, address: str, language: str) -> tuple[str, str]:
        """The label of a term of the ontology or of what it mentions, and its language."""
        return pick(self._texts(NamedNode(address), f"{_RDFS}label"), language)

    def description(self, name: str) -> list[Quad]:
        """The statements of a term, and those of the blank nodes they lead to."""
        wait: list[Node] = [NamedNode(_NS + name)]
        described: dict[Quad, None] = {}
        while wait:
            for quad in self._ontology.quads_for_pattern(wait.pop(), None, None, None):
                if quad not in described and isinstance(quad.object, BlankNode):
                    wait.append(quad.object)
                described[quad] = None
        return sorted(described, key=str)

    def _term(self, node: NamedNode, section: str) -> Term:
        broader = self._named(node, f"{_RDFS}subClassOf", f"{_RDFS}subPropertyOf")
        narrower = [
            str(quad.subject.value)
            for link in ("subClassOf", "subPropertyOf")
            for quad in self._ontology.quads_for_pattern(None, iri(f"rdfs:{link}"), node, None)
            if isinstance(quad.subject, NamedNode)
        ]
        types = self._named(node, str(TYPE.value))
        properties = [
            str(quad.subject.value)
            for quad in self._ontology.quads_for_pattern(None, iri("rdfs:domain"), None, None)
            if isinstance(quad.subject, NamedNode) and node.value in self._members(quad.object)  # type: ignore[arg-type]
        ]
        aligned = [
            (link, end)
            for link in _ALIGNED
            for end in self._named(node, link)
            if not end.startswith(_NS)
        ]
        return Term(
            node.value.removeprefix(_NS),
            node.value,
            section,
            self._texts(node, f"{_RDFS}label"),
            self._texts(node, f"{_SKOS}definition"),
            self._texts(node, f"{_SKOS}example"),
            next(iter(self._named(node, f"{_RDFS}isDefinedBy")), ""),
            any(self._values(node, f"{_OWL}deprecated")),
            tuple(b for b in broader if b.startswith(_NS)),
            tuple(sorted(narrower)),
            self._union(node, f"{_RDFS}domain"),
            self._union(node, f"{_RDFS}range"),
            tuple(sorted(properties)),
            tuple(name for name in _CHARACTERISTICS if _OWL + name in types),
            tuple(aligned),
            tuple(self._constraints(node)),
        )

    def _constraints(self, node: NamedNode) -> Iterator[Constraint]:
        """What shapes demand: of a class those of its node shape, of a property those on it."""
        shapes: set[Node] = set()
        target = NamedNode(f"{_SH}targetClass")
        for quad in self._shapes.quads_for_pattern(None, target, node, None):
            shapes |= {
                part.object
                for part in self._shapes.quads_for_pattern(
                    quad.subject, NamedNode(f"{_SH}property"), None, None
                )
                if isinstance(part.object, NamedNode | BlankNode)
            }
        path = NamedNode(f"{_SH}path")
        shapes |= {
            q.subject
            for q in self._shapes.quads_for_pattern(None, path, node, None)
            if isinstance(q.subject, NamedNode | BlankNode)
        }
        yield from sorted((self._constraint(shape) for shape in shapes), key=lambda c: c.shape)

    def _constraint(self, shape: Node) -> Constraint:
        rules, texts, path, severity = [], {}, "", "Violation"
        for quad in self._shapes.quads_for_pattern(shape, None, None, None):
            name = quad.predicate.value.removeprefix(_SH)
            if name == "path":
                path = self._shown(quad.object)
            elif name == "severity":
                severity = str(quad.object.value).removeprefix(_SH)  # type: ignore[union-attr]
            elif name == "message" and isinstance(quad.object, Literal):
                texts[quad.object.language or "en"] = quad.object.value
            elif quad.predicate.value.startswith(_SH) and name not in _NOT_RULES:
                rules.append(f"{name} {self._shown(quad.object)}")
        name = str(shape.value).removeprefix(_SHAPES)
        return Constraint(name, path, tuple(sorted(rules)), severity, texts)

    def _shown(self, term: object) -> str:
        """A term of a shape in short; what blank nodes hold, in brackets."""
        if isinstance(term, NamedNode):
            return prefixed(term.value) or term.value
        if isinstance(term, Literal):
            return f'"{term.value}"' if term.language else term.value
        assert isinstance(term, BlankNode)
        quads = list(self._shapes.quads_for_pattern(term, None, None, None))
        if any(quad.predicate.value == f"{_RDF}first" for quad in quads):
            return f"({' '.join(self._shown(item) for item in _items(self._shapes, term))})"
        parts = [
            f"{prefixed(q.predicate.value) or q.predicate.value} {self._shown(q.object)}"
            for q in quads
        ]
        return f"[{'; '.join(sorted(parts))}]"

    def _union(self, node: NamedNode, link: str) -> tuple[str, ...]:
        """The classes of a domain or a range; of a union, its members."""
        names = [name for value in self._values(node, link) for name in self._members(value)]
        return tuple(dict.fromkeys(names))

    def _members(self, term: Node | Literal) -> list[str]:
        if isinstance(term, NamedNode):
            return [term.value]
        if isinstance(term, Literal):
            return []
        lists = self._ontology.quads_for_pattern(term, NamedNode(f"{_OWL}unionOf"), None, None)
        items = [item for quad in lists for item in _items(self._ontology, quad.object)]
        return sorted(item.value for item in items if isinstance(item, NamedNode))

    def _values(self, node: NamedNode, link: str) -> list[Node | Literal]:
        quads = self._ontology.quads_for_pattern(node, NamedNode(link), None, None)
        return [quad.object for quad in quads]  # type: ignore[misc]

    def _named(self, node: NamedNode, *links: str) -> list[str]:
        values = [value for link in links for value in self._values(node, link)]
        return sorted({value.value for value in values if isinstance(value, NamedNode)})

    def _texts(self, node: NamedNode, link: str) -> dict[str, str]:
        values = self._values(node, link)
        return {v.language: v.value for v in values if isinstance(v, Literal) and v.language}


def _items(store: Store, head: object) -> list[object]:
    """The items of an RDF list."""
    items: list[object] = []
    while isinstance(head, BlankNode):
        cell = {
            q.predicate.value: q.object for q in store.quads_for_pattern(head, None, None, None)
        }
        items.append(cell.get(f"{_RDF}first"))
        head = cell.get(f"{_RDF}rest")
    return items
