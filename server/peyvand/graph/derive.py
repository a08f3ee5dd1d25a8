"""Statements that follow from others. Each stands in the default graph and in a graph of its own
that names the query or the function it was derived by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from geographiclib.geodesic import Geodesic
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryTriples, Store

from peyvand.errors import SourceError
from peyvand.graph.partner_counts import partner_counts
from peyvand.graph.possibly_same import likenesses, reason_quads, same_quads
from peyvand.graph.stated_pairs import (
    links,
    read_pairs,
    reciprocity,
    scopes,
    statements_in_snapshots,
)
from peyvand.graph.transliterate import transliterations
from peyvand.sources.catalogue import NamedQuery
from peyvand.sources.dates import bounds
from peyvand.vocabulary.iris import EDTF, graph, iri, thing

DEFAULT = DefaultGraph()
_POINT = "POINT("


def derive(store: Store, queries: Iterable[NamedQuery]) -> None:
    """Add every derived statement to the store, in the order that the queries ask for.

    A later query sees what an earlier one added. What comes first is worked out by functions:
    SPARQL 1.1 has no EDTF, trigonometry or spelling, and takes long for what compares all pairs.
    """
    _add(store, "dates", thing("reading-rule/date-bounds"), date_bounds(store))
    _add(store, "coordinates", thing("reading-rule/coordinate-pairs"), coordinate_pairs(store))
    _add(store, "distances", thing("reading-rule/geodesic-distances"), distances(store))
    _of_pairs(store)
    rule = thing("reading-rule/transliteration")
    _add(store, "transliterations", rule, transliterations(store))
    for query in sorted(queries, key=lambda q: (int(q.meta.get("order", 50)), q.name)):
        try:
            result = store.query(query.text)
        except SyntaxError as error:
            raise SourceError(query.path, None, f"not SPARQL: {error}.", "Correct it.") from error
        if not isinstance(result, QueryTriples):
            raise SourceError(query.path, None, "not a CONSTRUCT query.", "Make it one.")
        triples = [(t.subject, t.predicate, t.object) for t in result]
        name = str(query.meta["derives"])
        origin = thing(f"query/{query.name}")
        _add(store, name, origin, (Quad(s, p, o, DEFAULT) for s, p, o in triples))


def _of_pairs(store: Store) -> None:
    """Add what follows from who states which pair, and which places may be one."""
    pairs = read_pairs(store)
    rule = "reading-rule/"
    _add(store, "scopes", thing(rule + "scopes-of-agreements"), scopes(store, pairs))
    _add(store, "links", thing(rule + "links-of-pairs"), links(store, pairs))
    snapshots = statements_in_snapshots(pairs)
    _add(store, "snapshots", thing(rule + "coverage-of-snapshots"), snapshots)
    origin = thing(rule + "reciprocity-in-datasets")
    _add(store, "reciprocity-in-datasets", origin, reciprocity(store, pairs))
    alike = likenesses(store)
    _add(store, "possibly-same", thing(rule + "possibly-same"), same_quads(alike))
    store.extend(reason_quads(alike))
    _add(store, "counts", thing(rule + "partner-counts"), partner_counts(store, alike))


def _add(store: Store, name: str, origin: NamedNode, quads: Iterable[Quad]) -> None:
    """Add statements of the default graph, there and in the graph that tells what they are from."""
    target = graph(f"derived-{name}")
    new = [Quad(target, iri("pv:isDerivedBy"), origin, target)]
    for quad in quads:
        new += [quad, Quad(quad.subject, quad.predicate, quad.object, target)]
    store.extend(new)


def date_bounds(store: Store) -> Iterator[Quad]:
    """``pv:earliestDate`` and ``pv:latestDate`` of each agreement, event, work … that has one date.

    The bounds of several dates of one thing are the earliest first day and the latest last day.
    """
    spans: dict[NamedNode, list[str]] = {}
    for name in ("signed", "date", "began", "approved", "awarded", "inferredDate"):
        for quad in store.quads_for_pattern(None, iri(f"pv:{name}"), None, DEFAULT):
            if isinstance(quad.object, Literal) and quad.object.datatype == EDTF:
                spans.setdefault(quad.subject, []).append(quad.object.value)  # type: ignore[arg-type]
    for quad in store.quads_for_pattern(None, iri("dcterms:issued"), None, DEFAULT):
        if isinstance(quad.object, Literal) and quad.object.datatype == EDTF:
            spans.setdefault(quad.subject, []).append(quad.object.value)  # type: ignore[arg-type]
    date = iri("xsd:date")
    for subject, texts in spans.items():
        first, last = zip(*(bounds(text) for text in texts), strict=True)
        if None not in first:
            value = Literal(str(min(first)), datatype=date)
            yield Quad(subject, iri("pv:earliestDate"), value, DEFAULT)
        if None not in last:
            value = Literal(str(max(last)), datatype=date)
            yield Quad(subject, iri("pv:latestDate"), value, DEFAULT)


def coordinate_pairs(store: Store) -> Iterator[Quad]:
    """``wgs:lat`` and ``wgs:long`` of each place that has ``pv:coordinates``, in degrees."""
    decimal = iri("xsd:decimal")
    for place, (latitude, longitude) in _points(store).items():
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
        known = [points[city] for city in cities if city in points]
        if len(cities) == 2 and len(known) == 2:
            (lat1, lon1), (lat2, lon2) = ((float(a), float(b)) for a, b in known)
            metres = Geodesic.WGS84.Inverse(lat1, lon1, lat2, lon2, Geodesic.DISTANCE)["s12"]
            value = Literal(str(round(metres / 1000)), datatype=iri("xsd:decimal"))
            yield Quad(agreement, iri("pv:distanceInKilometres"), value, DEFAULT)


def _points(store: Store) -> dict[NamedNode, tuple[str, str]]:
    points = {}
    for quad in store.quads_for_pattern(None, iri("pv:coordinates"), None, DEFAULT):
        assert isinstance(quad.object, Literal)
        longitude, latitude = quad.object.value.removeprefix(_POINT).rstrip(")").split()
        points[quad.subject] = (latitude, longitude)
    return points  # type: ignore[return-value]
