"""The city that a command is about, by any of its names."""

from __future__ import annotations

from collections.abc import Collection

from peyvand.errors import PeyvandError
from peyvand.graph.versions import Version, Versions
from peyvand.search import KINDS, Hit, index_of
from peyvand.search.cities import meant


def city_of(versions: Versions, version: Version, text: str, kinds: Collection[str] = KINDS) -> Hit:
    """The one city that a text names: any of its names, ``city/arak``, or its IRI.

    Args:
        versions: those of the home.
        version: where it is looked for.
        text: what somebody wrote.
        kinds: what an identifier or an IRI may name.

    Raises:
        PeyvandError: none is called so, or several are; the hint names those that may be meant.
    """
    index = index_of(versions, version)
    try:
        found = meant(index, text, kinds)
    finally:
        index.close()
    if found.city:
        return found.city
    near = "; ".join(found.told("en"))
    if found.several:
        raise PeyvandError(f"Several places are called {text}.", f"Name one of: {near}.")
    hint = f"Near names: {near}." if near else "Look for it with: peyvand search WORDS"
    raise PeyvandError(f"No city is called {text}.", hint)
