"""A graph as tables: a row a thing of a class, a column a property, and the numbers behind it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from pyoxigraph import RdfFormat, Store

from peyvand.columns.tables import QUADS, TERMS, write_tables
from peyvand.graph.patch import dump_lines

DATA = """
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix x: <urn:x:> .
x:Capital rdfs:subClassOf x:City .
x:Old rdfs:subClassOf x:Capital .
x:tabriz a x:City ; rdfs:label "Tabriz"@en, "تبریز"@fa, "O'\\"Tabriz" ;
    x:people 1500000 ; x:in x:iran .
x:g { x:tabriz x:people 1500000, 2 . x:iran a x:Country }
x:rome a x:Old ; x:founded "0753-04-21"^^xsd:date ; <urn:other> _:b .
_:b a x:City ; x:in "it's" .
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store, out = Store(), tmp_path_factory.mktemp("tables")
    store.load(DATA, RdfFormat.TRIG)
    lines = np.frombuffer(b"".join(dump_lines(store)), np.uint8)
    classes = {"cities": "urn:x:City", "rivers": "urn:x:River"}
    names = [TERMS, QUADS, "cities.parquet", "rivers.parquet"]
    for place in (out, out / "again"):
        place.mkdir(exist_ok=True)
        assert write_tables(lines, place, classes, short) == names
    return out


def short(iri: str) -> str | None:
    names = {"urn:x:": "x:", "http://www.w3.org/2000/01/rdf-schema#": "rdfs:"}
    return next(
        (prefix + iri.removeprefix(space) for space, prefix in names.items() if iri != space
         and iri.startswith(space)), None
    )  # fmt: skip


def rows(path: Path) -> list[dict[str, Any]]:
    return pq.read_table(path).to_pylist()


def test_a_row_has_what_is_said_of_a_thing_in_any_graph(folder: Path) -> None:
    cities = {
        row.pop("iri"): {k: v for k, v in row.items() if v}
        for row in rows(folder / "cities.parquet")
    }
    type_ = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    assert cities.pop("urn:x:tabriz") == {
        type_: ["urn:x:City"],
        "rdfs_label": ["O'\"Tabriz"],
        "rdfs_label_en": ["Tabriz"],
        "rdfs_label_fa": ["تبریز"],
        "x_in": ["urn:x:iran"],
        "x_people": ["1500000", "2"],
    }
    rome = cities.pop("urn:x:rome")
    assert (rome["x_founded"], rome[type_]) == (["0753-04-21"], ["urn:x:Old"])
    ((blank, said),) = cities.items()
    assert (blank, said["x_in"]) == ("_:" + rome["urn:other"][0], ["it's"])
    assert rows(folder / "rivers.parquet") == []


def test_the_quads_lead_to_the_terms(folder: Path) -> None:
    terms = {row["id"]: row for row in rows(folder / TERMS)}
    quads = rows(folder / QUADS)
    assert len(quads) == 16
    assert {quad["g"] and terms[quad["g"]]["lexical"] for quad in quads} == {0, "urn:x:g"}
    objects = [terms[quad["o"]] for quad in quads]
    assert {row["kind"] for row in objects} == {"iri", "blank", "literal"}
    (founded,) = (row for row in objects if row["datatype"] and row["datatype"].endswith("date"))
    assert founded["date"] == datetime.date(753, 4, 21)
    assert {row["number"] for row in objects if row["number"] is not None} == {1500000.0, 2.0}
    assert {row["language"] for row in objects} == {None, "en", "fa"}


def test_the_same_lines_make_the_same_bytes(folder: Path) -> None:
    files = sorted(folder.glob("*.parquet"))
    assert len(files) == 4
    for path in files:
        assert path.read_bytes() == (folder / "again" / path.name).read_bytes(), path.name
