"""A server below a path prefix, behind a little proxy: every link leads somewhere below it."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient

from peyvand.web.http import prefix
from web.crawl import Page
from web.live import DATA, Got, Server, publish, running, small_store, wait_for_index

PREFIX = "/open/peyvand"
CITY = '<https://w3id.org/peyvand/id/city/tabriz> a pv:City ; rdfs:label "Tabriz"@en .'
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
PAGES = ("/", "/browse", "/search?q=a", "/network", "/comparison", "/conflicts", "/audit", "/ask",
         "/register", "/register/agreement", "/ask/partners-of-city", "/query", "/page/ns",
         "/page/ns/City", "/page/city/tabriz", "/desk", "/desk/city/tabriz", "/files",
         "/monitor", "/plans", "/works", "/recognition", "/recognition?profile=clair&criteria=only",
         "/screening", "/map",
         "/problem", "/problem/too-large", "/nothing", "/page/city/nothing")  # fmt: skip


@contextmanager
def proxy(server: Server, *, strips: bool) -> Iterator[int]:
    """A proxy that serves a server below the prefix; the port that it listens on."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            if not (self.path + "/").startswith(PREFIX + "/"):
                self.send_error(404, "Beyond the prefix")
                return
            path = self.path.removeprefix(PREFIX) or "/" if strips else self.path
            sent = {**dict(self.headers), "Connection": "close"}
            sent["X-Forwarded-Prefix"] = PREFIX
            # No other header is taken for it, in whatever order.
            sent |= {"X-Forwarded-Path": "/elsewhere", "X-Real-Path": "/elsewhere"}
            to_server = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            # Also when who asked has gone meanwhile.
            with closing(to_server) as connection:
                connection.request(self.command, path, self.rfile.read(length), sent)
                answer = connection.getresponse()
                body = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    served = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=served.serve_forever)
    thread.start()
    try:
        yield served.server_address[1]
    finally:
        served.shutdown()
        thread.join()
        served.server_close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("prefix")
    publish(home, small_store(DATA + CITY))
    with running(home, trusted_proxies="127.0.0.0/8") as found:
        wait_for_index(found)
        yield found


@pytest.fixture(scope="module")
def port(server: Server) -> Iterator[int]:
    with proxy(server, strips=True) as found:
        yield found


def ask(port: int, path: str, headers: dict[str, str] | None = None) -> Got:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return Got(response.status, response.headers, response.read())


def follow(port: int, path: str, headers: dict[str, str]) -> Got:
    """The answer at the end of redirections, all of which stay below the prefix."""
    for _ in range(5):
        got = ask(port, path, headers)
        if got.status not in (301, 302, 303, 307, 308):
            return got
        path = urljoin(path, got.headers["Location"])
        assert path.startswith(PREFIX + "/"), path
    raise AssertionError(f"{path} leads round and round")


def test_every_link_of_every_page_is_below_the_prefix_and_answers(port: int) -> None:
    seen: set[str] = set()
    for path in PAGES:
        got = ask(port, PREFIX + path, BROWSER)
        assert got.headers["Content-Type"].startswith("text/html"), path
        page = Page(path, got.text)
        assert page.links, path
        for link in (*page.links, *page.fetched):
            parts = urlsplit(urljoin(PREFIX + path, link))
            if parts.netloc or parts.scheme or not parts.path:
                continue
            assert (parts.path + "/").startswith(PREFIX + "/"), (path, link)
            assert not parts.path.startswith(PREFIX * 2), (path, link)
            seen.add(parts.path + (f"?{parts.query}" if parts.query else ""))
        for place in re.findall(r'(?:action|data-[a-z-]+)="(/[^"]*)"', got.text):
            assert place.startswith(PREFIX + "/"), (path, place)
    # One of each kind of address.
    chosen = {re.sub(r"[^/]*$", "", urlsplit(link).path): link for link in sorted(seen)}
    assert len(chosen) >= 8
    for link in chosen.values():
        if "nothing" in link:
            continue
        assert follow(port, link, BROWSER).status < 400, link


def test_scripts_are_given_addresses_below_the_prefix(port: int) -> None:
    text = ask(port, f"{PREFIX}/query", BROWSER).text
    found = re.search(r'id="editor-data">(.*?)</script>', text)
    assert found
    data = json.loads(found[1])
    for name in ("endpoint", "queries", "vocabulary", "search", "things"):
        assert data[name].startswith(PREFIX + "/"), name
    assert ask(port, data["vocabulary"]).status == 200
    assert ask(port, f"{data['endpoint']}?query=ASK%7B%7D").json["boolean"] is True
    results = ask(port, f"{PREFIX}/search?q=tabriz&format=json").json["results"]
    assert results
    for result in results:
        assert result["href"].startswith(PREFIX + "/")
        assert follow(port, result["href"], BROWSER).status == 200
    for row in ask(port, f"{PREFIX}/versions").json["versions"]:
        assert ask(port, row["href"]).status == 200


def test_headers_lead_below_the_prefix(port: int) -> None:
    got = ask(port, f"{PREFIX}/sparql", BROWSER)
    assert (got.status, got.headers["Location"]) == (303, f"{PREFIX}/query")
    got = ask(port, f"{PREFIX}/ns", {"Accept": "text/turtle"})
    assert got.headers["Content-Location"] == f"{PREFIX}/ns.ttl"
    links = re.findall(r"<([^>]*)>", got.headers["Link"])
    assert all(link.startswith((PREFIX + "/", "https://")) for link in links)
    assert follow(port, f"{PREFIX}/dataset", {}).status == 200


def test_a_proxy_may_leave_the_prefix_in_the_path(server: Server) -> None:
    with proxy(server, strips=False) as port:
        assert ask(port, f"{PREFIX}/sparql?query=ASK%7B%7D").json["boolean"] is True
        got = follow(port, f"{PREFIX}/page/city/tabriz", BROWSER)
        assert got.status == 200
        assert f'href="{PREFIX}/browse' in got.text
        assert f"{PREFIX}{PREFIX}" not in got.text
        assert follow(port, PREFIX, BROWSER).status == 200


def test_the_operators_address_names_a_prefix(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("public")
    publish(home, small_store())
    with running(home, public_url=f"https://public.example{PREFIX}/") as server:
        for path in ("/problem", f"{PREFIX}/problem"):
            text = server.ask(path=path, headers=BROWSER).text
            assert f'href="{PREFIX}/problem/too-large' in text
        text = server.ask(path="/reconcile").text + server.ask(path="/opensearch.xml").text
        assert f"https://public.example{PREFIX}/" in text
        assert "127.0.0.1" not in text


def test_what_names_the_server_names_the_prefix(port: int) -> None:
    address = ask(port, f"{PREFIX}/reconcile").json["view"]["url"]
    assert address
    for path in ("/llms.txt", "/sitemap.xml", "/opensearch.xml", "/.well-known/void", "/reconcile"):
        assert f"http://127.0.0.1:{port}{PREFIX}/" in ask(port, PREFIX + path).text, path
    query = "SELECT%20(%3Cx%3E%20AS%20%3Fx)%20%7B%7D"
    got = ask(port, f"{PREFIX}/sparql?query={query}", {"Accept": "text/csv"})
    assert got.text.splitlines()[1].endswith(f"{PREFIX}/x")


def test_data_is_left_as_it_is(port: int) -> None:
    query = (
        "SELECT%20%28%27%22href%22%3A%20%22%2Fx%22%20href%3D%22%2Fy%22%27%20AS%20%3Fx%29%20%7B%7D"
    )
    for kind in ("application/sparql-results+json", "text/csv"):
        got = ask(port, f"{PREFIX}/sparql?query={query}", {"Accept": kind})
        assert PREFIX not in got.text
        assert "/y" in got.text


def test_only_a_trusted_proxy_names_a_prefix(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("untrusted")
    publish(home, small_store())
    with running(home, trusted_proxies="10.0.0.0/8") as server:
        got = server.ask(headers={**BROWSER, "X-Forwarded-Prefix": "/evil"})
        assert got.headers["Location"] == "/query"
        got = server.ask(path="/", headers={**BROWSER, "X-Forwarded-Prefix": "/evil"})
        assert "/evil" not in got.text


def test_a_mounted_application_is_below_its_mount(client: FlaskClient) -> None:
    found = client.get("/browse", base_url=f"http://x.example{PREFIX}", headers=BROWSER)
    page = Page("/browse", found.text)
    local = [link for link in (*page.links, *page.fetched) if link.startswith("/")]
    assert local
    assert all(link.startswith(PREFIX + "/") for link in local)
    found = client.get("/sparql", base_url=f"http://x.example{PREFIX}", headers=BROWSER)
    assert found.headers["Location"] == f"{PREFIX}/query"


@pytest.mark.parametrize(
    ("given", "clean"),
    [("/a", "/a"), ("/a/b-c.d/", "/a/b-c.d"), ("", ""), ("/", ""), ("a", ""), ("//evil", ""),
     ("/a\" onload=\"", ""), ("/a<b", ""), ("/a b", ""), ("http://x/", "")],
)  # fmt: skip
def test_a_prefix_is_a_path(given: str, clean: str) -> None:
    assert prefix.clean(given) == clean
