"""The agreements that a total may count, and what tells them apart: one by one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from peyvand.audit.model import ANY, Name, Sources
from peyvand.audit.totals import Ask, Row
from peyvand.clocks import InForce, Look
from peyvand.graph.profiles import Profile
from peyvand.model import Answer
from peyvand.monitor.counting import among, behind, nameless
from peyvand.recognition import SCOPES
from peyvand.recognition.deciding import decide, read_slices

# The variables of the list of agreements that tell them apart.
BY = ("source", "said", "scope", "kind", "dating", "standing")
# Which of them a set of sources is.
OF_SOURCES: Mapping[Sources, Mapping[str, str]] = {
    Sources.SAID: {"said": "said"},
    Sources.DOCUMENTS: {"source": "documents"},
    Sources.ALL: {},
    Sources.STATED: {"standing": "stated"},
}


@dataclass(frozen=True)
class Ruling:
    """What a profile says of agreements.

    Attributes:
        profile: its name.
        title: what it is called.
        answers: of each agreement, whether it counts.
    """

    profile: str
    title: Name
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Held:
    """The agreements of a holder, as the clocks let them be seen.

    Attributes:
        query: what lists them, without regard to the clocks.
        rows: one for each way in which an agreement is told of, by the variables that tell apart.
        in_force: what is known of each on the day; nothing if no day is asked about.
    """

    query: str
    rows: tuple[tuple[str, Mapping[str, str]], ...]
    in_force: Mapping[str, InForce]
    is_as_of: bool

    def matching(self, wanted: Mapping[str, str]) -> list[tuple[str, Mapping[str, str]]]:
        """The rows that are so."""
        return [row for row in self.rows if wanted.items() <= row[1].items()]

    def is_certain(self, agreement: str) -> bool:
        """Whether it certainly was in force on the day, or no day is asked about."""
        return self.in_force.get(agreement, InForce.CERTAIN) is InForce.CERTAIN

    def listing(self, wanted: Mapping[str, str], agreements: Collection[str]) -> str:
        """The query that lists some agreements, which are those that are so.

        Args:
            wanted: what they are by the variables of the list.
            agreements: they themselves, which have to be named where the list does not tell.
        """
        query = self.query
        for name, value in wanted.items():
            query = behind(query, name, value)
        if self.is_as_of:
            query = among(query, "agreement", agreements)
        return query


def held(ask: Ask, query: str, look: Look | None = None) -> Held:
    """The agreements that a query lists, without those that the clocks leave out.

    Args:
        ask: answers a query.
        query: the list.
        look: the graph as it is seen by the clocks, if one is asked.
    """
    rows = [
        (row["agreement"].value, {name: _value(row, name) for name in BY})
        for row in ask(nameless(query))
    ]
    if look is None or not look.clocks:
        return Held(query, tuple(rows), {}, False)
    told = look.agreements({agreement for agreement, _ in rows})
    kept = tuple(row for row in rows if told[row[0]].stands)
    in_force = {name: word for name, one in told.items() if (word := one.in_force)}
    return Held(query, kept, in_force, True)


def rulings(ask: Ask, profiles: Iterable[Profile], place: NamedNode | None = None) -> list[Ruling]:
    """What each profile says of each agreement there is, or of those of a place."""
    slices = read_slices(ask, SCOPES[1], place)
    return [
        Ruling(
            profile.name,
            Name("", profile.titles),
            {one.agreement: one.answer for one in decide(profile, slices)},
        )
        for profile in profiles
    ]


def agreements_of(rows: Iterable[tuple[str, Mapping[str, str]]]) -> set[str]:
    """The agreements of some rows, each once."""
    return {agreement for agreement, _ in rows}


def wanted_of(sources: Sources, **by: str) -> dict[str, str]:
    """What the rows of a set of sources are, and else."""
    return {**OF_SOURCES[sources], **{name: value for name, value in by.items() if value != ANY}}


def _value(row: Row, name: str) -> str:
    return str(getattr(row[name], "value", ""))
