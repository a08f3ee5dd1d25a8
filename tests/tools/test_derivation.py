"""Random entries are drawn on the graph of a home, and held against what a build derives."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from peyvand.graph.derive import derive
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from tools import derivation

PLACES = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
@prefix a: <https://w3id.org/peyvand/id/agreement/> .
city:one a pv:SubnationalPlace ; rdfs:label "One"@en ; pv:inCountry country:here ;
  pv:coordinates "POINT(50.5 10.25)"^^geo:wktLiteral .
city:two a pv:SubnationalPlace ; rdfs:label "Two"@en ; pv:inCountry country:there ;
  pv:coordinates "POINT(50.5 11.25)"^^geo:wktLiteral .
city:three a pv:SubnationalPlace ; rdfs:label "Three"@en .
a:one-two a pv:Agreement ; pv:hasParty city:one, city:two .
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store = Store()
    store.load(PLACES.encode(), format=RdfFormat.TURTLE)
    derive(store, [])
    publish_lines(Versions(tmp_path), store, dump_lines(store), "build", 1)
    return tmp_path


def test_entries_are_drawn_and_nothing_differs(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert derivation.main([str(home), "--steps", "12", "--every", "3"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["steps"], figures["differing"]) == (12, [])
    assert figures["claims"] > 12
    assert 0 < figures["median_s"] <= figures["slowest_s"]


def test_what_differs_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(derivation, "follow", lambda recorder, base: None)
    assert derivation.main([str(home), "--steps", "2", "--every", "1"]) == 1
    (first, *_) = json.loads(capsys.readouterr().out)["differing"]
    assert first.endswith(" .\n")
    assert NamedNode(first.partition("> ")[0].removeprefix("<"))
