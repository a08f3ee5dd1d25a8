"""Writes as the tests ask for them: what is not given is the same everywhere."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from peyvand.query.writes import (
    GraphWrite,
    Registration,
    Rollback,
    Update,
    WriteJob,
    WriteKind,
    WriteLimits,
)

LIMITS = {
    "keep": 9, "max_term_bytes": 1000, "max_nesting": 10, "update_timeout_s": 0, "wait_s": 1,
}  # fmt: skip
_NAMES = {field.name for field in fields(WriteLimits)}


def job(home: Path, do: str = "update", **more: Any) -> WriteJob:
    """A write to the versions in a folder, by somebody who may write everything."""
    limits = WriteLimits(**{**LIMITS, **{name: more.pop(name) for name in _NAMES & more.keys()}})
    said = {"by": "x", "rights": ("*",), **more}
    if do == "update":
        return WriteJob(str(home), limits, Update(**said))
    if do == "rollback":
        return WriteJob(str(home), limits, Rollback(**said))
    if do == "register":
        return WriteJob(str(home), limits, Registration(**said))
    return WriteJob(str(home), limits, GraphWrite(kind=WriteKind(do), **said))
