"""Measure the merge of a list whose answers are known, beside what a user would do instead.

python tools/quality.py LIST.csv GOLD.csv RECORDS.jsonl...

GOLD.csv has the columns id, qid and in_city_records (1 where the records describe the item with
coordinates). The answers are used for counting only. Review counts as not found.
"""

import argparse
import contextlib
import csv
import io
import itertools
import json
import logging
import math
import random
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from peyvand.features.countries import country_code
from peyvand.features.distance import kilometres
from peyvand.features.folding import fold
from peyvand.linkage import sentences
from peyvand.linkage.batch.engine import score, shipped_numbers, train
from peyvand.linkage.batch.run import merge
from peyvand.linkage.blocking import mentions, variants
from peyvand.linkage.classification import REVIEW, SAME, Rules, judge
from peyvand.sources.lists import read_list
from peyvand.sources.records import read_records


@dataclass(frozen=True)
class Answer:
    qid: str
    present: bool


def wilson(hits, of, z=1.959964):
    """The 95 % interval of a share."""
    if not of:
        return 0.0, 1.0
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def show(name, hits, of):
    low, high = wilson(hits, of)
    return f"{name} {hits / of if of else 0:.4f} ({hits}/{of}, {low:.4f}-{high:.4f})"


def counts(found, gold):
    """Hits and claims over all places and over those present, and how many are present."""
    claims = [(left, qid) for left, qid in found.items() if qid]
    right = [left for left, qid in claims if gold[left].qid == qid]
    present = [left for left, _ in claims if gold[left].present]
    hits = [left for left in right if gold[left].present]
    return Counter(
        right=len(right),
        claims=len(claims),
        hits=len(hits),
        claims_present=len(present),
        present=sum(answer.present for answer in gold.values()),
    )


def report(title, tally, seconds=None):
    print(f"{title}" + (f"  [{seconds:.1f} s]" if seconds is not None else ""))
    print("  " + show("precision, all places  ", tally["right"], tally["claims"]))
    print("  " + show("precision, the present ", tally["hits"], tally["claims_present"]))
    print("  " + show("recall, the present    ", tally["hits"], tally["present"]))


def run(places, records, numbers, rules):
    with contextlib.redirect_stdout(io.StringIO()):
        return merge(places, records, numbers=numbers, rules=rules)


def settled(links):
    return {link.left: link.right if link.decision == SAME else "" for link in links}


def exact_join(places, records, radius):
    """The plain join: an equal folded name within a distance, the nearest if several."""
    by_name = defaultdict(list)
    for record in records:
        if record.located:
            for name in record.names:
                by_name[fold(name)].append(record)
    found = {}
    for place in places:
        near = sorted(
            (km, record.identifier)
            for name in {fold(name) for name in (*place.names, *place.aliases)}
            for record in by_name[name]
            if (km := kilometres(place, record)) is not None and km <= radius
        )
        found[place.identifier] = near[0][1] if near else ""
    return found


def name_only(places, records):
    """The join that a spreadsheet does: an equal name, if only one item has it."""
    by_name = defaultdict(set)
    for record in records:
        for name in record.names:
            by_name[name.casefold()].add(record.identifier)
    return {
        place.identifier: min(items)
        if len(items := by_name[place.names[0].casefold()]) == 1
        else ""
        for place in places
    }


def name_and_country(places, records):
    """Scoring in the manner of OpenRefine: name similarity, and a property (the country).

    The best item is taken by itself if its score is high and no other comes near.
    """
    labels, owners = [], []
    country = {}
    for record in records:
        for name in record.names:
            labels.append(name.casefold())
            owners.append(record.identifier)
        if record.country:
            country[record.identifier] = country_code(record.country)
    found = {}
    for place in places:
        scores = {}
        home = country_code(place.country) if place.country else ""
        matches = process.extract(
            place.names[0].casefold(),
            labels,
            scorer=fuzz.token_sort_ratio,
            limit=20,
            score_cutoff=80,
        )
        for _, similarity, index in matches:
            item = owners[index]
            agrees = 100 if country.get(item) == home else 0 if item in country else 50
            scores[item] = max(scores.get(item, 0), 0.7 * similarity + 0.3 * agrees)
        ranked = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
        clear = (
            ranked and ranked[0][1] >= 85 and (len(ranked) == 1 or ranked[0][1] - ranked[1][1] > 5)
        )
        found[place.identifier] = ranked[0][0] if clear else ""
    return found


# What may be tuned: the rest of the rules says what the words mean.
GRID = [
    Rules(same=same, margin=margin, radius=radius, near=near, wide=wide)
    for same, margin, radius, near, wide in itertools.product(
        (0.9, 0.99, 0.999), (3.0, 6.0, 9.0), (12, 25), (3, 6), (25, 50)
    )
]


def worth(tally):
    """How good a setting is on the part it is tuned on: errors weigh as three misses."""
    return tally["hits"] - 3 * (tally["claims"] - tally["right"])


def cross_validate(places, records, gold, folds, seed):
    """Numbers and rules from all parts but one, measured on that one; then the parts together."""
    order = sorted(place.identifier for place in places)
    random.Random(seed).shuffle(order)
    part_of = {identifier: number % folds for number, identifier in enumerate(order)}
    described, spoken_of = variants(records), mentions(records)
    total = Counter()
    for number in range(folds):
        learn = [place for place in places if part_of[place.identifier] != number]
        held = [place for place in places if part_of[place.identifier] == number]
        with contextlib.redirect_stdout(io.StringIO()):
            numbers = train(learn, described)
            pairs = score(places, described, numbers)

        def measure(some, rules, pairs=pairs):
            answers = {place.identifier: gold[place.identifier] for place in some}
            return counts(settled(judge(some, pairs, spoken_of, rules)), answers)

        tried = [(worth(measure(learn, rules)), -index) for index, rules in enumerate(GRID)]
        rules = GRID[-max(tried)[1]]
        total += measure(held, rules)
        print(f"  part {number + 1}: {rules}")
    report(f"cross-validated in {folds} parts (seed {seed})", total)


def error_kind(link, place, answer, of_item):
    """Why a link is wrong or missing, from the two records alone."""
    if link.decision == SAME:
        got = of_item.get(link.right, [])
        if not answer.present:
            names = {fold(name) for record in of_item.get(answer.qid, []) for name in record.names}
            if any(fold(name) in names for record in got for name in record.names):
                return "wrong: two items of one name, the true one without coordinates"
            return "wrong: the true record is absent and another of like name is near"
        return "wrong: another item of like name is near"
    true = [record for record in of_item.get(answer.qid, []) if record.located]
    distance = min((km for r in true if (km := kilometres(place, r)) is not None), default=None)
    if distance is not None and distance > 25:
        return "not found: list and record lie more than 25 km apart"
    if link.decision == REVIEW:
        return f"not found: sent to review, {sentences.title(link.reason.code)}"
    return "not found: no likely pair"


def errors(merged, records, gold):
    of_item = defaultdict(list)
    for record in records:
        of_item[record.identifier].append(record)
    gold_uses = Counter(answer.qid for answer in gold.values())
    kinds = defaultdict(list)
    for link, place, row in zip(merged.links, merged.places, merged.rows(), strict=True):
        answer = gold[link.left]
        right = link.decision == SAME and link.right == answer.qid
        if right or (link.decision != SAME and not answer.present):
            continue
        twice = " [gold gives this item to two places]" if gold_uses[answer.qid] > 1 else ""
        true = " | ".join(
            f"{record.names[0]}, {record.country or '?'}, {record.population or '?'}"
            + (f", {km:.1f} km" if (km := kilometres(place, record)) is not None else "")
            for record in of_item.get(answer.qid, [])
        )
        kinds[error_kind(link, place, answer, of_item)].append(
            f"{link.left} {place.names[0]} ({place.country}, {place.population}): "
            f"{link.decision} {link.right}: {row[4]}; gold {answer.qid} ({true or 'absent'}){twice}"
        )
    print("errors by kind")
    for kind, cases in sorted(kinds.items()):
        print(f"  {len(cases):>3}  {kind}")
        for case in cases:
            print(f"         {case}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("list", type=Path)
    parser.add_argument("gold", type=Path)
    parser.add_argument("records", type=Path, nargs="+")
    parser.add_argument("--folds", type=int, default=2, help="parts to cross-validate in; 0: skip")
    parser.add_argument("--seeds", type=int, default=1, help="how many ways to cut the parts")
    parser.add_argument(
        "--save-numbers", type=Path, help="only train on the whole list, and write the numbers here"
    )
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    places = read_list(options.list).cities
    records = [city for path in options.records for city in read_records(path).cities]
    if options.save_numbers:
        with contextlib.redirect_stdout(io.StringIO()):
            numbers = train(places, variants(records))
        options.save_numbers.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
        return
    with options.gold.open(encoding="utf-8", newline="") as file:
        gold = {
            row["id"]: Answer(row["qid"], row["in_city_records"] == "1")
            for row in csv.DictReader(file)
        }
    for title, method in (
        ("baseline: equal name, one item only", lambda: name_only(places, records)),
        ("baseline: equal folded name within 20 km", lambda: exact_join(places, records, 20)),
        ("baseline: name and country scored", lambda: name_and_country(places, records)),
    ):
        start = time.perf_counter()
        found = method()
        report(title, counts(found, gold), time.perf_counter() - start)
    start = time.perf_counter()
    merged = run(places, records, shipped_numbers(), Rules())
    seconds = time.perf_counter() - start
    report("peyvand merge", counts(settled(merged.links), gold), seconds)
    outcomes = Counter(str(link.decision) for link in merged.links)
    print(f"  outcomes: {dict(sorted(outcomes.items()))}")
    for seed in range(1, options.seeds + 1):
        if options.folds:
            cross_validate(places, records, gold, options.folds, seed)
    errors(merged, records, gold)


if __name__ == "__main__":
    main()
