"""Reading the cities and their links out of a version, by SPARQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from math import nan

import numpy
from pyoxigraph import Literal, QuerySolutions, Store

from peyvand.features.folding import fold
from peyvand.partners.cities import Cities, Links, numbered, ordered
from peyvand.partners.coast import from_sea
from peyvand.sources.catalogue import own
from peyvand.sources.coastline import rings
from peyvand.sources.dates import bounds

Row = Mapping[str, object]
# Asks a query, and gives its rows.
Ask = Callable[[str], Iterable[Row]]


def asking(store: Store) -> Ask:
    """What asks the queries of a store."""

    def ask(query: str) -> Iterable[Row]:
        found = store.query(query)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: row[name] for name in names if row[name] is not None}

    return ask


def read_cities(ask: Ask) -> Cities:
    """What is known of the cities that anything links.

    Of a city that sources put in two countries, the first by its IRI counts.
    """
    known: dict[str, dict[str, str]] = {}
    for row in ask(own("partners/cities").bound()):
        city = known.setdefault(text_of(row["city"]), {})
        for name, value in row.items():
            city[name] = min(city.get(name, text_of(value)), text_of(value))
    names = _names(ask, "partners/names", "city")
    members: dict[str, set[str]] = {}
    for row in ask(own("partners/members").bound()):
        members.setdefault(text_of(row["city"]), set()).add(text_of(row["network"]))
    iris = tuple(sorted(known))
    countries, country_iris = numbered([known[iri].get("country", "") for iri in iris])
    kinds, _ = numbered([known[iri].get("kind", "") for iri in iris])
    called, _ = numbered([fold(_latin(names.get(iri, {}))) for iri in iris])
    codes = {
        text_of(row["country"]): text_of(row["code"]) for row in ask(own("partners/codes").bound())
    }
    latitudes = numpy.array([float(known[iri].get("latitude", nan)) for iri in iris])
    longitudes = numpy.array([float(known[iri].get("longitude", nan)) for iri in iris])
    return Cities(
        iris=iris,
        names=tuple(names.get(iri, {}) for iri in iris),
        countries=countries,
        country_iris=country_iris,
        codes=tuple(codes.get(iri, "") for iri in country_iris),
        latitudes=latitudes,
        longitudes=longitudes,
        from_sea=from_sea(latitudes, longitudes, rings()),
        populations=numpy.array([float(known[iri].get("population", nan)) for iri in iris]),
        kinds=kinds,
        called=called,
        networks=tuple(frozenset(members.get(iri, ())) for iri in iris),
        things=_names(ask, "partners/labels", "thing"),
    )


def read_links(ask: Ask, cities: Cities, *, dated: bool = True) -> Links:
    """The pairs of cities that anything links, and when a snapshot had each first.

    Args:
        ask: asks the graph.
        cities: what is known of them.
        dated: whether to ask when they were first seen.
    """
    number = cities.numbers
    rows = ask(own("partners/linked").bound())
    ends = ((number.get(text_of(row["one"])), number.get(text_of(row["other"]))) for row in rows)
    pairs = ordered((one, other) for one, other in ends if one is not None and other is not None)
    seen: dict[tuple[int, int], tuple[str, str]] = {}
    for row in ask(own("partners/first-seen").bound()) if dated else ():
        one, other = number.get(text_of(row["one"])), number.get(text_of(row["other"]))
        if one is None or other is None:
            continue
        start, end = bounds(text_of(row["seen"]))
        first = ((start or date.min).isoformat(), (end or date.max).isoformat())
        pair = (min(one, other), max(one, other))
        seen[pair] = min(seen.get(pair, first), first)
    return Links(pairs, seen)


def _names(ask: Ask, query: str, variable: str) -> dict[str, dict[str, str]]:
    """What each thing is called, by language.

    A transliteration is shown where nobody wrote a Persian name.
    """
    names: dict[str, dict[str, str]] = {}
    transliterated: dict[str, str] = {}
    for row in ask(own(query).bound()):
        iri, name = text_of(row[variable]), row["name"]
        assert isinstance(name, Literal)
        language = str(name.language)
        if language.startswith("und-arab"):
            transliterated[iri] = min(transliterated.get(iri, name.value), name.value)
        else:
            given = names.setdefault(iri, {})
            given[language] = min(given.get(language, name.value), name.value)
    for iri, text in transliterated.items():
        names.setdefault(iri, {}).setdefault("fa", text)
    return names


def _latin(names: Mapping[str, str]) -> str:
    """The name to compare: English if there is one, else whichever there is first."""
    return names.get("en") or next((names[tag] for tag in sorted(names)), "")


def text_of(term: object) -> str:
    """The text of a term, without what surrounds it."""
    return str(getattr(term, "value", term))
