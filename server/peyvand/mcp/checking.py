"""What is wrong with a SPARQL query: terms that are unknown, statements the wrong way round, and
evidence that is looked for outside its graphs. The query is read here, and never run; what the
graph has is asked pattern by pattern."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node, URIRef, Variable

from peyvand.grammars import read_apart
from peyvand.vocabulary.iris import PREFIXES, prefixed

# The most patterns of a query that the graph is asked about, and the longest query, in characters.
MOST_PATTERNS, LONGEST = 40, 20_000
_TYPE = URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_NEAR, _TOLD = 0.6, 3
Asks = Callable[[str], bool]
Triple = tuple[Node, Node, Node]


@dataclass(frozen=True)
class Finding:
    """Something that is wrong.

    Attributes:
        code: ``unknown-term``, ``wrong-direction`` or ``missing-graph``.
        pattern: the term or the statement, as it might be written.
        suggestions: what is right.
    """

    code: str
    pattern: str
    suggestions: tuple[str, ...]


def check(text: str, terms: Sequence[str], asks: Asks) -> list[Finding]:
    """What is wrong with a query.

    Args:
        text: the query.
        terms: the prefixed names of the terms that the graph has.
        asks: answers an ASK query on the graph.

    Raises:
        ValueError: it is no query of SPARQL, or is too long.
    """
    if len(text) > LONGEST:
        raise ValueError(f"it has more than {LONGEST} characters")
    found: list[Finding] = []
    patterns = list(_patterns(_read(text)))
    known = set(terms)
    for term in dict.fromkeys(_terms(triple for triple, _ in patterns)):
        if term not in known:
            near = difflib.get_close_matches(term, terms, n=_TOLD, cutoff=_NEAR)
            found.append(Finding("unknown-term", term, tuple(near)))
    unknown = {one.pattern for one in found}
    types: dict[Node, Node] = {
        s: o for (s, p, o), _ in patterns if p == _TYPE and isinstance(s, Variable)
    }
    for triple, graph in patterns[:MOST_PATTERNS]:
        if unknown.isdisjoint(_terms([triple])) and isinstance(triple[1], URIRef):
            found += _placed(triple, graph, types, asks)
    return found


def _read(text: str) -> CompValue:
    try:
        # The library raises its bare class for what it cannot translate.
        algebra = read_apart(lambda: prepareQuery(text, initNs=PREFIXES), Exception).algebra
    except ValueError as error:
        raise ValueError(" ".join(str(error).split())[:300]) from error
    assert isinstance(algebra, CompValue)
    return algebra


def _patterns(part: Any, graph: Node | None = None) -> Iterator[tuple[Triple, Node | None]]:
    """The triple patterns with the name of the graph that each stands in."""
    if isinstance(part, CompValue):
        if part.name == "Graph":
            graph = part.term
        if part.name == "BGP":
            for triple in part.triples:
                yield triple, graph
        for key, value in part.items():
            if key != "triples":
                yield from _patterns(value, graph)
    elif isinstance(part, list | tuple | set):
        for one in part:
            yield from _patterns(one, graph)


def _terms(triples: Any) -> Iterator[str]:
    """The prefixed names of properties, and of classes; things are no terms."""
    for _, predicate, value in triples:
        for iri in _iris(predicate):
            if (name := prefixed(str(iri))) and iri != _TYPE:
                yield name
        if predicate == _TYPE and isinstance(value, URIRef) and (name := prefixed(str(value))):
            yield name


def _iris(predicate: Any) -> Iterator[URIRef]:
    if isinstance(predicate, URIRef):
        yield predicate
    elif isinstance(predicate, Path):
        for part in vars(predicate).values():
            for one in part if isinstance(part, list | tuple) else (part,):
                yield from _iris(one)


def _placed(
    triple: Triple, graph: Node | None, types: Mapping[Node, Node], asks: Asks
) -> Iterator[Finding]:
    """Whether a statement stands where and as it is looked for."""
    subject, predicate, value = triple
    if predicate == _TYPE and not isinstance(value, URIRef):
        return
    here = _written(subject, predicate, value, types, graph)
    if asks(here):
        return
    shown = _shown(triple)
    if graph is None and asks(_written(subject, predicate, value, types, Variable("graph_"))):
        yield Finding("missing-graph", shown, (f"GRAPH ?graph {{ {shown} }}",))
    elif isinstance(value, URIRef | Variable) and predicate != _TYPE:
        if asks(_written(value, predicate, subject, types, graph)):
            turned = _shown((value, predicate, subject))
            yield Finding("wrong-direction", shown, (turned,))
        elif graph is None and asks(_written(value, predicate, subject, types, Variable("graph_"))):
            turned = f"GRAPH ?graph {{ {_shown((value, predicate, subject))} }}"
            yield Finding("wrong-direction", shown, (turned,))


def _written(
    subject: Node, predicate: Node, value: Node, types: Mapping[Node, Node], graph: Node | None
) -> str:
    """An ASK query for one statement, with the types that its variables have in the query."""
    triple = " ".join(_term(node) for node in (subject, predicate, value))
    known = [
        f"{_term(node)} a {_term(types[node])} ."
        for node in dict.fromkeys((subject, value))
        if node in types and isinstance(types[node], URIRef) and predicate != _TYPE
    ]
    pattern = f"{triple} . "
    if graph is not None:
        pattern = f"GRAPH {_term(graph)} {{ {pattern}}} "
    return f"ASK {{ {pattern}{' '.join(known)} }}"


def _term(node: Node) -> str:
    # A blank node of a query is a variable that has no name.
    return node.n3() if isinstance(node, URIRef | Variable) else _literal(node)


def _literal(node: Any) -> str:
    text = str(node.n3())
    return f"?b{abs(hash(text))}" if text.startswith("_:") else text


def _shown(triple: Triple) -> str:
    """A statement as it might be written, with our prefixes."""
    names = ((prefixed(str(node)) if isinstance(node, URIRef) else None) for node in triple)
    return " ".join(name or _term(node) for name, node in zip(names, triple, strict=True))
