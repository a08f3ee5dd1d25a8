"""Calendars of what is held and due: iCalendar as RFC 5545 has it, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar
from pyoxigraph import RdfFormat, Store

from peyvand.web.app import create_app
from peyvand.web.pages.following.icalendar_files import Item, Span, calendar, span_of

DATA = """
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix agreement: <https://w3id.org/peyvand/id/agreement/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix concept: <https://w3id.org/peyvand/id/concept/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
@prefix event: <https://w3id.org/peyvand/id/event/> .
@prefix office: <https://w3id.org/peyvand/id/office/> .
@prefix task: <https://w3id.org/peyvand/id/task/> .

country:iran a pv:Country ; rdfs:label "Iran"@en, "ایران"@fa .
city:tehran a pv:City ; rdfs:label "Tehran"@en, "تهران"@fa ; pv:inCountry country:iran .
city:vienna a pv:City ; rdfs:label "Vienna"@en, "وین"@fa .
agreement:tehran-vienna a pv:Agreement ; pv:hasParty city:tehran, city:vienna ;
  rdfs:label "Agreement of Tehran and Vienna"@en, "پیمان تهران و وین"@fa .
event:day a pv:Event, pv:Meeting ; rdfs:label "A day; with, signs\\nand lines"@en, "یک روز"@fa ;
  pv:isHeldUnder agreement:tehran-vienna ; pv:tookPlaceIn city:vienna ;
  pv:date "2025-05-12"^^edtf:EDTF ; pv:hasStatus concept:status-held .
event:month a pv:Event ; rdfs:label "A month"@en, "یک ماه"@fa ; pv:tookPlaceIn city:tehran ;
  pv:date "2024-02"^^edtf:EDTF ; pv:hasStatus concept:status-planned .
event:year a pv:Event ; rdfs:label "A year"@en, "یک سال"@fa ; pv:tookPlaceIn city:tehran ;
  pv:date "2023"^^edtf:EDTF ; pv:hasStatus concept:status-cancelled .
event:decade a pv:Event ; rdfs:label "A decade"@en ; pv:tookPlaceIn city:tehran ;
  pv:date "[2000,2009]"^^edtf:EDTF .
event:never a pv:Event ; rdfs:label "Never"@en ; pv:tookPlaceIn city:tehran .
task:letter a pv:Task ; rdfs:label "Write a letter"@en, "نوشتن نامه"@fa ;
  pv:isTaskOf agreement:tehran-vienna ; pv:isAssignedTo office:council ;
  pv:isDueOn "2025-06-01"^^edtf:EDTF .
office:council rdfs:label "Council"@en, "شورا"@fa .
"""

ELSEWHERE = """
city:odd a pv:City ; rdfs:label "Odd, D.C.;\\nX-EVIL:1"@en .
<https://elsewhere.example/fair> a pv:Event ; rdfs:label "A fair"@en ; pv:tookPlaceIn city:odd ;
  pv:date "2025-05-12"^^edtf:EDTF .
"""


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    app = create_app(store)
    yield app.test_client()
    app.extensions["peyvand"].close()


def read(client: FlaskClient, path: str, language: str = "en") -> Calendar:
    got = client.get(f"{path}?lang={language}")
    assert got.status_code == 200, got.text
    assert got.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert got.headers["Content-Language"] == language
    # Lines end as RFC 5545 has it, and none is longer than 75 octets (3.1).
    assert got.data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in got.data.split(b"\r\n"))
    assert b"\n" not in got.data.replace(b"\r\n", b"")
    return Calendar.from_ical(got.data)


def test_a_calendar_has_what_is_required(client: FlaskClient) -> None:
    made = read(client, "/calendar.ics")
    assert made["VERSION"] == "2.0"
    assert made["PRODID"]
    assert str(made["SOURCE"]) == "http://localhost/calendar.ics?lang=en"
    for event in made.events:
        for name in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "URL"):
            assert name in event, name
        assert event.decoded("DTSTAMP").utcoffset() == timedelta(0)
    names = [str(event["UID"]) for event in made.events]
    assert len(names) == len(set(names)) == 4
    assert all(not event.errors for event in made.events)


def test_days_months_and_years_are_whole_days(client: FlaskClient) -> None:
    spans = {
        str(event["UID"]).rpartition("/")[2]: (event.start, event.end)
        for event in read(client, "/calendar/city/tehran.ics").events
    }
    assert spans == {
        "day": (date(2025, 5, 12), date(2025, 5, 13)),
        "month": (date(2024, 2, 1), date(2024, 3, 1)),
        "year": (date(2023, 1, 1), date(2024, 1, 1)),
        "letter": (date(2025, 6, 1), date(2025, 6, 2)),
    }


def test_what_has_no_day_is_counted(client: FlaskClient) -> None:
    made = read(client, "/calendar/city/tehran.ics")
    assert "activities and what is due: 4" in made["X-WR-CALDESC"]
    assert made["X-WR-CALDESC"].endswith("left out: 2.")
    assert made["DESCRIPTION"] == plain(made["X-WR-CALDESC"])
    persian = read(client, "/calendar/city/tehran.ics", "fa")
    assert persian["X-WR-CALDESC"].endswith(": ۲.")
    assert persian["X-WR-CALNAME"] == "تهران – پیوند"


@pytest.mark.parametrize(
    ("language", "summary", "told"),
    [
        ("en", "A day; with, signs\nand lines", ("12 May 2025", "Agreement of Tehran and Vienna")),
        ("fa", "یک روز", ("۱۲ مهٔ ۲۰۲۵", "پیمان تهران و وین")),
    ],
)
def test_an_event_says_what_is_known(
    client: FlaskClient, language: str, summary: str, told: tuple[str, ...]
) -> None:
    events = read(client, "/calendar/agreement/tehran-vienna.ics", language).events
    event = next(one for one in events if str(one["UID"]).endswith("/event/day"))
    assert event["SUMMARY"] == summary
    assert all(words in event["DESCRIPTION"] for words in told)
    assert event["LOCATION"] == {"en": "Vienna", "fa": "وین"}[language]
    assert event["STATUS"] == "CONFIRMED"
    assert event["TRANSP"] == "OPAQUE"
    assert str(event["URL"]) == "http://localhost/id/event/day"


def test_what_is_planned_is_tentative_and_a_span_takes_no_time(client: FlaskClient) -> None:
    events = {str(one["UID"]): one for one in read(client, "/calendar.ics").events}
    status = {name.rpartition("/")[2]: str(one.get("STATUS", "")) for name, one in events.items()}
    assert status == {
        "day": "CONFIRMED",
        "month": "TENTATIVE",
        "year": "CANCELLED",
        "letter": "",
    }
    assert events["https://w3id.org/peyvand/id/event/month"]["TRANSP"] == "TRANSPARENT"


def test_what_is_due_is_said_so(client: FlaskClient) -> None:
    (due,) = (
        one
        for one in read(client, "/calendar/agreement/tehran-vienna.ics").events
        if "/task/" in str(one["UID"])
    )
    assert due["SUMMARY"] == "Due: Write a letter"
    assert "Council" in due["DESCRIPTION"]
    assert list(due.categories) == ["Due"]


def test_a_country_has_what_its_cities_have(client: FlaskClient) -> None:
    assert len(read(client, "/calendar/country/iran.ics").events) == 4


def test_who_has_it_is_sent_nothing(client: FlaskClient) -> None:
    got = client.get("/calendar.ics")
    again = client.get("/calendar.ics", headers={"If-None-Match": got.headers["ETag"]})
    assert again.status_code == 304
    assert client.head("/calendar.ics").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/calendar/city/tehrn.ics", 404),
        ("/calendar/city/x%22%3E%3Cscript.ics", 404),
        ("/calendar/city/%00.ics", 404),
        ("/calendar/city/" + "a" * 500 + ".ics", 404),
        ("/calendar/planet/earth.ics", 404),
        ("/calendar/city/tehran.ics?version=99", 404),
        ("/calendar.ics?version=x", 400),
    ],
)
def test_what_is_not_there_is_told(client: FlaskClient, path: str, status: int) -> None:
    got = client.get(path)
    assert got.status_code == status
    assert got.mimetype == "application/problem+json"
    if "tehrn" in path:
        assert "/id/city/tehran" in [row["href"] for row in got.json["near"]]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2024-02-29", (date(2024, 2, 29), date(2024, 2, 29))),
        ("2024~", (date(2024, 1, 1), date(2024, 12, 31))),
        ("2019-04-21/2019-05-21", (date(2019, 4, 21), date(2019, 5, 21))),
        ("2020/..", None),
        ("../2020", None),
        ("XXXX", None),
        ("[2000,2009]", None),
        ("200X", None),
        ("9999-12-31", None),
        ("no date", None),
    ],
)
def test_the_days_of_a_date(text: str, span: tuple[date, date] | None) -> None:
    assert span_of(text) == (Span(*span) if span else None)


def test_the_stamp_is_that_of_the_version(client: FlaskClient) -> None:
    built = datetime.fromisoformat(client.get("/version").json["built_at"])
    (stamp, *_) = {one.decoded("DTSTAMP") for one in read(client, "/calendar.ics").events}
    assert abs(stamp - built) < timedelta(seconds=1)


def plain(value: object) -> str:
    """A value of which the library does not undo what escapes it."""
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] == "n" else sign[1], str(value))


@pytest.mark.parametrize(
    "odd", ["\r", "\n", "\r\n", "\x00", "\x07", "\x0b", "\x1c", "\x7f", "\u2028"]
)
def test_no_text_ends_a_line_or_holds_what_none_may(odd: str) -> None:
    text, day = f"a, b; c{odd}BEGIN:VALARM", date(2025, 5, 12)
    item = Item("https://x.example/1", Span(day, day), text, text, "", text, categories=[text])
    stamp = datetime(2025, 1, 1, tzinfo=UTC)
    made = calendar([item], name=text, about=text, source="", language="en", stamp=stamp)
    lines = made.decode().split("\r\n")
    assert not [line for line in lines if line.startswith("BEGIN:VALARM")]
    assert not any(ord(sign) < 32 or ord(sign) == 127 for line in lines for sign in line)
    read = Calendar.from_ical(made)
    (event,) = read.events
    names = {plain(read[name]) for name in ("NAME", "X-WR-CALNAME")}
    names |= {str(event[name]) for name in ("SUMMARY", "LOCATION")}
    (name,) = names
    assert name.startswith("a, b; c")


def test_what_is_named_elsewhere_and_oddly_is_in_a_calendar() -> None:
    store = Store()
    store.load((DATA + ELSEWHERE).encode(), format=RdfFormat.TRIG)
    app = create_app(store)
    found = read(app.test_client(), "/calendar/city/odd.ics")
    app.extensions["peyvand"].close()
    assert plain(found["NAME"]).startswith("Odd, D.C.;\nX-EVIL:1 – ")
    assert "X-EVIL" not in found
    (event,) = found.events
    assert event["URL"] == "https://elsewhere.example/fair"
