"""Search over HTTP: what is answered, in which form, and what is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store

from peyvand.settings import Settings
from peyvand.web.app import create_app
from waiting import wait_until
from web.live import Server, publish, running

DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix id: <https://w3id.org/peyvand/id/> .
<https://w3id.org/peyvand/id/country/iran> a pv:Country ; rdfs:label "Iran"@en, "ایران"@fa .
<https://w3id.org/peyvand/id/city/tabriz> a pv:City ; rdfs:label "Tabriz"@en, "تبریز"@fa ;
  pv:inCountry <https://w3id.org/peyvand/id/country/iran> .
<https://w3id.org/peyvand/id/city/tabas> a pv:City ; rdfs:label "Tabas"@en .
<https://w3id.org/peyvand/id/concept/table> rdfs:label "Tabriz"@en .
id:country\\/turkey a pv:Country ; rdfs:label "Turkey"@en, "ترکیه"@fa .
id:city\\/van a pv:City ; rdfs:label "Van"@en ; pv:transliteration "وان"@und-Arab-t-und-latn ;
  pv:inCountry id:country\\/turkey .
id:agreement\\/tabriz-van a pv:Agreement ; pv:hasParty id:city\\/tabriz, id:city\\/van ;
  rdfs:label "Pact of towns"@en, "پیمان دو شهر"@fa .
"""
PAIRS = [
    (
        "Tabriz Van",
        "en",
        "Tabriz – Van",
        "Agreements known between the two: 1",
        "Pact of towns",
    ),
    ("تبریز و وان", "fa", "تبریز – Van", "پیمان‌های دانستهٔ میان این دو: ۱", "پیمان دو شهر"),
    ("Iran, Turkey", "en", "Iran – Turkey", "Agreements known between the two: 1", ""),
    ("ایران ترکیه", "fa", "ایران – ترکیه", "پیمان‌های دانستهٔ میان این دو: ۱", ""),
    ("Tabas Van", "en", "Tabas – Van", "No agreement between the two is known here", ""),
]
HTML = {"Accept": "text/html"}
OPEN = "{http://a9.com/-/spec/opensearch/1.1/}"


def store() -> Store:
    found = Store()
    found.load(DATA.encode(), format=RdfFormat.TRIG)
    return found


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    app = create_app(store(), Settings(workers=1))
    # The first search makes the index, by another process.
    client = app.test_client()
    wait_until(lambda: client.get("/search?q=x").status_code == 200, "the index is made")
    yield client
    app.extensions["peyvand"].close()


@pytest.mark.parametrize("query", ["tabriz", "تبريز", "TABRĪZ", "city/tabriz"])
def test_a_search_answers_json(client: FlaskClient, query: str) -> None:
    got = client.get("/search", query_string={"q": query, "kind": "city", "lang": "fa"})
    assert got.status_code == 200
    assert got.content_type == "application/json"
    assert got.headers["Peyvand-Version"] == "1"
    assert got.headers["Content-Language"] == "fa"
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    body = got.get_json()
    assert (body["version"], body["query"], body["kinds"]) == (1, query, ["city"])
    first = body["results"][0]
    assert first["iri"] == "https://w3id.org/peyvand/id/city/tabriz"
    assert (first["label"], first["description"]) == ("تبریز", "شهر، ایران")
    assert (first["label_en"], first["country_fa"]) == ("Tabriz", "ایران")


def test_kinds_and_pages(client: FlaskClient) -> None:
    both = client.get("/search?q=tab&kind=city,country&kind=other").get_json()["results"]
    assert [hit["label"] for hit in both] == ["Tabriz", "Tabas", "Tabriz"]
    second = client.get("/search?q=tab&limit=1&skip=1").get_json()["results"]
    assert second == both[1:2]
    assert client.get("/search?q=tab&skip=0&limit=1").get_json()["results"] == both[:1]
    assert client.get("/search").get_json()["results"] == []


def test_suggestions_are_those_of_opensearch(client: FlaskClient) -> None:
    got = client.get("/suggest?q=tabr")
    assert got.content_type == "application/x-suggestions+json"
    query, texts, about, addresses = got.get_json(force=True)
    assert query == "tabr"
    assert texts == ["Tabriz"]  # two things of one name are one text
    assert about == ["city, Iran"]
    assert addresses == ["https://w3id.org/peyvand/id/city/tabriz"]


@pytest.mark.parametrize(("query", "tag", "label", "told", "agreement"), PAIRS)
def test_two_names_offer_the_pair_everywhere(
    client: FlaskClient, query: str, tag: str, label: str, told: str, agreement: str
) -> None:
    asked = {"q": query, "lang": tag}
    pair = client.get("/search", query_string=asked).get_json()["pair"]
    assert (pair["label"], pair["description"]) == (label, told)
    assert [place["label"] for place in pair["places"]] == label.split(" – ")
    if agreement:
        assert [one["label"] for one in pair["agreements"]] == [agreement]
        assert pair["href"] == "/id/agreement/tabriz-van"
    # Where it leads to is there.
    assert client.get(pair["href"], headers=HTML, follow_redirects=True).status_code == 200
    page = client.get("/search", query_string=asked, headers=HTML).text
    assert label in page
    assert told in page
    _, texts, about, addresses = client.get("/suggest", query_string=asked).get_json(force=True)
    assert (texts[0], about[0]) == (label, told)
    assert addresses[0] == "http://localhost" + pair["href"]
    # Who asks for things of one kind asks for no pair.
    assert "pair" not in client.get("/search", query_string={**asked, "kind": "city"}).get_json()


def test_what_was_found_is_a_list_that_can_be_asked(client: FlaskClient) -> None:
    def listed(**asked: str) -> list[str]:
        page = client.get("/search", query_string={"lang": "en", **asked}, headers=HTML).text
        return re.findall(r'href="/id/([^"?]+)', page.partition("<tbody>")[2])

    best = listed(q="tabriz")
    told = client.get("/search?q=tabriz&lang=en").get_json()["results"]
    assert best[0] == told[0]["iri"].partition("/id/")[2]
    kinds = {one["kind"] for one in told}
    assert len(kinds) > 1
    for kind in kinds:
        assert set(listed(q="tabriz", kind=kind)) <= set(best)
    assert set(listed(q="tabriz", kind=",".join(kinds))) == set(best)
    assert "country/iran" in listed(q="tabriz", country="country/iran")
    file = client.get("/search?q=tabriz&table=found&format=csv&lang=en", headers=HTML)
    assert file.text.count("\r\n") == len(best) + 1 or "country" in file.text


def test_countries_lead_to_the_page_between_them(client: FlaskClient) -> None:
    pair = client.get("/search?q=Iran+Turkey").get_json()["pair"]
    assert pair["href"] == "/between/iran/turkey?lang=en"
    page = client.get(pair["href"], headers=HTML).text
    assert "country/iran" in page
    assert "country/turkey" in page


def test_a_persian_page_tells_what_is_transliterated(client: FlaskClient) -> None:
    page = client.get("/search?q=وان&lang=fa", headers=HTML).text
    assert '<bdi lang="und-arab-t-und-latn">وان</bdi>' in page
    assert "نویسه‌گردانی" in page
    first = client.get("/search?q=وان&lang=fa").get_json()["results"][0]
    assert (first["label"], first["transliteration"]) == ("Van", "وان")
    assert first["grade"] == "transliteration"


@pytest.mark.parametrize(("tag", "name"), [("en", "Peyvand"), ("fa", "پیوند")])
def test_the_description_leads_to_what_answers(client: FlaskClient, tag: str, name: str) -> None:
    got = client.get(f"/opensearch.xml?lang={tag}")
    assert got.content_type == "application/opensearchdescription+xml"
    document = ElementTree.fromstring(got.data)
    assert document.tag == OPEN + "OpenSearchDescription"
    short = document.findtext(OPEN + "ShortName")
    assert short == name
    assert len(short) <= 16
    urls = {url.get("type"): url.get("template", "") for url in document.iter(OPEN + "Url")}
    assert all("{searchTerms}" in url and url.startswith("http://") for url in urls.values())
    asked = urls["application/x-suggestions+json"].replace("{searchTerms}", "tabr")
    assert json.loads(client.get(asked.removeprefix("http://localhost")).data)[0] == "tabr"


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("q=a&kind=town", 400, "town"),
        ("q=a&limit=101", 400, "100"),
        ("q=a&limit=0", 400, "limit"),
        ("q=a&limit=x", 400, "limit"),
        ("q=a&skip=1001", 400, "skip"),
        ("q=a&q=b", 400, "q"),
        ("q=%FF", 400, "UTF-8"),
        ("q=a%00", 400, "NUL"),
        ("q=a&version=9", 404, "9"),
    ],
)
def test_what_cannot_be_understood_is_a_problem(
    client: FlaskClient, query: str, status: int, told: str
) -> None:
    got = client.get(f"/search?{query}")
    assert got.status_code == status
    assert got.content_type == "application/problem+json"
    assert told in got.get_json(force=True)["detail"]
    persian = client.get(f"/search?{query}&lang=fa").get_json(force=True)
    assert any("آ" <= letter <= "ی" for letter in persian["detail"] + persian["hint"])


@pytest.mark.parametrize("path", ["/search", "/suggest", "/opensearch.xml"])
def test_methods(client: FlaskClient, path: str) -> None:
    got = client.options(path, headers={"Origin": "http://x.example"})
    assert got.status_code == 204
    assert "GET" in got.headers["Access-Control-Allow-Methods"]
    refused = client.post(path)
    assert refused.status_code == 405
    assert "GET" in refused.headers["Allow"]
    assert client.head(f"{path}?q=tab").data == b""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home: Path = tmp_path_factory.mktemp("search")
    publish(home, store())
    with running(home) as live:
        yield live


def found(server: Server, **query: str) -> tuple[str | None, list[str]]:
    for _ in range(20):
        got = server.ask(path="/search", query=query)
        if got.status != 503:
            assert got.status == 200, got.text
            labels = [hit["label_en"] for hit in got.json["results"]]
            assert got.json["version"] == int(got.headers["Peyvand-Version"] or 0)
            return got.headers["Peyvand-Version"], labels
        assert got.headers["Retry-After"]
    raise AssertionError("the index is never made")


@pytest.mark.slow
def test_a_write_is_found_at_once_and_never_in_the_version_before(server: Server) -> None:
    assert found(server, q="shush") == ("1", [])
    label = (
        "<https://w3id.org/peyvand/id/concept/shush>"
        ' <http://www.w3.org/2000/01/rdf-schema#label> "Shush"@en'
    )
    row = f"GRAPH <https://w3id.org/peyvand/graph/curated> {{ {label} }}"
    done = server.update(f"INSERT DATA {{ {label} . {row} }}")
    assert done.status < 300, done.text
    assert found(server, q="shush") == ("2", ["Shush"])
    assert found(server, q="shush", version="1") == ("1", [])
    assert found(server, q="tabriz", kind="city") == ("2", ["Tabriz"])
