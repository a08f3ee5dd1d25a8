"""The kinds of engines, each with what speaks to it."""

from __future__ import annotations

import httpx2 as httpx

from peyvand.engines.fuseki import FusekiNode
from peyvand.engines.model import Engine, Kind
from peyvand.engines.node import Node
from peyvand.engines.virtuoso import VirtuosoNode

_NODES: dict[Kind, type[Node]] = {
    Kind.SPARQL: Node,
    Kind.FUSEKI: FusekiNode,
    Kind.VIRTUOSO: VirtuosoNode,
}


def connect(engine: Engine, transport: httpx.BaseTransport | None = None) -> Node:
    """What speaks to an engine.

    Args:
        engine: which.
        transport: what sends, for tests; httpx's own if not given.
    """
    return _NODES[engine.kind](engine, transport)
