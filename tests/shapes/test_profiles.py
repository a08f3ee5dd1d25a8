"""The recognition profiles say what an agreement lacks, and forbid nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import SH, Graph

from peyvand.graph.validate import read_shapes, validate

CASES = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix x: <http://x.example/> .
x:full a pv:Agreement, pv:SisterCityAgreement ; pv:hasSignatory x:one, x:two ; pv:isApprovedBy x:c .
x:bare a pv:Agreement, pv:SisterCityAgreement .
x:half a pv:Agreement, pv:SisterCityAgreement ; pv:hasSignatory x:one ; pv:isApprovedBy x:c .
x:memo a pv:Agreement, pv:MemorandumOfUnderstanding .
x:friends a pv:Agreement, pv:FriendshipAgreement .
x:unknown a pv:Agreement .
"""


@pytest.mark.parametrize(
    ("profile", "lacking"),
    [
        ("clair", {"bare": {"Clair-signed", "Clair-approved"}, "half": {"Clair-signed"}}),
        ("sci", {"bare": {"Sci-signed"}, "half": {"Sci-signed"}}),
        ("rgre", {"memo": {"RgreProfile"}, "unknown": {"RgreProfile"}}),
    ],
)
def test_a_profile_says_what_is_lacking(
    sources: Path, profile: str, lacking: dict[str, set[str]]
) -> None:
    shapes = read_shapes([sources / "shapes" / "profiles" / f"{profile}.ttl"])
    assert set(shapes.objects(None, SH.severity)) == {SH.Info}
    report = validate(Graph().parse(data=CASES, format="turtle"), shapes)
    found: dict[str, set[str]] = {}
    for result in report.results:
        found.setdefault(result.focus.rpartition("/")[2], set()).add(result.shape)
        assert result.message_en
        assert result.message_fa
    assert found == lacking
    assert report.violations == []
