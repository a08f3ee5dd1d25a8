"""The city that a command is about, by any of its names."""

from __future__ import annotations

from peyvand.errors import PeyvandError
from peyvand.graph.versions import Version, Versions
from peyvand.search import Hit, index_of
from peyvand.search.cities import meant


def city_of(versions: Versions, version: Version, text: str) -> Hit:
    """The one city that a text names: any of its names, ``city/arak``, or its IRI.

    Raises:
        PeyvandError: none is called so, or several are; the hint names those that may be meant.
    """
    index = index_of(versions, version)
    try:
        found = meant(index, text)
    finally:
        index.close()
    if found.city:
        return found.city
    near = "; ".join(found.told)
    if found.several:
        raise PeyvandError(f"Several places are called {text}.", f"Name one of: {near}.")
    hint = f"Near names: {near}." if near else "Look for it with: peyvand search WORDS"
    raise PeyvandError(f"No city is called {text}.", hint)
