"""Totals beside counts: what is counted, how far it is from the total, and what is said of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, Store

from audit.samples import asking
from peyvand.audit import Audited, audit
from peyvand.audit.model import ANY, Count, Sources
from peyvand.audit.names import count_name, gaps_of, notes_of
from peyvand.clocks import Clocks, Look


def of(found: list[Audited], key: str) -> Audited:
    (audited,) = (one for one in found if one.total.key == key)
    return audited


def count(audited: Audited, sources: str, **asked: str) -> Count:
    wanted = {"scope": ANY, "profile": ANY, "dating": ANY, **asked}
    (one,) = (
        one
        for one in audited.counts
        if one.sources == sources and all(getattr(one, n) == v for n, v in wanted.items())
    )
    return one


def test_a_total_has_its_speaker_place_bound_period_and_readings(of_small: list[Audited]) -> None:
    total = of(of_small, "statistic-total-document-000").total
    assert (total.readings, total.is_read, total.bound) == ((140, 149), True, "exactly")
    assert (total.lines, total.printed, total.stated_on) == ((15,), ("941",), ("2019",))
    assert [one.called("fa") for one in total.speakers] == ["گوینده"]
    assert total.period == "1979~/2019~"
    assert total.exceptions
    assert total.exceptions.called("fa") == "جز دو تا"


def test_a_holder_within_another_is_counted_with_it(of_small: list[Audited]) -> None:
    audited = of(of_small, "statistic-total-document-000")
    assert audited.holder
    assert audited.holder.called("en") == "Iran"


def test_counts_are_by_sources_scope_rule_and_period(of_small: list[Audited]) -> None:
    audited = of(of_small, "statistic-total-document-000")
    assert count(audited, "said").count == 1
    assert count(audited, "documents").count == 2
    assert count(audited, "all").count == 4
    assert count(audited, "all").parts == {"documents": 2, "datasets": 2}
    assert count(audited, "stated").count == 3
    assert count(audited, "all", scope="international").count == 2
    assert count(audited, "all", scope="domestic").count == 1
    assert count(audited, "all", scope="unresolved").count == 1
    assert count(audited, "all", profile="sister-city").count == 1
    assert count(audited, "all", dating="within").count == 1
    assert count(audited, "all", dating="possibly").count == 1


def test_the_gap_is_told_for_each_reading_and_none_is_averaged(of_small: list[Audited]) -> None:
    assert count(of(of_small, "statistic-total-document-000"), "all").gaps == (136, 145)


def test_a_count_says_what_it_has_otherwise_than_the_total(of_small: list[Audited]) -> None:
    audited = of(of_small, "statistic-total-document-000")
    assert count(audited, "all").notes == ("with-domestic", "with-silent", "any-kind", "any-time")
    assert count(audited, "documents").notes == (
        *("documents", "with-domestic", "any-kind", "any-time"),
    )
    assert count(audited, "all", dating="within").notes == ()


def test_what_could_explain_the_gap_is_counted(of_small: list[Audited]) -> None:
    parts = {one.name: one.count for one in of(of_small, "statistic-total-document-000").parts}
    assert parts == {
        "domestic": 1, "unresolved": 1, "undated": 1, "outside": 1, "only-datasets": 2,
        "silent": 1, "kind-untold": 2,
    }  # fmt: skip


def test_what_a_register_says_anew_takes_the_place_of_what_it_said(
    of_small: list[Audited],
) -> None:
    found = [one.total for one in of_small if one.total.predicate == "statedPartnerCount"]
    assert [total.readings for total in found] == [(31,)]


@pytest.mark.parametrize("fixture", ["of_small", "of_documents"])
def test_the_query_behind_a_number_lists_so_many(
    fixture: str, small_store: Store, graph: Any, request: pytest.FixtureRequest
) -> None:
    store = small_store if fixture == "of_small" else graph.store
    for audited in request.getfixturevalue(fixture):
        if audited.total.unit != "agreements":
            continue
        for one in (*audited.counts, *audited.parts):
            found = store.query(one.query)
            assert isinstance(found, QuerySolutions)
            assert len({row["agreement"] for row in found}) == one.count


def test_an_equal_figure_is_said_to_show_nothing(of_documents: list[Audited]) -> None:
    listed = count(of(of_documents, "city-tabriz-statedPartnerCount-document-003"), "said")
    assert listed.count == 12
    assert (listed.gaps, listed.notes[0]) == ((-10, 0), "equal")


def test_the_totals_of_tehran_and_iran_differ(of_documents: list[Audited]) -> None:
    tehran = of(of_documents, "statistic-agreements-141-document-000")
    assert [one.count for one in tehran.counts if one.sources == Sources.DOCUMENTS][:4] == [
        *(6, 3, 3, 0),
    ]
    iran = of(of_documents, "statistic-agreements-140-document-001")
    assert iran.holder
    assert iran.holder.called("en") == "Iran"
    assert iran.total.readings == (140, 149)
    assert count(iran, "documents").gaps == (74, 83)


def test_totals_of_cities_and_countries_stand_beside_those(of_documents: list[Audited]) -> None:
    cities = of(of_documents, "statistic-sci-us-cities-document-001")
    assert (cities.total.unit, cities.holder and cities.holder.called("en")) == (
        *("cities", "United States"),
    )
    countries = of(of_documents, "statistic-world-links-16484-numberOfCountries-document-003")
    assert countries.total.unit == "countries"
    assert countries.total.readings == (165,)
    assert countries.holder is None


def test_bodies_count_by_their_own_rules(of_documents: list[Audited]) -> None:
    iran = of(of_documents, "statistic-agreements-140-document-001")
    ruled = {one.profile: one for one in iran.counts if one.rule and one.sources == "documents"}
    assert {name: (one.count, one.perhaps) for name, one in ruled.items()} == {
        "clair": (0, 2), "sci": (0, 1), "rgre": (0, 3),
        "doc-001": (3, 51), "doc-003": (3, 51), "official": (0, 62),
    }  # fmt: skip
    assert ruled["doc-001"].gaps == (137, 146)
    assert gaps_of(iran.total, ruled["doc-001"], "en") == "+86 to +137 (140); +95 to +146 (149)"
    assert notes_of(ruled["doc-001"], "fa").startswith("شاید ۵۱ پیمان دیگر نیز")
    assert count_name(ruled["clair"], iran.total.unit, "fa").startswith(
        "پیمان‌هایی که به قاعدهٔ کلیر، ژاپن"
    )


def as_of(graph: Any, **days: date) -> list[Audited]:
    ask = asking(graph.store)
    return audit(ask, look=Look(ask, Clocks(**days), date(2026, 11, 30)))


def test_as_of_a_day_those_are_counted_that_certainly_were_in_force(graph: Any) -> None:
    iran = of(as_of(graph, on=date(2005, 6, 30)), "statistic-agreements-140-document-001")
    made = count(iran, "documents")
    # Of the documents' 67 thirteen; one is of the first pact of Europe.
    assert (made.count, made.perhaps) == (12, 47)
    assert {one.name: one.count for one in iran.parts if one.name.startswith("in-force")} == {
        "in-force-possible": 3,
        "in-force-unknown": 44,
    }
    found = graph.store.query(made.query)
    assert len({row["agreement"] for row in found}) == 12


def test_what_had_not_been_stated_by_a_day_is_not_told(graph: Any) -> None:
    keys = {one.total.key for one in as_of(graph, said=date(2020, 1, 1))}
    assert "statistic-agreements-141-document-000" in keys
    assert "city-tabriz-statedPartnerCount-document-003" not in keys


def test_cities_are_not_those_of_a_day(graph: Any) -> None:
    cities = of(as_of(graph, on=date(2005, 6, 30)), "statistic-sci-us-cities-document-001")
    assert all("any-day" in one.notes for one in cities.counts)


def test_a_graph_without_totals_has_none() -> None:
    assert audit(asking(Store())) == []
