"""Somebody enters an agreement in a browser without scripts; and everybody can use the forms."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from needs import AXE, needs
from peyvand.graph.build import Graph
from peyvand.register.fields import EntryKind
from peyvand.texts import text
from peyvand.tokens import Role, Tokens
from web.browser import NEEDED, Visit, browser
from web.live import Server, publish_documents, running, wait_for_index
from web.test_access import RULES, RUN

__all__ = ["browser"]
pytestmark = NEEDED
WORDS = {
    "en": {
        "register": "Register",
        "agreement": "Agreement",
        "date": "12 Ordibehesht 1403",
        "read": "1 May 2024 (12 Ordibehesht 1403)",
        "thing": "Agreement of Arak and Shiraz",
        "check": "Check",
        "write": "Write it",
        "written": "It is written",
        "parties": ("Arak", "Shiraz"),
    },
    "fa": {
        "register": "ثبت",
        "agreement": "پیمان",
        "date": "۱۲ اردیبهشت ۱۴۰۳",
        "read": "۱ مهٔ ۲۰۲۴ (۱۲ اردیبهشت ۱۴۰۳)",
        "thing": "پیمان اراک و شیراز",
        "check": "بررسی",
        "write": "بنویس",
        "written": "نوشته شد",
        "parties": ("اراک", "شیراز"),
    },
}


STAGES = {
    "en": {
        "link": "Stage",
        "stage": "ended",
        "cause": "expiry",
        "wrong": "Date of the stage",
        "told": "«ended» (1990) lies before «signed» (2013)",
        "event": "Agreement of Arak and Batumi: ended",
        "pact": "Agreement of Arak and Batumi",
        "due": "1 March 2027 (10 Esfand 1405)",
        "holder": "Municipality of Arak",
    },
    "fa": {
        "link": "مرحله",
        "stage": "پایان‌یافته",
        "cause": "سر رسیدن مدت",
        "wrong": "تاریخ مرحله",
        "told": "«پایان‌یافته» (1990) پیش از «امضاشده» (2013)",
        "event": "پیمان اراک و باتومی: پایان‌یافته",
        "pact": "پیمان اراک و باتومی",
        "due": "۱ مارس ۲۰۲۷ (۱۰ اسفند ۱۴۰۵)",
        "holder": "شهرداری اراک",
    },
}
FILE = {
    "source_number": "7",
    "source_date": "1403",
    "source_office": "شهرداری اراک / Municipality of Arak",
}


def fill(page: Any, **values: str) -> None:
    """Fill in fields of a form by their names."""
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)


@pytest.fixture(scope="module")
def servers(
    graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Server]]:
    """By language, a server to which somebody enters in it."""
    with ExitStack() as stack:
        found = {}
        for language in WORDS:
            home = tmp_path_factory.mktemp(f"entered-{language}")
            publish_documents(home, graph, once)
            started = stack.enter_context(running(home))
            made = Tokens(home).add("arak", role=Role.ENTER, about=("city/arak",))
            started.secrets["arak"] = made
            wait_for_index(started)
            found[language] = started
        yield found


@pytest.fixture
def language() -> str:
    """The language of a test that is not of one."""
    return "en"


@pytest.fixture
def server(servers: dict[str, Server], language: str) -> Server:
    return servers[language]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_an_agreement_is_entered_without_scripts(
    browser: Any, server: Server, language: str
) -> None:
    words: dict[str, Any] = WORDS[language]
    visit = Visit(browser, server, java_script_enabled=False, locale=language)
    visit.refused = {422}
    page = visit.open(f"/?lang={language}")
    for name in (text("part-data", language), words["register"]):
        page.get_by_role("navigation").get_by_role("link", name=name, exact=True).click()
    page.locator("main").get_by_role("link", name=words["agreement"], exact=True).first.click()
    assert page.get_attribute("html", "dir") == ("rtl" if language == "fa" else "ltr")

    first, second = words["parties"]
    page.locator("[name='parties[]']").nth(0).fill(first)
    page.locator("[name='parties[]']").nth(1).fill("atlantis")
    fill(page, date=words["date"], token=server.secrets["arak"], **FILE)
    page.get_by_role("button", name=words["check"]).click()
    # What is wrong has the focus, and leads to its field.
    summary = page.get_by_role("alert").first
    summary.wait_for()
    assert "atlantis" in summary.inner_text()
    summary.get_by_role("link").first.click()
    assert page.url.endswith("#field-parties")
    assert page.locator("[name=date]").input_value() == words["date"]
    assert page.locator("[name=token]").input_value() == ""

    page.locator("[name='parties[]']").nth(1).fill(second)
    fill(page, token=server.secrets["arak"])
    page.get_by_role("button", name=words["check"]).click()
    page.get_by_role("heading", level=2, name=words["thing"]).first.wait_for()
    assert words["read"] in page.locator("table.said").first.inner_text()

    fill(page, token=server.secrets["arak"])
    page.get_by_role("button", name=words["write"]).click()
    page.get_by_role("heading", level=1, name=words["written"]).wait_for()
    page.locator("main").get_by_role("link", name=words["thing"]).click()
    page.get_by_role("heading", level=1, name=words["thing"]).wait_for()
    assert words["read"] in page.locator("main").inner_text()
    page.locator("main").get_by_role("link", name=first, exact=True).first.click()
    page.get_by_role("heading", level=1, name=first).wait_for()
    assert second in page.locator("#partners ~ section").first.inner_text()
    assert visit.context.cookies() == []
    visit.context.close()
    assert visit.foreign == []


@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_stage_is_entered_from_the_page_of_its_agreement(
    browser: Any, server: Server, language: str
) -> None:
    words, every = STAGES[language], WORDS[language]
    visit = Visit(browser, server, java_script_enabled=False, locale=language)
    visit.refused = {422}
    page = visit.open(f"/page/agreement/arak-batumi?lang={language}")
    page.locator("main").get_by_role("link", name=words["link"], exact=True).click()
    assert page.locator("[name=of]").input_value() == "agreement/arak-batumi"
    page.locator("[name=stage]").select_option(words["stage"])
    page.locator("[name=cause]").select_option(words["cause"])
    fill(page, date="1990", due="2027-03-01", holder=FILE["source_office"], **FILE)
    fill(page, token=server.secrets["arak"])
    page.get_by_role("button", name=every["check"]).click()
    # Before its signing it cannot have ended.
    summary = page.get_by_role("alert").first
    summary.wait_for()
    assert words["told"] in summary.inner_text()
    summary.get_by_role("link", name=words["wrong"]).first.click()
    assert page.url.endswith("#field-date")
    assert page.locator("[name=cause]").input_value() == words["cause"]

    fill(page, date="2020", token=server.secrets["arak"])
    page.get_by_role("button", name=every["check"]).click()
    page.get_by_role("heading", level=2, name=words["event"]).first.wait_for()
    checked = page.locator("main").inner_text()
    assert words["due"] in checked
    assert words["cause"] in checked
    fill(page, token=server.secrets["arak"])
    page.get_by_role("button", name=every["write"]).click()
    page.get_by_role("heading", level=1, name=every["written"]).wait_for()
    page.locator("main").get_by_role("link", name=words["event"], exact=True).click()
    page.get_by_role("heading", level=1, name=words["event"]).wait_for()
    assert words["cause"] in page.locator("main").inner_text()
    page.locator("main").get_by_role("link", name=words["pact"], exact=True).first.click()
    page.get_by_role("heading", level=1, name=words["pact"]).wait_for()
    assert words["stage"] in page.locator("main").inner_text()
    visit.close()


# Language, scheme and width.
LOOKS = (("en", "light", 1280), ("fa", "dark", 1280), ("fa", "light", 390))


@needs("axe")
def test_forms_meet_wcag(browser: Any, server: Server) -> None:
    """One template makes all forms: each is looked at in one way, what can become of one in all."""
    script = AXE.read_text(encoding="utf-8")
    for number, (language, scheme, width) in enumerate(LOOKS):
        visit = Visit(
            browser,
            server,
            color_scheme=scheme,
            viewport={"width": width, "height": 900},
            locale=language,
        )
        visit.refused = {422, 401}
        page = visit.page

        def look(where: str, page: Any = page) -> None:
            # What a click sends may still be on its way with its style.
            page.wait_for_load_state("networkidle")
            page.evaluate(script)
            assert page.evaluate(RUN, RULES) == [], where
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert wide <= 0, where

        for path in ("", *(f"/{kind}" for kind in [*EntryKind][number :: len(LOOKS)])):
            visit.open(f"/register{path}?lang={language}")
            look(path)
        visit.open(f"/register/agreement?lang={language}")
        fill(page, **FILE)
        for other, where in (("atlantis", "wrong"), ("Shiraz", "checked")):
            page.locator("[name='parties[]']").nth(0).fill("Arak")
            page.locator("[name='parties[]']").nth(1).fill(other)
            fill(page, token=server.secrets["arak"])
            page.locator("button[value=check]").click()
            look(where)
            if where == "wrong":
                assert page.evaluate("document.activeElement.id") == "problems"
        fill(page, token="pv_unknown")
        page.locator("button[value=write]").click()
        look("unknown token")
        visit.close()
