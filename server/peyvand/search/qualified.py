"""Things by a name and what stands beside it, sorted by what the graph knows of where they are."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from peyvand.features.folding import fold, has_words, is_arabic, joined
from peyvand.features.levels import level_said
from peyvand.features.names import key
from peyvand.features.thresholds import MEANT
from peyvand.features.transliteration import without_kind
from peyvand.search.index import Index
from peyvand.search.lookup import Named, named
from peyvand.search.qualifiers import (
    Country,
    Reading,
    country,
    fit,
    is_regional,
    least,
    readings,
)

_WHERE = """
SELECT t.id, t.country, t.country_name, c.label_en, c.label_fa
FROM things t LEFT JOIN things c ON t.country != '' AND c.iri = t.country
WHERE t.id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True)
class Place:
    """A reading of a text, with the countries that it tells of."""

    reading: Reading
    countries: tuple[Country, ...]

    def fit(self, iri: str, names: Iterable[str]) -> float | None:
        """How well the countries fit that of a thing; None if that is not known."""
        names = tuple(names)
        return least(fit(country_iris, iri, names) for country_iris in self.countries)

    def is_open(self, iri: str, names: Iterable[str]) -> bool:
        """Whether a country is told that can be compared with nothing."""
        names = tuple(names)
        open_ = (
            country_iris for country_iris in self.countries if not is_regional(country_iris, names)
        )
        return any(fit(country_iris, iri, names) is None for country_iris in open_)

    def within(self, index: Index, rows: Sequence[Named]) -> list[Named]:
        """Those of the things that lie where it is told, as far as the graph knows."""
        known = fits(index, self, rows)
        return [row for row in rows if (known[row[0]] or 0.0) >= MEANT]


@dataclass
class Sifted:
    """Things by their names, by how the names and what stands beside them fit."""

    exact: list[Named] = field(default_factory=list)
    spelling: list[Named] = field(default_factory=list)
    transliterated: list[Named] = field(default_factory=list)
    unknown: list[Named] = field(default_factory=list)
    elsewhere: list[Named] = field(default_factory=list)


def places(index: Index, text: str) -> list[Place]:
    """The readings of a text that may mean something; the longest names first."""
    readable = []
    for reading in readings(text):
        told = (country(index, qualifier) for qualifier in reading.beside)
        countries = tuple(qualifier for qualifier in told if qualifier is not None)
        if has_words(fold(reading.name, whole=True)) and (countries or not reading.doubtful):
            readable.append(Place(reading, countries))
    return readable


def fits(index: Index, place: Place, rows: Sequence[Named]) -> dict[int, float | None]:
    """How well each of some things lies where it is told; None if that is not known."""
    if not rows:
        return {}
    where = index.rows(_WHERE, (json.dumps([row[0] for row in rows]),))
    return {thing: place.fit(iri, names) for thing, iri, *names in where}


def sifted(index: Index, where: Iterable[Place], kinds: Sequence[str], most: int) -> Sifted:
    """The things with the names that a text may be read as."""
    hits = Sifted()
    for place in where:
        # Frankfurt is not meant where Frankfurt (Oder) is found.
        best = not (hits.exact or hits.spelling)
        folded = fold(place.reading.name, whole=True)
        for column, form, own in (
            ("joined", joined(folded), hits.exact),
            ("key", key(folded), hits.spelling),
            ("transliterated", joined(without_kind(folded)), hits.transliterated),
        ):
            # All transliterations are in Persian letters.
            if column == "transliterated" and not is_arabic(folded):
                continue
            rows = named(index, column, (form,), kinds, most)
            if column == "key":
                # Another spelling of a name is not that of a county or of a town hall.
                said = level_said([folded])
                rows = [row for row in rows if level_said([fold(row[1], whole=True)]) == said]
            known = fits(index, place, rows)
            for row in rows:
                fitness = known[row[0]]
                if fitness is not None and fitness >= MEANT:
                    (own if best else hits.unknown).append(row)
                elif not place.reading.doubtful:
                    (hits.unknown if fitness is None else hits.elsewhere).append(row)
    return hits
