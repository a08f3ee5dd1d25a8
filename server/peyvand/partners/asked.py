"""What a user asks by: a city, and criteria."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from peyvand.errors import BadRequest, NotFound
from peyvand.partners.cities import Cities
from peyvand.partners.measures import CRITERIA
from peyvand.partners.ranking import Curves
from peyvand.wording import say

_NEAR = 5


def number_of(cities: Cities, city: str, given: str) -> int:
    """The number of a city.

    Args:
        cities: those there are.
        city: its IRI.
        given: as somebody named it.

    Raises:
        NotFound: it is none of the places that can be party of a link.
    """
    try:
        return cities.numbers[city]
    except KeyError:
        raise NotFound(**say("no-city-near", city=given)) from None


def chosen(curves: Curves, names: Sequence[str]) -> Curves:
    """The criteria of some names; all of them if none is named.

    Raises:
        BadRequest: there is no such criterion.
    """
    for name in names:
        check(name)
    return {name: curve for name, curve in curves.items() if not names or name in names}


def check(name: str) -> None:
    """Refuse what is no criterion.

    Raises:
        BadRequest: there is none of that name.
    """
    if name not in CRITERIA:
        near = difflib.get_close_matches(name, CRITERIA, _NEAR, 0.4) or list(CRITERIA)
        raise BadRequest(**say("no-such-criterion", criterion=name, near=", ".join(near)))
