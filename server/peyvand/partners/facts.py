"""What a version says of cities and their links, as it is read, kept and brought up to a change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from math import isnan, nan
from typing import Any

import numpy
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from peyvand.features.folding import fold
from peyvand.graph.patch import Patch, quads
from peyvand.partners.coast import from_sea
from peyvand.sources.catalogue import own
from peyvand.sources.coastline import rings
from peyvand.vocabulary.iris import TYPE, iri

Row = Mapping[str, object]
# Asks a query, and gives its rows.
Ask = Callable[[str], Iterable[Row]]
_PLACE = iri("pv:SubnationalPlace")
# What a change must touch to change anything here.
_READ = frozenset(
    {
        TYPE,
        *map(
            iri,
            (
                *("pv:inCountry", "wgs:lat", "wgs:long", "pv:population", "pv:isMemberOf"),
                *("rdfs:label", "pv:transliteration", "pv:isLinkedWith", "pv:isoCode"),
            ),
        ),
    }
)
# Beyond so many cities everything is read anew, which is sooner done.
_MOST = 400


@dataclass
class City:
    """What is said of a city; what nobody says is empty.

    Args:
        said: its country, latitude, longitude, population and kind, those that are known.
        names: by language.
        networks: that it is a member of.
        from_sea: the kilometres to the nearest shore; None where they are not known.
        also_in: the other countries that sources put it in.
        folded: its labels, folded, by language.
    """

    said: dict[str, str]
    names: dict[str, str] = field(default_factory=dict)
    networks: list[str] = field(default_factory=list)
    from_sea: float | None = None
    also_in: list[str] = field(default_factory=list)
    folded: dict[str, str] = field(default_factory=dict)


@dataclass
class Facts:
    """What a version says.

    Args:
        cities: by their IRIs.
        linked: pairs of the IRIs of cities, the smaller first.
        codes: of countries, by their IRIs.
        things: the labels of countries and networks, by IRI and language.
    """

    cities: dict[str, City]
    linked: set[tuple[str, str]]
    codes: dict[str, str]
    things: dict[str, dict[str, str]]


def asking(store: Store, **given: str) -> Ask:
    """What asks the queries of a store.

    Args:
        store: the graph.
        given: the IRIs that variables are to be.
    """
    values: dict[Variable, Any] = {
        Variable(name): NamedNode(value) for name, value in given.items()
    }

    def ask(query: str) -> Iterable[Row]:
        found = store.query(query, substitutions=values)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {**given, **{name: row[name] for name in names if row[name] is not None}}

    return ask


def read_facts(ask: Ask) -> Facts:
    """What a version says, read as a whole."""
    cities = _cities(ask)
    _place(cities.values())
    return Facts(
        cities, _between(cities, _linked(ask)), _codes(ask), _names(ask, "partners/labels", "thing")
    )


def renewed(facts: Facts, store: Store, patch: Patch) -> Facts | None:
    """What a later version says; None if it is sooner read as a whole.

    Args:
        facts: what was said before, which is brought up.
        store: the later graph.
        patch: what changed.
    """
    touched, anything = _touched(facts, store, patch)
    if not anything:
        return facts
    if len(touched) > _MOST:
        return None
    facts.linked = {pair for pair in facts.linked if touched.isdisjoint(pair)}
    anew: dict[str, City] = {}
    for city in sorted(touched):
        facts.cities.pop(city, None)
        anew |= _cities(asking(store, city=city))
        for end in ("one", "other"):
            facts.linked |= _linked(asking(store, **{end: city}))
    _place(anew.values())
    facts.cities |= anew
    facts.linked = _between(facts.cities, facts.linked)
    ask = asking(store)
    facts.codes, facts.things = _codes(ask), _names(ask, "partners/labels", "thing")
    return facts


def _touched(facts: Facts, store: Store, patch: Patch) -> tuple[set[str], bool]:
    """The cities that a change touches, and whether it touches anything that is read."""
    touched, anything = set(), False
    for lines in (patch.added, patch.removed):
        for quad in quads(lines):
            thing = quad.subject
            if quad.graph_name != DefaultGraph() or quad.predicate not in _READ:
                continue
            anything = True
            if isinstance(thing, NamedNode) and (
                thing.value in facts.cities or Quad(thing, TYPE, _PLACE, DefaultGraph()) in store
            ):
                touched.add(thing.value)
    return touched, anything


def _cities(ask: Ask) -> dict[str, City]:
    """The cities; of one that sources put in two countries, the first by its IRI counts."""
    known: dict[str, dict[str, str]] = {}
    countries: dict[str, set[str]] = {}
    for row in ask(own("partners/cities").bound()):
        city = known.setdefault(text_of(row["city"]), {})
        for name, value in row.items():
            if name != "city":
                city[name] = min(city.get(name, text_of(value)), text_of(value))
        if "country" in row:
            countries.setdefault(text_of(row["city"]), set()).add(text_of(row["country"]))
    labels, spelled = _called(ask, "partners/names", "city")
    members: dict[str, set[str]] = {}
    for row in ask(own("partners/members").bound()):
        members.setdefault(text_of(row["city"]), set()).add(text_of(row["network"]))
    return {
        city: City(
            said,
            _shown(labels.get(city, {}), spelled.get(city)),
            sorted(members.get(city, ())),
            also_in=sorted(countries.get(city, ()))[1:],
            folded={tag: fold(text) for tag, text in labels.get(city, {}).items()},
        )
        for city, said in known.items()
    }


def _place(cities: Iterable[City]) -> None:
    """Tell how far cities are from the sea."""
    some = list(cities)
    latitudes = numpy.array([float(city.said.get("latitude", nan)) for city in some])
    longitudes = numpy.array([float(city.said.get("longitude", nan)) for city in some])
    for city, far in zip(some, from_sea(latitudes, longitudes, rings()).tolist(), strict=True):
        city.from_sea = None if isnan(far) else round(far, 3)


def _linked(ask: Ask) -> set[tuple[str, str]]:
    rows = ask(own("partners/linked").bound())
    return {(text_of(row["one"]), text_of(row["other"])) for row in rows}


def _between(cities: Mapping[str, City], linked: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {pair for pair in linked if pair[0] in cities and pair[1] in cities}


def _codes(ask: Ask) -> dict[str, str]:
    rows = ask(own("partners/codes").bound())
    return {text_of(row["country"]): text_of(row["code"]) for row in rows}


def _names(ask: Ask, query: str, variable: str) -> dict[str, dict[str, str]]:
    """What each thing is called, by language."""
    labels, spelled = _called(ask, query, variable)
    return {
        thing: _shown(labels.get(thing, {}), spelled.get(thing)) for thing in {**labels, **spelled}
    }


def _called(
    ask: Ask, query: str, variable: str
) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """The labels of each thing, by language, and what is transliterated of them."""
    labels: dict[str, dict[str, str]] = {}
    transliterated: dict[str, str] = {}
    for row in ask(own(query).bound()):
        thing, name = text_of(row[variable]), row["name"]
        assert isinstance(name, Literal)
        language = str(name.language)
        if language.startswith("und-arab"):
            transliterated[thing] = min(transliterated.get(thing, name.value), name.value)
        else:
            given = labels.setdefault(thing, {})
            given[language] = min(given.get(language, name.value), name.value)
    return labels, transliterated


def _shown(labels: Mapping[str, str], transliterated: str | None) -> dict[str, str]:
    """The names of a thing: a transliteration is shown where nobody wrote a Persian name."""
    return {**({"fa": transliterated} if transliterated else {}), **labels}


def text_of(term: object) -> str:
    """The text of a term, without what surrounds it."""
    return str(getattr(term, "value", term))
