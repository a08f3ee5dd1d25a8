"""Identifiers decide first: a place that names its item needs no guess, but may be mistaken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from peyvand.features.distance import kilometres
from peyvand.features.thresholds import MISTAKEN_IDENTIFIER_KM
from peyvand.linkage.blocking import item_of
from peyvand.linkage.classification import NONE, REVIEW, SAME, Link, Scored
from peyvand.linkage.outcomes import Code, Reason
from peyvand.model import City

WIKIDATA = "wikidata:"


def by_identifier(
    places: Sequence[City], described: Mapping[str, City], pairs: Sequence[Scored]
) -> dict[str, Link]:
    """Links of the places that share an identifier with an item, or name the item itself.

    Args:
        places: the places of the list.
        described: the descriptions of the items (``candidates.variants``).
        pairs: the scored pairs, for the explanation.
    """
    # Only what the list names is looked for: few of a million items may be.
    stated = {known for place in places for known in place.same_as}
    if not stated:
        return {}
    holders: dict[str, set[str]] = {}
    descriptions: dict[str, list[City]] = {}
    for row, record in described.items():
        item = item_of(row)
        for known in (f"{WIKIDATA}{item}", *record.same_as):
            if known in stated:
                holders.setdefault(known, set()).add(item)
                if record not in (held := descriptions.setdefault(item, [])):
                    held.append(record)
    scored: dict[tuple[str, str], Scored] = {}
    for pair in pairs:
        best = scored.setdefault((pair.left, pair.right), pair)
        if pair.weight > best.weight:
            scored[pair.left, pair.right] = pair
    links: dict[str, Link] = {}
    for place in places:
        named = [known for known in place.same_as if known in holders]
        items = sorted({item for known in named for item in holders[known]})
        absent = [known for known in place.same_as if known.startswith(WIKIDATA)]
        if not items and absent:
            reason = Reason(Code.UNDESCRIBED_ITEM, (absent[0].removeprefix(WIKIDATA),))
            links[place.identifier] = Link(place.identifier, "", NONE, 0.0, reason)
        if not items:
            continue
        shown = scored.get((place.identifier, items[0]))
        reason = Reason(Code.SHARED_IDENTIFIER, (named[0],))
        link = Link(place.identifier, items[0], SAME, 1.0, reason, shown)
        if len(items) > 1:
            reason = Reason(Code.SEVERAL_ITEMS, tuple(items))
            link = replace(link, decision=REVIEW, reason=reason)
        elif _is_mistaken(km := _apart(place, descriptions[items[0]])):
            reason = Reason(Code.SHARED_BUT_FAR, (named[0],), km=km)
            link = replace(link, decision=REVIEW, reason=reason)
        links[place.identifier] = link
    return links


def disagree(place: City, record: City) -> str:
    """The scheme in which both hold identifiers and none is shared, or nothing."""
    schemes: dict[str, set[str]] = {}
    for known in record.same_as:
        schemes.setdefault(known.partition(":")[0], set()).add(known)
    for known in place.same_as:
        scheme = known.partition(":")[0]
        if scheme in schemes and not schemes[scheme] & set(place.same_as):
            return scheme
    return ""


def _is_mistaken(km: float | None) -> bool:
    return km is not None and km > MISTAKEN_IDENTIFIER_KM


def _apart(place: City, records: Iterable[City]) -> float | None:
    distances = [km for record in records if (km := kilometres(place, record)) is not None]
    return min(distances, default=None)
