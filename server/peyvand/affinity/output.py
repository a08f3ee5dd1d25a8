"""What is found, as plain values and as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from peyvand import digits
from peyvand.affinity.criteria import DISPUTE, Criterion, Ground
from peyvand.affinity.likeness import Alike, Likeness, Links
from peyvand.affinity.looking import of, query_of
from peyvand.affinity.model import Evidence, Finding
from peyvand.errors import BadRequest
from peyvand.model import Answer
from peyvand.texts import text
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import LANGUAGES, pick
from peyvand.wording import say

Names = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Asked:
    """What somebody asked for.

    Attributes:
        version: the number of the version that is asked.
        criteria: those that are looked at.
        thresholds: of the criteria that have one.
        one: a city, by its IRI.
        other: the other; "" where all others are looked at.

    Raises:
        BadRequest: both are one city.
    """

    version: int
    criteria: Sequence[Criterion]
    thresholds: Mapping[str, float]
    one: str
    other: str = ""

    def __post_init__(self) -> None:
        if self.one == self.other:
            raise BadRequest(**say("one-city-twice", city=self.one.removeprefix(str(ID))))

    @property
    def used(self) -> dict[str, float]:
        """The thresholds of the criteria that are looked at."""
        return {c.name: self.thresholds[c.name] for c in self.criteria if c.name in self.thresholds}


def things_of(findings: Iterable[Finding]) -> set[str]:
    """What the evidence of findings names, whose labels are wanted."""
    evidence = [one for finding in findings for one in finding.evidence]
    return {iri for one in evidence for iri in (one.iri, one.source) if iri.startswith(str(ID))}


def pair_json(asked: Asked, findings: Mapping[str, Finding], names: Names) -> dict[str, Any]:
    """What can be said of two cities."""
    return {
        "version": asked.version,
        "one": _thing(asked.one, names),
        "other": _thing(asked.other, names),
        "thresholds": asked.used,
        "criteria": [
            {
                **finding_json(criterion, of(findings, criterion.name), names),
                "query": query_of(criterion, asked.one, [asked.other], asked.thresholds),
            }
            for criterion in asked.criteria
        ],
    }


def likeness_json(asked: Asked, found: Likeness, names: Names) -> dict[str, Any]:
    """The cities that are like a city."""
    return {
        "version": asked.version,
        "city": _thing(asked.one, names),
        "thresholds": asked.used,
        "ranked": found.ranked,
        "cities": [
            {
                "rank": one.rank,
                **_thing(one.city, names),
                "linked": asked.one in one.links.partners,
                **{str(answer): n for answer, n in counts(one, asked).items()},
                "criteria": [
                    finding_json(criterion, of(one.findings, criterion.name), names)
                    for criterion in asked.criteria
                ],
                "links": links_json(one.links),
            }
            for one in found.cities
        ],
    }


def counts(one: Alike, asked: Asked) -> dict[Answer, int]:
    """How many criteria have each answer."""
    told = {answer: one.count(answer) for answer in Answer if answer is not Answer.NO_DATA}
    every = sum(criterion.ground is not Ground.EXCLUSION for criterion in asked.criteria)
    found = told | {Answer.NO_DATA: every - sum(told.values())}
    return {answer: found[answer] for answer in Answer}


def finding_json(criterion: Criterion, found: Finding, names: Names) -> dict[str, Any]:
    """What can be said of a criterion."""
    return {
        "criterion": criterion.name,
        "ground": str(criterion.ground),
        "concept": criterion.iri or None,
        "answer": str(found.answer),
        "value": None if found.value is None else float(f"{found.value:.6g}"),
        "evidence": [_evidence(one, names) for one in found.evidence],
    }


def _evidence(one: Evidence, names: Names) -> dict[str, Any]:
    told: dict[str, Any] = {"answer": str(one.answer)}
    if isinstance(one.term, NamedNode):
        told |= _thing(one.term.value, names)
    elif isinstance(one.term, Literal):
        told |= {"value": one.term.value}
    if one.texts:
        told |= {"text": dict(one.texts)}
    if one.source:
        told |= {"source": one.source, "line": one.line or None}
    return told


def links_json(links: Links) -> dict[str, Any]:
    """What is on record of the links of a city."""
    return {
        "partners": len(links.partners),
        "agreements": len(links.agreements),
        "dated": len(links.dated),
        "oldest": links.oldest or None,
        "newest": links.newest or None,
        "active": len(links.active),
        "last_activity": sorted(links.last),
        "successes": links.successes if links.active else None,
    }


def _thing(iri: str, names: Names) -> dict[str, str]:
    return {"iri": iri, **{tag: name_of(iri, names, tag) for tag in LANGUAGES}}


def name_of(iri: str, names: Names, language: str) -> str:
    """What a thing is called; the end of its IRI if it has no name."""
    return pick(names.get(iri, {}), language)[0] or iri.removeprefix(str(ID))


def pair_lines(
    asked: Asked, findings: Mapping[str, Finding], names: Names, language: str
) -> Iterator[str]:
    """What can be said of two cities, for a terminal."""
    one, other = (name_of(iri, names, language) for iri in (asked.one, asked.other))
    yield text("affinity-of", language).format(one=one, other=other)
    for criterion in asked.criteria:
        found = of(findings, criterion.name)
        said = f"  {criterion.label(language)}: {finding_text(criterion, found, asked, language)}"
        told = [evidence_text(one, names, language) for one in met_first(found)]
        yield said + _in_brackets(told, language)


def likeness_lines(asked: Asked, found: Likeness, names: Names, language: str) -> Iterator[str]:
    """The cities that are like a city, for a terminal."""
    yield text("like-of", language).format(
        city=name_of(asked.one, names, language), ranked=number(found.ranked, language)
    )
    for one in found.cities:
        yield f"{number(one.rank, language):>4}  {name_of(one.city, names, language)}"
        yield f"      {counts_text(one, asked, language)}"
        yield f"      {text('like-met', language)}: {met_text(one, asked, language)}"
        yield f"      {links_text(one.links, language)}"
        if is_disputed(one):
            yield f"      {text('like-disputed', language)}"


def finding_text(criterion: Criterion, found: Finding, asked: Asked, language: str) -> str:
    """The answer, with what was measured and the threshold it was held against."""
    if criterion.ground is Ground.EXCLUSION:
        return text(f"dispute-{found.answer}", language)
    said = answer_text(found.answer, language)
    most = asked.thresholds.get(criterion.name)
    if found.value is None or most is None:
        return said
    held = "affinity-at-least" if criterion.is_least else "affinity-measured"
    return text(held, language).format(
        answer=said,
        value=measured(criterion.name, found.value, language),
        most=measured(criterion.name, most, language),
    )


def measured(criterion: str, value: float, language: str) -> str:
    """A measured value with its unit."""
    places = 0 if value >= 100 or value == int(value) else 2
    shown = digits.number(f"{value:,.{places}f}", language)
    return text(f"affinity-unit-{criterion}", language).format(value=shown)


def answer_text(answer: Answer, language: str) -> str:
    """What an answer is called."""
    return text(f"answer-{answer}", language)


def met_first(found: Finding) -> list[Evidence]:
    """The evidence that people are shown: that of the answer."""
    return [one for one in found.evidence if one.answer is found.answer and one.term is not None]


def evidence_text(one: Evidence, names: Names, language: str) -> str:
    """A piece of evidence in words, with where it stands."""
    said = dict(one.texts)
    if isinstance(one.term, Literal) and not said:
        value = one.term.value
        return digits.number(f"{int(value):,}", language) if value.isdigit() else value
    name = said.get(language) or next(iter(said.values()), "") or name_of(one.iri, names, language)
    if not one.source:
        return name
    where = name_of(one.source, names, language)
    if one.line:
        where = text("affinity-line", language).format(
            source=where, line=digits.number(one.line, language)
        )
    return f"{name} – {where}"


def counts_text(one: Alike, asked: Asked, language: str) -> str:
    """How many criteria have each answer."""
    comma = "، " if language == "fa" else ", "
    found = counts(one, asked)
    return comma.join(f"{number(n, language)} {answer_text(a, language)}" for a, n in found.items())


def met_text(one: Alike, asked: Asked, language: str) -> str:
    """The criteria that are met."""
    comma = "، " if language == "fa" else ", "
    met = met_by(one, asked)
    return comma.join(criterion.label(language) for criterion in met)


def met_by(one: Alike, asked: Asked) -> list[Criterion]:
    """The criteria that a city meets."""
    return [
        criterion
        for criterion in asked.criteria
        if criterion.ground is not Ground.EXCLUSION
        and of(one.findings, criterion.name).answer is Answer.MET
    ]


def is_disputed(one: Alike) -> bool:
    """Whether somebody states a dispute with a city."""
    return of(one.findings, DISPUTE).answer is Answer.MET


def links_text(links: Links, language: str) -> str:
    """How many links there are, how old they are, and what is recorded of them."""
    told = [text("like-links", language).format(partners=number(len(links.partners), language))]
    if links.dated:
        told.append(
            text("like-dated", language).format(
                dated=number(len(links.dated), language),
                agreements=number(len(links.agreements), language),
                oldest=digits.digits(links.oldest[:4], language),
                newest=digits.digits(links.newest[:4], language),
            )
        )
    else:
        told.append(text("like-undated", language))
    if links.active:
        told.append(
            text("like-active", language).format(
                active=number(len(links.active), language),
                successes=number(links.successes, language),
            )
        )
    else:
        told.append(text("like-no-activity", language))
    semicolon = "؛ " if language == "fa" else "; "
    return semicolon.join(told)


def _in_brackets(told: Sequence[str], language: str) -> str:
    comma = "، " if language == "fa" else ", "
    return f" ({comma.join(told)})" if told else ""


def number(value: int, language: str) -> str:
    """A number in the digits of a language."""
    return digits.number(f"{value:,}", language)
