"""The city that somebody means by a name, an identifier or an IRI."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from peyvand.search.index import Index
from peyvand.search.model import KINDS, PARTIES, Hit
from peyvand.search.suggest import suggest, things
from peyvand.vocabulary.iris import ID

# A name in other spellings or letters still means the thing; one that is only like it does not.
_SURE = ("exact", "spelling", "transliteration")
_WEAKEST = _SURE[-1]
# How many near names are told, and how many places of one name are looked at.
_NEAR, _NAMESAKES = 5, 25


@dataclass(frozen=True)
class Meant:
    """What a text may mean.

    Attributes:
        city: the one city that it means; None if it means none, or several.
        several: those that it means, if they are more than one.
        near: those whose names are like it, if it means none.
    """

    city: Hit | None
    several: tuple[Hit, ...] = ()
    near: tuple[Hit, ...] = ()

    def told(self, language: str) -> list[str]:
        """Those that may be meant, each by its identifier, with its name and country."""
        return [_told(hit, language) for hit in self.several or self.near]


def meant(index: Index, text: str, kinds: Collection[str] = KINDS) -> Meant:
    """The city that a text means: any of its names, ``city/arak``, or its IRI.

    Args:
        index: of the version.
        text: what somebody wrote.
        kinds: what an identifier or an IRI may name: all that search knows, or only some. A name
            is that of a place that may be party of a link, whatever they are.
    """
    found = things(index, [f"{ID}{text.strip().removeprefix(str(ID))}"])
    if found and found[0].kind in kinds:
        return Meant(found[0])
    hits = suggest(index, text, PARTIES, _NAMESAKES, weakest=_WEAKEST)
    best = next((grade for grade in _SURE if any(hit.grade == grade for hit in hits)), "")
    sure = [hit for hit in hits if hit.grade == best]
    # A label goes before other names.
    sure = [hit for hit in sure if _is_labelled(hit)] or sure
    if not sure:
        return Meant(None, near=tuple(suggest(index, text, PARTIES, _NEAR)))
    # One city goes before other places of its name; of several, all places may be meant.
    cities = [hit for hit in sure if _is_city(hit)]
    for only in (sure, cities):
        if len(only) == 1:
            return Meant(only[0])
    return Meant(None, tuple(sure))


def _is_labelled(hit: Hit) -> bool:
    return hit.matched in (hit.label_en, hit.label_fa)


def _is_city(hit: Hit) -> bool:
    return hit.kind == PARTIES[0]


def _told(hit: Hit, language: str) -> str:
    comma = "، " if language == "fa" else ", "
    called = comma.join(filter(None, (hit.label(language), hit.country_label(language))))
    return f"{hit.iri.removeprefix(str(ID))} ({called})"
