"""What a write may say of the life of an agreement, tried on the documents without writing."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from peyvand.errors import Invalid
from peyvand.query.writer import write
from writing import job

PREFIXES = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX id: <https://w3id.org/peyvand/id/>
PREFIX a: <https://w3id.org/peyvand/id/agreement/>
PREFIX c: <https://w3id.org/peyvand/id/concept/>
PREFIX claim: <https://w3id.org/peyvand/id/claim/>
PREFIX stage: <https://w3id.org/peyvand/id/stage/>
"""


@pytest.fixture(scope="module")
def home(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("life") / "home", symlinks=True))


def said(subject: str, prop: str, value: str) -> str:
    """A statement, and the claim that explains it."""
    claim = f"claim:{crc32((subject + prop + value).encode())}"
    return (
        f"{subject} {prop} {value} . GRAPH <https://w3id.org/peyvand/graph/notes> "
        f"{{ {claim} pv:about {subject} ; pv:property {prop} ; pv:reading {value} }} "
    )


def stage(name: str, reached: str, date: str) -> str:
    event = f"stage:{name}"
    return (
        f'{event} rdfs:label "x"@en, "x"@fa . '
        + said(event, "a", "pv:StageEvent").replace("pv:property a", "pv:property rdf:type")
        + said(event, "pv:isStageOf", "a:arak-batumi")
        + said(event, "pv:reachedStage", f"c:{reached}")
        + said(event, "pv:date", f'"{date}"^^edtf:EDTF')
    )


def tried(home: Path, text: str) -> dict[str, Any]:
    """What is found of an update, by shape."""
    rdf = "PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"
    asked = job(home, text=f"{rdf}{PREFIXES}INSERT DATA {{ {text} }}", dry_run=True)
    try:
        rows = write(asked).to_json()["warnings"]
    except Invalid as error:
        assert error.report is not None
        rows = error.report["results"]
    return {row["shape"]: row for row in rows}


def test_an_end_before_the_signing_is_a_violation(home: Path) -> None:
    found = tried(home, said("a:arak-batumi", "pv:ended", '"1990"^^edtf:EDTF'))
    assert found["StageEvent-not-before-signed"]["severity"] == "violation"
    assert "ended dated 1990" in found["StageEvent-not-before-signed"]["message_en"]
    assert "امضاشده به تاریخ ۲۰۱۳" in found["StageEvent-not-before-signed"]["message_fa"]


def test_an_end_in_the_same_year_is_a_warning(home: Path) -> None:
    found = tried(home, said("a:arak-batumi", "pv:ended", '"2013"^^edtf:EDTF'))
    assert found["StageEvent-possibly-before-signed"]["severity"] == "warning"
    assert "violation" not in {row["severity"] for row in found.values()}


def test_a_later_end_is_neither(home: Path) -> None:
    found = tried(home, said("a:arak-batumi", "pv:ended", '"2019"^^edtf:EDTF'))
    assert not [shape for shape in found if shape.startswith("StageEvent")]


def test_a_cooperation_area_is_no_stage(home: Path) -> None:
    found = tried(home, said("a:arak-batumi", "pv:reachedStage", "c:area-health"))
    assert found["Agreement-reachedStage"]["severity"] == "violation"


@pytest.mark.parametrize("reached", ["stage-delegations", "stage-active", "stage-suspended"])
def test_so_it_is_of_stages_that_are_entered(home: Path, reached: str) -> None:
    found = tried(home, stage("one", reached, "2012"))
    assert found["StageEvent-not-before-signed"]["severity"] == "violation"
    found = tried(home, stage("one", reached, "2014"))
    assert not [shape for shape in found if shape.startswith("StageEvent")]


def test_nothing_comes_after_an_end(home: Path) -> None:
    ended = said("a:arak-batumi", "pv:ended", '"2019"^^edtf:EDTF')
    found = tried(home, ended + stage("one", "stage-active", "2021"))
    assert found["StageEvent-final"]["severity"] == "violation"
    found = tried(home, ended + stage("one", "stage-active", "2018"))
    assert not [shape for shape in found if shape.startswith("StageEvent")]
