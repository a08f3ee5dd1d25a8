"""A row about something to be done, and what a stage says of the next: who has the file, and when
it is due."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from peyvand.register.actors import Actor, Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells, Dated
from peyvand.register.choices import Choice
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.days import day_of
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS
from peyvand.register.names import Found
from peyvand.register.pipelines import stage_of
from peyvand.register.rows import Entry, Severity
from peyvand.texts import text

_COMPLETED = "pv:isCompletedOn"
# What is said of a task when it comes to be, and is corrected later if it was wrong.
_NEW = ("of", "name_en", "name_fa", "awaits", "holder", "due")


@dataclass(frozen=True)
class Next:
    """What is to be done next: towards which stage, by whom, and by when."""

    awaits: tuple[Choice, str] | None
    holder: Actor | None
    due: Dated | None

    @classmethod
    def of(cls, cells: Cells, actors: Actors, found: Found | None) -> Next | None:
        """What a row says of it; None if that is nothing."""
        holder = actors.one("holder", ACTORS, "pv:Organisation")
        told = cls(stage_of(cells, "awaits", found), holder, day_of(cells, "due"))
        return told if any((told.awaits, told.holder, told.due)) else None


def task(cells: Cells) -> Entry | None:
    """The claims of a row about a task; None if it is refused."""
    known, found = cells.thing("task"), cells.thing("of")
    actors = Actors(cells)
    due = Next.of(cells, actors, found)
    completed = cells.date("completed")
    if cells.has("task"):
        _of_known(cells, known)
    else:
        _of_new(cells)
    basis = basis_of(cells, actors)
    if cells.refused or not basis:
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    if known:
        node, names = known.iri, in_both(known.label("en"), known.label("fa"))
    elif found:
        node, names = say_next(cells, claims, found, due or Next(None, None, None))
    else:
        return None
    if completed:
        claims.say(node, _COMPLETED, completed.said())
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def say_next(
    cells: Cells, claims: ClaimsOf, found: Found, due: Next
) -> tuple[NamedNode, tuple[Literal, Literal]]:
    """Add something to be done for a thing.

    Args:
        cells: the row, which may name it in the fields ``name_en`` and ``name_fa``.
        claims: where it is added.
        found: the thing.
        due: what is to be done.

    Returns:
        The task, and what it is called.
    """
    node = claims.numbered(f"task/{found.slug.rpartition('/')[2]}")
    english, persian = (_name(cells, found, due, tag) for tag in ("en", "fa"))
    claims.named(node, "pv:Task", english, persian)
    claims.say(node, "pv:isTaskOf", Said((found.iri,), cells.row.cell("of")))
    if due.awaits:
        claims.say(node, "pv:awaitsStage", Said((due.awaits[0].iri,), due.awaits[1]))
    if due.holder:
        claims.say(node, "pv:isAssignedTo", Said((due.holder.iri,), cells.row.cell("holder")))
    if due.due:
        claims.say(node, "pv:isDueOn", due.due.said())
    return node, in_both(english, persian)


def complete(
    cells: Cells, claims: ClaimsOf, found: Found, reached: Choice, date: Dated | None
) -> None:
    """Say that the open tasks which await a stage are done on the day that it is reached."""
    for node in cells.state.having("pv:isTaskOf", found.iri):
        if reached.iri not in cells.state.nodes(node, "pv:awaitsStage"):
            continue
        if cells.state.values(node, _COMPLETED):
            continue
        known = Found(node, cells.state.labels(node), {})
        told = {"name": known.label("en"), "name_fa": known.label("fa")}
        if date:
            claims.say(node, _COMPLETED, date.said())
            cells.tell("stage", "task-done", told, severity=Severity.INFO)
        else:
            cells.warn("date", "task-open", told, meant=known.told())


def _of_known(cells: Cells, known: Found | None) -> None:
    """Tell what may not be said anew of a task that is there, and one that is done already."""
    for name in _NEW:
        if cells.has(name):
            cells.tell(name, "task-known", cells.called(name))
    if not cells.has("completed"):
        cells.tell("completed", "required", cells.called("completed"))
    if known and cells.state.values(known.iri, _COMPLETED):
        told = {"name": known.label("en"), "name_fa": known.label("fa")}
        cells.tell("task", "task-done-already", told)


def _of_new(cells: Cells) -> None:
    """Tell what a new task lacks: what it is of, and a name unless it awaits a stage."""
    wanted = ["of"]
    if cells.has("name_en") or cells.has("name_fa") or not cells.has("awaits"):
        wanted += ["name_en", "name_fa"]
    for name in wanted:
        if not cells.has(name):
            cells.tell(name, "required", cells.called(name))
    cells.wanted("holder", "due")


def _name(cells: Cells, found: Found, due: Next, language: str) -> str:
    """What a task is called: as the row says, else after the thing and the stage that it awaits."""
    if given := cells.row.cell(f"name_{language}"):
        return given
    step = due.awaits[0].label(language) if due.awaits else text("next-step", language, "row")
    return f"{found.label(language)}: {step}"
