"""From a city's name in Persian to its evidence, the query behind it, and a file of its rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

import pytest

from needs import needs
from peyvand.graph.build import Graph
from web.browser import NEEDED, Visit, browser
from web.live import Server, publish_documents, running

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

    visit.write(visit.written().replace("ORDER BY ?document ?claim", "ORDER BY ?claim LIMIT 3"))
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
