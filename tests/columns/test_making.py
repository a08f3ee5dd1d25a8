"""Terms and quads as columns: what stands in the tables of a small graph."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

from peyvand.columns.making import made_of
from peyvand.columns.schema import SCALE, Kind
from peyvand.vocabulary.iris import PREFIXES

_XSD = PREFIXES["xsd"]
_SUBJECT, _SAYS, _GRAPH = (NamedNode(f"urn:x:{name}") for name in ("s", "p", "g"))


def _typed(lexical: str, name: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(_XSD + name))


# What is given, its kind, and its value: which column, and what stands in it.
VALUES = [
    (BlankNode("b"), Kind.BLANK, {}),
    (NamedNode("urn:x:o"), Kind.IRI, {}),
    (Literal("متن"), Kind.STRING, {}),
    (Literal("متن", language="fa"), Kind.TAGGED, {"language": "fa"}),
    (_typed("-7", "integer"), Kind.INTEGER, {"whole": -7, "exact": -7 * SCALE, "number": -7.0}),
    (_typed(str(2**63), "integer"), Kind.SPECIAL, {"whole": None}),
    (_typed("-0.250", "decimal"), Kind.DECIMAL, {"exact": -SCALE // 4, "number": -0.25}),
    (_typed("1e-7", "double"), Kind.DOUBLE, {"exact": None, "number": 1e-7}),
    (_typed("NaN", "double"), Kind.SPECIAL, {"number": None}),
    (_typed("-0", "double"), Kind.SPECIAL, {"number": None}),
    (_typed("1", "float"), Kind.SPECIAL, {"number": None}),
    (_typed("1", "boolean"), Kind.BOOLEAN, {"truth": True}),
    (_typed("0001-01-02", "date"), Kind.DATE, {"instant": 86400 * SCALE, "zoned": False}),
    (
        _typed("0001-01-01T03:30:00.5+03:30", "dateTime"),
        Kind.DATE_TIME,
        {"instant": SCALE // 2, "zoned": True},
    ),
    (_typed("0001-01-01T00:00:00-01:00", "dateTime"), Kind.DATE_TIME, {"instant": 3600 * SCALE}),
    (_typed("-0001-01-01", "date"), Kind.SPECIAL, {"instant": None}),
    (_typed("2020", "gYear"), Kind.SPECIAL, {}),
    (_typed("a b", "token"), Kind.OTHER, {}),
    (Literal("x", datatype=NamedNode("urn:x:type")), Kind.OTHER, {}),
]


@pytest.fixture(scope="module")
def columns(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, duckdb.DuckDBPyConnection]:
    store = Store()
    for number, (term, _, _) in enumerate(VALUES):
        store.add(Quad(NamedNode(f"urn:x:{number}"), _SAYS, term))
    store.add(Quad(_SUBJECT, _SAYS, Literal("متن"), _GRAPH))
    path: Path = tmp_path_factory.mktemp("columns") / "columns.duckdb"
    made_of(store, path)
    return store, duckdb.connect(str(path), read_only=True)


def test_each_term_stands_with_its_kind_and_value(columns) -> None:
    store, connection = columns
    for number, (_, kind, values) in enumerate(VALUES):
        (quad,) = store.quads_for_pattern(NamedNode(f"urn:x:{number}"), None, None)
        found = connection.execute(
            "SELECT o.* FROM quads q JOIN terms s ON s.id = q.s JOIN terms o ON o.id = q.o"
            " WHERE s.lexical = ?",
            [f"urn:x:{number}"],
        )
        names = [column[0] for column in found.description]
        row = dict(zip(names, found.fetchone(), strict=True))
        assert row["kind"] == kind, quad
        assert row["lexical"] == quad.object.value
        assert {name: row[name] for name in values} == values, quad


def test_quads_are_sorted_and_counted(columns) -> None:
    _, connection = columns
    quads = connection.execute("SELECT p, s, o, g FROM quads").fetchall()
    assert quads == sorted(quads)
    assert len(quads) == len(VALUES) + 1
    kinds = sum(1 << kind for kind in {kind for _, kind, _ in VALUES})
    counted = connection.execute("SELECT quads, subjects, objects, kinds FROM counts").fetchall()
    assert counted == [(len(VALUES) + 1, len(VALUES) + 1, len(VALUES), kinds)]
