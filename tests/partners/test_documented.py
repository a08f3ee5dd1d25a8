"""What is kept of the evaluation, and what the page for users says of it."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy
import pytest

from peyvand.partners import curves
from peyvand.partners.baselines import BASELINES
from peyvand.partners.figures import FITTED
from peyvand.partners.measures import CRITERIA, OF_RECORD
from peyvand.resources import root

PAGE = (root() / "docs/partners.md").read_text(encoding="utf-8")
KEPT: dict[str, Any] = json.loads(
    (root() / "data/partners/evaluation.json").read_text(encoding="utf-8")
)


def test_there_is_a_curve_for_every_criterion() -> None:
    assert list(curves.kept()) == list(CRITERIA)
    for curve in curves.kept().values():
        assert list(curve.knots) == sorted(set(curve.knots))
        assert len(curve.heights) == len(curve.knots)


@pytest.mark.parametrize("name", sorted(OF_RECORD))
def test_nothing_on_record_gives_no_points(name: str) -> None:
    assert curves.kept()[name](numpy.zeros(1)).tolist() == [0.0]


@pytest.mark.parametrize("split", ["hidden", "later"])
def test_the_fitted_order_beats_every_other(split: str) -> None:
    orders = KEPT[split]["orders"]
    assert set(orders) == {*BASELINES, FITTED}
    others = [found["hits@10"] for name, found in orders.items() if name != FITTED]
    assert orders[FITTED]["hits@10"] > max(others)


def test_the_page_has_the_figures_that_are_kept() -> None:
    for name, found in KEPT["hidden"]["orders"].items():
        later = KEPT["later"]["orders"][name]
        figures = [
            *(f"{found[key]:.4f}" for key in ("hits@10", "hits@100", "reciprocal")),
            f"{found['median']:,.1f}",
            *(f"{later[key]:.4f}" for key in ("hits@10", "hits@100", "reciprocal")),
            f"{later['median']:,.1f}",
        ]
        assert f"| {' | '.join(figures)} |" in PAGE, name
    for split in ("hidden", "later"):
        assert f"{KEPT[split]['hidden']:,}" in PAGE
        assert f"{KEPT[split]['seen']:,}" in PAGE
        for found in KEPT[split]["groups"].values():
            assert f"{found['asked']:,} | {found['hits@10']:.4f}" in PAGE


def test_every_criterion_has_a_row() -> None:
    table = PAGE[PAGE.index("| criterion |") :].partition("\n\n")[0]
    assert set(re.findall(r"^\| `([a-z-]+)`", table, re.MULTILINE)) == set(CRITERIA)
