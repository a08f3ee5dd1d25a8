"""Which queries make values, follow paths of any length or say their graphs, by their text."""

from __future__ import annotations

import pytest

from peyvand.query.engine_texts import computes, has_dataset


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a ?y } GROUP BY ?y", False),
        ("SELECT ( max ( ?y )AS ?z) (SUM(?a) AS ?c) { ?x ?y ?z }", False),
        ("SELECT * { ?x <b>/a:c ?y . FILTER(?y IN (1, 2)) } ORDER BY DESC(?y + 1)", False),
        ("SELECT * { ?x <b> 'BIND a+ b:c+' . # <b>+ AS\n ?x ?y ?z }", False),
        ("SELECT (!COUNT(?x) AS ?n) { ?x ?y ?z }", True),
        ("SELECT (COUNT(?x) > 2 AS ?n) { ?x ?y ?z }", True),
        ("SELECT (COUNT(?x) + 2 AS ?n) { ?x ?y ?z }", True),
        ("SELECT (1 + COUNT(?x) AS ?n) { ?x ?y ?z }", True),
        ("SELECT (AVG(?x) AS ?n) { ?x ?y ?z }", True),
        ("SELECT (?x AS ?n) { ?x ?y ?z }", True),
        ("SELECT * { bind (1 AS ?x) }", True),
        ("SELECT * { ?x ?y ?z FILTER(isBlank(?x)) }", True),
        ("SELECT * { ?x a:b+ ?y }", True),
        ("SELECT * { ?x (a|a:b)* ?y }", True),
        ("SELECT * { ?x <b>? ?y }", True),
        ("SELECT * { ?x a* ?y }", True),
    ],
)
def test_values_and_paths(text: str, made: bool) -> None:
    assert computes(text) is made


def test_a_dataset() -> None:
    assert has_dataset("SELECT * FROM <g> { ?x ?y ?z }")
    assert has_dataset("SELECT * from named <g> { ?x ?y ?z }")
    assert not has_dataset("SELECT * { ?x :FROM 'FROM' . # FROM\n ?x ?from ?z }")
