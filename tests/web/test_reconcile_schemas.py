"""Every answer of reconciliation against schemas of the protocol's messages, by a whole session.

The schemas are written after the specification (docs/decisions); each knows every member that is
sent, which is why no value in an answer can be put out without its being noticed.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from jsonschema import Draft202012Validator
from pyoxigraph import RdfFormat, Store

from web.live import Server, publish, running, wait_for_index

SCHEMAS = Path(__file__).parent / "reconciliation"
OLD, NEW = "0.2", "1.0"
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
country:iran a pv:Country ; rdfs:label "Iran"@en, "ایران"@fa .
country:germany a pv:Country ; rdfs:label "Germany"@en, "آلمان"@fa .
city:tabriz a pv:City ; rdfs:label "Tabriz"@en, "تبریز"@fa ; skos:altLabel "Tauris"@en ;
  pv:inCountry country:iran ; pv:hasWikidataItem wd:Q80053 ; pv:population 1558693 ;
  pv:advantage "a bazaar"@en, "بازار"@fa ; pv:motto "سوق"@ar, "שוק"@he, "x"@zz-x-unknown .
city:shiraz a pv:City ; rdfs:label "Shiraz"@en, "شیراز"@fa ; pv:inCountry country:iran .
city:mashhad a pv:City ; rdfs:label "Mashhad"@en, "مشهد"@fa ; pv:inCountry country:iran .
city:isfahan a pv:City ; rdfs:label "Isfahan"@en, "اصفهان"@fa ; pv:inCountry country:iran .
city:kerman a pv:City ; rdfs:label "کرمان"@fa ; pv:inCountry country:iran .
city:freiburg a pv:City ; rdfs:label "Freiburg"@en ; pv:inCountry country:germany .
city:nameless a pv:City ; rdfs:label "Namenlos"@de .
<https://w3id.org/peyvand/id/agreement/a> a pv:Agreement ;
  rdfs:label "Agreement of Isfahan and Freiburg"@en ;
  pv:hasParty city:isfahan, city:freiburg, city:nameless, <http://x.example/else> ;
  pv:earliestDate "2000-10-27"^^xsd:date, "2000-10-27+03:30"^^xsd:date, "2000"^^xsd:gYear,
    "2000-13-27"^^xsd:date, "2000-10-27T25:00:00"^^xsd:dateTime,
    "2000-10-27T10:00:00Z"^^xsd:dateTime ;
  pv:distanceInKilometres 3925.5, "NaN"^^xsd:double, "x"^^xsd:integer ; pv:active true .
<https://w3id.org/peyvand/id/organisation/uclg> a pv:CityNetwork ; rdfs:label "UCLG"@en .
pv:inCountry a owl:ObjectProperty ; rdfs:label "in country"@en, "در کشورِ"@fa .
pv:population a owl:DatatypeProperty ; rdfs:label "population"@en .
pv:hasParty a owl:ObjectProperty ; rdfs:label "has party"@en, "طرفِ"@fa .
"""
# Ten cells of a column, as people write cities.
COLUMN = ("Tabriz", "شيراز", "Mashad", "Esfahan", "کرمان", "Freiburg", "", "تبریز", "UCLG", "zzzz")
# One city in the letters that it is met in: Persian, Arabic, with vowel signs, in the forms of old
# code pages, with a joiner, Latin with and without accents, full width, Cyrillic.
SPELLINGS = (
    "تبریز", "تبريز", "تَبریز", "ﺗﺒﺮﯾﺰ", "تبریز\u200c",
    "tabriz", "Tabrīz", "TABRĪZ", "ｔａｂｒｉｚ", "Табриз",
)  # fmt: skip


@lru_cache
def validator(version: str, message: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{version}.schema.json").read_text("utf-8"))
    assert message in schema["$defs"]
    return Draft202012Validator(schema | {"$ref": f"#/$defs/{message}"})


def errors(version: str, message: str, body: Any) -> list[str]:
    return [e.json_path + ": " + e.message for e in validator(version, message).iter_errors(body)]


class Client:
    """What a program like OpenRefine sends, with every message of both sides held to its schema."""

    def __init__(self, server: Server, version: str, tag: str = "en") -> None:
        self.server, self.version, self.tag = server, version, tag
        self.root = "/reconcile/1.0" if version == NEW else f"/reconcile/{tag}"
        # What was answered, by the name of its schema.
        self.seen: list[tuple[str, Any]] = []
        self.manifest = self.get("manifest", self.root)

    def keep(self, message: str, got: Any) -> Any:
        assert got.status == 200, got.text
        assert got.headers["Content-Type"] == "application/json"
        assert got.headers["Access-Control-Allow-Origin"] == "*"
        assert errors(self.version, message, got.json) == []
        self.seen.append((message, got.json))
        return got.json

    def get(self, message: str, path: str, **query: str) -> Any:
        headers = {"Accept-Language": self.tag}
        return self.keep(message, self.server.ask(path=path, query=query, headers=headers))

    def post(self, message: str, path: str, field: str, body: Any) -> Any:
        """JSON in version 1.0, a form with JSON in a field in 0.2."""
        assert errors(self.version, field, body) == []
        text = json.dumps(body, ensure_ascii=False)
        headers = {"Accept-Language": self.tag, "Content-Type": "application/json"}
        if self.version == NEW:
            got = self.server.ask("POST", self.root + path, body=text, headers=headers)
        else:
            name = "extend" if field == "extension" else "queries"
            del headers["Content-Type"]
            got = self.server.ask("POST", self.root, body={name: text}, headers=headers)
        return self.keep(message, got)

    def match(self, names: tuple[str, ...], kind: str = "", country: Any = None) -> list[Any]:
        """The candidates of each name."""
        queries = []
        for name in names:
            query: dict[str, Any] = {"limit": 3} | ({"type": kind} if kind else {})
            if self.version == NEW:
                query["conditions"] = [{"matchType": "name", "propertyValue": name}]
                more = {"matchType": "property", "propertyId": "inCountry"}
                query["conditions"] += [more | {"propertyValue": country}] if country else []
            else:
                query["query"] = name
                if country:
                    query["properties"] = [{"pid": "inCountry", "v": country}]
            queries.append(query)
        if self.version == NEW:
            found = self.post("results", "/match", "queries", {"queries": queries})
            assert len(found["results"]) == len(names)
            return [one["candidates"] for one in found["results"]]
        by_name = {f"q{number}": query for number, query in enumerate(queries)}
        found = self.post("results", "", "queries", by_name)
        assert list(found) == list(by_name)
        return [one["result"] for one in found.values()]

    def suggest(self, kind: str, prefix: str, **more: str) -> list[Any]:
        message = {"entity": "entities", "type": "types", "property": "properties"}[kind]
        service = self.manifest["suggest"][kind]
        path = f"{self.root}/suggest/{kind}"
        if self.version == OLD:
            path = urlsplit(service["service_url"] + service["service_path"]).path
        found: list[Any] = self.get(message, path, prefix=prefix, **more)["result"]
        return found

    def preview(self, id: str) -> str:
        template = f"{self.root}/preview?id={{{{id}}}}"
        if self.version == OLD:
            template = self.manifest["preview"]["url"]
            template = template[template.index("/reconcile") :]
        got = self.server.ask(path=template.replace("{{id}}", quote(id, safe="")))
        assert got.status == 200
        assert got.headers["Content-Type"] == "text/html; charset=utf-8"
        return got.text

    def extend(self, ids: list[str], *properties: str, **settings: Any) -> dict[str, Any]:
        """The cells of each thing by the property."""
        wanted = {"ids": ids, "properties": [{"id": p, "settings": settings} for p in properties]}
        found = self.post("extended", "/extend", "extension", wanted)
        assert [one["id"] for one in found["meta"]] == list(properties)
        if self.version == OLD:
            return dict(found["rows"])
        return {
            row["id"]: {one["id"]: one["values"] for one in row["properties"]}
            for row in found["rows"]
        }

    def propose(self, kind: str) -> list[Any]:
        path = f"{self.root}/extend/propose"
        found: list[Any] = self.get("proposals", path, type=kind, limit="5")["properties"]
        return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home: Path = tmp_path_factory.mktemp("reconcile")
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    publish(home, store)
    with running(home) as live:
        wait_for_index(live)
        yield live


def session(server: Server, version: str, tag: str) -> Client:
    """A column of ten names: types guessed, matched, corrected by hand, looked at, extended."""
    client = Client(server, version, tag)
    guessed: dict[str, int] = {}
    for found in client.match(COLUMN):
        for candidate in found[:1]:
            for one in candidate["type"]:
                guessed[one["id"]] = guessed.get(one["id"], 0) + 1
    kind = max(guessed, key=guessed.__getitem__)
    assert kind == "City"
    matched = [
        next((c["id"] for c in found if c["match"]), "")
        for found in client.match(COLUMN, kind, "ایران")
    ]
    assert matched[:2] == ["city/tabriz", "city/shiraz"]
    assert matched[4] == "city/kerman"
    assert matched[7] == "city/tabriz"
    assert matched[6] == matched[8] == matched[9] == ""
    suggested = client.suggest("entity", "Isf")
    assert suggested[0]["id"] == "city/isfahan"
    assert "Isfahan" in client.preview("city/isfahan")
    proposed = [one["id"] for one in client.propose(kind)]
    assert "inCountry" in proposed
    rows = client.extend(["city/isfahan", *filter(None, matched)], *proposed[:3], "population")
    assert rows["city/tabriz"]["inCountry"][0]["id"] == "country/iran"
    assert rows["city/tabriz"]["population"] == [{"int": 1558693}]
    return client


@pytest.mark.parametrize("version", [OLD, NEW])
@pytest.mark.parametrize("tag", ["en", "fa"])
def test_a_table_is_reconciled(server: Server, version: str, tag: str) -> None:
    client = session(server, version, tag)
    assert {message for message, _ in client.seen} == {
        "manifest", "results", "entities", "proposals", "extended",
    }  # fmt: skip


@pytest.mark.parametrize("version", [OLD, NEW])
def test_tabriz_is_found_in_any_letters(server: Server, version: str) -> None:
    client = Client(server, version)
    for country in (None, "Iran", {"id": "country/iran", "name": "Iran"}, ["Iran", "ایران"]):
        for name, found in zip(SPELLINGS, client.match(SPELLINGS, "City", country), strict=True):
            assert found, name
            assert (found[0]["id"], found[0]["match"]) == ("city/tabriz", True), name
    for name in SPELLINGS:
        assert client.suggest("entity", name)[0]["id"] == "city/tabriz"


@pytest.mark.parametrize("version", [OLD, NEW])
def test_nothing_is_answered_to_nothing(server: Server, version: str) -> None:
    client = Client(server, version)
    assert client.match(()) == []
    assert client.match(("", "  ", "zzzz")) == [[], [], []]
    assert client.extend([]) == {}
    assert client.extend(["city/none"], "population") == {"city/none": {"population": []}}
    assert client.extend(["city/tabriz"], "hasParty") == {"city/tabriz": {"hasParty": []}}
    for kind in ("entity", "type", "property"):
        assert client.suggest(kind, "zzzz") == []


@pytest.mark.parametrize("version", [OLD, NEW])
@pytest.mark.parametrize("tag", ["en", "fa"])
def test_every_kind_of_value_is_told(server: Server, version: str, tag: str) -> None:
    client = Client(server, version, tag)
    row = client.extend(["agreement/a"], "hasParty", "earliestDate", "distanceInKilometres")
    cells = row["agreement/a"]
    dates = {json.dumps(cell) for cell in cells["earliestDate"]}
    assert dates == {
        '{"date": "2000-10-27T00:00:00Z"}',
        '{"date": "2000-10-27T00:00:00+03:30"}',
        '{"date": "2000-10-27T10:00:00Z"}',
        '{"str": "2000"}',
        '{"str": "2000-13-27"}',
        '{"str": "2000-10-27T25:00:00"}',
    }
    assert {"float": 3925.5} in cells["distanceInKilometres"]
    assert {"str": "http://x.example/else"} in cells["hasParty"]
    assert all(cell["name"] for cell in cells["hasParty"] if "id" in cell)
    assert client.suggest("type", "")
    assert client.suggest("property", "")
    assert client.suggest("entity", "namenlos")[0]["name"] == "Namenlos"
    assert client.match(("Namenlos",))[0][0]["name"] == "Namenlos"


def test_version_1_tells_the_language_of_each_text(server: Server) -> None:
    client = Client(server, NEW, "fa")
    found = client.match(("Freiburg", "Tabriz"))
    assert [(one[0]["name"], one[0]["lang"], one[0]["dir"]) for one in found] == [
        ("Freiburg", "en", "ltr"),
        ("تبریز", "fa", "rtl"),
    ]
    # Its type is told in the language that was asked for, and says so.
    assert found[0][0]["type"] == [{"id": "City", "name": "شهر", "lang": "fa", "dir": "rtl"}]
    assert found[1][0]["type"] == [{"id": "City", "name": "شهر"}]
    mottos = client.extend(["city/tabriz"], "motto")["city/tabriz"]["motto"]
    assert {one["lang"]: one["dir"] for one in mottos} == {
        "ar": "rtl", "he": "rtl", "zz-x-unknown": "auto",
    }  # fmt: skip
    assert client.suggest("entity", "Freiburg")[0]["lang"] == "en"
    named = client.suggest("property", "population")
    assert named == [{"id": "population", "name": "population", "lang": "en", "dir": "ltr"}]


@pytest.mark.parametrize(("version", "skip"), [(OLD, "cursor"), (NEW, "offset")])
def test_suggestions_are_paged_as_each_version_says(
    server: Server, version: str, skip: str
) -> None:
    client = Client(server, version)
    for kind in ("entity", "type", "property"):
        prefix = "c" if kind == "type" else "" if kind == "property" else "i"
        whole = [one["id"] for one in client.suggest(kind, prefix)]
        assert len(whole) > 1
        assert [one["id"] for one in client.suggest(kind, prefix, **{skip: "1"})] == whole[1:]
        cut = client.suggest(kind, prefix, limit="1", **{skip: "1"})
        assert [one["id"] for one in cut] == whole[1:2]


def test_flyouts_keep_to_the_schema(server: Server) -> None:
    client = Client(server, OLD)
    for kind, name in (("entity", "city/tabriz"), ("type", "City"), ("property", "population")):
        client.get("flyout", f"/reconcile/flyout/{kind}", id=name)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/reconcile/match", {"queries": {}}, 400),
        ("/reconcile/1.0/match", {"queries": [{"conditions": []}]}, 400),
        ("/reconcile/1.0/extend", {"ids": []}, 400),
        (
            "/reconcile/1.0/match",
            {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "a"}]}] * 51},
            413,
        ),
    ],
)
def test_what_is_no_message_is_refused_for_every_origin(
    server: Server, path: str, body: Any, status: int
) -> None:
    message = "extension" if path.endswith("extend") else "queries"
    # More than a batch may hold is well formed all the same.
    assert bool(errors(NEW, message, body)) == (status == 400)
    got = server.ask(
        "POST", path, body=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert got.status == status
    assert got.headers["Content-Type"] == "application/problem+json"
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert errors(NEW, "results", got.json)
    assert errors(NEW, "extended", got.json)


def nodes(body: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything in a message."""
    yield path
    for name, value in (
        body.items()
        if isinstance(body, dict)
        else enumerate(body if isinstance(body, list) else ())
    ):
        yield from nodes(value, (*path, name))


def changed(body: Any, path: tuple[Any, ...], value: Any = None, *, remove: bool = False) -> Any:
    body = copy.deepcopy(body)
    if not path:
        return value
    at = body
    for name in path[:-1]:
        at = at[name]
    if remove:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return body


@pytest.mark.parametrize("version", [OLD, NEW])
def test_nothing_in_an_answer_escapes_the_schemas(server: Server, version: str) -> None:
    client = session(server, version, "en")
    client.suggest("type", "")
    client.suggest("property", "")
    client.extend(["agreement/a"], "hasParty", "earliestDate", "distanceInKilometres")
    tried = 0
    for message, body in client.seen:
        for path in nodes(body):
            # No member of any message may be null, and none is of both kinds.
            for wrong in (None, {"a": []}):
                if wrong is None or isinstance(at(body, path), str | int | float | bool):
                    assert errors(version, message, changed(body, path, wrong)), (message, path)
                    tried += 1
    assert tried > 500


def at(body: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        body = body[name]
    return body


# What each message cannot be without, told apart from the schemas.
NEEDED = {
    OLD: {
        "manifest": {"versions", "name", "identifierSpace", "schemaSpace", "url", "width"},
        "results": {"result", "id", "name", "type", "score", "match", "value"},
        "entities": {"result", "id", "name"},
        "proposals": {"properties", "id", "name"},
        "extended": {"meta", "rows", "id", "name", "str", "int", "float", "date"},
    },
    NEW: {
        "manifest": {"versions", "name", "view", "url", "width", "height", "entity", "helpText"},
        "results": {"results", "candidates", "id", "name", "type", "match", "value"},
        "entities": {"result", "id", "name"},
        "proposals": {"properties", "id", "name"},
        "extended": {"meta", "rows", "id", "properties", "values"},
    },
}  # fmt: skip


@pytest.mark.parametrize("version", [OLD, NEW])
def test_what_a_message_needs_is_needed(server: Server, version: str) -> None:
    client = session(server, version, "en")
    tried = set()
    for message, body in client.seen:
        needed = NEEDED[version][message]
        for path in nodes(body):
            if not path or path[-1] not in needed:
                continue
            holder = at(body, path[:-1])
            # A type or a feature of 0.2 may be told by its identifier alone, and a cell be empty.
            loose = (len(path) > 1 and path[-2] == "type") or (
                len(path) > 2
                and path[-3] in ("type", "notable", *(["features"] if version == OLD else []))
            )
            if (loose and path[-1] == "name") or (message == "extended" and len(holder) == 1):
                continue
            assert errors(version, message, changed(body, path, remove=True)), (message, path)
            tried.add((message, path[-1]))
    assert {message for message, _ in tried} == set(NEEDED[version])


@pytest.mark.parametrize(
    ("version", "message", "body"),
    [
        (OLD, "manifest", {"versions": ["0.1"]}),
        (OLD, "manifest", {"view": {"url": "/view?id={id}"}}),
        (OLD, "manifest", {"suggest": {"entity": {"flyout_service_path": "/flyout?id={id}"}}}),
        (OLD, "manifest", {"defaultTypes": [{"id": "City"}]}),
        (OLD, "manifest", {"defaultTypes": [{"id": "A", "name": "A"}] * 2}),
        (NEW, "manifest", {"versions": ["0.2"]}),
        (NEW, "manifest", {"view": {"url": "/view"}}),
        (NEW, "manifest", {"suggest": {"entity": True}}),
        (NEW, "manifest", {"dir": "up"}),
        (NEW, "manifest", {"extend": {"propertySettings": [{"type": "select"}]}}),
    ],
)
def test_a_wrong_manifest_is_refused(
    server: Server, version: str, message: str, body: dict[str, Any]
) -> None:
    good = Client(server, version).manifest
    assert errors(version, message, good) == []
    assert errors(version, message, good | body)


@pytest.mark.parametrize(
    ("version", "message", "body"),
    [
        (OLD, "results", []),
        (OLD, "results", {"q0": []}),
        (OLD, "extended", {"meta": [], "rows": {"a": {"b": [{"date": "2000-10-27"}]}}}),
        (OLD, "extended", {"meta": [], "rows": {"a": {"b": [{"str": "x", "int": 1}]}}}),
        (OLD, "extended", {"meta": [], "rows": {"a": {"b": [{"str": "x", "lang": "en"}]}}}),
        (OLD, "extended", {"meta": [], "rows": []}),
        (OLD, "queries", {"q0": {}}),
        (OLD, "queries", {"q0": {"properties": []}}),
        (OLD, "queries", {"q0": {"query": "a", "type_strict": "none"}}),
        (OLD, "queries", {"q0": {"query": "a", "more": 1}}),
        (NEW, "results", {"results": {}}),
        (NEW, "extended", {"meta": [], "rows": {}}),
        (NEW, "queries", {"queries": [{"conditions": []}]}),
        (NEW, "queries", {"queries": [{"conditions": [{"propertyValue": "a"}]}]}),
        (NEW, "queries", {"queries": [{"conditions": [{"matchType": "name"}]}]}),
        (NEW, "queries", {"queries": [{"conditions": [
            {"matchType": "property", "propertyValue": 1}]}]}),
        (NEW, "extension", {"ids": [1], "properties": []}),
    ],
)  # fmt: skip
def test_other_wrong_messages_are_refused(version: str, message: str, body: Any) -> None:
    assert errors(version, message, body)


@pytest.mark.parametrize("version", [OLD, NEW])
def test_the_schemas_are_schemas(version: str) -> None:
    Draft202012Validator.check_schema(validator(version, "manifest").schema)
