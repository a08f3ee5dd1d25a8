"""A list of places and records of items whose true answers are known, of any size.

The places are those of GeoNames, and beyond these made-up ones in the neighbourhood of real ones.
A record and a row of the list are two descriptions of a place that differ as sources differ: in
spelling, script, position and population. Some places have a twin item (a municipality), some a
namesake in the same state, and a tenth of the list has no record at all.
"""

import csv
import json
import math
import random

from .names import joined, mistyped, plain, respelt

# The shares of these among the items and among the rows of the list.
TWINS, NAMESAKES = 0.02, 0.01
ABSENT, FAR, NO_POINT, NO_COUNTRY, NO_POPULATION = 0.1, 0.005, 0.02, 0.03, 0.2
COLUMNS = ("id", "name", "country", "lat", "lon", "population")
_FIRST_QID = 10_000


def real_places(cities):
    """Places as plain rows, from GeoNames' cities (``sources.geonames.read_geonames``)."""
    found = []
    for city in cities:
        aliases = [alias for alias in city.aliases if alias and alias != city.names[0]]
        found.append(
            (
                city.names[0],
                [alias for alias in aliases if alias.isascii() and alias[0].isupper()][:5],
                [alias for alias in aliases if "\u0600" <= alias[0] <= "\u06ff"][:2],
                city.country,
                city.latitude,
                city.longitude,
                city.population or 0,
            )
        )
    return found


def places(real, count, seed=1):
    """So many places: real ones in a random order, then made-up ones, and the namesakes."""
    chance = random.Random(f"places {seed}")
    order = list(real)
    chance.shuffle(order)
    by_country = {}
    for row in order:
        by_country.setdefault(row[3], []).append(row)
    names = {code: [row[0] for row in rows] for code, rows in by_country.items()}
    for number in range(count):
        if chance.random() < NAMESAKES and number:
            like = order[chance.randrange(min(number, len(order)))]
            beside = chance.choice(by_country[like[3]])
            yield (like[0], [], [], like[3], *_near(chance, beside, 40), _size(chance))
        elif number < len(order):
            yield order[number]
        else:
            beside = chance.choice(order)
            name = joined(chance, names[beside[3]])
            yield (name, [], [], beside[3], *_near(chance, beside, 40), _size(chance))


def _size(chance):
    return int(chance.lognormvariate(7.6, 1.3))


def _near(chance, row, km):
    return _moved(chance, row[4], row[5], km)


def _moved(chance, latitude, longitude, km):
    turn, way = chance.uniform(0, 2 * math.pi), abs(chance.gauss(0, km)) / 111.2
    moved = latitude + way * math.sin(turn)
    wide = longitude + way * math.cos(turn) / max(0.1, math.cos(math.radians(latitude)))
    return round(max(-89.0, min(89.0, moved)), 5), round((wide + 180) % 360 - 180, 5)


def _record(chance, qid, row, name=None, km=1.0):
    main, latin, arabic, country, latitude, longitude, population = row
    labels = {"en": name or main}
    if arabic and chance.random() < 0.8:
        labels["fa"] = arabic[0]
    lat, lon = _moved(chance, latitude, longitude, km)
    record = {"qid": qid, "labels": labels, "aliases": latin[:3], "country": country}
    record |= {"lat": lat, "lon": lon, "source": "made", "snapshot": "2026"}
    if population and chance.random() > NO_POPULATION:
        record["population"] = int(population * chance.lognormvariate(0, 0.1))
    return record


def _row(chance, row):
    main, latin, arabic, country, latitude, longitude, population = row
    draw = chance.random()
    if draw < 0.12 and latin:
        name = chance.choice(latin)
    elif draw < 0.17 and arabic:
        name = chance.choice(arabic)
    elif draw < 0.30:
        name = respelt(chance, main)
    elif draw < 0.33:
        name = mistyped(chance, main)
    else:
        name = plain(main) if draw < 0.5 else main
    km = chance.uniform(30, 120) if chance.random() < FAR else 2.0
    lat, lon = _moved(chance, latitude, longitude, km)
    if chance.random() < NO_POINT:
        lat = lon = ""
    size = int(population * chance.lognormvariate(0, 0.2))
    return {
        "name": name,
        "country": "" if chance.random() < NO_COUNTRY else country,
        "lat": lat,
        "lon": lon,
        "population": "" if chance.random() < NO_POPULATION else size or "",
    }


def write_pair(folder, real, names, records, seed=1):
    """Write ``list.csv``, ``gold.csv`` (id, qid; empty if absent) and ``records.jsonl``.

    Args:
        folder: is made if it is not there.
        real: the real places (``real_places``).
        names: how many rows the list has.
        records: how many items there are.
        seed: of the random numbers.
    """
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(f"pair {seed}")
    absent = round(names * ABSENT)
    twins = round(records * TWINS)
    total = records - twins + absent
    listed = chance.sample(range(total), names)
    left_out, listed = set(listed[:absent]), set(listed)
    numbers = list(range(_FIRST_QID, _FIRST_QID + records))
    chance.shuffle(numbers)
    rows, free = [], iter(numbers)
    with (folder / "records.jsonl").open("w", encoding="utf-8") as file:
        for number, row in enumerate(places(real, total, seed)):
            absent_here = number in left_out
            qid = "" if absent_here else f"Q{next(free)}"
            if number in listed:
                rows.append((_row(chance, row), qid))
            if absent_here:
                continue
            _write(file, _record(chance, qid, row))
            if twins and chance.random() < TWINS * 1.05:
                twins -= 1
                name = f"{row[0]} Municipality" if chance.random() < 0.7 else row[0]
                larger = (*row[:6], int(row[6] * chance.uniform(1.1, 2)))
                _write(file, _record(chance, f"Q{next(free)}", larger, name, 3.0))
    chance.shuffle(rows)
    with (
        (folder / "list.csv").open("w", encoding="utf-8", newline="") as list_file,
        (folder / "gold.csv").open("w", encoding="utf-8", newline="") as gold_file,
    ):
        listing = csv.DictWriter(list_file, COLUMNS, lineterminator="\n")
        gold = csv.writer(gold_file, lineterminator="\n")
        listing.writeheader()
        gold.writerow(("id", "qid"))
        for number, (row, qid) in enumerate(rows, 1):
            listing.writerow({"id": f"r{number}", **row})
            gold.writerow((f"r{number}", qid))
    return {"names": len(rows), "records": records - twins, "absent": absent}


def _write(file, record):
    file.write(json.dumps(record, ensure_ascii=False) + "\n")


def read_gold(path):
    """The true item of each row, or nothing."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row["qid"] for row in csv.DictReader(file)}
