"""What a test of rows asks of what they become, and the file that they rest on."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from peyvand.graph.history import opened
from peyvand.graph.recorder import Recorder
from peyvand.graph.versions import Versions
from peyvand.query.registering import Registering
from peyvand.query.writer import write
from peyvand.query.writes import WriteAnswer
from peyvand.register.rows import Problem, RawRow, Severity
from peyvand.vocabulary.iris import ID, TYPE, iri, thing
from writing import job

NOW = datetime(2026, 11, 29, 10, tzinfo=UTC)
FILE = {
    "source_number": "۱۲۳/الف",
    "source_date": "۱۵ اردیبهشت ۱۴۰۳",
    "source_office": "شهرداری اراک / Municipality of Arak",
}


def enter(home: Path, entry: str, *rows: dict[str, str], **more: Any) -> WriteAnswer:
    """Enter rows in the next version of a home, as the register of Arak unless told otherwise."""
    given = {"by": "arak", "entry": entry, "max_term_bytes": 10_000, **more}
    numbered = tuple(RawRow(number, cells) for number, cells in enumerate(rows, start=2))
    return write(job(home, "register", rows=numbered, **given))


def current(home: Path) -> Store:
    """The graph of the current version of a home."""
    versions = Versions(home)
    return opened(versions, versions.current())


def told(
    registering: Registering, severity: Severity = Severity.VIOLATION
) -> list[tuple[Any, ...]]:
    found = [one for one in registering.problems if one.severity is severity]
    return [(one.row, one.column, one.code) for one in found]


def problem(registering: Registering, code: str) -> Problem:
    (found,) = [one for one in registering.problems if one.code == code]
    return found


def values(recorder: Recorder, subject: str, prop: str) -> set[str]:
    """The values of a property in any graph, things by the last part of their IRIs."""
    found = recorder.store.quads_for_pattern(thing(subject), iri(prop), None, None)
    return {getattr(quad.object, "value", "").rpartition("/")[2] for quad in found}


def claim_of(registering: Registering, prop: str) -> str:
    """The one claim of a property that was entered."""
    (claim,) = [
        quad.subject.value.removeprefix(str(ID))
        for entry in registering.entries
        for quad in entry.quads
        if quad.predicate == iri("pv:property") and quad.object == iri(prop)
    ]
    return claim


def numbers(registering: Registering) -> list[int]:
    """The numbers of the claims that were entered."""
    return [
        int(quad.subject.value.rpartition("-")[2])
        for entry in registering.entries
        for quad in entry.quads
        if quad.predicate == TYPE and quad.object == iri("pv:Claim")
    ]
