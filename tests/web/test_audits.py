"""The pages of conflicts and of totals."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient


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


def test_a_conflict_shows_both_sides(client: FlaskClient) -> None:
    page = client.get("/conflicts/c1?lang=en").text
    assert "140" in page
    assert "141" in page
    assert client.get("/conflicts/none").status_code == 404


@pytest.mark.parametrize("language", ["en", "fa"])
def test_totals_stand_beside_counts(client: FlaskClient, language: str) -> None:
    page = client.get(f"/audit?lang={language}").text
    totals = json.loads(client.get("/audit?format=json").text)["totals"]
    assert page.count("<h3") == len(totals) > 8
    for total in totals:
        assert f'<h3 id="{total["key"]}"' in page
    assert page.count("<h2") == 6


def test_a_total_of_tehran_has_its_gap_and_what_could_explain_it(client: FlaskClient) -> None:
    page = client.get("/audit?lang=en").text
    part = page[page.index('<h3 id="statistic-agreements-141-document-000"') :].partition("<h3")[2]
    part = part.partition("<h3")[0]
    assert "exactly 141" in part
    assert "within one country" in part
    assert '<bdi dir="ltr">+135</bdi>' in part
    persian = client.get("/audit?lang=fa").text
    assert "دقیقاً ۱۴۱" in persian
    assert '<bdi dir="ltr">+۱۳۵</bdi>' in persian


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
    page = client.get("/audit?lang=en").text
    link = "/recognition?profile=doc-001&amp;scope=documents&amp;city=country/iran&amp;lang=en"
    assert link in page
    verdicts = client.get(link.replace("&amp;", "&") + "&format=json").json
    assert verdicts
    assert (verdicts["counts"]["met"], verdicts["counts"]["no-data"]) == (3, 51)
    assert '<bdi dir="ltr">+86</bdi> to <bdi dir="ltr">+137</bdi>' in page


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
