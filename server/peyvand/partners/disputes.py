"""Standing disputes, which people state and nobody computes.

They are shown beside a city that is ranked, and leave it out only where somebody asks for that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pyoxigraph import NamedNode

from peyvand.partners.cities import UNKNOWN, Cities
from peyvand.partners.facts import Ask, text_of
from peyvand.sources.catalogue import own

_QUERY = "partners/disputes"


@dataclass(frozen=True)
class Statement:
    """Where a dispute is stated.

    Args:
        claim: that states it.
        source: in which it stands.
        speakers: who states it.
        said: when, in EDTF; empty where that is not known.
    """

    claim: str
    source: str
    speakers: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Dispute:
    """A dispute of a city or of its country.

    Args:
        place: the city, or its country.
        other: the city or the country that the dispute is with.
        statements: at least one.
    """

    place: str
    other: str
    statements: tuple[Statement, ...] = field(default=())


def query_of(city: str) -> str:
    """The query that tells the disputes of a city, by its IRI."""
    return own(_QUERY).bound(city=NamedNode(city))


def disputes_of(ask: Ask, city: str) -> tuple[Dispute, ...]:
    """The disputes that sources state of a city, by its IRI, or of its country."""
    found: dict[tuple[str, str], dict[str, Statement]] = {}
    for row in ask(query_of(city)):
        told = {name: text_of(value) for name, value in row.items()}
        statements = found.setdefault((told["place"], told["other"]), {})
        one = statements.setdefault(told["claim"], Statement(told["claim"], told["source"]))
        speakers = {*one.speakers, *([told["speaker"]] if "speaker" in told else [])}
        statements[one.claim] = replace(
            one, speakers=tuple(sorted(speakers)), said=told.get("said", "")
        )
    return tuple(Dispute(*ends, tuple(some.values())) for ends, some in found.items())


def between(cities: Cities, disputes: Sequence[Dispute], city: int) -> tuple[Dispute, ...]:
    """Those of some disputes that are with a city or with its country."""
    country = int(cities.countries[city])
    ends = {cities.iris[city]}
    if country != UNKNOWN:
        ends.add(cities.country_iris[country])
    return tuple(dispute for dispute in disputes if dispute.other in ends)


def json_of(disputes: Sequence[Dispute]) -> list[dict[str, Any]]:
    """Disputes as plain values."""
    return [
        {
            "place": dispute.place,
            "other": dispute.other,
            "statements": [
                {
                    "claim": one.claim,
                    "source": one.source,
                    "speakers": list(one.speakers),
                    "said": one.said or None,
                }
                for one in dispute.statements
            ],
        }
        for dispute in disputes
    ]
