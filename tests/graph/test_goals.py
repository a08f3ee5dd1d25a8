"""What may serve a goal of a plan, by the rule of areas in common."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store

from peyvand.graph.derive import derive
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.iris import iri

QUERIES = read_catalogue(root() / "queries").of("derive")
SAID = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix c: <https://w3id.org/peyvand/id/concept/> .
@prefix g: <https://w3id.org/peyvand/graph/> .
@prefix : <https://w3id.org/peyvand/id/x/> .
:plan pv:isPlanOf :city, :municipality .
:arts pv:isGoalOf :plan ; pv:coversArea c:area-arts .
:pact pv:hasParty :city, :other .
c:creative-field-film skos:broadMatch c:area-arts .
"""


def served(text: str) -> set[tuple[str, str]]:
    """What may serve which goal."""
    store = Store()
    store.load((SAID + text).encode(), format=RdfFormat.TRIG)
    derive(store, QUERIES)
    quads = store.quads_for_pattern(None, iri("pv:mayServeGoal"), None, DefaultGraph())
    return {
        (str(quad.subject.value).rpartition("/")[2], str(quad.object.value).rpartition("/")[2])  # type: ignore[union-attr]
        for quad in quads
    }


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        (":pact pv:coversArea c:area-arts .", "pact"),
        (":fair pv:isHeldUnder :pact ; pv:coversArea c:area-arts .", "fair"),
        (":fair pv:hasOrganiser :municipality ; pv:coversArea c:area-arts .", "fair"),
        (":fair pv:tookPlaceIn :city ; pv:coversArea c:area-arts .", "fair"),
        (
            """:city pv:isMemberOf :net . g:a { :claim pv:about :city ; pv:property pv:isMemberOf ;
            pv:reading :net ; pv:hasMembershipField c:creative-field-film . }""",
            "claim",
        ),
    ],
)
def test_what_a_place_or_body_does_in_an_area_of_its_goal(text: str, thing: str) -> None:
    assert served(text) == {(thing, "arts")}


@pytest.mark.parametrize(
    "text",
    [
        # Another area, another city, what is cancelled, and what somebody states.
        ":pact pv:coversArea c:area-health .",
        ":else pv:hasParty :other, :third ; pv:coversArea c:area-arts .",
        """:fair pv:isHeldUnder :pact ; pv:coversArea c:area-arts ;
        pv:hasStatus c:status-cancelled .""",
        ":pact pv:coversArea c:area-arts ; pv:servesGoal :arts .",
        # A membership that was corrected, one of another field, and one of which it is stated.
        """g:a { :claim pv:about :city ; pv:property pv:isMemberOf ;
        pv:reading :net ; pv:hasMembershipField c:creative-field-film . }""",
        """:city pv:isMemberOf :net . g:a { :claim pv:about :city ; pv:property pv:isMemberOf ;
        pv:reading :net ; pv:hasMembershipField c:creative-field-gastronomy . }""",
        """:city pv:isMemberOf :net . g:a { :claim pv:about :city ; pv:property pv:isMemberOf ;
        pv:reading :net ; pv:hasMembershipField c:creative-field-film ; pv:servesGoal :arts . }""",
    ],
)
def test_what_is_not_said_to_serve_a_goal(text: str) -> None:
    assert served(text) == set()
