"""What stands behind a criterion: things of the graph that anybody may look at."""

from __future__ import annotations

from pyoxigraph import NamedNode

from peyvand.partners.reading import Ask, text_of
from peyvand.sources.catalogue import NamedQuery, own

# The criteria that a query tells the evidence of, each the query of its name.
_QUERIES = (
    "affinity/shared-partners",
    "affinity/shared-networks",
    "affinity/neighbouring-countries",
    "affinity/population-ratio",
)
TOLD = {name.partition("/")[2]: name for name in _QUERIES}


def query_of(criterion: str, one: str, other: str) -> str:
    """The query that tells the evidence of a criterion for two cities, by their IRIs."""
    return _asked(own(TOLD[criterion]), one, other)


def evidence(ask: Ask, criterion: str, one: str, other: str) -> dict[str, list[str]]:
    """What is found of two cities: by ``met`` and ``not-met`` the things that tell it.

    Nothing is found where there is no data.
    """
    found: dict[str, list[str]] = {}
    for row in ask(query_of(criterion, one, other)):
        found.setdefault(text_of(row["finding"]), []).append(text_of(row["evidence"]))
    return found


def _asked(query: NamedQuery, one: str, other: str) -> str:
    return query.bound(one=NamedNode(one), other=NamedNode(other))
