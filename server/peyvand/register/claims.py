"""The claims of an entry, and the file that they rest on, as quads of the graph of a register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.evidence.claims import claim_quads
from peyvand.model import Certainty, Claim, Term
from peyvand.register.dates import DateRead
from peyvand.register.state import State
from peyvand.vocabulary.graphs import register
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, iri, thing

ENTERED = thing("reading-rule/entered")
_MOMENT = iri("xsd:dateTime")
_DOUBTFUL = ("?", "~", "%")


@dataclass(frozen=True)
class By:
    """Who enters, and when.

    Attributes:
        name: the name of the token, and of its register.
        now: the moment, with its zone.
    """

    name: str
    now: datetime

    @property
    def graph(self) -> NamedNode:
        """The named graph of the register."""
        return register(self.name)

    @property
    def register(self) -> NamedNode:
        """The register itself."""
        return thing(f"register/{self.name}")


@dataclass(frozen=True)
class Basis:
    """What the claims of an entry rest on: where they stand, who says it, and when."""

    stated_in: NamedNode
    stated_by: tuple[NamedNode, ...]
    stated_on: str


@dataclass(frozen=True)
class Said:
    """What one claim says.

    Attributes:
        values: its readings; one as a rule, several for a set or for two languages.
        printed: the text as it was entered.
        date: what a date was read into, whose candidates and Solar Hijri form are kept.
        rule: the rule that chose the reading.
    """

    values: tuple[Term, ...]
    printed: str = ""
    date: DateRead | None = None
    rule: NamedNode = ENTERED


def dated(date: DateRead, printed: str) -> Said:
    """A date as a claim says it."""
    return Said((Literal(date.edtf, datatype=EDTF),), printed, date)


class ClaimsOf:
    """The quads of one entry, as they are gathered.

    Args:
        by: who enters it.
        state: the graph, which tells how claims are numbered.
        basis: what they rest on.
        notes: what else is said of the entry; its first claim has it.
    """

    def __init__(self, by: By, state: State, basis: Basis, notes: Sequence[Literal] = ()) -> None:
        self._by, self._state, self._basis = by, state, basis
        self._notes = tuple(notes)
        self._about: set[NamedNode] = set()
        self.quads: list[Quad] = []

    def say(
        self,
        about: NamedNode,
        prop: str | NamedNode,
        said: Said,
        *,
        basis: Basis | None = None,
        reported: bool = False,
        replaces: NamedNode | None = None,
        reasons: Iterable[Literal] = (),
        qualified: Iterable[tuple[str, Term]] = (),
    ) -> None:
        """Add a claim.

        Args:
            about: the thing.
            prop: the property.
            said: its value.
            basis: what it rests on, if that is not what the others do.
            reported: whether the source of the entry passes on what another says.
            replaces: the claim of the register that it corrects.
            reasons: why it does.
            qualified: what else it says of what it states, by the property.
        """
        basis = basis or self._basis
        date = said.date
        self._about.add(about)
        claim = Claim(
            identifier=self._state.next_claim(),
            part=1,
            about=about,
            property=iri(prop) if isinstance(prop, str) else prop,
            readings=said.values,
            candidates=_candidates(date),
            certainty=_certainty(date),
            read_by=said.rule,
            stated_in=basis.stated_in,
            stated_by=basis.stated_by,
            stated_on=basis.stated_on,
            reported_by=self._basis.stated_by if reported else (),
            reported_on=self._basis.stated_on if reported else "",
            as_printed=said.printed,
            solar_hijri=date.hijri if date else "",
            solar_hijri_candidates=date.hijri_candidates if date else (),
            notes=self._notes,
        )
        self._notes = ()
        graph, node = self._by.graph, thing(f"claim/{claim.slug}")
        self.quads += claim_quads(claim, graph)
        moment = self._by.now.isoformat(timespec="seconds").replace("+00:00", "Z")
        self.quads += [
            Quad(node, iri("pv:isEnteredBy"), self._by.register, graph),
            Quad(node, iri("pv:enteredOn"), Literal(moment, datatype=_MOMENT), graph),
        ]
        if replaces:
            self.quads.append(Quad(node, iri("pv:replaces"), replaces, graph))
        self.quads += [Quad(node, iri("pv:reason"), reason, graph) for reason in reasons]
        self.quads += [Quad(node, iri(name), value, graph) for name, value in qualified]

    def numbered(self, slug: str) -> NamedNode:
        """The first name of ``slug-1``, ``slug-2`` … that neither the graph nor the entry has."""
        names = (thing(f"{slug}-{number}") for number in count(1))
        return next(one for one in names if one not in self._about and not self._state.taken(one))

    def named(self, node: NamedNode, cls: str | NamedNode, english: str, persian: str) -> None:
        """Add what a new thing is, and its labels."""
        self.say(node, TYPE, Said((iri(cls) if isinstance(cls, str) else cls,)))
        self.say(node, LABEL, Said(in_both(english, persian)))


def in_both(english: str, persian: str) -> tuple[Literal, Literal]:
    """A name in both languages."""
    return Literal(english, language="en"), Literal(persian, language="fa")


def register_rows(by: By, state: State) -> list[Quad]:
    """What says which register it is; nothing if that is said already."""
    if state.taken(by.register):
        return []
    english, persian = in_both(f"Register of {by.name}", f"دفتر ثبت {by.name}")
    return [
        Quad(by.register, TYPE, iri("pv:Register"), by.graph),
        Quad(by.register, LABEL, english, by.graph),
        Quad(by.register, LABEL, persian, by.graph),
    ]


def _candidates(date: DateRead | None) -> tuple[Literal, ...]:
    return tuple(Literal(one, datatype=EDTF) for one in date.candidates) if date else ()


def _certainty(date: DateRead | None) -> Certainty:
    if date and date.candidates:
        return Certainty.AMBIGUOUS
    if date and date.edtf.endswith(_DOUBTFUL):
        return Certainty.LIKELY
    return Certainty.CERTAIN
