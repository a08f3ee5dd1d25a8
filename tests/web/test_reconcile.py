"""The Reconciliation Service API, by a client that does what OpenRefine does, over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pyoxigraph import RdfFormat, Store

from web.live import FORM, Got, Server, publish, running, wait_for_index

DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
@prefix agreement: <https://w3id.org/peyvand/id/agreement/> .
country:iran a pv:Country ; rdfs:label "Iran"@en, "ایران"@fa .
city:q980 a pv:City ; rdfs:label "Q980"@en .
city:q23306 a pv:City ; rdfs:label "Q23306"@en .
country:usa a pv:Country ; rdfs:label "United States"@en .
city:tabriz a pv:City ; rdfs:label "Tabriz"@en, "تبریز"@fa ; skos:altLabel "Tauris & <sons>"@en ;
  pv:inCountry country:iran ; pv:hasWikidataItem wd:Q80053 ; pv:population 1558693 ;
  pv:coordinates "POINT(46.28 38.08)" ; wgs:lat 38.083333 ; wgs:long 46.283333 ;
  pv:advantage "a bazaar"@en, "بازار"@fa .
city:tabas a pv:City ; rdfs:label "Tabas"@en ; pv:inCountry country:iran .
city:springfield-ohio a pv:City ; rdfs:label "Springfield"@en ; pv:inCountry country:usa .
city:springfield-iowa a pv:City ; rdfs:label "Springfield"@en ; pv:inCountry country:usa .
agreement:a a pv:Agreement ; rdfs:label "Agreement of Tabriz and Springfield"@en ;
  pv:hasParty city:tabriz, city:springfield-ohio ; pv:earliestDate "2004-05-06"^^xsd:date ;
  pv:distanceInKilometres 10212.5 .
<https://w3id.org/peyvand/id/organisation/uclg> a pv:CityNetwork ; rdfs:label "UCLG"@en .
<https://w3id.org/peyvand/id/concept/soft-power> a skos:Concept ; rdfs:label "soft power"@en .
pv:inCountry a owl:ObjectProperty ; rdfs:label "in country"@en, "در کشورِ"@fa .
pv:population a owl:DatatypeProperty ; rdfs:label "population"@en, "جمعیت"@fa .
pv:hasParty a owl:ObjectProperty ; rdfs:label "has party"@en, "طرفِ"@fa .
pv:advantage a owl:DatatypeProperty ; rdfs:label "advantage"@en .
pv:City a owl:Class ; rdfs:label "city"@en .
"""
JSON = "application/json"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home: Path = tmp_path_factory.mktemp("reconcile")
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    publish(home, store)
    with running(home) as live:
        wait_for_index(live)
        yield live


def get(server: Server, path: str, **query: str) -> Any:
    got = server.ask(path=path, query=query)
    assert got.status == 200, got.text
    assert got.headers["Content-Type"] == JSON
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert got.headers["Peyvand-Version"] == "1"
    return got.json


def post(server: Server, path: str = "/reconcile", lang: str = "en", **form: object) -> Any:
    body = {name: json.dumps(value, ensure_ascii=False) for name, value in form.items()}
    got = server.ask("POST", path, query={"lang": lang}, body=body)
    assert got.status == 200, got.text
    return got.json


def send(server: Server, path: str, body: object, **headers: str) -> Got:
    text = body if isinstance(body, str) else json.dumps(body)
    return server.ask("POST", path, body=text, headers={"Content-Type": JSON, **headers})


def results(server: Server, query: dict[str, Any], **more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = post(server, queries={"q0": query}, **more)["q0"]["result"]
    return found


def test_the_manifest_of_version_0(server: Server) -> None:
    found = get(server, "/reconcile")
    assert found["versions"] == ["0.2"]
    for name in ("name", "identifierSpace", "schemaSpace"):
        assert isinstance(found[name], str)
    for template in (found["view"]["url"], found["preview"]["url"]):
        assert "{{id}}" in template
    assert all(type(found["preview"][side]) is int for side in ("width", "height"))
    for kind in ("entity", "property", "type"):
        assert "${id}" in found["suggest"][kind]["flyout_service_path"]
        assert found["suggest"][kind]["service_url"].startswith("http://127.0.0.1")
    assert {"City", "Country", "Agreement", "Organisation", "Document", "Concept"} <= {
        one["id"] for one in found["defaultTypes"]
    }
    assert all(one["name"] for one in found["defaultTypes"])
    city = next(one for one in found["defaultTypes"] if one["id"] == "City")
    assert city["broader"] == [{"id": "SubnationalPlace", "name": "Place within a country"}]
    assert found["batchSize"] == 50
    for setting in found["extend"]["property_settings"]:
        assert {"type", "label", "name", "default"} <= set(setting)


@pytest.mark.parametrize(
    ("path", "query"),
    [("/reconcile/1.0", {}), ("/reconcile/1.0/", {}), ("/reconcile", {"version": "1.0-draft"})],
)
def test_the_manifest_of_version_1(server: Server, path: str, query: dict[str, str]) -> None:
    found = get(server, path, **query)
    assert found["versions"] == ["1.0-draft"]
    assert {"identifierSpace", "schemaSpace"}.isdisjoint(found)
    assert re.search(r"[^{]\{id\}$", found["view"]["url"])
    assert found["suggest"] == {"entity": True, "property": True, "type": True}
    assert set(found["preview"]) == {"width", "height"}
    assert found["standardizedScore"] is True
    assert (found["lang"], found["dir"]) == ("en", "ltr")
    for setting in found["extend"]["propertySettings"]:
        assert {"type", "id", "name", "default"} <= set(setting)


def test_the_manifest_speaks_persian(server: Server) -> None:
    by_path = get(server, "/reconcile/fa")
    assert by_path["defaultTypes"][0]["name"] == "شهر"
    assert "/reconcile/fa" in by_path["suggest"]["entity"]["service_url"]
    by_header = server.ask(path="/reconcile", headers={"Accept-Language": "fa"}).json
    assert by_header["name"] == by_path["name"]
    assert get(server, "/reconcile/1.0", lang="fa")["dir"] == "rtl"


def test_openrefine_goes_through_a_table(server: Server) -> None:
    """Manifest, batch, suggestion, flyout, preview, proposals, extension."""
    manifest = get(server, "/reconcile")

    def path(address: str) -> str:
        parts = urlsplit(address)
        assert parts.netloc == f"127.0.0.1:{server.port}"
        return parts.path + (f"?{parts.query}" if parts.query else "")

    queries = {
        "q0": {"query": "tabrīz", "type": "City", "limit": 3},
        "q1": {
            "query": "تبريز",
            "type": ["City"],
            "type_strict": "any",
            "properties": [{"pid": "inCountry", "v": "ایران"}],
        },
        "q2": {"query": "Springfield", "type": "City"},
    }
    found = post(server, queries=queries)
    assert list(found) == ["q0", "q1", "q2"]
    for batch in found.values():
        for candidate in batch["result"]:
            assert isinstance(candidate["id"], str)
            assert isinstance(candidate["name"], str)
            assert type(candidate["score"]) in (int, float)
            assert type(candidate["match"]) is bool
            assert candidate["type"] == [{"id": "City", "name": "City"}]
    tabriz = found["q0"]["result"][0]
    assert (tabriz["id"], tabriz["match"]) == ("city/tabriz", True)
    assert tabriz["description"] == "city, Iran"
    assert len(found["q0"]["result"]) <= 3
    assert found["q1"]["result"][0]["match"] is True
    assert [c["match"] for c in found["q2"]["result"][:2]] == [False, False]

    service = manifest["suggest"]["entity"]
    suggested = get(server, path(service["service_url"] + service["service_path"]), prefix="tab")
    first = suggested["result"][0]
    assert (first["id"], first["name"]) == ("city/tabriz", "Tabriz")
    assert first["notable"] == [{"id": "City", "name": "City"}]
    flyout = service["flyout_service_url"] + service["flyout_service_path"]
    assert "<b>Tabriz</b>" in get(server, path(flyout.replace("${id}", first["id"])))["html"]

    page = server.ask(path=path(manifest["preview"]["url"].replace("{{id}}", first["id"])))
    assert page.status == 200
    assert "Tauris &amp; &lt;sons&gt;" in page.text

    propose = manifest["extend"]["propose_properties"]
    proposed = get(
        server, path(propose["service_url"] + propose["service_path"]), type="City", limit="3"
    )
    assert (proposed["type"], proposed["limit"]) == ("City", 3)
    assert proposed["properties"][0] == {"id": "inCountry", "name": "in country"}

    wanted = {
        "ids": ["city/tabriz", "city/tabas"],
        "properties": [{"id": "inCountry"}, {"id": "population"}, {"id": "advantage"}],
    }
    extended = post(server, extend=wanted)
    assert extended["meta"][0] == {
        "id": "inCountry",
        "name": "in country",
        "type": {"id": "Country", "name": "Country"},
    }
    rows = extended["rows"]
    assert rows["city/tabriz"]["inCountry"] == [
        {"id": "country/iran", "name": "Iran", "description": "country"}
    ]
    assert rows["city/tabriz"]["population"] == [{"int": 1558693}]
    assert rows["city/tabriz"]["advantage"] == [{"str": "a bazaar"}]
    assert rows["city/tabas"]["population"] == []


def test_a_batch_comes_by_get_too(server: Server) -> None:
    queries = json.dumps({"x": {"query": "Tabriz"}})
    assert get(server, "/reconcile", queries=queries)["x"]["result"][0]["id"] == "city/tabriz"
    wanted = json.dumps({"ids": ["city/tabriz"], "properties": [{"id": "population"}]})
    assert get(server, "/reconcile", extend=wanted)["rows"]["city/tabriz"]


def test_names_come_in_the_language_that_is_asked(server: Server) -> None:
    persian = results(server, {"query": "Tabriz"}, lang="fa")[0]
    assert (persian["name"], persian["description"]) == ("تبریز", "شهر، ایران")
    by_path = post(server, "/reconcile/fa", queries={"q": {"query": "Tabriz"}})["q"]["result"][0]
    assert by_path["name"] == "تبریز"
    got = server.ask(
        "POST",
        "/reconcile",
        body={"queries": json.dumps({"q": {"query": "Tabriz"}})},
        headers={"Accept-Language": "fa-IR"},
    )
    assert got.json["q"]["result"][0]["name"] == "تبریز"
    assert got.headers["Content-Language"] == "fa"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ({"query": "Tabriz", "type": "Agreement"}, ["agreement/a"]),
        ({"query": "uclg", "type": "Organisation"}, ["organisation/uclg"]),
        (
            {"query": "uclg", "type": "https://w3id.org/peyvand/ns#CityNetwork"},
            ["organisation/uclg"],
        ),
        ({"query": "soft power", "type": "Concept"}, ["concept/soft-power"]),
        ({"query": "city/tabriz", "limit": 1}, ["city/tabriz"]),
        ({"query": "Q80053"}, ["city/tabriz"]),
        ({"query": "Q80053", "type": "City"}, ["city/tabriz"]),
        ({"query": "wd:Q80053"}, ["city/tabriz"]),
        ({"query": "http://www.wikidata.org/entity/Q80053"}, ["city/tabriz"]),
        ({"query": "https://m.wikidata.org/wiki/Q80053"}, ["city/tabriz"]),
        ({"query": "http://127.0.0.1/page/city/tabriz"}, ["city/tabriz"]),
        ({"query": "Q999999999"}, []),
        ({"query": "wd:Q8005", "type": "City"}, []),
        ({"query": "IR", "type": "Country"}, ["country/iran"]),
        ({"query": "Iran (Islamic Republic of)", "type": "Country"}, ["country/iran"]),
        ({"query": "Tabriz, Iran", "limit": 1}, ["city/tabriz"]),
        ({"properties": [{"pid": "label", "v": "تبريز"}], "limit": 1}, ["city/tabriz"]),
        ({"properties": [{"pid": "rdfs:label", "v": "Tauris & <sons>"}]}, ["city/tabriz"]),
        ({"properties": [{"pid": "inCountry", "v": "Q794"}], "limit": 1}, ["city/tabriz"]),
        ({"properties": [{"pid": "pv:hasWikidataItem", "v": "Q80053"}]}, ["city/tabriz"]),
        ({"query": "in country"}, []),  # a term of the vocabulary is no candidate
    ],
)
def test_types_and_identifiers(server: Server, query: dict[str, Any], ids: list[str]) -> None:
    assert [candidate["id"] for candidate in results(server, query)] == ids


def test_other_properties_raise_and_lower(server: Server) -> None:
    def score(**told: object) -> tuple[float, bool]:
        properties = [{"pid": name, "v": value} for name, value in told.items()]
        found = results(server, {"query": "Tabriz", "type": "City", "properties": properties})
        best = next(one for one in found if one["id"] == "city/tabriz")
        return best["score"], best["match"]

    assert score(inCountry={"id": "country/iran", "name": "Iran"}) == (100, True)
    assert score(inCountry=["Germany", "Iran"]) == (100, True)
    assert score(coordinates="38.08, 46.28", population=1500000) == (100, True)
    worse, match = score(inCountry="Germany")
    assert worse < 80
    assert match is False
    assert score(hasWikidataItem="Q64")[1] is False


def test_version_1_answers_in_order(server: Server) -> None:
    batch = {
        "queries": [
            {
                "type": "City",
                "limit": 2,
                "conditions": [
                    {"matchType": "name", "v": "Tabriz"},
                    {"matchType": "property", "pid": "inCountry", "v": "Iran", "required": True},
                ],
            },
            {"lang": "fa", "conditions": [{"matchType": "name", "propertyValue": "تبریز"}]},
            {"conditions": [{"matchType": "name", "v": "nowhere"}]},
            {
                "conditions": [
                    {
                        "matchType": "property",
                        "propertyId": "inCountry",
                        "propertyValue": ["Iran", "United States"],
                        "matchQuantifier": "any",
                    }
                ]
            },
        ]
    }
    for path in ("/reconcile/1.0/match", "/reconcile/match", "/reconcile/1.0/reconcile"):
        got = send(server, path, batch)
        assert got.status == 200, got.text
        found = [one["candidates"] for one in got.json["results"]]
        assert len(found) == 4
        first = found[0][0]
        assert (first["id"], first["match"], first["score"]) == ("city/tabriz", True, 100)
        assert all(set(one) == {"id", "name", "value"} for one in first["features"])
        assert (first["lang"], first["dir"]) == ("en", "ltr")
        assert (found[1][0]["name"], found[1][0]["dir"]) == ("تبریز", "rtl")
        assert found[2] == []
        assert {one["id"] for one in found[3]} >= {"city/tabriz", "city/tabas"}


def test_version_1_extends(server: Server) -> None:
    wanted = {
        "ids": ["agreement/a", "city/tabriz"],
        "properties": [
            {"id": "hasParty", "settings": {"limit": 1}},
            {"id": "earliestDate"},
            {"id": "distanceInKilometres"},
            {"id": "advantage", "settings": {"lang": "fa"}},
        ],
    }
    got = send(server, "/reconcile/1.0/extend", wanted)
    assert got.status == 200, got.text
    assert [one["id"] for one in got.json["meta"]] == [one["id"] for one in wanted["properties"]]
    rows = {
        row["id"]: {one["id"]: one["values"] for one in row["properties"]}
        for row in got.json["rows"]
    }
    assert list(rows) == wanted["ids"]
    assert len(rows["agreement/a"]["hasParty"]) == 1
    assert rows["agreement/a"]["hasParty"][0]["name"] == "Springfield"
    assert rows["agreement/a"]["earliestDate"] == [{"date": "2004-05-06T00:00:00Z"}]
    assert rows["agreement/a"]["distanceInKilometres"] == [{"float": 10212.5}]
    assert rows["city/tabriz"]["advantage"] == [{"str": "بازار", "lang": "fa", "dir": "rtl"}]
    assert rows["city/tabriz"]["hasParty"] == []


def test_suggestions_page_and_restrict(server: Server) -> None:
    path = "/reconcile/suggest/entity"
    whole = get(server, path, prefix="s")["result"]
    assert [one["id"] for one in get(server, path, prefix="s", cursor="1")["result"]] == [
        one["id"] for one in whole[1:]
    ]
    assert get(server, path, prefix="tab", type="Agreement")["result"][0]["id"] == "agreement/a"
    assert get(server, path, prefix="city/tabriz")["result"][0]["id"] == "city/tabriz"
    assert get(server, "/reconcile/fa/suggest/entity", prefix="tab")["result"][0]["name"] == "تبریز"
    types = get(server, "/reconcile/suggest/type", prefix="ci")["result"]
    assert [one["id"] for one in types] == ["City", "CityNetwork"]
    assert len(get(server, "/reconcile/suggest/type", prefix="")["result"]) == 12
    known = get(server, "/reconcile/suggest/property", prefix="")["result"]
    assert [one["id"] for one in known] == [
        *("label", "altLabel"),  # what names a thing, in other vocabularies
        *("advantage", "hasParty", "inCountry", "population"),
    ]
    for prefix in ("lab", "name", "نام"):
        found = get(server, "/reconcile/suggest/property", prefix=prefix)["result"]
        assert {"id": "label", "name": "name"} in found
    found = get(server, "/reconcile/suggest/property", prefix="کشور", lang="fa")["result"]
    assert found == [{"id": "inCountry", "name": "در کشورِ"}]


@pytest.mark.parametrize(
    ("kind", "id", "told"),
    [
        ("entity", "city/tabriz", "Tabriz"),
        ("type", "City", "City"),
        ("property", "population", "po"),
        ("property", "label", "name"),
        ("entity", "Q80053", "Tabriz"),
        ("entity", "http://www.wikidata.org/entity/Q80053", "Tabriz"),
    ],
)
def test_flyouts_are_harmless_html(server: Server, kind: str, id: str, told: str) -> None:
    found = get(server, f"/reconcile/flyout/{kind}", id=id)
    assert found["id"] == id
    assert told in found["html"]
    assert "<script" not in found["html"]


class Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("fa", "rtl")])
def test_a_preview_may_be_framed_and_runs_nothing(server: Server, tag: str, direction: str) -> None:
    got = server.ask(path=f"/reconcile/{tag}/preview", query={"id": "city/tabriz"})
    assert got.headers["Content-Type"] == "text/html; charset=utf-8"
    policy = got.headers["Content-Security-Policy"] or ""
    assert "default-src 'none'" in policy
    assert "frame-ancestors" not in policy
    assert "unsafe" not in policy
    assert "X-Frame-Options" not in got.headers
    page = Page()
    page.feed(got.text)
    assert ("lang", tag) in page.attributes
    assert ("dir", direction) in page.attributes
    assert not {"script", "iframe", "form", "style"} & set(page.tags)
    assert not [name for name, _ in page.attributes if name.startswith("on") or name == "style"]
    assert "تبریز" in got.text
    style = next(value for name, value in page.attributes if name == "href")
    assert server.ask(path=str(style)).status == 200
    assert "frame-ancestors 'none'" in (server.ask(path="/").headers["Content-Security-Policy"])


def test_view_leads_on(server: Server) -> None:
    got = server.ask(path="/reconcile/view", query={"id": "city/tabriz"})
    assert got.status == 303
    assert got.headers["Location"]


@pytest.mark.parametrize(
    "value",
    [
        *("Iran", "ایران", "IR", "IRN", "Q794", "wd:Q794", "http://www.wikidata.org/entity/Q794"),
        *("Iran, Islamic Republic of", "country/iran", "https://w3id.org/peyvand/id/country/iran"),
        {"id": "country/iran", "name": "Iran"},
        {"id": "Q794", "name": "Iran"},  # from a column that is reconciled with Wikidata
        {"id": "Q99999", "name": "Iran"},
        {"id": "https://w3id.org/peyvand/id/country/iran"},
        ["Germany", "IR"],
    ],
    ids=str,
)
def test_a_country_is_understood_as_people_have_it(server: Server, value: object) -> None:
    told = [{"pid": "inCountry", "v": value}]
    found = results(server, {"query": "Tabriz", "type": "City", "properties": told})[0]
    assert (found["id"], found["match"], found["score"]) == ("city/tabriz", True, 100)


@pytest.mark.parametrize(
    ("value", "match"),
    [("Germany", False), ("DEU", False), ("Bavaria", False), ({"id": "country/x"}, False)],
    ids=str,
)
def test_another_country_is_no_match(server: Server, value: object, match: bool) -> None:
    told = [{"pid": "inCountry", "v": value}]
    found = results(server, {"query": "Tabriz", "type": "City", "properties": told})[0]
    assert (found["id"], found["match"]) == ("city/tabriz", match)


UNKNOWN = [
    ({"properties": [{"pid": "inContry", "v": "Iran"}]}, ["inContry", "inCountry"]),
    ({"properties": [{"pid": "P17", "v": "Iran"}]}, ["P17", "inCountry"]),
    ({"properties": [{"pid": "hasParty", "v": "x"}]}, ["hasParty", "inCountry"]),
    ({"type": "Town"}, ["Town", "City"]),
    ({"type": ["City", "Q515"]}, ["Q515", "City"]),
    ({"type": "Town", "properties": [{"pid": "x", "v": 1}, {"pid": "y", "v": 1}]}, ["Town"]),
]


@pytest.mark.parametrize(("more", "told"), UNKNOWN, ids=str)
def test_what_is_not_known_is_told_beside_the_candidates(
    server: Server, more: dict[str, Any], told: list[str]
) -> None:
    query = {"query": "Tabriz", **more}
    answer = post(server, queries={"q": query, "other": {"query": "Tabriz", "type": "City"}})
    assert answer["q"]["result"][0]["id"] == "city/tabriz"
    assert all(word in answer["q"]["warnings"][0] for word in told)
    count = len(more.get("properties", ())) + ("type" in more)
    assert len(answer["q"]["warnings"]) == count
    assert list(answer["other"]) == ["result"]
    persian = post(server, lang="fa", queries={"q": query})["q"]["warnings"][0]
    assert re.search("[آ-ی]", persian)
    assert told[0] in persian


def test_a_required_property_that_is_unknown_is_met_by_nothing(server: Server) -> None:
    condition = {"matchType": "property", "pid": "inContry", "v": "Iran", "required": True}
    batch = {"queries": [{"conditions": [{"matchType": "name", "v": "Tabriz"}, condition]}]}
    found = send(server, "/reconcile/1.0/match", batch).json["results"][0]
    assert found["candidates"] == []
    assert "inContry" in found["warnings"][0]


@pytest.mark.parametrize(
    ("id", "values"),
    [
        ("label", {"Tabriz"}),
        ("rdfs:label", {"Tabriz"}),
        ("http://www.w3.org/2000/01/rdf-schema#label", {"Tabriz"}),
        ("altLabel", {"Tauris & <sons>"}),
        ("skos:altLabel", {"Tauris & <sons>"}),
        ("pv:advantage", {"a bazaar"}),
        ("https://w3id.org/peyvand/ns#advantage", {"a bazaar"}),
        ("coordinates", {"POINT(46.28 38.08)"}),
        ("wgs:lat", {38.083333}),
        ("hasParty", set()),  # known, and nothing has it here
    ],
)
def test_values_of_properties_by_their_names(server: Server, id: str, values: set[Any]) -> None:
    answer = post(server, extend={"ids": ["city/tabriz"], "properties": [{"id": id}]})
    (cells,) = answer["rows"]["city/tabriz"].values()
    assert {next(iter(cell.values())) for cell in cells} == values
    assert answer["meta"][0]["name"]


@pytest.mark.parametrize("way", ["0.2", "1.0"])
def test_values_of_a_property_that_does_not_exist_are_refused(server: Server, way: str) -> None:
    for name, near in (("populaton", "population"), ("P1082", "label"), ("x:y", "label")):
        wanted = {"ids": ["city/tabriz"], "properties": [{"id": "label"}, {"id": name}]}
        if way == "0.2":
            got = server.ask("POST", "/reconcile", body={"extend": json.dumps(wanted)})
        else:
            got = send(server, "/reconcile/1.0/extend", wanted)
        assert got.status == 400, got.text
        assert name in got.json["detail"]
        assert near in got.json["hint"]


def test_batches_as_clients_of_all_ages_send_them(server: Server) -> None:
    tabriz = {"query": "Tabriz", "type": "City", "type_strict": "should", "limit": 3}
    queries = json.dumps({"q0": tabriz})
    ways = [
        server.ask(path="/reconcile", query={"queries": queries}),
        # JSONP is asked for by OpenRefine before 3.3 and answered as JSON to whoever may read it.
        server.ask(path="/reconcile", query={"queries": queries, "callback": "jQuery1", "_": "1"}),
        server.ask("POST", "/reconcile", body={"queries": queries}),
        server.ask("POST", "/reconcile/", body={"queries": queries}),
        server.ask("POST", "/reconcile/en", body={"queries": queries, "extra": "x"}),
    ]
    for got in ways:
        assert got.status == 200, got.text
        assert got.headers["Content-Type"] == JSON
        assert got.json["q0"]["result"][0]["id"] == "city/tabriz"
    # One query, as version 0.1 has had it.
    for text in ("Tabriz", json.dumps(tabriz)):
        for got in (
            server.ask(path="/reconcile", query={"query": text}),
            server.ask("POST", "/reconcile", body={"query": text}),
        ):
            assert got.json["result"][0]["id"] == "city/tabriz"
    assert post(server, queries={}) == {}
    assert post(server, queries={"q": {"query": ""}, "r": {"query": " "}}) == {
        "q": {"result": []},
        "r": {"result": []},
    }
    assert send(server, "/reconcile/1.0/match", {"queries": []}).json == {"results": []}


def test_a_half_space_counts_as_little_when_it_is_encoded(server: Server) -> None:
    for text in ("%D8%AA%D8%A8%E2%80%8C%D8%B1%DB%8C%D8%B2", "%D8%AA%D8%A8+%D8%B1%DB%8C%D8%B2"):
        got = server.ask(path=f"/reconcile/suggest/entity?prefix={text}")
        assert got.json["result"][0]["id"] == "city/tabriz"
        found = server.ask(path=f"/search?q={text}").json["results"][0]
        assert (found["iri"][-11:], found["grade"]) == ("city/tabriz", "exact")


DEEP = "[" * 100_000
REFUSED: list[tuple[str, dict[str, Any], int]] = [
    ("form", {"queries": "{"}, 400),
    ("form", {"queries": "[]"}, 400),
    ("form", {"queries": '{"q": 1}'}, 400),
    ("form", {"queries": '{"q": {}}'}, 400),
    ("form", {"queries": '{"q": {"query": 1}}'}, 400),
    ("form", {"queries": '{"q": {"query": "a", "limit": "x"}}'}, 400),
    ("form", {"queries": '{"q": {"query": "a", "limit": 0}}'}, 400),
    ("form", {"queries": '{"q": {"query": "a", "limit": true}}'}, 400),
    ("form", {"queries": '{"q": {"query": "a", "limit": [1]}}'}, 400),
    ("form", {"queries": ""}, 400),
    ("form", {"queries": '{"q": {"query": "a", "type": [1]}}'}, 400),
    ("form", {"queries": '{"q": {"query": "a", "properties": {"pid": "x", "v": "y"}}}'}, 400),
    ("form", {"query": "{"}, 400),
    ("form", {"query": '{"type": "City"}'}, 400),
    ("form", {"queries": '{"q": {"query": "a", "limit": NaN}}'}, 400),
    ("form", {"queries": '{"q": {"query": "\\ud800"}}'}, 400),
    ("form", {"queries": '{"q": {"query": "a", "properties": [{"pid": "x"}]}}'}, 400),
    ("form", {"queries": '{"q": {"query": "a", "properties": [{"pid": "x", "v": {}}]}}'}, 400),
    ("form", {"queries": DEEP}, 400),
    ("form", {"queries": json.dumps({f"q{n}": {"query": "a"} for n in range(51)})}, 413),
    ("form", {"queries": '{"q": {"query": "' + "a" * 1_100_000 + '"}}'}, 413),
    ("form", {"extend": "{}"}, 400),
    ("form", {"extend": '{"ids": ["a b"], "properties": [{"id": "x"}]}'}, 400),
    ("form", {"extend": '{"ids": ["a"], "properties": [{"id": "x> ?p"}]}'}, 400),
    (
        "form",
        {"extend": '{"ids": ["a"], "properties": [{"id": "x", "settings": {"limit": -1}}]}'},
        400,
    ),
    ("form", {"extend": json.dumps({"ids": ["a"] * 501, "properties": []})}, 413),
    ("form", {"other": "x"}, 400),
    ("match", {"queries": {}}, 400),
    ("match", {"queries": [{}]}, 400),
    ("match", {"queries": [{"conditions": []}]}, 400),
    ("match", {"queries": [{"conditions": [{"v": "a"}]}]}, 400),
    ("match", {"queries": [{"conditions": [{"matchType": "property", "v": "a"}]}]}, 400),
    ("match", {"queries": [{"type": [], "conditions": [{"matchType": "name", "v": "a"}]}]}, 400),
    ("match", {"queries": [{"conditions": [{"matchType": "name", "v": "a"}]}] * 51}, 413),
]


@pytest.mark.parametrize("tag", ["en", "fa"])
@pytest.mark.parametrize(("way", "body", "status"), REFUSED, ids=range(len(REFUSED)))
def test_what_is_refused(
    server: Server, way: str, body: dict[str, Any], status: int, tag: str
) -> None:
    if way == "form":
        got = server.ask("POST", "/reconcile", query={"lang": tag}, body=body)
    else:
        got = send(server, f"/reconcile/match?lang={tag}", body)
    assert got.status == status, got.text[:500]
    assert got.headers["Content-Type"] == "application/problem+json"
    problem = got.json
    assert problem["status"] == status
    assert bool(re.search("[آ-ی]", problem["detail"])) == (tag == "fa")
    assert problem["hint"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/reconcile/preview", 400),
        ("GET", "/reconcile/preview?id=city/none", 404),
        ("GET", "/reconcile/preview?id=a%20b", 400),
        ("GET", "/reconcile/view?id=city/none", 404),
        ("GET", "/reconcile/flyout/entity?id=city/none", 404),
        ("GET", "/reconcile/flyout/type?id=None", 404),
        ("GET", "/reconcile/suggest/nothing?prefix=a", 404),
        ("GET", "/reconcile/suggest/entity?prefix=a&cursor=x", 400),
        ("GET", "/reconcile/de", 404),
        ("GET", "/reconcile/match", 405),
        ("DELETE", "/reconcile", 405),
    ],
)
def test_other_refusals(server: Server, method: str, path: str, status: int) -> None:
    got = server.ask(method, path)
    assert got.status == status
    assert got.headers["Content-Type"] == "application/problem+json"


def test_bodies_of_other_types_are_refused(server: Server) -> None:
    assert send(server, "/reconcile", {"queries": {}}).status == 415
    form = server.ask("POST", "/reconcile/match", body="queries=", headers={"Content-Type": FORM})
    assert form.status == 415


@pytest.mark.parametrize("path", ["/reconcile", "/reconcile/match", "/reconcile/suggest/entity"])
def test_browsers_may_ask_from_anywhere(server: Server, path: str) -> None:
    got = server.ask("OPTIONS", path, headers={"Origin": "http://x.example"})
    assert got.status == 204
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert "Content-Type" in (got.headers["Access-Control-Allow-Headers"] or "")


def test_there_is_no_jsonp(server: Server) -> None:
    got = server.ask(path="/reconcile", query={"callback": "steal"})
    assert got.headers["Content-Type"] == JSON
    assert not got.text.startswith("steal")
