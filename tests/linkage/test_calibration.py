from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.exports.cells import probability_shown
from peyvand.linkage.calibration import Calibration, calibrated, shipped, traits
from peyvand.linkage.classification import NONE, REVIEW, SAME, Link, Scored
from peyvand.linkage.outcomes import Code, Reason
from peyvand.model import City

GRADES = {"name": "main", "country": "same", "distance": "3", "population": "", "kind": "same"}
PAIR = Scored("1", "Q1", "Q1#0", 30.0, 1.0, GRADES)
LINK = Link("1", "Q1", SAME, 1.0, None, PAIR)
PLACE = City("1", ("Tabriz",))


def test_the_traits_of_a_link_are_its_outcome_its_grades_and_what_was_lent() -> None:
    assert list(traits(LINK, PLACE)) == [
        *("any", "decision=same", "name=main", "country=same", "distance=3"),
        *("population=unknown", "kind=same"),
    ]
    asked = Link("1", "Q1", REVIEW, 0.9, Reason(Code.RIVALS, ("Q2",)), PAIR, (PAIR,))
    told = list(traits(asked, City("1", ("Tabriz",), is_place_lent=True)))
    assert [one for one in told if one.partition("=")[0] in ("reason", "place", "others")] == [
        *("reason=rivals", "place=lent", "others=some")
    ]


def test_the_weights_of_the_traits_add_up_to_the_odds() -> None:
    known = Calibration({"any": 1.0, "name=main": 2.0, "name=alias": 9.0}, 0.001, 0.999)
    assert known.probability(LINK, PLACE) == pytest.approx(1 / (1 + math.exp(-3)))


@given(st.floats(-1e6, 1e6))
def test_no_probability_is_beyond_what_the_lists_can_tell(weight: float) -> None:
    chance = Calibration({"any": weight}, 0.002, 0.998).probability(LINK, PLACE)
    assert 0.002 <= chance <= 0.998
    assert probability_shown(chance) not in ("1.0000", "0.0000")


def test_people_and_identifiers_are_no_estimates() -> None:
    known = Calibration({"any": -50.0}, 0.001, 0.999)
    by_person = Link("1", "Q1", SAME, 1.0, Reason(Code.DECIDED), PAIR)
    assert calibrated(by_person, PLACE, known).probability == 0.999
    by_identifier = Link("1", "Q1", SAME, 1.0, Reason(Code.SHARED_IDENTIFIER))
    assert calibrated(by_identifier, PLACE, known).probability == 0.999
    assert calibrated(LINK, PLACE, known).probability == 0.001
    assert calibrated(Link("1", "", NONE, 0.4), PLACE, known).probability == 0.0


def test_the_shipped_calibration_puts_the_outcomes_in_order() -> None:
    known = shipped()
    chance = known.probability(LINK, PLACE)
    assert 0.99 < chance <= known.most < 1
    far = Scored("1", "Q1", "Q1#0", 10.0, 0.9, {**GRADES, "distance": "far"})
    asked = Link("1", "Q1", REVIEW, 0.9, Reason(Code.FAR_APART), far)
    assert known.least <= known.probability(asked, PLACE) < chance
