"""The city that a command is about, by any of its names."""

from __future__ import annotations

from peyvand.errors import PeyvandError
from peyvand.graph.versions import Version, Versions
from peyvand.search import PARTIES, Hit, index_of, suggest
from peyvand.search.suggest import things
from peyvand.vocabulary.iris import ID

# A name in other spellings or letters still means the thing; one that is only like it does not.
_SURE = ("exact", "spelling", "transliteration")
_NEAR = 5


def city_of(versions: Versions, version: Version, text: str) -> Hit:
    """The one city that a text names: any of its names, ``city/arak``, or its IRI.

    Raises:
        PeyvandError: none is called so, or several are; the hint names those that may be meant.
    """
    index = index_of(versions, version)
    try:
        if found := things(index, [f"{ID}{text.strip().removeprefix(str(ID))}"]):
            return found[0]
        hits = suggest(index, text, PARTIES, _NEAR)
    finally:
        index.close()
    best = next((grade for grade in _SURE if any(hit.grade == grade for hit in hits)), "")
    sure = [hit for hit in hits if hit.grade == best]
    # A city goes before other places of its name, as a label does before other names.
    for narrower in (_is_labelled, _is_city):
        sure = [hit for hit in sure if narrower(hit)] or sure
    if len(sure) == 1:
        return sure[0]
    near = "; ".join(_told(hit) for hit in sure or hits)
    if sure:
        raise PeyvandError(f"Several places are called {text}.", f"Name one of: {near}.")
    hint = f"Near names: {near}." if near else "Look for it with: peyvand search WORDS"
    raise PeyvandError(f"No city is called {text}.", hint)


def _is_labelled(hit: Hit) -> bool:
    return hit.matched in (hit.label_en, hit.label_fa)


def _is_city(hit: Hit) -> bool:
    return hit.kind == PARTIES[0]


def _told(hit: Hit) -> str:
    place = f", {hit.country_en}" if hit.country_en else ""
    return f"{hit.iri.removeprefix(str(ID))} ({hit.label('en')}{place})"
