"""One run of a merge, in memory: places and records in, links with their reasons out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from peyvand.exports.cells import probability_shown
from peyvand.features.thresholds import LIKE_POPULATION
from peyvand.linkage.batch.advice import Advice, advice, bare_records
from peyvand.linkage.batch.engine import score, shipped_numbers
from peyvand.linkage.blocking import around, follow, item_of, mentions, own_cell, variants
from peyvand.linkage.calibration import Calibration, calibrated, shipped
from peyvand.linkage.classification import (
    NONE,
    REVIEW,
    SAME,
    Link,
    Rules,
    Scored,
    is_named,
    is_within,
    judge,
)
from peyvand.linkage.decisions import Verdicts, allowed, apply
from peyvand.linkage.explanations import explanation, why
from peyvand.linkage.gazetteer import Gazetteer, is_counted
from peyvand.linkage.identifiers import by_identifier, disagree
from peyvand.linkage.model import Numbers
from peyvand.linkage.outcomes import Code, Contradiction, Judgement, Reason
from peyvand.linkage.regrading import regrade
from peyvand.linkage.sentences import contradiction_text, title
from peyvand.linkage.slips import slipped
from peyvand.linkage.towns import Towns
from peyvand.model import City


@dataclass
class Merge:
    """The outcome of a run."""

    places: Sequence[City]
    described: Mapping[str, City]
    links: list[Link]
    rules: Rules
    contradictions: list[Contradiction] = field(default_factory=list)
    calibration: Calibration = field(default_factory=shipped)
    gazetteer: Gazetteer | None = None

    def rows(self) -> list[tuple[str, str, str, str, str]]:
        """The rows of links.csv: id, qid, decision, probability, why."""
        return [
            (
                link.left,
                link.right,
                link.decision,
                probability_shown(link.probability),
                why(link, place, self.described),
            )
            for link, place in self.cases()
        ]

    def explanations(self) -> list[dict[str, Any]]:
        """One explanation for each place, in the order of the list."""
        return [self.explanation(link, place) for link, place in self.cases()]

    def cases(self) -> Iterator[tuple[Link, City]]:
        """Each link with its place, in the order of the list."""
        return zip(self.links, self.places, strict=True)

    def explanation(self, link: Link, place: City) -> dict[str, Any]:
        """Everything about one link."""
        return explanation(link, place, self.described, self.rules, self.calibration)

    def advice(self) -> list[Advice]:
        """The columns that would leave fewer rows to a person."""
        return advice(list(self.cases()), self.described, self.rules, self.gazetteer)

    def summary(self) -> dict[str, Any]:
        """How many of each outcome, and why those for review are not settled."""
        counts = Counter(link.decision for link in self.links)
        open_ = [link.reason for link in self.links if link.decision == REVIEW and link.reason]
        reasons = Counter(title(reason.code) for reason in open_)
        by_people = sum(bool(link.reason and link.reason.by_people) for link in self.links)
        return {
            "places": len(self.places),
            "items": len({row.rpartition("#")[0] for row in self.described}),
            **{name: counts[name] for name in (SAME, REVIEW, NONE)},
            "decided_by_people": by_people,
            "review_because": dict(
                sorted(reasons.items(), key=lambda count: (-count[1], count[0]))
            ),
            "contradictions": [contradiction_text(clash) for clash in self.contradictions],
            "advice": [asdict(one) for one in self.advice()],
            "bare_records": bare_records(list(self.cases()), self.described),
        }


def merge(
    places: Sequence[City],
    records: Iterable[City],
    *,
    redirects: Mapping[str, str] | None = None,
    judgements: Iterable[Judgement] = (),
    numbers: Numbers | None = None,
    engine: str = "duckdb",
    rules: Rules | None = None,
    calibration: Calibration | None = None,
    gazetteer: Gazetteer | None = None,
    wider: Callable[[Sequence[City]], Gazetteer] | None = None,
    towns: Towns | None = None,
) -> Merge:
    """Find the item of each place.

    Args:
        places: the places of a list.
        records: descriptions of items, several for one item if sources differ.
        redirects: items that have become another.
        judgements: what people decided; it wins over identifiers and the model.
        numbers: the trained numbers; by default those that come with the project.
        engine: ``duckdb``, ``spark`` or the URL of a Spark master.
        rules: when a pair is settled.
        calibration: how often links were right; by default what comes with the project.
        gazetteer: that has completed the places; advice on columns asks it.
        wider: makes a gazetteer for places with coordinates beside which no record has their
            name; what it calls them too is looked for then.
        towns: places beyond the records, of which one may be meant.
    """
    rules, redirects = rules or Rules(), redirects or {}
    places = [_led_on(place, redirects) for place in places] if redirects else places
    records = follow(records, redirects)
    described = variants(records)
    if towns:
        described = towns.levelled(described)
    verdicts = Verdicts(
        replace(row, right=redirects.get(row.right, row.right)) for row in judgements
    )
    numbers = numbers or shipped_numbers()

    def compared(some: Sequence[City], rows: Mapping[str, City]) -> list[Scored]:
        of = {place.identifier: place for place in some}
        found = regrade(score(some, rows, numbers, engine), of, rows)
        return [_identified(pair, of[pair.left], rows[pair.row]) for pair in found]

    pairs = compared(places, described)
    lost = _lost(places, pairs, rules) if wider else []
    miscounted = _miscounted(places, pairs, rules) if wider else []
    asked = wider([*lost, *miscounted]) if wider and (lost or miscounted) else None
    if asked and lost:
        helped = {place.identifier: asked.complete(place) for place in lost}
        helped = {left: place for left, place in helped.items() if place.lent_by}
        pairs += compared(list(helped.values()), _beside(helped.values(), described))
        places = [helped.get(place.identifier, place) for place in places]
    if mended := slipped(places, pairs, described, rules):
        rows = {pair.row for pair in pairs if pair.left in mended}
        rows |= _beside(mended.values(), described).keys()
        pairs = [pair for pair in pairs if pair.left not in mended]
        pairs += compared(list(mended.values()), {row: described[row] for row in sorted(rows)})
        places = [mended.get(place.identifier, place) for place in places]
    if verdicts.judgements:
        pairs = allowed(pairs, verdicts)
    certain = by_identifier(places, described, pairs)
    free = [place for place in places if place.identifier not in certain]
    held = {link.right for link in certain.values() if link.decision == SAME}
    open_ = [pair for pair in pairs if pair.left not in certain and pair.right not in held]
    spoken_of = mentions(records, {pair.right for pair in open_})
    judged = {link.left: link for link in judge(free, open_, spoken_of, rules)}
    if asked:
        for place in miscounted:
            if link := judged.get(place.identifier):
                judged[place.identifier] = _counted(link, place, described, asked)
    if towns:
        there = {item_of(row) for row, city in described.items() if city.located} | redirects.keys()
        known = towns.knows_most(judged.values())
        for place in free:
            judged[place.identifier] = towns.asked(
                judged[place.identifier], place, described, there, spoken_of, knows_most=known
            )
        judged = towns.settled(judged, free, described)
    links = [certain.get(place.identifier) or judged[place.identifier] for place in places]
    items = {link.right for link in links if link.right}
    links = apply(links, verdicts, items)
    chances = calibration or shipped()
    links = [calibrated(link, place, chances) for link, place in zip(links, places, strict=True)]
    return Merge(places, described, links, rules, verdicts.contradictions, chances, gazetteer)


def _identified(pair: Scored, place: City, record: City) -> Scored:
    """A pair that says so where the identifiers of its sides differ."""
    if not place.same_as or not (scheme := disagree(place, record)):
        return pair
    return replace(pair, grades={**pair.grades, "identifier": scheme})


def _lost(places: Sequence[City], pairs: Iterable[Scored], rules: Rules) -> list[City]:
    """The places with coordinates that no likely pair names, and no gazetteer has helped."""
    named = {pair.left for pair in pairs if pair.probability >= rules.review and is_named(pair)}
    return [
        place
        for place in places
        if place.located and not place.lent_by and place.identifier not in named
    ]


def _miscounted(places: Sequence[City], pairs: Iterable[Scored], rules: Rules) -> list[City]:
    """The places with coordinates that have other numbers of people than the items they may be."""
    told: dict[str, list[str]] = defaultdict(list)
    for pair in pairs:
        if pair.probability >= rules.review and is_named(pair):
            told[pair.left].append(pair.grades.get("population", ""))
    return [
        place
        for place in places
        if place.located
        and is_counted(place)
        and (grades := told.get(place.identifier))
        and any(grade and not is_within(grade, LIKE_POPULATION) for grade in grades)
    ]


def _counted(link: Link, place: City, described: Mapping[str, City], known: Gazetteer) -> Link:
    """The link, left to a person where the list counts exactly the people of a namesake."""
    if link.decision != SAME or not link.pair:
        return link
    if is_within(link.pair.grades.get("population") or "1", LIKE_POPULATION):
        return link
    if not (namesake := known.counted(place, described[link.pair.row])):
        return link
    reason = Reason(Code.NAMESAKE_COUNTED, (namesake.identifier,))
    return replace(link, decision=REVIEW, reason=reason)


def _beside(places: Iterable[City], described: Mapping[str, City]) -> dict[str, City]:
    """The descriptions of items that lie in the cells around some places."""
    cells = {cell for place in places for cell in around(place)}
    return {row: city for row, city in described.items() if cells.intersection(own_cell(city))}


def _led_on(place: City, redirects: Mapping[str, str]) -> City:
    """A place with the items that those it names have become, beside them."""
    led = []
    for same in place.same_as:
        qid = same.removeprefix("wikidata:")
        seen: set[str] = set()
        while qid in redirects and qid not in seen:
            seen.add(qid)
            qid = redirects[qid]
        if seen:
            led.append(f"wikidata:{qid}")
    return replace(place, same_as=(*place.same_as, *led)) if led else place
