"""The build from end to end, on the real sources."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

from peyvand.errors import BuildRefused, InconsistentOntology, SourceError
from peyvand.graph.build import Graph, build, make_graph
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def versions(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Versions:
    """A home of our own in which the real graph was built."""
    own = tmp_path_factory.mktemp("build") / "home"
    shutil.copytree(built, own, symlinks=True)
    return Versions(own)


def test_a_version_holds_all_that_it_should(versions: Versions) -> None:
    version = versions.current()
    names = {path.name for path in version.path.iterdir()}
    assert names == {
        "graph.nq",
        "store",
        "report.ttl",
        "report.txt",
        "void.ttl",
        "manifest.json",
        "SHA256SUMS",
    }
    manifest = json.loads((version.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["shacl"]["violation"] == 0
    assert manifest["quads"] == sum(1 for _ in parse(path=str(version.dump)))
    assert len(Store.read_only(str(version.store))) == manifest["quads"]
    assert list(parse(path=str(version.path / "void.ttl"), format=RdfFormat.TURTLE))


def test_the_dump_is_sorted_and_the_same_every_time(
    versions: Versions, sources: Path, graph: Graph
) -> None:
    first = versions.current().dump.read_bytes()
    lines = first.splitlines()
    assert lines == sorted(lines)
    second = b"".join(dump_lines(make_graph(sources, world=False).store))
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()
    assert b"".join(dump_lines(graph.store)) == second


def test_nothing_changed_nothing_built(versions: Versions, sources: Path) -> None:
    version, new = build(sources, versions, world=False)
    assert (version.number, new) == (1, False)


def test_a_wrong_row_leaves_the_old_version_serving(versions: Versions, copy: Path) -> None:
    path = copy / "data/documents/001.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",pv:signed,", ",pv:sined,", 1), encoding="utf-8")
    before = versions.current().dump.read_bytes()
    with pytest.raises(SourceError):
        build(copy, versions, world=False)
    assert versions.current().number == 1
    assert versions.current().dump.read_bytes() == before


def test_a_violation_of_the_shapes_refuses_the_build(versions: Versions, copy: Path) -> None:
    path = copy / "data/curated/register/outside.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("agreement/nobody,pv:SisterCityAgreement,Nobody,هیچ‌کس,,,,,\n")
    with pytest.raises(BuildRefused, match="agreement/nobody") as caught:
        build(copy, versions, world=False)
    assert "hasParty" in str(caught.value)
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert f"{path}:{lines}: violation" in str(caught.value)
    assert versions.current().number == 1


def test_an_inconsistency_refuses_the_build(versions: Versions, copy: Path) -> None:
    path = copy / "ontology/place.ttl"
    with path.open("a", encoding="utf-8") as file:
        file.write("\npv:City rdfs:subClassOf pv:Country .\n")
    with pytest.raises(InconsistentOntology):
        build(copy, versions, world=False)
    assert versions.current().number == 1
