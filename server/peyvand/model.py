"""The shapes of data that pass between the layers. No I/O, no knowledge of files or HTTP."""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from enum import Enum, StrEnum

from pyoxigraph import Literal, NamedNode

Term = NamedNode | Literal
# The source of cities that are described by the graph itself.
OWN = "peyvand"


class Certainty(Enum):
    """How sure a reading is of what the document says (not of what is true of the world)."""

    CERTAIN = "certain"
    LIKELY = "likely"
    AMBIGUOUS = "ambiguous"


class Verdict(StrEnum):
    """What somebody decides of two names: a value of the column ``judgement`` of a decision."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class Answer(StrEnum):
    """What can be said of whether something meets a rule, a criterion or a condition.

    What nobody has recorded is ``NO_DATA``: unknown is never "no". ``OUT_OF_FIELD`` is what the
    rule does not speak of.
    """

    MET = "met"
    NOT_MET = "not-met"
    NO_DATA = "no-data"
    OUT_OF_FIELD = "out-of-field"


@dataclass(frozen=True)
class Quotation:
    """The words of a span of a text and those around it, each a part of the text as it stands.

    A short span is quoted whole, as ``exact``; of a long one the first and the last words are.
    ``prefix`` and ``suffix`` are the words just before and after it, in its line.
    """

    prefix: str = ""
    exact: str = ""
    opening: str = ""
    closing: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class TextSpan:
    """Where in a document a claim stands: the line, and a span in code points from 0."""

    line: int
    start: int
    end: int
    quotation: Quotation | None = None


@dataclass(frozen=True)
class Claim:
    """One statement that one source makes, with everything known about how it was read.

    ``readings`` are the chosen values: none while undecided, one as a rule, several where the
    claim states a set (the parties of an agreement) or one text in two languages. ``qualifiers``
    are those of Wikidata's statements, by their own properties (``pq:P580``).

    ``stated_by`` spoke on ``stated_on``, a date that the rule ``dated_by`` read; where somebody
    else passes the words on, it is ``reported_by``, on ``reported_on``. ``narrowed_by`` are the
    rules that leave fewer candidates than the printed token allows, and ``premises`` the claims
    that a reading rests on although the text does not say it there.
    """

    identifier: str
    part: int
    about: NamedNode
    property: NamedNode
    readings: tuple[Term, ...]
    candidates: tuple[Term, ...]
    certainty: Certainty
    read_by: NamedNode
    stated_in: NamedNode
    stated_by: tuple[NamedNode, ...]
    stated_on: str
    span: TextSpan | None = None
    further_spans: tuple[TextSpan, ...] = ()
    stated_in_item: NamedNode | None = None
    dated_by: NamedNode | None = None
    reported_by: tuple[NamedNode, ...] = ()
    reported_on: str = ""
    as_printed: str = ""
    solar_hijri: str = ""
    solar_hijri_candidates: tuple[str, ...] = ()
    narrowed_by: tuple[NamedNode, ...] = ()
    premises: tuple[NamedNode, ...] = ()
    cites: NamedNode | None = None
    list_position: int | None = None
    listed_under: tuple[NamedNode, ...] = ()
    notes: tuple[Literal, ...] = ()
    qualifiers: tuple[tuple[NamedNode, Term], ...] = ()
    disputes: tuple[NamedNode, ...] = ()
    corroborates: tuple[NamedNode, ...] = ()
    same_wording: tuple[NamedNode, ...] = ()
    same_speech: tuple[NamedNode, ...] = ()

    @builtins.property
    def slug(self) -> str:
        """The last part of the claim's IRI: the identifier, and the part if not the first."""
        return self.identifier if self.part == 1 else f"{self.identifier}.{self.part}"


@dataclass(frozen=True, slots=True)  # a million of them are held at once
class City:
    """A city as one source describes it: a row of a list, or a record of Wikidata.

    Anything but the identifier may be missing. ``names`` begins with the main one and may be in
    any script; ``same_as`` holds identifiers in other schemes, as ``wikidata:Q60``; ``levels``
    are the administrative levels that a source states; ``region`` is the first-level region that it
    is in, by any name or code, and ``population_date`` the day or year of the count (EDTF).
    ``languages`` are those of the labels, where they are told: in a list that of each name.
    ``twins`` are the items, or in a list also the rows or names, of its twin towns. ``lent_by``
    names the gazetteer's place that ``lent_names`` and, if ``is_place_lent``, the coordinates were
    taken from, and how many people the gazetteer counts there is ``lent_population``;
    ``is_lent_by_sound`` says that only a transliteration led to it. ``statements`` are properties
    of Wikidata, each with the identifier of the statement that has the value of a record. ``slip``
    is what its source wrote wrongly of the coordinates, which are mended of it.
    """

    identifier: str
    names: tuple[str, ...] = ()
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    same_as: tuple[str, ...] = ()
    source: str = ""
    aliases: tuple[str, ...] = ()
    lent_by: str = ""
    levels: tuple[str, ...] = ()
    lent_names: tuple[str, ...] = ()
    lent_population: int | None = None
    is_place_lent: bool = False
    is_lent_by_sound: bool = False
    region: str = ""
    population_date: str = ""
    languages: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    statements: tuple[tuple[str, str], ...] = ()
    slip: str = ""

    @builtins.property
    def located(self) -> bool:
        """Whether its coordinates are known."""
        return self.latitude is not None and self.longitude is not None
