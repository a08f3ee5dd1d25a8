"""Answers in SPARQL's JSON results, read into rows of terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

Term = NamedNode | BlankNode | Literal
Row = dict[str, Term]


def read(bindings: Iterable[Mapping[str, Mapping[str, Any]]]) -> list[Row]:
    """The rows of an answer in SPARQL's JSON; a term that comes again is made once."""
    known: dict[tuple[Any, ...], Term] = {}

    def made(value: Mapping[str, Any]) -> Term:
        if value["type"] == "triple":
            return term(value)
        key = (value["value"], value["type"], value.get("datatype"), value.get("xml:lang"))
        if (found := known.get(key)) is None:
            found = known[key] = term(value)
        return found

    return [{name: made(value) for name, value in row.items()} for row in bindings]


def term(value: Mapping[str, Any]) -> Term:
    """A term of SPARQL's JSON results; a triple term, which older versions may hold, as a text."""
    if value["type"] == "triple":
        parts = (term(value["value"][name]) for name in ("subject", "predicate", "object"))
        return Literal(f"<<( {' '.join(map(str, parts))} )>>")
    if value["type"] == "uri":
        return NamedNode(value["value"])
    if value["type"] == "bnode":
        return BlankNode(value["value"])
    if "xml:lang" in value:
        return Literal(value["value"], language=value["xml:lang"])
    if "datatype" in value:
        return Literal(value["value"], datatype=NamedNode(value["datatype"]))
    return Literal(value["value"])
