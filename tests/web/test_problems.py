"""The type of every problem leads to what it means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Store

import peyvand.web
from peyvand import errors
from peyvand.errors import PeyvandError
from peyvand.vocabulary.iris import BASE
from peyvand.web.app import create_app
from peyvand.web.pages.checks.problems import problems
from web.live import small_store

CLASSES = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, PeyvandError)
]
SLUGS = sorted({kind.slug for kind in CLASSES})
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    store: Store = small_store()
    app = create_app(store)
    yield app.test_client()
    app.extensions["peyvand"].close()


def path_of(iri: str) -> str:
    """The path below the base is the path on a host of ours."""
    assert iri.startswith(BASE)
    return "/" + iri.removeprefix(BASE)


@pytest.mark.parametrize("slug", SLUGS)
@pytest.mark.parametrize("tag", ["en", "fa"])
def test_every_slug_has_a_page_and_plain_values(client: FlaskClient, slug: str, tag: str) -> None:
    found = client.get(f"/problem/{slug}?lang={tag}")
    assert found.content_type == "application/json"
    told = found.json
    assert told is not None
    assert (told["type"], told["lang"]) == (f"{BASE}problem/{slug}", tag)
    for member in ("title", "meaning", "next"):
        assert bool(re.search("[آ-ی]", told[member])) == (tag == "fa"), member
    statuses = {kind.status for kind in CLASSES if kind.slug == slug}
    assert statuses <= set(told["statuses"])
    page = client.get(f"/problem/{slug}?lang={tag}", headers=HTML)
    assert page.status_code == 200
    assert page.content_type == "text/html; charset=utf-8"
    assert page.headers["Content-Language"] == tag
    assert f'<html lang="{tag}"' in page.text
    for member in ("title", "meaning", "next"):
        assert told[member] in page.get_data(as_text=True).replace("&#39;", "'"), member
    for status in told["statuses"]:
        assert HTTPStatus(status).phrase in page.text


def test_no_two_problems_are_told_alike() -> None:
    for tag in ("en", "fa"):
        told = [one.to_json(tag) for one in problems().values()]
        for member in ("title", "meaning", "next"):
            assert len({one[member] for one in told}) == len(told)


@pytest.mark.parametrize("tag", ["en", "fa"])
def test_the_index_leads_to_all(client: FlaskClient, tag: str) -> None:
    page = client.get(f"/problem?lang={tag}", headers=HTML)
    links = re.findall(r'href="/problem/([a-z-]+)\?', page.text)
    assert sorted(links) == SLUGS
    listed = client.get(f"/problem?lang={tag}").json
    assert listed is not None
    assert sorted(one["type"] for one in listed["problems"]) == [
        f"{BASE}problem/{slug}" for slug in SLUGS
    ]
    assert client.get("/problem/").status_code == 200


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/sparql?query=SELECT", {}, 400),
        ("/sparql?query=SELECT+*+{}&format=nothing", {}, 406),
        ("/sparql?query=SELECT+*+{+SERVICE+<http://x.example/>+{}+}", {}, 400),
        ("/nothing", {}, 404),
        ("/id/city/nothing", {}, 404),
        ("/data/city/nothing", {}, 404),
        ("/ask/nothing", {}, 404),
        ("/graphs/nothing", {}, 404),
        ("/versions/99", {}, 404),
        ("/problem/nothing", {}, 404),
        ("/sparql?query=ASK+{}", {"Accept": "image/png"}, 406),
    ],
)
def test_the_type_of_an_answer_dereferences(
    client: FlaskClient, path: str, headers: dict[str, str], status: int
) -> None:
    found = client.get(path, headers=headers)
    assert found.status_code == status
    told = found.json
    assert told is not None
    meant = client.get(path_of(told["type"])).json
    assert meant is not None
    assert meant["type"] == told["type"]
    assert meant["title"] == told["title"]
    assert told["status"] in meant["statuses"]


def test_what_connections_refuse_is_told_too() -> None:
    """The answers of ``connection.py`` are written below HTTP, each with status and slug."""
    http = Path(peyvand.web.__file__).parent / "http"
    source = (http / "connection.py").read_text(encoding="utf-8")
    written = (http / "problem.py").read_text(encoding="utf-8")
    refused = set(re.findall(r"\b([A-Z]\w+)\(\*\*say\(", source))
    assert len(refused) >= 6
    for kind in (getattr(errors, name) for name in refused):
        assert kind.status in problems()[kind.slug].statuses, kind
        # Below HTTP nothing else knows what a status is called.
        assert f"{kind.status}: " in written


@pytest.mark.parametrize(
    ("slug", "like"),
    [("timeout", "query-timeout"), ("malformed-querry", "malformed-query"), ("Too-Big", "too-")],
)
def test_an_unknown_slug_has_near_matches(client: FlaskClient, slug: str, like: str) -> None:
    found = client.get(f"/problem/{slug}")
    assert (found.status_code, found.content_type) == (404, "application/problem+json")
    told = found.json
    assert told is not None
    assert any(like in one["iri"] for one in told["near"])
    for one in told["near"]:
        assert client.get(one["href"]).status_code == 200
    for tag in ("en", "fa"):
        page = client.get(f"/problem/{slug}?lang={tag}", headers=HTML)
        assert page.status_code == 404
        for one in told["near"]:
            assert f'href="{one["href"]}"' in page.text
            assert one["labels"][tag] in page.text


@pytest.mark.parametrize("slug", ["<script>", "a/b", "%00", "x" * 500, "خطا"])
def test_odd_slugs_are_harmless(client: FlaskClient, slug: str) -> None:
    found = client.get(f"/problem/{slug}", headers=HTML)
    assert found.status_code == 404
    assert "<script>" not in found.text


def test_a_page_is_not_sent_twice(client: FlaskClient) -> None:
    first = client.get("/problem/gone", headers=HTML)
    again = client.get("/problem/gone", headers={**HTML, "If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert "Accept" in first.headers["Vary"]
    assert urlsplit(client.get("/problem/gone?format=html").request.url).path == "/problem/gone"
    assert client.get("/problem/gone?format=html").content_type.startswith("text/html")
    assert client.get("/problem/gone?format=json", headers=HTML).content_type == "application/json"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/browse/nothing", 404),
        ("/nowhere", 404),
        ("/search?limit=x&q=a", 400),
        ("/?version=99", 404),
    ],
)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_browser_is_shown_an_error_as_a_page(
    client: FlaskClient, path: str, status: int, language: str
) -> None:
    address = f"{path}{'&' if '?' in path else '?'}lang={language}"
    page = client.get(address, headers=HTML)
    assert (page.status_code, page.mimetype) == (status, "text/html")
    assert page.headers["Content-Language"] == language
    assert page.text.count("<h1>") == 1
    assert "/problem/" in page.text
    told = client.get(address)
    assert (told.status_code, told.mimetype) == (status, "application/problem+json")
    assert told.json["title"] in page.text
