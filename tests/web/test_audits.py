"""The pages of conflicts and of totals."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal

from peyvand.graph.build import Graph
from peyvand.web.pages.lists import claim_lists


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_conflict_has_a_page(client: FlaskClient, language: str) -> None:
    page = client.get(f"/conflicts?lang={language}").text
    links = re.findall(r'href="(/conflicts/[^"]+)"', page)
    assert len(links) > 40
    empty = []
    for link in links:
        found = client.get(link.replace("&amp;", "&"))
        assert found.status_code == 200, link
        if "<table>" not in found.text:
            empty.append(link)
    assert len(empty) < 5


def test_a_conflict_tells_what_was_decided_between_its_sources(client: FlaskClient) -> None:
    decided = client.get("/conflicts/c5?lang=en").text
    assert "nobody has decided" not in decided
    assert "Document 003 names a memorandum" in decided
    assert 'href="/id/claim/F003-089.2?' in decided
    assert "nobody has decided" in client.get("/conflicts/c1?lang=en").text


def test_a_conflict_stands_in_the_words_of_both_sides_each_with_its_line(
    client: FlaskClient,
) -> None:
    page = client.get("/conflicts/c5?lang=en").text
    # What is claimed, by whom and when, comes first.
    begins = page[page.index("<h1") : page.index("In the words of the sources")]
    assert "<h1>Wuhan: sister city or friendship</h1>" in begins
    for said, who, when in (
        ("Sister-City Agreement", "Alireza Rajaei", "1398–1399"),
        ("Friendship Agreement", "Mohammad Jam-Kasri", "13 February 2021"),
    ):
        begins = begins[begins.index(said) :]
        assert 0 < begins.index(who) < begins.index(when) < begins.index("</li>")
    words = page[page.index("In the words of the sources") :]
    sister, friendship = words.index("Sister-City Agreement"), words.index("Friendship Agreement")
    assert words.index("ووهان</mark>") < words.index("تفاهم نامه دوستی و همکاری</mark>")
    assert sister < friendship
    for claim, source, line in (
        ("F001-348.2", "document/001", 710),
        ("F003-089.2", "document/003", 25),
    ):
        assert f'href="/id/claim/{claim}?lang=en"' in words
        listed = f"/browse/claims?source={source}&line={line}&lang=en"
        assert f'href="{listed.replace("&", "&amp;")}"' in words
        assert claim in client.get(listed).text
    cited = words[words.index("Cite this") :]
    assert "Wuhan: sister city or friendship. Decided" in cited
    assert "/conflicts/c5?version=" in cited


def test_conflicts_are_told_apart_by_what_was_decided_and_where_it_is_spoken_of(
    client: FlaskClient,
) -> None:
    def found(asked: str) -> list[str]:
        page = client.get(f"/conflicts?lang=en&{asked}").text
        return re.findall(r'href="/conflicts/([^"?]+)', page.partition("<tbody>")[2])

    assert found("")[:10] == [f"c{number}" for number in range(1, 11)]
    decided = found("decided=true")
    assert "c5" in decided
    assert "c1" not in decided
    assert "c1" in found("decided=false&document=document/001")
    assert found("query=query/rival-statistics") == ["c1", "c2"]


def test_claims_are_listed_by_source_and_by_how_sure_their_reading_is(
    client: FlaskClient,
) -> None:
    page = client.get("/browse/claims?lang=en").text
    assert re.search(r'<option value="documents" selected>All documents \([\d,]+\)', page)
    unsure = client.get("/browse/claims?lang=en&source=document/001&certainty=concept/ambiguous")
    assert "F001-" in unsure.text
    assert "F003-" not in unsure.text
    assert client.get("/browse/claims?source=document/none").status_code == 404


def test_no_question_asks_for_more_claims_than_are_read_at_once() -> None:
    def parts(*counts: int) -> list[list[int]]:
        rows = [{"claims": Literal(count)} for count in counts]
        return [[int(row["claims"].value) for row in part] for part in claim_lists._parts(rows)]

    most = claim_lists._AT_ONCE
    assert parts(most - 1, 1, 1, most, 2 * most, 5) == [[most - 1, 1], [1], [most], [2 * most], [5]]
    assert parts() == [[]]


def test_claims_of_all_sources_are_one_list(client: FlaskClient, graph: Graph) -> None:
    def count(asked: str) -> tuple[int, int]:
        page = client.get(f"/browse/claims?lang=en&{asked}").text
        found = re.search(r'"list-count">([\d,]+) of ([\d,]+)<', page)
        assert found, asked
        return int(found[1].replace(",", "")), int(found[2].replace(",", ""))

    query = (
        "SELECT DISTINCT ?claim { GRAPH ?g { ?claim <https://w3id.org/peyvand/ns#isStatedIn> ?s } }"
    )
    every = len(list(graph.store.query(query)))  # type: ignore[arg-type]
    documents, datasets = count("source=documents")[0], count("source=datasets")[0]
    assert count("source=all") == (every, every)
    assert documents + datasets == every
    assert 0 < count("source=all&subjectKind=statistic")[0] < every
    assert 0 < count("source=all&find=tabriz")[0] < every
    share = re.search(
        r"([\d,]+) of the ([\d,]+) claims on record \((\d+)%\)",
        client.get("/browse/claims?lang=en").text,
    )
    assert share
    assert share[1].replace(",", "") == str(documents)
    assert share[2].replace(",", "") == str(every)


def test_a_conflict_shows_both_sides(client: FlaskClient) -> None:
    page = client.get("/conflicts/c1?lang=en").text
    assert "140" in page
    assert "141" in page
    assert client.get("/conflicts/none").status_code == 404


@pytest.mark.parametrize("language", ["en", "fa"])
def test_each_total_has_a_verdict_and_a_page(client: FlaskClient, language: str) -> None:
    page = client.get(f"/audit?lang={language}").text
    totals = json.loads(client.get("/audit?format=json").text)["totals"]
    assert page.count("<h3") == page.count('<b class="verdict ') == len(totals) > 8
    for total in totals:
        assert f'<h3 id="{total["key"]}"' in page
        assert f'href="/audit/{total["key"]}?lang={language}"' in page
        assert client.get(f"/audit/{total['key']}?lang={language}").status_code == 200
    assert client.get("/audit/none").status_code == 404


def test_a_total_stands_beside_no_count_on_the_list(client: FlaskClient) -> None:
    page = client.get("/audit?lang=en").text
    claims = page[page.index('<ul class="claims">') : page.index("<h2", page.index("claims"))]
    assert "<table>" not in claims
    assert "exactly 140" in claims
    assert "66" not in claims


def test_counts_of_one_place_tell_why_those_of_all_differ(client: FlaskClient) -> None:
    told = {
        total["key"]: "Only agreements with a party in the place"
        in client.get(f"/audit/{total['key']}?lang=en").text
        for total in json.loads(client.get("/audit?format=json").text)["totals"]
    }
    assert told["statistic-agreements-141-document-000"]
    assert told["city-tabriz-statedPartnerCount-document-003"]
    # What is of the whole world, or no count of agreements, leaves nobody out by place.
    assert not any(told[one] for one in told if "-world-" in one or "-sci-" in one)


def test_the_page_of_a_total_has_who_words_what_speaks_for_it_and_a_citation(
    client: FlaskClient,
) -> None:
    address = "/audit/statistic-agreements-141-document-000"
    page = client.get(f"{address}?lang=en").text
    assert "<h1><bdi>exactly 141" in page
    assert "Abbas Mousavi" in page
    assert "2 November 2019" in page
    assert re.search(
        r"<mark><b>۱۴۱</b> قرارداد خواهر … .*?/id/claim/F000-\d+\?lang=en", page, re.DOTALL
    )
    assert "line 15" in page
    assert 'class="verdict untold"' in page
    assert "Parsine" in page
    assert 'href="/conflicts/c1?lang=en"' in page
    # What is counted otherwise stands apart, and what a total may leave out too.
    counts, others = page.index("by scope</h2>"), page.index("Counts of something else")
    assert counts < others < page.index("within one country", others)
    assert "other kinds too" not in page[counts:others]
    cited = page[page.index("Cite this") :]
    assert f"{address}?version=" in cited
    persian = client.get(f"{address}?lang=fa").text
    assert "دقیقاً ۱۴۱" in persian
    assert "نمی‌توان گفت" in persian


def test_the_data_of_the_page_are_there_for_programs(client: FlaskClient) -> None:
    got = client.get("/audit", query_string={"format": "csv"})
    assert got.content_type.startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(got.text)))
    told = client.get("/audit", headers={"Accept": "application/json"}).json
    assert told
    assert len(rows) == sum(len(one["counts"]) + len(one["parts"]) for one in told["totals"])
    # One form is not given in place of another.
    assert "<h3" in client.get("/audit", headers={"Accept": "text/html"}).text


def test_counts_by_the_rule_of_a_body_lead_to_its_verdicts(client: FlaskClient) -> None:
    page = client.get("/audit/statistic-agreements-140-document-001?lang=en").text
    link = "/recognition?profile=doc-001&amp;scope=documents&amp;city=country/iran&amp;lang=en"
    assert link in page
    verdicts = client.get(link.replace("&amp;", "&") + "&format=json").json
    assert verdicts
    assert (verdicts["counts"]["met"], verdicts["counts"]["no-data"]) == (3, 51)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_totals_are_audited_as_of_a_day(client: FlaskClient, language: str) -> None:
    asked = {"on": "1384-04-09", "said": "2020-01-01", "lang": language}
    page = client.get("/audit", query_string=asked).text
    assert "۹ تیر ۱۳۸۴" in page if language == "fa" else "30 June 2005" in page
    assert "city-tabriz-statedPartnerCount" not in page
    told = client.get("/audit", query_string={**asked, "format": "json"}).json
    assert told
    assert told["in_force"] == "2005-06-30"
    assert client.get("/audit?on=2005").status_code == 400
