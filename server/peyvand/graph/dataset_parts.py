"""The parts within parts of a graph as VoID describes it: which classes a property joins.

A class partition has a partition for each property of things of the class, and this one for each
class and each datatype of the values. They are counted when they are first asked for, of the
version that is asked, and a write pays nothing for them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    parse,
)

from peyvand.vocabulary.iris import BASE, TYPE, iri

DATASET = BASE + "dataset"
# Extensions to VoID (ldf.fi), whose partition by datatype SIB's editor and void-generator use.
EXTENSIONS = "http://ldf.fi/void-ext#"
_PLAIN = DefaultGraph()
_CLASS, _OF_CLASS = iri("void:class"), iri("void:classPartition")
_PROPERTY, _OF_PROPERTY = iri("void:property"), iri("void:propertyPartition")
_TRIPLES = iri("void:triples")
_DATATYPE = NamedNode(EXTENSIONS + "datatype")
_OF_DATATYPE = NamedNode(EXTENSIONS + "datatypePartition")


@dataclass
class Part:
    """The statements with one property of the things of one class.

    Attributes:
        triples: how many there are.
        classes: how many of them lead to things of each class.
        datatypes: how many of them have a value of each datatype.
    """

    triples: int = 0
    classes: Counter[NamedNode] = field(default_factory=Counter)
    datatypes: Counter[NamedNode] = field(default_factory=Counter)


def parts_of(store: Store) -> Mapping[NamedNode, Mapping[NamedNode, Part]]:
    """The parts of the default graph, by class and property."""
    types: dict[object, list[NamedNode]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, TYPE, None, _PLAIN):
        if isinstance(quad.object, NamedNode):
            types[quad.subject].append(quad.object)
    # Things of the same classes are counted as one.
    kinds: dict[tuple[NamedNode, ...], int] = {}
    kind_of = {
        thing: kinds.setdefault(tuple(sorted(some, key=str)), len(kinds))
        for thing, some in types.items()
    }
    counted: Counter[tuple[int, NamedNode, int | NamedNode | None]] = Counter()
    for quad in store.quads_for_pattern(None, None, None, _PLAIN):
        if (kind := kind_of.get(quad.subject)) is None:
            continue
        value = quad.object
        to = value.datatype if isinstance(value, Literal) else kind_of.get(value)
        counted[kind, quad.predicate, to] += 1
    classes = list(kinds)
    found: dict[NamedNode, dict[NamedNode, Part]] = {}
    for (kind, prop, to), number in counted.items():
        for cls in classes[kind]:
            part = found.setdefault(cls, {}).setdefault(prop, Part())
            part.triples += number
            if isinstance(to, NamedNode):
                part.datatypes[to] += number
            elif to is not None:
                for other in classes[to]:
                    part.classes[other] += number
    return found


def description(store: Store, file: Path) -> Store:
    """All that is told of a graph in the words of VoID, to be asked.

    Args:
        store: the graph.
        file: the description of its version, which has no parts within parts.

    Raises:
        OSError: it cannot be read.
        SyntaxError: the same.
    """
    described = Store()
    nodes: dict[NamedNode, NamedNode] = {}
    for quad in parse(path=str(file), format=RdfFormat.TURTLE):
        subject, value = _named(quad.subject), _named(quad.object)
        described.add(Quad(subject, quad.predicate, value))  # type: ignore[arg-type]
        if quad.predicate == _CLASS and isinstance(value, NamedNode):
            nodes[value] = subject  # type: ignore[assignment]
    described.extend(_within(nodes, parts_of(store)))
    return described


def _within(
    nodes: Mapping[NamedNode, NamedNode], parts: Mapping[NamedNode, Mapping[NamedNode, Part]]
) -> Iterator[Quad]:
    for cls in sorted(parts.keys() & nodes.keys(), key=str):
        above = nodes[cls]
        for number, (prop, part) in enumerate(sorted(parts[cls].items(), key=_order), 1):
            node = NamedNode(f"{above.value}-property{number}")
            yield Quad(above, _OF_PROPERTY, node)
            yield Quad(node, _PROPERTY, prop)
            yield Quad(node, _TRIPLES, _number(part.triples))
            for values, link, word, name in (
                (part.classes, _OF_CLASS, _CLASS, "class"),
                (part.datatypes, _OF_DATATYPE, _DATATYPE, "datatype"),
            ):
                for place, (value, size) in zip(count(1), sorted(values.items(), key=_order)):
                    inner = NamedNode(f"{node.value}-{name}{place}")
                    yield Quad(node, link, inner)
                    yield Quad(inner, word, value)
                    yield Quad(inner, _TRIPLES, _number(size))


def _named(term: object) -> object:
    """A part with a name, by which what is within it is told."""
    return NamedNode(f"{DATASET}#{term.value}") if isinstance(term, BlankNode) else term


def _order(counted: tuple[NamedNode, object]) -> str:
    return counted[0].value


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=iri("xsd:integer"))
