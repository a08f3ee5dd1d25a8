"""What of a graph is withdrawn: the claims, the things that stood on them alone, and the rest.

A document goes with all claims that it makes. A thing goes with all claims about it, and with
those that name it: they tell something of it too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Store

from peyvand.graph.withdrawing.said import CLAIM, Said, things_in
from peyvand.vocabulary.iris import BASE, ID, TYPE, graph, iri
from peyvand.withdrawal.model import Ruling, Withdrawals

PLACES = (iri("pv:isFoundAt"), iri("pv:isAlsoFoundAt"))
_DOCUMENT = f"{ID}document/"
# What claims are read by and said in terms of, which no document gives.
_STAYING = tuple(
    f"{ID}{kind}/" for kind in ("concept", "query", "reading-rule", "request", "ruling")
)
# Graphs that name and register things, and make no statement of a source about them.
_REGISTERING = frozenset(graph(name) for name in ("curated", "decisions", "examples"))


@dataclass
class Scope:
    """What of a graph goes.

    Attributes:
        claims: the claims, each with the ruling by which it goes.
        things: the same of documents and things.
        others: places in texts, and what tells of the claims: of these nothing stays.
        graphs: the named graphs of which nothing stays.
    """

    claims: dict[NamedNode, Ruling] = field(default_factory=dict)
    things: dict[NamedNode, Ruling] = field(default_factory=dict)
    others: set[NamedNode] = field(default_factory=set)
    graphs: set[NamedNode] = field(default_factory=set)

    def __contains__(self, node: object) -> bool:
        return node in self.claims or node in self.things or node in self.others

    def __iter__(self) -> Iterator[NamedNode]:
        yield from self.claims
        yield from self.things
        yield from self.others


def scope(store: Store, withdrawals: Withdrawals) -> Scope:
    """What of a graph is withdrawn by a list.

    Args:
        store: the graph.
        withdrawals: the list.
    """
    said, found = Said(store), Scope()
    for name, ruling in withdrawals.by_iri.items():
        node = NamedNode(name)
        if said.is_claim(node):
            found.claims.setdefault(node, ruling)
            continue
        found.things.setdefault(node, ruling)
        for quad in said.naming(node):
            if isinstance(quad.subject, NamedNode) and said.is_claim(quad.subject):
                found.claims.setdefault(quad.subject, ruling)
        for own in _graphs_of(node):
            if store.contains_named_graph(own):
                found.graphs.add(own)
                _take_graph(said, own, ruling, found)
    found.others |= _places(said, found)
    found.things |= _alone(said, found)
    found.others |= _records(said, found)
    return found


def _graphs_of(node: NamedNode) -> Iterator[NamedNode]:
    """The named graphs of a document: that of its claims, or of a dated copy."""
    if node.value.startswith(_DOCUMENT):
        name = node.value.removeprefix(_DOCUMENT)
        yield graph(f"document-{name}")
        yield NamedNode(f"{BASE}graph/{name}")


def _take_graph(said: Said, name: NamedNode, ruling: Ruling, found: Scope) -> None:
    """The claims of a graph of which all goes."""
    claims = said.store.quads_for_pattern(None, TYPE, CLAIM, name)
    for quad in claims:
        if isinstance(quad.subject, NamedNode):
            found.claims.setdefault(quad.subject, ruling)


def _places(said: Said, found: Scope) -> set[NamedNode]:
    """The places in texts of claims that go."""
    return {
        quad.object
        for claim in found.claims
        for quad in said.of(claim)
        if quad.predicate in PLACES and isinstance(quad.object, NamedNode)
    }


def _records(said: Said, found: Scope) -> set[NamedNode]:
    """What tells of claims or of things that go."""
    return {
        quad.subject
        for node in (*found.claims, *found.things)
        for quad in said.naming(node)
        if isinstance(quad.subject, NamedNode) and said.is_record(quad.subject)
    }


def _alone(said: Said, found: Scope) -> Mapping[NamedNode, Ruling]:
    """The things that stand on withdrawn claims alone: nothing that stays tells of them.

    They are looked for among what the claims name, and what that names in turn.
    """
    doubtful: dict[NamedNode, Ruling] = {}
    named: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    staying: list[NamedNode] = []
    ahead = [(value, ruling) for node, ruling in (*found.claims.items(), *found.things.items())
             for value in things_in(said.of(node))]  # fmt: skip
    while ahead:
        node, ruling = ahead.pop()
        if node in doubtful or node in found or node.value.startswith(_STAYING):
            continue
        doubtful[node] = ruling
        if _is_told_of(said, node, found):
            staying.append(node)
        else:
            ahead += ((value, ruling) for value in things_in(said.of(node)))
    for node in doubtful:
        for quad in said.naming(node):
            if isinstance(quad.subject, NamedNode) and quad.subject not in found:
                named[quad.subject].add(node)
    # What is named by something that stays, and that is no mere record of claims, stays too.
    staying += [name for name in named if name not in doubtful and not said.is_record(name)]
    kept: set[NamedNode] = set()
    while staying:
        node = staying.pop()
        if node not in kept:
            kept.add(node)
            staying += named[node]
    return {node: ruling for node, ruling in doubtful.items() if node not in kept}


def _is_told_of(said: Said, node: NamedNode, found: Scope) -> bool:
    """Whether a source tells of a thing by what stays: by a claim, or in a graph of its own."""
    for quad in said.of(node):
        name = quad.graph_name
        if isinstance(name, NamedNode) and name not in _REGISTERING and name not in found.graphs:
            return True
    return any(
        quad.subject not in found and said.is_claim(quad.subject) for quad in said.naming(node)
    )
