"""The named things of a graph, read from its default graph."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from peyvand.features.transliteration import TAG
from peyvand.search.identifiers import canonical, country_identifier
from peyvand.search.model import CLASSES, ITEM, OTHER, Entry, Name
from peyvand.vocabulary.iris import ID, LABEL, PREFIXES, TYPE, iri, prefixed

# The properties that name a thing: its label first, for that is what it is shown by.
_NAMES = (
    LABEL,
    iri("skos:prefLabel"),
    iri("skos:altLabel"),
    NamedNode(PREFIXES["schema"] + "alternateName"),
    iri("pv:nameAsPrinted"),
)
_LANGUAGES = {"en": 0, "fa": 1}
_KINDS = {iri(curie).value: kind for curie, kind in CLASSES.items()}
_RANK = {name: rank for rank, name in enumerate(_KINDS)}
_DEFAULT = DefaultGraph()
_WD = PREFIXES["wd"]
# What says that a thing is also known elsewhere by another IRI.
# The prefixes that people name things of the graph by.
_SHORT = ("pv:", "skos:", "wd:")
_SAME = (iri("owl:sameAs"), iri("skos:exactMatch"), NamedNode(PREFIXES["schema"] + "sameAs"))
_GEONAMES = "https://sws.geonames.org/"


def read_entries(store: Store) -> list[Entry]:
    """Every named thing, the weightiest first; a function of the default graph alone."""
    names = _names(store)
    items = _objects(store, iri("pv:hasWikidataItem"))
    # The labels of an item are names of the one thing that it is said to be.
    things: dict[str, list[str]] = defaultdict(list)
    for thing, own_items in items.items():
        for qid in own_items:
            things[qid].append(thing)
    for qid, owners in things.items():
        if len(owners) == 1 and owners[0] in names and qid in names:
            names[owners[0]] += names.pop(qid)
    others = _others(store)
    kinds = _kinds(store)
    countries = {thing: min(v) for thing, v in _objects(store, iri("pv:inCountry")).items()}
    country_names = _firsts(store, iri("pv:countryName"))
    latitudes = _firsts(store, iri("wgs:lat"))
    longitudes = _firsts(store, iri("wgs:long"))
    populations = _firsts(store, iri("pv:population"))
    parties = _objects(store, iri("pv:hasParty"))
    weights = _weights(store, parties, countries)
    made: dict[str, set[str]] = defaultdict(set)
    for thing, value in _pairs(store, iri("pv:transliteration")):
        # That of an agreement is made of those of its parties, by which it is found.
        if thing not in parties:
            made[thing].add(value.value)
    entries = []
    for thing, texts in names.items():
        qid = min((i.removeprefix(_WD) for i in items.get(thing, ())), key=_by_number, default="")
        if not qid and thing.startswith(_WD):
            qid = thing.removeprefix(_WD)
        kind = kinds.get(thing) or (ITEM if thing.startswith(_WD) else OTHER)
        elsewhere = [*items.get(thing, ()), *others[thing]]
        if kind == "country":
            elsewhere += {country_identifier(text) for *_, text in texts} - {""}
        entries.append(
            Entry(
                thing,
                kind,
                (
                    *_ordered(texts),
                    *_identifiers(thing, qid, elsewhere),
                    *(Name(text, TAG, transliterated=True) for text in sorted(made[thing])),
                ),
                countries.get(thing, ""),
                country_names.get(thing, ""),
                qid,
                _number(latitudes.get(thing)),
                _number(longitudes.get(thing)),
                _whole(populations.get(thing)),
                weights.get(thing, 0),
                tuple(sorted(parties.get(thing, ()))),
            )
        )
    return sorted(entries, key=lambda entry: (-entry.weight, entry.iri))


def _pairs(store: Store, predicate: NamedNode) -> Iterator[tuple[str, NamedNode | Literal]]:
    for quad in store.quads_for_pattern(None, predicate, None, _DEFAULT):
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode | Literal):
            yield quad.subject.value, quad.object


def _objects(store: Store, predicate: NamedNode) -> dict[str, list[str]]:
    objects: dict[str, list[str]] = defaultdict(list)
    for subject, value in _pairs(store, predicate):
        if isinstance(value, NamedNode):
            objects[subject].append(value.value)
    return objects


def _firsts(store: Store, predicate: NamedNode) -> dict[str, str]:
    """The value of each thing; of several the first in the order of their text."""
    firsts: dict[str, str] = {}
    for subject, value in _pairs(store, predicate):
        if isinstance(value, Literal):
            firsts[subject] = min(value.value, firsts.get(subject, value.value))
    return firsts


def _names(store: Store) -> dict[str, list[tuple[int, int, str, str]]]:
    names: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    for rank, predicate in enumerate(_NAMES):
        for subject, value in _pairs(store, predicate):
            if isinstance(value, Literal) and value.value.strip():
                tag = (value.language or "").lower()
                order = _LANGUAGES.get(tag.partition("-")[0], 2)
                names[subject].append((rank, order, tag, value.value))
    return names


def _ordered(texts: Iterable[tuple[int, int, str, str]]) -> list[Name]:
    """The names, labels first, each text in each language once."""
    names = {(text, tag): Name(text, tag) for _, _, tag, text in sorted(texts)}
    return list(names.values())


def _others(store: Store) -> dict[str, list[str]]:
    """The IRIs that other places have for a thing."""
    others_of: dict[str, list[str]] = defaultdict(list)
    for predicate in _SAME:
        for thing, others in _objects(store, predicate).items():
            others_of[thing] += others
    # Which place of GeoNames a thing is stands in the graph of the source alone.
    for quad in store.quads_for_pattern(None, iri("rdfs:seeAlso"), None, None):
        subject, object_ = quad.subject, quad.object
        if isinstance(subject, NamedNode) and isinstance(object_, NamedNode):
            others_of[subject.value] += [object_.value] * object_.value.startswith(_GEONAMES)
    return others_of


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


def _kinds(store: Store) -> dict[str, str]:
    """The kind of each thing by its classes and those above them."""
    above = _objects(store, NamedNode(PREFIXES["rdfs"] + "subClassOf"))
    known: dict[str, int | None] = {}

    def rank(name: str) -> int | None:
        if name not in known:
            known[name] = None  # a circle of classes ends here
            own = [_RANK[name]] if name in _RANK else []
            higher = [r for r in map(rank, above.get(name, ())) if r is not None]
            known[name] = min([*own, *higher], default=None)
        return known[name]

    best: dict[str, int] = {}
    for subject, value in _pairs(store, TYPE):
        if isinstance(value, NamedNode) and (kind_rank := rank(value.value)) is not None:
            best[subject] = min(kind_rank, best.get(subject, kind_rank))
    by_rank = list(_KINDS.values())
    return {thing: by_rank[kind_rank] for thing, kind_rank in best.items()}


def _weights(
    store: Store, parties: dict[str, list[str]], countries: dict[str, str]
) -> dict[str, int]:
    """How many agreements a city or its country has, and how many members a network."""
    weights: dict[str, int] = defaultdict(int)
    members = _objects(store, iri("pv:isMemberOf"))
    for thing in chain.from_iterable((*parties.values(), *members.values())):
        weights[thing] += 1
        if country := countries.get(thing):
            weights[country] += 1
    return weights


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
