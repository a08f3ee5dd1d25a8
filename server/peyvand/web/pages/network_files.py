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

from peyvand.web.pages.geographic import Kept

GRAPHML, GEXF = "network.graphml", "network.gexf"
TYPES = {GRAPHML: "application/graphml+xml", GEXF: "application/gexf+xml"}
SCOPES = ("all", "documents", "datasets")
_ENDS = ("from", "to")
_OF_NODE = ("en", "fa", "country", "country_en", "wikidata", "longitude", "latitude")
Attributes = dict[str, Any]


def network_file(
    name: str, cities: Iterable[Kept], pairs: Iterable[Kept], datasets: set[str], scope: str
) -> bytes:
    """The network in a format, packed with gzip.

    Args:
        name: ``GRAPHML`` or ``GEXF``.
        cities: the features of cities.
        pairs: the features of pairs.
        datasets: the agreements that datasets alone tell of, by their IRIs.
        scope: one of ``SCOPES``: all agreements, or those that documents and registers tell of, or
            those of datasets alone.
    """
    # Imported here, since most servers are never asked for it.
    import networkx as nx

    graph = nx.MultiGraph()
    places = {place["iri"]: _node(place) for place in map(_properties, cities)}
    for pair in map(_told, pairs):
        told = pair["properties"]
        source = "datasets" if told["iri"] in datasets else "documents"
        if scope not in ("all", source):
            continue
        for end in _ENDS:
            if told[end] not in graph:
                known = places.get(told[end]) or _part(told, end)
                graph.add_node(told[end], **_without_nothing(known))
        edge = {
            "iri": told["iri"],
            "kind": source,
            "signed": told["signed"],
            "year": int(told["earliest"][:4]) if told["earliest"] else None,
            "sources": " ".join(told["source_iris"]),
        }
        graph.add_edge(told["from"], told["to"], key=pair["id"], **_without_nothing(edge))
    out = io.BytesIO()
    write: Callable[..., Any] = nx.write_graphml if name == GRAPHML else nx.write_gexf
    write(graph, out)
    return gzip.compress(out.getvalue(), 5, mtime=0)


def _told(kept: Kept) -> Attributes:
    told: Attributes = json.loads(kept.text)
    return told


def _properties(kept: Kept) -> Attributes:
    told = _told(kept)
    place = (told["geometry"] or {}).get("coordinates", (None, None))
    return {**told["properties"], "longitude": place[0], "latitude": place[1]}


def _node(place: Attributes) -> Attributes:
    labels = {"en": place["name_en"], "fa": place["name_fa"]}
    return {name: {**place, **labels}.get(name) for name in _OF_NODE}


def _part(told: Attributes, end: str) -> Attributes:
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
