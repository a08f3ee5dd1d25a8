"""The page of two places: what they have agreed, counted by who says so, drawn and listed."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, QuerySolutions

from peyvand.graph.build import Graph
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import thing
from peyvand.web.pages.network.between import _ordered, counted
from web.live import with_index
from web.words import told

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return with_index(documents)


def rows_of(page: str) -> int:
    return len(re.findall(r'<tr><td[^>]*><a href="/id/agreement/', page))


def row(name: str, **more: Any) -> dict[str, Any]:
    known = Literal(str(more.pop("known", False)).lower())
    return {"agreement": NamedNode(f"x:{name}"), "known": known} | {
        key: Literal(str(value)) for key, value in more.items()
    }


def test_each_agreement_is_counted_once() -> None:
    ends = {"long": "46", "lat": "38", "partnerLong": "43", "partnerLat": "38"}
    found = counted(
        [
            row("a", signed="2001", **ends),
            row("a", signed="2002", **ends),
            row("b", inferred="1999"),
            row("c", known=True, **ends),
            row("d", known=True, long="46", lat="38"),
        ]
    )
    assert (found.all, found.documents, found.datasets) == (4, 2, 2)
    assert (found.dated, found.drawn) == (2, 2)


def test_more_than_a_page_has_are_a_list_that_can_be_asked(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/between/iran/turkey?lang=en"
    whole = rows_of(client.get(path, headers=HTML).text)
    for name in ("network.between", "lists.asked_lists"):
        monkeypatch.setattr(f"peyvand.web.pages.{name}.PAGE", 2)
    page = client.get(path, headers=HTML).text
    assert rows_of(page) == 2 < whole
    assert f'"list-count">{whole} of {whole}<' in page
    last = client.get(f"{path}&page={-(-whole // 2)}", headers=HTML).text
    assert rows_of(last) == (whole - 1) % 2 + 1
    facet = re.search(r'<select name="(\w+)">.*?<option value="([^"]+)">[^<]*\((\d+)\)', page)
    assert facet
    narrowed = f"{path}&{facet[1]}={facet[2]}"
    assert f'"list-count">{facet[3]} of {whole}<' in client.get(narrowed, headers=HTML).text
    file = client.get(f"{narrowed}&table=between&format=csv").text
    assert len(file.splitlines()) == int(facet[3]) + 1
    assert client.get(f"{path}&sort=nothing", headers=HTML).status_code == 400


def test_two_countries_by_their_names_in_either_language(client: FlaskClient) -> None:
    page = client.get("/between/iran/turkey?lang=en", headers=HTML).text
    text = told(page)
    assert "Iran – Turkey" in text
    count = re.search(r"Known between the two: (\d+) agreements,", text)
    assert count
    assert rows_of(page) == int(count[1])
    assert 'class="map"' in page
    assert re.search(r'<text class="name"[^>]*>Tabriz</text>', page)
    persian = told(client.get("/between/ایران/ترکیه?lang=fa", headers=HTML).text)
    assert "ایران – ترکیه" in persian
    # The same, the other way round.
    back = told(client.get("/between/turkey/iran?lang=en", headers=HTML).text)
    assert f"{count[1]} agreements," in back


def test_two_cities_without_an_agreement_are_not_told_that_there_is_none(
    client: FlaskClient,
) -> None:
    page = client.get("/between/tabriz/xian?lang=en", headers=HTML).text
    assert "That is not to say that there is none." in told(page)
    assert 'class="map"' not in page


def test_a_city_and_a_country(client: FlaskClient) -> None:
    page = client.get("/between/tabriz/turkey?lang=en", headers=HTML).text
    rows = rows_of(page)
    assert rows > 0
    whole = client.get("/between/iran/turkey?lang=en", headers=HTML).text
    assert rows < rows_of(whole)


def test_within_one_country_a_pair_is_asked_for_from_one_side(graph: Graph) -> None:
    iran = thing("country/iran")
    result = graph.store.query(own("web/between").bound(one=iran, other=iran))
    assert isinstance(result, QuerySolutions)
    pairs = {(row["agreement"], row["city"]) for row in result}
    assert pairs
    assert len({agreement for agreement, _ in pairs}) == len(pairs)


def test_what_is_no_place_is_told_with_what_is_like_it(client: FlaskClient) -> None:
    answer = client.get("/between/isfaha/turkey?lang=en", headers=HTML)
    assert answer.status_code == 404
    assert "Isfahan" in told(answer.text)


def test_the_form_leads_to_the_page(client: FlaskClient) -> None:
    assert client.get("/between?lang=en", headers=HTML).status_code == 200
    sent = client.get("/between?one=Iran&other=Turkey&lang=en", headers=HTML)
    assert sent.status_code == 303
    assert sent.location.endswith("/between/Iran/Turkey?lang=en")


def test_a_link_with_two_names_of_attack_is_escaped(client: FlaskClient) -> None:
    answer = client.get("/between/<script>/turkey?lang=en", headers=HTML)
    assert answer.status_code == 404
    assert "<script>/" not in answer.text


def test_what_documents_tell_of_stands_first_and_each_in_the_order_of_names() -> None:
    rows = [
        row("ب", known=True),
        row("آ", known=True),
        row("الف"),
        row("و"),
        row("ه"),
    ]
    reader: Any = SimpleNamespace(
        language="fa", learn=list, label=lambda term: (term.value.removeprefix("x:"), "fa")
    )
    names = [one["agreement"].value[2:] for one in _ordered(rows, reader)]
    assert names == ["الف", "و", "ه", "آ", "ب"]
