"""Train, calibrate and measure the merge: ``python -m tools.linkage TASK MERGE WIKIDATA WORLD``.

MERGE is the folder of the open list and its answers, WIKIDATA that of ``city_records.jsonl``, WORLD
that of ``import`` and ``cities``. The answers are used for counting, and by ``calibrate`` for the
probabilities that are shown; by nothing else. ``train`` learns the numbers of the model without
them, from the lists whose names are those of their source.
"""

from __future__ import annotations

import argparse
import csv
import json
import logging
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from peyvand.resources import root

from .calibrate import GROUPS, Row, cross_validated, examples, fit, table
from .folds import damaged, folds, held_back, records_of
from .measure import beside, by_list, left_out
from .merging import learned, prepare
from .picture import drawn_table
from .tallies import HEADING, Tally

ERROR_COLUMNS = ("list", "error", "row", "name", "country", "given", "item", "why")


def _markdown(first: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print(f"\n| {first} | {' | '.join(heading)} |\n|{'---|' * (len(heading) + 1)}", flush=True)
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def _cells(row: Row) -> tuple[str, ...]:
    band, links, stated, true, low, high = row
    return band, f"{links:,}", f"{stated:.4f}", f"{true:.4f}", f"{low:.4f}-{high:.4f}"


def _tallied(title: str, counted: Iterable[tuple[str, Tally]]) -> list[tuple[str, ...]]:
    errors: list[tuple[str, ...]] = []

    def rows() -> Iterable[tuple[str, ...]]:
        for name, one in counted:
            errors.extend(one.errors)
            yield name, *one.cells()

    _markdown(title, HEADING, rows())
    return errors


def _written(name: str, numbers: object) -> None:
    path = root() / "data" / "merge" / name
    path.write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8", newline="")
    print(f"written: {path}")


def _told(errors: Sequence[tuple[str, ...]], path: Path | None) -> None:
    """How many errors of each kind there are, and each of them in a table."""
    counts = Counter((name, kind) for name, kind, *_ in errors)
    rows = ((name, kind, f"{count:,}") for (name, kind), count in sorted(counts.items()))
    _markdown("list", ("error", "rows"), rows)
    if path:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(ERROR_COLUMNS)
            writer.writerows(errors)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tools.linkage", description=__doc__)
    parser.add_argument("task", choices=("train", "calibrate", "measure"))
    for name in ("merge", "wikidata", "world"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--only", nargs="+", default=(), help="the lists, by name")
    parser.add_argument("--parts", nargs="+", default=("lists", "peers", "left-out"))
    parser.add_argument("--errors", type=Path, help="a table of every error with its reason")
    options = parser.parse_args()
    records = records_of(options.wikidata, options.world)
    lists = folds(options.merge, options.world, records)
    chosen = [fold for name, fold in lists.items() if not options.only or name in options.only]
    if options.task == "train":
        plain = [fold for fold in chosen if fold.source != "GeoNames"]
        numbers = learned([place for fold in plain for place in fold.places], records["2022"])
        _written("model.json", numbers)
        return
    prepare(place for fold in chosen for one in (fold, damaged(fold)) for place in one.places)
    if options.task == "calibrate":
        some = list(examples(chosen, records))
        for title, group in GROUPS.items():
            told = cross_validated(some, group)
            rows = table(told)
            _markdown(
                f"probability, {title} left out",
                ("links", "stated", "true", "interval"),
                (
                    (b, f"{n:,}", f"{s:.4f}", f"{t:.4f}", f"{lo:.4f}-{hi:.4f}")
                    for b, n, s, t, lo, hi in rows
                ),
            )
            if title == "countries":
                path = root() / "docs" / "calibration.svg"
                path.write_text(drawn_table(rows), encoding="utf-8", newline="")
        found = fit(some)
        told_ = {
            "links": len(some),
            "least": found.least,
            "most": found.most,
            "weights": dict(sorted(found.weights.items())),
        }
        _written("calibration.json", told_)
        return
    errors: list[tuple[str, ...]] = []
    if "lists" in options.parts:
        errors += _tallied("list", by_list(chosen, records))
    if "peers" in options.parts:
        for name in ("open list", "Who's On First"):
            if lists[name] in chosen:
                kept = held_back(records["2022"], "2022")
                errors += _tallied(f"way, {name}", beside(lists[name], kept))
                less = lists[name].without(place=True, population=True)
                errors += _tallied(f"way, {name}, name and country", beside(less, kept))
    if "left-out" in options.parts:
        errors += _tallied("left out", left_out(chosen, records["2022"]))
    _told(sorted(set(errors)), options.errors)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    main()
