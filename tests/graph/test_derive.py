"""What follows from the dates and places of a thing: the first and last day, and the distance."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, Quad, RdfFormat, Store

from peyvand.graph.derive import date_bounds, derive, distances
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.iris import EDTF, graph, iri, thing

ONE = thing("agreement/one")


def bounds_of(*said: tuple[str, str]) -> dict[str, str]:
    store = Store()
    for prop, date in said:
        store.add(Quad(ONE, iri(prop), Literal(date, datatype=EDTF)))
    return {
        quad.predicate.value.rpartition("#")[2]: quad.object.value for quad in date_bounds(store)
    }


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        (["2004-05-06"], "2004-05-06", "2004-05-06"),
        (["2004"], "2004-01-01", "2004-12-31"),
        # Of several dates the earliest first day and the latest last one, in any order.
        (["2004-05-06", "1998"], "1998-01-01", "2004-05-06"),
        (["1998", "2004-05-06"], "1998-01-01", "2004-05-06"),
        (["1990/2010", "2000"], "1990-01-01", "2010-12-31"),
        (["1999-12", "2000-01", "2001"], "1999-12-01", "2001-12-31"),
        # One end that is open leaves that bound open, whatever the other dates say.
        (["2004/..", "1998"], "1998-01-01", None),
        (["../2004", "2010"], None, "2010-12-31"),
        (["XXXX", "2010"], None, None),
    ],
)
def test_the_bounds_of_dates(dates: list[str], first: str | None, last: str | None) -> None:
    expected = {"earliestDate": first, "latestDate": last}
    found = bounds_of(*(("pv:signed", date) for date in dates))
    assert found == {name: value for name, value in expected.items() if value}


def test_every_kind_of_date_of_a_thing_counts() -> None:
    dates = ("signed", "date", "began", "approved", "awarded", "inferredDate")
    kinds = (*(f"pv:{name}" for name in dates), "dcterms:issued")
    for kind in kinds:
        assert bounds_of((kind, "2004-05-06"), ("pv:signed", "2004-05-06"))
        assert bounds_of((kind, "2004"))["latestDate"] == "2004-12-31"
    found = bounds_of(*((kind, str(2000 + n)) for n, kind in enumerate(kinds)))
    assert found == {"earliestDate": "2000-01-01", "latestDate": "2006-12-31"}
    # When something ended is no date of it.
    assert bounds_of(("pv:ended", "2004")) == {}


PLACES = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix id: <https://w3id.org/peyvand/id/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix a: <https://w3id.org/peyvand/id/agreement/> .
city:one pv:coordinates "POINT(50.5 10.25)"^^geo:wktLiteral .
city:two pv:coordinates "POINT(50.5 11.25)"^^geo:wktLiteral .
a:near pv:hasParty city:one, city:two .
a:half pv:hasParty city:one, city:nowhere .
a:three pv:hasParty city:one, city:two, city:three .
"""


def test_distances_and_coordinates_in_their_order() -> None:
    store = Store()
    store.load(PLACES.encode(), format=RdfFormat.TURTLE)
    found = {quad.subject: quad.object.value for quad in distances(store)}
    # A degree of latitude at 10.75 degrees is 110.6 km; one of longitude is 109.4.
    assert found == {thing("agreement/near"): "111"}
    derive(store, [])
    for name, value in (("wgs:lat", "10.25"), ("wgs:long", "50.5")):
        rows = store.quads_for_pattern(thing("city/one"), iri(name), None, None)
        assert {(quad.object.value, str(quad.graph_name)) for quad in rows} == {
            (value, "DEFAULT"),
            (value, str(graph("derived-coordinates"))),
        }
    derived = ("coordinates", "distances", "links", "counts", "vitality")
    names = [graph(f"derived-{name}") for name in derived]
    quads = store.quads_for_pattern(None, iri("pv:isDerivedBy"), None, names[0])
    assert [quad.object for quad in quads] == [thing("reading-rule/coordinate-pairs")]
    # Where nothing is derived, there is no graph either.
    assert set(store.named_graphs()) == set(names)


def test_what_is_said_is_not_derived() -> None:
    store = Store()
    store.load(PLACES.encode(), format=RdfFormat.TURTLE)
    said = Quad(thing("city/one"), iri("wgs:lat"), Literal("10.25", datatype=iri("xsd:decimal")))
    store.add(said)
    derive(store, [])
    derived = graph("derived-coordinates")
    assert said in store
    assert Quad(said.subject, said.predicate, said.object, derived) not in store
    assert any(store.quads_for_pattern(thing("city/one"), iri("wgs:long"), None, derived))


def test_who_took_part_follows_from_attendances() -> None:
    """Whoever is named, and the office where nobody is; who is said to have taken part stays."""
    store = Store()
    store.load(
        b"""
        @prefix pv: <https://w3id.org/peyvand/ns#> .
        @prefix : <https://w3id.org/peyvand/id/> .
        <https://w3id.org/peyvand/id/event/visit> pv:hasParticipant <https://w3id.org/x> .
        :a pv:isAttendanceOf <https://w3id.org/peyvand/id/event/visit> ;
          pv:isAttendedBy :person ; pv:attendsAs :mayor .
        :b pv:isAttendanceOf <https://w3id.org/peyvand/id/event/visit> ; pv:attendsAs :councillor .
        """,
        format=RdfFormat.TURTLE,
    )
    catalogue = read_catalogue(root() / "queries").of("derive")
    derive(store, [query for query in catalogue if query.name == "participants"])
    derived = store.quads_for_pattern(
        thing("event/visit"), iri("pv:hasParticipant"), None, graph("derived-participants")
    )
    assert {quad.object for quad in derived} == {thing("person"), thing("councillor")}
    assert len(list(store.quads_for_pattern(thing("event/visit"), None, None, None))) == 5
