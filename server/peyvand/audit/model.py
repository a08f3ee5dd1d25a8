"""What an audit tells: totals as they are stated, counts of our own, and what may explain a gap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

# Whatever it is: no agreement is left out by this.
ANY = "any"


class Unit(StrEnum):
    """What a total counts."""

    AGREEMENTS = "agreements"
    CITIES = "cities"
    COUNTRIES = "countries"


class Sources(StrEnum):
    """Whose agreements are counted.

    Attributes:
        SAID: those that the document of the total tells of.
        DOCUMENTS: those that documents and registers tell of.
        ALL: those of datasets too.
        STATED: of these, those that no later snapshot of their dataset lacks.
    """

    SAID = "said"
    DOCUMENTS = "documents"
    ALL = "all"
    STATED = "stated"


@dataclass(frozen=True)
class Name:
    """A thing, by its IRI and what it is called by language; of a mere text, the IRI is empty."""

    iri: str
    labels: Mapping[str, str]

    def __hash__(self) -> int:
        return hash((self.iri, *sorted(self.labels.items())))

    def called(self, language: str) -> str:
        """What it is called in a language, else in another, else the end of its IRI."""
        other = next(iter(self.labels.values()), self.iri.rpartition("/")[2])
        return self.labels.get(language) or other


@dataclass(frozen=True)
class Total:
    """A figure as one document states it.

    Attributes:
        about: the statistic, or the city whose partners are counted.
        predicate: the local name of the property that gives it.
        unit: what it counts.
        readings: the values that it may be, the chosen one first.
        is_read: whether one was chosen.
        bound: ``exactly``, ``more-than``, or nothing where none is stated.
        holders: whose agreements it counts; nobody's in particular without.
        document: where it stands, by its IRI.
        lines: there.
        printed: how.
        stated_on: when it was said, as EDTF.
        speakers: who says it.
        period: the time that it covers, as EDTF.
        scope: what it covers, in the words of the source.
        exceptions: what it excepts, likewise.
    """

    about: Name
    predicate: str
    unit: Unit
    readings: tuple[int, ...]
    is_read: bool
    document: str
    lines: tuple[int, ...] = ()
    printed: tuple[str, ...] = ()
    stated_on: tuple[str, ...] = ()
    speakers: tuple[Name, ...] = ()
    bound: str = ""
    holders: tuple[Name, ...] = ()
    period: str = ""
    scope: Name | None = None
    exceptions: Name | None = None

    @property
    def key(self) -> str:
        """What tells it from other totals, fit for an address on a page."""
        about, document = (iri.rpartition("/id/")[2] for iri in (self.about.iri, self.document))
        what = "" if self.predicate == "value" else self.predicate
        return "-".join(filter(None, (about, what, document))).replace("/", "-")


@dataclass(frozen=True)
class Count:
    """A count of our own.

    Attributes:
        count: how many.
        sources: whose agreements.
        profile: by which rule: any agreement, what is called sister city, or a profile by name.
        scope: whether domestic or international ones alone.
        dating: whether those alone of the period of the total.
        parts: how many are of documents and registers, and how many of datasets alone.
        perhaps: how many more may count: nobody has recorded what the rule asks, or whether they
            were in force on the day.
        rule: what the profile is called; nothing for a rule of our own.
        query: what lists them; for cities and countries, what counts them.
        gaps: each reading of the total less the count.
        notes: what else than the total it counts, or may count.
    """

    count: int
    sources: Sources
    query: str
    profile: str = ANY
    scope: str = ANY
    dating: str = ANY
    parts: Mapping[str, int] | None = None
    perhaps: int = 0
    rule: Name | None = None
    gaps: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def beside(self, total: Total, notes: tuple[str, ...]) -> Count:
        """The count with its gaps to a total, and what is to be said of it."""
        gaps = tuple(reading - self.count for reading in total.readings)
        equal = ("equal",) if 0 in gaps else ()
        return replace(self, gaps=gaps, notes=(*equal, *notes))


@dataclass(frozen=True)
class Part:
    """Agreements among those counted that a total may leave out or count otherwise.

    Attributes:
        name: what they have in common.
        count: how many.
        query: what lists them.
    """

    name: str
    count: int
    query: str


@dataclass(frozen=True)
class Audited:
    """A total beside the counts of one holder.

    Attributes:
        total: the total.
        holder: whose agreements are counted; nobody's in particular without.
        counts: of our own.
        parts: what could explain the gap.
    """

    total: Total
    holder: Name | None
    counts: tuple[Count, ...]
    parts: tuple[Part, ...]
