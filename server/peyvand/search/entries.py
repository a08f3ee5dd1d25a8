"""The named things of a graph, read from its default graph."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Store

from peyvand.features.transliteration import TAG
from peyvand.search.identifiers import canonical, country_identifier
from peyvand.search.model import CLASSES, ITEM, OTHER, Entry, Name
from peyvand.search.statements import SEE_ALSO, Scan, Statements
from peyvand.vocabulary.iris import ID, LABEL, PREFIXES, TYPE, iri, prefixed

# The properties that name a thing: its label first, for that is what it is shown by.
NAMES = (
    LABEL,
    iri("skos:prefLabel"),
    iri("skos:altLabel"),
    NamedNode(PREFIXES["schema"] + "alternateName"),
    iri("pv:nameAsPrinted"),
)
HAS_ITEM, IN_COUNTRY = iri("pv:hasWikidataItem"), iri("pv:inCountry")
HAS_PARTY, IS_MEMBER = iri("pv:hasParty"), iri("pv:isMemberOf")
SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")
_COUNTRY_NAME, _POPULATION = iri("pv:countryName"), iri("pv:population")
_LATITUDE, _LONGITUDE = iri("wgs:lat"), iri("wgs:long")
_TRANSLITERATION = iri("pv:transliteration")
# What says that a thing is also known elsewhere by another IRI.
_SAME = (iri("owl:sameAs"), iri("skos:exactMatch"), NamedNode(PREFIXES["schema"] + "sameAs"))
# All that an entry is made of.
PREDICATES = frozenset(
    (
        *(TYPE, *NAMES, HAS_ITEM, IN_COUNTRY, HAS_PARTY, IS_MEMBER, _COUNTRY_NAME, _POPULATION),
        *(_LATITUDE, _LONGITUDE, _TRANSLITERATION, *_SAME, SEE_ALSO),
    )
)
_LANGUAGES = {"en": 0, "fa": 1}
_RANK = {iri(curie).value: rank for rank, curie in enumerate(CLASSES)}
_BY_RANK = tuple(CLASSES.values())
_WD = PREFIXES["wd"]
# The prefixes that people name things of the graph by.
_SHORT = ("pv:", "skos:", "wd:")
_GEONAMES = "https://sws.geonames.org/"


def read_entries(store: Store) -> list[Entry]:
    """Every named thing, the weightiest first; a function of the default graph alone."""
    scan = Scan(store)
    reader = Reader(scan)
    weights: dict[str, int] = defaultdict(int)
    for predicate in (HAS_PARTY, IS_MEMBER):
        for thing in scan.things(predicate):
            for value in reader.objects(thing, predicate):
                weights[value] += 1
                if country := reader.country(value):
                    weights[country] += 1
    found = (reader.entry(thing, weights.get(thing, 0)) for thing in scan.things(*NAMES))
    entries = [entry for entry in found if entry is not None]
    return sorted(entries, key=lambda entry: (-entry.weight, entry.iri))


class Reader:
    """Makes the entries of things of what a graph says of them.

    Args:
        statements: the graph.
    """

    def __init__(self, statements: Statements) -> None:
        self._told = statements
        self._ranks: dict[str, int | None] = {}

    def entry(self, thing: str, weight: int) -> Entry | None:
        """The entry of a thing; None if it has no name, or its names are another thing's.

        Args:
            thing: its IRI.
            weight: as ``weight`` tells it.
        """
        texts = self._names(thing)
        if not texts or self._owner(thing):
            return None
        items = self.objects(thing, HAS_ITEM)
        for item in items:
            if self._owner(item) == thing:
                texts += self._names(item)
        qid = min((i.removeprefix(_WD) for i in items), key=_by_number, default="")
        if not qid and thing.startswith(_WD):
            qid = thing.removeprefix(_WD)
        kind = self._kind(thing) or (ITEM if thing.startswith(_WD) else OTHER)
        elsewhere = [*items, *self._others(thing)]
        if kind == "country":
            elsewhere += {country_identifier(text) for *_, text in texts} - {""}
        parties = self.objects(thing, HAS_PARTY)
        # That of an agreement is made of those of its parties, by which it is found.
        made = () if parties else {v.value for v in self._told.values(thing, _TRANSLITERATION)}
        return Entry(
            thing,
            kind,
            (
                *_ordered(texts),
                *_identifiers(thing, qid, elsewhere),
                *(Name(text, TAG, transliterated=True) for text in sorted(made)),
            ),
            self.country(thing),
            self._first(thing, _COUNTRY_NAME) or "",
            qid,
            _number(self._first(thing, _LATITUDE)),
            _number(self._first(thing, _LONGITUDE)),
            _whole(self._first(thing, _POPULATION)),
            weight,
            tuple(sorted(parties)),
        )

    def weight(self, thing: str) -> int:
        """How many agreements a city or its country has, and how many members a network."""
        places = self._told.subjects(IN_COUNTRY, thing)
        own = (self.degree(place) for place in places if self.country(place) == thing)
        return self.degree(thing) + sum(own)

    def degree(self, thing: str) -> int:
        """How many agreements, or members, a thing itself has."""
        return sum(len(self._told.subjects(name, thing)) for name in (HAS_PARTY, IS_MEMBER))

    def country(self, thing: str) -> str:
        """The country of a thing; of several the first in the order of their IRIs."""
        return min(self.objects(thing, IN_COUNTRY), default="")

    def objects(self, thing: str, predicate: NamedNode) -> list[str]:
        """The things that are values of a property of a thing."""
        values = self._told.values(thing, predicate)
        return [value.value for value in values if isinstance(value, NamedNode)]

    def owners(self, item: str) -> list[str]:
        """The things that are said to be an item."""
        return list(self._told.subjects(HAS_ITEM, item))

    def agreements(self, party: str) -> list[str]:
        """The agreements that a thing is a party of."""
        return list(self._told.subjects(HAS_PARTY, party))

    def _owner(self, item: str) -> str:
        """The thing to which the names of an item belong: the one that is said to be the item."""
        owners = self.owners(item)
        if len(owners) != 1 or owners[0] == item or self.owners(owners[0]):
            return ""
        return owners[0] if self._names(owners[0]) else ""

    def _names(self, thing: str) -> list[tuple[int, int, str, str]]:
        names = []
        for rank, predicate in enumerate(NAMES):
            for value in self._told.values(thing, predicate):
                if isinstance(value, Literal) and value.value.strip():
                    tag = (value.language or "").lower()
                    order = _LANGUAGES.get(tag.partition("-")[0], 2)
                    names.append((rank, order, tag, value.value))
        return names

    def _first(self, thing: str, predicate: NamedNode) -> str | None:
        """The value of a property; of several the first in the order of their text."""
        values = self._told.values(thing, predicate)
        return min((v.value for v in values if isinstance(v, Literal)), default=None)

    def _others(self, thing: str) -> list[str]:
        """The IRIs that other places have for a thing."""
        same = [other for predicate in _SAME for other in self.objects(thing, predicate)]
        places = self.objects(thing, SEE_ALSO)
        return same + [place for place in places if place.startswith(_GEONAMES)]

    def _kind(self, thing: str) -> str:
        """The kind of a thing by its classes and those above them."""
        ranks = (self._rank(name) for name in self.objects(thing, TYPE))
        best = min((rank for rank in ranks if rank is not None), default=None)
        return "" if best is None else _BY_RANK[best]

    def _rank(self, name: str) -> int | None:
        """The rank of the first of the kinds that a class, or any above it, stands for."""
        if name not in self._ranks:
            # Classes may stand above each other in a circle.
            seen, open_ = {name}, [name]
            while open_:
                higher = set(self.objects(open_.pop(), SUBCLASS)) - seen
                seen |= higher
                open_ += higher
            self._ranks[name] = min((_RANK[c] for c in seen if c in _RANK), default=None)
        return self._ranks[name]


def _ordered(texts: Iterable[tuple[int, int, str, str]]) -> list[Name]:
    """The names, labels first, each text in each language once."""
    names = {(text, tag): Name(text, tag) for _, _, tag, text in sorted(texts)}
    return list(names.values())


def _identifiers(thing: str, item: str, others: Iterable[str]) -> list[Name]:
    texts = [thing]
    if thing.startswith(str(ID)):
        texts.append(thing.removeprefix(str(ID)))
    if (short := prefixed(thing)) and short.startswith(_SHORT):
        texts.append(short)
    if item:
        texts.append(item)
    texts += sorted(set(others))
    # The first of several ways of writing one identifier is enough.
    once = {canonical(text): text for text in reversed(texts)}
    return [Name(text, identifier=True) for text in dict.fromkeys(once.values())]


def _by_number(item: str) -> tuple[int, str]:
    return (int(item[1:]) if item[1:].isdecimal() else 0, item)


def _number(text: str | None) -> float | None:
    try:
        number = None if text is None else float(text)
    except ValueError:
        return None
    return number if number is not None and math.isfinite(number) else None


def _whole(text: str | None) -> int | None:
    value = _number(text)
    return None if value is None or value != value or abs(value) > 1e12 else int(value)
