"""What was found of a machine and a home, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

_GIGABYTE, _MEGABYTE = 1_000_000_000, 1_000_000


class State(StrEnum):
    """How something is: well, worth to be known, or in the way of something."""

    WELL = "well"
    REMARK = "remark"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        state: how it is.
        told: what was found.
        hint: what to do, where something is to be done.
    """

    name: str
    state: State
    told: str
    hint: str = ""


def well(name: str, told: str) -> Finding:
    """A finding that nothing is to be done about."""
    return Finding(name, State.WELL, told)


def judged(name: str, right: bool, told: str, hint: str, *, wrong: bool = True) -> Finding:
    """A finding that something is to be done about, unless it is right.

    Args:
        name: what it is.
        right: whether it is as it should be.
        told: what was found.
        hint: what to do if it is not.
        wrong: whether it is in the way of something then.
    """
    if right:
        return well(name, told)
    return Finding(name, State.WRONG if wrong else State.REMARK, told, hint)


def size(count: float) -> str:
    """So many bytes as people read them."""
    if count >= _GIGABYTE:
        return f"{count / _GIGABYTE:,.1f} GB"
    return f"{count / _MEGABYTE:,.0f} MB"


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """All as an object: ``well``, whether nothing is wrong, and ``findings``, each an object with
    ``name``, ``state``, ``told`` and ``hint``."""
    well = all(finding.state is not State.WRONG for finding in findings)
    return {"well": well, "findings": [asdict(finding) for finding in findings]}
