"""A place of a gazetteer by the sound of a name in other letters, where no source has that name.

A Persian list says سالرنو, and the gazetteer has Salerno alone. Every place of the country is then
held against the name, in Persian letters as the rules of transliteration write them, in Latin ones
for other scripts; so the likest is found among all that it may be, and not only among those that
have a record. Letters of one sound are one (ط ت, ص س), and since lists are of towns more than of
hamlets, a place of ten times as many people may be a tenth less like.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler, Levenshtein

from peyvand.features.countries import one_country, sovereign
from peyvand.features.folding import is_arabic, is_latin
from peyvand.features.names import folded, key, skeleton
from peyvand.features.thresholds import (
    HEARD_NAME,
    LEAST_SKELETON,
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
# Characters and syllables, which are romanised one by one and as one language reads them.
_EASTERN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def sounds(name: str) -> str:
    """The key of a folded name, with letters of one sound as one."""
    return key(name).translate(_ONE_SOUND)


def likeness(ours: str, theirs: str) -> float:
    """How alike two names sound, from 0 to 1: by letters, by edits and by consonants.

    Args:
        ours: the sounds of one name.
        theirs: those of another in the same letters.
    """
    letters = JaroWinkler.normalized_similarity(ours, theirs)
    edits = Levenshtein.normalized_similarity(ours, theirs)
    consonants = Levenshtein.normalized_similarity(skeleton(ours), skeleton(theirs))
    return (letters + edits + consonants) / 3


def are_alike(ours: str, theirs: str) -> bool:
    """Whether two folded names sound alike, as a whole and in the words that they do not share."""
    if likeness(sounds(ours), sounds(theirs)) < HEARD_NAME:
        return False
    left, right = ([sounds(word) for word in name.split()] for name in (ours, theirs))
    more = "".join(word for word in left if word not in right)
    other = "".join(word for word in right if word not in left)
    return not (more and other) or likeness(more, other) >= HEARD_NAME


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
        best: dict[str, tuple[float, City]] = {}
        for name in folded(filter(_tells_sounds, place.names)):
            spoken = sounds(name)
            # Romanised by the letter, a name tells less of its sound than the rules for Persian do.
            if not is_arabic(name) and len(skeleton(spoken)) < LEAST_SKELETON:
                continue
            for alike, known in self._alike(spoken, state_of(place), is_arabic(name)):
                if alike > best.get(known.identifier, (0.0, known))[0]:
                    best[known.identifier] = (alike, known)
        ranked = sorted(
            (
                (_worth(alike, known), known.identifier, alike, known)
                for alike, known in best.values()
                if is_possible(place, known)
            ),
            reverse=True,
        )
        if not ranked or ranked[0][2] < HEARD_NAME:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < 1:
            return None
        return ranked[0][3]

    def _alike(self, heard: str, state: str, in_persian: bool) -> Iterable[tuple[float, City]]:
        names, places = self._names(state, in_persian)
        for name, _, index in process.extract(
            heard,
            names,
            scorer=JaroWinkler.normalized_similarity,
            limit=_MOST,
            score_cutoff=WORTH_HEARING,
        ):
            yield likeness(heard, name), places[index]

    def _names(self, state: str, in_persian: bool) -> tuple[list[str], list[City]]:
        """The names of the places of a state as they sound, each with its place."""
        found = self._written.get((state, in_persian))
        if found is None:
            pairs = [
                (sounds(name), place)
                for place in self._places.get(state, ())
                for name in folded([_in_persian(place) if in_persian else place.names[0]])[:1]
            ]
            found = [name for name, _ in pairs], [place for _, place in pairs]
            self._written[state, in_persian] = found
        return found


def _tells_sounds(name: str) -> bool:
    return not _EASTERN.search(name)


def _worth(alike: float, known: City) -> float:
    """How likely a place is meant, in steps of ``OUTGROWN_NAMESAKE``."""
    people = math.log10(max(known.population or 0, _FEWEST)) / math.log10(OUTGROWN_NAMESAKE)
    return people + alike / NAMESAKE_LIKENESS


def state_of(place: City) -> str:
    """The state that a place says it is in, or that claims it; nothing if it says none."""
    return sovereign(one_country(place.country))


def _in_persian(place: City) -> str:
    return persian(place.names[0], one_country(place.country))
