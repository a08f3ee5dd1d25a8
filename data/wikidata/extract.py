"""Derive the tables of this folder from larger files of Wikidata links and records.

Run by hand when the decisions or the inputs change; the inputs are not part of the project:

    python data/wikidata/extract.py RECORDS.jsonl LINKS.csv

RECORDS.jsonl: one JSON object a line with qid, source, labels, country, lat, lon, population.
LINKS.csv: qid_a, qid_b, start, end, source, snapshot, directed, qualifiers (P190 statements).
"""

import csv
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DECISIONS = HERE.parent / "curated" / "decisions.csv"
# The sources by which the input files name their snapshots: our name of each.
SNAPSHOTS = {
    "L3viathan_sister-cities": "wikidata-2016-09",
    "L3viathan_names": "wikidata-2016-09",
    "migalkin_StarE_WD50K": "wikidata-2019-08",
    "soledad921_ATISE_Wikidata12k": "wikidata-2017",
    "albertoursino_graphs-comparison": "wikidata-2022-01-09",
    "albertoursino_gexf": "wikidata-2022-01-09",
    "cityvote_eurocities": "wikidata-2022-eurocities",
}


def snapshot(source, date):
    """Our name of a snapshot; single entity documents are named by their date."""
    if source in SNAPSHOTS:
        return SNAPSHOTS[source]
    return f"wikidata-{date[:10].split(' ')[0]}"


def point(record):
    """Coordinates as a WKT point, longitude first, without exponents."""
    return "POINT({:.6f} {:.6f})".format(record["lon"], record["lat"])


def edtf(date):
    """A date with its own precision: 1955-00-00 is the year 1955."""
    return date[:10].removesuffix("-00").removesuffix("-00")


def main(records_path, links_path):
    """Write places.csv, partners.csv and labels.csv."""
    with DECISIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    items = {row["right"].removeprefix("wd:") for row in rows if row["judgement"] == "same"}
    places, labels, known = set(), {}, set()
    with open(records_path, encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            name = snapshot(record["source"], record["snapshot"])
            for language, label in record.get("labels", {}).items():
                labels.setdefault(record["qid"], []).append((name, language, label))
            if record["qid"] in items:
                if record.get("lat") is not None:
                    places.add((record["qid"], name, "coordinates", point(record)))
                if record.get("population"):
                    people = str(int(record["population"]))
                    places.add((record["qid"], name, "population", people))
                if record.get("country"):
                    places.add((record["qid"], name, "country-name", record["country"]))
    partners = set()
    with open(links_path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pair = (row["qid_a"], row["qid_b"])
            if not items & set(pair):
                continue
            name = snapshot(row["source"], row["snapshot"])
            if row["directed"] != "1":
                # Which item states the link is not known: our city first, then by number.
                pair = tuple(sorted(pair, key=lambda item: (item not in items, item)))
            dates = (edtf(row["start"]), edtf(row["end"]))
            partners.add((*pair, name, row["directed"], *dates))
            known |= set(pair)
    write("places.csv", ("item", "snapshot", "property", "value"), places)
    columns = ("item", "partner", "snapshot", "directed", "start", "end")
    write("partners.csv", columns, partners)
    named = set()
    for item in known - items:
        # A label of known language is better than one of unknown; then the newest snapshot.
        for name, language, label in sorted(
            labels.get(item, []), key=lambda found: (found[1] == "und", found[0])
        )[:1]:
            named.add((item, language, label, name))
    write("labels.csv", ("item", "language", "label", "snapshot"), named)


def write(name, columns, rows):
    """Write a table, sorted so that a rerun on the same input changes nothing."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(sorted(rows))
    print(f"{name}: {len(rows)} rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
