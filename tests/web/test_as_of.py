"""Pages as of a day: what was in force, what had been said, what was known."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

ISFAHAN = "/page/city/isfahan?lang=en"
BAALBEK = "/page/agreement/baalbek-isfahan?lang=en"


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def partners(text: str) -> int:
    table = text.partition('<h2 id="partners">')[2].partition("</table>")[0]
    return len(re.findall(r"<tr>", table)) - 1


def test_a_city_has_the_partners_of_a_day(client: FlaskClient) -> None:
    now, then = page(client, ISFAHAN), page(client, f"{ISFAHAN}&on=2005-06-30")
    # Dakar was signed in 2009.
    assert partners(then) == partners(now) - 1
    assert "10 certainly, 1 possibly, 1 not, of 8 it is not known." in then
    assert "city/dakar" in now
    assert "city/dakar" not in then.partition('<h2 id="partners">')[2].partition("</table>")[0]
    assert len(re.findall('class="link ours"', then)) < len(re.findall('class="link ours"', now))
    assert "<td>possibly</td>" in then
    # The drawing as a file, and the pages that it leads to, are of the same day.
    assert re.search(r"/drawings/city/isfahan/map\.svg\?[^\"]*on=2005-06-30", then)
    assert "/page/city/baalbek?lang=en&on=2005-06-30" in then or "on=2005-06-30" in then


def test_both_languages_and_calendars_say_the_same(client: FlaskClient) -> None:
    day = quote("۹ تیر ۱۳۸۴")
    persian = page(client, f"/page/city/isfahan?lang=fa&on={day}")
    assert partners(persian) == partners(page(client, f"{ISFAHAN}&on=2005-06-30"))
    assert "۱۰ بی‌گمان، ۱ شاید، ۱ نه، و ۸ دانسته نیست." in persian
    assert "<td>شاید</td>" in persian


def test_an_agreement_tells_of_a_day(client: FlaskClient) -> None:
    told = page(client, f"{BAALBEK}&on=2005-06-30")
    assert re.search(r"In force on 30 June 2005 [^<]*: possibly\.", told)
    assert ": certainly." in page(client, f"{BAALBEK}&on=2010-01-01")
    assert ": no." in page(client, f"{BAALBEK}&on=1999-01-01")


def test_evidence_is_of_what_had_been_said(client: FlaskClient) -> None:
    assert "F001-322" in page(client, BAALBEK)
    early = page(client, f"{BAALBEK}&said=2014-01-01")
    evidence = early.partition('<h2 id="evidence">')[2].partition("</table>")[0]
    assert "F001-322" not in evidence
    assert re.search(r"Spoken of by 1 January 2014 [^<]*: no\.", early)


def test_a_country_has_the_links_of_a_day(client: FlaskClient) -> None:
    now = page(client, "/page/country/iran?lang=en")
    then = page(client, "/page/country/iran?lang=en&on=1990-01-01")
    assert 0 < then.count('class="link') < now.count('class="link')


def test_a_question_is_answered_as_of_a_day(client: FlaskClient) -> None:
    asked = "/ask/agreements-with-dates?lang=en&run=1&scope=documents"
    assert "67 rows" in page(client, asked)
    told = page(client, f"{asked}&on=1384-04-09")
    assert "60 rows" in told
    assert "13 certainly, 3 possibly, 7 not, of 44 it is not known." in told
    assert told.count("possibly</bdi>") == 3
    every = page(client, f"{asked}&on=1384-04-09&candidates=1")
    assert "9 certainly, 8 possibly, 6 not, of 44" in every
    (link,) = re.findall(
        r'href="(/ask/[^"]*format=csv[^"]*)"', client.get(f"{asked}&on=1384-04-09").text
    )
    file = client.get(unescape(link))
    assert file.content_type == "text/csv; charset=utf-8"
    assert len(file.text.splitlines()) == 61
    assert file.text.splitlines()[0].endswith(",inForce")
    counted = page(client, "/ask/growth-by-decade?lang=en&run=1&on=2005-06-30", 400)
    assert "which agreements" in counted


def test_what_was_known_is_an_earlier_version_or_nothing(client: FlaskClient) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    assert partners(page(client, f"{ISFAHAN}&known={tomorrow}")) == partners(page(client, ISFAHAN))
    for address in (ISFAHAN, "/ask/partners-of-city?lang=en&run=1", "/browse/agreements?lang=en"):
        told = page(client, f"{address}&known=1999-01-01", 404)
        assert "Nothing was known on 1999-01-01" in told
    assert "در 1999-01-01 هیچ چیز دانسته نبود" in page(
        client, "/page/city/isfahan?lang=fa&known=1999-01-01", 404
    )


@pytest.mark.parametrize("parameter", ["on", "known", "said"])
@pytest.mark.parametrize("day", ["2005", "2005-06-31", "<script>"])
def test_what_is_no_day_is_refused(client: FlaskClient, parameter: str, day: str) -> None:
    for address in (ISFAHAN, BAALBEK, "/ask/partners-of-city?lang=en&run=1"):
        answer = client.get(f"{address}&{parameter}={quote(day)}")
        assert answer.status_code == 400
        assert "is no day" in answer.text
        assert "<script>alert" not in answer.text
        assert f"«{day}»" in unescape(answer.text)
