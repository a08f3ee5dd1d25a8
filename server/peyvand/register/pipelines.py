"""The stages that a thing may reach, those that are recorded of it, and the order they come in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pyoxigraph import Literal, NamedNode

from peyvand.features.folding import is_arabic
from peyvand.register.cells import Cells, Dated
from peyvand.register.choices import Choice, chosen, labels, meant
from peyvand.register.fields import PIPELINES, field
from peyvand.register.names import Found
from peyvand.register.state import State
from peyvand.sources.dates import bounds
from peyvand.vocabulary.iris import thing
from peyvand.vocabulary.labels import pick

# The outcomes with which a stage is not reached.
NOT_REACHED = frozenset(thing(f"concept/outcome-{name}") for name in ("refused", "returned"))
_BUDGET = thing("concept/matter-budget")
_DATES = ("pv:date", "pv:inferredDate")
Span = tuple[date | None, date | None]


@dataclass(frozen=True)
class Recorded:
    """A stage that is recorded of a thing.

    Attributes:
        event: the reaching of it.
        stage: the concept.
        dates: when it was reached, as EDTF; several where sources differ, none if it is undated.
        matters: what was put before the body, as far as it is told.
    """

    event: NamedNode
    stage: NamedNode
    dates: tuple[str, ...]
    matters: tuple[NamedNode, ...] = ()

    @property
    def span(self) -> Span:
        """The first and the last day that it may have been reached on."""
        spans = [bounds(text) for text in self.dates]
        firsts, lasts = [first for first, _ in spans], [last for _, last in spans]
        return _least(firsts), _most(lasts)


def stage_of(cells: Cells, name: str, whose: Found | None) -> tuple[Choice, str] | None:
    """The stage in a field, which is one that a thing may reach.

    Args:
        cells: the row.
        name: the field.
        whose: what it is a stage of; any stage will do if that is not known.
    """
    found = cells.choice(name)
    own = [scheme for cls, some in PIPELINES.items() for scheme in some if _is(cells, whose, cls)]
    if not found or not whose or not own:
        return found
    narrow = replace(field(cells.kind, name), scheme=own[0], further=tuple(own[1:]), concepts=())
    if choice := chosen(narrow, found[1]):
        return choice, found[1]
    tag = "fa" if is_arabic(found[1]) else "en"
    near = "; ".join(one.label(tag) for one in meant(narrow, found[1]))
    told = {"name": whose.label("en"), "name_fa": whose.label("fa")}
    cells.tell(name, "stage-of-others", told | named(found[0].iri, "stage"), meant=near)
    return None


def recorded(state: State, whose: NamedNode) -> list[Recorded]:
    """The stages that a thing is recorded to have reached, in a fixed order.

    What a body has refused or sent back has not been reached.
    """
    return list(_recorded(state, whose))


def _recorded(state: State, whose: NamedNode) -> Iterator[Recorded]:
    for event in state.having("pv:isStageOf", whose):
        if not NOT_REACHED.isdisjoint(state.nodes(event, "pv:hasApprovalOutcome")):
            continue
        matters = tuple(state.nodes(event, "pv:hasMatter"))
        said = [value.value for prop in _DATES for value in state.values(event, prop)]
        for stage in state.nodes(event, "pv:reachedStage"):
            yield Recorded(event, stage, tuple(said), matters)


def judge(
    cells: Cells, whose: Found, stage: Choice, when: Dated | None, matter: NamedNode | None = None
) -> None:
    """Tell where a stage does not go with those that are recorded of the same thing.

    Args:
        cells: the row, with the stage and its date in the fields ``stage`` and ``date``.
        whose: what it is a stage of.
        stage: the stage.
        when: when it was reached.
        matter: what was put before the body, if that is said: each is approved on its own.
    """
    others = recorded(cells.state, whose.iri)
    for other in others:
        if other.stage == stage.iri and _is_again(other, matter):
            code = "stage-again" if other.dates else "stage-again-undated"
            cells.warn("stage", code, _told(stage.iri, when, other))
            break
    if when:
        for other in others:
            _order(cells, stage.iri, when, other)
    # A budget is not what a signing waits for.
    known = {one.stage for one in others if one.matters != (_BUDGET,)}
    wanted = _wanted(cells.state, stage.iri)
    if lacking := [one for one in wanted if one not in known]:
        told = named(stage.iri, "stage") | {
            "stages": ", ".join(_label(one, "en") for one in lacking),
            "stages_fa": "، ".join(_label(one, "fa") for one in lacking),
        }
        cells.warn("stage", "stage-unrecorded", told)


def _is_final(state: State, stage: NamedNode) -> bool:
    """Whether nothing comes after a stage."""
    return any(
        isinstance(value, Literal) and value.value == "true"
        for value in state.values(stage, "pv:isFinalStage")
    )


def named(node: NamedNode, name: str) -> dict[str, str]:
    """What a concept is called in both languages, as the arguments of a problem."""
    return {name: _label(node, "en"), f"{name}_fa": _label(node, "fa")}


def _order(cells: Cells, stage: NamedNode, when: Dated, other: Recorded) -> None:
    """Tell whether a stage and a recorded one came the wrong way round, or may have."""
    if other.stage == stage:
        return
    state, told = cells.state, _told(stage, when, other)
    new, old = bounds(when.read.edtf), other.span
    needs, hopes = "pv:requiresStage", "pv:expectsStage"
    if other.stage in state.nodes(stage, needs):
        _follow(cells, old, new, "stage-before", told)
    elif stage in state.nodes(other.stage, needs):
        _follow(cells, new, old, "stage-too-late", told)
    elif _is_final(state, other.stage) and _before(old, new):
        cells.tell("date", "stage-after-end", told)
    elif _is_final(state, stage) and _before(new, old):
        cells.tell("date", "end-before-stage", told)
    elif other.stage in state.nodes(stage, hopes) and _before(new, old):
        cells.warn("date", "stage-unapproved", told)
    elif stage in state.nodes(other.stage, hopes) and _before(old, new):
        cells.warn("date", "stage-ratifies", told)


def _follow(cells: Cells, first: Span, second: Span, code: str, told: dict[str, str]) -> None:
    """Tell that what should come second comes first, or may."""
    if _before(second, first):
        cells.tell("date", code, told)
    elif second[0] and first[1] and second[0] < first[1]:
        cells.warn("date", "stage-perhaps-before", told)


def _before(one: Span, two: Span) -> bool:
    """Whether every day of one span lies before every day of another."""
    return bool(one[1] and two[0] and one[1] < two[0])


def _is_again(other: Recorded, matter: NamedNode | None) -> bool:
    """Whether a stage that is recorded was about the same matter, as far as it is told."""
    return not matter or not other.matters or matter in other.matters


def _wanted(state: State, stage: NamedNode) -> list[NamedNode]:
    """The stages that one requires or expects."""
    return [*state.nodes(stage, "pv:requiresStage"), *state.nodes(stage, "pv:expectsStage")]


def _told(stage: NamedNode, when: Dated | None, other: Recorded) -> dict[str, str]:
    dates = {"date": when.printed if when else "", "other_date": ", ".join(other.dates)}
    return {**named(stage, "stage"), **named(other.stage, "other"), **dates}


def _label(node: NamedNode, language: str) -> str:
    return pick(labels(node), language)[0] or node.value


def _is(cells: Cells, whose: Found | None, cls: str) -> bool:
    return whose is not None and cells.state.is_a(whose.iri, (cls,))


def _least(days: Sequence[date | None]) -> date | None:
    known = [day for day in days if day]
    return min(known) if known and len(known) == len(days) else None


def _most(days: Sequence[date | None]) -> date | None:
    known = [day for day in days if day]
    return max(known) if known and len(known) == len(days) else None
