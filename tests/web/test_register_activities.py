"""Entering activities and what came of them: by forms and by rows, to their pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest

from peyvand.graph.build import Graph
from web.live import (
    FORM,
    Fields,
    Got,
    Server,
    with_registers,
)

PACT = "agreement/arak-batumi"
FILE = [
    *[("source_number", "۱۴۰۳/۷"), ("source_date", "اردیبهشت ۱۴۰۳")],
    ("source_office", "شهرداری اراک / Municipality of Arak"),
]
WORKSHOP = [
    *[("name_en", "Workshop of Arak"), ("name_fa", "کارگاه اراک"), ("kind", "workshop")],
    *[("agreement[]", PACT), ("date", "خرداد ۱۳۹۵"), ("place", "اراک")],
]
ATTENDED = [
    *[("attendances-who[]", "علی رضایی / Ali Rezaei"), ("attendances-office[]", "")],
    ("attendances-for[]", "Arak"),
]
MEASURED = [
    *[("indicators-indicator[]", "visits"), ("indicators-amount[]", "۱۲۰۰")],
    *[("indicators-unit[]", "visits"), ("indicators-year[]", "2016")],
]
# Each after those before it, with what it becomes.
ENTRIES = {
    "activity": (
        [*WORKSHOP, *ATTENDED, *MEASURED, ("open", "خیر"), ("result", "success")],
        "event/workshop-of-arak",
    ),
    "indicator": (
        [("indicator_of", PACT), ("kind", "jobs"), ("amount", "12.5"), ("unit", "percent")],
        "indicator/arak-batumi-jobs-1",
    ),
    "obstacle": (
        [("name_en", "No budget"), ("name_fa", "نبود بودجه"), ("hinders[]", PACT)],
        "obstacle/no-budget",
    ),
    "solution": (
        [("name_en", "A line"), ("name_fa", "ردیف"), ("answers[]", "نبود بودجه")],
        "solution/a-line",
    ),
    "grant": (
        [
            *[("programme", "حمایت / Support"), ("year", "2003"), ("amount", "۱۲٬۰۰۰٬۰۰۰")],
            *[("currency", "euros"), ("projects", "1300"), ("towns[]", "Arak")],
        ],
        "grant/support-2003",
    ),
}


@pytest.fixture(scope="module")
def server(graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with with_registers(tmp_path_factory.mktemp("register"), graph, once) as started:
        yield started


def post(
    server: Server, kind: str, fields: list[tuple[str, str]], language: str = "en", by: str = "arak"
) -> Got:
    headers = {"Content-Type": FORM, "Accept": "text/html"}
    body = urlencode([*fields, ("token", server.secrets[by])])
    return server.ask("POST", f"/register/{kind}?lang={language}", body=body, headers=headers)


def check(
    server: Server, kind: str, fields: list[tuple[str, str]], language: str = "en", by: str = "arak"
) -> Got:
    return post(server, kind, [*fields, *FILE, ("step", "check")], language, by)


def rows(server: Server, kind: str, *sent: dict[str, Any], query: str = "") -> Got:
    headers = {"Content-Type": "application/json"}
    return server.ask(
        "POST", "/register", query=f"kind={kind}&{query}", body=json.dumps(sent),
        headers=headers, token=server.secrets["arak"],
    )  # fmt: skip


def version(server: Server) -> int:
    return int(server.ask(path="/version").json["version"])


@pytest.mark.parametrize(
    ("kind", "fields", "field", "words"),
    [
        (
            "activity",
            [*WORKSHOP, *MEASURED[:2], ("indicators-unit[]", "visitts")],
            "indicators",
            ("«Unit»", "«یکا»"),
        ),
        (
            "activity",
            [*WORKSHOP, *MEASURED[:1], ("indicators-amount[]", "-5"), *MEASURED[2:]],
            "indicators",
            ("below zero", "کمتر از صفر"),
        ),
        ("activity", [*WORKSHOP[:-1], ("place", "Tehran")], "agreement", ("Tehran", "تهران")),
        ("activity", [*WORKSHOP, ("attendances-for[]", "Arak")], "attendances", ("who", "چه کسی")),
        ("activity", [*WORKSHOP, ("open", "maybe")], "open", ("yes", "بله")),
        (
            "indicator",
            [("indicator_of", PACT), ("kind", "jobs"), ("amount", "1"), ("unit", "euors")],
            "unit",
            ("«Unit»", "«یکا»"),
        ),
        ("obstacle", [("name_en", "x"), ("hinders[]", PACT)], "name_fa", ("missing", "نیامده")),
        ("solution", [("name_en", "x"), ("name_fa", "ایکس")], "answers", ("missing", "نیامده")),
        ("grant", ENTRIES["grant"][0][:2], "currency", ("missing", "نیامده")),
    ],
)
def test_what_is_wrong_stands_at_its_field_in_both_languages(
    server: Server,
    kind: str,
    fields: list[tuple[str, str]],
    field: str,
    words: tuple[str, str],
) -> None:
    before = version(server)
    for language, word in zip(("en", "fa"), words, strict=True):
        got = check(server, kind, fields, language)
        assert got.status == 422, got.text
        told = re.search(rf'<p class="problem" id="problem-{field}-1">(.*?)</p>', got.text, re.S)
        assert told, got.text
        assert word in unescape(told[1])
        assert f'href="#field-{field}"' in got.text
        # What was entered stays there.
        assert f'value="{fields[0][1]}"' in unescape(got.text)
    assert post(server, kind, [*fields, *FILE, ("step", "write")]).status == 422
    assert version(server) == before


def test_the_near_units_stand_beside_an_unknown_one(server: Server) -> None:
    fields = [("indicator_of", PACT), ("kind", "jobs"), ("amount", "1"), ("unit", "euors")]
    assert "<bdi>euros" in check(server, "indicator", fields).text


# What the page after it leads to.
BELONGS = {
    "activity": PACT,
    "indicator": PACT,
    "obstacle": PACT,
    "solution": "obstacle/no-budget",
    "grant": "city/arak",
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_each_kind_is_checked_written_and_shown(server: Server, kind: str) -> None:
    fields, thing = ENTRIES[kind]
    refused = check(server, kind, fields, by="isfahan")
    assert refused.status == 403, refused.text
    checked = check(server, kind, fields, "fa")
    assert checked.status == 200, checked.text
    sent = [*Fields(checked.text).sent, ("step", "write")]
    written = post(server, kind, sent, "fa")
    assert written.status == 303, written.text
    for language in ("en", "fa"):
        done = server.ask(path=f"/register/written?thing={thing}&lang={language}")
        assert done.status == 200
        assert f"/id/{thing}" in done.text
        assert f"/id/{BELONGS[kind]}" in done.text
        assert server.ask(path=f"/page/{thing}?lang={language}").status == 200
    if kind == "activity":
        assert server.select(
            "PREFIX pv: <https://w3id.org/peyvand/ns#> SELECT ?who ?value { "
            "?event pv:isHeldUnder <https://w3id.org/peyvand/id/agreement/arak-batumi> ; "
            "pv:hasResult ?result ; pv:hasParticipant ?who . "
            "?indicator pv:isIndicatorOf ?event ; pv:value ?value }"
        ) == ["https://w3id.org/peyvand/id/person/ali-rezaei,1200"]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_pages_lead_to_the_forms(server: Server, language: str) -> None:
    links = {
        PACT: ("activity?agreement", "indicator?indicator_of", "obstacle?hinders"),
        "city/arak": ("obstacle?hinders",),
        "event/baku-forum-5": ("activity?activity", "indicator?indicator_of"),
    }
    for thing, forms in links.items():
        page = server.ask(path=f"/page/{thing}?lang={language}").text
        for form in forms:
            assert f"/register/{form}={thing.replace('/', '%2F')}" in page
    form = server.ask(path=f"/register/obstacle?hinders={PACT}&lang={language}").text
    assert f'value="{PACT}"' in form


def test_rows_of_json_are_all_entered_or_none(server: Server) -> None:
    good = {
        "name_en": "Festival of Arak",
        "name_fa": "جشنوارهٔ اراک",
        "kind": "festival",
        "agreement": [PACT],
        "status": "planned",
        "open": True,
        "indicators": ["visits: 1,200 visits, 2016", "jobs: 3 jobs"],
        **dict(FILE),
    }
    before = version(server)
    strangers = good | {"place": "Tehran", "open": False}
    got = rows(server, "activity", good, strangers)
    assert got.status == 422
    told = [row for row in got.json["rows"] if row["severity"] == "violation"]
    assert [(row["row"], row["column"], row["code"]) for row in told] == [(2, "agreement", "rule")]
    assert told[0]["message_fa"]
    assert version(server) == before
    assert rows(server, "activity", good, strangers, query="accept-good").status == 200
    assert version(server) == before + 1


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("kind", ENTRIES)
def test_a_template_and_the_description_of_the_api_know_it(
    server: Server, kind: str, language: str
) -> None:
    template = server.ask(path=f"/register/template.csv?kind={kind}&lang={language}")
    assert template.status == 200
    described = server.ask(path=f"/openapi.json?lang={language}").json
    entry = described["components"]["schemas"][f"{kind.capitalize()}Entry"]
    for shown in entry["properties"].values():
        assert shown["title"] in template.text
        assert shown["description"].partition('"')[0] in template.text
