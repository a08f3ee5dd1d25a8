"""What is told beside an answer as of a day, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from peyvand.clocks.force import InForce
from peyvand.clocks.model import Clocks, Said
from peyvand.clocks.rows import Seen
from peyvand.texts import number, text

Word = TypeVar("Word", bound=StrEnum)


def sentences(
    seen: Seen, clocks: Clocks, language: str, spoken: Callable[[str], str] = str
) -> Iterator[str]:
    """How many of the agreements in an answer were in force, and of how many somebody spoke.

    Args:
        seen: the answer.
        clocks: what was asked.
        language: ``en`` or ``fa``.
        spoken: how a day is written.
    """
    if clocks.on:
        named = "in-force-by-candidates" if clocks.candidates else "in-force-by-readings"
        counts = _numbers(InForce, seen.in_force, language)
        yield text(named, language, "clock").format(day=spoken(str(clocks.on)), **counts)
    if clocks.said:
        counts = _numbers(Said, seen.said, language)
        yield text("said-by-day", language, "clock").format(day=spoken(str(clocks.said)), **counts)
    if seen.apart:
        yield text("rows-apart", language, "clock").format(rows=number(seen.apart, language))


def _numbers(words: type[Word], counts: Mapping[Word, int], language: str) -> dict[str, str]:
    return {word.value: number(counts.get(word, 0), language) for word in words}
