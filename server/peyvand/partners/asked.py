"""What a user asks by: a city, and criteria."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from peyvand.errors import BadRequest, NotFound
from peyvand.features.folding import fold
from peyvand.partners.cities import Cities
from peyvand.partners.measures import CRITERIA
from peyvand.partners.ranking import Curves
from peyvand.vocabulary.iris import ID
from peyvand.wording import say

_NEAR = 5


def city_of(cities: Cities, given: str) -> int:
    """The number of the city that somebody named.

    Args:
        cities: those there are.
        given: an IRI, or its last parts (``city/arak``, ``arak``), or a name in any language.

    Raises:
        NotFound: there is none of that name, or several.
    """
    for iri in (given, f"{ID}{given}", f"{ID}city/{given.casefold()}"):
        if iri in cities.numbers:
            return cities.numbers[iri]
    folded = fold(given)
    names: dict[str, list[int]] = {}
    for number, labels in enumerate(cities.names):
        for name in {fold(label) for label in labels.values()}:
            names.setdefault(name, []).append(number)
    found = names.get(folded, []) if folded else []
    if len(found) == 1:
        return found[0]
    near = found or [
        number
        for name in difflib.get_close_matches(folded, names, _NEAR, 0.6)
        for number in names[name]
    ]
    shown = ", ".join(
        f"{cities.label(number, 'en')} ({cities.iris[number].removeprefix(str(ID))})"
        for number in near[:_NEAR]
    )
    key = "several-cities" if found else "no-such-city"
    if not shown:
        raise NotFound(**say("no-city-near", city=given))
    raise NotFound(**say(key, city=given, near=shown))


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
