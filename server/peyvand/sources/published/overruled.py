"""Which of two countries that sources put a place in is an error of one of them.

A place that is claimed for two countries has both. But a source may put one in a wrong country, as
Cobh in Iran, or in that of another time, as Chlef in France. An error is of one place; what is
disputed, or dependent on a country, is so for other places too, or for all that are known of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations
from pathlib import Path

from peyvand.sources.published.agreement import Group, maker
from peyvand.sources.published.known_places import Places
from peyvand.sources.published.statements import COUNTRY

_GEONAMES = "geonames-2026"
# Of a country, what share of its places is claimed for another too, if it depends on that.
_SHARE = 0.5


def overruled(
    countries: Mapping[str, Sequence[Group]], folder: Path
) -> Iterator[tuple[str, str, str, str, str]]:
    """The countries that places are not in, though one source says so.

    One is overruled if it is stated by one snapshot, and another by two makers: GeoNames counts as
    one, by the nearest place that it calls so. And if no other place is claimed for the two
    countries, and less than half of the places of either for both.

    Args:
        countries: by item, the groups of statements of its country.
        folder: of the tables, with the names and points of the items.

    Yields:
        The item, the property, the value that is overruled, the one that stands, and by whom.
    """
    several = {item: groups for item, groups in countries.items() if len(groups) > 1}
    if not several:
        return
    of: Counter[str] = Counter(_code(group) for groups in countries.values() for group in groups)
    both = Counter(pair for groups in several.values() for pair in combinations(_codes(groups), 2))
    suspects = [
        (item, group, other)
        for item, groups in sorted(several.items())
        for group, other in permutations(groups, 2)
        if len(_by(group)) == 1 and _is_single(_codes((group, other)), both, of)
    ]
    places = Places(folder) if suspects else None
    for item, group, other in suspects:
        by = _by(other)
        if places and places.country(item) == _code(other):
            by.add(_GEONAMES)
        if len({maker(snapshot) for snapshot in by}) > 1:
            yield item, COUNTRY, _code(group), _code(other), " ".join(sorted(by))


def _code(group: Group) -> str:
    return group.best.value


def _codes(groups: Iterable[Group]) -> list[str]:
    return sorted(map(_code, groups))


def _by(group: Group) -> set[str]:
    return {one.snapshot for one in (group.best, *group.others)}


def _is_single(pair: Sequence[str], both: Counter[tuple[str, str]], of: Counter[str]) -> bool:
    """Whether this is the only place of the two countries, of many that either has."""
    one, other = pair
    return both[one, other] == 1 and all(_SHARE * of[code] > 1 for code in pair)
