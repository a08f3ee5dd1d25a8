"""Coordinates that a list has exchanged, or without their sign."""

from __future__ import annotations

from dataclasses import replace

import pytest

from peyvand.linkage.classification import Rules, Scored
from peyvand.linkage.gazetteer import Gazetteer
from peyvand.linkage.slips import Slip, mended, slipped
from peyvand.model import City

RECORD = City("Q10#0", ("Lima",), "Peru", -12.04, -77.03)
PLACE = City("1", ("Lima",), "Peru", -12.05, -77.04)


def pair(**grades: str) -> Scored:
    told = {"name": "main", "country": "same", "distance": "far", **grades}
    return Scored("1", "Q10", "Q10#0", 3, 0.9, told)


def told(place: City, *pairs: Scored, record: City = RECORD) -> dict[str, City]:
    return slipped([place], pairs or (pair(),), {"Q10#0": record}, Rules())


@pytest.mark.parametrize(
    ("latitude", "longitude", "slip"),
    [
        (-77.04, -12.05, Slip.EXCHANGED),
        (-12.05, 77.04, Slip.LONGITUDE),
        (12.05, -77.04, Slip.LATITUDE),
    ],
)
def test_a_row_is_mended_of_the_slip_that_takes_it_to_its_item(
    latitude: float, longitude: float, slip: Slip
) -> None:
    place = replace(PLACE, latitude=latitude, longitude=longitude)
    assert told(place) == {"1": replace(PLACE, slip=slip)}
    assert Gazetteer([RECORD], [place]).complete(place) == replace(
        PLACE, slip=slip, lent_names=("Lima",), lent_by="Q10#0"
    )


EXCHANGED = replace(PLACE, latitude=-77.04, longitude=-12.05)


@pytest.mark.parametrize(
    "pairs",
    [
        # The name is not equal, the country another or not told.
        (pair(name="close"),),
        (pair(country="other"),),
        (pair(country=""),),
        # Something of its name lies where it does.
        (pair(), replace(pair(distance="25"), row="Q11#0", right="Q11")),
    ],
)
def test_a_row_that_is_not_clearly_meant_is_let_be(pairs: tuple[Scored, ...]) -> None:
    assert not told(EXCHANGED, *pairs)


def test_a_row_that_two_slips_take_to_an_item_is_let_be() -> None:
    """One item of its name lies at the place turned, another at the place exchanged."""
    other = replace(RECORD, identifier="Q11#0", latitude=-77.04, longitude=12.05)
    exchanged = replace(PLACE, latitude=12.05, longitude=-77.04)
    pairs = (pair(), replace(pair(), row="Q11#0", right="Q11"))
    described = {"Q10#0": RECORD, "Q11#0": other}
    assert slipped([exchanged], pairs[:1], described, Rules())
    assert slipped([exchanged], pairs[1:], described, Rules())
    assert not slipped([exchanged], pairs, described, Rules())


@pytest.mark.parametrize(
    "place",
    [
        replace(PLACE, latitude=-50.0, longitude=-12.05),
        replace(PLACE, latitude=None, longitude=None),
        # No slip of the list: the place is the gazetteer's.
        replace(EXCHANGED, is_place_lent=True),
    ],
)
def test_no_slip_takes_it_there(place: City) -> None:
    assert not told(place)


def test_a_slip_moves_a_place_and_stays_on_the_globe() -> None:
    # Exchanged it would lie beyond the pole, and Greenwich is near.
    london = City("1", ("London",), "GB", 51.5, -0.1)
    assert {place.slip for place in mended(london)} == {Slip.EXCHANGED, Slip.LATITUDE}
    assert {place.slip for place in mended(City("1", ("Suva",), "FJ", -18.1, 178.4))} == {
        Slip.LONGITUDE,
        Slip.LATITUDE,
    }


def test_a_gazetteer_mends_within_the_country_alone() -> None:
    for place in (replace(EXCHANGED, country="Chile"), replace(EXCHANGED, country="")):
        assert Gazetteer([RECORD], [place]).complete(place) == place
