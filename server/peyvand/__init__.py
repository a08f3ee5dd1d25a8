"""Peyvand: an open, evidence-carrying knowledge graph of sister-city diplomacy."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from peyvand.client import AsyncClient, Client

__version__ = "0.1.0"
__all__ = ["AsyncClient", "Client", "__version__"]


def __getattr__(name: str) -> Any:
    # The client is loaded when it is asked for: every command imports this package.
    if name in ("AsyncClient", "Client"):
        from peyvand import client

        return getattr(client, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
