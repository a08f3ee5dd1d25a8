"""Grades that the engines cannot give: what the words of two names share, and who says a level.

The engines find pairs and weigh them; here the pairs that may matter are looked at again, name by
name, and a grade that rests on less than it says is lowered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from peyvand.features.folding import is_latin
from peyvand.features.levels import level_of, level_told
from peyvand.features.names import bare, folded, key, skeletons
from peyvand.features.numerals import numerals
from peyvand.features.similarity import similarity
from peyvand.features.thresholds import CLOSE_NAME
from peyvand.linkage.classification import Scored
from peyvand.model import City

# Grades of names that are not equal: each word counts.
_UNEQUAL = ("close", "sound", "part", "similar")
_EQUAL = ("main", "alias", "spelling")
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
        grades["name"] = _name(place, record, grades.get("name", ""))
        grades["kind"] = _level(place, record)
        regraded.append(replace(pair, grades=grades) if grades != pair.grades else pair)
    return regraded


def _name(place: Named, record: Named, grade: str) -> str:
    if grade in _EQUAL:
        if not place.city.lent_names or place.keys & record.keys:
            return grade
        return _lent(place, record)
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
    place; any other is borrowed.
    """
    if _across(place, record):
        return "sound"
    if any(map(is_latin, place.city.names)):
        return "borrowed"
    first = {key(name) for name in folded(place.city.lent_names[:1])}
    return "translated" if first & record.keys else "borrowed"


def _across(place: Named, record: Named) -> bool:
    return bool(place.sounds & record.sounds)


def _words(place: Named, record: Named, grade: str) -> str:
    """The grade of two names by the words that they do not share."""
    found = "ending" if grade in ("close", "part") else grade
    for ours in place.words:
        for theirs in record.words:
            more, fewer = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
            if bool(more) != bool(fewer):
                # One name is the other and more: a part, if what they share is a word that tells.
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
