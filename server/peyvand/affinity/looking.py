"""Looking at one city and others by the criteria of affinity.

The same query asks of two cities, of one and some, and of one and all others: without others it
names those that meet it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from peyvand.affinity.criteria import CRITERIA, DISPUTE, IN_WORDS, THRESHOLDS, Criterion, Ground
from peyvand.affinity.model import Evidence, Finding
from peyvand.affinity.reading import READERS, SEA, Ask, Reading, Row, Told, as_found, kept_from_sea
from peyvand.model import Answer
from peyvand.sources.catalogue import NamedQuery, own
from peyvand.vocabulary.iris import iri, thing

if TYPE_CHECKING:
    from peyvand.partners.facts import Facts

# By city, by criterion.
Findings = dict[str, dict[str, Finding]]

_QUERIES = {
    "shared-partners": "affinity/shared-partners",
    "distance": "affinity/distance",
    "neighbouring-countries": "affinity/neighbouring-countries",
    "population-ratio": "affinity/population-ratio",
    "same-name": "affinity/same-name",
    "shared-networks": "affinity/shared-networks",
    "heritage-registers": "affinity/heritage-registers",
    "shared-titles": "affinity/shared-titles",
    "creative-cities": "affinity/creative-cities",
    "learning-cities": "affinity/learning-cities",
    "needs-and-offers": "affinity/needs-and-offers",
    # Both look at where the two lie.
    SEA: "affinity/distance",
    "country-languages": "affinity/country-languages",
    IN_WORDS: "affinity/stated-in-words",
    DISPUTE: "affinity/standing-dispute",
}
_STATED = "affinity/stated-criteria"
# What somebody may put forward, and the two do not have in common.
_LIKING = thing("concept/ground-liking")
_MOST = "most"
# Where a query has the others bound.
_BIND = "# bind"
_ORDER = (Answer.MET, Answer.NOT_MET, Answer.OUT_OF_FIELD)


def query_of(
    criterion: Criterion,
    one: str,
    others: Sequence[str] = (),
    thresholds: Mapping[str, float] | None = None,
) -> str:
    """The query that tells of a criterion, for a city and some others.

    Args:
        criterion: what is asked.
        one: a city, by its IRI.
        others: the others; all those that meet it if none is given.
        thresholds: of the criteria that have one; the usual ones if they are not given.
    """
    most = {**THRESHOLDS, **(thresholds or {})}.get(criterion.name)
    return _bound(own(_QUERIES.get(criterion.name, _STATED)), one, others, most)


def _bound(
    query: NamedQuery, one: str, others: Sequence[str] = (), most: float | None = None
) -> str:
    nodes = [NamedNode(other) for other in others]
    values: dict[str, NamedNode | Literal | list[NamedNode]] = {"one": NamedNode(one)}
    if nodes:
        values["other"] = nodes[0] if len(nodes) == 1 else nodes
    else:
        query = _open(f"{query.folder}/{query.name}")
    if _MOST in query.parameters and most is not None:
        values[_MOST] = Literal(f"{most:f}", datatype=iri("xsd:decimal"))
    return query.bound(**values)


def look(
    ask: Ask,
    criteria: Sequence[Criterion],
    one: str,
    others: Sequence[str] = (),
    thresholds: Mapping[str, float] | None = None,
    facts: Facts | None = None,
) -> Findings:
    """What the criteria say of a city and others.

    Args:
        ask: asks the graph.
        criteria: those to look at.
        one: a city, by its IRI.
        others: the others; if none is given, all those that meet any criterion, of which only is
            told what they meet.
        thresholds: of the criteria that have one; the usual ones if they are not given.
        facts: what is kept of the cities of the version, if how far they are from the sea need
            not be measured anew.

    Returns:
        By city, by criterion; what is not there is no data.
    """
    most = {**THRESHOLDS, **(thresholds or {})}
    found: Findings = {other: {} for other in others}
    stated: dict[str, list[Row]] = {}
    # Two criteria look at where cities lie: of the whole world that is asked once.
    asked: dict[str, list[Row]] = {}
    if any(criterion.ground is Ground.STATED for criterion in criteria):
        stated = _stated(ask(_bound(own(_STATED), one, others)))
    for criterion in criteria:
        rows: Iterable[Row] = stated.get(criterion.name, ())
        if criterion.name in _QUERIES:
            query = query_of(criterion, one, others, most)
            if query not in asked:
                asked[query] = [*ask(query)]
            rows = chain(asked[query], rows)
        read = READERS.get(criterion.name, as_found)
        if facts and criterion.name == SEA:
            read = kept_from_sea(facts, one)
        for city, told in _evidence(read, rows, most.get(criterion.name, 0)).items():
            # Most of the world does not meet it: what tells so is not put in order.
            tells = others or any(evidence.answer is Answer.MET for _, evidence in told)
            if city != one and tells:
                found.setdefault(city, {})[criterion.name] = _finding(criterion, told)
    return found


def of(findings: Mapping[str, Finding], criterion: str) -> Finding:
    """The finding of a criterion; no data where nothing was found."""
    return findings.get(criterion) or Finding(criterion, Answer.NO_DATA)


def _stated(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """What is stated, by the names of criteria; beside that what is stated of what is computed."""
    names = {one.iri: one.name for one in CRITERIA.values() if one.ground is Ground.STATED}
    found: dict[str, list[Row]] = {}
    for row in rows:
        if row["criterion"] != _LIKING:
            found.setdefault(names.get(row["criterion"].value, IN_WORDS), []).append(row)
    return found


@lru_cache(maxsize=64)
def _open(name: str) -> NamedQuery:
    """A query of two cities as one of a city and all others that meet it, where it decides that."""
    query = own(name)
    given = {key: value for key, value in query.meta["params"].items() if key != "other"}
    decides = "?finding" in query.text
    text = query.text.replace(_BIND, 'FILTER(?finding = "met")') if decides else query.text
    return replace(query, text=text, meta={**query.meta, "params": given})


def _evidence(read: Reading, rows: Iterable[Row], threshold: float) -> dict[str, Told]:
    """What rows tell of each city: a value, and what it is told by."""
    found: dict[str, Told] = {}
    for city, told in read(rows, threshold):
        found.setdefault(city, []).append(told)
    return found


def _finding(criterion: Criterion, told: Told) -> Finding:
    """The finding that follows from all that is told; one thing that meets it is enough."""
    answers = {evidence.answer for _, evidence in told}
    answer = next(one for one in _ORDER if one in answers)
    values = [value for value, evidence in told if evidence.answer is answer and value is not None]
    evidence = _merged(evidence for _, evidence in told)
    if criterion.threshold is not None:
        best = max(values) if criterion.is_least else min(values)
        return Finding(criterion.name, answer, best, evidence)
    counted = float(sum(one.answer is answer for one in evidence)) if answer is Answer.MET else None
    return Finding(criterion.name, answer, counted, evidence)


def _merged(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Each thing once, with what it says in every language."""
    found: dict[tuple[Answer, str], Evidence] = {}
    for one in evidence:
        key = one.answer, "" if one.term is None else str(one.term)
        if before := found.get(key):
            one = replace(before, texts=tuple(sorted({*before.texts, *one.texts})))
        found[key] = one
    return tuple(
        found[key] for key in sorted(found, key=lambda key: (_ORDER.index(key[0]), key[1]))
    )
