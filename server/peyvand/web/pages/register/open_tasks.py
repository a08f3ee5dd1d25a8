"""What is to be done: overdue, due, or with no date, on the day that a page is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from pyoxigraph import Literal, NamedNode

from peyvand.sources.dates import bounds
from peyvand.web.pages.components.site import Row, Term


class Due(StrEnum):
    """How a task stands to a day; what is overdue is so whichever day of its date is meant."""

    OVERDUE = "overdue"
    DUE = "due"
    UNDATED = "undated"


@dataclass(frozen=True)
class OpenTask:
    """A task that is not recorded as done.

    Attributes:
        task: it.
        things: what it is about.
        stages: what is reached once it is done.
        holders: who is to do it.
        date: until when, as EDTF; None if that is not known.
        due: how it stands to the day.
    """

    task: NamedNode
    things: tuple[Term, ...]
    stages: tuple[Term, ...]
    holders: tuple[Term, ...]
    date: Literal | None
    due: Due

    @property
    def terms(self) -> Iterable[Term]:
        """All that it mentions."""
        return (self.task, *self.things, *self.stages, *self.holders)


def today() -> date:
    """The present day in universal time."""
    return datetime.now(UTC).date()


def open_tasks(rows: Iterable[Row], day: date) -> list[OpenTask]:
    """Tasks in the order of their dates, those without one last.

    Args:
        rows: of ``web/calendars/tasks`` or ``web/calendars/tasks-of``.
        day: the day that they stand to.
    """
    found: dict[NamedNode, dict[str, dict[Term, None]]] = {}
    for row in rows:
        task = row["task"]
        if isinstance(task, NamedNode):
            cells = found.setdefault(task, {n: {} for n in ("thing", "stage", "holder", "date")})
            for name, held in cells.items():
                if name in row:
                    held[row[name]] = None
    made = [_task(task, cells, day) for task, cells in found.items()]
    return sorted(made, key=lambda one: (_last(one.date) or date.max, one.task.value))


def _task(task: NamedNode, cells: dict[str, dict[Term, None]], day: date) -> OpenTask:
    dates = [one for one in cells["date"] if isinstance(one, Literal)]
    # Where several are told, there is time until the last.
    until = max(dates, key=lambda one: _last(one) or date.min, default=None)
    last = _last(until)
    due = Due.UNDATED if last is None else Due.OVERDUE if last < day else Due.DUE
    things, stages, holders = (tuple(cells[name]) for name in ("thing", "stage", "holder"))
    return OpenTask(task, things, stages, holders, until, due)


def _last(told: Literal | None) -> date | None:
    """The last day that a date may mean; None if there is none."""
    if told is None:
        return None
    try:
        return bounds(told.value)[1]
    except ValueError:
        return None
