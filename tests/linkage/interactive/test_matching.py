"""Which thing a row of a table means: ranked pairs, and when there is a match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.linkage.interactive.comparison import Condition, Reference, read_point
from peyvand.linkage.interactive.matching import Candidate, Row, candidates
from peyvand.search import Index

ID = "https://w3id.org/peyvand/id/"


def row(*names: str, kinds: tuple[str, ...] = ("city",), **told: object) -> Row:
    conditions = tuple(
        Condition(name, value if isinstance(value, tuple) else (value,))  # type: ignore[arg-type]
        for name, value in told.items()
    )
    return Row(names, kinds, conditions, 10)


def slug(candidate: Candidate) -> str:
    return candidate.hit.iri.removeprefix(ID)


MATCHES = [
    (row("Tabriz"), "city/tabriz"),
    (row("تبريز"), "city/tabriz"),
    (row("Barcelona", coordinates="41.4, 2.2"), "city/barcelona"),
    (row("Tabriz, East Azerbaijan"), "city/tabriz"),
    (row("Tabriz (Iran)"), "city/tabriz"),
    (row("Esfahan", inCountry="Iran"), "city/isfahan"),
    (row("Tabriz", inCountry="ایران"), "city/tabriz"),
    (row("Tabriz", inCountry="IR"), "city/tabriz"),
    (row("Tabriz", inCountry=Reference(ID + "country/iran")), "city/tabriz"),
    (row("Tabriz", coordinates="38.1, 46.3"), "city/tabriz"),
    (row("Tabriz", coordinates="POINT(46.3 38.1)"), "city/tabriz"),
    (row("Täbris", hasWikidataItem="Q80053"), "city/tabriz"),
    (row("Tebriz", hasWikidataItem="http://www.wikidata.org/entity/Q80053"), "city/tabriz"),
    (row(hasWikidataItem="Q80053"), "city/tabriz"),
    (row(hasWikidataItem=Reference("http://www.wikidata.org/entity/Q80053")), "city/tabriz"),
    (row("city/tabriz"), "city/tabriz"),
    (row("Iran", kinds=("country",)), "country/iran"),
]


@pytest.mark.parametrize(("asked", "meant"), MATCHES)
def test_what_is_clearly_meant(index: Index, asked: Row, meant: str) -> None:
    found = candidates(index, asked)
    assert [slug(c) for c in found if c.match] == [meant]
    assert slug(found[0]) == meant


NO_MATCHES = [
    row("Springfield"),  # two of that name
    row("Springfield", inCountry="USA"),  # and both in that country
    row("Tabriz", inCountry="Germany"),
    row("Tabriz", coordinates="52.5, 13.4"),
    row("Tabriz", hasWikidataItem="Q64"),  # it has another item
    row("York", inCountry="Iran"),  # nothing is known of its country
    row("Tabrz"),  # not its name
    row("Ispahan"),  # only its sound
    row("Barcelona"),  # the graph has one, the world has another
    row("Tebriz"),  # a spelling, and nothing beside it
    row("Tabriz County", inCountry="Iran"),  # around the city
    row("Tab"),  # only its beginning
    row("nowhere at all"),
    row("Tabriz", kinds=("agreement",)),
]


@pytest.mark.parametrize("asked", NO_MATCHES)
def test_what_is_not_clear_is_no_match(index: Index, asked: Row) -> None:
    assert not any(c.match for c in candidates(index, asked))


@pytest.mark.parametrize(
    ("asked", "better", "worse"),
    [
        (row("Tabriz"), "city/tabriz", "city/tabas"),
        (row("Springfield", inCountry="USA"), "city/springfield-ohio", "city/springfield-illinois"),
        (row("York", inCountry="United States"), "city/york", "city/new-york"),
        (row("Tabas", coordinates="38.1, 46.3"), "city/tabas", "city/tabriz"),
        (row("Tabrz", inCountry="Iran"), "city/tabriz", "city/tabas"),
    ],
)
def test_better_and_worse(index: Index, asked: Row, better: str, worse: str) -> None:
    found = [slug(c) for c in candidates(index, asked)]
    assert found[0] == better
    assert worse not in found or found.index(better) < found.index(worse)


def test_scores_are_of_a_hundred_and_in_order(index: Index) -> None:
    for asked, _ in MATCHES:
        scores = [c.score for c in candidates(index, asked)]
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 100 for score in scores)
    assert candidates(index, row("Tabriz", inCountry="Iran"))[0].score == 100


def test_a_score_explains_itself(index: Index) -> None:
    asked = row("Tabriz", inCountry="Iran", coordinates="38.1, 46.3", population="1,500,000")
    features = candidates(index, asked)[0].features
    assert features["name"] == features["inCountry"] == features["population"] == 1
    assert features["distance"] == pytest.approx(2.4, abs=0.3)
    assert "hasWikidataItem" not in features


def test_what_is_required_must_be_met(index: Index) -> None:
    country = Condition("inCountry", ("Iran",), required=True)
    found = candidates(index, Row(("Tab",), ("city",), (country,), 10))
    assert {slug(c) for c in found} >= {"city/tabriz", "city/tabas"}
    unknown = Condition("mayor", ("x",), required=True)
    assert candidates(index, Row(("Tabriz",), ("city",), (unknown,), 10)) == []


def test_quantifiers(index: Index) -> None:
    def best(quantifier: str, *values: str) -> float:
        condition = Condition("inCountry", values, quantifier=quantifier)
        found = candidates(index, Row(("Tabriz",), ("city",), (condition,), 10))
        return next(c.features["inCountry"] for c in found if slug(c) == "city/tabriz")

    assert best("any", "Germany", "Iran") == 1
    assert best("all", "Germany", "Iran") == 0
    assert best("none", "Germany", "France") == 1
    assert best("none", "Iran") == 0


def test_rows_without_a_name_find_by_what_is_told(index: Index) -> None:
    near = [slug(c) for c in candidates(index, row(coordinates="38.1, 46.3"))]
    assert near == ["city/tabriz"]
    iranian = {slug(c) for c in candidates(index, row(inCountry="Iran"))}
    assert iranian == {"city/tabriz", "city/isfahan", "city/tabas", "city/shahr-e-kord"}
    assert candidates(index, row(population="5")) == []


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("38.08,46.28", (38.08, 46.28)),
        (" -1.5 ; 100 ", (-1.5, 100)),
        ("POINT(46.28 38.08)", (38.08, 46.28)),
        ("point ( 46 38 )", (38, 46)),
        ("91, 0", None),
        ("0, 181", None),
        ("somewhere", None),
        ("", None),
    ],
)
def test_points(text: str, point: tuple[float, float] | None) -> None:
    assert read_point(text) == point


VALUES = st.one_of(
    st.text(max_size=40), st.floats(), st.booleans(), st.builds(Reference, st.text())
)
CONDITIONS = st.builds(
    Condition,
    st.sampled_from(["inCountry", "coordinates", "population", "hasWikidataItem", "other"]),
    st.lists(VALUES, max_size=3).map(tuple),
    st.booleans(),
    st.sampled_from(["any", "all", "none"]),
)


@given(st.text(max_size=60), st.lists(CONDITIONS, max_size=3).map(tuple))
def test_nothing_that_is_sent_breaks_it(
    index: Index, name: str, told: tuple[Condition, ...]
) -> None:
    found = candidates(index, Row((name,), ("city",), told, 5))
    assert all(0 <= one.score <= 100 for one in found)
    assert sum(one.match for one in found) <= 1
