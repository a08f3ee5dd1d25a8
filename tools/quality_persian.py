"""Measure how many of our cities are found by their Persian names as printed, and country, alone.

python tools/quality_persian.py RECORDS.jsonl...

The answers are the judgements "same" of data/curated/decisions.csv, used for counting only.
"""

import argparse
import csv
import logging
from collections import Counter
from pathlib import Path

from peyvand.linkage.batch.run import merge
from peyvand.linkage.gazetteer import Gazetteer
from peyvand.model import City
from peyvand.sources.geonames import read_geonames
from peyvand.sources.records import read_records

DATA = Path(__file__).resolve().parent.parent / "data"


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed_cities():
    """The cities with an item: their names as printed, country in Persian, and the item."""
    things = {
        row["id"]: row
        for path in (DATA / "curated/register").glob("*.csv")
        for row in rows(path)
        if "fa" in row
    }
    country = {}
    for path in (*sorted((DATA / "documents").glob("0*.csv")), DATA / "curated/statements.csv"):
        for row in rows(path):
            if row["property"] == "pv:inCountry" and row["value"] in things:
                country.setdefault(row["subject"], things[row["value"]]["fa"])
    cities, answers = [], {}
    for row in rows(DATA / "curated/decisions.csv"):
        city = row["left"]
        if row["judgement"] == "same" and city.startswith("city/"):
            names = (things[city]["printed"] or things[city]["fa"]).replace("،", "").split(" | ")
            cities.append(City(city, tuple(names), country.get(city, "")))
            answers[city] = row["right"].removeprefix("wd:")
    return cities, answers


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=Path, nargs="+")
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    records = [city for path in options.records for city in read_records(path).cities]
    located = {record.identifier for record in records if record.located}
    cities, answers = printed_cities()
    present = sum(item in located for item in answers.values())
    print(f"{len(cities)} cities, {present} with a located record")
    known = Gazetteer(read_geonames(), cities)
    for title, places in (
        ("without a gazetteer", cities),
        ("with GeoNames", [known.complete(city) for city in cities]),
    ):
        merged = merge(places, records)
        tally = Counter()
        for link in merged.links:
            considered = {link.right, *(pair.right for pair in link.others)}
            right = link.right == answers[link.left]
            what = "right" if right else "listed" if answers[link.left] in considered else "wrong"
            tally[link.decision, "" if link.decision == "none" else what] += 1
        print(title, {" ".join(key).strip(): count for key, count in sorted(tally.items())})


if __name__ == "__main__":
    main()
