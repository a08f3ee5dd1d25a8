"""The shapes of search: what stands in an index, and what a search finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from peyvand.vocabulary.labels import pick

# What a thing is called by, by the first of its classes that is listed here.
CLASSES: dict[str, str] = {
    "pv:City": "city",
    "pv:Region": "region",
    "pv:County": "region",
    "pv:SubnationalPlace": "area",
    "pv:Country": "country",
    "pv:Agreement": "agreement",
    "pv:CityNetwork": "network",
    "pv:Organisation": "organisation",
    "pv:Document": "document",
    "pv:CitedWork": "document",
    "pv:Person": "person",
    "pv:Event": "event",
    "pv:Place": "place",
    "skos:Concept": "concept",
    "skos:ConceptScheme": "concept",
    "owl:Class": "term",
    "owl:ObjectProperty": "term",
    "owl:DatatypeProperty": "term",
    "owl:AnnotationProperty": "term",
}
# What may be party of a link: cities, parts of a country, and places of which no more is known.
PARTIES: tuple[str, ...] = ("city", "area", "region")
# An item of Wikidata that nothing here is said to be, and what has no class of the list.
ITEM, OTHER = "item", "other"
KINDS: tuple[str, ...] = (*dict.fromkeys(CLASSES.values()), ITEM, OTHER)


@dataclass(frozen=True)
class Name:
    """A name as it is stored, with its language.

    Attributes:
        text: the name.
        language: its tag; an identifier has none.
        identifier: whether it is an address or number, which is not folded.
        transliterated: whether rules made it and no source gives it.
    """

    text: str
    language: str = ""
    identifier: bool = False
    transliterated: bool = False


@dataclass(frozen=True)
class Entry:
    """A thing to be found: what it is, by what names, and how much it weighs among its likes.

    An agreement also has the parties that it is between.
    """

    iri: str
    kind: str
    names: tuple[Name, ...]
    country: str = ""
    country_name: str = ""
    item: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    weight: int = 0
    parties: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A thing that was found.

    Attributes:
        iri: the thing.
        kind: one of ``KINDS``.
        label_en: its English label as stored; empty if it has none.
        label_fa: its Persian label as stored; empty if it has none.
        matched: the name that was found, as stored.
        grade: how it was found: exact, spelling, transliteration, name, prefix, word, token,
            sound, fuzzy or elsewhere.
        score: from 0 to 1; hits come in its order.
        country: the IRI of its country, if that is known.
        country_en: the country's English label, or its name as a source gives it.
        country_fa: the country's Persian label.
        item: its item of Wikidata, as ``Q42``.
        latitude: in degrees.
        longitude: in degrees.
        population: as last counted.
        weight: the number of agreements or members.
        transliteration: its English label in Persian letters by rules, if no source has a Persian
            name of it.
    """

    iri: str
    kind: str
    label_en: str
    label_fa: str
    matched: str
    grade: str
    score: float
    country: str = ""
    country_en: str = ""
    country_fa: str = ""
    item: str = ""
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    weight: int = 0
    transliteration: str = ""

    def label(self, language: str) -> str:
        """The label in a language, else in the other, else the name that was found."""
        return pick({"en": self.label_en, "fa": self.label_fa}, language)[0] or self.matched

    def country_label(self, language: str) -> str:
        """The country's label in a language, else in the other."""
        return pick({"en": self.country_en, "fa": self.country_fa}, language)[0]

    def to_json(self) -> dict[str, Any]:
        """The hit as plain values, without what is not known."""
        return {k: v for k, v in asdict(self).items() if v not in ("", None)}


@dataclass(frozen=True)
class PairHits:
    """Two places that somebody named together.

    Attributes:
        one: the first, a city or country.
        other: the second.
        agreements: some agreements between them, or between cities of theirs.
        count: how many there are.
    """

    one: Hit
    other: Hit
    agreements: tuple[Hit, ...]
    count: int
