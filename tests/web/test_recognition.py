"""The page ``/recognition``: which agreements a body counts by its own rule; JSON and CSV."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.live import with_index
from web.words import told


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return with_index(documents)


def page_of(client: FlaskClient, address: str) -> str:
    return client.get(address, headers={"Accept": "text/html"}).text


def test_the_profiles_are_listed_with_source_and_date(client: FlaskClient) -> None:
    page = page_of(client, "/recognition?lang=en")
    assert 'href="https://www.rgre.de/partnerschaft/datenbank/"' in page
    assert 'href="/recognition?profile=clair&amp;lang=en"' in page
    assert "Date of the rule: 2020" in told(page)
    assert "تاریخ قاعده: ۲۰۲۰" in told(page_of(client, "/recognition?lang=fa"))
    # The claim that a document's rule is from has a page here.
    assert 'href="/id/claim/F001-237?lang=en"' in page


def test_each_agreement_of_the_field_has_its_verdict_and_what_decides(client: FlaskClient) -> None:
    page = page_of(client, "/recognition?profile=clair&lang=en")
    text = told(page)
    assert "registers: 67. In the field of the rule: 1; perhaps: 1; out of it: 65." in text
    assert 'href="/id/agreement/isfahan-kyoto?lang=en"' in page
    assert "It is not on record that the cooperation is in more than one area." in text
    assert "no data" in text
    assert "isfahan-xian" not in page
    assert re.search(r"Kyoto.{1,40}Japan", text)
    persian = told(page_of(client, "/recognition?profile=clair&lang=fa"))
    assert "در دامنهٔ قاعده: ۱؛ شاید: ۱؛ بیرون از آن: ۶۵." in persian
    assert "ثبت نشده که همکاری در بیش از یک زمینه باشد." in persian


def test_the_field_can_be_left_out_and_one_city_be_asked_for(client: FlaskClient) -> None:
    for city in ("Tehran", "تهران", "city/tehran", "https://w3id.org/peyvand/id/city/tehran"):
        got = page_of(client, f"/recognition?profile=sci&criteria=only&lang=en&city={quote(city)}")
        assert "of Tehran: 6. The field of the rule is left out." in told(got)
        assert "checked" in got


def test_it_opens_its_query(client: FlaskClient) -> None:
    page = page_of(client, "/recognition?profile=rgre&lang=en")
    (link,) = (link for link in re.findall(r'href="(/query\?[^"]*)"', page) if "query=" in link)
    query = parse_qs(urlsplit(html.unescape(link)).query)["query"][0]
    got = client.get("/sparql", query_string={"query": query, "format": "csv"})
    assert got.status_code == 200
    assert "agreement/shiraz-weimar" in got.text


def test_json_and_csv_have_every_agreement(client: FlaskClient) -> None:
    found = client.get("/recognition?profile=official&format=json").json
    assert found is not None
    assert found["counts"] == {"met": 0, "not-met": 3, "no-data": 63, "out-of-field": 1}
    assert found["profile"]["date"] == "2021-02-13"
    against = [one for one in found["verdicts"] if one["answer"] == "not-met"]
    assert {one["agreement"].rpartition("/")[2] for one in against} == {
        "holguin-yazd", "homs-yazd", "jaszbereny-yazd",
    }  # fmt: skip
    assert against[0]["findings"][0]["shape"] == "Official"
    assert against[0]["findings"][0]["severity"] == "violation"
    assert against[0]["statements"] == [
        [
            against[0]["agreement"],
            "https://w3id.org/peyvand/ns#hasOfficiality",
            "https://w3id.org/peyvand/id/concept/unofficial",
        ]
    ]
    got = client.get("/recognition?profile=official", headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(io.StringIO(got.text)))
    assert len(rows) == 67
    assert sum(row["deciding"] == "Official" for row in rows) == 3
    names = client.get("/recognition?format=json").json
    assert [one["name"] for one in names["profiles"]] == [
        "clair", "doc-001", "doc-003", "official", "rgre", "sci",
    ]  # fmt: skip
    table = list(csv.DictReader(io.StringIO(client.get("/recognition?format=csv").text)))
    assert table[4]["sources"] == "https://www.rgre.de/partnerschaft/datenbank/"


def test_what_is_asked_wrongly_is_told(client: FlaskClient) -> None:
    page = {"Accept": "text/html"}
    got = client.get("/recognition?profile=claire&lang=fa", headers=page)
    assert got.status_code == 404
    assert "نزدیک: clair" in told(got.text)
    assert client.get("/recognition?profile=x&format=json").status_code == 404
    assert client.get("/recognition?profile=clair&scope=all&lang=en").status_code == 400
    assert client.get("/recognition?profile=clair&city=city/tehrann&lang=en").status_code == 404
    assert client.get("/recognition?profile=clair&criteria=all&lang=en").status_code == 400
    for wrong in ("verdict=yes", "deciding=Official", "sort=label", "page=0"):
        assert (
            client.get(f"/recognition?profile=clair&lang=en&{wrong}", headers=page).status_code
            == 400
        )
    assert client.get("/recognition?profile=clair&verdict=yes&format=csv").status_code == 400
    assert client.get("/recognition?profile=clair&city=qqqq&lang=en").status_code == 404
    assert client.get("/recognition?profile=clair&city=country/iran&lang=en").status_code == 200
    assert client.get("/recognition?profile=clair&city=a/b/c&lang=en").status_code == 404


def test_a_long_list_has_parts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peyvand.web.pages.lists.asked_lists.PAGE", 50)
    address = "/recognition?profile=rgre&criteria=only&version=1&lang=en"
    first = page_of(client, address)
    (more,) = {html.unescape(link) for link in re.findall(r'href="(\?page=2[^"]*)', first)}
    second = page_of(client, f"/recognition{more}")
    assert first.count('<th scope="row"><a href="/id/') == 50
    assert second.count('<th scope="row"><a href="/id/') == 17


def test_the_list_can_be_asked(client: FlaskClient) -> None:
    def listed(asked: str) -> set[str]:
        page = page_of(client, f"/recognition?profile=official&lang=en&{asked}")
        return set(re.findall(r'<th scope="row"><a href="/id/agreement/([^"?]*)', page))

    unofficial = {"holguin-yazd", "homs-yazd", "jaszbereny-yazd"}
    assert listed("verdict=not-met") == unofficial
    assert listed("deciding=Official") & unofficial == unofficial
    assert listed("find=yazd&verdict=not-met") == unofficial
    assert listed("verdict=met") == set()
    # Those outside the field are not in the list, but can be asked for.
    (outside,) = listed("verdict=out-of-field")
    assert outside not in listed("verdict=") | listed("sort=-verdict")
    page = page_of(client, "/recognition?profile=official&lang=fa")
    assert "به شمار نمی‌آید (۳)" in told(page)
    assert "profile=official&amp;verdict=not-met&amp;lang=fa" in page


def test_json_has_parts_that_lead_on(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peyvand.web.pages.checks.recognition._AT_ONCE", 30)
    address, told = "/recognition?profile=doc-001&format=json&lang=en", []
    while address:
        part = client.get(address).json
        assert part is not None
        assert (part["total"], part["pages"], sum(part["counts"].values())) == (67, 3, 67)
        told += part["verdicts"]
        address = part["next"]
    assert len(told) == len({one["agreement"] for one in told}) == 67
    assert all(one["label"] for one in told)
    assert sum(bool(one["statements"]) for one in told) == 15
    few = client.get("/recognition?profile=doc-001&format=json&verdict=met").json
    assert few is not None
    assert {one["answer"] for one in few["verdicts"]} == {"met"}
    assert (few["total"], few["next"]) == (3, None)
    table = client.get("/recognition?profile=doc-001&format=csv&verdict=not-met").text
    assert len(table.splitlines()) == 1 + 11


def test_it_is_asked_as_of_a_day(client: FlaskClient) -> None:
    found = client.get("/recognition?profile=doc-001&format=json&on=1384-04-09").json
    assert found is not None
    # Seven of the sixty-seven certainly were not in force on that day.
    assert (found["total"], sum(found["counts"].values())) == (60, 60)
    assert (found["in_force"], found["said_by"], found["candidates"]) == ("2005-06-30", None, False)
    page = page_of(client, "/recognition?profile=doc-001&lang=en&on=2005-06-30&sort=verdict")
    assert "registers: 60." in told(page)
    assert 'on=2005-06-30" aria-current="page">Recognition<' in page
    assert "13 certainly, 3 possibly, 7 not, of 44 it is not known" in told(page)
    got = client.get("/recognition?profile=doc-001&format=json&on=2005-13-01")
    assert got.status_code == 400
