"""The evaluation as a whole: both splits, all orders, and where the fitted one does well."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

from peyvand.partners import curves as written
from peyvand.partners.baselines import BASELINES
from peyvand.partners.cities import Cities, Floats, Links, Pair
from peyvand.partners.evaluation import (
    HITS,
    SHARES,
    Found,
    Split,
    asked,
    digest,
    folds,
    hidden_pairs,
    later_pairs,
    ranks,
    told,
)
from peyvand.partners.fitting import FOLDS, fit
from peyvand.partners.measures import Measures
from peyvand.partners.ranking import Curves, scores

FITTED = "fitted"
# Of a long part: its name and how many steps it has; gives what is called with the steps done.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]


@dataclass(frozen=True)
class Evaluation:
    """What was measured.

    Args:
        figures: plain values, by split.
        curves: fitted to all links, for use.
        ranks: of each order, by split, for the plots.
    """

    figures: dict[str, Any]
    curves: Curves
    ranks: Mapping[str, Mapping[str, Floats]]


def silent(name: str, steps: int) -> AbstractContextManager[Callable[[int], object]]:
    """The progress of whoever does not want to see it."""
    return nullcontext(lambda done: None)


def evaluate(
    cities: Cities, links: Links, sample: int = 1, progress: Progress = silent
) -> Evaluation:
    """Fit and measure on pairs that are hidden by their sums, and on those that came later.

    Args:
        cities: what is known of them.
        links: the pairs that are linked.
        sample: ask for one of so many hidden pairs only, to be quicker.
        progress: told of the long parts.
    """
    splits = {"hidden": hidden_pairs(cities, links), "later": later_pairs(links)}
    figures: dict[str, Any] = {
        "cities": len(cities),
        "pairs": len(links.pairs),
        "placed": int(cities.placed.sum()),
    }
    found = {}
    for name, split in splits.items():
        curves = _fitted(cities, split.seen, f"fit {name}", progress)
        if sample > 1:
            some = [p for p in split.hidden if digest(cities, p) // SHARES**2 % sample == 0]
            split = Split(split.seen, tuple(some))
        found[name] = _ranks(cities, split, curves, name, progress)
        figures[name] = {
            "seen": len(split.seen),
            "hidden": len(split.hidden),
            "orders": {order: _plain(told(values)) for order, values in found[name].items()},
            "groups": _groups(cities, split, found[name][FITTED]),
        }
    return Evaluation(figures, _fitted(cities, links.pairs, "fit all", progress), found)


def json_of(evaluation: Evaluation) -> dict[str, Any]:
    """The curves as they are kept."""
    return written.write(evaluation.curves)


def _fitted(cities: Cities, pairs: Sequence[Pair], name: str, progress: Progress) -> Curves:
    parts = folds(cities, pairs, FOLDS)
    with progress(name, sum(len(asked(part.hidden)) for part in parts)) as step:
        return fit(cities, parts, step)


def _ranks(
    cities: Cities, split: Split, curves: Curves, name: str, progress: Progress
) -> dict[str, Floats]:
    orders = {**BASELINES, FITTED: lambda measures, rows: scores(measures, curves, rows)}
    with progress(name, len(asked(split.hidden))) as step:
        return ranks(Measures(cities, split.seen), split.hidden, orders, step)


def _plain(found: Found) -> dict[str, Any]:
    return {
        "asked": found.asked,
        **{f"hits@{many}": round(found.hits[many], 4) for many in HITS},
        "reciprocal": round(found.reciprocal, 4),
        "median": found.median,
    }


def _groups(cities: Cities, split: Split, values: Floats) -> dict[str, Any]:
    """How well the fitted order does by what is known of the partner that was hidden."""
    degrees = Measures(cities, split.seen).degrees
    found = [partner for partners in asked(split.hidden).values() for partner in partners]
    groups: dict[str, list[float]] = {}
    for partner, rank in zip(found, values, strict=True):
        place = "placed" if cities.placed[partner] else "unplaced"
        many = degrees[partner]
        band = "0" if many == 0 else "1-4" if many < 5 else "5-14" if many < 15 else "15+"
        for group in (place, f"partners {band}"):
            groups.setdefault(group, []).append(float(rank <= 10))
    return {
        group: {"asked": len(hits), "hits@10": round(sum(hits) / len(hits), 4)}
        for group, hits in sorted(groups.items())
    }
