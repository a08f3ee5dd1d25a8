"""All pages together: every link leads somewhere, every page is valid, nothing becomes markup."""

from __future__ import annotations

import csv
import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from pyoxigraph import Literal, NamedNode, Quad, Store

from needs import needs
from peyvand.graph.build import Graph
from peyvand.texts import text
from peyvand.vocabulary.iris import BASE, LABEL, thing
from peyvand.web.app import create_app
from web.crawl import Crawler
from web.validity import problems

ATTACK = '<img src=x onerror="attack()"><script>attack()</script>\'"-->&</title><svg onload=a()>'
# One page of every kind of page; the rest is reached from these.
STARTS = (
    *("/", "/search?q=tabriz", "/network", "/comparison", "/conflicts", "/audit", "/ask", "/query"),
    *("/monitor", "/plans", "/plans?city=city/tabriz", "/recognition", "/recognition?profile=rgre"),
    *("/works", "/works?document=001", "/about", "/about/components", "/data"),
    *("/partners", "/partners?for=city/isfahan&top=2"),
    *("/screening", "/map", "/map?network=league-historical-cities"),
    *("/register", "/register/agreement", "/desk", "/desk/city/isfahan", "/files"),
    *("/requests", "/requests/new?about=document/003"),
    *("/browse", "/browse/cities", "/browse/documents"),
    *("/page/ns", "/page/shapes", "/problem", "/page/document/001", "/page/country/iran"),
    *("/page/scheme/scopes", "/page/graph/document-001", "/page/organisation/uclg-mewa"),
)
pytestmark = pytest.mark.slow


# Two of each family differ by what they hold, which one language shows.
MOST = {"en": 2, "fa": 1}


def _in(language: str, start: str) -> str:
    """The address of a page in a language."""
    return f"{start}{'&' if '?' in start else '?'}lang={language}"


@pytest.fixture(scope="module")
def crawlers(documents: Flask) -> dict[str, Crawler]:
    """By language, all that was seen of the pages."""
    found = {language: Crawler(documents, most, language) for language, most in MOST.items()}
    for language, crawler in found.items():
        crawler.crawl([_in(language, start) for start in STARTS])
    return found


@pytest.fixture(params=MOST)
def crawled(request: pytest.FixtureRequest, crawlers: dict[str, Crawler]) -> Crawler:
    return crawlers[request.param]


def test_every_link_leads_somewhere(crawled: Crawler, graph: Graph) -> None:
    assert crawled.broken == []
    assert len(crawled.pages) > 150
    # Those that were not followed stand in the graph, so that their pages are there.
    known = {quad.subject.value for quad in graph.store if isinstance(quad.subject, NamedNode)}
    unknown = [path for path in crawled.things if BASE[:-1] + path.partition(".")[0] not in known]
    unknown = [path for path in unknown if BASE[:-1] + path not in known]
    assert len(crawled.things) > 300
    assert unknown == []


def test_every_anchor_of_a_page_is_on_it(crawled: Crawler) -> None:
    for address, page in crawled.pages.items():
        wanted = {link[1:] for link in page.links if link.startswith("#") and len(link) > 1}
        assert wanted <= set(page.ids), address
        assert len(page.ids) == len(set(page.ids)), address


def test_pages_fetch_only_from_their_host_and_hold_no_inline_code(crawled: Crawler) -> None:
    for address, page in crawled.pages.items():
        assert page.forbidden == [], address
        assert all(one.startswith(("/", "data:,")) for one in page.fetched), address


def test_every_page_has_one_heading_and_a_main_part(crawled: Crawler) -> None:
    for address, page in crawled.pages.items():
        if not address.startswith("/reconcile"):
            assert (page.tags["h1"], page.tags["main"]) == (1, 1), address


# What is about the whole site says so.
_WHOLE = ("/", "/about")


def test_every_kind_of_page_is_described_in_its_words(crawlers: dict[str, Crawler]) -> None:
    for language, crawler in crawlers.items():
        general = html.escape(text("about", language))
        bare = {
            urlsplit(address).path
            for address, page in crawler.pages.items()
            if f'name="description" content="{general}"' in page.text
        }
        assert {path for path in bare if not path.startswith("/reconcile")} <= {*_WHOLE}
        for address, page in crawler.pages.items():
            found = re.search(r'property="og:title" content="([^"]+)"', page.text)
            assert found or address.startswith("/reconcile"), address


def test_every_file_of_csv_that_a_page_leads_to_is_one_for_spreadsheets(
    crawlers: dict[str, Crawler],
) -> None:
    sheets = crawlers["fa"].sheets
    assert len(sheets) > 25
    bare = [address for address, text in sheets.items() if not text.startswith("\ufeff")]
    assert bare == []
    first = {address: text.lstrip("\ufeff").partition("\n")[0] for address, text in sheets.items()}
    headings = {address: next(csv.reader([line])) for address, line in first.items()}
    unread = [
        (address, heading)
        for address, found in headings.items()
        # A page leads to itself in the other language too.
        if "lang=en" not in address
        for heading in found
        if not re.search(r"[آ-ی]", heading)
    ]
    assert unread == []


@needs("html-validate", "node")
def test_pages_are_valid_html(crawlers: dict[str, Crawler], tmp_path: Path) -> None:
    # One page of each rule and kind of thing, in the one language or the other: what differs is
    # only what it was asked with, and the words.
    templates = {
        language: {
            (crawler.family(address) or ())[:2]: address for address in reversed(crawler.pages)
        }
        for language, crawler in crawlers.items()
    }
    kinds = sorted({kind for found in templates.values() for kind in found})
    assert len(kinds) > 60
    chosen: dict[str, str] = {}
    for number, kind in enumerate(kinds):
        wanted = ("en", "fa")[number % 2]
        language = wanted if kind in templates[wanted] else ("en", "fa")[1 - number % 2]
        address = templates[language][kind]
        chosen[f"{language} {address}"] = crawlers[language].pages[address].text
    assert problems(chosen, tmp_path) == []


@pytest.fixture(scope="module")
def attacked(graph: Graph) -> Iterator[Flask]:
    """The application over the same graph, in which every text is an attack."""
    store = Store()
    store.bulk_extend(_attacks(quad) for quad in graph.store)
    odd = NamedNode("javascript:attack()")
    store.add(Quad(thing("city/tabriz"), NamedNode(f"{BASE}ns#hasWikidataItem"), odd))
    store.add(Quad(odd, LABEL, Literal(ATTACK, language="en")))
    made = create_app(store)
    yield made
    made.extensions["peyvand"].close()


def _attacks(quad: Quad) -> Quad:
    value = quad.object
    # Identifiers make addresses; they stay.
    if isinstance(value, Literal) and not quad.predicate.value.endswith("/identifier"):
        text = f"{ATTACK} {value.value}"
        if value.language:
            value = Literal(text, language=value.language)
        elif value.datatype.value.endswith("#string"):
            value = Literal(text)
    return Quad(quad.subject, quad.predicate, value, quad.graph_name)


def test_no_text_of_the_graph_becomes_markup(attacked: Flask) -> None:
    """A page of each family is looked at, in the one language or the other: no template and no
    drawing asks which it is to tell text from markup."""
    crawler = Crawler(attacked, most=1)
    starts = (*STARTS, "/search?q=onerror", f"/query?query={ATTACK[:20]}")
    crawler.crawl([_in(("en", "fa")[number % 2], start) for number, start in enumerate(starts)])
    languages = {page.text.partition('lang="')[2][:2] for page in crawler.pages.values()}
    assert languages == {"en", "fa"}
    assert crawler.broken == []
    assert len(crawler.pages) > 50
    shown = 0
    for address, page in crawler.pages.items():
        assert page.forbidden == [], address
        assert 'onerror="attack()"' not in page.text, address
        assert "<script>attack" not in page.text, address
        shown += "attack()" in page.text
    assert shown > 25
