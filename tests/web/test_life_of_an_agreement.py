"""One agreement from the idea to its end and its renewal, by rows; each step shows everywhere.

What is entered last is shown by the pages at once, in both languages; what cannot be is refused,
with the reason in both, and changes nothing.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar

from peyvand.cli import main
from peyvand.graph.build import Graph
from web.live import Got, Server, publish_documents, running

pytestmark = pytest.mark.slow
LANGUAGES = ("en", "fa")
PACT = "agreement/arak-shiraz"
PAGE, DESK, FILES = f"/page/{PACT}", "/desk/city/arak", "/files"
CALENDAR, FEED = f"/calendar/{PACT}.ics", f"/feed/{PACT}.atom"
COUNCIL = "شورای اسلامی شهر اراک / Islamic City Council of Arak"
FILE = {
    "source_number": "12/34",
    "source_date": "2026-11-01",
    "source_office": "شهرداری اراک / Municipality of Arak",
}
Words = tuple[str, str]


@dataclass(frozen=True)
class Step:
    """A row, and what is told of it.

    Attributes:
        kind: of which kind of entry it is.
        row: its cells.
        shown: what pages show once it is entered, in English and in Persian.
        refused: of one that cannot be entered, what is told.
    """

    kind: str
    row: dict[str, Any]
    shown: dict[str, tuple[Words, ...]] = field(default_factory=dict)
    refused: Words | None = None


def stage(name: str, day: str, *shown: Words, refused: Words | None = None, **more: Any) -> Step:
    """A stage of the agreement, which its page shows with its date."""
    row = {"of": PACT, "stage": name, "date": day, **more}
    return Step("stage", row, {PAGE: shown} if shown else {}, refused)


def new(kind: str, english: str, persian: str, **more: Any) -> Step:
    """Something new with its names, which the page of the agreement shows."""
    row = {"name_en": english, "name_fa": persian, **more}
    return Step(kind, row, {PAGE: ((english, persian),)})


EXCHANGE = ("Student exchange of Arak and Shiraz", "تبادل دانشجوی اراک و شیراز")
VISIT = ("Visit of Arak to Shiraz", "دیدار اراک از شیراز")
TRAIN, BUS = ("No direct train", "نبود قطار مستقیم"), ("A bus of the town", "اتوبوس شهری")
LIFE = (
    Step(
        "agreement",
        {
            "parties": ["Arak", "Shiraz"], "kind": "sister city", "grounds": ["university"],
            "purpose": ["exchange of students", "تبادل دانشجو"],
        },
        {
            PAGE: (("only listed", "تنها فهرست‌شده"), ("exchange of students", "تبادل دانشجو")),
            DESK: (("Agreement of Arak and Shiraz", "پیمان اراک و شیراز"),),
        },
    ),
    stage("idea", "2021-03", ("idea", "اندیشه"), ("March 2021", "مارس ۲۰۲۱")),
    stage("mayors' meeting", "2021-06-10", ("10 June 2021", "۱۰ ژوئن ۲۰۲۱")),
    # The council returns it, and has the file until it decides again.
    Step(
        "stage",
        {
            "of": PACT, "stage": "council approval", "date": "2022-02-03", "approved_by": COUNCIL,
            "matter": "matter-agreement", "outcome": "returned",
            "session": "نشست ۴۱ / Session 41", "reason": ["no budget", "بودجه‌ای نیامده است"],
            "awaits": "council approval", "holder": COUNCIL, "due": "2099-03-01",
        },
        {
            PAGE: (("returned", "بازگردانده"), ("Session 41", "نشست ۴۱"), ("no budget", "بودجه‌ای")),
            DESK: (("returned", "بازگردانده"), ("no budget", "بودجه‌ای")),
            FILES: (("Islamic City Council of Arak", "شورای اسلامی شهر اراک"),),
            CALENDAR: (("20990301", "20990301"),),
        },
    ),
    Step("task", {"task": "task/arak-shiraz-1", "completed": "2022-05-01"}),
    stage(
        *("council approval", "2022-05-01", ("1 May 2022", "۱ مهٔ ۲۰۲۲"), ("approved", "تصویب")),
        approved_by="Islamic City Council of Arak", matter="matter-agreement", outcome="approved",
    ),
    stage(
        "permits", "2022-07-05", ("Ministry of the Interior of Iran", "وزارت کشور"),
        approved_by="organisation/moi-iran", matter="matter-permit", outcome="approved",
    ),
    stage("signed", "2022-09-10", ("only dated", "تنها تاریخ‌دار")),
    stage("delegations", "2020", refused=("lies before «signed»", "امضاشده")),
    Step(
        "activity",
        {
            "name_en": EXCHANGE[0], "name_fa": EXCHANGE[1], "kind": "student exchange",
            "status": "planned", "agreement": [PACT], "date": "2099-09-23",
        },
        {PAGE: (EXCHANGE, ("only planned", "تنها برنامه‌ریزی‌شده")), CALENDAR: (EXCHANGE,)},
    ),
    Step(
        "activity",
        {
            "name_en": "Visit of Lahore", "name_fa": "دیدار لاهور", "kind": "visit",
            "status": "held", "agreement": [PACT], "date": "2023-04-02", "place": "Lahore",
        },
        refused=("belong to no party of", "لاهور"),
    ),
    Step(
        "activity",
        {
            "name_en": VISIT[0], "name_fa": VISIT[1], "kind": "visit", "status": "held",
            "agreement": [PACT], "date": "2023-04-02/2023-04-04", "place": "Shiraz",
            "attendances": [
                "علی رضایی / Ali Rezaei, شهردار اراک / Mayor of Arak, Arak",
                "سارا کریمی / Sara Karimi, شهردار شیراز / Mayor of Shiraz, Shiraz",
            ],
            "areas": ["education"], "result": "success", "evidence": ["گزارش / Report"],
            "outcome": ["twenty places", "بیست جا"], "indicators": ["visits: 20 visits, 2023"],
        },
        {
            PAGE: (VISIT, ("activity recorded", "دارای فعالیت ثبت‌شده"), ("success", "کامیابی")),
            CALENDAR: (VISIT,),
        },
    ),
    stage("delegations", "2023-04-02", ("2 April 2023", "۲ آوریل ۲۰۲۳")),
    stage("active", "2023-09", ("September 2023", "سپتامبر ۲۰۲۳")),
    new("obstacle", *TRAIN, hinders=[PACT]),
    new("solution", *BUS, answers=[TRAIN[0]]),
    stage("dormant", "2024-06", ("June 2024", "ژوئن ۲۰۲۴")),
    stage("suspended", "2025-01-15", ("15 January 2025", "۱۵ ژانویهٔ ۲۰۲۵")),
    stage("ended", "2025-06-01", refused=("An end has a cause", "پایان")),
    stage(
        *("ended", "2025-06-01", ("1 June 2025", "۱ ژوئن ۲۰۲۵"), ("decision", "تصمیم")),
        cause="end-decision", reason=["the university closed", "دانشگاه بسته شد"],
    ),
    stage("active", "2026-01-10", refused=("after which nothing comes", "پایان")),
    Step(
        "agreement",
        {
            "parties": ["Arak", "Shiraz"], "kind": "sister city", "date": "2026-02-01",
            "renews": PACT,
        },
        {f"/page/{PACT}-2": (("1 February 2026", "۱ فوریهٔ ۲۰۲۶"),)},
    ),
)  # fmt: skip


@dataclass
class Lived:
    """What was answered to each step, and what the pages showed after it."""

    server: Server
    answers: list[Got]
    pages: list[dict[tuple[str, str], str]]


def words(server: Server, path: str, language: str) -> str:
    """The words of a page, or of a file as it is read by those who take it."""
    headers = {"Accept": "text/calendar" if path == CALENDAR else "text/html"}
    got = server.ask(path=path, query={"lang": language}, headers=headers)
    assert got.status == 200, f"{path} {got.status}"
    if path == CALENDAR:
        return "\n".join(str(line) for line in got.text.replace("\r\n ", "").splitlines())
    bare = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", got.text, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(bare))


@pytest.fixture(scope="module")
def lived(graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    home = tmp_path_factory.mktemp("life")
    publish_documents(home, graph, once)
    with running(home) as server:
        life = Lived(server, [], [])
        for step in LIFE:
            got = server.ask(
                *("POST", "/register"), query={"kind": step.kind}, token=server.token,
                body=json.dumps([{**FILE, **step.row}]),
                headers={"Content-Type": "application/json"},
            )  # fmt: skip
            life.answers.append(got)
            shown = {(p, tag): words(server, p, tag) for p in step.shown for tag in LANGUAGES}
            life.pages.append(shown)
        yield life


@pytest.mark.parametrize("number", range(len(LIFE)))
def test_a_step_is_entered_and_shown_or_refused(lived: Lived, number: int) -> None:
    step, got = LIFE[number], lived.answers[number]
    assert got.status == (422 if step.refused else 200), got.text
    if step.refused:
        wrong = [row for row in got.json["rows"] if row["severity"] == "violation"]
        for tag, told in zip(LANGUAGES, step.refused, strict=True):
            assert any(told in row[f"message_{tag}"] for row in wrong), wrong
    for path, pairs in step.shown.items():
        for pair in pairs:
            for tag, told in zip(LANGUAGES, pair, strict=True):
                assert told in lived.pages[number][path, tag], (path, told)


def test_what_was_refused_left_no_trace_but_on_the_desk(lived: Lived) -> None:
    entered = [got for got in lived.answers if got.status == 200]
    assert [got.json["version"] for got in entered] == list(range(2, len(entered) + 2))
    desk = words(lived.server, DESK, "en")
    assert desk.count("after which nothing comes") == 1
    for language in LANGUAGES:
        assert "Visit of Lahore" not in words(lived.server, PAGE, language)


def test_a_reason_is_told_in_the_language_of_the_page(lived: Lived) -> None:
    for language, reason, other in (
        ("en", "no budget", "بودجه‌ای نیامده است"),
        ("fa", "بودجه‌ای نیامده است", "no budget"),
    ):
        desk = words(lived.server, DESK, language)
        assert desk.count(reason) == 1
        assert other not in desk


def test_a_question_tells_the_whole_life_in_order(lived: Lived, graph: Graph) -> None:
    query = graph.catalogue.get("life-cycle-of-agreements").bound()
    rows = lived.server.ask(query={"query": query, "format": "json"}).json["results"]["bindings"]
    of_it = [row for row in rows if row["agreement"]["value"].endswith(f"/{PACT}")]
    assert [row["stageEn"]["value"] for row in of_it] == [
        "idea", "mayors' meeting", "council approval", "council approval", "permits", "signed",
        "delegations", "active", "dormant", "suspended", "ended",
    ]  # fmt: skip
    assert all("holderEn" not in row for row in of_it)


def test_the_monitor_counts_it(
    lived: Lived, graph: Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(lived.server.home)
    assert main(["monitor", "--json", "--scope", "documents", "--home", home]) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]["documents"]
    counts = {one["en"]: one["count"] for one in figures["vitality"]["groups"]}
    # Those of the documents, this one, and the one that renews it.
    assert counts == {
        "activity recorded": 1, "only planned": 1, "only dated": 23, "only listed": 44,
        "activity of unknown state": 0,
    }  # fmt: skip
    (ended,) = (one for one in figures["stage"]["groups"] if one.get("en") == "ended")
    assert ended["count"] == 1
    for language, told in zip(LANGUAGES, ("activity recorded", "دارای فعالیت"), strict=True):
        assert told in words(lived.server, "/monitor", language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [PACT, f"{PACT}-2"])
def test_each_of_the_two_leads_to_the_other(lived: Lived, page: str, language: str) -> None:
    text = lived.server.ask(path=f"/page/{page}", query={"lang": language}).text
    renewals = text.partition('<h2 id="renewals">')[2].partition("</table>")[0]
    for one in (PACT, f"{PACT}-2"):
        assert f'href="/id/{one}?lang={language}"' in renewals


def test_a_calendar_and_a_feed_tell_it(lived: Lived) -> None:
    calendar = Calendar.from_ical(lived.server.ask(path=CALENDAR).body)
    days = {str(one["SUMMARY"]): one["DTSTART"].dt for one in calendar.walk("VEVENT")}
    assert days == {EXCHANGE[0]: date(2099, 9, 23), VISIT[0]: date(2023, 4, 2)}
    for language, told in zip(LANGUAGES, ("ended", "پایان"), strict=True):
        assert told in words(lived.server, FEED, language)


def test_nobody_holds_its_file_any_more(lived: Lived) -> None:
    got = lived.server.ask(path=FILES, headers={"Accept": "application/json"})
    assert got.json["tasks"] == []
