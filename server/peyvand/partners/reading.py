"""The cities and their links as arrays, from what a version says of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import nan

import numpy

from peyvand.features.folding import fold
from peyvand.partners.cities import Cities, Floats, Links, Pair, numbered, ordered
from peyvand.partners.facts import Ask, City, Facts, asking, read_facts, text_of
from peyvand.sources.catalogue import own
from peyvand.sources.dates import bounds

__all__ = ["Known", "asking", "first_seen", "known_of", "read"]


@dataclass(frozen=True)
class Known:
    """The cities and links of a version."""

    cities: Cities
    pairs: tuple[Pair, ...]


def read(ask: Ask) -> Known:
    """What is known of the cities that anything links, read as a whole."""
    return known_of(read_facts(ask))


def known_of(facts: Facts) -> Known:
    """What a version says of cities and links, with a number for each city."""
    iris = tuple(sorted(facts.cities))
    some = [facts.cities[iri] for iri in iris]
    countries, country_iris = numbered([city.said.get("country", "") for city in some])
    kinds, _ = numbered([city.said.get("kind", "") for city in some])
    called, _ = numbered([_folded(city) for city in some])

    def floats(name: str) -> Floats:
        return numpy.array([float(city.said.get(name, nan)) for city in some])

    cities = Cities(
        iris=iris,
        names=tuple(city.names for city in some),
        countries=countries,
        country_iris=country_iris,
        codes=tuple(facts.codes.get(iri, "") for iri in country_iris),
        latitudes=floats("latitude"),
        longitudes=floats("longitude"),
        from_sea=numpy.array([nan if c.from_sea is None else c.from_sea for c in some]),
        populations=floats("population"),
        kinds=kinds,
        called=called,
        networks=tuple(frozenset(city.networks) for city in some),
        things=facts.things,
    )
    number = cities.numbers
    pairs = ordered((number[one], number[other]) for one, other in facts.linked)
    return Known(cities, pairs)


def first_seen(ask: Ask, known: Known) -> Links:
    """The links, with the days on which a snapshot had each first."""
    number = known.cities.numbers
    seen: dict[Pair, tuple[str, str]] = {}
    for row in ask(own("partners/first-seen").bound()):
        one, other = number.get(text_of(row["one"])), number.get(text_of(row["other"]))
        if one is None or other is None:
            continue
        start, end = bounds(text_of(row["seen"]))
        first = ((start or date.min).isoformat(), (end or date.max).isoformat())
        pair = (min(one, other), max(one, other))
        seen[pair] = min(seen.get(pair, first), first)
    return Links(known.pairs, seen)


def _folded(city: City) -> str:
    """The name to compare, folded: English if there is one, else whichever there is first."""
    tag = "en" if "en" in city.names else min(city.names, default="")
    return city.folded.get(tag) or fold(city.names.get(tag, ""))
