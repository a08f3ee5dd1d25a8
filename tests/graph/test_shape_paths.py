"""How far shapes look from a focus node."""

from __future__ import annotations

import pytest
from rdflib import Graph

from peyvand.graph.shape_paths import ANY, ENDLESS, TYPES, backwards, distances

PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <http://x.example/> .\n"
X = "http://x.example/"


@pytest.mark.parametrize(
    ("shapes", "steps"),
    [
        ("x:s sh:property [ sh:path x:a ]", {}),
        ("x:s sh:property [ sh:path (x:a x:b x:c) ]", {"b": 1, "c": 2}),
        ("x:s sh:property [ sh:path x:a ; sh:node [ sh:property [ sh:path (x:b x:c) ] ] ]",
         {"b": 1, "c": 2}),
        ("x:s sh:property [ sh:path [ sh:alternativePath (x:a (x:b x:c)) ] ]", {"c": 1}),
        ("x:s sh:property [ sh:path ([ sh:inversePath x:a ] x:b) ]", {"b": 1}),
        ("x:s sh:property [ sh:path [ sh:zeroOrMorePath x:a ] ]", {"a": ENDLESS - 1}),
        ("x:s sh:property [ sh:path x:a ; sh:class x:C ]", dict.fromkeys(TYPES, 1)),
        ("x:s sh:property [ sh:path x:a ; sh:node [ sh:closed true ] ]", {ANY: 1}),
        ("x:s sh:property [ sh:path x:a ; sh:node [ sh:equals x:b ] ]", {"b": 1}),
        ("x:s sh:property [ sh:path x:a ; sh:or ([ sh:path x:b ] [ sh:path (x:c x:d) ]) ]",
         {"b": 1, "c": 1, "d": 2}),
        # Shapes that lead back to themselves are gone through once.
        ("x:s sh:property [ sh:path x:a ; sh:node x:s ; sh:property [ sh:path x:b ] ]", {"b": 1}),
        # A property shape may be for nodes of its own, and have properties in turn.
        ("x:s sh:path x:a ; sh:property [ sh:path x:b ]", {"b": 1}),
        ("x:s sh:sparql []", {ANY: ENDLESS}),
        # What it is itself a focus node needs no step to.
        ("x:s sh:class x:C ; sh:closed true ; sh:equals x:a", {}),
    ],
)  # fmt: skip
def test_so_many_steps(shapes: str, steps: dict[str, int]) -> None:
    graph = Graph().parse(data=f"{PREFIXES}{shapes} .", format="turtle")
    own = {name.removeprefix(X): count for name, count in distances(graph).items()}
    assert own == steps


def test_properties_that_are_followed_from_object_to_subject() -> None:
    shapes = "x:s sh:property [ sh:path ([ sh:inversePath x:a ] x:b) ]"
    graph = Graph().parse(data=f"{PREFIXES}{shapes} .", format="turtle")
    assert backwards(graph) == {X + "a"}
