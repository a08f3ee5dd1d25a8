"""The agreements that a total may count, and what tells them apart: one by one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pyoxigraph import NamedNode

from peyvand.audit.model import ANY, Name, Sources
from peyvand.audit.totals import Ask, Row
from peyvand.clocks import InForce, Look
from peyvand.graph.profiles import Profile
from peyvand.model import Answer
from peyvand.monitor.counting import among, behind, nameless
from peyvand.recognition import SCOPES
from peyvand.recognition.deciding import found_of, read_slices, verdict_of

K = TypeVar("K", bound=Hashable)

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

    def that_got(self, answer: Answer) -> frozenset[str]:
        """The agreements of which it gives an answer."""
        return self._by_answer.get(answer, frozenset())

    @cached_property
    def _by_answer(self) -> Mapping[Answer, frozenset[str]]:
        return _gathered((answer, name) for name, answer in self.answers.items())


@dataclass(frozen=True)
class Group:
    """Agreements that are told of in the same way.

    Attributes:
        values: what they are by each of the variables that tell agreements apart.
        agreements: their IRIs.
    """

    values: Mapping[str, str]
    agreements: frozenset[str]


@dataclass(frozen=True)
class Held:
    """The agreements of a holder, as the clocks let them be seen.

    Attributes:
        query: what lists them, without regard to the clocks.
        groups: by how they are told of; an agreement that is told of in several ways is in each.
        in_force: what is known of each on the day; nothing if no day is asked about.
    """

    query: str
    groups: tuple[Group, ...]
    in_force: Mapping[str, InForce]
    is_as_of: bool

    def matching(self, wanted: Mapping[str, str]) -> list[Group]:
        """The groups that are so."""
        return [group for group in self.groups if wanted.items() <= group.values.items()]

    def certain(self, agreements: Set[str]) -> Set[str]:
        """Those that certainly were in force on the day; all if no day is asked about."""
        return agreements & self.being(InForce.CERTAIN) if self.in_force else agreements

    def being(self, word: InForce) -> frozenset[str]:
        """The agreements of which so much is known on the day."""
        return self._by_word.get(word, frozenset())

    @cached_property
    def _by_word(self) -> Mapping[InForce, frozenset[str]]:
        there = agreements_of(self.groups)
        return _gathered((word, name) for name, word in self.in_force.items() if name in there)

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


def grouped(ask: Ask, query: str) -> tuple[Group, ...]:
    """The agreements that a query lists, by how they are told of.

    Args:
        ask: answers a query.
        query: the list.
    """
    found = _gathered(
        (tuple(_value(row, name) for name in BY), row["agreement"].value)
        for row in ask(nameless(query))
    )
    return tuple(Group(dict(zip(BY, key, strict=True)), found[key]) for key in sorted(found))


def held(query: str, groups: tuple[Group, ...], look: Look | None = None) -> Held:
    """The agreements that a query lists, without those that the clocks leave out.

    Args:
        query: the list.
        groups: what it lists.
        look: the graph as it is seen by the clocks, if one is asked.
    """
    if look is None or not look.clocks:
        return Held(query, groups, {}, False)
    told = look.agreements(agreements_of(groups))
    standing = {name for name, one in told.items() if one.stands}
    kept = (Group(group.values, group.agreements & standing) for group in groups)
    in_force = {name: word for name, one in told.items() if (word := one.in_force)}
    return Held(query, tuple(group for group in kept if group.agreements), in_force, True)


def rulings(ask: Ask, profiles: Iterable[Profile], place: NamedNode | None = None) -> list[Ruling]:
    """What each profile says of each agreement there is, or of those of a place."""
    slices = read_slices(ask, SCOPES[1], place)
    some = [*profiles]
    found = found_of(some, slices)
    return [
        Ruling(
            profile.name,
            Name("", profile.titles),
            {
                name: verdict_of(profile, name, one).answer
                for name, one in found[profile.name].items()
            },
        )
        for profile in some
    ]


def agreements_of(groups: Iterable[Group]) -> set[str]:
    """The agreements of some groups, each once."""
    return set().union(*(group.agreements for group in groups))


def wanted_of(sources: Sources, **by: str) -> dict[str, str]:
    """What the rows of a set of sources are, and else."""
    return {**OF_SOURCES[sources], **{name: value for name, value in by.items() if value != ANY}}


def _gathered(pairs: Iterable[tuple[K, str]]) -> dict[K, frozenset[str]]:
    """The names that come with each key."""
    found: defaultdict[K, set[str]] = defaultdict(set)
    for key, name in pairs:
        found[key].add(name)
    return {key: frozenset(names) for key, names in found.items()}


def _value(row: Row, name: str) -> str:
    return str(getattr(row[name], "value", ""))
