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
    assert ">possibly</td>" in then
    # The drawing as a file, and the pages that it leads to, are of the same day.
    assert re.search(r"/drawings/city/isfahan/map\.svg\?[^\"]*on=2005-06-30", then)
    assert "/page/city/baalbek?lang=en&on=2005-06-30" in then or "on=2005-06-30" in then


def test_both_languages_and_calendars_say_the_same(client: FlaskClient) -> None:
    day = quote("۹ تیر ۱۳۸۴")
    persian = page(client, f"/page/city/isfahan?lang=fa&on={day}")
    assert partners(persian) == partners(page(client, f"{ISFAHAN}&on=2005-06-30"))
    assert "۱۰ بی‌گمان، ۱ شاید، ۱ نه، و ۸ دانسته نیست." in persian
    assert ">شاید</td>" in persian


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
    # Lines of one source are one path.
    before, after = (
        sum(path.count("M") for path in re.findall('<path class="link[^>]*', text))
        for text in (then, now)
    )
    assert 0 < before < after


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
    assert file.content_type == "text/csv; charset=utf-8; header=present"
    assert len(file.text.splitlines()) == 61
    assert file.text.splitlines()[0].endswith(",in force")
    assert sum(line.endswith(",possible") for line in file.text.splitlines()) == 3
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


@pytest.mark.parametrize("language", ["en", "fa"])
def test_lists_are_of_a_day(client: FlaskClient, language: str) -> None:
    told = page(client, f"/browse/agreements?lang={language}&on=1384-04-09")
    assert ("60 of 60" if language == "en" else "۶۰") in told
    counts = "13 certainly, 3 possibly, 7 not, of 44" if language == "en" else "۱۳ بی‌گمان"
    assert counts in told
    assert ("In force" if language == "en" else "برقرار") in told
    cities = page(client, f"/browse/cities?lang={language}&on=1384-04-09")
    first = re.sub("<[^>]+>", " ", cities.partition("<tbody>")[2].partition("</tr>")[0]).split()
    assert first[0] in ("Isfahan", "اصفهان")
    assert first[-2:] == (["10", "9"] if language == "en" else ["۱۰", "۹"])
    # Of persons nothing is of a day.
    assert client.get(f"/browse/persons?lang={language}&on=1384-04-09").status_code == 200


def test_a_count_of_partners_is_as_of_a_day(client: FlaskClient) -> None:
    asked = "/ask/partner-counts?lang=en&run=1&on=1384-04-09"
    told = page(client, asked)
    assert "12 certainly, 3 possibly, 7 not, of 44 it is not known." in told
    (link,) = re.findall(r'href="(/ask/[^"]*format=csv[^"]*)"', client.get(asked).text)
    lines = client.get(unescape(link)).text.removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("country (English),country (Persian),country (address),city (")
    assert lines[0].endswith("foreign,domestic,partners,perhaps")
    assert ",Isfahan,اصفهان," in lines[1]
    assert lines[1].endswith(",10,0,10,9")


def test_the_map_of_the_world_is_of_a_day(client: FlaskClient) -> None:
    home = page(client, "/?lang=en&on=1384-04-09")
    # Of agreements one of whose parties has no place nothing is drawn.
    assert re.search(r"In force on 30 June 2005 [^<]*: 1[0-3] certainly", home)
    (address,) = set(re.findall(r'src="(/map\.svg[^"]*)"', home))
    assert "on=1384-04-09" in address
    then, now = client.get(address), client.get("/map.svg?lang=en")
    assert then.status_code == 200
    assert 0 < then.text.count("M") < now.text.count("M")
    assert then.headers["ETag"] != now.headers["ETag"]
    assert client.get("/map.svg?on=2005").status_code == 400


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_monitor_is_of_a_day(client: FlaskClient, language: str) -> None:
    told = page(client, f"/monitor?lang={language}&on=1384-04-09")
    assert ("13 certainly" if language == "en" else "۱۳ بی‌گمان") in told
    vitality = told.partition('<tbody id="vitality">')[2].partition("</td>")[0]
    assert ("60" if language == "en" else "۶۰") in vitality
    now = page(client, f"/monitor?lang={language}")
    assert ("67" if language == "en" else "۶۷") in now.partition('<tbody id="vitality">')[2]
    assert page(client, f"/monitor?lang={language}&on=2005", 400)
