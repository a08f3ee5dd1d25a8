"""Lists that can be asked: what they find, count and put in which order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from peyvand.vocabulary.iris import ID, iri
from peyvand.web.pages.components import index_names
from peyvand.web.pages.components.grouping import row_by_row, shape, without
from peyvand.web.pages.components.sections import Section
from peyvand.web.pages.components.site import Row
from peyvand.web.pages.lists.gathering import gathered
from peyvand.web.pages.lists.listing import UNKNOWN, Asked, Facet, Listing

NAMES: Mapping[str, Mapping[str, str]] = {
    "city/a": {"en": "Yazd", "fa": "یزد"},
    "city/b": {"en": "Ağrı", "fa": "آغری"},
    "city/c": {"en": "Herat", "fa": "هرات"},
    "city/d": {"en": "Varamin", "fa": "ورامین"},
    "country/iran": {"en": "Iran", "fa": "ایران"},
    "country/turkey": {"en": "Türkiye", "fa": "ترکیه"},
}
COUNTRY, DECADE = Facet("country", ("country",)), Facet("decade", ("date",), 3)
QUERY = """PREFIX x: <http://x.example/>
SELECT ?city ?country ?date ?count WHERE {
  ?city a x:City OPTIONAL { ?city x:in ?country } OPTIONAL { ?city x:on ?date } ?city x:has ?count
} ORDER BY ?city"""


def node(name: str) -> NamedNode:
    return NamedNode(f"{ID}{name}")


def number(value: int) -> Literal:
    return Literal(str(value), datatype=iri("xsd:integer"))


def row(city: str, count: int, country: str = "", date: str = "") -> Row:
    told: Row = {"city": node(f"city/{city}"), "count": number(count)}
    return {
        **told,
        **({"country": node(f"country/{country}")} if country else {}),
        **({"date": Literal(date)} if date else {}),
    }


ROWS = [
    row("a", 9, "iran", "1989-05"),
    row("b", 10, "turkey", "[1991,2000]"),
    row("b", 10, "iran", "[1991,2000]"),
    row("c", 2),
    row("d", 2, "iran"),
]


SECTION = Section("x", QUERY, ("city", "country", "date", "count"), ("city",))


@pytest.fixture
def listing() -> Listing:
    made = gathered(SECTION, [ROWS])
    labels = {f"{ID}{name}": told for name, told in NAMES.items()}
    return Listing(
        SECTION, made.shape, made.entries, (COUNTRY, DECADE), lambda name: labels.get(name, {})
    )


def test_answers_to_parts_of_a_question_make_the_rows_of_its_own() -> None:
    whole = gathered(SECTION, [ROWS])
    assert [len(entry["country"]) for entry in whole.entries] == [1, 2, 0, 1]
    for cut in (1, 3):
        parts = gathered(SECTION, [ROWS[:cut], ROWS[cut:]])
        assert parts.entries == whole.entries
        assert set(parts.shape.several) == set(whole.shape.several) == {"country"}
        assert set(parts.shape.grouped) == set(whole.shape.grouped)
        assert not parts.shape.is_table
    assert gathered(SECTION, []).entries == []


def test_rows_are_told_apart_by_the_kind_of_a_thing() -> None:
    kind = Facet("kind", ("city",), by_kind=True)
    assert kind.values({"city": [node("city/a"), NamedNode("http://x.example/a")]}) == {"city"}
    assert kind.values({"city": [Literal("city/a")]}) == {UNKNOWN}
    store = Store()
    store.update(
        f"INSERT DATA {{ <{ID}city/a> a 1 . <{ID}citygate/a> a 2 . <http://x/city/> a 3 }}"
    )
    asked = f"SELECT ?city {{ ?city a ?n {kind.condition('city', [])} }}"
    assert [str(row["city"]) for row in store.query(asked)] == [f"<{ID}city/a>"]  # type: ignore
    odd = kind.condition('") } DELETE', [])
    assert not list(store.query(f"SELECT ?city {{ ?city a ?n {odd} }}"))  # type: ignore


def cities(listing: Listing, asked: Asked, language: str = "en") -> str:
    names = (listing.entries[place]["city"][0].value for place in listing.found(asked, language))
    return "".join(name[-1] for name in names)


@pytest.mark.parametrize(
    ("asked", "language", "found"),
    [
        (Asked(sort="city"), "en", "bcda"),
        # In Persian و stands before ه, and آ before all.
        (Asked(sort="city"), "fa", "bdca"),
        (Asked(sort="city", turned=True), "fa", "acdb"),
        # Numbers by what they are worth, what is alike by name.
        (Asked(sort="count"), "en", "cdab"),
        (Asked(sort="count"), "fa", "dcab"),
        # What is not known is last either way.
        (Asked(sort="date"), "en", "abcd"),
        (Asked(sort="date", turned=True), "en", "bacd"),
        (Asked("AGRI"), "fa", "b"),
        (Asked("يزد"), "en", "a"),
        (Asked("turkiye"), "en", "b"),
        (Asked("no such"), "en", ""),
        (Asked(chosen={"country": "country/iran"}), "en", "abd"),
        (Asked(chosen={"country": UNKNOWN}), "en", "c"),
        (Asked(chosen={"decade": "199"}), "en", "b"),
        (Asked(chosen={"country": "country/iran", "decade": UNKNOWN}), "en", "d"),
        (Asked(chosen={"country": "x"}), "en", ""),
    ],
)
def test_rows_are_found_in_order(listing: Listing, asked: Asked, language: str, found: str) -> None:
    assert cities(listing, asked, language) == found


def test_the_values_of_a_facet_are_counted_with_what_is_asked_of_the_others(
    listing: Listing,
) -> None:
    counts = listing.counted(Asked(chosen={"country": "country/iran"}))
    assert counts["country"] == {"country/iran": 3, "country/turkey": 1, UNKNOWN: 1}
    assert counts["decade"] == {"198": 1, "199": 1, UNKNOWN: 1}
    assert listing.name(COUNTRY, "country/turkey", "en") == "Türkiye"


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    x = "http://x.example/"
    for row in ROWS:
        told = [
            f"<{row['city'].value}> a <{x}City> .",
            *(
                f"<{row['city'].value}> <{x}{name}> {row[column]} ."
                for column, name in (("country", "in"), ("date", "on"), ("count", "has"))
                if column in row
            ),
        ]
        made.update(f"INSERT DATA {{ {' '.join(told)} }}")
    return made


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked("agri"),
        Asked(chosen={"country": "country/iran"}),
        Asked(chosen={"country": UNKNOWN}),
        Asked(chosen={"decade": "199"}),
        Asked(chosen={"decade": UNKNOWN, "country": "country/iran"}),
        Asked(chosen={"country": "x"}),
    ],
)
def test_the_query_of_what_is_asked_has_its_rows(
    listing: Listing, store: Store, asked: Asked
) -> None:
    numbers = listing.found(asked, "en")
    condition = listing.condition(asked, numbers)
    assert condition is not None
    answer = store.query(row_by_row(QUERY, listing.shape, condition))
    assert isinstance(answer, QuerySolutions)
    rows = list(answer)
    assert len(rows) == len(numbers)
    assert {row["city"] for row in rows} == {listing.entries[place]["city"][0] for place in numbers}


def test_a_query_with_a_row_for_each_of_the_table_stays_as_it_is() -> None:
    rows = [row for row in ROWS if row["city"] != node("city/b")]
    made = shape(("city",), ("city", "country"), rows)
    assert row_by_row(QUERY, made) == QUERY
    assert without("city", []) == ""
    left = row_by_row(QUERY, made, without("city", ["http://x.example/c"]))
    assert re.search(r"NOT IN \(<http://x.example/c>\)", left)
    assert left.startswith("PREFIX x:")
    assert left.endswith("GROUP BY ?city ?country ORDER BY ?city")


@pytest.mark.parametrize(("version", "known"), [(2, {"x:a": {"en": "A"}}), (1, {})])
def test_names_of_another_version_are_not_taken(
    monkeypatch: pytest.MonkeyPatch, version: int, known: dict[str, dict[str, str]]
) -> None:
    index = SimpleNamespace(version=version, rows=lambda _: [("x:a", "A", None, None)])
    monkeypatch.setattr(index_names, "current_index", lambda _: index)
    site: Any = SimpleNamespace(asked_version=None, version=2)
    assert index_names.index_names(site) == known
