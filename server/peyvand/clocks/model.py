"""What is asked of the clocks, and what they tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.clocks.force import InForce

Term = NamedNode | BlankNode | Literal
Row = Mapping[str, Term]
# What answers a SELECT query: its rows, without what is not bound.
Ask = Callable[[str], Iterable[Row]]


class Said(StrEnum):
    """Whether something was said by a day."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Clocks:
    """The days that somebody asks about.

    Attributes:
        on: what was in force on it; None if it is not asked.
        said: what was said by it; None if it is not asked.
        candidates: whether every reading that a damaged token allows counts, or the chosen ones.
    """

    on: date | None = None
    said: date | None = None
    candidates: bool = False

    def __bool__(self) -> bool:
        return self.on is not None or self.said is not None


@dataclass(frozen=True)
class Told:
    """What the clocks tell of an agreement; None of what they were not asked."""

    in_force: InForce | None = None
    said: Said | None = None

    @property
    def stands(self) -> bool:
        """Whether it stays in an answer: not where it certainly was not in force, and not where
        nobody certainly spoke of it by then.
        """
        return self.in_force != InForce.NO and self.said in (None, Said.CERTAIN)
