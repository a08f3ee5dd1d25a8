"""A place of a gazetteer by the sound of a name in other letters, where no source has that name.

A Persian list says سالرنو, and the gazetteer has Salerno alone. Every place of the country is then
held against the name, in Persian letters as the rules of transliteration write them, in Latin ones
for other scripts; so the likest is found among all that it may be, and not only among those that
have a record. Letters of one sound are one (ط ت, ص س), and since lists are of towns more than of
hamlets, a place of ten times as many people may be a tenth less like.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Levenshtein

from peyvand.features.countries import country_code, sovereign
from peyvand.features.folding import is_arabic, is_latin
from peyvand.features.names import folded, key, skeleton
from peyvand.features.thresholds import (
    AS_WRITTEN,
    HEARD_NAME,
    NAMESAKE_LIKENESS,
    OUTGROWN_NAMESAKE,
    WORTH_HEARING,
)
from peyvand.features.transliteration import persian
from peyvand.model import City

# Letters of Arabic that Persian, and most languages that are written with them, sound alike.
_ONE_SOUND = str.maketrans(
    {letter: letters[0] for letters in ("زذضظ", "سثص", "تط", "قغ", "هح") for letter in letters[1:]}
)
# So many of the likest are weighed; a place beyond them is behind by more than any size makes up.
_MOST = 40
# Places whose people nobody counted, and hamlets, are as small as the gazetteer's smallest.
_FEWEST = 300


def _sounds(name: str) -> str:
    return key(name).translate(_ONE_SOUND)


class Hearing:
    """Places by how they sound in other letters.

    Args:
        places: those of a gazetteer, with their countries.
    """

    def __init__(self, places: Iterable[City]) -> None:
        self._places: dict[str, list[City]] = {}
        for place in places:
            self._places.setdefault(state_of(place), []).append(place)
        self._written: dict[tuple[str, bool], tuple[list[str], list[City]]] = {}

    def find(self, place: City, is_possible: Callable[[City, City], bool]) -> City | None:
        """The one place that a name in other letters than Latin sounds like, if there is one.

        Args:
            place: of a list. One with coordinates, a name in Latin letters or no country has none.
            is_possible: whether a place of the gazetteer may be meant by all but the name.
        """
        if place.located or not place.country or any(map(is_latin, place.names)):
            return None
        likeness: dict[str, tuple[float, City]] = {}
        for name in folded(place.names):
            for alike, known in self._alike(_sounds(name), state_of(place), is_arabic(name)):
                if alike > likeness.get(known.identifier, (0.0, known))[0]:
                    likeness[known.identifier] = (alike, known)
        ranked = sorted(
            (
                (_worth(alike, known), known.identifier, alike, known)
                for alike, known in likeness.values()
                if is_possible(place, known)
            ),
            reverse=True,
        )
        if not ranked or ranked[0][2] < HEARD_NAME:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 1:
            return None
        return ranked[0][3]

    def _alike(self, sounds: str, state: str, in_persian: bool) -> Iterable[tuple[float, City]]:
        names, places = self._names(state, in_persian)
        consonants = skeleton(sounds)
        for name, alike, index in process.extract(
            sounds,
            names,
            scorer=JaroWinkler.normalized_similarity,
            limit=_MOST,
            score_cutoff=WORTH_HEARING,
        ):
            letters = Levenshtein.normalized_similarity(sounds, name)
            rough = Levenshtein.normalized_similarity(consonants, skeleton(name))
            yield (alike + letters + rough) / 3, places[index]

    def _names(self, state: str, in_persian: bool) -> tuple[list[str], list[City]]:
        """The names of the places of a state as they sound, each with its place."""
        found = self._written.get((state, in_persian))
        if found is None:
            pairs = [
                (_sounds(name), place)
                for place in self._places.get(state, ())
                for name in folded([_in_persian(place) if in_persian else place.names[0]])[:1]
            ]
            found = [name for name, _ in pairs], [place for _, place in pairs]
            self._written[state, in_persian] = found
        return found


def _worth(alike: float, known: City) -> float:
    """How likely a place is meant, in steps of ``OUTGROWN_NAMESAKE``."""
    people = math.log10(max(known.population or 0, _FEWEST)) / math.log10(OUTGROWN_NAMESAKE)
    return people + (alike + AS_WRITTEN * (alike == 1)) / NAMESAKE_LIKENESS


def state_of(place: City) -> str:
    """The state that a place says it is in, or that claims it; nothing if it says none."""
    return sovereign(country_code(place.country)) if place.country else ""


def _in_persian(place: City) -> str:
    return persian(place.names[0], country_code(place.country))
