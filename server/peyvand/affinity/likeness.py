"""Cities that are like a city, for those who look for an example to learn from.

They stand in the order of how many criteria they meet, which anybody can count again; nothing is
weighed. Of each it is told how many links it has, how old these are, and what is recorded of them:
that a city is like another does not say that its links did any good.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from peyvand.affinity.criteria import CRITERIA, THRESHOLDS, Criterion, Ground
from peyvand.affinity.looking import look
from peyvand.affinity.model import Finding
from peyvand.affinity.reading import Ask
from peyvand.affinity.world import met
from peyvand.model import Answer
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import thing

if TYPE_CHECKING:
    from peyvand.partners.facts import Facts

_ACTIVE = thing("concept/vitality-active").value
_SUCCESS = thing("concept/result-success").value


@dataclass
class Links:
    """What is on record of the links of a city.

    Attributes:
        partners: the cities that it is linked with.
        agreements: of each agreement the first and the last day that its date allows, if it has
            one.
        active: the agreements under which an activity is on record as held.
        last: the dates of the last activities that have one.
        results: by activity, the result that somebody states of it.
    """

    partners: set[str] = field(default_factory=set)
    agreements: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    active: set[str] = field(default_factory=set)
    last: set[str] = field(default_factory=set)
    results: dict[str, set[str]] = field(default_factory=dict)

    @property
    def dated(self) -> list[tuple[str, str]]:
        """The spans of the agreements whose date is known."""
        return [span for span in self.agreements.values() if span]

    @property
    def oldest(self) -> str:
        """The first day on which one of them may have begun; "" if none is dated."""
        return min((first for first, _ in self.dated), default="")

    @property
    def newest(self) -> str:
        """The last day on which one of them may have begun; "" if none is dated."""
        return max((last for _, last in self.dated), default="")

    @property
    def successes(self) -> int:
        """How many recorded activities somebody calls a success; 0 where none is recorded."""
        return sum(_SUCCESS in results for results in self.results.values()) if self.active else 0


@dataclass(frozen=True)
class Alike:
    """A city that is like another.

    Attributes:
        rank: its place, from 1.
        city: its IRI.
        findings: by criterion; what is not there is no data.
        links: what is on record of its links.
    """

    rank: int
    city: str
    findings: Mapping[str, Finding]
    links: Links

    def count(self, answer: Answer) -> int:
        """How many criteria have an answer, of those of which there are data."""
        return _counted(self.findings.values(), answer)


@dataclass(frozen=True)
class Likeness:
    """The cities that are like a city.

    Attributes:
        ranked: how many cities meet any criterion.
        cities: those that stand first.
    """

    ranked: int
    cities: tuple[Alike, ...]


def alike(
    ask: Ask,
    criteria: Sequence[Criterion],
    one: str,
    top: int,
    thresholds: Mapping[str, float] | None = None,
    facts: Facts | None = None,
) -> Likeness:
    """The cities that meet most criteria, among them also partners of the city.

    Equal ones stand in the order of how few criteria they fail, then of their IRIs.

    Args:
        ask: asks the graph.
        criteria: those to look at.
        one: the city, by its IRI.
        top: how many to tell of.
        thresholds: of the criteria that have one.
        facts: what is kept of the cities of the version, by which it is told sooner.
    """
    most = {**THRESHOLDS, **(thresholds or {})}
    # What speaks against a city is told of it, and does not count.
    counting = [criterion for criterion in criteria if criterion.ground is not Ground.EXCLUSION]
    if facts and one in facts.cities:
        meeting = {city: len(names) for city, names in met(ask, counting, one, facts, most).items()}
    else:
        every = look(ask, counting, one, thresholds=most)
        meeting = {city: len(findings) for city, findings in every.items()}
    counted = sorted(meeting.values(), reverse=True)
    least = counted[min(top, len(counted)) - 1] if counted else 0
    # Those that may stand among the first are looked at again, for what they do not meet.
    near = sorted(city for city, many in meeting.items() if many >= least)
    found = look(ask, criteria, one, near, most, facts) if near else {}
    order = []
    for city, findings in found.items():
        many, failed = (
            _counted(findings.values(), answer) for answer in (Answer.MET, Answer.NOT_MET)
        )
        order.append((-many, failed, city))
    first = [city for *_, city in sorted(order)[:top]]
    links = links_of(ask, first)
    cities = (Alike(n, city, found[city], links[city]) for n, city in enumerate(first, 1))
    return Likeness(len(meeting), tuple(cities))


def _counted(findings: Iterable[Finding], answer: Answer) -> int:
    """How many criteria have an answer, beside those that only speak against a city."""
    return sum(
        one.answer is answer and CRITERIA[one.criterion].ground is not Ground.EXCLUSION
        for one in findings
    )


def links_of(ask: Ask, cities: Iterable[str]) -> dict[str, Links]:
    """What is on record of the links of some cities."""
    found = {city: Links() for city in cities}
    if not found:
        return found
    for row in ask(own("affinity/links").bound(city=[NamedNode(city) for city in found])):
        links = found[row["city"].value]
        told = {name: term.value for name, term in row.items()}
        if "partner" in told:
            links.partners.add(told["partner"])
            continue
        agreement = told["agreement"]
        span = (told["earliest"], told["latest"]) if "earliest" in told else None
        links.agreements[agreement] = _wider(links.agreements.get(agreement), span)
        if told.get("vitality") == _ACTIVE:
            links.active.add(agreement)
        if "active" in told:
            links.last.add(told["active"])
        if "result" in told:
            links.results.setdefault(told["activity"], set()).add(told["result"])
    return found


def _wider(one: tuple[str, str] | None, other: tuple[str, str] | None) -> tuple[str, str] | None:
    if not one or not other:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])
