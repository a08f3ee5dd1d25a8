"""Random entries in registers, after each of which the graph must be what a build derives.

What follows from a change is worked out from what the change touches. Here a sequence of changes as
people make them is drawn on the graph of a home, which is left as it is: agreements among places
that are there and new ones, facts that rival others, corrections, and withdrawals of claims. Now
and then the whole is derived anew of all that was said, and both must be the same, line by line.

Run: python -m tools.derivation HOME [--steps 40] [--every 10] [--seed 1]
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import InitVar, dataclass, field
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph.consequences import follow
from peyvand.graph.derive import derive, said
from peyvand.graph.history import in_memory
from peyvand.graph.patch import Patch, dump_lines
from peyvand.graph.recorder import Recorder
from peyvand.graph.versions import Versions
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.graphs import register
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, iri, thing

DEFAULT = DefaultGraph()
REGISTERS = ("one", "other")
KINDS = ("SisterCityAgreement", "FriendshipAgreement", "MemorandumOfUnderstanding", "Agreement")
CLASSES = ("City", "District", "County", "Region", "MunicipalArea")
DATES = ("2016-05-04", "1387", "2004", "[2000,2009]", "1994-03-21/1995-03-20", "2004-05?", "195X")
STAGES = ("signed", "council-approval", "permits", "delegations", "ended")
_CHANGES = ("agreement", "agreement", "place", "stage", "visit", "fact", "correction", "gone")
Fact = tuple[NamedNode, str, NamedNode | Literal]


@dataclass
class Entries:
    """Changes as they are drawn.

    Args:
        store: the graph that they are drawn for; places and countries are taken of it.
        draw: what draws.
    """

    store: Store
    draw: random.Random
    claims: list[tuple[NamedNode, NamedNode, Fact]] = field(default_factory=list)
    made: int = 0

    def __post_init__(self) -> None:
        ask = self.store.quads_for_pattern
        parties = {quad.object for quad in ask(None, iri("pv:hasParty"), None, DEFAULT)}
        cities = {quad.subject for quad in ask(None, TYPE, iri("pv:SubnationalPlace"), DEFAULT)}
        agreements = {quad.subject for quad in ask(None, TYPE, iri("pv:Agreement"), DEFAULT)}
        countries = {quad.object for quad in ask(None, iri("pv:inCountry"), None, DEFAULT)}
        self.parties, self.cities, self.agreements, self.countries = (
            sorted(found, key=str) for found in (parties, cities, agreements, countries)
        )

    def step(self, recorder: Recorder) -> None:
        """Make a few changes of a graph."""
        for _ in range(self.draw.randint(1, 3)):
            kind = self.draw.choice(_CHANGES)
            if kind == "gone" and self.claims:
                node, name, _ = self.claims.pop(self.draw.randrange(len(self.claims)))
                recorder.remove(list(self.store.quads_for_pattern(node, None, None, name)))
            elif kind == "correction" and self.claims:
                recorder.add(self._correction())
            else:
                facts = {
                    "agreement": self._agreement,
                    "place": self._place,
                    "stage": self._stage,
                    "visit": self._visit,
                }.get(kind, self._fact)
                name = register(self.draw.choice(REGISTERS))
                recorder.add(quad for fact in facts() for quad in self._claim(fact, name))

    def entry(self, parties: Sequence[NamedNode]) -> list[Quad]:
        """An agreement of some parties, as it is entered."""
        name = register(REGISTERS[0])
        return [q for fact in self._agreement(parties) for q in self._claim(fact, name)]

    def _claim(self, fact: Fact, name: NamedNode) -> Iterator[Quad]:
        self.made += 1
        about, prop, value = fact
        node = thing(f"claim/{name.value.rpartition('register-')[2]}-{self.made}")
        self.claims.append((node, name, fact))
        for said_by, what in (
            ("rdf:type", iri("pv:Claim")),
            ("pv:about", about),
            ("pv:property", iri(prop)),
            ("pv:reading", value),
            ("pv:isEnteredBy", thing(f"register/{name.value.rpartition('register-')[2]}")),
        ):
            yield Quad(node, iri(said_by), what, name)

    def _correction(self) -> list[Quad]:
        older, name, (about, prop, value) = self.draw.choice(self.claims)
        if prop == "pv:hasParty":
            value = self.draw.choice(self.parties)
        elif prop == "pv:signed":
            value = Literal(self.draw.choice(DATES), datatype=EDTF)
        found = list(self._claim((about, prop, value), name))
        return [*found, Quad(self.claims[-1][0], iri("pv:replaces"), older, name)]

    def _agreement(self, parties: Sequence[NamedNode] = ()) -> Iterator[Fact]:
        number = 3 if not self.draw.randrange(8) else 2
        known = self.draw.choice((self.parties, self.cities))
        several = parties or self.draw.sample(known, min(number, len(known)))
        names = sorted(one.value.rpartition("/")[2] for one in several)
        node = thing(f"agreement/{'-'.join(names)}-{self.made}")
        self.agreements.append(node)
        yield node, "rdf:type", iri(f"pv:{self.draw.choice(KINDS)}")
        for tag in ("en", "fa"):
            yield node, "rdfs:label", Literal(f"Agreement of {' and '.join(names)}", language=tag)
        for one in several:
            yield node, "pv:hasParty", one
        yield node, "pv:signed", Literal(self.draw.choice(DATES), datatype=EDTF)
        if not self.draw.randrange(3):
            yield node, "pv:isApprovedBy", thing("organisation/council")
            signature = thing(f"signature/{names[0]}-{self.made}")
            yield signature, "rdf:type", iri("pv:Signature")
            yield signature, "pv:isSignatureOf", node
            yield signature, "pv:isSignedBy", thing("person/somebody")

    def _place(self) -> Iterator[Fact]:
        """A new place, perhaps with the name of another one and near to it."""
        node = thing(f"city/new-{self.made}")
        like = self.draw.choice(self.parties)
        said_of = {q.predicate: q.object for q in self.store.quads_for_pattern(like, None, None)}
        yield node, "rdf:type", iri("pv:City")
        name = said_of.get(LABEL)
        yield node, "rdfs:label", Literal(name.value if name else "New", language="en")  # type: ignore[union-attr]
        country = said_of.get(iri("pv:inCountry"), self.draw.choice(self.countries))
        yield node, "pv:inCountry", country  # type: ignore[misc]
        if point := said_of.get(iri("pv:coordinates")):
            yield node, "pv:coordinates", point  # type: ignore[misc]
        self.cities.append(node)
        self.parties.append(node)
        yield from self._agreement((node, self.draw.choice(self.parties[:-1])))

    def _stage(self) -> Iterator[Fact]:
        """A stage of an agreement, perhaps refused."""
        node = thing(f"stage/new-{self.made}")
        yield node, "rdf:type", iri("pv:StageEvent")
        yield node, "pv:isStageOf", self.draw.choice(self.agreements)
        yield node, "pv:reachedStage", thing(f"concept/stage-{self.draw.choice(STAGES)}")
        if self.draw.randrange(3):
            yield node, "pv:date", Literal(self.draw.choice(DATES), datatype=EDTF)
        if not self.draw.randrange(3):
            yield node, "pv:hasApprovalOutcome", thing("concept/outcome-refused")

    def _visit(self) -> Iterator[Fact]:
        """A visit under an agreement, with what it is for and perhaps who went."""
        node, agreement = thing(f"event/new-{self.made}"), self.draw.choice(self.agreements)
        yield node, "rdf:type", iri("pv:Visit")
        yield node, "pv:isHeldUnder", agreement
        yield node, "pv:hasStatus", thing("concept/status-held")
        yield agreement, "pv:purpose", Literal("peace", language="en")
        if self.draw.randrange(3):
            attendance = thing(f"attendance/new-{self.made}")
            yield attendance, "rdf:type", iri("pv:Attendance")
            yield attendance, "pv:isAttendanceOf", node
            yield attendance, "pv:attendsAs", thing("office/mayor")
            if self.draw.randrange(2):
                yield attendance, "pv:isAttendedBy", thing("person/somebody")

    def _fact(self) -> Iterator[Fact]:
        """A fact of a place or an agreement, beside what others say."""
        place = self.draw.choice(self.parties)
        point = f"POINT({self.draw.randint(-170, 170)} {self.draw.randint(-80, 80)})"
        yield self.draw.choice(
            (
                (place, "pv:inCountry", self.draw.choice(self.countries)),
                (place, "pv:coordinates", Literal(point, datatype=iri("geo:wktLiteral"))),
                (place, "rdfs:label", Literal("Name", language=self.draw.choice(("en", "fa")))),
                (place, "rdf:type", iri(f"pv:{self.draw.choice(CLASSES)}")),
                (self.draw.choice(self.agreements), "pv:hasParty", place),
                (self.draw.choice(self.agreements), "rdf:type", iri("pv:SisterCityAgreement")),
                (self.draw.choice(self.agreements), "pv:signed", Literal("2001", datatype=EDTF)),
            )
        )


@dataclass
class Proof:
    """A graph that is changed, beside all that was said.

    Args:
        given: the graph; what is derived in it, perhaps by an older program, is derived anew.
    """

    given: InitVar[Store]
    seconds: list[float] = field(default_factory=list)

    def __post_init__(self, given: Store) -> None:
        self._said = said(given)
        self._queries = read_catalogue(root() / "queries").of("derive")
        self._written = Patch()
        self.store = self._derived()

    def take(self, step: Iterable[Quad] | Entries) -> Recorder:
        """Make a change, and have follow what follows."""
        recorder = Recorder(self.store)
        if isinstance(step, Entries):
            step.step(recorder)
        else:
            recorder.add(step)
        base = recorder.patch
        start = time.process_time()
        follow(recorder, base)
        self.seconds.append(time.process_time() - start)
        self._written = self._written.then(base)
        return recorder

    def differing(self) -> list[bytes]:
        """The lines in which the graph differs from one that is derived anew."""
        return sorted(set(dump_lines(self._derived())) ^ set(dump_lines(self.store)))

    def _derived(self) -> Store:
        """What is derived of all that was said, with it."""
        whole = Store()
        whole.bulk_extend(self._said)
        self._written.apply(whole)
        derive(whole, self._queries)
        return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the steps, and print what they took and whether anything differs, as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("home", type=Path)
    for name, given in (("steps", 40), ("every", 10), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=given)
    options = parser.parse_args(arguments)
    versions = Versions(options.home)
    store = in_memory(versions, versions.current())
    proof, entries = Proof(store), Entries(store, random.Random(options.seed))
    differing: list[bytes] = []
    for number in range(1, options.steps + 1):
        proof.take(entries)
        if not differing and (number % options.every == 0 or number == options.steps):
            differing = proof.differing()
    figures = {
        "quads": len(proof.store),
        "steps": options.steps,
        "claims": entries.made,
        "median_s": round(statistics.median(proof.seconds), 3),
        "slowest_s": round(max(proof.seconds), 3),
        "differing": [line.decode() for line in differing[:20]],
    }
    json.dump(figures, sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
