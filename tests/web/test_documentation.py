"""The documentation is served with its links, and nothing in it becomes markup of its own."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from peyvand.texts import texts
from peyvand.web.pages import documentation


def test_every_page_is_served_and_its_links_lead_somewhere(client: FlaskClient) -> None:
    index = client.get("/docs?lang=en").text
    pages = documentation._texts()
    assert len(pages) > 40
    for name in pages:
        assert f'href="/docs/{name}?lang=en"' in index
        body = str(documentation.page(name).body)
        assert "style=" not in body
        assert "<script" not in body
        for address in re.findall(r'(?:href|src)="/docs/([^"#]*)', body):
            assert address in pages or address in documentation._pictures(), (name, address)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_contents_say_of_each_page_what_it_is_about(client: FlaskClient, language: str) -> None:
    told = texts(language, "document")
    grouped = [name for names in documentation._GROUPS.values() for name in names]
    pages = {name for name in documentation._texts() if "/" not in name}
    assert sorted(grouped) == sorted(told) == sorted(pages)
    index = client.get(f"/docs?lang={language}").text
    assert all(str(escape(about)) in index for about in told.values())
    assert all(head in index for head in texts(language, "documents").values())
    one = client.get(f"/docs/endpoint?lang={language}").text
    assert (told["endpoint"] in one) == (language == "fa")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_page_is_left_to_right_in_either_language(client: FlaskClient, language: str) -> None:
    page = client.get(f"/docs/endpoint?lang={language}").text
    assert '<article class="documentation" lang="en" dir="ltr">' in page
    assert re.search(r'<a href="/docs/[a-z-]+', page)
    assert '<table class="documented">' in page
    assert re.search(r'<h2 id="[a-z-]+">', page)


def test_pictures_are_served_and_other_files_are_not(client: FlaskClient) -> None:
    assert client.get("/docs/layers.svg").mimetype == "image/svg+xml"
    for name in ("nothing", "../pyproject.toml", "%2e%2e/README", "scale.json", "endpoint.md"):
        assert client.get(f"/docs/{name}").status_code == 404
