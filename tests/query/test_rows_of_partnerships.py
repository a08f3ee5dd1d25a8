"""Rows that propose partnerships, on the real graph: what they become, and what is told of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from peyvand.graph.recorder import Recorder
from peyvand.register.rows import Severity
from query.registered import FILE, enter, problem, told, values

PROPOSAL = FILE | {
    "cities": "اراک؛ Almaty",
    "grounds": "trade ties; دوستی دو دانشگاه",
    "look_at_cities": "Both mill steel.",
    "look_at_countries": "دو کشور موافقت‌نامهٔ بازرگانی دارند.",
    "weights": "سنخیت فرهنگی: ۲; trade ties: 0.5",
    "by": "علی رضایی / Ali Rezaei",
}


@pytest.fixture
def row(enter: Any) -> Any:
    return lambda **more: enter("partnership", PROPOSAL | more)


def test_a_partnership_is_proposed_with_grounds_looks_and_weights(
    row: Any, recorder: Recorder
) -> None:
    registering = row()
    assert told(registering) == []
    proposal = "proposal/almaty-arak"
    said = {
        "rdf:type": {"ns#PartnershipProposal"},
        "rdfs:label": {
            "Proposal of a partnership of Arak and Almaty",
            "پیشنهاد پیوند اراک و آلماتی",
        },
        "pv:hasProposedParty": {"arak", "almaty"},
        "pv:hasAffinityCriterion": {"affinity-trade"},
        "pv:affinityBasis": {"دوستی دو دانشگاه"},
        "pv:lookAtCities": {"Both mill steel."},
        "pv:lookAtCountries": {"دو کشور موافقت‌نامهٔ بازرگانی دارند."},
        "pv:isProposedBy": {"ali-rezaei"},
    }
    assert {prop: values(recorder, proposal, prop) for prop in said} == said
    weights = {
        next(iter(values(recorder, f"weight/almaty-arak-{n}", "pv:weighsCriterion"))): next(
            iter(values(recorder, f"weight/almaty-arak-{n}", "pv:weight"))
        )
        for n in (1, 2)
    }
    assert weights == {"affinity-cultural": "2", "affinity-trade": "0.5"}


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"cities": "Arak"}, "cities", "two-cities"),
        ({"cities": "Arak; Arak"}, "cities", "two-cities"),
        ({"cities": "Arak; Almaty; Batumi"}, "cities", "two-cities"),
        ({"cities": "Arak; Atlantis"}, "cities", "unknown-name"),
        ({"grounds": ""}, "grounds", "required"),
        ({"grounds": "liking for the city"}, "grounds", "liking-alone"),
        ({"grounds": "علاقه به شهر"}, "grounds", "liking-alone"),
        ({"weights": "trade ties: -1"}, "weights", "negative-amount"),
        ({"weights": "trade ties: much"}, "weights", "no-amount"),
        ({"weights": "trade ties"}, "weights", "weight-form"),
        ({"weights": "weather: 1"}, "weights", "no-choice"),
        ({"weights": "trade ties: 1; trade ties: 2"}, "weights", "weighed-twice"),
        ({"source_number": ""}, "source_number", "required"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_told(
    row: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    assert told(row(**more)) == [(2, column, code)]
    assert not recorder.patch


def test_liking_beside_a_ground_is_let_be(row: Any) -> None:
    assert told(row(grounds="liking for the city; culture is alike")) == []


def test_messages_are_in_both_languages(row: Any) -> None:
    told_of = problem(row(grounds="علاقه به شهر"), "liking-alone").to_json()
    assert "no ground" in told_of["message"]["en"]
    assert "مبنای پیوند نیست" in told_of["message"]["fa"]


def looked_at(home: Path, *rows: dict[str, str]) -> list[tuple[str, str]]:
    done = enter(home, "partnership", *rows)
    assert not done.refused, done.rows
    return [
        (one["column"], one["message"]["en"])
        for one in done.rows
        if one["severity"] == str(Severity.WARNING) and one["code"] == "look"
    ]


def test_no_look_at_the_countries_and_a_stated_dispute_are_told(home: Path) -> None:
    assert looked_at(home, PROPOSAL) == []
    without = PROPOSAL | {"look_at_countries": "", "cities": "Arak; Batumi"}
    ((column, said),) = looked_at(home, without)
    assert column == "look_at_countries"
    assert "look at the two countries" in said
    dispute = FILE | {"of": "country/iran", "other": "city/batumi"}
    assert not enter(home, "dispute", dispute).refused
    ((column, said),) = looked_at(home, PROPOSAL | {"cities": "Arak; Batumi"})
    assert column == "cities"
    assert "“Iran” and “Batumi” have a dispute" in said
