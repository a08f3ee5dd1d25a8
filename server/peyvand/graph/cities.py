"""The cities of the graph as the merge sees them: names, country, place, size, identifiers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from peyvand.model import OWN, City
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID, LABEL, TYPE, iri

_DEFAULT = DefaultGraph()
_POINT = re.compile(r"POINT\s*\(\s*(-?[0-9.]+)\s+(-?[0-9.]+)\s*\)", re.IGNORECASE)
# Registers that identify a city, by what their addresses begin with.
_REGISTERS = {
    "wikidata": re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/(Q[1-9][0-9]*)"),
    "geonames": re.compile(r"https?://(?:sws|www)\.geonames\.org/([1-9][0-9]*)/?"),
}
_SAME = ("pv:hasWikidataItem", "owl:sameAs", "skos:exactMatch")
_WIKIDATA = "wikidata:"
# The levels of linkage, by the classes of the graph that tell them.
_LEVELS = {
    "city": ("pv:City",),
    "municipality": ("pv:MunicipalArea", "pv:Municipality"),
    "county": ("pv:County",),
    "district": ("pv:District",),
    "region": ("pv:Region",),
}
_Said = tuple[str, str, str]


def own_cities(store: Store, *, blind: bool = False) -> list[City]:
    """Every city, or other party of links, of the default graph, in the order of identifiers.

    Args:
        store: a graph.
        blind: leave out the identifiers, and what only datasets say that were asked by them:
            otherwise the answer would be among what is compared.
    """
    cities = store.quads_for_pattern(None, TYPE, iri("pv:SubnationalPlace"), _DEFAULT)
    nodes = sorted(
        {quad.subject for quad in cities if isinstance(quad.subject, NamedNode)},
        key=lambda node: node.value,
    )
    hidden = _from_datasets(store) if blind else set()
    return [_city(store, node, blind, hidden) for node in nodes]


def items(store: Store) -> list[City]:
    """The cities of the default graph that are items of Wikidata, each as a record of its item.

    Args:
        store: a graph.
    """
    levels: dict[str, list[str]] = {}
    for level, classes in _LEVELS.items():
        for name in classes:
            for quad in store.quads_for_pattern(None, TYPE, iri(name), _DEFAULT):
                if isinstance(quad.subject, NamedNode):
                    levels.setdefault(quad.subject.value.removeprefix(ID), []).append(level)
    return [
        replace(
            city,
            identifier=same.removeprefix(_WIKIDATA),
            same_as=tuple(other for other in city.same_as if other != same),
            levels=tuple(levels.get(city.identifier, ())),
        )
        for city in own_cities(store)
        for same in city.same_as
        if same.startswith(_WIKIDATA)
    ]


def _city(store: Store, node: NamedNode, blind: bool, hidden: set[_Said]) -> City:
    names = _texts(store, node, LABEL)
    latitude, longitude = _point(_values(store, node, iri("pv:coordinates"), hidden))
    sizes = [
        int(value.value)
        for value in _values(store, node, iri("pv:population"), hidden)
        if isinstance(value, Literal) and value.value.isdecimal()
    ]
    return City(
        identifier=node.value.removeprefix(ID),
        names=names,
        country=_country(store, node, hidden),
        latitude=latitude,
        longitude=longitude,
        population=max(sizes, default=0) or None,
        same_as=() if blind else _identifiers(store, node),
        source=OWN,
        aliases=_texts(store, node, iri("skos:altLabel")),
    )


def _values(
    store: Store, node: NamedNode, prop: NamedNode, hidden: Iterable[_Said] = ()
) -> Iterator[NamedNode | Literal]:
    """The values in a fixed order, those that are hidden left out."""
    quads = store.quads_for_pattern(node, prop, None, _DEFAULT)
    for value in sorted((quad.object for quad in quads), key=str):
        said = (node.value, prop.value, str(value))
        if isinstance(value, NamedNode | Literal) and said not in hidden:
            yield value


def _texts(store: Store, node: NamedNode, prop: NamedNode) -> tuple[str, ...]:
    """English first, whose letters most records are in."""
    literals = [value for value in _values(store, node, prop) if isinstance(value, Literal)]
    literals.sort(key=lambda value: (value.language != "en", value.language or "", value.value))
    return tuple(dict.fromkeys(value.value for value in literals))


def _country(store: Store, node: NamedNode, hidden: set[_Said]) -> str:
    for country in _values(store, node, iri("pv:inCountry"), hidden):
        if isinstance(country, NamedNode):
            for name in _texts(store, country, LABEL):
                return name
    for name in _texts(store, node, iri("pv:countryName")):
        if (node.value, iri("pv:countryName").value, f'"{name}"') not in hidden:
            return name
    return ""


def _point(values: Iterable[NamedNode | Literal]) -> tuple[float | None, float | None]:
    for value in values:
        if match := _POINT.search(value.value):
            longitude, latitude = map(float, match.groups())
            return latitude, longitude
    return None, None


def _identifiers(store: Store, node: NamedNode) -> tuple[str, ...]:
    identifiers = []
    for prop in _SAME:
        for value in _values(store, node, iri(prop)):
            for register, pattern in _REGISTERS.items():
                if match := pattern.fullmatch(value.value):
                    identifiers.append(f"{register}:{match[1]}")
    return tuple(dict.fromkeys(identifiers))


def _from_datasets(store: Store) -> set[_Said]:
    rows = cast(QuerySolutions, store.query(own("graph/said-by-datasets-alone").text))
    return {(row["city"].value, row["property"].value, str(row["value"])) for row in rows}
