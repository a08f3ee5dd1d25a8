"""HermiT proves the ontology and its data consistent, and sees what is not."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import owlready2
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from peyvand.errors import InconsistentOntology
from peyvand.graph.build import Graph
from peyvand.graph.reason import Verdict, _compare_iris, prove_consistent
from peyvand.vocabulary.iris import TYPE, iri, thing

pytestmark = pytest.mark.slow
D = DefaultGraph()


def quad(subject: NamedNode, prop: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, iri(prop), value, D)


@pytest.mark.parametrize(
    "added",
    [
        [
            Quad(thing("city/x"), TYPE, iri("pv:City"), D),
            Quad(thing("city/x"), TYPE, iri("pv:Person"), D),
        ],
        [
            quad(thing("agreement/x"), "pv:hasParty", thing("organisation/x")),
            Quad(thing("organisation/x"), TYPE, iri("pv:Organisation"), D),
        ],
        [
            Quad(thing("agreement/x"), TYPE, iri("pv:SisterCityAgreement"), D),
            Quad(thing("agreement/x"), TYPE, iri("pv:FriendshipAgreement"), D),
        ],
        [quad(thing("statistic/x"), "pv:value", Literal("many"))],
    ],
    ids=["two kinds of thing", "a party that is no city", "two kinds of pact", "a wrong literal"],
)
def test_a_contradiction_is_found_and_leaves_no_file(
    quads: list[Quad], added: list[Quad], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(InconsistentOntology, match="inconsistent"):
        prove_consistent([*quads, *added])
    assert list(tmp_path.iterdir()) == []


def test_the_ontology_its_data_and_the_axioms_of_others_are_consistent(graph: Graph) -> None:
    """What ORG, PROV-O and GeoSPARQL say of their terms, beside our alignments and our data.

    What is consistent together is so in every part of it: the ontology with its data, and alone.
    """
    foreign = """
        @prefix foaf: <http://xmlns.com/foaf/0.1/> .
        @prefix geo: <http://www.opengis.net/ont/geosparql#> .
        @prefix org: <http://www.w3.org/ns/org#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        foaf:Agent a owl:Class .
        foaf:Person a owl:Class ; rdfs:subClassOf foaf:Agent ; owl:disjointWith foaf:Organization .
        foaf:Organization a owl:Class ; owl:equivalentClass org:Organization .
        org:Organization rdfs:subClassOf foaf:Agent .
        org:Role a owl:Class ; owl:disjointWith org:Organization .
        org:Site a owl:Class ; owl:disjointWith org:Organization , org:Role .
        org:memberOf a owl:ObjectProperty ; rdfs:domain foaf:Agent ; rdfs:range org:Organization .
        org:holds rdfs:subPropertyOf org:memberOf ; rdfs:domain foaf:Agent ; rdfs:range org:Post .
        org:postIn rdfs:domain org:Post ; rdfs:range org:Organization .
        org:subOrganizationOf rdfs:domain org:Organization ; rdfs:range org:Organization .
        prov:Activity a owl:Class ; owl:disjointWith prov:Entity .
        prov:InstantaneousEvent a owl:Class ; owl:disjointWith prov:Agent , prov:Entity .
        prov:Person rdfs:subClassOf prov:Agent .
        prov:Plan rdfs:subClassOf prov:Entity .
        geo:SpatialObject a owl:Class .
        geo:Geometry a owl:Class ; rdfs:subClassOf geo:SpatialObject .
        geo:Feature rdfs:subClassOf geo:SpatialObject ; owl:disjointWith geo:Geometry .
    """
    added = parse(foreign, format=RdfFormat.TURTLE)
    plain = [q for q in graph.store if q.graph_name == D]
    verdict = prove_consistent([*plain, *added])
    assert verdict.individuals > 500
    assert verdict.classes > 50


def test_a_class_that_can_have_no_member_is_found(quads: list[Quad]) -> None:
    town = NamedNode("https://w3id.org/peyvand/ns#Town")
    added = [
        Quad(town, TYPE, iri("owl:Class"), D),
        quad(town, "rdfs:subClassOf", iri("pv:City")),
        quad(town, "rdfs:subClassOf", iri("pv:Person")),
    ]
    with pytest.raises(InconsistentOntology, match="ns#Town"):
        prove_consistent([*quads, *added])


def test_an_iri_that_a_tool_loses_is_found() -> None:
    world = owlready2.World()
    lost = Triple(thing("city/x"), TYPE, iri("pv:City"))
    with pytest.raises(InconsistentOntology, match="did not come through"):
        _compare_iris([lost], world)
    world.close()


@pytest.mark.parametrize("folder", ["/", "a space and پیوند ۱"])
def test_the_reasoner_runs_in_any_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: str
) -> None:
    """Services start in the root folder; temporary files may lie below any path."""
    (tmp_path / folder).mkdir(exist_ok=True)
    monkeypatch.chdir(tmp_path / folder)
    if folder != "/":
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / folder))
    one, kind = NamedNode("http://x.example/one"), NamedNode("http://x.example/Kind")
    quads = [Quad(kind, TYPE, iri("owl:Class")), Quad(one, TYPE, kind)]
    assert prove_consistent(quads) == Verdict(classes=1, individuals=1, triples=2)


def test_the_reasoner_is_found_below_any_path(tmp_path: Path) -> None:
    """Its classes lie where owlready2 is imported from."""
    place = tmp_path / "a space and پیوند ۱"
    place.mkdir()
    (place / "owlready2").symlink_to(Path(owlready2.__file__).parent)
    code = (
        "import owlready2\n"
        "from pyoxigraph import NamedNode, Quad\n"
        "from peyvand.graph.reason import prove_consistent\n"
        "from peyvand.vocabulary.iris import TYPE, iri\n"
        "quad = Quad(NamedNode('http://x.example/Kind'), TYPE, iri('owl:Class'))\n"
        "print(ascii(owlready2.__file__), prove_consistent([quad]).classes)\n"
    )
    path = os.pathsep.join([str(place), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"LC_ALL": "C", "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(ascii(str(place))[:-1])
    assert done.stdout.endswith(" 1\n")
