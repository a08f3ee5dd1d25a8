"""The cells of a row of pairs, and what a pair is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from peyvand.sources.tables import Row

Labels = dict[NamedNode, dict[str, str]]


def names_of_pair(
    names: Labels, parties: tuple[NamedNode, NamedNode], row: Row
) -> Iterator[tuple[str, str]]:
    """The pair's name in each language that both have a name in; else in whatever there is."""
    one, other = (names.get(city) or {} for city in parties)
    common = [language for language in ("en", "fa") if language in one and language in other]
    for language in common:
        yield language, f"{one[language]} – {other[language]}"
    if "en" not in common:
        yield "und", f"{_any(one, row['one'])} – {_any(other, row['other'])}"


def _any(found: Mapping[str, str], item: str) -> str:
    return next((found[tag] for tag in ("en", "und", "fa") if tag in found), item)


def by_snapshot(cell: str) -> dict[str, list[str]]:
    """``2017:1957 2019-08:1958`` as the values of each snapshot."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in cell.split():
        name, _, value = text.partition(":")
        found[name].append(value)
    return found
