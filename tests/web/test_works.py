"""The page ``/works``: citations, works, pages in every reading, and what rests on them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode

from peyvand.vocabulary.iris import ID
from peyvand.web.pages.partnership.citing import missing_of, unlisted, works_of
from web.words import told as words_of


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


def told(client: FlaskClient, address: str) -> str:
    page = client.get(address, headers={"Accept": "text/html"})
    assert page.status_code == 200
    return words_of(page.text)


def of(body: Any, slug: str) -> Any:
    (found,) = [one for one in body["works"] if one["iri"] == f"{ID}work/{slug}"]
    return found


def test_from_the_citation_to_the_work_and_every_reading_of_its_page(client: FlaskClient) -> None:
    body = client.get("/works?document=001&format=json").json
    work = of(body, "eskandaran")
    assert [(one["lines"], one["printed"], set(one["pages"])) for one in work["citations"]] == [
        ([190], ["320"], {"328", "325", "28", "25"}),
        ([267], ["212"], {"292", "202"}),
    ]
    assert {it["label"]["en"] for one in work["citations"] for it in one["certainty"]} == {
        "ambiguous"
    }
    assert (work["issued"], work["yearPrinted"], len(work["yearReadings"])) == ([], ["9319"], 3)
    assert len(work["claims"]) == 35
    certain = of(body, "nye-2008")
    assert [one["pages"] for one in certain["citations"]] == [["95"]]
    (website,) = of(body, "sistercities")["citations"]
    assert (website["printed"], website["pages"]) == ([], [])


def test_the_article_prints_no_list_so_each_of_its_works_is_missing(client: FlaskClient) -> None:
    body = client.get("/works?document=document/001&format=json").json
    assert body
    (article,) = body["documents"]
    assert article["iri"] == f"{ID}document/001"
    assert {one["label"]["en"] for one in article["missing"]} == {"bibliography", "table"}
    assert {one["label"]["fa"] for one in article["missing"]} == {"فهرست منابع", "جدول"}
    assert Counter(article["unlisted"]) == Counter(one["iri"] for one in body["works"])
    text = told(client, "/works?document=001&lang=en")
    assert f"{len(body['works'])} works that it cites are known by the citations alone" in text
    assert "What is missing of it: table (claim)" in text
    assert "bibliography (claim)" in text


def test_the_page_tells_it_in_both_languages(client: FlaskClient) -> None:
    english = told(client, "/works?lang=en")
    assert "320 25 / 28 / 325 / 328 ambiguous" in english
    assert "Claims that rest on it: 35" in english
    persian = told(client, "/works?lang=fa")
    assert "320 ۲۵ / ۲۸ / ۳۲۵ / ۳۲۸ مبهم" in persian
    assert "ادعاهای استوار بر آن: ۳۵" in persian
    assert 'href="/works?lang=fa"' in client.get("/conflicts?lang=fa").text


def test_a_row_for_each_citation_and_each_claim(client: FlaskClient) -> None:
    body = client.get("/works?format=json").json
    assert body
    rows = list(csv.DictReader(io.StringIO(client.get("/works?format=csv").text)))
    assert Counter(row["kind"] for row in rows) == {
        "work": len(body["works"]),
        "citation": sum(len(one["citations"]) for one in body["works"]),
        "claim": sum(len(one["claims"]) for one in body["works"]),
    }


def test_a_document_that_is_not_there_and_one_that_cites_nothing(client: FlaskClient) -> None:
    assert client.get("/works?document=999").status_code == 404
    assert client.get("/works?document=x%2Fy%2Fz").status_code == 404
    assert client.get("/works?document=002&format=json").json["works"] == []
    assert "No cited work is on record." in told(client, "/works?document=002&lang=en")


def test_the_works_of_one_document_have_its_citations_and_claims_alone() -> None:
    def named(**names: str) -> dict[str, NamedNode | Literal | Any]:
        return {name: NamedNode(f"x:{value}") for name, value in names.items()}

    works = [named(work="a"), named(work="b"), named(work="idle")]
    citations = [
        named(work="a", document="one", citation="c1") | {"line": Literal(7)},
        named(work="a", document="one", citation="c1") | {"line": Literal(8)},
        named(work="a", document="two", citation="c2"),
        named(work="b", document="two"),
    ]
    resting = [named(work="a", claim="k", document="two", about="x", property="p")]
    every = works_of(works, citations, resting)
    assert [(one.iri, len(one.citations), len(one.resting)) for one in every] == [
        ("x:a", 2, 1),
        ("x:b", 0, 0),
        ("x:idle", 0, 0),
    ]
    (one,) = works_of(works, citations, resting, "x:one")
    assert [list(it.lines) for it in one.citations.values()] == [[7, 8]]
    assert not one.resting
    assert {name: len(some) for name, some in unlisted(every).items()} == {"x:one": 1, "x:two": 2}
    lacking = [named(document="one", claim="k") | {"missing": NamedNode("x:list")}]
    assert missing_of(lacking, "x:two") == {}
    assert missing_of(lacking) == {"x:one": {"x:k": [NamedNode("x:list")]}}
