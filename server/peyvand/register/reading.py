"""Rows of a form or a table, read into entries; what is wrong with them is told row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from peyvand.evidence.registers import readings
from peyvand.register.accessions import accession
from peyvand.register.activities import activity
from peyvand.register.agreements import agreement
from peyvand.register.cells import Cells
from peyvand.register.claims import By
from peyvand.register.corrections import correction
from peyvand.register.criteria import criterion
from peyvand.register.disputes import dispute
from peyvand.register.exchanges import need, offer
from peyvand.register.fields import EntryKind
from peyvand.register.grants import grant
from peyvand.register.indicators import indicator
from peyvand.register.memberships import membership
from peyvand.register.names import Names
from peyvand.register.obstacles import obstacle, solution
from peyvand.register.partnerships import partnership
from peyvand.register.places import place
from peyvand.register.plans import goal, plan
from peyvand.register.proposals import proposal
from peyvand.register.retractions import retraction
from peyvand.register.rows import Entry, Problem, RawRow
from peyvand.register.screening import checklist, decision, item
from peyvand.register.speech import absence, resolution, speech, term
from peyvand.register.stages import stage
from peyvand.register.state import State
from peyvand.register.statements import statement
from peyvand.register.tasks import task

_READERS: Mapping[EntryKind, Callable[[Cells], Entry | None]] = {
    EntryKind.AGREEMENT: agreement,
    EntryKind.STAGE: stage,
    EntryKind.TASK: task,
    EntryKind.CRITERION: criterion,
    EntryKind.PLACE: place,
    EntryKind.ACTIVITY: activity,
    EntryKind.INDICATOR: indicator,
    EntryKind.OBSTACLE: obstacle,
    EntryKind.SOLUTION: solution,
    EntryKind.GRANT: grant,
    EntryKind.PLAN: plan,
    EntryKind.GOAL: goal,
    EntryKind.NEED: need,
    EntryKind.OFFER: offer,
    EntryKind.CHECKLIST: checklist,
    EntryKind.ITEM: item,
    EntryKind.DECISION: decision,
    EntryKind.DISPUTE: dispute,
    EntryKind.ACCESSION: accession,
    EntryKind.MEMBERSHIP: membership,
    EntryKind.PROPOSAL: proposal,
    EntryKind.PARTNERSHIP: partnership,
    EntryKind.STATEMENT: statement,
    EntryKind.SPEECH: speech,
    EntryKind.RESOLUTION: resolution,
    EntryKind.ABSENCE: absence,
    EntryKind.TERM: term,
    EntryKind.CORRECTION: correction,
    EntryKind.RETRACTION: retraction,
}


def read(
    kind: EntryKind, rows: Iterable[RawRow], names: Names, state: State, by: By
) -> tuple[list[Entry], list[Problem]]:
    """The entries that rows become, and what is told of them.

    Args:
        kind: what the rows enter.
        rows: the rows; each is read with what those before it add.
        names: where names are looked up.
        state: what the graph says; it knows afterwards what the entries add.
        by: who enters them, and when.

    Returns:
        An entry for each row that nothing forbids, and every problem, in the order of the rows.
    """
    entries, problems = [], []
    for row in rows:
        cells, count = Cells(kind, row, names, state, by), state.count
        cells.required()
        entry = _READERS[kind](cells)
        if entry and not cells.refused:
            entries.append(entry)
            state.add((*entry.quads, *readings(entry.quads)))
        else:
            state.keep(count)
        problems += cells.problems
    return entries, problems
