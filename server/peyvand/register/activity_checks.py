"""What is told of the result of an activity: none is given, or one party alone says it.

Whose an activity is, when, and what proves its result, rules and shapes look at in the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import NamedNode

from peyvand.features.folding import fold
from peyvand.register.cells import Cells
from peyvand.register.names import Found
from peyvand.register.rows import Severity

_PARTIES = ("pv:hasParty", "pv:hasFurtherParty")
_SUCCESS = "result-success"


def check_result(
    cells: Cells, result: str, agreements: Iterable[NamedNode], speakers: Sequence[Found]
) -> None:
    """Tell that a result is not given, or that one party alone says that it was a success.

    Args:
        cells: the row.
        result: the name of the concept; "" if none is given.
        agreements: those that the activity is held under.
        speakers: who says so.
    """
    if not result and not cells.has("activity"):
        cells.tell("result", "result-not-given", severity=Severity.INFO)
    if result != _SUCCESS:
        return
    state = cells.state
    nodes = {it for one in agreements for prop in _PARTIES for it in state.nodes(one, prop)}
    parties = [Found(node, state.labels(node), {}) for node in sorted(nodes, key=str)]
    # A municipality is known by the city in its name where the graph does not tell whose it is.
    named = [{one.iri for one in parties if _names(it, one)} for it in speakers]
    alone = set.union(*named) if named and all(named) else set()
    if len(alone) == 1:
        (party,) = (one for one in parties if one.iri in alone)
        told = {"name": party.label("en"), "name_fa": party.label("fa")}
        cells.warn("result", "success-by-one-party", told)


def _names(speaker: Found, party: Found) -> bool:
    """Whether the name of a party stands in that of a speaker, as words of it."""
    return any(
        f" {fold(party.labels[tag])} " in f" {fold(name)} "
        for tag, name in speaker.labels.items()
        if party.labels.get(tag)
    )
