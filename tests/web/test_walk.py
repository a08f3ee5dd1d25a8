"""From a city's name in Persian to its evidence, the query behind it, and a file of its rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

import networkx
import pytest

from needs import needs
from peyvand.graph.build import Graph
from peyvand.texts import text
from web.browser import NEEDED, Visit, browser
from web.live import Server, publish_documents, running, wait_for_index
from web.test_access import AXE, RULES, RUN

__all__ = ["browser"]
pytestmark = [
    *NEEDED,
    needs("editor"),
]
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?a{i} ?b ?c{i} ." for i in range(9)) + "}"


@pytest.fixture(scope="module")
def server(graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("walk")
    publish_documents(home, graph, once)
    with running(home, query_timeout_s=60) as started:
        yield started


@pytest.mark.parametrize(
    ("language", "city", "other"), [("en", "Isfahan", "Baalbek"), ("fa", "اصفهان", "بعلبک")]
)
def test_from_a_name_to_the_rows(
    browser: Any, server: Server, language: str, city: str, other: str
) -> None:
    visit = Visit(browser, server, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    page = visit.open(f"/?lang={language}")
    # As Arabic writes it; the letters fold.
    page.get_by_role("combobox").press_sequentially("إصفهان")
    page.get_by_role("option", name=city).first.click()
    page.wait_for_url("**/page/city/isfahan?*")
    assert page.locator("h1").inner_text() == city

    row = page.locator("#partners ~ section tbody tr", has_text=other)
    row.locator("td a").nth(2).click()
    page.wait_for_url("**/page/agreement/baalbek-isfahan?*")
    assert page.get_attribute("html", "lang") == language
    evidence = page.locator("#evidence ~ section").first
    assert "2111" in evidence.inner_text()
    evidence.locator("a", has_text="F001-322").click()
    page.wait_for_url("**/page/claim/F001-322?*")
    assert "2111" in page.locator("dl.told").inner_text()
    page.go_back()

    page.locator("#evidence ~ .behind a").first.click()
    page.wait_for_selector(".CodeMirror")
    assert "agreement/baalbek-isfahan" in visit.written()
    visit.run()
    page.wait_for_selector("#result td")
    assert "2111" in visit.cells()

    visit.write(visit.written() + " LIMIT 3")
    with page.expect_response(re.compile("/sparql")):
        visit.run()
    page.locator("#result tbody:has(tr:nth-child(3)):not(:has(tr:nth-child(4)))").wait_for()
    page.locator("#result select").last.select_option("csv")
    with page.expect_download() as got:
        page.locator("#result .bar .bar button").click()
    with got.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3
    assert all(one["claim"].startswith("https://w3id.org/peyvand/id/claim/") for one in rows)

    # The browser may log the refusal before the cancelling is answered.
    visit.refused = {409, 503}
    visit.write(ENDLESS)
    with page.expect_request("**/sparql"):
        visit.run()
    with page.expect_response(re.compile("/queries/")) as ended:
        page.click("#query-form button:nth-of-type(2)")
    assert ended.value.status == 204
    page.wait_for_timeout(300)
    visit.close()


class Clicks:
    """Counts what somebody has to press."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, 0

    def on(self, *where: Any, **more: Any) -> None:
        self.count += 1
        self.page.get_by_role(*where, **more).first.click()


def meets_wcag(page: Any) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, RULES) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_journalist_has_a_verdict_in_two_clicks(
    browser: Any, server: Server, language: str
) -> None:
    visit = Visit(browser, server, viewport={"width": 390, "height": 900}, locale=language)
    # Whoever looks first at the totals of a version has them counted.
    clicks = Clicks(visit.open(f"/?lang={language}"))
    clicks.on("link", name=text("part-check", language), exact=True)
    figure = {"en": "exactly 141", "fa": "دقیقاً ۱۴۱"}[language]
    clicks.on("link", name=figure)
    assert clicks.count == 2
    page = visit.page
    assert figure in page.locator("h1").inner_text()
    assert page.locator(".verdict").first.inner_text() == text("verdict-untold", language)
    assert "۱۴۱" in page.locator(".quoted blockquote").first.inner_text()
    meets_wcag(page)
    visit.close()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fa", 390)])
def test_300_names_are_matched_and_downloaded_in_four_clicks(
    browser: Any, server: Server, language: str, width: int
) -> None:
    wait_for_index(server)
    names = ("Esfahan", "تبریز", "Isfahann", "Shiraz", "Xqzwvk", "مشهد")
    listed = "\n".join(("name", *(names * 50)))
    size = {"width": width, "height": 900}
    visit = Visit(browser, server, viewport=size, locale=language, accept_downloads=True)
    clicks = Clicks(visit.open(f"/?lang={language}"))
    clicks.on("link", name=text("part-data", language), exact=True)
    clicks.on("link", name=text("navigation-match", language), exact=True)
    page = visit.page
    page.fill("#list", listed)
    clicks.on("button", name=text("match-match", language), exact=True)
    page.wait_for_selector(".counts")
    assert page.locator("fieldset.choice").count() == 50
    assert page.locator("fieldset.choice .map").count() == 50
    meets_wcag(page)
    # A choice is a click that the file does not need.
    page.locator("fieldset.choice input[value='city/isfahan']").first.check()
    with page.expect_download() as download:
        clicks.on("button", name=text("match-csv", language))
    assert clicks.count == 4
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 300
    assert [row["decision"] for row in rows[:6]] == [
        *("same", "same", "same", "same", "none", "same"),
    ]
    assert (rows[2]["decided_by"], rows[2]["qid"]) == ("person", "Q42053")
    assert rows[8]["decision"] == "review"
    # The browser tells of a page that it left for a file.
    visit.close()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("fa", 390)])
def test_a_scientist_has_the_network_of_documents_with_its_sources_in_four_clicks(
    browser: Any, server: Server, language: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    visit = Visit(browser, server, viewport=size, locale=language, accept_downloads=True)
    clicks = Clicks(visit.open(f"/?lang={language}"))
    clicks.on("link", name=text("part-explore", language), exact=True)
    clicks.on("link", name=text("navigation-network", language), exact=True)
    page = visit.page
    page.select_option("#part select", "documents")
    clicks.on("button", name=text("list-show", language), exact=True)
    page.wait_for_selector("#figure-size")
    meets_wcag(page)
    with page.expect_download() as download:
        clicks.on("link", name="network.graphml", exact=True)
    assert clicks.count == 4
    network = networkx.read_graphml(download.value.path())
    edges = [told for _, _, told in network.edges(data=True)]
    assert len(edges) > 50
    assert {told["kind"] for told in edges} == {"documents"}
    assert all("/id/agreement/" in told["iri"] and told["sources"] for told in edges)
    assert any("year" in told for told in edges)
    assert any(told.get("wikidata", "").endswith("Q42053") for _, told in network.nodes(data=True))
    visit.close()


def test_the_address_for_openrefine_is_copied(browser: Any, server: Server) -> None:
    visit = Visit(browser, server, permissions=["clipboard-read", "clipboard-write"], locale="en")
    page = visit.open("/match?lang=en")
    page.get_by_role("button", name="Copy", exact=True).click()
    page.get_by_role("button", name="Copied").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"{visit.base}/reconcile/en" == page.input_value("#service")
    visit.close()
