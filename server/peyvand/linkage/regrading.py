"""Grades that the engines cannot give: what the words of two names share, and who says a level.

The engines find pairs and weigh them; here the pairs that may matter are looked at again, name by
name, and a grade that rests on less than it says is lowered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from peyvand.features.countries import one_country
from peyvand.features.folding import is_arabic, is_latin
from peyvand.features.levels import level_of, level_told
from peyvand.features.names import (
    bare,
    folded,
    is_called_town,
    key,
    sides,
    skeleton,
    skeletons,
)
from peyvand.features.numerals import numerals
from peyvand.features.similarity import similarity
from peyvand.features.thresholds import CLOSE_NAME, DISTANCES_KM, SAME_TOWN_KM
from peyvand.features.transliteration import persian
from peyvand.linkage.classification import Scored
from peyvand.linkage.hearing import are_alike
from peyvand.linkage.model import SOUND_BITS
from peyvand.model import City

# Grades of names that are not equal: each word counts.
_UNEQUAL = ("close", "sound", "part", "similar")
_EQUAL = ("main", "alias", "spelling")
# Grades of names that are one but for such words as *city*.
_WHOLE = ("alias", "spelling", "sound", "translated")
# Grades of distance within which a name in another script is looked at by its sounds.
_BESIDE = frozenset(f"{km}" for km in DISTANCES_KM if km <= SAME_TOWN_KM)
# So many consonants tell a name from those of its neighbours.
_LEAST_BESIDE = 2
# The levels of a place that is called by its name alone.
_TOWNS = frozenset(("city", "municipality", "place"))


@dataclass(frozen=True)
class Named:
    """The names of one side of a pair, read once."""

    city: City

    @cached_property
    def own(self) -> list[str]:
        """The folded names that its source gives."""
        return folded((*self.city.names, *self.city.aliases))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Their keys."""
        return frozenset(map(key, self.own))

    @cached_property
    def words(self) -> list[dict[str, str]]:
        """The words of each name by their keys, without those for a level."""
        return [{key(word): word for word in bare(name).split()} for name in self.own]

    @cached_property
    def main_numbers(self) -> frozenset[str]:
        """The numbers in the main name."""
        return numerals(folded(self.city.names[:1]))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers in any name."""
        return numerals(self.own)

    @cached_property
    def sounds(self) -> frozenset[str]:
        """The skeletons of its names."""
        return frozenset(skeletons(self.own))

    @cached_property
    def short_sounds(self) -> frozenset[str]:
        """The skeletons of two consonants or more."""
        found = (skeleton(name) for name in self.own)
        return frozenset(text for text in found if len(text) >= _LEAST_BESIDE)

    @cached_property
    def in_persian(self) -> frozenset[str]:
        """Its Latin names as Persian would write them, folded."""
        country = one_country(self.city.country)
        written = (persian(name, country) for name in (*self.city.names, *self.city.aliases))
        return frozenset(folded(filter(None, written)))

    @cached_property
    def is_town(self) -> bool:
        """Whether each of its names says that it is a city or town."""
        return bool(self.own) and all(map(is_called_town, self.own))

    @cached_property
    def says_town(self) -> bool:
        """Whether any of its names does, or what the gazetteer calls the place first."""
        return any(map(is_called_town, (*self.own, *folded(self.city.lent_names[:1]))))

    @cached_property
    def level(self) -> str:
        """The level that the main name says."""
        return level_of(self.city.names[0]) if self.city.names else ""


def regrade(
    pairs: Iterable[Scored], places: Mapping[str, City], described: Mapping[str, City]
) -> list[Scored]:
    """The pairs, with the grades that their names bear out.

    Args:
        pairs: as the engine scored them.
        places: the places of the list, by identifier.
        described: the descriptions of the items, by row.
    """
    left = {identifier: Named(place) for identifier, place in places.items()}
    right: dict[str, Named] = {}
    regraded = []
    for pair in pairs:
        record = right.get(pair.row)
        if record is None:
            record = right[pair.row] = Named(described[pair.row])
        place = left[pair.left]
        grades = dict(pair.grades)
        grade = _name(place, record, grades.get("name", ""), grades.get("distance", ""))
        # Whoever calls an item a city in so many words tells it from one that has the plain name.
        is_more = (
            grade in _WHOLE
            and record.is_town
            and not place.says_town
            and not set(place.own).intersection(record.own)
        )
        grades["name"] = "town" if is_more else grade
        grades["kind"] = _level(place, record)
        if grades == pair.grades:
            regraded.append(pair)
        elif grades["name"] == "sound" and pair.grades.get("name") == "script":
            regraded.append(_heard(pair, grades))
        else:
            regraded.append(replace(pair, grades=grades))
    return regraded


def _heard(pair: Scored, grades: Mapping[str, str]) -> Scored:
    """A pair that the engine took for one of names that cannot be compared."""
    weight = pair.weight + SOUND_BITS
    weights = {**pair.weights, "name": pair.weights.get("name", 0.0) + SOUND_BITS}
    return replace(
        pair,
        grades=grades,
        weights=weights,
        weight=round(weight, 6),
        probability=round(1 / (1 + 2**-weight), 9),
    )


def _name(place: Named, record: Named, grade: str, distance: str = "") -> str:
    if grade in _EQUAL:
        if not place.city.lent_names or place.keys & record.keys:
            return grade
        return _lent(place, record)
    if grade == "script" and distance in _BESIDE and _heard_alike(place, record):
        return "sound"
    if grade not in _UNEQUAL:
        return grade
    if not (place.main_numbers <= record.numbers and record.main_numbers <= place.numbers):
        return "numbered"
    if grade == "sound":
        return grade
    return _words(place, record, grade)


def _lent(place: Named, record: Named) -> str:
    """The grade of a name that only the gazetteer brings together with those of an item.

    A name in another script is a translation if the item has the first name of the gazetteer's
    place; any other is borrowed, or attested where the list itself tells the place.
    """
    own_place = place.city.located and not place.city.is_place_lent
    borrowed = "attested" if own_place else "borrowed"
    if not any(map(is_latin, place.city.names)):
        first = {key(name) for name in folded(place.city.lent_names[:1])}
        if first & record.keys:
            return "translated"
    return "sound" if _across(place, record) else borrowed


def _across(place: Named, record: Named) -> bool:
    return bool(place.sounds & record.sounds)


def _heard_alike(place: Named, record: Named) -> bool:
    """Whether names in two scripts that lie side by side are one by their consonants or letters.

    Short skeletons, which say too little of a name in a whole state, do here; and Persian names are
    held against what the Latin ones are by the rules of transliteration.
    """
    if not place.main_numbers <= record.numbers or not record.main_numbers <= place.numbers:
        return False
    if place.short_sounds & record.short_sounds:
        return True
    persian_, latin = (place, record) if is_arabic(place.city.names[0]) else (record, place)
    return any(are_alike(ours, theirs) for ours in persian_.own for theirs in latin.in_persian)


def _words(place: Named, record: Named, grade: str) -> str:
    """The grade of two names by the words that they do not share."""
    found = "ending" if grade in ("close", "part") else grade
    for ours in place.words:
        for theirs in record.words:
            more, fewer = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
            if bool(more) != bool(fewer):
                # One name is the other and more: a part, if what they share is a word that tells,
                # and what is more does not name a side of it.
                beyond = {ours.get(word, theirs.get(word, "")) for word in more | fewer}
                if sides(beyond):
                    continue
                if any(len(word) > 3 for word in ours.keys() & theirs.keys()):
                    found = "part" if grade in ("close", "part") else found
            elif (
                grade == "close"
                and similarity(_rest(ours, more), _rest(theirs, fewer)) >= CLOSE_NAME
            ):
                return "close"
    return found


def _rest(words: Mapping[str, str], kept: Iterable[str]) -> str:
    kept = set(kept)
    return "".join(word for word in words if word in kept)


def _level(place: Named, record: Named) -> str:
    """Whether both are of one administrative level, as far as it is told."""
    stated = frozenset(record.city.levels)
    told = frozenset(filter(None, (place.level, *map(level_told, place.city.levels))))
    if told - _TOWNS or "municipality" in told:
        if record.level:
            return "same" if record.level in told or stated & told else "other"
        return "same" if stated & told else "other"
    # A list that says city means no municipality; one that says nothing may mean either.
    towns = {"city"} if told else _TOWNS
    return "other" if record.level or (stated and not stated & towns) else "same"
