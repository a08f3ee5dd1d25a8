"""Plots of a network as SVG and PNG, with titles in English and Persian.

The same network gives the same bytes: files carry no date, the identifiers in SVG are salted with
a fixed text, and letters are drawn as outlines of the font that matplotlib brings.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from numpy.typing import NDArray

from peyvand.network.analysis import Analysis
from peyvand.network.model import Network

_STYLE: Any = {
    "svg.hashsalt": "peyvand",
    "svg.fonttype": "path",
    "font.family": ["DejaVu Sans"],
    "font.size": 10,
    "axes.titlesize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
_BLUE, _ORANGE, _GREY = "#1f5f99", "#d9722e", "#8a8a8a"
_MOST_COUNTRIES = 20
_ARC_POINTS = 33
_TITLES = {
    "degrees": ("Degree distribution", "توزیع درجه"),
    "distances": ("Distances between partners", "فاصلهٔ میان شریکان"),
    "countries": ("Countries with most pairs", "کشورهایی با بیشترین جفت"),
    "map": ("Pairs of cities", "جفت‌شهرها"),
}


def write_plots(network: Network, analysis: Analysis, folder: Path) -> list[Path]:
    """Write the plots that the data allow.

    Args:
        network: the network.
        analysis: its figures and tables.
        folder: must exist.

    Returns:
        The files written. Without known places there is no map and no plot of distances, without
        known countries no plot of countries.
    """
    drawings: dict[str, tuple[bool, Callable[[Axes], None]]] = {
        "degrees": (bool(network.edges), lambda axes: _draw_degrees(axes, analysis)),
        "distances": (
            bool(analysis.tables["distances"]),
            lambda axes: _draw_distances(axes, analysis),
        ),
        "countries": (
            bool(analysis.tables["countries"]),
            lambda axes: _draw_countries(axes, analysis),
        ),
        "map": (bool(analysis.tables["distances"]), lambda axes: _draw_map(axes, network)),
    }
    written = []
    for name, (possible, draw) in drawings.items():
        if not possible:
            continue
        with mpl.rc_context(_STYLE):
            figure = Figure(figsize=(9, 5), layout="constrained")
            axes = figure.add_subplot()
            draw(axes)
            axes.set_title("\n".join(_TITLES[name]))
            for ending, metadata in (
                ("svg", {"Date": None, "Creator": None}),
                ("png", {"Software": None}),
            ):
                path = folder / f"{name}.{ending}"
                figure.savefig(path, dpi=150, metadata=metadata)
                written.append(path)
    return written


def _draw_degrees(axes: Axes, analysis: Analysis) -> None:
    rows = analysis.tables["degrees"]
    degrees = numpy.array([row["degree"] for row in rows])
    ccdf = numpy.array([row["ccdf"] for row in rows])
    axes.loglog(degrees, ccdf, "o", color=_BLUE, markersize=4)
    law = analysis.figures["power_law"]
    if law:
        tail = degrees[degrees >= law["minimum"]]
        start = ccdf[degrees >= law["minimum"]][0]
        # The CCDF of the tail falls with one less than the exponent of its density.
        line = start * (tail / tail[0]) ** (1 - law["exponent"])
        label = f"α = {law['exponent']:.2f} ± {law['error']:.2f}, k ≥ {law['minimum']}"
        axes.loglog(tail, line, color=_ORANGE, label=label)
        axes.legend(frameon=False)
    axes.set_xlabel("k (partners – شریکان)")
    axes.set_ylabel("P(K ≥ k)")


def _draw_distances(axes: Axes, analysis: Analysis) -> None:
    rows = analysis.tables["distances"]
    width = rows[0]["to_km"] - rows[0]["from_km"]
    starts = [row["from_km"] for row in rows]
    axes.bar(starts, [row["pairs"] for row in rows], width, align="edge", color=_BLUE, ec="white")
    median = analysis.figures["distances"]["median_km"]
    axes.axvline(median, color=_ORANGE, label=f"{median:,.0f} km (median – میانه)")
    axes.legend(frameon=False)
    axes.set_xlabel("km – کیلومتر")
    axes.set_ylabel("pairs – جفت")


def _draw_countries(axes: Axes, analysis: Analysis) -> None:
    rows = analysis.tables["countries"][:_MOST_COUNTRIES][::-1]
    names = [row["name"] for row in rows]
    within = numpy.array([row["domestic"] for row in rows])
    across = numpy.array([row["pairs"] for row in rows]) - within
    axes.barh(names, across, color=_BLUE, label="international – بین‌المللی")
    axes.barh(names, within, left=across, color=_ORANGE, label="domestic – داخلی")
    axes.tick_params(axis="y", labelsize=8)
    axes.legend(frameon=False, loc="lower right")
    axes.set_xlabel("pairs – جفت")


def _draw_map(axes: Axes, network: Network) -> None:
    arcs: list[NDArray[numpy.float64]] = []
    for one, other in network.edges:
        here, there = network.nodes[one].place, network.nodes[other].place
        if here and there:
            arcs += great_circle(here, there)
    alpha = float(numpy.clip(30 / numpy.sqrt(len(arcs) + 1) / 10, 0.03, 0.6))
    # Thousands of lines as vectors would make a file that no browser likes.
    axes.add_collection(
        LineCollection(arcs, colors=_BLUE, linewidths=0.5, alpha=alpha, rasterized=True)
    )
    places = numpy.array([node.place for node in network.nodes if node.place])
    axes.plot(places[:, 1], places[:, 0], ".", color=_ORANGE, markersize=1.5, rasterized=True)
    axes.set_xticks(range(-180, 181, 60))
    axes.set_yticks(range(-60, 91, 30))
    axes.set(xlim=(-180, 180), ylim=(-60, 85), aspect="equal")
    axes.grid(color=_GREY, linewidth=0.3, alpha=0.5)
    axes.set_xlabel("longitude – طول جغرافیایی")
    axes.set_ylabel("latitude – عرض جغرافیایی")


def great_circle(
    here: tuple[float, float], there: tuple[float, float]
) -> list[NDArray[numpy.float64]]:
    """The great circle between two places as lines of (longitude, latitude), in degrees.

    It is cut where it crosses the meridian of 180 degrees. Of two opposite places no circle is
    the shortest; then, and for one and the same place, the line is straight.
    """
    ends = numpy.radians([here, there])
    vectors = numpy.stack(
        [
            numpy.cos(ends[:, 0]) * numpy.cos(ends[:, 1]),
            numpy.cos(ends[:, 0]) * numpy.sin(ends[:, 1]),
            numpy.sin(ends[:, 0]),
        ],
        axis=1,
    )
    angle = numpy.arccos(numpy.clip(vectors[0] @ vectors[1], -1, 1))
    if numpy.sin(angle) < 1e-9:
        return [numpy.array([here[::-1], there[::-1]])]
    parts = numpy.linspace(0, 1, _ARC_POINTS)[:, None]
    points = numpy.sin((1 - parts) * angle) * vectors[0] + numpy.sin(parts * angle) * vectors[1]
    points /= numpy.sin(angle)
    longitudes = numpy.degrees(numpy.arctan2(points[:, 1], points[:, 0]))
    latitudes = numpy.degrees(numpy.arcsin(numpy.clip(points[:, 2], -1, 1)))
    line = numpy.stack([longitudes, latitudes], axis=1)
    cuts = numpy.flatnonzero(numpy.abs(numpy.diff(longitudes)) > 180) + 1
    return [part for part in numpy.split(line, cuts) if len(part) > 1]
