"""What is decided of an agreement by a profile, and by what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.model import Answer

Term = NamedNode | BlankNode | Literal


# What is said of an agreement, and of its parties, signatures and stages: subject, property, value.
Slice = frozenset[tuple[str, str, Term]]
Slices = Mapping[str, Slice]


@dataclass(frozen=True)
class Finding:
    """What a shape of a profile finds of an agreement.

    Attributes:
        shape: its local name.
        is_of_field: whether it is about what the profile speaks of, and not about its rule.
        is_against: whether it is evidence against, and not that there is none.
        messages: what it says, by language.
    """

    shape: str
    is_of_field: bool
    is_against: bool
    messages: Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """What a profile says of an agreement.

    Attributes:
        agreement: its IRI.
        answer: ``MET`` if it counts, ``NOT_MET`` if it does not.
        field: ``MET`` if the profile speaks of it, ``NO_DATA`` if that cannot be told.
        findings: what decides, first; none if it counts.
        kinds: as what it counts, by the local names of shapes; none if the profile has no kinds.
        statements: what was looked at, as subject, property and value.
    """

    agreement: str
    answer: Answer
    field: Answer
    findings: tuple[Finding, ...]
    kinds: tuple[str, ...]
    statements: Slice = frozenset()

    @property
    def deciding(self) -> Finding | None:
        """What decides; None if it counts."""
        return self.findings[0] if self.findings else None

    def looked_at(self, properties: Iterable[str]) -> list[tuple[str, str, Term]]:
        """The statements of some properties, in order."""
        wanted = set(properties)
        found = [one for one in self.statements if one[1] in wanted]
        return sorted(found, key=lambda one: (one[0] != self.agreement, *map(str, one)))
