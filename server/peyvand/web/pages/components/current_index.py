"""The index of names of the version that serves, for pages and reconciliation."""

from __future__ import annotations

from flask import Flask, current_app, g

from peyvand.search import Index, Indexes
from peyvand.web.endpoint.threads import Bridge

# How long a page may wait for an index that is being made.
_PATIENCE_S = 2.0
_EXTENSION = "peyvand.search"
_BUSIEST = "SELECT iri FROM things WHERE kind = 'city' ORDER BY weight DESC LIMIT 1"


def open_indexes(app: Flask, bridge: Bridge) -> None:
    """Have an application search in the versions that a bridge serves; see ``current_index``."""
    indexes = Indexes(bridge.versions, _PATIENCE_S)
    bridge.at_end(indexes.close)
    app.extensions[_EXTENSION] = (bridge.versions, indexes)


def current_index(number: int | None = None) -> Index:
    """The index of the version that serves, or of another; for pages and reconciliation.

    Just after a write it may still be that of the version before: its number tells.

    Args:
        number: the very version that is asked for, if one is.

    Raises:
        NotFound: there is no such version.
        Overloaded: the index is being made.
    """
    versions, indexes = current_app.extensions[_EXTENSION]
    held: dict[int | None, Index] = g.setdefault(_EXTENSION, {})
    if number not in held:
        # The executor belongs to the event loop, and this to a thread: the home is asked itself,
        # and once a request, so that all of an answer is of one version.
        version = versions.get(number) if number else versions.current()
        held[number] = indexes.of(version, exact=number is not None)
    return held[number]


def current_number() -> int:
    """The number of the version that serves."""
    versions, _ = current_app.extensions[_EXTENSION]
    return int(versions.current().number)


def busiest_city() -> str:
    """The IRI of the city with the most agreements; nothing where no city is known."""
    rows = current_index().rows(_BUSIEST)
    return str(rows[0][0]) if rows else ""
