"""What a test of rows asks of what they become, and the file that they rest on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from peyvand.graph.recorder import Recorder
from peyvand.query.registering import Registering
from peyvand.register.rows import Problem, Severity
from peyvand.vocabulary.iris import ID, TYPE, iri, thing

NOW = datetime(2026, 11, 29, 10, tzinfo=UTC)
FILE = {
    "source_number": "۱۲۳/الف",
    "source_date": "۱۵ اردیبهشت ۱۴۰۳",
    "source_office": "شهرداری اراک / Municipality of Arak",
}


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
