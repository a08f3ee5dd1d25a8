"""The build from end to end, on the real sources."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Quad, RdfFormat, Store, parse

from peyvand.errors import BuildRefused, InconsistentOntology, Invalid, SourceError
from peyvand.graph import build as building
from peyvand.graph.build import Graph, build
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.query.writer import write
from peyvand.vocabulary.iris import PREFIXES, iri, thing
from writing import job

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
        "columns",
        "report.ttl",
        "report.txt",
        "void.ttl",
        "manifest.json",
        "SHA256SUMS",
        # Not made by a build, but by what comes after one.
        "search.sqlite",
    }
    manifest = json.loads((version.path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["shacl"]["violation"] == 0
    assert manifest["quads"] == sum(1 for _ in parse(path=str(version.dump)))
    assert len(Store.read_only(str(version.store))) == manifest["quads"]
    assert list(parse(path=str(version.path / "void.ttl"), format=RdfFormat.TURTLE))


def test_the_dump_is_sorted_and_the_same_every_time(versions: Versions, graph: Graph) -> None:
    """The version and the graph in memory were made of the sources each for itself."""
    first = versions.current().dump.read_bytes()
    lines = first.splitlines()
    assert lines == sorted(lines)
    second = b"".join(dump_lines(graph.store))
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()


def test_nothing_changed_nothing_built(versions: Versions, sources: Path) -> None:
    version, new = build(sources, versions, world=False, columns=False)
    assert (version.number, new) == (1, False)


def test_a_wrong_row_leaves_the_old_version_serving(versions: Versions, copy: Path) -> None:
    path = copy / "data/documents/001.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",pv:signed,", ",pv:sined,", 1), encoding="utf-8")
    before = versions.current().dump.read_bytes()
    with pytest.raises(SourceError, match=r"001\.csv:\d+: .*pv:sined"):
        build(copy, versions, world=False, columns=False)
    assert versions.current().number == 1
    assert versions.current().dump.read_bytes() == before


def test_a_violation_of_the_shapes_refuses_the_build(
    versions: Versions, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The graph is consistent all the same, and to prove that takes time.
    monkeypatch.setattr(building, "prove_consistent", lambda quads: None)
    path = copy / "data/curated/register/outside.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write("agreement/nobody,pv:SisterCityAgreement,Nobody,هیچ‌کس,,,,,\n")
    with pytest.raises(BuildRefused, match="agreement/nobody") as caught:
        build(copy, versions, world=False, columns=False)
    assert "hasParty" in str(caught.value)
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert f"{path}:{lines}: violation" in str(caught.value)
    assert versions.current().number == 1


def test_what_breaks_a_rule_refuses_the_build(
    versions: Versions, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rules that no shape can say hold for the sources too."""
    real = building.derive

    def more(store: Store, *given: Any) -> None:
        real(store, *given)
        store.add(Quad(thing("city/isfahan"), iri("rdfs:comment"), Literal("x", language="en")))

    monkeypatch.setattr(building, "prove_consistent", lambda quads: None)
    monkeypatch.setattr(building, "derive", more)
    with pytest.raises(BuildRefused, match=r"city/isfahan.*Nothing explains") as caught:
        build(copy, versions, world=False, force=True, columns=False)
    assert "1 violation" in str(caught.value)
    assert versions.current().number == 1


def test_an_inconsistency_refuses_the_build(versions: Versions, copy: Path) -> None:
    path = copy / "ontology/place.ttl"
    with path.open("a", encoding="utf-8") as file:
        file.write("\npv:City rdfs:subClassOf pv:Country .\n")
    with pytest.raises(InconsistentOntology):
        build(copy, versions, world=False, columns=False)
    assert versions.current().number == 1


def test_what_a_write_may_hold_a_build_takes(built: Path, sources: Path, tmp_path: Path) -> None:
    """Contradictions that only a reasoner sees, things without names, odd terms: let in or not."""
    home = tmp_path / "home"
    shutil.copytree(built, home, symlinks=True)
    let_in = (
        "<http://x/a> owl:differentFrom <http://x/a>",
        "<http://x/b> a owl:Nothing",
        "<http://x/c> rdfs:seeAlso [ rdfs:seeAlso [ rdfs:label 'x' ] ]",
        "<http://x/d> <http://x/%28p%29> 'soon'^^xsd:date, 'x'^^<urn:t>, '\\u0001'",
        "<urn:x:é> <javascript:p> <x:> ; wgs:lat 'x', 1e400",
        "pv:hasParty a owl:FunctionalProperty, rdfs:Datatype",
    )
    refused = (
        "[] a pv:Claim",
        "[] a pv:City ; rdfs:label 'x'@en",
        "pv:City rdfs:subClassOf pv:Agreement",
    )
    prefixes = "".join(f"PREFIX {name}: <{start}> " for name, start in PREFIXES.items())
    for text in refused:
        with pytest.raises(Invalid):
            write(job(home, text=f"{prefixes}INSERT DATA {{ {text} }}", keep=5))
    # All at once: one that is refused has all refused.
    together = f"{prefixes}INSERT DATA {{ {' . '.join(let_in)} }}"
    assert (write(job(home, text=together, keep=5)).added or 0) > len(let_in)
    written = Versions(home).current().manifest["quads"]
    version, new = build(sources, Versions(home), world=False, force=True, columns=False)
    assert new
    assert version.manifest["quads"] == written
