"""The table of the 34 systems names only what is there and bears on them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph

from peyvand.graph.validate import read_shapes
from peyvand.sources.catalogue import Catalogue, read_catalogue
from peyvand.vocabulary.files import ontology_files, shape_files
from peyvand.vocabulary.iris import BASE, PV, PVS

TABLE = Path(__file__).parents[2] / "docs" / "systems.md"
ROWS = {
    cells[0]: cells
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if (cells := [cell.strip() for cell in line.strip("|").split("|")])[0].startswith("S")
}


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@pytest.fixture(scope="module")
def terms(sources: Path) -> set[str]:
    ontology = Graph()
    for path in ontology_files(sources):
        ontology.parse(path)
    own = {str(term).removeprefix(str(PV)) for term in ontology.subjects(RDFS.isDefinedBy, None)}
    schemes = {
        "scheme:" + str(s).removeprefix(BASE + "id/scheme/")
        for s in ontology.subjects(RDF.type, None)
        if "/id/scheme/" in str(s)
    }
    return {"pv:" + term for term in own} | schemes


@pytest.fixture(scope="module")
def catalogue(sources: Path) -> Catalogue:
    return read_catalogue(sources / "queries")


@pytest.fixture(scope="module")
def known(sources: Path) -> Graph:
    return read_shapes(shape_files(sources))


def test_every_system_has_a_row() -> None:
    assert list(ROWS) == [f"S{number}" for number in range(1, 35)]


@pytest.mark.parametrize("system", ROWS)
def test_a_row_is_complete_and_names_what_exists(
    system: str, terms: set[str], catalogue: Catalogue, known: Graph
) -> None:
    _, english, persian, how, classes, properties, shapes, queries, left = ROWS[system]
    assert english
    assert re.search("[آ-ی]", persian)
    assert how
    assert left.endswith(".")
    assert names(classes)
    assert names(properties)
    assert set(names(classes)) | set(names(properties)) <= terms
    assert names(shapes)
    for shape in names(shapes):
        assert list(known.objects(PVS[shape.removeprefix("pvs:")], RDF.type)), shape
    assert names(queries)
    # A query bears on the system if it uses one of its terms, or a property whose label it is.
    wanted = [n.split(":")[1] for n in (*names(classes), *names(properties))]
    for name in names(queries):
        text = catalogue.get(name).text
        assert any(re.search(rf"\b{re.escape(word)}\b", text) for word in wanted), (
            f"{system}: {name} uses none of {wanted}"
        )


def test_shapes_are_severe_or_not(known: Graph) -> None:
    assert set(known.objects(None, SH.severity)) == {SH.Violation, SH.Warning, SH.Info}
