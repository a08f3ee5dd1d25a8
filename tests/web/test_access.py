"""Everybody can use the pages: WCAG 2.2 AA as axe sees it, by keyboard, on a phone, in the dark."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

import pytest

from needs import AXE, needs
from peyvand.graph.build import Graph
from peyvand.graph.versions import Versions
from peyvand.network import analyse, read_network
from peyvand.network.output import write_tables
from peyvand.texts import text
from waiting import LIMIT_S
from web.browser import NEEDED, Visit, browser
from web.live import Server, publish_documents, running, wait_for_index

__all__ = ["browser"]
pytestmark = [
    *NEEDED,
    needs("axe"),
]
# One of every kind of page.
PAGES = (
    *("/", "/search?q=tabriz", "/page/city/tabriz", "/page/agreement/tabriz-wuhan"),
    *("/page/organisation/metropolis", "/page/person/ghalibaf", "/page/document/002"),
    *("/page/concept/twinning", "/page/scheme/scopes", "/page/country/iran"),
    *("/page/claim/F001-322", "/page/event/uclg-mewa-meeting-turkey", "/comparison"),
    *(
        "/browse/agreements",
        "/browse/agreements?country=country/turkey&sort=-date",
        "/between/iran/turkey",
        "/monitor",
        "/partners?for=city/isfahan&top=2",
        "/affinity?one=tehran&other=ankara",
        "/like?city=isfahan&top=2",
        "/plans",
        "/works",
        "/recognition",
        "/recognition?profile=official&city=yazd",
        "/screening",
        "/map?network=league-historical-cities",
        "/conflicts",
        "/conflicts/c5",
        "/browse/claims?source=document/003",
        "/network?scope=documents&until=2010",
        "/world?country=country/turkey",
        "/audit",
        "/audit/statistic-agreements-141-document-000",
        "/match",
        "/query",
        "/ask",
        "/ask/partners-of-city?run=1",
        "/ask/pairs-between-countries?run=1",
    ),
    *("/network", "/desk", "/desk?city=x", "/desk/city/isfahan", "/files", "/files?holder=x"),
    *("/statements", "/statements?by=person/ghalibaf", "/statements?kind=x"),
    *(
        "/page/ns",
        "/page/ns/signed",
        "/page/ns/module/place",
        "/page/graph/document-001",
        "/problem",
        "/page/city/nowhere",
    ),
)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => {
  // The editor's scroller follows the caret of its text area, which has the focus.
  const found = await axe.run({exclude: [['.CodeMirror-scroll']]},
    {runOnly: rules, resultTypes: ['violations']});
  return found.violations.map(one => `${one.id}: ${one.nodes[0].html.slice(0, 200)}`)
    .concat(found.passes.length ? [] : ['axe checked nothing']);
}"""


@pytest.fixture(scope="module")
def server(graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("access")
    publish_documents(home, graph, once)
    version, network = Versions(home).current(), read_network(graph.store)
    figures = home / "network" / f"{version.number}-{version.graph_sum[:12]}"
    write_tables(network, analyse(network, samples=0), 3, figures)
    with running(home) as started:
        wait_for_index(started)
        yield started


# Language, scheme, width, and which pages are looked at: all on a phone, every second one in each
# way of a large screen.
LOOKS = (("en", "light", 1280, PAGES[::2]), ("fa", "dark", 1280, PAGES[1::2]),
         ("fa", "light", 390, PAGES))  # fmt: skip


@pytest.mark.parametrize(("language", "scheme", "width", "paths"), LOOKS)
def test_pages_meet_wcag(
    browser: Any, server: Server, language: str, scheme: str, width: int, paths: tuple[str, ...]
) -> None:
    visit = Visit(
        browser,
        server,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        locale=language,
    )
    # The page that is not there says so.
    visit.refused = {404}
    script = AXE.read_text(encoding="utf-8")
    for path in paths:
        page = visit.open(path)
        page.evaluate(script)
        assert page.evaluate(RUN, RULES) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path
    visit.close()


def test_axe_sees_what_is_wrong(browser: Any, server: Server) -> None:
    visit = Visit(browser, server)
    page = visit.open("/conflicts")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=data:,>')"
    )
    assert any(one.startswith("image-alt") for one in page.evaluate(RUN, RULES))
    visit.context.close()


def test_a_city_is_found_and_read_by_keyboard_alone(browser: Any, server: Server) -> None:
    visit = Visit(browser, server, locale="en", viewport={"width": 1280, "height": 900})
    visit.refused = {503}
    page = visit.open("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("isfah")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator("h1").inner_text() == "Isfahan"
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "() => { const e = document.activeElement; const s = getComputedStyle(e);"
                " return [e.textContent.slice(0, 30), s.outlineStyle] }"
            )
        )
    # What has the focus shows it, and the map does not hold the keyboard up.
    assert all(outline != "none" for _, outline in reached)
    assert any("The query behind this" in text for text, _ in reached)
    visit.close()


def test_a_page_whose_figures_are_made_meanwhile_shows_them_by_itself(
    browser: Any, server: Server
) -> None:
    visit = Visit(browser, server)
    asked: list[int] = []

    def answer(route: Any) -> None:
        asked.append(len(asked))
        # It is asked for, looks and finds nothing new, looks again, and is loaded with its figures.
        waiting = len(asked) < 3
        told = route.fetch(url=route.request.url.replace("/network", "/about")).text()
        mark = '<p id="mark"><span hidden data-until-made>soon</span></p>' if waiting else ""
        route.fulfill(body=told.replace("<h1", f"{mark}<h1", 1), content_type="text/html")

    visit.page.route("**/network*", answer)
    page = visit.open("/network?lang=en")
    assert page.locator("#mark").inner_text() == "soon"
    page.wait_for_selector("#mark", state="detached", timeout=LIMIT_S * 1000)
    assert len(asked) == 4
    visit.close()


def test_the_map_of_the_world_answers(browser: Any, server: Server) -> None:
    visit = Visit(browser, server, locale="fa", viewport={"width": 390, "height": 900})
    page = visit.open("/world?lang=fa")
    page.click("#world-open")
    frame = page.locator(".world-frame[data-drawn]")
    frame.wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    # By keyboard: the list shows what it names on the map, and narrows with the form.
    page.locator("#world-list a").first.focus()
    card = page.locator(".picture-card")
    assert card.locator("bdi").inner_text() == page.locator("#world-list bdi").first.inner_text()
    whole = page.locator("#world-told").inner_text()
    page.locator("select[name=country]").select_option("country/turkey")
    assert page.locator("#world-told").inner_text() != whole
    assert "country=country%2Fturkey" in page.url
    page.locator("select[name=country]").select_option("")
    # By name, in the other language; the map goes there, and a click opens it.
    page.fill("#world-search", "isfah")
    page.locator(".combobox [role=option]").first.click()
    assert page.locator("#world-listed").inner_text() == "شریکان اصفهان"
    page.wait_for_function("() => !document.querySelector('.world-frame').dataset.moving")
    assert page.locator(".world-names bdi", has_text="اصفهان").count() == 1
    box = frame.bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/page/city/isfahan?lang=fa", wait_until="commit", timeout=LIMIT_S * 1000)
    visit.close()


def test_the_picture_of_the_network_answers(browser: Any, server: Server) -> None:
    visit = Visit(browser, server, locale="en", viewport={"width": 390, "height": 900})
    page = visit.open("/network?lang=en")
    page.click("#communities-open")
    page.locator(".picture-frame[data-drawn]").wait_for()
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    first, card = page.locator("#communities-list a").first, page.locator(".picture-card")
    first.focus()
    assert card.locator("bdi").inner_text() == first.inner_text()
    page.locator("canvas").focus()
    page.keyboard.press("Escape")
    assert card.is_hidden()
    page.fill("#communities-search", "اصفهان")
    page.locator(".combobox [role=option]").first.click()
    assert card.locator("bdi").inner_text() == "Isfahan"
    # The slider tells its year; its last place is any.
    year = page.locator("output bdi")
    assert year.inner_text() == text("network-any-year", "en")
    page.locator("#until").focus()
    page.keyboard.press("Home")
    assert year.inner_text() == page.locator("#until").get_attribute("min")
    # What a city stands at is found by pointing at it, and opened by a click.
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url("**/page/city/isfahan?lang=en", wait_until="commit", timeout=LIMIT_S * 1000)
    visit.close()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_first_page_is_light_and_stays_where_it_is(
    browser: Any, server: Server, language: str
) -> None:
    visit = Visit(browser, server, locale=language, viewport={"width": 1280, "height": 900})
    answers: list[Any] = []
    visit.page.on("response", lambda answer: answers.append(answer))
    visit.context.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => {"
        " for (const one of list.getEntries()) window.shift += one.value"
        "}).observe({type: 'layout-shift', buffered: true})"
    )
    page = visit.open("/")
    page.wait_for_load_state("networkidle")
    # Asked for once all are there: each waits for the end of its answer.
    assert 10_000 < sum(map(_size, answers)) < 200_000
    assert page.evaluate("window.shift") == 0
    loaded = page.evaluate("[...document.fonts].filter(one => one.status == 'loaded').length")
    assert loaded == 2 or language == "en"
    visit.close()


def _size(answer: Any) -> int:
    sizes = answer.request.sizes()
    return int(sizes["responseBodySize"] + sizes["responseHeadersSize"])


class Clicks:
    """Clicks on links and buttons by their words in a language, which are counted."""

    def __init__(self, page: Any, language: str) -> None:
        self.page, self.language, self.count = page, language, 0

    def __call__(self, role: str, key: str) -> None:
        name = text(key, self.language)
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.count += 1


@pytest.mark.parametrize(
    ("language", "names"), [("en", ("Iran", "Turkey")), ("fa", ("ایران", "ترکیه"))]
)
def test_an_officer_reads_what_there_is_with_a_country_in_three_clicks(
    browser: Any, server: Server, language: str, names: tuple[str, str]
) -> None:
    visit = Visit(browser, server, locale=language, viewport={"width": 390, "height": 800})
    page = visit.open(f"/?lang={language}")
    click = Clicks(page, language)
    click("link", "part-explore")
    click("link", "navigation-between")
    for label, name in zip(("between-one", "between-other"), names, strict=True):
        page.get_by_label(text(label, language), exact=True).fill(name)
    click("button", "between-show")
    assert page.locator("h1").inner_text() == " – ".join(names)
    assert page.locator("tbody tr").count() > 2
    assert click.count == 3
    visit.close()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_who_knows_no_sparql_has_the_agreements_of_a_country_in_four_clicks(
    browser: Any, server: Server, language: str
) -> None:
    visit = Visit(browser, server, locale=language, viewport={"width": 1280, "height": 800})
    page = visit.open(f"/?lang={language}")
    click = Clicks(page, language)
    click("link", "part-explore")
    click("link", "section-browse-agreements")
    page.locator("select[name=country]").select_option("country/turkey")
    click("button", "list-show")
    rows = page.locator("tbody tr").count()
    assert "country=country%2Fturkey" in page.url
    with page.expect_download() as started:
        page.get_by_role("link", name="CSV", exact=True).click()
    with open(started.value.path(), encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == rows + 1 > 3
    assert click.count + 1 == 4
    visit.close()
