"""Feeds of what changed, version by version: Atom as RFC 4287 has it, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store

from peyvand.graph import recent
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.web.app import create_app

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
PREFIXES = """
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix agreement: <https://w3id.org/peyvand/id/agreement/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix claim: <https://w3id.org/peyvand/id/claim/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
@prefix event: <https://w3id.org/peyvand/id/event/> .
"""
CITIES = """
country:iran a pv:Country ; rdfs:label "Iran"@en, "ایران"@fa .
city:tehran a pv:City ; rdfs:label "Tehran"@en, "تهران"@fa ; pv:inCountry country:iran .
city:vienna a pv:City ; rdfs:label "Vienna"@en, "وین"@fa .
city:graz a pv:City ; rdfs:label "Graz"@en, "گراتس"@fa .
"""
PACT = """
agreement:tehran-vienna a pv:Agreement ; pv:hasParty city:tehran, city:vienna ;
  rdfs:label "Agreement of Tehran and Vienna"@en, "پیمان تهران و وین"@fa .
<https://w3id.org/peyvand/graph/register-tehran> {
  claim:tehran-1 a pv:Claim ; pv:about agreement:tehran-vienna ; pv:property pv:hasParty ;
    pv:reading city:tehran, city:vienna .
  claim:tehran-2 a pv:Claim ; pv:about agreement:tehran-vienna ; pv:property pv:purpose ;
    pv:reading "peace & <b>\\u0001\\uD7FF</b>"@en, "صلح"@fa .
}
"""
OTHERS = 'city:graz pv:note "nothing of the others"@en .'
ATTACK = 'city:tehran pv:note "<script>alert(1)</script>]]>"@en .'
# The versions: what stands in each, what made it, and who.
STEPS = (
    (CITIES, "build", ""),
    (CITIES + PACT, "register", "tehran"),
    (CITIES + PACT + OTHERS, "update", "editor"),
    (CITIES + OTHERS + ATTACK, "update", "editor"),
)


def publish(versions: Versions, text: str, kind: str, by: str) -> None:
    store = Store()
    store.load((PREFIXES + text).encode(), format=RdfFormat.TRIG)
    said = {"by": by} if by else {}
    publish_lines(versions, store, dump_lines(store), kind, 9, **said)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    versions = Versions(tmp_path_factory.mktemp("feeds"))
    for step in STEPS:
        publish(versions, *step)
    app = create_app(versions)
    yield app.test_client()
    app.extensions["peyvand"].close()


def read(client: FlaskClient, path: str, language: str = "en") -> ET.Element:
    got = client.get(f"{path}?lang={language}")
    assert got.status_code == 200, got.text
    assert got.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert got.headers["Content-Language"] == language
    return ET.fromstring(got.data)


def entries(feed: ET.Element) -> list[ET.Element]:
    return feed.findall(f"{ATOM}entry")


def words(element: ET.Element) -> str:
    return " ".join(element.itertext())


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_feed_has_what_is_required(client: FlaskClient, language: str) -> None:
    feed = read(client, "/feed/city/tehran.atom", language)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    for element in (feed, *entries(feed)):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{name}")
            assert found.text
        assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        moment = datetime.fromisoformat(element.findtext(f"{ATOM}updated", ""))
        assert moment.tzinfo is not None
        links = [one.get("rel") for one in element.findall(f"{ATOM}link")]
        assert links.count("alternate") == 1
    # Entries without an author have that of the feed.
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    (own,) = (one for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self")
    assert own.get("href") == f"http://localhost/feed/city/tehran.atom?lang={language}"
    identifiers = [one.findtext(f"{ATOM}id") for one in (feed, *entries(feed))]
    assert len(identifiers) == len(set(identifiers))
    for one in entries(feed):
        content = one.find(f"{ATOM}content")
        assert content is not None
        assert content.get("type") == "xhtml"
        assert [part.tag for part in content] == [f"{XHTML}div"]
    assert feed.findtext(f"{ATOM}updated") == entries(feed)[0].findtext(f"{ATOM}updated")


def test_it_is_the_same_feed_under_every_name_of_the_server(client: FlaskClient) -> None:
    def names(host: str) -> list[str | None]:
        got = client.get("/feed/city/tehran.atom?lang=en", headers={"Host": host})
        feed = ET.fromstring(got.data)
        return [one.findtext(f"{ATOM}id") for one in (feed, *entries(feed))]

    assert names("localhost") == names("127.0.0.1:8000")


def test_it_tells_the_versions_that_changed_the_thing(client: FlaskClient) -> None:
    feed = read(client, "/feed/city/tehran.atom")
    titles = [one.findtext(f"{ATOM}title") for one in entries(feed)]
    assert titles == [
        "Version 4: Changed by editor",
        "Version 2: Entered in the register tehran",
        "Version 1: The graph was made anew",
    ]
    assert [one.findtext(f"{ATOM}author/{ATOM}name") for one in entries(feed)] == [
        "editor",
        "tehran",
        None,
    ]
    assert "nothing of the others" not in words(feed)
    others = read(client, "/feed/city/graz.atom")
    assert len(entries(others)) == 2


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("Agreement of Tehran and Vienna", "has party, now: Tehran, Vienna")),
        ("fa", ("پیمان تهران و وین", "اکنون: تهران، وین", "صلح")),
    ],
)
def test_an_entry_tells_the_claims(
    client: FlaskClient, language: str, told: tuple[str, ...]
) -> None:
    entered = entries(read(client, "/feed/city/tehran.atom", language))[1]
    for text in told:
        assert text in words(entered)
    (link,) = entered.iter(f"{XHTML}a")
    assert link.get("href") == "http://localhost/id/agreement/tehran-vienna"


def test_what_is_gone_is_told_as_gone(client: FlaskClient) -> None:
    last = words(entries(read(client, "/feed/city/tehran.atom"))[0])
    assert "has party, no longer: Tehran, Vienna" in last
    # What is not there any more has no feed, but that of its city tells of it.
    gone = client.get("/feed/agreement/tehran-vienna.atom")
    assert gone.status_code == 410


def test_a_country_has_what_its_cities_have(client: FlaskClient) -> None:
    assert len(entries(read(client, "/feed/country/iran.atom"))) == 3


def test_no_text_becomes_markup_and_every_text_is_xml(client: FlaskClient) -> None:
    got = client.get("/feed/city/tehran.atom").data
    assert b"<script" not in got
    assert b"<b>" not in got
    assert b"\x01" not in got
    assert "<script>alert(1)</script>" in words(ET.fromstring(got))


def test_what_is_too_long_to_be_read_is_told_as_a_whole(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions: Versions = client.application.extensions["peyvand"].versions
    things = ["https://w3id.org/peyvand/id/city/tehran"]
    assert [one.is_whole for one in recent.recent(versions, things)] == [False, False, True]
    monkeypatch.setattr(recent, "_LINES", 5)
    assert [one.is_whole for one in recent.recent(versions, things)] == [True, True, True]
    monkeypatch.setattr(recent, "_PATCH_BYTES", 10)
    whole = list(recent.recent(versions, things))
    assert [(one.version.number, one.is_whole) for one in whole] == [
        (number, True) for number in (4, 3, 2, 1)
    ]
    monkeypatch.setattr(recent, "_VERSIONS", 2)
    assert [one.version.number for one in recent.recent(versions, things)] == [4, 3]


def test_a_patch_that_is_damaged_is_told_as_a_whole(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for step in STEPS[:2]:
        publish(versions, *step)
    path = versions.current().patch
    path.write_bytes(path.read_bytes()[:-3])
    found = list(recent.recent(versions, ["https://w3id.org/peyvand/id/city/tehran"]))
    assert [one.is_whole for one in found] == [True, True]


def test_who_has_it_is_sent_nothing(client: FlaskClient) -> None:
    got = client.get("/feed/city/tehran.atom")
    headers = {"If-None-Match": got.headers["ETag"]}
    assert client.get("/feed/city/tehran.atom", headers=headers).status_code == 304


@pytest.mark.parametrize("name", ["city/tehrn", "city/%3Cx", "x/y"])
def test_what_is_not_there_is_told(client: FlaskClient, name: str) -> None:
    got = client.get(f"/feed/{name}.atom")
    assert (got.status_code, got.mimetype) == (404, "application/problem+json")


def test_the_versions_have_a_feed(client: FlaskClient) -> None:
    feed = read(client, "/feed/versions.atom")
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == [
        "Version 4: Changed by editor",
        "Version 3: Changed by editor",
        "Version 2: Entered in the register tehran",
        "Version 1: The graph was made anew",
    ]
    newest = feed.find(f"{ATOM}entry")
    assert newest is not None
    assert newest.find(f"{ATOM}link").attrib["href"] == "http://localhost/versions/4"  # type: ignore[union-attr]
    told = "".join(newest.itertext())
    manifest = client.get("/versions/4").json
    for name in ("quads", "added", "removed"):
        assert f"{manifest[name]} " in told
    names = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(names)) == 4
    persian = read(client, "/feed/versions.atom", "fa")
    assert "نسخه" in (persian.findtext(f"{ATOM}title") or "")
    again = client.get("/feed/versions.atom")
    tagged = client.get("/feed/versions.atom", headers={"If-None-Match": again.headers["ETag"]})
    assert tagged.status_code == 304
    assert "/feed/versions.atom" in client.get("/data", headers={"Accept": "text/html"}).text
