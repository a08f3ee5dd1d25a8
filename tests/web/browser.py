"""A browser that keeps account of what pages must not do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright import sync_api as api

from needs import browser_path, needs
from waiting import LIMIT_S
from web.live import Server

# What tests with a browser are marked with.
NEEDED = [
    pytest.mark.slow,
    needs("browser"),
    # Playwright leaves its event loop to the interpreter's end.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        yield started
        started.close()


class Visit:
    """A page that keeps account of what a page must not do."""

    def __init__(self, browser: Any, server: Server, **settings: Any) -> None:
        self.base = f"http://127.0.0.1:{server.port}"
        self.context = browser.new_context(**settings)
        self.page = self.context.new_page()
        # What comes is waited for, however slow the machine is.
        self.page.set_default_timeout(LIMIT_S * 1000)
        self.foreign: list[str] = []
        self.complaints: list[str] = []
        # Refusals that a step provokes are logged by the browser as errors of loading.
        self.refused: set[int] = set()
        self.context.route("**/*", self._allow)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _allow(self, route: Any) -> None:
        if route.request.url.startswith((self.base + "/", "data:", "blob:")):
            route.continue_()
        else:
            self.foreign.append(route.request.url)
            route.abort()

    def _heard(self, message: Any) -> None:
        # What the driver of the graphics says of its own speed is no matter of the page.
        if message.text.startswith("[.WebGL-"):
            return
        status = re.search(r"responded with a status of (\d+)", message.text)
        if message.type in ("error", "warning") and not (status and int(status[1]) in self.refused):
            self.complaints.append(message.text)

    def open(self, path: str) -> Any:
        self.page.goto(self.base + path)
        return self.page

    def editor(self, path: str = "/query") -> Any:
        self.open(path)
        self.page.wait_for_selector(".CodeMirror")
        return self.page

    def write(self, query: str) -> None:
        self.page.evaluate(
            "query => document.querySelector('.CodeMirror').CodeMirror.setValue(query)", query
        )

    def written(self) -> str:
        found = self.page.evaluate(
            "() => document.querySelector('.CodeMirror').CodeMirror.getValue()"
        )
        return str(found)

    def run(self) -> None:
        self.page.click("#query-form button[type=submit]")

    def cells(self) -> list[str]:
        self.page.wait_for_selector("#result td")
        return list(self.page.locator("#result td").all_text_contents())

    def close(self) -> None:
        attacked = self.page.evaluate("() => window.attacked")
        self.context.close()
        assert attacked is None
        assert self.foreign == [], self.foreign
        assert self.complaints == [], self.complaints
