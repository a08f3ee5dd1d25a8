"""Tiny datasets, and the answers of queries on them, for the tests of rewriting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from peyvand.query.engine import ask
from peyvand.query.rewriting import rewritten_query

X = "http://x.example/"
PREFIX = f"PREFIX : <{X}> "
Row = frozenset[tuple[str, str]]


def store(trig: str) -> Store:
    """A store of triples and ``GRAPH`` blocks, as INSERT DATA has them."""
    made = Store()
    made.update(f"{PREFIX} INSERT DATA {{ {trig} }}")
    return made


def only(of: Store, graph: str) -> Store:
    """A store whose default graph is a named graph of another."""
    made = Store()
    made.extend(quad for quad in of if not isinstance(quad.graph_name, DefaultGraph))
    for quad in of.quads_for_pattern(None, None, None, NamedNode(graph)):
        made.add(Quad(quad.subject, quad.predicate, quad.object))
    return made


def answers(of: Store, query: str) -> Counter[Row]:
    """The solutions of a SELECT, each as the pairs of its variables and short values."""
    result = ask(of, PREFIX + query)
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    return Counter(
        frozenset((name, short(row[name])) for name in names if row[name] is not None)
        for row in result
    )


def rows(*wanted: Mapping[str, str] | str) -> Counter[Row]:
    """Solutions as ``answers`` gives them; ``"x=:a y=1"`` is one, and so is ``{"x": "a b"}``."""
    return Counter(
        frozenset(
            each.items()
            if isinstance(each, Mapping)
            else ((pair.split("=", 1)[0], pair.split("=", 1)[1]) for pair in each.split())
        )
        for each in wanted
    )


def short(term: object) -> str:
    """A term in few letters: ``:name`` for the IRIs here, the value of a literal."""
    value: str = term.value  # type: ignore[attr-defined]
    return f":{value.removeprefix(X)}" if isinstance(term, NamedNode) else value


def rewritten(of: Store, query: str) -> str:
    """The text that the engine gets, without the prefix."""
    return rewritten_query(PREFIX + query, of, {}).text.removeprefix(PREFIX)
