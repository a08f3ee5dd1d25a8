"""All pages together: every link leads somewhere, every page is valid, nothing becomes markup."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from pyoxigraph import Literal, NamedNode, Quad, Store

from needs import VALIDATOR, needs, node
from peyvand.graph.build import Graph
from peyvand.vocabulary.iris import BASE, LABEL, thing
from peyvand.web.app import create_app
from web.crawl import Crawler

ATTACK = '<img src=x onerror="attack()"><script>attack()</script>\'"-->&</title><svg onload=a()>'
# One page of every kind of page; the rest is reached from these.
STARTS = (
    *("/", "/search?q=tabriz", "/network", "/comparison", "/conflicts", "/audit", "/ask", "/query"),
    *("/browse", "/browse/cities", "/browse/documents"),
    *("/page/ns", "/page/shapes", "/problem", "/page/document/001", "/page/country/iran"),
    *("/page/scheme/scopes", "/page/graph/document-001", "/page/organisation/uclg-mewa"),
)
pytestmark = pytest.mark.slow


# Two of each family differ by what they hold, which one language shows.
@pytest.fixture(scope="module", params=[("en", 2), ("fa", 1)], ids=["en", "fa"])
def crawled(request: pytest.FixtureRequest, documents: Flask) -> Crawler:
    language, most = request.param
    crawler = Crawler(documents, most)
    joined = [f"{start}{'&' if '?' in start else '?'}lang={language}" for start in STARTS]
    crawler.crawl(joined)
    return crawler


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


@needs("html-validate", "node")
def test_pages_are_valid_html(crawled: Crawler, tmp_path: Path) -> None:
    config = {
        "root": True,
        "extends": ["html-validate:recommended"],
        # How the source is laid out, and how long a title is, is no question of validity.
        "rules": {"no-trailing-whitespace": "off", "long-title": "off"},
    }
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(config))
    names = {}
    chosen = set()
    for number, (address, page) in enumerate(crawled.pages.items()):
        # One page of each rule and kind of thing; what differs is only what it was asked with.
        template = (crawled.family(address) or ())[:2]
        if template in chosen:
            continue
        chosen.add(template)
        path = tmp_path / f"{number}.html"
        path.write_text(page.text, encoding="utf-8")
        names[str(path)] = address
    assert len(names) > 30
    command = [*node(), str(VALIDATOR), "--formatter", "json", str(tmp_path / "*.html")]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    problems = [
        f"{names[one['filePath']]} line {note['line']}: {note['message']}"
        for one in json.loads(told.stdout)
        for note in one["messages"]
    ]
    assert problems == []


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


@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_text_of_the_graph_becomes_markup(attacked: Flask, language: str) -> None:
    crawler = Crawler(attacked, most=1)
    starts = [f"{one}{'&' if '?' in one else '?'}lang={language}" for one in STARTS]
    crawler.crawl([*starts, f"/search?q=onerror&lang={language}", f"/query?query={ATTACK[:20]}"])
    assert crawler.broken == []
    assert len(crawler.pages) > 50
    shown = 0
    for address, page in crawler.pages.items():
        assert page.forbidden == [], address
        assert 'onerror="attack()"' not in page.text, address
        assert "<script>attack" not in page.text, address
        shown += "attack()" in page.text
    assert shown > 25
