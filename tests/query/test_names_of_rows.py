"""What a name in a row means, by an index of a few things."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from pyoxigraph import Quad, Store

from peyvand.features.folding import is_arabic
from peyvand.query.registering import IndexNames
from peyvand.register.agreement_fields import FURTHER_PARTIES
from peyvand.register.fields import PLACES
from peyvand.register.state import DEFAULT, State
from peyvand.search.index import Index, write_index
from peyvand.search.model import Entry, Name
from peyvand.vocabulary.graphs import register
from peyvand.vocabulary.iris import TYPE, iri, thing

UK, CANADA = thing("country/uk").value, thing("country/canada").value
ENTRIES = (
    ("country/uk", "country", "pv:Country", ("United Kingdom", "بریتانیا"), ""),
    ("country/canada", "country", "pv:Country", ("Canada", "کانادا"), ""),
    ("city/london", "city", "pv:City", ("London", "لندن"), UK),
    ("city/q92561", "city", "pv:City", ("London",), CANADA),
    ("city/york", "city", "pv:City", ("York",), UK),
    ("city/q3", "region", "pv:County", ("York",), UK),
    ("city/q4", "city", "pv:City", ("Toronto", "York"), CANADA),
    ("city/zurich", "city", "pv:City", ("Zürich", "زوریخ"), ""),
    ("office/mayor", "other", "pv:Office", ("Mayor of York",), ""),
)


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IndexNames]:
    path = tmp_path_factory.mktemp("names") / "search.sqlite"
    labels = {iri_: texts[0] for iri_, _, _, texts, _ in ENTRIES}
    entries = [
        Entry(
            thing(slug).value,
            kind,
            tuple(Name(text, "fa" if is_arabic(text) else "en") for text in texts),
            country,
            labels.get(country.rpartition("/id/")[2], ""),
        )
        for slug, kind, _, texts, country in ENTRIES
    ]
    write_index(path, entries, {})
    store = Store()
    store.extend(Quad(thing(slug), TYPE, iri(cls), DEFAULT) for slug, _, cls, _, _ in ENTRIES)
    wider = iri("rdfs:subClassOf")
    for cls in ("pv:City", "pv:County"):
        store.add(Quad(iri(cls), wider, iri("pv:SubnationalPlace"), DEFAULT))
    with closing(Index(path)) as index:
        yield IndexNames(index, State(store, register("x"), "x"))


def slugs(names: IndexNames, text: str, classes: tuple[str, ...] = PLACES) -> list[str]:
    return sorted(one.slug for one in names.find(text, classes))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zürich", ["city/zurich"]),
        ("zurich", ["city/zurich"]),
        ("زوريخ", ["city/zurich"]),
        ("London", ["city/london", "city/q92561"]),
        ("London, Canada", ["city/q92561"]),
        ("لندن", ["city/london"]),
        ("Toronto", ["city/q4"]),
        ("city/q92561", ["city/q92561"]),
        (thing("city/london").value, ["city/london"]),
        ("Londn", []),
        ("Lond", []),
        ("United Kingdom", []),
        ("country/uk", []),
        ("city/nowhere", []),
        ("", []),
    ],
)
def test_a_name_means_what_is_called_so(names: IndexNames, text: str, found: list[str]) -> None:
    assert slugs(names, text) == found


def test_a_city_goes_before_a_county_and_a_label_before_another_name(names: IndexNames) -> None:
    assert slugs(names, "York") == ["city/york"]


def test_the_classes_tell_what_is_looked_for(names: IndexNames) -> None:
    assert slugs(names, "بریتانیا", FURTHER_PARTIES) == ["country/uk"]
    assert slugs(names, "Mayor of York", ("pv:Office",)) == ["office/mayor"]
    assert slugs(names, "Mayor of York", ("pv:Person",)) == []
    assert slugs(names, "London", ()) == ["city/london", "city/q92561"]


def test_what_is_like_a_name_is_told_with_its_country(names: IndexNames) -> None:
    near = [one.told() for one in names.near("Londn", PLACES)]
    assert "city/q92561 (London, Canada)" in near
    assert [one.iri for one in names.near("Zurch", PLACES)] == [thing("city/zurich")]
