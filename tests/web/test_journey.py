"""A browser's way through the query pages: nothing leaves the machine or breaks the policy."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from needs import needs, node
from waiting import LIMIT_S, wait_until
from web.browser import NEEDED, Visit, browser
from web.live import (
    Server,
    publish,
    running,
    small_store,
    wait_for_index,
    wait_until_at_work,
    wait_until_quiet,
)

__all__ = ["browser"]
pytestmark = [
    *NEEDED,
    needs("editor"),
]
ATTACK = '<img src=x onerror="window.attacked=1"><script>window.attacked=1</script>'
DATA = f"""
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
pv:hasParty a owl:ObjectProperty ; rdfs:label "has party"@en, "طرفِ"@fa ;
  skos:definition "Relates an agreement to a city bound by it."@en .
city:tabriz a pv:City ; rdfs:label "Tabriz"@en, "تبریز"@fa ; wgs:lat 38.08 ; wgs:long 46.29 .
city:baku a pv:City ; rdfs:label "Baku"@en, "باکو"@fa ; wgs:lat 40.37 ; wgs:long 49.84 .
city:ganja a pv:City ; rdfs:label "Ganja"@en, "گنجه"@fa ; wgs:lat 40.68 ; wgs:long 46.36 ;
  geo:asWKT "POLYGON((46 40, 47 40, 47 41, 46 41, 46 40))"^^geo:wktLiteral .
city:tabriz pv:isLinkedWith city:baku, city:ganja .
<http://x.example/1> pv:hasParty city:tabriz, city:baku ; pv:distanceInKilometres 398 .
<http://x.example/2> pv:hasParty city:tabriz, city:ganja ; pv:distanceInKilometres 289 .
<http://x.example/attack> rdfs:label {json.dumps(ATTACK)} ;
  rdfs:seeAlso <javascript:window.attacked=1> .
"""
ATTACKED = (
    "SELECT ?label ?link { <http://x.example/attack> "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?label ; "
    "<http://www.w3.org/2000/01/rdf-schema#seeAlso> ?link }"
)
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + " }"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("journey")
    publish(home, small_store(DATA))
    with running(home, query_timeout_s=round(2 * LIMIT_S)) as started:
        yield started


@pytest.fixture(params=["en", "fa"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def visit(browser: Any, server: Server) -> Iterator[Visit]:
    made = Visit(browser, server, viewport={"width": 1100, "height": 900})
    yield made
    made.close()


def test_the_account_of_a_visit_misses_nothing(browser: Any, server: Server) -> None:
    watched = Visit(browser, server)
    page = watched.editor()
    page.evaluate("() => document.body.insertAdjacentHTML('beforeend', '<p style=\"top: 0\">')")
    page.evaluate("() => fetch('http://x.example/tile.png').catch(() => 0)")
    page.evaluate("() => { const img = new Image(); img.src = '//x.example/i.png' }")
    page.wait_for_timeout(300)
    assert any("Content Security Policy" in one for one in watched.complaints)
    assert len(watched.complaints) >= 3
    watched.context.close()


def test_an_example_as_table_map_chart_and_graph(visit: Visit, language: str) -> None:
    page = visit.editor(f"/query?lang={language}")
    assert page.get_attribute("html", "dir") == ("rtl" if language == "fa" else "ltr")
    page.click("#examples summary")
    page.click("#examples a[href*='example=partners-within-distance']")
    page.wait_for_selector(".CodeMirror")
    assert "pv:distanceInKilometres" in visit.written()
    visit.run()
    assert {"Baku", "باکو", "398"} <= set(visit.cells())
    persian = page.locator("#result bdi", has_text="باکو")
    assert (persian.get_attribute("lang"), persian.get_attribute("dir")) == ("fa", "auto")

    page.click("[data-view=map]")
    page.wait_for_selector("svg.map .land")
    assert page.locator("svg.map path.place").count() == 2
    name = {"en": "Baku", "fa": "باکو"}[language]
    page.locator(f"svg.map path.place[aria-label={name}]").click()
    assert name in page.inner_text(".details")

    page.click("[data-view=chart]")
    page.wait_for_selector("svg.chart rect")
    assert page.locator("svg.chart rect").count() == 2
    page.click("[data-view=graph]")
    page.wait_for_selector("svg.graph circle")
    assert page.locator("svg.graph circle").count() == 3
    assert page.locator("svg.graph line").count() == 2


def test_areas_in_wkt_are_drawn_and_are_not_the_rest_of_the_world(visit: Visit) -> None:
    page = visit.editor()
    visit.write("SELECT * { ?place <http://www.opengis.net/ont/geosparql#asWKT> ?wkt }")
    visit.run()
    page.click("[data-view=map]")
    page.wait_for_selector("svg.map .area")
    box = page.locator("svg.map .area").bounding_box()
    whole = page.locator("svg.map").bounding_box()
    assert 0 < box["width"] < whole["width"] / 2


def test_a_constructed_graph_is_drawn_with_its_labels(visit: Visit) -> None:
    page = visit.editor()
    visit.write(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "PREFIX pv: <https://w3id.org/peyvand/ns#>\n"
        "CONSTRUCT { ?a pv:hasParty ?b . ?b rdfs:label ?l }\n"
        "WHERE { ?a pv:hasParty ?b . ?b rdfs:label ?l }"
    )
    visit.run()
    page.click("[data-view=graph]")
    page.wait_for_selector("svg.graph circle")
    assert page.locator("svg.graph circle").count() == 5
    assert "Tabriz" in page.locator("svg.graph .node text").all_text_contents()


def test_an_answer_is_shown_by_names_with_what_they_are_names_of(
    visit: Visit, language: str
) -> None:
    page = visit.editor(f"/query?lang={language}")
    visit.write(
        "PREFIX pv: <https://w3id.org/peyvand/ns#>\n"
        "SELECT ?agreement ?property ?city { ?agreement ?property ?city . ?city a pv:City ."
        " FILTER(?property = pv:hasParty) }"
    )
    visit.run()
    name = {"en": "Baku", "fa": "باکو"}[language]
    page.wait_for_selector(f"#result td .named :text('{name}')")
    cell = page.locator("#result td .named", has_text=name)
    assert cell.locator("small").inner_text() == "city/baku"
    assert cell.locator("a").get_attribute("title") == "https://w3id.org/peyvand/id/city/baku"
    page.fill("#result input[type=search]", name)
    assert page.locator("#result tbody tr").count() == 1
    # A link is called as the property is, and leads from the agreement to the city.
    page.click("[data-view=graph]")
    page.wait_for_selector("svg.graph circle")
    called = {"en": "has party", "fa": "طرفِ"}[language]
    assert page.locator("svg.graph .link-name").all_text_contents() == [called] * 4
    assert name in page.locator("svg.graph .node text").all_text_contents()


def test_places_of_one_row_are_joined_on_the_map(visit: Visit) -> None:
    page = visit.editor("/query?lang=en")
    visit.write(
        "PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#>\n"
        "PREFIX pv: <https://w3id.org/peyvand/ns#>\n"
        "SELECT ?one ?x1 ?y1 ?x2 ?y2 { ?one pv:isLinkedWith ?other ."
        " ?one wgs:long ?x1 ; wgs:lat ?y1 . ?other wgs:long ?x2 ; wgs:lat ?y2 }"
    )
    visit.run()
    page.click("[data-view=map]")
    page.wait_for_selector("svg.map .land")
    assert page.locator("svg.map path.link").count() == 2
    assert page.locator("svg.map path.place").count() == 3
    assert "2 links join" in page.locator("#result .bar span", has_text="join").inner_text()


def test_years_are_no_amounts(visit: Visit) -> None:
    page = visit.editor("/query?lang=en")
    rows = '("1998" "a") ("2004" "b") ("2004" "c")'
    visit.write(f"SELECT ?year ?name {{ VALUES (?year ?name) {{ {rows} }} }}")
    visit.run()
    page.click("[data-view=chart]")
    page.wait_for_selector("svg.chart rect")
    values = page.get_by_label("Value").locator("option").all_text_contents()
    assert values == ["number of rows"]
    titles = page.locator("svg.chart rect title").all_text_contents()
    assert titles == ["1998: 1", "2004: 2"]
    page.locator("#result [role=tabpanel] select").first.select_option("points")
    ticks = page.locator("svg.chart text").all_text_contents()
    # They begin with the first year, and have no separators.
    assert "1998" in ticks
    assert "0" not in ticks
    assert not [tick for tick in ticks if "," in tick]


def test_completion_knows_what_goes_with_a_class_and_things_by_name(
    visit: Visit, server: Server
) -> None:
    wait_for_index(server)
    page = visit.editor()

    def offered(query: str) -> list[str]:
        visit.write(query)
        page.evaluate(
            "() => { const c = document.querySelector('.CodeMirror').CodeMirror;"
            " c.focus(); c.setCursor(c.lineCount(), 1e4) }"
        )
        page.keyboard.press("Control+Space")
        page.wait_for_selector(".CodeMirror-hints li")
        found = page.locator(".CodeMirror-hints li").all_text_contents()
        page.keyboard.press("Enter")
        page.wait_for_selector(".CodeMirror-hints", state="detached")
        return [str(one) for one in found]

    prefix = "PREFIX pv: <https://w3id.org/peyvand/ns#>\n"
    assert offered(f"{prefix}SELECT * {{ ?a a pv:Agreement ; ")[0].endswith("pv:Agreement")
    for typed in ("Bak", "باک"):
        assert "city:baku" in offered(f"{prefix}SELECT * {{ ?a pv:hasParty {typed}")[0]
        written = visit.written()
        assert written.endswith("?a pv:hasParty city:baku")
        assert "PREFIX city: <https://w3id.org/peyvand/id/city/>" in written


def test_the_other_language_keeps_the_query_and_examples_are_searched(visit: Visit) -> None:
    page = visit.editor("/query?lang=en")
    page.click("#examples summary")
    every = page.locator("#examples li:visible").count()
    page.fill("#examples input[type=search]", "distance partners")
    assert 0 < page.locator("#examples li:visible").count() < every / 4
    visit.write("SELECT * { ?written ?but ?notRun }")
    page.click("a.other")
    page.wait_for_selector("html[lang=fa] .CodeMirror")
    assert visit.written() == "SELECT * { ?written ?but ?notRun }"


def test_an_error_is_marked_at_its_line_and_column(visit: Visit, language: str) -> None:
    visit.refused = {400}
    page = visit.editor(f"/query?lang={language}")
    visit.write("SELECT *\nWHERE {\n  ?s ?? ?o }\n")
    visit.run()
    page.wait_for_selector(".problem")
    told = visit.page.evaluate(
        """async () => (await fetch('/sparql', {method: 'POST', body: document.querySelector(
        '.CodeMirror').CodeMirror.getValue(), headers: {'Content-Type':
        'application/sparql-query'}})).json()"""
    )
    assert told["line"] == 3
    assert page.locator(".error-line").count() == 1
    line = page.locator(".CodeMirror-code > div", has=page.locator(".error-mark"))
    assert line.locator(".CodeMirror-linenumber").inner_text() == "3"
    page.click(".problem button")
    cursor = page.evaluate("() => document.querySelector('.CodeMirror').CodeMirror.getCursor()")
    assert (cursor["line"] + 1, cursor["ch"] + 1) == (told["line"], told["column"])
    page.keyboard.type(" ")
    assert page.locator(".error-line").count() == 0


@pytest.mark.parametrize(
    ("language", "form"), [("en", "SELECT ?x"), ("fa", "CONSTRUCT { ?x a pv:City }")]
)
def test_what_the_graph_does_not_have_is_told_beneath_the_answer(
    visit: Visit, language: str, form: str
) -> None:
    page = visit.editor(f"/query?lang={language}")
    visit.write(
        f"PREFIX pv: <https://w3id.org/peyvand/ns#>\n{form}\nWHERE {{ ?x pv:hasPartty ?y }}"
    )
    visit.run()
    page.wait_for_selector(".warning")
    text = page.inner_text(".warning li")
    assert "hasPartty" in text
    assert "hasParty" in text
    page.click(".warning button")
    cursor = page.evaluate("() => document.querySelector('.CodeMirror').CodeMirror.getCursor()")
    assert (cursor["line"], cursor["ch"]) == (2, 11)
    visit.write("ASK {}")
    visit.run()
    assert page.locator(".warning").count() == 0


def test_cancelling_ends_the_query_on_the_server(
    visit: Visit, server: Server, language: str
) -> None:
    visit.refused = {409}
    page = visit.editor(f"/query?lang={language}")
    visit.write(ENDLESS)
    with page.expect_request("**/sparql") as sent:
        visit.run()
    name = sent.value.all_headers()["peyvand-query"]
    latin = str.maketrans("۰۱۲۳۴۵۶۷۸۹٫", "0123456789.")

    def seconds() -> list[str]:
        return re.findall(r"[0-9.]+", page.inner_text(".clock").translate(latin))

    wait_until(lambda: any(float(one) >= 1 for one in seconds()), "the page counts the seconds")
    wait_until_at_work(server)
    with page.expect_response(re.compile("/queries/")) as ended:
        page.click("#query-form button:nth-of-type(2)")
    assert ended.value.status == 204
    ended_text = {"en": "The server ended", "fa": "کارساز پرسش را پایان داد"}[language]
    page.locator("#query-form [role=status]", has_text=ended_text).wait_for(state="attached")
    assert server.ask("DELETE", f"/queries/{name}").status == 404
    # It would have gone on for longer than is waited here.
    wait_until_quiet(server)


def test_a_permalink_brings_the_query_back(visit: Visit, browser: Any, server: Server) -> None:
    query = 'ASK { ?s ?p "# & + % نام \\"q\\"" }'
    visit.editor()
    visit.write(query)
    visit.run()
    visit.page.wait_for_selector(".verdict")
    address = visit.page.url
    assert parse_qs(urlsplit(address).fragment)["query"] == [query]
    other = Visit(browser, server)
    other.editor(address.removeprefix(other.base))
    assert other.written() == query
    other.page.click("a[hreflang]")
    other.page.wait_for_selector(".CodeMirror")
    assert other.page.get_attribute("html", "lang") == "fa"
    assert other.written() == query
    other.editor("/query?" + urlencode({"query": query}))
    assert other.written() == query
    other.close()


def test_nothing_in_an_answer_becomes_html_or_runs(visit: Visit) -> None:
    visit.refused = {400}
    page = visit.editor("/query?" + urlencode({"query": f"# {ATTACK}</textarea>\n{ATTACKED}"}))
    assert ATTACK in visit.written()
    visit.run()
    assert ATTACK in visit.cells()
    for view in page.locator("[role=tab]").all():
        view.click()
        page.wait_for_timeout(150)
        assert page.locator("#result img, #result script").count() == 0
    assert page.locator("[href^='javascript' i]").count() == 0
    page.click("#history summary")
    assert ATTACK in page.inner_text("#history")
    assert page.locator("#history img").count() == 0
    page.goto("about:blank#")
    visit.open("/ask/partners-of-city?" + urlencode({"city": ATTACK}))
    assert page.input_value("input[name=city]") == ATTACK
    assert page.locator("main img, main script").count() == 0


def test_the_history_stays_in_the_browser_and_can_be_forgotten(visit: Visit) -> None:
    page = visit.editor()
    for query in ("ASK { ?first ?p ?o }", "ASK { ?second ?p ?o }"):
        visit.write(query)
        visit.run()
        page.wait_for_selector(".verdict")
    page.click("#history summary")
    assert [one.split()[2] for one in page.locator("#history li button").all_text_contents()] == [
        "?second",
        "?first",
    ]
    page.locator("#history li button").last.click()
    assert visit.written() == "ASK { ?first ?p ?o }"
    page.click("#history > button")
    assert page.locator("#history li").count() == 0
    assert page.evaluate("() => localStorage.length") == 0


def test_what_was_not_run_is_not_lost_by_following_a_link(visit: Visit) -> None:
    page = visit.editor()
    visit.write("ASK { ?unrun ?p ?o }")
    page.click("#examples summary")
    page.click("#examples a >> nth=0")
    page.wait_for_selector(".CodeMirror")
    page.click("#history summary")
    assert "?unrun" in page.inner_text("#history")


@pytest.mark.parametrize(("format", "start"), [("csv", "\ufefflabel"), ("xml", "<?xml")])
def test_an_answer_is_saved_in_a_format(visit: Visit, format: str, start: str) -> None:
    page = visit.editor("/query?" + urlencode({"query": ATTACKED}))
    visit.run()
    page.wait_for_selector("#result td")
    page.locator("#result select").last.select_option(format)
    with page.expect_download() as got:
        page.locator("#result .bar .bar button").click()
    assert got.value.suggested_filename == f"peyvand.{format}"
    assert got.value.path().read_text(encoding="utf-8").startswith(start)


def test_names_are_suggested_in_a_question(visit: Visit) -> None:
    visit.refused = {503}
    page = visit.open("/ask/partners-of-city?lang=en")
    field = page.get_by_role("combobox", name="City")
    assert field.get_attribute("role") == "combobox"
    field.fill("")
    field.press_sequentially("bak")
    page.get_by_role("option", name="Baku").click()
    assert field.input_value() == "Baku (city/baku)"


@pytest.mark.parametrize(
    ("path", "language", "typed", "label"),
    [
        ("/", "fa", "تبريز", "تبریز"),
        ("/search", "fa", "tabr", "تبریز"),
        ("/", "en", "تبر", "Tabriz"),
        ("/search", "en", "تبر", "Tabriz"),
    ],
)
def test_search_suggests_while_one_types(
    visit: Visit, path: str, language: str, typed: str, label: str
) -> None:
    visit.refused = {503}
    page = visit.open(f"{path}?lang={language}")
    field = page.get_by_role("combobox")
    field.press_sequentially(typed)
    option = page.get_by_role("option").first
    option.wait_for()
    assert label in option.inner_text()
    assert field.get_attribute("aria-expanded") == "true"
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    assert option.get_attribute("aria-selected") == "true"
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press("ArrowDown")
    option.wait_for()
    field.press("ArrowDown")
    with page.expect_navigation():
        field.press("Enter")
    assert page.locator("h1").inner_text() == {"fa": "تبریز", "en": "Tabriz"}[language]


@pytest.mark.parametrize(
    ("language", "typed", "label"),
    [("en", "Tabriz Baku", "Tabriz – Baku"), ("fa", "تبریز و باکو", "تبریز – باکو")],
)
def test_two_names_suggest_the_pair_first(
    visit: Visit, language: str, typed: str, label: str
) -> None:
    visit.refused = {503}
    page = visit.open(f"/search?lang={language}")
    page.get_by_role("combobox").press_sequentially(typed)
    option = page.get_by_role("option").filter(has_text=label)
    option.wait_for()
    assert label in page.get_by_role("option").first.inner_text()
    with page.expect_navigation():
        option.click()
    assert page.locator("h1").inner_text() == label


def test_terms_are_completed_with_their_prefix(visit: Visit) -> None:
    page = visit.editor()
    visit.write("SELECT * {\n  ?a \n}")
    page.evaluate(
        "() => { const e = document.querySelector('.CodeMirror').CodeMirror;"
        " e.focus(); e.setCursor({line: 1, ch: 5}) }"
    )
    page.keyboard.type("pv:hasP", delay=40)
    hint = page.locator(".CodeMirror-hint", has_text="pv:hasParty")
    hint.wait_for()
    assert "has party" in hint.inner_text()
    page.keyboard.press("Enter")
    assert "?a pv:hasParty" in visit.written()
    assert "PREFIX pv: <https://w3id.org/peyvand/ns#>" in visit.written()


def test_the_keyboard_is_not_caught_in_the_editor(visit: Visit) -> None:
    page = visit.editor("/query?example=partners-within-distance")
    page.click(".CodeMirror-line >> nth=0")
    page.keyboard.press("Escape")
    focused = "() => document.activeElement.textContent"
    assert page.evaluate(focused) == "Run"
    page.keyboard.press("Enter")
    page.wait_for_selector("#result [role=tab], #result p")
    page.locator("[role=tab]").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("[role=tab]").nth(1).get_attribute("aria-selected") == "true"


def test_every_field_has_a_name_and_phones_do_not_scroll_sideways(
    browser: Any, server: Server, language: str
) -> None:
    phone = Visit(browser, server, viewport={"width": 360, "height": 740}, color_scheme="dark")
    page = phone.editor(f"/query?lang={language}&example=partners-within-distance")
    phone.run()
    phone.cells()
    for address in (None, f"/ask?lang={language}", f"/ask/partners-of-city?lang={language}&run=1"):
        if address:
            phone.open(address)
        wide = page.evaluate(
            "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('input, select, textarea, button')]
            .filter((one) => one.offsetParent && one.type !== 'hidden' && !(one.labels?.length)
              && !one.getAttribute('aria-label') && !one.textContent.trim())
            .map((one) => one.outerHTML)"""
        )
        assert nameless == []
    phone.close()


def test_a_question_is_asked_without_any_script(browser: Any, server: Server) -> None:
    plain = browser.new_context(java_script_enabled=False)
    page = plain.new_page()
    base = f"http://127.0.0.1:{server.port}"
    page.goto(f"{base}/ask")
    page.click("a[href*='partners-within-distance']")
    page.fill("input[name=city]", "تبريز")  # with the Arabic letter
    page.click("main button")
    assert "Baku" in page.inner_text("table")
    page.click("main a[href*='/query']")
    assert "VALUES (?city ?within)" in page.input_value("textarea")
    page.select_option("select", "csv")
    with page.expect_download() as got:
        page.click("main button")
    assert "Baku" in got.value.path().read_text(encoding="utf-8")
    plain.close()


@pytest.mark.parametrize(
    ("language", "program"),
    [
        ("Python", [sys.executable, "-I", "-"]),
        pytest.param("JavaScript", [*node(), "-"], marks=needs("node")),
        pytest.param("curl", ["sh", "-s"], marks=needs("curl")),
    ],
)
@pytest.mark.parametrize("form", ["select", "construct"])
def test_programs_run_as_they_are(
    visit: Visit, language: str, program: list[str], form: str
) -> None:
    # Everything that one of the languages could take for its own.
    awkward = 'FILTER(?o != "\\\\ \\"\\"\\" \' ` ${x} $HOME !! نام" && "\'\'\'" != """a"b""")'
    head = "SELECT ?s ?o" if form == "select" else "CONSTRUCT { ?s ?p ?o }"
    page = visit.editor()
    visit.write(f"{head} WHERE {{ ?s ?p ?o . {awkward} FILTER(STR(?o) = 'Baku') }}\n# end \"\\")
    page.click(".tools details:first-child summary")
    page.select_option(".tools select", language)
    text = page.inner_text("#snippet")
    done = subprocess.run(
        program, input=text, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr + text
    assert "city/baku" in done.stdout
    assert "Baku" in done.stdout
