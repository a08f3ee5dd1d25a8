"""What is written of an analysis: a text for the terminal, JSON, and a folder of tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from peyvand import disk
from peyvand.network.analysis import MEASURES, Analysis, top
from peyvand.network.model import Network
from peyvand.network.picture import picture

_GROUPS = {
    "size": "Size",
    "degrees": "Degrees (partners of a city)",
    "power_law": "Power law of the tail, P(k) ~ k^-exponent",
    "clustering": "Clustering",
    "mixing": "Mixing (-1 to 1)",
    "paths": "Shortest paths of the largest component",
    "core": "Innermost k-core",
    "communities": "Communities (Louvain)",
    "countries": "Countries",
    "continents": "Continents",
    "distances": "Distances",
    "reciprocity": "Reciprocity of statements",
}
_WIDTH = 28
_COUNTRY_PAIRS = 10


def json_of(analysis: Analysis, number: int) -> dict[str, Any]:
    """The figures, with the nodes that stand highest in each centrality, as plain values."""
    return {
        **analysis.figures,
        "top": {
            measure: [
                {"id": row["id"], "en": row["en"], "fa": row["fa"], "value": row[measure]}
                for row in top(analysis, measure, number)
            ]
            for measure in MEASURES
        },
        "degree_distribution": analysis.tables["degrees"],
        "distance_histogram": analysis.tables["distances"],
        "country_pairs": analysis.tables["country_pairs"],
        "continent_pairs": analysis.tables["continent_pairs"],
    }


def text_of(network: Network, analysis: Analysis, number: int) -> str:
    """The figures as lines for a terminal, with the highest nodes and pairs of countries."""
    lines: list[str] = []
    for group, title in _GROUPS.items():
        figures = analysis.figures[group]
        lines += [title]
        if figures is None:
            lines += ["  not known", ""]
            continue
        for name, value in figures.items():
            lines += _entry(name, value)
        lines.append("")
    label = {node.identifier: node.label for node in network.nodes}
    for measure in MEASURES:
        rows = top(analysis, measure, number)
        lines.append(f"Highest {measure}" + (" centrality" if measure != "pagerank" else ""))
        lines += [f"  {row[measure]:<10.4g} {label[row['id']]}" for row in rows]
        lines.append("")
    pairs = analysis.tables["country_pairs"][:_COUNTRY_PAIRS]
    if pairs:
        lines.append("Pairs of countries with most pairs of cities")
        lines += [
            f"  {row['pairs']:>7,}  {row['share']:6.1%}  {row['one']} – {row['other']}"
            for row in pairs
        ]
    return "\n".join(lines).rstrip()


def write_tables(network: Network, analysis: Analysis, number: int, folder: Path) -> list[Path]:
    """Write ``network.json``, ``picture.json`` and a CSV file for each table that has a row.

    Raises:
        PeyvandError: the folder cannot be written.
    """
    written = disk.write_tables(folder, "network", json_of(analysis, number), analysis.tables)
    told = picture(network, analysis.groups, analysis.countries)
    path = folder / "picture.json"
    # Programs read it, and it is large.
    path.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    return [*written, path]


def _entry(name: str, value: Any) -> list[str]:
    title = name.replace("_", " ")
    if isinstance(value, dict):
        return [f"  {title}", *(f"    {key:<{_WIDTH - 2}} {_shown(v)}" for key, v in value.items())]
    return [f"  {title:<{_WIDTH}} {_shown(value)}"]


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    if value and abs(value) < 0.001:
        return f"{value:.3g}"
    return f"{value:,.1f}" if abs(value) >= 100 else f"{value:.4f}"
