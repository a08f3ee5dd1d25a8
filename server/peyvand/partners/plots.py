"""Plots of the evaluation as SVG: the same figures give the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy
from matplotlib.figure import Figure

from peyvand.partners.figures import FITTED, Evaluation

_STYLE: Any = {
    "svg.hashsalt": "peyvand",
    "svg.fonttype": "path",
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_BLUE, _ORANGE, _GREY = "#1f5f99", "#d9722e", "#8a8a8a"
_TITLES = {
    "hidden": "hidden pairs – جفت‌های پنهان",
    "later": "later pairs – جفت‌های دیرتر",
}
_MOST = 1000
# How many curves stand beside each other.
_ACROSS = 5


def write_plots(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Draw how often what was hidden is among the first, and the curves of the criteria.

    Args:
        evaluation: what was measured.
        folder: must exist.
    """
    with mpl.rc_context(_STYLE):
        return [
            _saved(_hits(evaluation), folder / "hits.svg"),
            _saved(_curves(evaluation), folder / "curves.svg"),
        ]


def _hits(evaluation: Evaluation) -> Figure:
    figure = Figure(figsize=(10, 4.5), layout="constrained")
    places = numpy.unique(numpy.geomspace(1, _MOST, 60).astype(int))
    for axes, (split, orders) in zip(
        figure.subplots(1, 2, sharey=True), evaluation.ranks.items(), strict=True
    ):
        for name, values in orders.items():
            share = [float((values <= place).mean()) if len(values) else 0 for place in places]
            is_fitted, is_sum = name == FITTED, name == "untuned"
            axes.plot(
                places,
                share,
                label=name,
                color=_ORANGE if is_fitted else _BLUE if is_sum else None,
                linewidth=2.2 if is_fitted or is_sum else 1,
            )
        axes.set_xscale("log")
        axes.set_title(_TITLES[split])
        axes.set_xlabel("k (first – نخستین)")
    figure.axes[0].set_ylabel("hits@k")
    figure.axes[0].legend(frameon=False)
    return figure


def _curves(evaluation: Evaluation) -> Figure:
    curves = evaluation.curves
    figure = Figure(figsize=(12, 9), layout="constrained")
    grid = figure.subplots(-(-len(curves) // _ACROSS) or 1, _ACROSS, sharey=True).ravel()
    for axes, (name, curve) in zip(grid, curves.items(), strict=False):
        axes.axhline(0, color=_GREY, linewidth=0.5)
        axes.plot(curve.knots, curve.heights, "o-", color=_BLUE, markersize=3)
        if name in ("distance", "population", "population-ratio"):
            axes.set_xscale("symlog")
        axes.set_title(name, fontsize=9)
    for axes in grid[len(curves) :]:
        axes.set_visible(False)
    return figure


def _saved(figure: Figure, path: Path) -> Path:
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    return path
