"""What follows of the life of an agreement: its stages, those not recorded, and its criteria."""

from __future__ import annotations

import pytest
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

from peyvand.graph.derive import derive
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.iris import iri, thing

QUERIES = read_catalogue(root() / "queries").of("derive")
DEFAULT = DefaultGraph()
PACT = thing("agreement/a-b")
SAID = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix a: <https://w3id.org/peyvand/id/agreement/> .
@prefix c: <https://w3id.org/peyvand/id/concept/> .
@prefix stage: <https://w3id.org/peyvand/id/stage/> .
@prefix : <https://w3id.org/peyvand/id/> .
c:stage-signed skos:prefLabel "signed"@en ; pv:expectsStage c:stage-council-approval .
c:stage-ended skos:prefLabel "ended"@en ; pv:requiresStage c:stage-signed .
c:stage-council-approval skos:prefLabel "approval"@en .
c:stage-friendship skos:prefLabel "friendship"@en .
a:a-b a pv:Agreement ; rdfs:label "A and B"@en ; pv:hasParty :city-a, :city-b .
"""
HELD = ":visit a pv:{} ; pv:isHeldUnder a:a-b ; pv:hasStatus c:status-{} ; {} :x ."
SIGNED = ":s{0} pv:isSignatureOf a:a-b ; pv:signsFor :city-{0} . "
REACHED = "stage:one pv:isStageOf a:a-b ; pv:reachedStage c:stage-{} {} ."


def derived(text: str) -> Store:
    store = Store()
    store.load((SAID + text).encode(), format=RdfFormat.TURTLE)
    derive(store, QUERIES)
    return store


def values(store: Store, subject: NamedNode, prop: str) -> set[str]:
    found = store.quads_for_pattern(subject, iri(prop), None, DEFAULT)
    return {getattr(quad.object, "value", "").rpartition("/")[2] for quad in found}


def stages(text: str) -> dict[str, tuple[set[str], set[str]]]:
    """The events of the agreement, each with its stages and its dates."""
    store = derived(text)
    return {
        event.value.rpartition("/")[2]: (
            values(store, event, "pv:reachedStage"),
            values(store, event, "pv:date"),
        )
        for quad in store.quads_for_pattern(None, iri("pv:isStageOf"), PACT, DEFAULT)
        if isinstance(event := quad.subject, NamedNode)
    }


def test_the_dates_of_an_agreement_are_stages() -> None:
    assert stages(
        'a:a-b pv:signed "2001"^^edtf:EDTF ; pv:ended "2009"^^edtf:EDTF ; '
        'pv:approved "2000"^^edtf:EDTF .'
    ) == {
        "a-b-signed": ({"stage-signed"}, {"2001"}),
        "a-b-ended": ({"stage-ended"}, {"2009"}),
        "a-b-council-approval": ({"stage-council-approval"}, {"2000"}),
    }


def test_what_only_datasets_know_has_no_stages() -> None:
    said = (
        'a:a-b a pv:DatasetAgreement ; pv:signed "2001"^^edtf:EDTF ; pv:ended "2009"^^edtf:EDTF .'
    )
    assert stages(said) == {}


@pytest.mark.parametrize(
    ("entered", "wanted"),
    [
        # The stage that was entered is the one, and has the date of the agreement if none itself.
        (REACHED.format("ended", ""), {"one": ({"stage-ended"}, {"2009"})}),
        (
            REACHED.format("ended", '; pv:date "2010"^^edtf:EDTF'),
            {"one": ({"stage-ended"}, {"2010"})},
        ),
        (
            REACHED.format("ended", '; pv:inferredDate "2010"^^edtf:EDTF'),
            {"one": ({"stage-ended"}, set())},
        ),
        # Another stage takes the place of none.
        (
            REACHED.format("active", ""),
            {"one": ({"stage-active"}, set()), "a-b-ended": ({"stage-ended"}, {"2009"})},
        ),
    ],
)
def test_an_entered_stage_is_not_doubled(
    entered: str, wanted: dict[str, tuple[set[str], set[str]]]
) -> None:
    assert stages(f'a:a-b pv:ended "2009"^^edtf:EDTF . {entered}') == wanted


@pytest.mark.parametrize("decided", ["Outcome c:outcome-refused", "Outcome c:outcome-returned"])
def test_what_was_not_approved_takes_the_place_of_no_approval(decided: str) -> None:
    refused = REACHED.format("council-approval", f"; pv:hasApproval{decided}")
    found = stages(f"a:a-b pv:isApprovedBy :council . {refused}")
    assert found.keys() == {"a-b-council-approval", "one"}
    budget = REACHED.format("council-approval", "; pv:hasMatter c:matter-budget")
    found = stages(f"a:a-b pv:isApprovedBy :council . {budget}")
    assert found.keys() == {"a-b-council-approval", "one"}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("", set()),
        ('a:a-b pv:signed "2001"^^edtf:EDTF .', {"stage-council-approval"}),
        ('a:a-b pv:signed "2001"^^edtf:EDTF ; pv:isApprovedBy :council .', set()),
        ('a:a-b pv:ended "2001"^^edtf:EDTF .', {"stage-signed"}),
        (
            'a:a-b pv:signed "2001"^^edtf:EDTF . '
            + REACHED.format("council-approval", "; pv:hasApprovalOutcome c:outcome-approved"),
            set(),
        ),
        *(
            (
                'a:a-b pv:signed "2001"^^edtf:EDTF . '
                + REACHED.format("council-approval", f"; {decided}"),
                {"stage-council-approval"},
            )
            for decided in (
                "pv:hasApprovalOutcome c:outcome-refused",
                "pv:hasApprovalOutcome c:outcome-returned",
                "pv:hasMatter c:matter-budget",
            )
        ),
        # A signing that was refused needs nothing.
        (REACHED.format("signed", "; pv:hasApprovalOutcome c:outcome-refused"), set()),
    ],
)
def test_what_a_recorded_stage_needs_and_nobody_records(said: str, wanted: set[str]) -> None:
    assert values(derived(said), PACT, "pv:lacksStage") == wanted


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ('a:a-b pv:purpose "x"@en .', {"step-clear-goals", "condition-clear-goals"}),
        ('a:a-b pv:affinityBasis "x"@en .', {"step-commonalities"}),
        (
            "a:a-b pv:hasFurtherParty :ministry . :ministry a pv:Organisation .",
            {"step-department-support"},
        ),
        ("a:a-b pv:hasFurtherParty :iran . :iran a pv:Country .", set()),
        (SIGNED.format("a"), set()),
        (SIGNED.format("a") + SIGNED.format("b"), {"step-memorandum-exchange"}),
        (SIGNED.format("c"), set()),
        (REACHED.format("permits", ""), {"step-legal-permits"}),
        (REACHED.format("permits", "; pv:hasApprovalOutcome c:outcome-refused"), set()),
        (REACHED.format("delegations", ""), {"step-delegations"}),
        (REACHED.format("council-approval", ""), {"condition-council-support"}),
        (
            REACHED.format("council-approval", "; pv:hasApprovalOutcome c:outcome-returned"),
            set(),
        ),
        (REACHED.format("council-approval", "; pv:hasMatter c:matter-budget"), set()),
        (HELD.format("Visit", "held", "pv:note"), {"step-delegations"}),
        (HELD.format("Visit", "planned", "pv:note"), set()),
        (HELD.format("Workshop", "held", "pv:note"), set()),
        *(
            (
                HELD.format(kind, "held", "pv:drawsOnSource c:source-culture ; pv:note"),
                {"condition-intercultural-seminars"},
            )
            for kind in ("Workshop", "Forum")
        ),
        *(
            (HELD.format("Event", status, f"pv:coversSector c:sector-{sector} ; pv:note"), wanted)
            for status, sector, wanted in (
                ("held", "private", {"condition-private-sector"}),
                ("held", "commerce", {"condition-private-sector"}),
                ("held", "local-government", {"condition-departments"}),
                ("planned", "private", set()),
            )
        ),
    ],
)
def test_the_criteria_that_the_data_show(said: str, wanted: set[str]) -> None:
    assert values(derived(said), PACT, "pv:meetsCriterion") == wanted
