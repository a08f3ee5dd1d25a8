"""The page of each kind of thing: what its sections tell, in both languages and in old versions."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from peyvand import digits
from peyvand.graph.build import Graph
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.resources import root
from peyvand.sources.documents import COLUMNS
from peyvand.sources.tables import read_table
from peyvand.texts import number, texts
from peyvand.vocabulary.iris import EDTF, iri, thing
from peyvand.vocabulary.labels import pick
from peyvand.web.app import create_app
from peyvand.web.pages.components import kinds
from peyvand.web.pages.components.values import figure, language_named, show
from peyvand.web.pages.lists import browse
from peyvand.web.pages.lists.asked_lists import PAGE
from web.crawl import Page
from web.live import publish_documents

SECTIONS = sorted(kinds._read()["sections"])


# A thing of each kind, and a section of its page with something that stands in it.
class Year(int):
    """A year, of which thousands are not set apart."""

    def text(self, language: str) -> str:
        return digits.number(str(self), language)


def _shown(one: str | int, language: str) -> str:
    return figure(str(one), language) if isinstance(one, int) else one


PAGES = [
    ("city/tabriz", "memberships", ("F001-444", 716)),
    ("city/tabriz", "titles", (Year(2018),)),
    ("city/tehran", "readiness", ("F001-485", "/id/concept/readiness-officials", 8_693_706)),
    ("city/tehran", "exchanges", ("/id/offer/ankara-tehran-tehran", "/id/concept/area-building")),
    ("organisation/union-turkic-cities", "exchanges", ("/id/offer/union-turkic-cities",)),
    ("city/arak", "readiness", ("/id/concept/readiness-officials",)),
    ("city/tabriz", "plans", ("/id/plan/tabriz-master-plan", "/id/goal/tabriz-regional-hub")),
    ("organisation/tabriz-municipality", "plans", ("/id/goal/tabriz-regional-hub", "F003-065.2")),
    ("plan/tabriz-master-plan", "aims", ("/id/goal/tabriz-cultural-capital",)),
    ("law/electronic-commerce-act", "articles", ("/id/article/electronic-commerce-act-74", 74)),
    ("event/baku-forum-6", "aims", ("/id/goal/baku-forum-talks-for-culture", "F003-134")),
    ("event/baku-forum-6", "results", ()),
    ("event/esmaeili-trip-baku", "serves", ("/id/policy/iran-at-baku-forum",)),
    ("policy/iran-at-baku-forum", "serving", ("/id/event/esmaeili-trip-baku",)),
    ("city/tabriz", "conflicts", ("/conflicts/",)),
    ("city/tabriz", "sources", ("/id/document/001", "/id/document/003")),
    ("city/tabriz", "timeline", ("<svg", Year(2008))),
    ("agreement/tabriz-wuhan", "said", ("#precedence",)),
    ("agreement/gaza-tabriz", "steps", ("F003-086", "/id/concept/stage-permits", "F003-085")),
    ("agreement/ankara-tehran", "checklist", ("F004-062", "/id/concept/step-delegations")),
    ("agreement/ankara-tehran", "activities", ("/id/event/ankara-tehran-workshops-art",)),
    ("agreement/ankara-tehran", "vitality", ("/id/concept/vitality-planned",)),
    ("city/tehran", "obstacles", ("/id/obstacle/tehran-potential-unrealised",)),
    ("concept/sister-city-relationship", "obstacles", ("/id/obstacle/twinning-only-a-name",)),
    ("agreement/baalbek-isfahan", "evidence", ("2111", "F001-322")),
    ("organisation/metropolis", "members", ("/id/city/tehran", "/id/city/tabriz")),
    ("organisation/uclg-mewa", "offices", ("/id/office/secretary-general-uclg-mewa",)),
    ("person/ghalibaf", "held", ("F004-005",)),
    ("document/001", "facts", ("/id/person/mostafa-zahrani",)),
    ("document/001", "citations", ("/id/work/gilboa",)),
    ("document/001", "frame", ("F001-007", "F001-008", 92, "/id/concept/field-cultural", 617)),
    ("work/zeynali", "cited-in", ("/id/citation/f001-571", 359, "/id/concept/ambiguous")),
    ("work/gilboa", "resting", ("F001-263", 617)),
    ("concept/urban-diplomacy", "definitions", ("F001-131", "F003-024", "/conflicts/c24")),
    ("document/001", "claims", ("F001-001",)),
    ("document/003", "tables", ("/id/document/003a", Year(2021), "/id/document/003b", Year(2024))),
    ("document/003", "claims", ("/id/document/003a",)),
    ("document/003a", "claims", ("F003-021",)),
    ("document/003a", "sureness", ("/id/concept/certain",)),
    ("concept/twinning", "hierarchy", ("/id/concept/urban-diplomacy",)),
    ("event/meeting-tehran-mayor-azerbaijan", "attendances", ("/id/office/mayor-of-tehran",)),
    ("event/meeting-tehran-mayor-azerbaijan", "spoken", ("/id/concept/statement-welcome", 29)),
    ("organisation/palestinian-delegation", "spoken", ("ghalibaf-palestine-pursuing-unity", 44)),
    ("person/mehmet-duman", "spoken", ("/id/concept/statement-condemnation",)),
    ("event/uclg-mewa-meeting-turkey", "absences", ("/id/organisation/palestinian-mayors", "«")),
    ("event/uclg-mewa-meeting-turkey", "resolutions", ("/id/organisation/uclg-mewa-members",)),
    ("organisation/uclg-mewa", "sessions", ("/id/event/uclg-mewa-meeting-turkey",)),
    ("organisation/uclg-mewa", "resolutions", ("/id/concept/resolution-voiced",)),
    ("obstacle/twinning-only-a-name", "solutions", ("/id/proposal/twinning-rule-and-law",)),
    ("scheme/scopes", "concepts", ("/id/concept/international", "/id/concept/domestic")),
    ("country/iran", "cities", ("/id/city/isfahan",)),
    ("country/iran", "capital", ("/id/city/tehran",)),
    ("country/iran", "paired", ("/id/country/turkey",)),
    ("claim/F001-322", "rivals", ("X-013",)),
    ("claim/F003-029", "linked", ("F001-237",)),
    ("claim/X-060", "linked", ("X-041",)),
    ("register/unesco-world-heritage", "mentioned", ("/id/city/",)),
]


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


@pytest.mark.parametrize("name", SECTIONS)
def test_every_section_asks_for_what_it_shows(graph: Graph, name: str) -> None:
    section = kinds.section(name)
    answer = graph.store.query(section.query(thing("city/tabriz").value))
    assert isinstance(answer, QuerySolutions)
    asked = {variable.value for variable in answer.variables}
    assert set(section.columns) <= asked
    assert set(section.key) <= set(section.columns)
    for language in ("en", "fa"):
        for column in section.columns:
            assert f"column-{column}" in texts(language)
        assert f"section-{section.name}" in texts(language)


def test_every_section_is_on_a_page() -> None:
    used = {name for names in kinds._read()["kinds"].values() for name in names}
    lists = {f"browse-{kind}" for kind in (*browse.KINDS, "conflicts")}
    assert set(SECTIONS) - used == {"token", "timeline"} | lists
    assert used <= set(SECTIONS)


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(("name", "section", "held"), PAGES, ids=lambda one: str(one)[:40])
def test_sections(
    client: FlaskClient, language: str, name: str, section: str, held: tuple[str | int, ...]
) -> None:
    page = client.get(f"/page/{name}?lang={language}").text
    start = page.index(f'<h2 id="{section}"')
    part = page[start : page.find("<h2", start + 4)]
    for one in held:
        assert (one.text(language) if isinstance(one, Year) else _shown(one, language)) in part
    heading = "evidence" if section == "evidence" else f"section-{section}"
    assert texts(language)[heading] in part


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_claim_shows_its_item_its_reporter_and_what_it_rests_on(
    client: FlaskClient, language: str
) -> None:
    words = texts(language)
    quoted = client.get(f"/page/claim/F003-057?lang={language}").text
    told = re.search(r'<dl class="told">(.*?)</dl>', quoted, re.DOTALL)
    assert told
    cells = dict(re.findall(r"<dt>([^<]*)</dt><dd>(.*?)</dd>", told[1], re.DOTALL))
    assert "/id/document/003a" in cells[words["column-item"]]
    assert "/id/plan/tabriz-master-plan" in cells[words["column-speaker"]]
    assert "/id/organisation/borna-news" in cells[words["column-reporter"]]
    assert digits.number("2021", language) in cells[words["column-reported"]]
    inferred = client.get(f"/page/claim/X-062?lang={language}").text
    for one in ("F003-007", "F003-120", "X-043"):
        assert one in inferred
    assert words["column-premise"] in inferred


def test_the_query_behind_a_section_gives_its_rows(client: FlaskClient) -> None:
    page = client.get("/page/organisation/metropolis?lang=en").text
    part = page[page.index('<h2 id="members"') :]
    query = unquote_plus(unescape(re.findall(r'href="/query\?query=([^"]*?)&amp;lang', part)[0]))
    rows = client.get("/sparql", query_string={"query": query, "format": "csv"}).text.splitlines()
    assert len(rows) == 1 + part[: part.index("</table>")].count("<tr>") - 1


def test_a_document_shows_its_claims_in_the_order_of_its_lines(client: FlaskClient) -> None:
    table = read_table(root() / "data/documents/001.csv", COLUMNS)
    expected = sum(1 for _ in table)
    seen: list[str] = []
    for place in range(1, -(-expected // 200) + 1):
        page = client.get(f"/page/document/001?lang=en&claims={place}").text
        part = page[page.index('<h2 id="claims"') :]
        part = part[: part.index("</table>")]
        rows = re.findall(r"<tr><td[^>]*>(?:<bdi[^>]*>)?([^<]*).*?claim/([^?\"]*)", part)
        assert len(rows) <= 200
        lines = [int(line) for line, _ in rows if line]
        assert lines == sorted(lines)
        seen += [claim for _, claim in rows]
    assert len(seen) == len(set(seen)) == expected
    assert client.get("/page/document/001?claims=99").status_code == 200
    assert client.get("/page/document/001?claims=x").status_code == 200


@pytest.mark.parametrize("end", ["svg", "png"])
@pytest.mark.parametrize("which", ["city/tabriz/map", "city/tabriz/timeline", "country/iran/map"])
def test_drawings_are_files_of_their_own(client: FlaskClient, which: str, end: str) -> None:
    answer = client.get(f"/drawings/{which}.{end}?lang=fa")
    assert answer.status_code == 200
    if end == "png":
        assert answer.data.startswith(b"\x89PNG")
        assert int.from_bytes(answer.data[16:20]) == 1600
    else:
        assert answer.text.startswith("<svg")
        assert 'xmlns="http://www.w3.org/2000/svg"' in answer.text
        assert "script" not in answer.headers["Content-Security-Policy"]
    seen = {"If-None-Match": answer.headers["ETag"]}
    again = client.get(f"/drawings/{which}.{end}?lang=fa", headers=seen)
    assert (again.status_code, again.data) == (304, b"")
    # In the other language it is another drawing, with other names.
    other = client.get(f"/drawings/{which}.{end}?lang=en", headers=seen)
    assert other.status_code == 200
    assert other.data != answer.data


@pytest.mark.parametrize(
    "path",
    ["city/tabriz/nothing.svg", "city/nowhere/map.svg", "claim/F001-322/map.png", "x/y/z.svg"],
)
def test_drawings_that_are_not_there(client: FlaskClient, path: str) -> None:
    assert client.get(f"/drawings/{path}").status_code == 404


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("kind", browse.KINDS)
def test_things_are_listed_by_kind(client: FlaskClient, kind: str, language: str) -> None:
    page = client.get(f"/browse/{kind}?lang={language}").text
    csv = unescape(re.findall(r'href="([^"]*format=csv[^"]*)"', page)[0])
    total = len(client.get(csv).text.splitlines()) - 1
    assert f'<p class="list-count">{number(total, language)} ' in page
    assert texts(language)[f"section-browse-{kind}"] in page
    listed = page[page.index("<tbody>") :].count("<tr>")
    assert listed == min(total, PAGE)
    assert client.get(f"/browse/{kind}?page=999").status_code == 200


def test_what_is_no_kind_is_not_listed(client: FlaskClient) -> None:
    assert client.get("/browse/nothing").status_code == 404
    assert client.get("/browse/cities?page=x").status_code == 400
    for sort in ("nothing", "--agreements"):
        got = client.get(f"/browse/cities?lang=en&sort={sort}")
        assert got.status_code == 400
        assert f"{sort} is no choice for sort." in got.text
        assert "city, country" in got.text


def test_labels_fall_back_as_declared() -> None:
    labels = {"ar": "عربي", "de": "Deutsch"}
    reader = {"fa": {**labels, "en": "English"}, "en": {**labels, "fa": "فارسی"}}
    assert pick(reader["fa"], "fa") == ("English", "en")
    assert pick(reader["en"], "en") == ("فارسی", "fa")
    assert pick(labels, "fa") == ("عربي", "ar")
    assert pick({}, "fa") == ("", "")


def test_values_are_shown_in_the_language_of_the_page() -> None:
    def label(term: object) -> tuple[str, str]:
        return "", ""

    integer = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    assert show(Literal("16484", datatype=integer), "fa", label).text == "۱۶٬۴۸۴"
    assert show(Literal("2008", datatype=integer), "en", label).text == "2,008"
    year = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
    assert show(Literal("2008", datatype=year), "en", label).text.startswith("2008 ")
    # What was printed is never altered.
    assert show(Literal("2111"), "fa", label).text == "2111"
    assert show(NamedNode("javascript:alert(1)"), "fa", label).href == ""
    point = NamedNode("http://www.opengis.net/ont/geosparql#wktLiteral")
    for written, language, found in (
        ("POINT(51.667500 32.644722)", "en", "32.6447° N, 51.6675° E"),
        ("POINT(51.667500 32.644722)", "fa", "۳۲٫۶۴۴۷° شمالی، ۵۱٫۶۶۷۵° شرقی"),
        ("POINT (-70.65 -33.45)", "en", "33.4500° S, 70.6500° W"),
        ("POLYGON((0 0, 1 0, 1 1, 0 0))", "fa", "POLYGON((0 0, 1 0, 1 1, 0 0))"),
    ):
        assert show(Literal(written, datatype=point), language, label).text == found
    lasting = NamedNode("http://www.w3.org/2001/XMLSchema#duration")
    for written, language, found in (
        ("P2D", "fa", "۲ روز"),
        ("P1Y6M", "en", "1 year and 6 months"),
        ("PT1H30M", "en", "1 hour and 30 minutes"),
        ("P", "en", "P"),
    ):
        assert show(Literal(written, datatype=lasting), language, label).text == found
    assert [language_named(tag, "fa") for tag in ("en", "und", "x-y")] == [
        "انگلیسی", "نامعلوم", "x-y",
    ]  # fmt: skip
    # What its last part tells is told by that alone.
    assert show(thing("claim/F001-322"), "en", label).text == "F001-322"
    assert show(thing("city/isfahan"), "en", label).text == "city/isfahan"
    assert show(NamedNode("JAVASCRIPT:alert(1)"), "fa", label).href == ""


def test_a_page_of_an_old_version_stays_as_it_was(graph: Graph, once: Any, tmp_path: Path) -> None:
    publish_documents(tmp_path, graph, once)
    versions = Versions(tmp_path)
    store = Store()
    store.bulk_extend(graph.store)
    member = Quad(thing("city/yazd"), iri("pv:isMemberOf"), thing("organisation/metropolis"))
    store.add(member)
    claim = thing("claim/F001-441")
    (said,) = store.quads_for_pattern(claim, iri("pv:reading"), None, None)
    since = Literal("1988", datatype=EDTF)
    store.add(Quad(claim, iri("pv:memberSince"), since, said.graph_name))
    publish_lines(versions, store, dump_lines(store), "copy", keep=5)
    app = create_app(versions)
    client = app.test_client()
    old = client.get("/page/organisation/metropolis?lang=en&version=1").text
    new = client.get("/page/organisation/metropolis?lang=en").text
    assert "/id/city/yazd?lang=en" in new
    assert "/id/city/yazd" not in old
    # Of one membership a source tells now since when it is.
    words, every = texts("en"), old.partition('id="members"')[2].partition("</table>")[0]
    count = every.partition("<tbody>")[2].count("<tr>")
    assert words["column-since"] not in old
    assert words["unsaid-since"].format(silent=count, all=count) in old
    assert words["column-since"] in new
    assert words["unsaid-since"].format(silent=count, all=count + 1) in new
    # The way on leads to the same version.
    assert "/id/city/tabriz?lang=en&amp;version=1" in old
    assert 'rel="bookmark" href="/page/organisation/metropolis?lang=en&amp;version=2"' in new
    assert client.get("/page/organisation/metropolis?version=9").status_code == 404
    for path in ("/", "/conflicts", "/comparison", "/audit", "/browse/cities"):
        page = Page(path, client.get(f"{path}?version=1&lang=en").text)
        ways = [way for way in page.links if way.startswith(("/conflicts", "/audit?", "/browse"))]
        assert len(ways) > 1
        assert [way for way in ways if "version=1" not in way] == []
    app.extensions["peyvand"].close()


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(
    ("name", "section"), [("city/isfahan", "memberships"), ("organisation/metropolis", "members")]
)
def test_a_page_says_of_how_many_memberships_no_source_gives_the_year(
    client: FlaskClient, language: str, name: str, section: str
) -> None:
    page = client.get(f"/page/{name}?lang={language}").text
    part = page[page.index(f'<h2 id="{section}"') :].partition("<h2")[2].partition("<h2")[0]
    count = digits.number(str(part.partition("<tbody>")[2].count("<tr>")), language)
    assert texts(language)["unsaid-since"].format(silent=count, all=count) in part


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("not recorded", "no data")), ("fa", ("ثبت‌نشده", "بی‌داده"))]
)
@pytest.mark.parametrize(
    ("name", "section"), [("agreement/ankara-tehran", "checklist"), ("city/tabriz", "readiness")]
)
def test_of_what_nothing_is_on_record_is_told_once_below_what_is(
    client: FlaskClient, language: str, words: tuple[str, str], name: str, section: str
) -> None:
    page = client.get(f"/page/{name}?lang={language}").text
    part = page[page.index(f'<h2 id="{section}"') :].partition("<h2")[2].partition("<h2")[0]
    table, _, line = part.partition('<p class="silent">')
    told, silent = table.partition("<tbody>")[2].count("<tr>"), line.count("<span>")
    assert min(told, silent) > 0
    told_once = texts(language)["nothing-on-record"]
    assert told_once.format(
        silent=number(silent, language), all=number(told + silent, language)
    ) in unescape(line)
    assert not any(f">{word}<" in page for word in words)
    # The file has them all, each with that.
    file = client.get(f"/page/{name}?lang={language}&table={section}&format=csv").text
    assert file.count("\r\n") == told + silent + 1
    assert sum(file.count(word) for word in words) == silent


def test_the_kinds_are_told_with_what_their_lists_have(client: FlaskClient) -> None:
    index = client.get("/browse?lang=fa").text
    for kind in browse.KINDS:
        (count,) = re.findall(rf'href="/browse/{kind}\?lang=fa">[^<]*</a> <b>([^<]*)</b>', index)
        told = texts("fa")["list-count"].format(found=count, all=count)
        assert told in client.get(f"/browse/{kind}?lang=fa").text, kind
        assert count != "۰", kind
