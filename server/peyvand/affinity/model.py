"""What is found of a criterion and two cities."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.model import Answer

Term = NamedNode | BlankNode | Literal


@dataclass(frozen=True)
class Evidence:
    """One thing that tells of a criterion.

    Attributes:
        answer: what it tells.
        term: what it is: a thing of the graph, a claim, or a value; None if it is only measured.
        texts: what a claim says, by language.
        source: the document of a claim; "" for others.
        line: where in the document the claim stands; "" where that is not told.
    """

    answer: Answer
    term: Term | None = None
    texts: tuple[tuple[str, str], ...] = ()
    source: str = ""
    line: str = ""

    @property
    def iri(self) -> str:
        """The thing, if it is one."""
        return self.term.value if isinstance(self.term, NamedNode) else ""


@dataclass(frozen=True)
class Finding:
    """What can be said of a criterion and two cities.

    Attributes:
        criterion: its name.
        answer: whether it is met.
        value: what was measured, where something is.
        evidence: what tells it; nothing where there is no data.
    """

    criterion: str
    answer: Answer
    value: float | None = None
    evidence: tuple[Evidence, ...] = ()
