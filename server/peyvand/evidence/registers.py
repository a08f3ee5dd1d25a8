"""What the registers say in plain statements: the readings of their claims, and their rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from peyvand.vocabulary.graphs import registrar
from peyvand.vocabulary.iris import PREFIXES, TYPE, iri, thing

DEFAULT = DefaultGraph()
_CLAIM, _REPLACES = iri("pv:Claim"), iri("pv:replaces")
# The rule of a value that stands beside another source's, which a decision would have to prefer.
BESIDE = thing("reading-rule/entered-beside")
_READ_BY = iri("pv:isReadBy")
_ABOUT, _PROPERTY, _READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")


def of_register(graph: object) -> bool:
    """Whether a graph is that of a register."""
    return isinstance(graph, NamedNode) and registrar(graph.value) is not None


def readings(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The statements of the default graph that registers give.

    Args:
        quads: the graphs of registers; a claim must be there whole, and what replaces it with its
            type. Quads of other graphs are passed over.

    Returns:
        Each reading of each claim that no other claim of the same register replaces and that is not
        entered beside a value of another source, and each quad of what is neither a claim nor a
        place in a text. One may come more than once.
    """
    nodes: dict[tuple[object, object], list[Quad]] = defaultdict(list)
    for quad in quads:
        if of_register(quad.graph_name):
            nodes[quad.graph_name, quad.subject].append(quad)
    claims = {node for node, said in nodes.items() if _CLAIM in _objects(said, TYPE)}
    replaced = {
        (register, older)
        for register, newer in claims
        for older in _objects(nodes[register, newer], _REPLACES)
        if older != newer
    }
    for node, said in nodes.items():
        if node in claims:
            if node not in replaced and BESIDE not in _objects(said, _READ_BY):
                yield from _read(said)
        elif not any(_is_selector(kind) for kind in _objects(said, TYPE)):
            for quad in said:
                yield Quad(quad.subject, quad.predicate, quad.object, DEFAULT)


def _read(claim: list[Quad]) -> Iterator[Quad]:
    for about in _objects(claim, _ABOUT):
        for prop in _objects(claim, _PROPERTY):
            if isinstance(about, NamedNode | BlankNode) and isinstance(prop, NamedNode):
                for reading in _objects(claim, _READING):
                    yield Quad(about, prop, reading, DEFAULT)  # type: ignore[arg-type]


def _objects(quads: Iterable[Quad], prop: NamedNode) -> list[object]:
    return [quad.object for quad in quads if quad.predicate == prop]


def _is_selector(kind: object) -> bool:
    """Whether a class is one of the Web Annotation Data Model, as those of places in texts are."""
    return isinstance(kind, NamedNode) and kind.value.startswith(PREFIXES["oa"])
