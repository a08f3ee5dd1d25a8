"""The start page, and the server as it is really run."""

from __future__ import annotations

import gzip
import os
import re
import signal
import subprocess
import sys
import urllib.request
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from needs import needs
from peyvand.graph.history import publish_store
from peyvand.texts import number, text
from peyvand.web.app import prepare
from waiting import LIMIT_S, wait_until
from web.live import publish, small_store


class Checker(HTMLParser):
    """Collects labels, fields, scripts and the attributes of the root."""

    def __init__(self) -> None:
        super().__init__()
        self.root: dict[str, str | None] = {}
        self.labels: set[str | None] = set()
        self.fields: set[str | None] = set()
        self.sources: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.root = found
        elif tag == "label":
            self.labels.add(found.get("for"))
        elif tag in ("textarea", "select"):
            self.fields.add(found.get("id"))
        for name in ("src", "href"):
            named = found.get("rel") in ("alternate", "search")
            fetched = tag in ("script", "link", "img") and not named
            if fetched and found.get(name):
                self.sources.append(str(found[name]))


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fa", "rtl")])
def test_the_start_page_in_both_languages(
    client: FlaskClient, language: str, direction: str
) -> None:
    response = client.get("/", headers={"Accept-Language": language})
    assert response.status_code == 200
    page = Checker()
    page.feed(response.text)
    assert page.root == {"lang": language, "dir": direction}
    assert page.fields <= page.labels
    own = ("/static/", "/map.svg", "data:")
    assert all(source.startswith(own) for source in page.sources)
    assert number(2, language) in response.text
    assert len(response.data) < 200_000


def test_the_language_of_the_address_wins(client: FlaskClient) -> None:
    response = client.get("/?lang=fa", headers={"Accept-Language": "en"})
    assert 'dir="rtl"' in response.text


def test_an_example_fills_the_box(client: FlaskClient) -> None:
    text = client.get("/?example=partners-by-document&lang=en", follow_redirects=True).text
    assert "<h1>Partners of a city, source by source</h1>" in text
    assert client.get("/?example=nothing", follow_redirects=True).status_code == 404


def test_every_example_is_offered(client: FlaskClient, sources: Path) -> None:
    text = client.get("/ask").text
    for path in (sources / "queries" / "explore").glob("*.rq"):
        assert f'href="/ask/{path.stem}?' in text


def test_a_browser_without_a_query_is_sent_to_the_page(client: FlaskClient) -> None:
    response = client.get("/sparql", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response.location) == (303, "/query")
    assert client.get("/sparql").content_type == "text/turtle; charset=utf-8"


def test_health_and_version(client: FlaskClient) -> None:
    assert client.get("/health").json == {"status": "ok", "version": 1, "columns": False}
    assert client.get("/version").json
    with client.get("/void") as response:
        assert response.mimetype == "text/turtle"


def test_headers_that_protect(client: FlaskClient) -> None:
    headers = client.get("/").headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_nobody_waits_for_a_template_that_is_prepared(app: Flask) -> None:
    prepare(app)
    assert app.jinja_env.cache is not None
    made = {name for _, name in app.jinja_env.cache.keys()}  # noqa: SIM118 (no dictionary)
    assert made == set(app.jinja_env.list_templates())


def test_the_server_starts_answers_and_stops(sources: Path) -> None:
    from pyoxigraph import Store

    versions = publish_store(Store())
    process = subprocess.Popen(
        [sys.executable, "-m", "peyvand", "serve", "--home", str(versions.home), "--port", "0"],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process, process.stderr:
        line = process.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line
        with urllib.request.urlopen(address[0] + "/sparql?query=ASK%20%7B%7D") as response:
            assert response.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT_S) == 0


@pytest.mark.parametrize("bundle", [pytest.param("there", marks=needs("editor")), "missing"])
def test_a_server_without_its_front_end_says_so(tmp_path: Path, bundle: str) -> None:
    publish(tmp_path, small_store())
    code = "import sys, pathlib; from peyvand.cli import main; from peyvand.web import serving; "
    if bundle == "missing":
        code += "serving.LAND = pathlib.Path('/nowhere'); "
    process = subprocess.Popen(
        [sys.executable, "-c", code + "sys.exit(main(['serve', '--port', '0']))"],
        env={**os.environ, "PEYVAND_HOME": str(tmp_path)},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    with process, process.stderr:
        first = process.stderr.readline()
        with urllib.request.urlopen(first.split()[-1] + "/health") as response:
            assert response.status == 200
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
    told = "the front end is missing: no query editor, no Persian font, no coastline"
    assert (told in first + rest) == (bundle == "missing"), first + rest


def test_pages_and_scripts_are_packed_where_that_is_wanted(client: FlaskClient) -> None:
    for path in ("/", "/map.svg", "/static/style.css"):
        with client.get(path) as plain:
            text = plain.data
            assert "Content-Encoding" not in plain.headers
        with client.get(path, headers={"Accept-Encoding": "gzip"}) as packed:
            assert packed.headers["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.data) == text
            tag = packed.headers.get("ETag")
        if tag:
            headers = {"If-None-Match": tag, "Accept-Encoding": "gzip"}
            with client.get(path, headers=headers) as again:
                assert again.status_code == 304


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_cards_of_the_start_page_show_what_their_questions_answer(
    documents: Flask, language: str
) -> None:
    client = documents.test_client()
    # Nobody waits for the answers; who comes a moment later has them.
    said = text("whole-answer", language)
    wait_until(lambda: client.get(f"/?lang={language}").text.count(said) == 5, "they are asked")
    page = client.get(f"/?lang={language}").text.partition('class="questions cards"')[2]
    cards = re.findall(r'<li>\s*<a href="([^"]+)">(.*?)</li>', page, re.DOTALL)
    assert len(cards) == 5
    for address, card in cards:
        assert address.startswith("/ask/")
        whole = client.get(unescape(address)).text
        count = re.search(r'<p role="status">([\d۰-۹,٬]+) ', whole)
        assert count, address
        assert f"{count[1]} {text('rows', language)}" in card
        # A chart, or the first of the rows of the whole answer.
        for cell in re.findall(r"<td>.*?</td>", card, re.DOTALL)[:3]:
            assert cell in whole
        begun = len(re.findall(r"<tr>\s*<td", card))
        assert begun == (0 if "<svg" in card else 3)
