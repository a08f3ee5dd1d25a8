"""The desk of a city and the open files: what is due, missing, refused; in both languages."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal

from peyvand.graph.build import Graph
from peyvand.query.refusals import Refusal, Told
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.tokens import Role, Tokens
from peyvand.vocabulary.iris import thing
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.register import open_tasks
from peyvand.web.pages.register.open_tasks import Due
from peyvand.web.pages.register.refused import drafts
from web.live import Got, Server, publish_documents, running, wait_for_index

FILE = {
    "source_number": "1404/12",
    "source_date": "2025-03-04",
    "source_office": "شهرداری اراک / Municipality of Arak",
}
COUNCIL = "شورای اسلامی شهر اراک / Islamic Council of Arak"
ODD = '"><script>alert(1)</script> \u202e٪00'
STAGES = [
    {
        "of": "agreement/arak-batumi", "stage": "stage-council-approval", "date": "2024-02-03",
        "approved_by": COUNCIL, "matter": "matter-budget", "outcome": "outcome-refused",
        "reason": "There was no money / پولی نبود", "session": "",
    },
]  # fmt: skip
TASKS = [
    {
        "of": "agreement/arak-batumi",
        "name_en": "Ask the ministry", "name_fa": "پرسیدن از وزارتخانه",
        "awaits": "stage-permits", "holder": COUNCIL, "due": "2025-01-31",
    },
    {
        "of": "agreement/arak-batumi", "name_en": "Plan a visit", "name_fa": "برنامهٔ دیدار",
        "holder": "وزارت کشور / Ministry of Interior Affairs", "due": "2999-01-31",
    },
    {
        "of": "city/arak", "name_en": "Read the files", "name_fa": "خواندن پرونده‌ها",
        "holder": COUNCIL,
    },
    {
        "of": "city/arak", "name_en": "Was done", "name_fa": "انجام شد", "holder": COUNCIL,
        "completed": "2025-01-01",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def server(graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("desk")
    publish_documents(home, graph, once)
    with running(home) as started:
        secret = Tokens(home).add("arak", role=Role.ENTER, about=("city/arak",))
        started.secrets["arak"] = secret
        wait_for_index(started)
        for kind, rows in (("stage", STAGES), ("task", TASKS)):
            entered = send(started, kind, rows)
            assert entered.status == 200, entered.text
        refused = {"of": "agreement/arak-batumi", "stage": "stage-signed", "date": "free text"}
        assert send(started, "stage", [refused]).status == 422
        yield started


def send(server: Server, kind: str, rows: list[dict[str, str]]) -> Got:
    body = json.dumps([{**FILE, **row} for row in rows])
    headers = {"Content-Type": "application/json"}
    token = server.secrets["arak"]
    query = {"kind": kind}
    return server.ask("POST", "/register", query=query, body=body, headers=headers, token=token)


def page(server: Server, path: str, status: int = 200) -> str:
    got = server.ask(path=path, headers={"Accept": "text/html"})
    assert got.status == status, got.text
    return got.text


def part(text: str, anchor: str) -> str:
    """A part of a page, from a heading to the next."""
    start = text.index(f'<h2 id="{anchor}"')
    return text[start : text.find("<h2", start + 4)]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Overdue (1)", "Ask the ministry", "Plan a visit", "No date (1)", "Arak")),
        ("fa", ("سررسید گذشته (۱)", "پرسیدن از وزارتخانه", "برنامهٔ دیدار", "بی‌تاریخ (۱)", "اراک")),
    ],
)
def test_what_is_due_stands_on_the_desk(
    server: Server, language: str, words: tuple[str, ...]
) -> None:
    due = part(page(server, f"/desk/city/arak?lang={language}"), "due")
    for word in words:
        assert word in due, word
    for done in ("Was done", "انجام شد"):
        assert done not in due
    # Each leads to the form in which it is recorded as done.
    forms = re.findall(r'href="(/register/task\?[^"]+)"', due)
    assert len(forms) == 3
    assert 'value="task/arak-batumi' in page(server, forms[0].replace("&amp;", "&"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Batumi", "signed", "permits", "a date of signing", "Evidence of formal steps")),
        ("fa", ("باتومی", "امضاشده", "اخذ مجوزها", "تاریخ امضا", "شواهد گام‌های رسمی")),
    ],
)
def test_agreements_stand_by_stage_with_what_is_missing(
    server: Server, language: str, words: tuple[str, ...]
) -> None:
    agreements = part(page(server, f"/desk/city/arak?lang={language}"), "agreements")
    for word in words:
        assert word in agreements, word
    # Whoever holds the file of an agreement stands in its row.
    row = next(one for one in agreements.split("<tr>") if "agreement/arak-batumi" in one)
    assert {"en": "Islamic Council of Arak", "fa": "شورای اسلامی شهر اراک"}[language] in row


def test_what_is_missing_leads_to_the_form_filled_in(server: Server) -> None:
    agreements = part(page(server, "/desk/city/arak?lang=en"), "agreements")
    row = next(one for one in agreements.split("<tr>") if "agreement/arak-batumi" in one)
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/register/[^"]+)"', row)]
    assert len({link.partition("?")[0] for link in links}) >= 3
    for link in links:
        form = page(server, link)
        assert "agreement/arak-batumi" in form or "Agreement of Arak and Batumi" in form, link
    permits = next(link for link in links if "stage=stage-permits" in link)
    assert re.search(r"<option[^>]* selected[^>]*>[^<]*permits", page(server, permits))
    goals = next(link for link in links if "says=purpose" in link)
    assert re.search(r"<option[^>]* selected[^>]*>purpose", page(server, goals))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("refused", "budget", "There was no money")), ("fa", ("پولی نبود", "بودجه"))],
)
def test_what_was_refused_by_a_body_is_told_with_the_reason(
    server: Server, language: str, words: tuple[str, ...]
) -> None:
    decisions = part(page(server, f"/desk/city/arak?lang={language}"), "desk-decisions")
    for word in words:
        assert word in decisions, word


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Stage", "«…» is no date")), ("fa", ("مرحله", "«…»"))],
)
def test_an_entry_that_was_refused_is_told_without_what_was_sent(
    server: Server, language: str, words: tuple[str, ...]
) -> None:
    refused = part(page(server, f"/desk/city/arak?lang={language}"), "refused")
    for word in (*words, "/id/agreement/arak-batumi", "arak"):
        assert word in refused, word
    assert "free text" not in refused
    # It is about its own city and nobody else's, but about both parties of an agreement.
    assert 'id="refused"' in page(server, "/desk/city/batumi")
    assert 'id="refused"' not in page(server, "/desk/city/isfahan")


def test_what_another_version_of_the_program_told_is_told_all_the_same(documents: Flask) -> None:
    told = (Told("no-such-code", "no-such-field", {}, 1), Told("rule", "", {}, 2))
    kept = [
        Refusal("arak", entry, "2026-11-29T10:00:00Z", (thing("city/arak").value,), told, 3)
        for entry in ("place", "no-such-entry")
    ]
    with documents.test_request_context("/?lang=en"):
        site = Site(documents.extensions["peyvand"], read_catalogue(root() / "queries"))
        (draft,) = drafts(kept, [thing("city/arak").value], Reader(site, "en"), "en")
        assert drafts(kept, [thing("city/yazd").value], Reader(site, "en"), "en") == []
    assert [one.text for one in draft.things] == ["Arak"]
    assert draft.problems == [("", "no-such-code"), ("", "It would break a rule: …")]


def test_a_city_is_found_by_its_name_in_any_script(server: Server) -> None:
    for name in ("Arak", "اراک", "أراك", "city/arak"):
        got = server.ask(path="/desk", query={"city": name, "lang": "fa"})
        if got.status == 303:
            assert got.headers["Location"] == "/desk/city/arak?lang=fa"
        else:
            assert 'href="/desk/city/arak?lang=fa"' in got.text
    assert server.ask(path="/desk", query={"city": "Arak"}).status == 303
    assert 'href="/desk/city/isfahan?lang=en"' in page(server, "/desk?lang=en")


@pytest.mark.parametrize("name", ["zzzz", ODD, "x" * 5000, "؟", " "])
def test_a_name_of_no_city_is_told(server: Server, name: str) -> None:
    text = page(server, f"/desk?lang=en&city={quote(name)}")
    assert "<script>alert" not in text
    if name.strip():
        assert 'role="status"' in text


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_city_that_is_not_there_names_those_most_like_it(server: Server, language: str) -> None:
    text = page(server, f"/desk/city/arakk?lang={language}", 404)
    assert f'href="/desk/city/arak?lang={language}"' in text
    got = server.ask(path="/desk/city/arakk")
    assert got.headers["Content-Type"].startswith("application/problem+json")
    assert got.json["near"][0]["iri"] == thing("city/arak").value
    for odd in ("%3Cscript%3E", "%00", "a" * 900, "..%2Farak"):
        assert server.ask(path=f"/desk/city/{odd}").status in (400, 404)


def test_pages_lead_to_the_desk(server: Server) -> None:
    city = page(server, "/page/city/arak?lang=en")
    assert 'href="/desk/city/arak?lang=en"' in city
    for kind, address in (
        ("text/calendar", "/calendar/city/arak.ics?lang=en"),
        ("application/atom+xml", "/feed/city/arak.atom?lang=en"),
    ):
        pattern = rf'<link rel="alternate" type="{re.escape(kind)}"[^>]*href="{re.escape(address)}"'
        assert re.search(pattern, city)
        assert re.search(pattern, page(server, "/desk/city/arak?lang=en"))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Islamic Council of Arak", "Overdue (1)", "No date (1)", "Ministry of")),
        ("fa", ("شورای اسلامی شهر اراک", "سررسید گذشته (۱)", "وزارت کشور")),
    ],
)
def test_files_stand_by_holder(server: Server, language: str, words: tuple[str, ...]) -> None:
    text = page(server, f"/files?lang={language}")
    for word in words:
        assert word in text, word
    assert "Was done" not in text


@pytest.mark.parametrize("name", ["Islamic council of ARAK", "شوراي اسلامي شهر اراك"])
def test_a_holder_is_found_by_its_name(server: Server, name: str) -> None:
    got = server.ask(path="/files", query={"holder": name, "lang": "en"})
    assert (got.status, got.headers["Content-Type"]) == (200, "application/json")
    assert [(one["label"], one["due"]) for one in got.json["tasks"]] == [
        ("Ask the ministry", "overdue"),
        ("Read the files", "undated"),
    ]
    holder = got.json["tasks"][0]["holder"][0]["iri"]
    for written in (holder, holder.removeprefix("https://w3id.org/peyvand/id/")):
        again = server.ask(path="/files", query={"holder": written, "lang": "en"})
        assert again.json["tasks"] == got.json["tasks"]


@pytest.mark.parametrize("name", ["nobody", ODD, "x" * 5000, "؟!", "city/arak"])
def test_a_holder_of_nothing_has_no_tasks(server: Server, name: str) -> None:
    got = server.ask(path="/files", query={"holder": name})
    assert (got.status, got.json["tasks"]) == (200, [])
    text = page(server, f"/files?lang=en&holder={quote(name)}")
    assert "<script>alert" not in text
    assert "No open task is with anybody of this name" in text


def test_files_are_a_table_too(server: Server) -> None:
    got = server.ask(path="/files", query={"format": "csv", "lang": "fa"})
    assert got.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(got.text)))
    assert [row["due"] for row in rows] == ["overdue", "due", "undated"]
    assert rows[0]["holder"] == "شورای اسلامی شهر اراک"
    assert rows[0]["until"] == "2025-01-31"
    accepted = server.ask(path="/files?lang=fa", headers={"Accept": "text/csv"})
    assert accepted.text == got.text
    twice = server.ask(path="/files?holder=a&holder=b")
    assert twice.status == 400


def test_an_agreement_tells_its_steps_and_who_holds_them(server: Server) -> None:
    text = page(server, "/page/agreement/arak-batumi?lang=en")
    steps = part(text, "steps")
    for words in ("council approval", "not reached", "refused", "awaited", "31 January 2025"):
        assert words in steps, words
    assert "Islamic Council of Arak" in steps
    assert "Plan a visit" in part(text, "tasks")
    assert "met" in part(text, "checklist")
    assert "only dated" in part(text, "vitality")
    # What an officer asks for first stands before the evidence.
    assert text.index('id="steps"') < text.index('id="evidence"')


def test_the_calendar_of_the_city_has_what_is_due(server: Server) -> None:
    text = server.ask(path="/calendar/city/arak.ics?lang=en").text
    assert text.count("BEGIN:VEVENT") == 2
    assert "Due: Plan a visit" in text
    feed = server.ask(path="/feed/city/arak.atom?lang=en").text
    assert feed.count("Entered in the register arak") == 2


@pytest.mark.parametrize(
    ("dates", "day", "due"),
    [
        (("2025-01-31",), date(2025, 1, 31), Due.DUE),
        (("2025-01-31",), date(2025, 2, 1), Due.OVERDUE),
        # A month is over with its last day.
        (("2025-01",), date(2025, 1, 31), Due.DUE),
        (("2025-01",), date(2025, 2, 1), Due.OVERDUE),
        (("2025-01-31", "2025-03-01"), date(2025, 2, 1), Due.DUE),
        (("2025/..",), date(2025, 2, 1), Due.UNDATED),
        (("whenever",), date(2025, 2, 1), Due.UNDATED),
        ((), date(2025, 2, 1), Due.UNDATED),
    ],
)
def test_a_task_is_overdue_once_no_day_of_its_date_is_left(
    dates: tuple[str, ...], day: date, due: Due
) -> None:
    task = thing("task/one")
    rows: list[Any] = [{"task": task, "date": Literal(text)} for text in dates] or [{"task": task}]
    (found,) = open_tasks.open_tasks(rows, day)
    assert found.due is due


def test_without_any_task_the_page_says_so(documents: Flask) -> None:
    client: FlaskClient = documents.test_client()
    got = client.get("/files?lang=en", headers={"Accept": "text/html"})
    assert "No open task is recorded." in got.text
    assert client.get("/files").json["tasks"] == []


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_region_has_a_desk_a_calendar_and_a_feed_with_what_lies_in_it(
    graph: Graph, once: Any, tmp_path: Path, language: str
) -> None:
    publish_documents(tmp_path, graph, once)
    region = "region/east-azerbaijan-province"
    with running(tmp_path) as server:
        wait_for_index(server)
        before = part(page(server, f"/desk/{region}?lang={language}"), "agreements")
        assert "tabriz-wuhan" not in before
        row = {**FILE, "place": "city/tabriz", "part_of": region}
        task = {
            **FILE, "of": "agreement/tabriz-wuhan", "name_en": "Write", "name_fa": "نوشتن",
            "holder": COUNCIL, "due": "2999-01-31",
        }  # fmt: skip
        for kind, entry in (("place", row), ("task", task)):
            sent = server.ask(
                *("POST", "/register"), query={"kind": kind}, body=json.dumps([entry]),
                headers={"Content-Type": "application/json"}, token=server.token,
            )  # fmt: skip
            assert sent.status == 200, sent.text
        desk = page(server, f"/desk/{region}?lang={language}")
        assert "tabriz-wuhan" in part(desk, "agreements")
        assert ("Write" if language == "en" else "نوشتن") in part(desk, "due")
        assert f"/desk/{region}?lang={language}" in page(server, f"/desk?lang={language}")
        told = page(server, f"/page/{region}?lang={language}")
        for way in (f"/desk/{region}", f"/calendar/{region}.ics", f"/feed/{region}.atom"):
            assert f"{way}?lang={language}" in told
            assert server.ask(path=way, query={"lang": language}).status == 200
        calendar = server.ask(path=f"/calendar/{region}.ics", query={"lang": language}).text
        assert "20990131" in calendar.replace("2999", "2099")
        feed = server.ask(path=f"/feed/{region}.atom", query={"lang": language}).text
        assert "tabriz-wuhan" in feed or "city/tabriz" in feed
