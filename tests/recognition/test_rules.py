"""Each rule of each profile, on agreements that are made up: what counts, and what decides."""

from __future__ import annotations

import pytest
from pyoxigraph import RdfFormat, Store

from peyvand.graph.profiles import Profile
from peyvand.model import Answer
from peyvand.recognition import Verdict, recognise
from recognition.conftest import asking

HEAD = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix c: <https://w3id.org/peyvand/id/concept/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
@prefix o: <https://w3id.org/peyvand/id/organisation/> .
@prefix x: <https://w3id.org/peyvand/id/x/> .
x:isfahan pv:inCountry country:iran ; pv:hasHighestOffice x:mayor-of-isfahan .
x:kyoto pv:inCountry country:japan ; pv:hasHighestOffice x:mayor-of-kyoto .
x:nara pv:inCountry country:japan .
x:freiburg pv:inCountry country:germany .
x:weimar pv:inCountry country:germany .
x:austin pv:inCountry country:united-states ; pv:hasHighestOffice x:mayor-of-austin .
x:boston pv:inCountry country:united-states .
x:japanese pv:isPartOf x:kyoto .
x:iranian pv:isPartOf x:isfahan .
# Signed and approved elsewhere: that is of no other agreement.
x:b pv:isSignatureOf x:elsewhere ; pv:signsFor x:kyoto ; pv:signsAs x:mayor-of-kyoto .
x:elsewhere a pv:Agreement ; pv:hasParty x:nara, x:boston .
"""
SIGNED = """
x:s1 pv:isSignatureOf x:a ; pv:signsFor x:isfahan ; pv:signsAs x:mayor-of-isfahan .
x:s2 pv:isSignatureOf x:a ; pv:signsFor x:{city} ; pv:signsAs x:{office} .
"""
BUDGET = """
x:stage pv:isStageOf x:a ; pv:hasMatter c:matter-budget ; pv:isApprovedBy x:{body} ;
  pv:hasApprovalOutcome c:outcome-{outcome} .
"""
JAPANESE = "x:a a pv:Agreement ; pv:hasParty x:isfahan, x:kyoto . "
AREAS = "x:a pv:coversArea c:area-culture, c:area-trade . "
SIGNED_JAPANESE = SIGNED.format(city="kyoto", office="mayor-of-kyoto")
APPROVED = BUDGET.format(body="council", outcome="approved")
AMERICAN = "x:a a pv:Agreement ; pv:hasParty x:isfahan, x:austin . "
SIGNED_AMERICAN = SIGNED.format(city="austin", office="mayor-of-austin")
MEMBER = "x:austin pv:isMemberOf o:sister-cities-international . "
GERMAN = "x:a a pv:Agreement ; pv:hasParty x:isfahan, x:freiburg . "
SISTER = "x:a a pv:Agreement, pv:SisterCityAgreement ; pv:hasParty x:isfahan, x:kyoto . "
ABROAD = "x:a pv:hasScope c:international . "


def verdict_on(profile: Profile, text: str, criteria_only: bool = False) -> Verdict:
    store = Store()
    store.load(input=(HEAD + text).encode(), format=RdfFormat.TURTLE)
    found = recognise(asking(store), profile, criteria_only=criteria_only)
    return next(one for one in found if one.agreement.endswith("/x/a"))


@pytest.mark.parametrize(
    ("profile", "text", "answer", "shapes"),
    [
        ("clair", JAPANESE + AREAS + SIGNED_JAPANESE + APPROVED, "met", ""),
        # Whatever the tie is called.
        (
            "clair",
            JAPANESE + AREAS + SIGNED_JAPANESE + APPROVED + "x:a a pv:FriendshipAgreement .",
            "met",
            "",
        ),
        (
            "clair",
            JAPANESE + AREAS + SIGNED_JAPANESE + BUDGET.format(body="japanese", outcome="approved"),
            "met",
            "",
        ),
        (
            "clair",
            JAPANESE + AREAS + SIGNED_JAPANESE + BUDGET.format(body="iranian", outcome="approved"),
            "no-data",
            "Clair-budget-of-party",
        ),
        (
            "clair",
            JAPANESE + AREAS + SIGNED_JAPANESE,
            "no-data",
            "Clair-budget Clair-budget-of-party",
        ),
        (
            "clair",
            JAPANESE + AREAS + SIGNED_JAPANESE + BUDGET.format(body="council", outcome="refused"),
            "not-met",
            "Clair-budget-refused Clair-budget Clair-budget-of-party",
        ),
        ("clair", JAPANESE + SIGNED_JAPANESE + APPROVED, "no-data", "Clair-areas"),
        (
            "clair",
            JAPANESE + SIGNED_JAPANESE + APPROVED + "x:a pv:coversArea c:area-culture .",
            "no-data",
            "Clair-areas",
        ),
        (
            "clair",
            JAPANESE + AREAS + SIGNED_JAPANESE + APPROVED + "x:a a pv:ProjectPartnership .",
            "not-met",
            "Clair-areas-one",
        ),
        ("clair", JAPANESE + AREAS + APPROVED, "no-data", "Leaders-signed"),
        # A deputy signed: evidence against. One whose office nobody tells is none.
        (
            "clair",
            JAPANESE + AREAS + APPROVED + SIGNED.format(city="kyoto", office="deputy"),
            "not-met",
            "Leaders-signed-others Leaders-signed",
        ),
        (
            "clair",
            JAPANESE
            + AREAS
            + APPROVED
            + SIGNED.format(city="kyoto", office="deputy")
            + "x:s3 pv:isSignatureOf x:a ; pv:signsFor x:kyoto .",
            "no-data",
            "Leaders-signed",
        ),
        # Beside the mayor others may sign.
        (
            "clair",
            JAPANESE
            + AREAS
            + APPROVED
            + SIGNED_JAPANESE
            + "x:s3 pv:isSignatureOf x:a ; pv:signsFor x:kyoto ; pv:signsAs x:deputy .",
            "met",
            "",
        ),
        # The mayor of the one city does not sign for the other.
        (
            "clair",
            JAPANESE + AREAS + APPROVED + SIGNED.format(city="isfahan", office="mayor-of-kyoto"),
            "no-data",
            "Leaders-signed",
        ),
        ("clair", AMERICAN, "out-of-field", "Clair-field"),
        (
            "clair",
            "x:a a pv:Agreement ; pv:hasParty x:isfahan, x:nowhere .",
            "no-data",
            "Clair-field-known Clair-areas Clair-budget Clair-budget-of-party Leaders-signed",
        ),
        ("sci", AMERICAN + SIGNED_AMERICAN + MEMBER, "met", ""),
        ("sci", AMERICAN + SIGNED_AMERICAN, "no-data", "Sci-member"),
        ("sci", AMERICAN + MEMBER, "no-data", "Leaders-signed"),
        (
            "sci",
            AMERICAN + SIGNED_AMERICAN + MEMBER + 'x:a pv:ended "2015"^^edtf:EDTF .',
            "not-met",
            "Sci-active",
        ),
        (
            "sci",
            AMERICAN
            + SIGNED_AMERICAN
            + MEMBER
            + "x:e pv:isStageOf x:a ; pv:reachedStage c:stage-dormant .",
            "not-met",
            "Sci-active",
        ),
        (
            "sci",
            AMERICAN
            + SIGNED_AMERICAN
            + MEMBER
            + "x:e pv:isStageOf x:a ; pv:reachedStage c:stage-signed .",
            "met",
            "",
        ),
        ("sci", JAPANESE, "out-of-field", "Sci-field"),
        # Exactly one: not two.
        (
            "sci",
            "x:a a pv:Agreement ; pv:hasParty x:austin, x:boston .",
            "out-of-field",
            "Sci-field",
        ),
        (
            "sci",
            "x:a a pv:Agreement ; pv:hasParty x:boston, x:nowhere .",
            "no-data",
            "Sci-field-known Leaders-signed Sci-member",
        ),
        ("rgre", GERMAN, "no-data", "Rgre-kind"),
        ("rgre", GERMAN + "x:a pv:hasLimit c:limit-none .", "no-data", "Rgre-kind"),
        ("rgre", GERMAN + "x:a a pv:FriendshipAgreement .", "no-data", "Rgre-kind"),
        ("rgre", JAPANESE, "out-of-field", "Rgre-field"),
        (
            "rgre",
            "x:a a pv:Agreement ; pv:hasParty x:freiburg, x:weimar .",
            "out-of-field",
            "Rgre-field",
        ),
        (
            "rgre",
            "x:a a pv:Agreement ; pv:hasParty x:freiburg, x:nowhere .",
            "no-data",
            "Rgre-field-known Rgre-kind",
        ),
        ("doc-001", SISTER + ABROAD + 'x:a pv:affinityBasis "x"@en .', "met", ""),
        (
            "doc-003",
            SISTER + ABROAD + "x:a pv:hasAffinityCriterion c:affinity-cultural .",
            "met",
            "",
        ),
        ("doc-001", SISTER + ABROAD, "no-data", "Likeness-stated"),
        (
            "doc-003",
            SISTER + 'x:a pv:affinityBasis "x"@en .',
            "no-data",
            "Different-countries-known",
        ),
        (
            "doc-001",
            SISTER + 'x:a pv:affinityBasis "x"@en ; pv:hasScope c:domestic .',
            "not-met",
            "Different-countries Different-countries-known",
        ),
        (
            "doc-001",
            JAPANESE + "x:a a pv:FriendshipAgreement .",
            "out-of-field",
            "Sister-cities",
        ),
        # Of one kind by one document, and of another by another.
        (
            "doc-001",
            SISTER + ABROAD + 'x:a a pv:FriendshipAgreement ; pv:affinityBasis "x"@en .',
            "met",
            "",
        ),
        (
            "doc-003",
            JAPANESE + ABROAD + 'x:a pv:affinityBasis "x"@en .',
            "no-data",
            "Sister-cities-known",
        ),
        ("official", SISTER + "x:a pv:hasOfficiality c:official .", "met", ""),
        ("official", SISTER, "no-data", "Official-known"),
        ("official", SISTER + "x:a pv:hasOfficiality c:unofficial .", "not-met", "Official"),
    ],
)
def test_what_a_profile_says(
    profiles: dict[str, Profile], profile: str, text: str, answer: str, shapes: str
) -> None:
    verdict = verdict_on(profiles[profile], text)
    assert verdict.answer == answer
    assert [finding.shape for finding in verdict.findings] == shapes.split()
    assert (verdict.deciding is None) == (verdict.answer is Answer.MET)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "x:a pv:hasInstrument c:instrument-memorandum ; pv:hasLimit c:limit-none .",
            "partnership",
        ),
        ('x:a pv:signed "2000"^^edtf:EDTF ; pv:hasLimit c:limit-time .', "friendship"),
        ('x:a pv:signed "2000"^^edtf:EDTF ; pv:hasLimit c:limit-projects .', "friendship"),
        (
            'x:a pv:signed "2000"^^edtf:EDTF ; pv:hasLimit c:limit-time, c:limit-theme .',
            "friendship project",
        ),
        (
            "x:a a pv:ProjectPartnership . x:e pv:isStageOf x:a ; pv:hasEndCause c:end-expiry ; "
            "pv:reachedStage c:stage-signed, c:stage-ended .",
            "friendship project",
        ),
        ("x:a a pv:ContactLink .", "contact"),
    ],
)
def test_the_kinds_of_ties_that_the_german_section_keeps_apart(
    profiles: dict[str, Profile], text: str, kinds: str
) -> None:
    verdict = verdict_on(profiles["rgre"], GERMAN + text)
    assert verdict.answer is Answer.MET
    assert list(verdict.kinds) == [f"Rgre-{kind}" for kind in kinds.split()]


def test_a_rule_applied_elsewhere_leaves_its_field_out(profiles: dict[str, Profile]) -> None:
    text = AMERICAN + AREAS + SIGNED_AMERICAN + BUDGET.format(body="iranian", outcome="approved")
    verdict = verdict_on(profiles["clair"], text, criteria_only=True)
    assert verdict.answer is Answer.MET
    verdict = verdict_on(profiles["clair"], AMERICAN + AREAS, criteria_only=True)
    assert [finding.shape for finding in verdict.findings] == ["Clair-budget", "Leaders-signed"]


def test_every_shape_of_every_profile_decides_something(profiles: dict[str, Profile]) -> None:
    cases = test_what_a_profile_says.pytestmark[0].args[1]  # type: ignore[attr-defined]
    decided = {shape for *_, shapes in cases for shape in shapes.split()}
    assert decided == {s for one in profiles.values() for s in (*one.field, *one.rules)}
