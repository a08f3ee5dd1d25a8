"""A question on its way."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from peyvand.graph.version import Version
from peyvand.query.guard import Facts
from peyvand.query.messages import Question


@dataclass(frozen=True)
class Asked:
    """A question on its way: of which version, by whom, and how long it may take, in seconds."""

    question: Question
    facts: Facts
    version: Version
    client: str
    deadline_s: float

    @cached_property
    def key(self) -> tuple[int, Question]:
        """What its answer is kept under."""
        return self.version.number, self.question
