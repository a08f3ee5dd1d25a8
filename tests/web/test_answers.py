"""Rows of terms, read from SPARQL's JSON results."""

from __future__ import annotations

from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.vocabulary.iris import iri
from peyvand.web.pages.components.answers import read

_PLAIN: dict[str, Any] = {"type": "literal", "value": "1"}
_WHOLE = {**_PLAIN, "datatype": iri("xsd:integer").value}
_TAGGED = {**_PLAIN, "xml:lang": "fa"}


def test_terms_of_one_form_are_told_apart_and_those_that_are_the_same_made_once() -> None:
    iri_, node = {"type": "uri", "value": "x:1"}, {"type": "bnode", "value": "1"}
    triple = {"subject": node, "predicate": iri_, "object": _WHOLE}
    kinds = [_PLAIN, _WHOLE, _TAGGED, iri_, node]
    first, second, told = read(
        [
            {str(place): value for place, value in enumerate(kinds)},
            {str(place): dict(value) for place, value in enumerate(kinds)},
            {"t": {"type": "triple", "value": triple}},
        ]
    )
    whole = Literal("1", datatype=iri("xsd:integer"))
    expected = [Literal("1"), whole, Literal("1", language="fa"), NamedNode("x:1"), BlankNode("1")]
    assert list(first.values()) == expected
    assert all(first[name] is second[name] for name in first)
    assert told["t"] == Literal(f"<<( _:1 <x:1> {whole} )>>")


def test_a_row_has_what_its_solution_has() -> None:
    assert read([{}, {"x": _PLAIN}]) == [{}, {"x": Literal("1")}]
