"""Whose an activity is: which parties of an agreement those who take part belong to, as far as
the graph knows."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from peyvand.features.folding import fold
from peyvand.register.cells import Cells
from peyvand.register.names import Found
from peyvand.register.state import State

_PARTIES = ("pv:hasParty", "pv:hasFurtherParty")
# From a district to its city and its country, from a person to the office and its organisation.
_UP = ("pv:isPartOf", "pv:inCountry", "pv:holdsOffice", "pv:isOfficeAt")
# From an office to the place whose highest it is.
_DOWN = ("pv:hasHighestOffice",)
_KNOWN = ("pv:Place",)


def tell_strangers(cells: Cells, agreements: Iterable[Found], who: Iterable[NamedNode]) -> None:
    """Tell an agreement to whose parties nobody who takes part belongs, nor the place.

    Of whom it is not known where they belong, nothing is concluded.

    Args:
        cells: the row.
        agreements: those that the activity is held under.
        who: those who take part, for whom they do, who holds it, and where.
    """
    state = cells.state
    reached = {one: reach(state, one) for one in who}
    for agreement in agreements:
        parties = parties_of(state, agreement.iri)
        known = {
            one: found
            for one, found in reached.items()
            if one in parties or any(state.is_a(node, _KNOWN) for node in found)
        }
        above = {node for party in parties for node in reach(state, party)}
        if not parties or not known:
            continue
        if any(one in above or not parties.isdisjoint(found) for one, found in known.items()):
            continue
        told = {"name": agreement.label("en"), "name_fa": agreement.label("fa")}
        meant = "; ".join(sorted(Found(one, state.labels(one), {}).told() for one in parties))
        cells.tell("agreement", "activity-of-strangers", told, meant=meant)


def parties_of(state: State, agreement: NamedNode) -> set[NamedNode]:
    """The parties of an agreement, places and others."""
    return {party for prop in _PARTIES for party in state.nodes(agreement, prop)}


def reach(state: State, node: NamedNode) -> set[NamedNode]:
    """A thing, and every place, office and organisation that it is of."""
    found, wait = {node}, [node]
    while wait:
        one = wait.pop()
        above = {value for prop in _UP for value in state.nodes(one, prop)}
        above |= {value for prop in _DOWN for value in state.having(prop, one)}
        wait += above - found
        found |= above
    return found


def one_party(
    state: State, agreements: Iterable[NamedNode], speakers: Iterable[Found]
) -> Found | None:
    """The one party that all speakers belong to, if there is one; also by their names.

    A municipality is known by the city in its name where the graph does not say whose it is.
    """
    parties = {party for agreement in agreements for party in parties_of(state, agreement)}
    common: set[NamedNode] | None = None
    for speaker in speakers:
        own = parties & reach(state, speaker.iri) or {
            party for party in parties if _names(speaker, state.labels(party))
        }
        common = own if common is None else common & own
    if not common or len(common) > 1:
        return None
    (party,) = common
    return Found(party, state.labels(party), {})


def _names(speaker: Found, party: dict[str, str]) -> bool:
    """Whether the name of a party stands in that of a speaker, as words of it."""
    return any(
        f" {fold(party[tag])} " in f" {fold(name)} "
        for tag, name in speaker.labels.items()
        if party.get(tag)
    )
