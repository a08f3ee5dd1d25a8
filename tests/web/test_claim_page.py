"""The page of a claim shows the words of its document that say it, as they run there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store

from peyvand.web.app import create_app
from waiting import wait_until

DATA = """
@prefix claim: <https://w3id.org/peyvand/id/claim/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix selector: <https://w3id.org/peyvand/id/selector/> .
GRAPH <https://w3id.org/peyvand/graph/document-001> {
  claim:F1 a pv:Claim ; pv:asPrinted "2111 / بعلبک" ; pv:isFoundAt selector:F1 ;
    pv:isAlsoFoundAt selector:F1-2, selector:F1-3, selector:F1-4 .
  selector:F1 pv:line 685 ; oa:start 24463 ; oa:end 24480 ;
    oa:prefix "شهر " ; oa:exact "(2111) بعلبک، <i>" ; oa:suffix "، پس" .
  selector:F1-2 pv:line 690 ; oa:start 24600 ; oa:end 24700 ;
    pv:openingWords "سه واژهٔ نخست" ; pv:closingWords "و سه آخر" .
  selector:F1-3 pv:line 691 ; oa:start 24800 ; oa:end 24804 ;
    oa:prefix "Published: " ; oa:exact "2019" .
  selector:F1-4 pv:line 692 ; oa:start 24900 ; oa:end 24904 .
}
"""


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    app = create_app(store)
    yield app.test_client()
    app.extensions["peyvand"].close()


def figures(page: str) -> list[str]:
    found: list[str] = re.findall(r'<figure class="quoted">(.*?)</figure>', page, re.DOTALL)
    return found


@pytest.mark.parametrize(
    ("language", "heading", "caption"),
    [
        ("en", "Where it stands", "Line 685 · characters 24,463–24,467"),
        ("fa", "جای آن در سند", "سطر ۶۸۵ · نویسه‌های ۲۴٬۴۶۳–۲۴٬۴۶۷"),
    ],
)
def test_the_words_are_marked_in_their_context(
    client: FlaskClient, language: str, heading: str, caption: str
) -> None:
    page = client.get(f"/page/claim/F1?lang={language}").text
    assert f'<h2 id="places">{heading}</h2>' in page
    first, second, third, fourth = figures(page)
    assert (
        '<blockquote lang="fa" dir="rtl">… شهر <mark>(<b>2111</b>) <b>بعلبک</b>، &lt;i&gt;</mark>'
        "، پس …</blockquote>"
    ) in first
    # Of a long place the first and the last words; it begins and ends its lines.
    assert (
        '<blockquote lang="fa" dir="rtl"><mark>سه واژهٔ نخست … و سه آخر</mark></blockquote>'
    ) in second
    # What is written from left to right is shown so, in either language.
    assert '<blockquote lang="" dir="ltr">… Published: <mark>2019</mark></blockquote>' in third
    assert "blockquote" not in fourth
    text = re.sub(r"<[^>]*>", "", first)
    assert caption.replace("24,467", "24,480").replace("۲۴٬۴۶۷", "۲۴٬۴۸۰") in text
    assert ("۶۹۲" if language == "fa" else "692") in fourth


def test_a_claim_without_a_place_has_no_quotation(documents: Flask) -> None:
    client = documents.test_client()
    wait_until(lambda: client.get("/page/claim/X-001").status_code == 200, "the page is there")
    assert 'id="places"' not in client.get("/page/claim/X-001?lang=en").text
    (first, *_) = figures(client.get("/page/claim/F001-322?lang=en").text)
    assert "<b>2111</b></mark>) لبنان بعلبک" in first
