"""Statements that follow from others. Each stands in the default graph and in a graph of its own
that names the query or the function it was derived by. What stands there already is not derived:
so each statement of the default graph is either said or derived, and derived in one way.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from math import isfinite

from geographiclib.geodesic import Geodesic
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryTriples, Store

from peyvand.errors import SourceError
from peyvand.evidence.registers import of_register, readings
from peyvand.graph.partner_counts import partner_counts
from peyvand.graph.possibly_same import likenesses, reason_quads, same_quads
from peyvand.graph.stage_order import stage_order
from peyvand.graph.stated_pairs import (
    links,
    read_pairs,
    reciprocity,
    scopes,
    statements_in_snapshots,
)
from peyvand.graph.transliterate import transliterations
from peyvand.graph.vitality import vitality
from peyvand.sources.catalogue import NamedQuery
from peyvand.sources.dates import bounds
from peyvand.vocabulary.graphs import is_derived
from peyvand.vocabulary.iris import EDTF, graph, iri, thing

DEFAULT = DefaultGraph()
DATES = (
    *(iri(f"pv:{name}") for name in ("signed", "date", "began", "approved", "awarded")),
    iri("pv:inferredDate"),
    iri("dcterms:issued"),
)
_NUMBER = "([+-]?[0-9]+(?:[.][0-9]+)?)"
_POINT = re.compile(rf"POINT\({_NUMBER} {_NUMBER}\)")
# What is derived, by the name of its graph.
Derived = Iterator[tuple[str, Iterable[Quad]]]


@dataclass(frozen=True)
class Step:
    """A step of the derivation, which sees what the steps before it derived.

    Args:
        name: of the query or the function.
        origins: the query or the rules that statements are derived by, by the name of the graph.
        derived: gives the statements of the default graph, and what else is to stand in the graph
            of its name.
    """

    name: str
    origins: Mapping[str, NamedNode]
    derived: Callable[[Store], Derived]


def of_derived(name: object) -> bool:
    """Whether a graph is one of derived statements."""
    return isinstance(name, NamedNode) and is_derived(name.value)


def said(quads: Iterable[Quad]) -> list[Quad]:
    """What is not derived of a graph, or of a part of it that holds what is derived in both places.

    Of registers that is what stands in their own graphs.
    """
    quads = list(quads)
    derived = {_plain(quad) for quad in quads if of_derived(quad.graph_name)}
    return [quad for quad in quads if not of_derived(quad.graph_name) and quad not in derived]


def _plain(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DEFAULT)


def derive(
    store: Store,
    queries: Iterable[NamedQuery],
    ahead: Callable[[Sequence[Quad]], None] = lambda quads: None,
) -> None:
    """Add every derived statement to a store that holds none.

    Args:
        store: the graph.
        queries: those of the catalogue that derive.
        ahead: is called with each part of what is derived.
    """
    for quads in derivation(store, queries):
        store.extend(quads)
        ahead(quads)


def derivation(store: Store, queries: Iterable[NamedQuery]) -> Iterator[list[Quad]]:
    """What is derived, part by part; each is to be added to the store before the next is asked for.

    Args:
        store: the graph.
        queries: those of the catalogue that derive.
    """
    for step in steps(queries):
        for name, quads in step.derived(store):
            new = [quad for quad in quads if quad.graph_name != DEFAULT or quad not in store]
            yield list(placed(name, step.origins[name], new))


def placed(name: str, origin: NamedNode, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Statements of the default graph, there and in the graph that tells what they are from."""
    target = graph(f"derived-{name}")
    some = False
    for quad in quads:
        some = True
        yield quad
        yield Quad(quad.subject, quad.predicate, quad.object, target)
    if some:
        yield Quad(target, iri("pv:isDerivedBy"), origin, target)


def steps(queries: Iterable[NamedQuery]) -> list[Step]:
    """The steps of the derivation, in their order.

    What SPARQL 1.1 cannot say, which has no EDTF, trigonometry or spelling, and what takes long
    because all pairs are compared, is worked out by functions: most before the queries, which
    follow in the order that they ask for, and what asks for dates after them.
    """
    ordered = sorted(queries, key=lambda q: (int(q.meta.get("order", 50)), q.name))
    return [
        _by_rule("registers", "readings-of-registers", _of_registers),
        _by_rule("coordinates", "coordinate-pairs", coordinate_pairs),
        _by_rule("distances", "geodesic-distances", distances),
        Step(
            "pairs",
            {
                "scopes": thing("reading-rule/scopes-of-agreements"),
                "links": thing("reading-rule/links-of-pairs"),
                "snapshots": thing("reading-rule/coverage-of-snapshots"),
                "reciprocity-in-datasets": thing("reading-rule/reciprocity-in-datasets"),
            },
            _of_pairs,
        ),
        _by_rule("possibly-same", "possibly-same", _of_likenesses),
        _by_rule("counts", "partner-counts", partner_counts),
        _by_rule("transliterations", "transliteration", transliterations),
        *(_by_query(query) for query in ordered),
        # What the queries derive has dates too.
        _by_rule("dates", "date-bounds", date_bounds),
        _by_rule("stage-order", "order-of-stages", stage_order),
        _by_rule("vitality", "vitality-of-agreements", vitality),
    ]


def _by_rule(name: str, rule: str, quads: Callable[[Store], Iterable[Quad]]) -> Step:
    def derived(store: Store) -> Derived:
        yield name, quads(store)

    return Step(name, {name: thing(f"reading-rule/{rule}")}, derived)


def _by_query(query: NamedQuery) -> Step:
    name = str(query.meta["derives"])

    def derived(store: Store) -> Derived:
        try:
            result = store.query(query.text)
        except SyntaxError as error:
            raise SourceError(query.path, None, f"not SPARQL: {error}.", "Correct it.") from error
        if not isinstance(result, QueryTriples):
            raise SourceError(query.path, None, "not a CONSTRUCT query.", "Make it one.")
        found = {Quad(t.subject, t.predicate, t.object, DEFAULT): None for t in result}
        yield name, found

    return Step(query.name, {name: thing(f"query/{query.name}")}, derived)


def _of_registers(store: Store) -> Iterable[Quad]:
    """What the registers say in plain statements."""
    names = [name for name in store.named_graphs() if of_register(name)]
    quads = (q for name in names for q in store.quads_for_pattern(None, None, None, name))
    return dict.fromkeys(readings(quads))


def _of_pairs(store: Store) -> Derived:
    """What follows from who states which pair."""
    pairs = read_pairs(store)
    yield "scopes", scopes(store, pairs)
    yield "links", links(store, pairs)
    yield "snapshots", statements_in_snapshots(pairs)
    yield "reciprocity-in-datasets", reciprocity(store, pairs)


def _of_likenesses(store: Store) -> Iterator[Quad]:
    """Which places may be one, and why."""
    alike = likenesses(store)
    yield from same_quads(alike)
    yield from reason_quads(alike)


def date_bounds(store: Store) -> Iterator[Quad]:
    """``pv:earliestDate`` and ``pv:latestDate`` of each agreement, event, work … that has one date.

    The bounds of several dates of one thing are the earliest first day and the latest last day.
    """
    spans: dict[NamedNode, list[tuple[date | None, date | None]]] = defaultdict(list)
    for prop in DATES:
        for quad in store.quads_for_pattern(None, prop, None, DEFAULT):
            if isinstance(quad.object, Literal) and quad.object.datatype == EDTF:
                # What is no date is refused by its shape.
                with suppress(ValueError):
                    span = bounds(quad.object.value)
                    spans[quad.subject].append(span)  # type: ignore[index]
    day = iri("xsd:date")
    for subject, found in spans.items():
        first, last = zip(*found, strict=True)
        if None not in first:
            value = Literal(str(min(first)), datatype=day)
            yield Quad(subject, iri("pv:earliestDate"), value, DEFAULT)
        if None not in last:
            value = Literal(str(max(last)), datatype=day)
            yield Quad(subject, iri("pv:latestDate"), value, DEFAULT)


def coordinate_pairs(store: Store) -> Iterator[Quad]:
    """``wgs:lat`` and ``wgs:long`` of each place that has ``pv:coordinates``, in degrees."""
    decimal = iri("xsd:decimal")
    for place, (latitude, longitude) in _degrees(store).items():
        yield Quad(place, iri("wgs:lat"), Literal(latitude, datatype=decimal), DEFAULT)
        yield Quad(place, iri("wgs:long"), Literal(longitude, datatype=decimal), DEFAULT)


def distances(store: Store) -> Iterator[Quad]:
    """``pv:distanceInKilometres`` of each agreement of two parties whose places are known.

    The distance is the geodesic on the WGS84 ellipsoid (Karney 2013, doi:10.1007/
    s00190-012-0578-z, as computed by geographiclib), rounded to whole kilometres.
    """
    points = _points(store)
    parties: dict[NamedNode, list[NamedNode]] = {}
    for quad in store.quads_for_pattern(None, iri("pv:hasParty"), None, DEFAULT):
        parties.setdefault(quad.subject, []).append(quad.object)  # type: ignore[arg-type]
    for agreement, cities in parties.items():
        known = [points[city] for city in sorted(cities, key=str) if city in points]
        if len(cities) == 2 and len(known) == 2:
            (lat1, lon1), (lat2, lon2) = known
            metres = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)["s12"]
            if not isfinite(metres):
                continue
            value = Literal(str(round(metres / 1000)), datatype=iri("xsd:decimal"))
            yield Quad(agreement, iri("pv:distanceInKilometres"), value, DEFAULT)


def _points(store: Store) -> dict[NamedNode, tuple[float, float]]:
    """Latitude and longitude of each place in degrees."""
    return {place: (float(a), float(b)) for place, (a, b) in _degrees(store).items()}


def _degrees(store: Store) -> dict[NamedNode, tuple[str, str]]:
    """The same as they are written; of several points the first by its text."""
    texts: dict[NamedNode, str] = {}
    for quad in store.quads_for_pattern(None, iri("pv:coordinates"), None, DEFAULT):
        if isinstance(quad.object, Literal) and _POINT.fullmatch(quad.object.value):
            place, text = quad.subject, quad.object.value
            texts[place] = min(text, texts.get(place, text))  # type: ignore[index, arg-type]
    found = ((place, _POINT.fullmatch(text)) for place, text in texts.items())
    return {place: (match[2], match[1]) for place, match in found if match}
