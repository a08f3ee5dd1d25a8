"""The network of cities as files that programs of network analysis read: GraphML and GEXF.

A node is a city with its IRI, its labels, its country, its item of Wikidata and where it is; an
edge an agreement of two of them, with its IRI, whether a document tells of it, when it was signed,
and its sources. Of an agreement of several parties each two are an edge.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable, Iterable
from typing import Any

from peyvand.web.pages.components.geographic import Kept

GRAPHML, GEXF = "network.graphml", "network.gexf"
TYPES = {GRAPHML: "application/graphml+xml", GEXF: "application/gexf+xml"}
SCOPES = ("all", "documents", "datasets")
_ENDS = ("from", "to")
_OF_NODE = ("en", "fa", "country", "country_en", "wikidata", "longitude", "latitude")
Attributes = dict[str, Any]


def network_file(
    name: str,
    cities: Iterable[Kept],
    pairs: Iterable[Kept],
    datasets: set[str],
    has: Callable[[Attributes, set[str]], bool],
) -> bytes:
    """The network in a format, packed with gzip.

    Args:
        name: ``GRAPHML`` or ``GEXF``.
        cities: the features of cities.
        pairs: the features of pairs.
        datasets: the agreements that datasets alone tell of, by their IRIs.
        has: whether a pair belongs to what is asked for, by its properties and ``datasets``.
    """
    # Imported here, since most servers are never asked for it.
    import networkx as nx

    graph = nx.MultiGraph()
    places = {told["properties"]["iri"]: node_of(told) for told in map(told_of, cities)}
    for pair in map(told_of, pairs):
        told = pair["properties"]
        if not has(told, datasets):
            continue
        for end in _ENDS:
            if told[end] not in graph:
                known = places.get(told[end]) or part_of(told, end)
                graph.add_node(told[end], **_without_nothing(known))
        edge = {
            "iri": told["iri"],
            "kind": "datasets" if told["iri"] in datasets else "documents",
            "signed": told["signed"],
            "year": int(told["earliest"][:4]) if told["earliest"] else None,
            "sources": " ".join(told["source_iris"]),
        }
        graph.add_edge(told["from"], told["to"], key=pair["id"], **_without_nothing(edge))
    out = io.BytesIO()
    write: Callable[..., Any] = nx.write_graphml if name == GRAPHML else nx.write_gexf
    write(graph, out)
    return gzip.compress(out.getvalue(), 5, mtime=0)


def told_of(kept: Kept) -> Attributes:
    """A feature as it was sent."""
    told: Attributes = json.loads(kept.text)
    return told


def node_of(told: Attributes) -> Attributes:
    """What a node has of a city, by the names of its attributes.

    Args:
        told: its feature.
    """
    place = (told["geometry"] or {}).get("coordinates", (None, None))
    properties = told["properties"]
    known = {
        **properties,
        "en": properties["name_en"],
        "fa": properties["name_fa"],
        "longitude": place[0],
        "latitude": place[1],
    }
    return {name: known.get(name) for name in _OF_NODE}


def part_of(told: Attributes, end: str) -> Attributes:
    """What a pair tells of a party that is no city."""
    return {
        "en": told[f"{end}_en"],
        "fa": told[f"{end}_fa"],
        "country": told[f"{end}_country"],
        "country_en": told[f"{end}_country_en"],
    }


def _without_nothing(attributes: Attributes) -> Attributes:
    """Formats of graphs have no value for what is not known."""
    return {name: value for name, value in attributes.items() if value not in (None, "")}
