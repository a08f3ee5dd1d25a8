"""Measure and calibrate the merge: ``python -m tools.linkage measure MERGE WIKIDATA WORLD``.

MERGE is the folder of the open list and its answers, WIKIDATA that of ``city_records.jsonl``, WORLD
that of ``import`` and ``cities``. The answers are used for counting, and by ``calibrate`` for the
probabilities that are shown; by nothing else.
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Iterable, Sequence
from pathlib import Path

from peyvand.resources import root

from .calibrate import GROUPS, Row, cross_validated, examples, fit, table
from .folds import folds, held_back, records_of
from .measure import beside, by_list, left_out
from .picture import drawn_table
from .tallies import HEADING, Tally


def _markdown(first: str, heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    print(f"\n| {first} | {' | '.join(heading)} |\n|{'---|' * (len(heading) + 1)}", flush=True)
    for row in rows:
        print(f"| {' | '.join(row)} |", flush=True)


def _cells(row: Row) -> tuple[str, ...]:
    band, links, stated, true, low, high = row
    return band, f"{links:,}", f"{stated:.4f}", f"{true:.4f}", f"{low:.4f}-{high:.4f}"


def _tallied(title: str, counted: Iterable[tuple[str, Tally]]) -> list[str]:
    errors: list[str] = []

    def rows() -> Iterable[tuple[str, ...]]:
        for name, one in counted:
            errors.extend(one.errors)
            yield name, *one.cells()

    _markdown(title, HEADING, rows())
    return errors


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(prog="python -m tools.linkage", description=__doc__)
    parser.add_argument("task", choices=("measure", "calibrate"))
    for name in ("merge", "wikidata", "world"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--only", nargs="+", default=(), help="the lists, by name")
    parser.add_argument("--parts", nargs="+", default=("lists", "peers", "left-out"))
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    records = records_of(options.wikidata, options.world)
    lists = folds(options.merge, options.world, records)
    chosen = [fold for name, fold in lists.items() if not options.only or name in options.only]
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
            "weights": found.weights,
        }
        path = root() / "data" / "merge" / "calibration.json"
        path.write_text(
            json.dumps(told_, indent=1, sort_keys=True) + "\n", encoding="utf-8", newline=""
        )
        return
    errors: list[str] = []
    if "lists" in options.parts:
        errors += _tallied("list", by_list(chosen, records))
    if "peers" in options.parts:
        for name in ("open list", "Who's On First"):
            if lists[name] in chosen:
                kept = held_back(records["2022"], "2022")
                _tallied(f"way, {name}", beside(lists[name], kept))
                less = lists[name].without(place=True, population=True)
                _tallied(f"way, {name}, name and country", beside(less, kept))
    if "left-out" in options.parts:
        errors += _tallied("left out", left_out(chosen, records["2022"]))
    print("\nErrors:")
    for error in sorted(set(errors)):
        print(f"- {error}")


if __name__ == "__main__":
    main()
