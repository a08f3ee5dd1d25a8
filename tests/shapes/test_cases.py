"""The shapes, held by cases: sound ones give no result, and each bad one exactly the one it names.

All cases are validated in one run, together with a small world of sound things that they refer
to; every case has a subject of its own, and results are told apart by their focus node.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef

from peyvand.graph.build import Graph as Built
from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.validate import read_shapes, validate
from peyvand.vocabulary.files import ontology_files, shape_files
from peyvand.vocabulary.iris import BASE, PV, PVS

HERE = Path(__file__).parent
CASE = BASE + "id/case/"
CASES = {path.stem: path for path in sorted(HERE.glob("*/*.ttl"))}
BAD = [name for name in CASES if name.startswith("bad-")]
OK = [name for name in CASES if name.startswith("ok-")]
COMPONENTS = {
    SH["class"]: "Class",
    SH.datatype: "Datatype",
    SH.hasValue: "HasValue",
    SH["in"]: "In",
    SH.languageIn: "LanguageIn",
    SH.lessThan: "LessThan",
    SH.maxCount: "MaxCount",
    SH.maxLength: "MaxLength",
    SH.minCount: "MinCount",
    SH.minInclusive: "MinInclusive",
    SH.node: "Node",
    SH.nodeKind: "NodeKind",
    SH["or"]: "Or",
    SH.pattern: "Pattern",
    SH.qualifiedMinCount: "QualifiedMinCount",
    SH.uniqueLang: "UniqueLang",
}
# Parameters that say nothing on their own, or describe the shape rather than constrain.
PASSIVE = {
    RDF.type,
    SH.message,
    SH.path,
    SH.property,
    SH.qualifiedValueShape,
    SH.severity,
    SH.targetClass,
    SH.targetObjectsOf,
    SH.targetSubjectsOf,
}


@pytest.fixture(scope="module")
def shapes(sources: Path) -> Graph:
    return read_shapes(shape_files(sources))


@pytest.fixture(scope="module")
def results(shapes: Graph) -> dict[str, set[str]]:
    """For each case the results on its subject, as "shape component"."""
    data = Graph().parse(HERE / "world.ttl")
    for path in CASES.values():
        data.parse(path)
    found = defaultdict(set)
    for result in validate(data, shapes).results:
        component = result.component.removesuffix("ConstraintComponent")
        found[result.focus].add(f"{result.shape} {component}")
    return found


def expected(name: str) -> str:
    first = CASES[name].read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# expect: ")
    return first.removeprefix("# expect: ")


@pytest.mark.parametrize("name", OK)
def test_a_sound_case_gives_no_result(results: dict[str, set[str]], name: str) -> None:
    assert results.get(CASE + name, set()) == set()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_case_breaks_the_one_constraint_it_names(
    results: dict[str, set[str]], name: str
) -> None:
    assert results.get(CASE + name) == {expected(name)}


def test_the_world_of_the_cases_is_sound(results: dict[str, set[str]]) -> None:
    assert {focus for focus in results if not focus.startswith(CASE)} == set()


def constraints(shapes: Graph) -> set[str]:
    """Every constraint of every named shape, as "shape component"."""
    found = set()
    for shape in set(shapes.subjects(RDF.type, SH.PropertyShape)) | set(
        shapes.subjects(RDF.type, SH.NodeShape)
    ):
        assert isinstance(shape, URIRef)
        for parameter in set(shapes.predicates(shape)) - PASSIVE:
            found.add(f"{shape.removeprefix(str(PVS))} {COMPONENTS[parameter]}")
    return found


def test_every_constraint_has_a_bad_case(shapes: Graph) -> None:
    """So that to remove a constraint, or its case, makes a test fail."""
    assert constraints(shapes) == {expected(name) for name in BAD}


def test_every_class_has_a_shape(shapes: Graph, sources: Path) -> None:
    ontology = Graph()
    for path in ontology_files(sources):
        ontology.parse(path)
    classes = {c for c in ontology.subjects(RDF.type, OWL.Class) if str(c).startswith(str(PV))}
    assert classes
    assert classes - set(shapes.objects(None, SH.targetClass)) == set()


def test_every_property_shape_is_named_and_speaks_both_languages(shapes: Graph) -> None:
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert isinstance(shape, URIRef)
        assert {m.language for m in shapes.objects(shape, SH.message)} == {"en", "fa"}, shape
        assert shapes.value(shape, SH.severity) in (SH.Violation, SH.Warning, SH.Info), shape
        assert list(shapes.subjects(SH.property, shape)), f"{shape} is used by no node shape"


def test_every_shape_is_about_a_term_of_the_ontology(shapes: Graph, sources: Path) -> None:
    ontology = Graph()
    for path in ontology_files(sources):
        ontology.parse(path)
    ours = set(ontology.subjects(RDFS.isDefinedBy, None))
    paths = {p for p in shapes.objects(None, SH.path) if str(p).startswith(str(PV))}
    assert paths - ours == set()


def test_the_real_graph_has_no_violation(graph: Built, shapes: Graph) -> None:
    report = validate_store(graph.store, shapes)
    assert [result.line() for result in report.violations] == []
    assert report.results
