"""Every page that the pages lead to, as a program that follows their links sees them."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from waiting import LIMIT_S

HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
_HOST = "http://localhost"


@dataclass
class Page(HTMLParser):
    """What a page leads to, what it fetches, and what it must not hold."""

    address: str
    text: str
    links: list[str] = field(default_factory=list)
    alternates: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        found = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "link" and found.get("rel") in ("alternate", "search", "canonical", "bookmark"):
            self.alternates += [found["href"]] if found["rel"] != "canonical" else []
        elif tag in ("link", "script", "img", "iframe", "object", "embed", "source"):
            self.fetched += [found[name] for name in ("href", "src", "data") if name in found]
        inline = tag == "script" and "src" not in found
        if inline and found.get("type") not in ("application/json", "application/ld+json"):
            self.forbidden.append(f"<{tag}>")
        if tag in ("iframe", "object", "embed", "base", "style"):
            self.forbidden.append(f"<{tag}>")
        self.forbidden += [name for name in found if name.startswith("on") or name == "style"]
        link = found.get("href", found.get("src", "")).strip().lower()
        if link.startswith(("javascript:", "vbscript:", "data:text")):
            self.forbidden.append(link)


class Crawler:
    """Follows links from some pages on, a few of each family, and keeps account of all.

    Args:
        app: the application.
        most: how many addresses of a family (a rule, a kind of thing, names of parameters) are
            followed; of those that show what others show, one.
        language: the language of the pages that it is about; all languages are one, if none.
    """

    def __init__(self, app: Flask, most: int, language: str = "") -> None:
        self._language = language
        self._rule = cache(app.url_map.bind("localhost").match)
        self._client: FlaskClient = app.test_client()
        self._most = most
        self._led: set[str] = set()
        self.followed: Counter[tuple[str, ...]] = Counter()
        self.broken: list[str] = []
        self.pages: dict[str, Page] = {}
        self.things: dict[str, str] = {}
        # The files of CSV that people are led to, by their addresses.
        self.sheets: dict[str, str] = {}

    def crawl(self, starts: list[str]) -> None:
        """Visit the pages that can be reached, each once."""
        waiting, seen = list(starts), set(starts)
        while waiting:
            address = waiting.pop(0)
            for link in self._visit(address):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)

    def family(self, address: str) -> tuple[str, ...] | None:
        """The family of an address; None if no rule answers it.

        Which version is shown, and in which language, is asked of every address in the same way:
        pages of a rule that differ by what else they are asked with are one family there.
        """
        parts = urlsplit(address)
        try:
            endpoint, values = self._rule(unquote(parts.path), method="GET")
        except HTTPException:
            return None
        kind = values.get("kind", "")
        if endpoint in ("thing", "thing_data"):
            kind = values["name"].partition("/")[0]
        asked = dict(parse_qsl(parts.query))
        language = asked.pop("lang", self._language)
        if self._language and language != self._language:
            return endpoint, kind, "lang"
        if "version" in asked:
            return endpoint, kind, *sorted(asked.keys() & {"version", "table", "format"})
        return endpoint, kind, *sorted(asked)

    def _answered(self, address: str) -> TestResponse:
        """The answer to a request, asked again while the index of names is being made."""
        until = time.monotonic() + LIMIT_S
        while True:
            answer = self._client.get(address, headers=HTML)
            if answer.status_code != 503:
                return answer
            answer.close()
            assert time.monotonic() < until, f"the index was never made: {address}"
            time.sleep(0.5)

    def _visit(self, address: str) -> Iterator[str]:
        family = self.family(address)
        if family is None:
            self.broken.append(f"{address}: no rule answers it")
            return
        if family[0] == "thing":
            self.things.setdefault(unquote(urlsplit(address).path), address)
        again = {"version", "lang"} & {*family[2:]}
        if self.followed[family] >= (1 if again else self._most):
            return
        self.followed[family] += 1
        with self._answered(address) as answer:
            if answer.status_code >= 400:
                self.broken.append(f"{address}: {answer.status_code}")
                return
            if answer.status_code >= 300:
                yield from self._inside(answer.request.url, answer.headers["Location"])
                return
            if answer.mimetype != "text/html":
                if answer.mimetype == "text/csv" and address in self._led:
                    self.sheets[address] = answer.text
                return
            page, here = Page(address, answer.text), answer.request.url
        self.pages[address] = page
        for link in dict.fromkeys((*page.links, *page.alternates)):
            for found in self._inside(here, link):
                if link in page.links:
                    self._led.add(found)
                yield found

    def _inside(self, here: str, link: str) -> Iterator[str]:
        """The address that a link of a page leads to, if the application answers it."""
        whole = urlsplit(urljoin(here, link))
        if f"{whole.scheme}://{whole.netloc}" != _HOST:
            return
        yield whole.path + (f"?{whole.query}" if whole.query else "")
