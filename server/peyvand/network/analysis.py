"""All figures of a network, computed in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

import numpy

from peyvand.network import centrality, figures, geography
from peyvand.network.model import Network
from peyvand.network.paths import paths_of
from peyvand.network.powerlaw import fit_power_law

# Of a long part: its name and how many steps it has; gives what is called with the steps done.
Progress = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]
MEASURES = ("degree", "betweenness", "closeness", "eigenvector", "pagerank")
# What progress is told of, in this order.
PARTS = ("power law", *MEASURES[1:], "communities", "shortest paths", "distances")
SAMPLES = 100
# The largest component whose shortest paths are a matter of a moment.
_FEW = 1_500
Row = dict[str, Any]


@dataclass(frozen=True)
class Analysis:
    """The figures of a network and its tables.

    Args:
        figures: the figures of the whole, in groups.
        tables: rows of equal keys, by the name of the table.
        kilometres: the distance of each edge, NaN where it is not known.
        groups: the communities, largest first, each the numbers of its nodes.
        countries: of each node, empty where it is not known.
    """

    figures: dict[str, Any]
    tables: dict[str, list[Row]]
    kilometres: geography.Floats
    groups: Sequence[Sequence[int]]
    countries: Sequence[str]


def silent(name: str, steps: int) -> AbstractContextManager[Callable[[int], object]]:
    """The progress of whoever does not want to see it."""
    return nullcontext(lambda done: None)


def analyse(network: Network, progress: Progress = silent, samples: int = SAMPLES) -> Analysis:
    """Compute every figure and table.

    Args:
        network: the network.
        progress: told of the long parts.
        samples: how many synthetic samples estimate the plausibility of the power law.
    """
    countries = geography.countries(network)
    continents = [geography.continent(country) for country in countries]
    local = figures.local_clustering(network)
    cores = centrality.core_numbers(network)
    with progress("power law", 1) as step:
        law = fit_power_law(network.degrees, samples=samples)
        step(1)
    values: dict[str, Sequence[float]] = {"degree": centrality.degree_centrality(network)}
    for name in MEASURES[1:]:
        with progress(name, 1) as step:
            values[name] = getattr(centrality, name)(network)
            step(1)
    with progress("communities", 1) as step:
        groups = centrality.communities(network)
        step(1)
    with progress("shortest paths", len(network.largest.nodes)) as step:
        paths = paths_of(network.largest, step)
    with progress("distances", len(network.edges)) as step:
        kilometres = geography.distances(network, step)
    sections = {
        "size": _size(network),
        "degrees": _degrees(network),
        "power_law": vars(law) if law else None,
        "clustering": {
            "triangles": figures.triangles(network),
            "transitivity": figures.transitivity(network),
            "average_local": figures.average_clustering(local),
        },
        "mixing": {
            "degree_assortativity": figures.degree_assortativity(network),
            "country_assortativity": figures.assortativity_by(network, countries),
            "continent_assortativity": figures.assortativity_by(network, continents),
        },
        "paths": {
            "diameter": paths.diameter,
            "radius": paths.radius,
            "mean": paths.mean,
            "median": paths.median,
        },
        "core": {"largest_k": max(cores, default=0), "nodes": cores.count(max(cores, default=0))},
        "communities": {
            "number": len(groups),
            "largest": len(groups[0]) if groups else 0,
            "modularity": centrality.modularity(network, groups),
        },
        "countries": geography.shares_within(network, countries),
        "continents": geography.shares_within(network, continents),
        "distances": geography.distance_figures(kilometres, geography.random_distance(network)),
        "reciprocity": figures.reciprocity(network),
    }
    tables = {
        "nodes": _nodes(network, countries, continents, values, local, cores, groups),
        "edges": _edges(network, kilometres),
        "degrees": figures.degree_rows(network),
        "path_lengths": [
            {"length": length, "pairs": count} for length, count in enumerate(paths.lengths, 1)
        ],
        "distances": geography.distance_rows(kilometres),
        "countries": geography.kind_rows(network, countries),
        "country_pairs": geography.pairs_of_kinds(network, countries),
        "continents": geography.kind_rows(network, continents),
        "continent_pairs": geography.pairs_of_kinds(network, continents),
        "communities": _communities(network, countries, groups),
    }
    return Analysis(sections, tables, kilometres, groups, countries)


def glance(network: Network) -> dict[str, Any]:
    """The figures and tables that are computed within a moment, as ``output.json_of`` names them.

    Shortest paths are among them where the largest component is small.

    Args:
        network: with one edge at least.
    """
    countries = geography.countries(network)
    groups = centrality.communities(network)
    kilometres = geography.distances(network)
    paths = paths_of(network.largest) if len(network.components[0]) <= _FEW else None
    return {
        "size": _size(network),
        "degrees": _degrees(network),
        "paths": {"mean": paths.mean, "diameter": paths.diameter} if paths else None,
        "communities": {"number": len(groups)},
        "countries": geography.shares_within(network, countries),
        "distances": geography.distance_figures(kilometres, geography.random_distance(network)),
        "degree_distribution": figures.degree_rows(network),
        "distance_histogram": geography.distance_rows(kilometres),
        "country_pairs": geography.pairs_of_kinds(network, countries),
    }


def top(analysis: Analysis, measure: str, number: int) -> list[Row]:
    """The nodes that stand highest in a measure, those of equal value by identifier."""
    rows = analysis.tables["nodes"]
    return sorted(rows, key=lambda row: (-row[measure], row["id"]))[:number]


def _size(network: Network) -> Row:
    largest = len(network.components[0]) if network.components else 0
    nodes, edges = network.once
    return {
        "ties": network.ties,
        "nodes": len(network.nodes),
        "edges": len(network.edges),
        "density": figures.density(network),
        "components": len(network.components),
        "largest_component": largest,
        "largest_component_share": largest / len(network.nodes) if network.nodes else None,
        "largest_component_edges": len(network.largest.edges),
        "self_loops_dropped": network.loops,
        "ties_of_one_party_dropped": network.lonely,
        "ties_of_more_than_two": network.larger,
        "nodes_if_alike_are_one": nodes,
        "edges_if_alike_are_one": edges,
        "edges_of_several_ties": sum(weight > 1 for weight in network.weights.values()),
    }


def _degrees(network: Network) -> Row:
    degrees = network.degrees
    if not len(degrees):
        return {"mean": None, "median": None, "max": None, "standard_deviation": None}
    return {
        "mean": float(degrees.mean()),
        "median": float(numpy.median(degrees)),
        "max": int(degrees.max()),
        "standard_deviation": float(degrees.std()),
    }


def _nodes(
    network: Network,
    countries: Sequence[str],
    continents: Sequence[str],
    values: dict[str, Sequence[float]],
    local: Sequence[float],
    cores: Sequence[int],
    groups: Sequence[Sequence[int]],
) -> list[Row]:
    group_of = {node: number for number, group in enumerate(groups, 1) for node in group}
    part_of = {
        node: number for number, members in enumerate(network.components, 1) for node in members
    }
    return [
        {
            "id": node.identifier,
            "en": node.en,
            "fa": node.fa,
            "country": countries[index],
            "continent": continents[index],
            "lat": node.latitude,
            "lon": node.longitude,
            "partners": int(network.degrees[index]),
            **{name: values[name][index] for name in MEASURES},
            "local_clustering": local[index],
            "core": cores[index],
            "component": part_of[index],
            "community": group_of[index],
        }
        for index, node in enumerate(network.nodes)
    ]


def _edges(network: Network, kilometres: geography.Floats) -> list[Row]:
    return [
        {
            "one": network.nodes[left].identifier,
            "other": network.nodes[right].identifier,
            "weight": network.weights[left, right],
            "km": None if numpy.isnan(distance) else round(float(distance), 3),
        }
        for (left, right), distance in zip(network.edges, kilometres, strict=True)
    ]


def _communities(
    network: Network, countries: Sequence[str], groups: Sequence[Sequence[int]]
) -> list[Row]:
    rows = []
    for number, group in enumerate(groups, 1):
        known = [countries[node] for node in group if countries[node]]
        common = (
            min(set(known), key=lambda country: (-known.count(country), country)) if known else ""
        )
        hub = min(group, key=lambda node: (-int(network.degrees[node]), node))
        rows.append(
            {
                "community": number,
                "nodes": len(group),
                "most_partners": network.nodes[hub].label,
                "commonest_country": common,
                "of_that_country": known.count(common),
            }
        )
    return rows
