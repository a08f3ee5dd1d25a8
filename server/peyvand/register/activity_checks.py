"""What is told of an activity beside its single cells: whose it is, when, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from peyvand.register.belonging import one_party, tell_strangers
from peyvand.register.cells import Cells, Dated
from peyvand.register.names import Found
from peyvand.register.rows import Severity
from peyvand.sources.dates import bounds
from peyvand.vocabulary.iris import thing

_IDEA = thing("concept/stage-idea")
_DATES = ("pv:date", "pv:inferredDate")
_SUCCESS, _UNKNOWN = "result-success", "result-unknown"


@dataclass(frozen=True)
class Activity:
    """What is looked at together.

    Attributes:
        known: the activity, if the graph has it.
        agreements: those that it is held under.
        taking_part: who takes part and for whom, who holds it, and where.
        is_open: whether the row says that others may take part.
        date: when it is held.
        result: the name of the concept of its result; "" if none is given.
        evidence: whether the row gives an indicator or a document.
        speakers: who says so.
        new: the names of those of them that come to be with the row.
    """

    known: NamedNode | None
    agreements: tuple[Found, ...]
    taking_part: tuple[NamedNode, ...]
    is_open: bool
    date: Dated | None
    result: str
    evidence: bool
    speakers: tuple[NamedNode, ...]
    new: Mapping[NamedNode, Mapping[str, str]]


def check(cells: Cells, activity: Activity) -> None:
    """Tell what of an activity does not fit together, at the field that it is about."""
    if not activity.is_open and not _lets_others(cells, activity):
        tell_strangers(cells, activity.agreements, activity.taking_part)
    _compare(cells, activity)
    _result(cells, activity)


def _lets_others(cells: Cells, activity: Activity) -> bool:
    known = activity.known
    said = cells.state.values(known, "pv:isOpenToOthers") if known else []
    return any(value.value == "true" for value in said)


def _compare(cells: Cells, activity: Activity) -> None:
    """Tell an activity that is held before anybody had the idea of its agreement."""
    last = bounds(activity.date.read.edtf)[1] if activity.date else None
    if not last or not activity.date:
        return
    for agreement in activity.agreements:
        for idea in _ideas(cells, agreement.iri):
            first = bounds(idea)[0]
            if first and last < first:
                told = {"date": activity.date.printed, "idea": idea}
                told |= {"name": agreement.label("en"), "name_fa": agreement.label("fa")}
                cells.tell("date", "activity-before-idea", told)
                return


def _ideas(cells: Cells, agreement: NamedNode) -> list[str]:
    """When the idea of an agreement came up, as far as that is recorded."""
    state = cells.state
    return [
        value.value
        for event in state.having("pv:isStageOf", agreement)
        if _IDEA in state.nodes(event, "pv:reachedStage")
        for prop in _DATES
        for value in state.values(event, prop)
    ]


def _result(cells: Cells, activity: Activity) -> None:
    """Tell a result that nothing proves, one that one party alone states, and none."""
    if not activity.result:
        if not activity.known:
            cells.tell("result", "result-not-given", severity=Severity.INFO)
        return
    if activity.result == _UNKNOWN:
        return
    if not activity.evidence and not cells.has("outcome") and not _is_proved(cells, activity):
        cells.warn("result", "result-without-evidence")
    if activity.result == _SUCCESS:
        party = one_party(cells.state, _agreements(cells, activity), _speakers(cells, activity))
        if party:
            told = {"name": party.label("en"), "name_fa": party.label("fa")}
            cells.warn("result", "success-by-one-party", told)


def _is_proved(cells: Cells, activity: Activity) -> bool:
    """Whether the graph has evidence of an activity that it knows."""
    state, known = cells.state, activity.known
    if not known:
        return False
    said = (state.values(known, prop) for prop in ("pv:outcome", "pv:isEvidencedBy"))
    return any(said) or bool(state.having("pv:isIndicatorOf", known))


def _agreements(cells: Cells, activity: Activity) -> list[NamedNode]:
    known = cells.state.nodes(activity.known, "pv:isHeldUnder") if activity.known else []
    return [*(found.iri for found in activity.agreements), *known]


def _speakers(cells: Cells, activity: Activity) -> list[Found]:
    return [
        Found(one, activity.new.get(one) or cells.state.labels(one), {})
        for one in activity.speakers
    ]
