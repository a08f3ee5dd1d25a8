"""Rows of lists of members, on the real graph."""

from __future__ import annotations

from typing import Any

import pytest

from peyvand.graph.recorder import Recorder
from peyvand.vocabulary.iris import iri
from query.registered import FILE, problem, told, values

MEMBER = FILE | {
    "city": "city/yazd",
    "network": "organisation/metropolis",
    "name": "Yazd (Iran)",
    "since": "1394",
    "identifier": "M-0417",
}


def test_a_member_keeps_its_identifiers(enter: Any, recorder: Recorder) -> None:
    registering = enter("membership", MEMBER | {"field": "موسیقی", "item": "Q182394"})
    assert told(registering) == []
    (entry,) = registering.entries
    said = {
        quad.predicate: getattr(quad.object, "value", "")
        for quad in entry.quads
        if quad.subject.value.endswith("-1")
    }
    assert said[iri("pv:memberIdentifier")] == "M-0417"
    assert said[iri("pv:memberSince")] == "2015-03-21/2016-03-19"
    assert said[iri("pv:asPrinted")] == "Yazd (Iran)"
    assert said[iri("pv:hasMembershipField")].endswith("creative-field-music")
    assert "metropolis" in values(recorder, "city/yazd", "pv:isMemberOf")


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"city": ""}, "city", "required"),
        ({"city": "Atlantis"}, "city", "unknown-name"),
        ({"network": "Iran"}, "network", "unknown-name"),
        ({"field": "football"}, "field", "no-choice"),
        ({"since": "never"}, "since", "no-date"),
        ({"item": "X1"}, "item", "no-item"),
        ({"item": "Q1"}, "item", "another-item"),
    ],
)
def test_what_is_wrong_with_a_member_is_told(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    assert told(enter("membership", MEMBER | more)) == [(2, column, code)]
    assert not recorder.patch


def test_the_item_that_the_graph_knows_is_told(enter: Any) -> None:
    found = problem(enter("membership", MEMBER | {"item": "Q1"}), "another-item")
    assert found.suggestion.startswith("Q")
