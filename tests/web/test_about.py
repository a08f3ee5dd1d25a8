"""The parts of the site in every header, and the pages about the site and its data."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from peyvand.texts import text
from peyvand.web.pages.components.navigation import PARTS


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == 200, address
    return answer.text


def header(page: str) -> str:
    return page[page.index("<header>") : page.index("</header>")]


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("word", PARTS)
def test_a_word_leads_to_its_part_and_shows_what_is_under_it(
    client: FlaskClient, documents: Flask, word: str, language: str
) -> None:
    with documents.test_request_context():
        first = url_for(next(iter(PARTS[word])), lang=language)
    start = header(page_of(client, f"/?lang={language}"))
    assert f'<a href="{first}">{text(f"part-{word}", language)}</a>' in start
    assert 'class="below"' not in start
    inside = header(page_of(client, first))
    assert f'aria-current="true">{text(f"part-{word}", language)}</a>' in inside
    below = inside[inside.index('class="below"') :]
    assert below.count("<li>") == len(PARTS[word])
    assert below.count('aria-current="page"') == 1


def test_what_no_word_links_to_stands_under_one_all_the_same(client: FlaskClient) -> None:
    inside = header(page_of(client, "/page/city/tabriz?lang=en"))
    assert 'aria-current="true">Explore</a>' in inside
    assert 'aria-current="page"' not in inside


def test_a_name_is_asked_for_in_every_header(client: FlaskClient) -> None:
    asked = header(page_of(client, "/conflicts?lang=fa"))
    assert 'role="search"' in asked
    assert 'data-search="/search"' in asked
    # Where the page itself has the field, there is no other.
    assert page_of(client, "/?lang=en").count('data-search="/search"') == 1


def test_the_data_page_tells_the_address_the_files_and_the_versions(client: FlaskClient) -> None:
    page = page_of(client, "/data?lang=en")
    assert "http://localhost/sparql" in page
    number = re.search(r'href="/versions/(\d+)"', page)
    assert number
    assert f'href="/dumps/{number[1]}/graph.nq.gz"' in page
    assert f"@misc{{peyvand-{number[1]}," in page


def test_a_citation_is_a_file_and_names_the_version(client: FlaskClient) -> None:
    bib = client.get("/cite.bib")
    assert bib.mimetype == "application/x-bibtex"
    assert bib.text.startswith("@misc{peyvand-")
    ris = client.get("/cite.ris")
    assert "attachment; filename=" in ris.headers["Content-Disposition"]
    assert ris.text.startswith("TY  - DATA\r\n")
    assert client.get("/cite.docx").status_code == 404


def test_what_datacite_gets_has_all_that_it_demands_but_the_doi(client: FlaskClient) -> None:
    number = client.get("/version").json["version"]
    got = client.get(f"/cite.datacite.json?version={number}")
    assert got.mimetype == "application/vnd.datacite.datacite+json"
    told = json.loads(got.data)
    # The mandatory properties of its schema 4, but for the identifier.
    assert told["schemaVersion"] == "http://datacite.org/schema/kernel-4"
    assert [title["lang"] for title in told["titles"]] == ["en", "fa"]
    assert told["creators"][0]["name"] == told["publisher"]["name"]
    assert told["types"]["resourceTypeGeneral"] == "Dataset"
    assert re.fullmatch("[0-9]{4}", told["publicationYear"])
    assert told["dates"][0]["date"].startswith(told["publicationYear"])
    assert (told["version"], told["url"]) == (str(number), f"http://localhost/versions/{number}")
    assert told["rightsList"][0]["rightsIdentifier"] == "CC-BY-4.0"
    assert client.get("/cite.datacite.json?version=999").status_code == 404


@pytest.mark.parametrize("address", ["/about", "/about/components", "/data", "/page/city/tabriz"])
def test_a_page_describes_itself_for_those_who_link_to_it(
    client: FlaskClient, address: str
) -> None:
    page = page_of(client, f"{address}?lang=fa")
    described = re.search(r'<meta name="description" content="([^"]+)">', page)
    title = re.search(r'<meta property="og:title" content="([^"]+)">', page)
    assert described
    assert title
    assert re.search("[آ-ی]", described[1])
    # No host is repeated that a stranger may have named.
    assert "og:image" not in page
    assert 'rel="icon" type="image/svg+xml"' in page


@pytest.mark.parametrize(
    ("address", "card"),
    [
        ("/about", "/map.png"),
        ("/page/city/isfahan", "/drawings/city/isfahan/map.png"),
        ("/between/iran/turkey", "/between/iran/turkey/map.png"),
        ("/audit", "/audit/verdicts.png"),
    ],
)
def test_the_card_of_a_page_has_its_own_drawing(
    documents: Flask, monkeypatch: pytest.MonkeyPatch, address: str, card: str
) -> None:
    bridge = documents.extensions["peyvand"]
    named = replace(bridge.settings, public_url="https://public.example")
    monkeypatch.setattr(type(bridge), "settings", property(lambda _: named))
    # An address of its own, for pages that take long are kept.
    page = page_of(documents.test_client(), f"{address}?lang=fa&card=1")
    found = re.search(r'property="og:image" content="https://public\.example([^"]+)"', page)
    assert found
    assert found[1].startswith(card)
    drawn = documents.test_client().get(html.unescape(found[1]))
    assert drawn.data.startswith(b"\x89PNG")
    assert 'name="twitter:card" content="summary_large_image"' in page
    assert 'property="og:locale" content="fa_IR"' in page
