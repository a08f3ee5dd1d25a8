"""What the guard tells of a text that it lets through, and how it treats updates."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from peyvand.errors import ForbiddenQuery, MalformedQuery, TooLarge
from peyvand.query.guard import FORMS, UPDATES, Limits, check
from peyvand.settings import Settings

LIMITS = Limits(bytes=10_000, nesting=8, patterns=5)
PREFIX = "PREFIX ex: <http://x.example/> "


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("ask {}", "ASK"),
        ("BASE <http://x/> PREFIX select: <http://x/> Construct {} {}", "CONSTRUCT"),
        ("# SELECT\nDESCRIBE <http://x/>", "DESCRIBE"),
        ("SELECT * { { ASK {} } }", "SELECT"),
        ("SELECTED * {}", None),
        ("FROM SELECT", None),
        ("", None),
        ("?SELECT", None),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, form: str | None) -> None:
    assert check(text, LIMITS).form == form


@pytest.mark.parametrize(
    ("text", "volatile"),
    [
        ("SELECT (now() AS ?n) {}", True),
        ("SELECT ?x { ?x ?p ?o } ORDER BY RAND()", True),
        ("RAND", True),
        ("SELECT * { BIND(uuid() AS ?u) BIND(1 AS ?v) }", True),
        ("SELECT * { ?now ex:uuid <http://x/rand> , 'BNODE()' , _:bnode }", False),
        ("SELECT * {} # NOW()", False),
        ("SELECT (KNOW() AS ?n) {}", False),
    ],
)
def test_what_may_differ_the_next_time_is_told(text: str, volatile: bool) -> None:
    assert check(text, LIMITS).volatile is volatile


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("SELECT * { <http://x.example/a> ?p <urn:a> }", False),
        ("SELECT * { <a> ?p ?o }", True),
        ("SELECT * { <> ?p <http://x.example/a> }", True),
        ("SELECT * { <#a> ?p <//x.example/a> }", True),
        ("SELECT * { <1a:b> ?p ?o }", True),
        ("PREFIX ex: <http://x.example/> SELECT * { <a> ?p ?o }", True),
        ("BASE <http://x.example/> SELECT * { <a> ?p ?o }", False),
        ("base <http://x.example/> SELECT * { <a> ?p ?o }", False),
        ("BASE <x> SELECT * { <a> ?p ?o }", True),
        ("PREFIX ex: <x> BASE <http://x.example/> SELECT * {}", True),
        ("BASE <http://x.example/> PREFIX ex: <http://y.example/> SELECT * { <a> ?p ?o }", False),
        ("BASE <http://x.example/> BASE <a> SELECT * {}", False),
    ],
)
def test_whether_an_iri_hangs_on_the_address_is_told(text: str, relative: bool) -> None:
    assert check(text, LIMITS).relative is relative


@pytest.mark.parametrize(
    ("text", "unbound"),
    [
        ("SELECT ?x ?y { ?x ?p ?o }", ("y",)),
        ("SELECT ?b $a ?b { ?x ?p ?o }", ("b", "a")),
        ("SELECT ?x { $x ?p ?o }", ()),
        ("SELECT (1 AS ?x) ?x ?y {}", ("y",)),
        ("SELECT (STR(?x) AS ?y) { ?z ?p ?o }", ()),
        ("SELECT ?x { } VALUES ?x { 1 }", ()),
        ("SELECT ?x { ?a ?p ?o } GROUP BY (STR(?a) AS ?x)", ()),
        ("SELECT ?x { ?a ?p ?o } ORDER BY ?x", ()),
        ("SELECT * { { SELECT ?y { ?x ?p ?o } } }", ()),
        ("ASK { ?x ?p ?o }", ()),
        ("CONSTRUCT { ?x ?x ?x } {}", ()),
        ("DESCRIBE ?x", ()),
        # The engine takes these marks for letters of the name.
        ("SELECT ?نام، ?سن { ?نام ?p ?سن }", ("نام،",)),
        ("SELECT ?نام؟ { ?نام؟ ?p ?o }", ()),
    ],
)
def test_selected_variables_without_a_value_are_told(text: str, unbound: tuple[str, ...]) -> None:
    facts = check(text, LIMITS)
    assert facts.unbound == unbound
    assert facts.doubtful is bool(unbound)


@pytest.mark.parametrize(
    ("text", "nested"),
    [
        ("SELECT (SUM(COUNT(?x)) AS ?n) {}", "COUNT"),
        ("SELECT (avg ( 1 + (max(?x)) ) AS ?n) {}", "MAX"),
        ("SELECT (SUM((?x)) + COUNT(?y) AS ?n) {}", None),
        ("SELECT (SUM(?x) AS ?a) (COUNT(?y) AS ?b) {}", None),
        ("SELECT (SUM(?x) AS ?a) {} HAVING (COUNT(?y) > 1)", None),
        ("SELECT (SUM(STR(?x) + COUNT(?y)) AS ?a) {}", "COUNT"),
        ("SELECT (SUM(IF(EXISTS { { SELECT (COUNT(?y) AS ?c) {} } }, 1, 0)) AS ?n) {}", None),
        (
            "SELECT (SUM(IF(EXISTS { { SELECT (COUNT(?y) AS ?c) (MIN(?y) AS ?d) {} } }, 1, 0)) "
            "AS ?n) {}",
            None,
        ),
        ("SELECT (SUM(EXISTS { { SELECT (COUNT(MAX(?y)) AS ?c) {} } }) AS ?n) {}", "MAX"),
        ("SELECT (SUM(ex:COUNT(?x)) AS ?n) {}", None),
        ("SELECT (SUM(?count) AS ?n) { VALUES ?count { 1 } }", None),
        ("SELECT ?n { { SELECT (SUM(?x) AS ?n) {} } FILTER(?n > 1) }", None),
    ],
)
def test_an_aggregate_within_another_is_told(text: str, nested: str | None) -> None:
    facts = check(text, LIMITS)
    assert facts.nested == nested
    assert facts.doubtful is bool(nested)


@pytest.mark.parametrize(
    "text",
    ["SELECT * { ?s ?p 'a }", 'SELECT * { ?s ?p "\\x" }', "SELECT * { ?s ?p 'a\n' }", "'"],
)
def test_a_string_without_end_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(MalformedQuery) as caught:
        check(text, LIMITS)
    assert caught.value.line == 1
    assert caught.value.column in (text.index(text.strip("\\x}\n ")[-1]) + 1, *range(1, len(text)))


@pytest.mark.parametrize("opened", ["{", "(", "["])
def test_brackets_of_each_kind_nest_and_close(opened: str) -> None:
    closed = {"{": "}", "(": ")", "[": "]"}[opened]
    check("SELECT * { " + (opened * 7 + closed * 7) * 3 + " }", LIMITS)
    for text in (f"SELECT * {{ {opened * 8}", f"SELECT * {{ {opened * 7 + closed + opened * 2}"):
        with pytest.raises(ForbiddenQuery, match="nests deeper") as caught:
            check(text, LIMITS)
        assert caught.value.column == len(text)
    # What closes without being open takes no part.
    check(closed * 20 + "SELECT *", LIMITS)


def test_brackets_in_what_looks_like_an_iri_nest() -> None:
    check("SELECT * { FILTER(?a<" + "(" * 6 + "?b" + ")" * 6 + "&&?c>1) }", LIMITS)
    with pytest.raises(ForbiddenQuery, match="nests deeper"):
        check("SELECT * { FILTER(?a<" + "(" * 7 + "?b" + ")" * 7 + "&&?c>1) }", LIMITS)
    # They close within it too.
    check("SELECT * { <http://x/(((((((> ?p <http://x/(((((((> }", LIMITS)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * {{ {} }}".format(" . ".join(["?s ?p ?o"] * 6)),
        "SELECT * { ?s ?p 1. ?s ?p 2. ?s ?p 3. ?s ?p 4. ?s ?p 5. ?s ?p 6. }".replace(". }", " }"),
        PREFIX + "SELECT * { ?s ?p ex:a. ?s ?p ex:b. ?s ?p ex:c. ?s ?p ex:d. ?s ?p ex:e. }",
        "SELECT * { ?s ?p [ ?a ?b ; ?c ?d ; ?e ?f , ?g ; ?h ?i ; ?j ?k ] }",
        "SELECT * { ?s ?p ?o , ?o , ?o { ?s ?p ?o , ?o , ?o , ?o } }",
        "CONSTRUCT { ?s ?p ?o , ?o , ?o , ?o , ?o , ?o } WHERE {}",
    ],
)
def test_what_separates_patterns_is_counted(text: str) -> None:
    more = Limits(bytes=10_000, nesting=8, patterns=LIMITS.patterns + 1)
    fewer = Limits(bytes=10_000, nesting=8, patterns=4)
    with pytest.raises(ForbiddenQuery, match="patterns"):
        check(text, fewer)
    check(text, more)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(?a IN (1, 2, 3, 4, 5, 6, 7, 8)) }",
        "SELECT * { ?s ?p '. . . . . . . ; ; ; ;' } # . . . . . .",
        "SELECT * { VALUES ?x { 1.5 2.5 3.5 4.5 5.5 6.5 7.5 } }",
        "; ; ; ; ; ; ; ; SELECT * {}",
        "SELECT * { ?s ex:a.b ex:a.c , ex:a.d , ex:a.e , ex:a.f }",
    ],
)
def test_what_separates_no_patterns_is_not_counted(text: str) -> None:
    check(text, Limits(bytes=10_000, nesting=8, patterns=3))


def test_the_data_of_an_update_is_not_counted_and_that_of_a_query_is() -> None:
    many = " . ".join(["<a:a> <a:a> <a:a>"] * 9)
    for data in (f"INSERT DATA {{ {many} }}", f"DELETE DATA {{ GRAPH <a:g> {{ {many} }} }}"):
        check(data, LIMITS, update=True)
    for text in (
        f"INSERT {{ {many} }} WHERE {{}}",
        f"INSERT DATA {{ <a:a> <a:a> <a:a> }} ; DELETE WHERE {{ {many} }}",
    ):
        with pytest.raises(ForbiddenQuery, match="patterns"):
            check(text, LIMITS, update=True)
    with pytest.raises(ForbiddenQuery, match="patterns"):
        check(f"SELECT * {{ DATA {{ {many} }} }}", LIMITS)
    deep = "INSERT DATA { " + "(" * 8
    with pytest.raises(ForbiddenQuery, match="nests deeper"):
        check(deep, LIMITS, update=True)


@pytest.mark.parametrize("word", sorted(UPDATES))
def test_updates_and_queries_do_not_pass_for_each_other(word: str) -> None:
    for text in (f"{word} x", f"{PREFIX}{word.lower()} x"):
        with pytest.raises(ForbiddenQuery, match=f"{word} at line 1") as caught:
            check(text, LIMITS)
        assert caught.value.column == text.upper().index(word, len(text) - len(word) - 2) + 1
    # Only the first word tells; as a query it is no update, as an update it is one.
    check(f"SELECT * {{ ?{word.lower()} ?p '{word}' }}", LIMITS)
    if word != "LOAD":
        check(f"{word} x", LIMITS, update=True)


@pytest.mark.parametrize("word", sorted(FORMS))
def test_a_query_is_no_update(word: str) -> None:
    with pytest.raises(ForbiddenQuery, match=f"{word} at line 2, column 1 begins a query"):
        check(f"{PREFIX}\n{word.lower()} {{}}", LIMITS, update=True)
    check(f"INSERT {{}} WHERE {{ {{ {word} ?x {{}} }} }}", LIMITS, update=True)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("LOAD <http://x.example/>", 1),
        ("load SILENT <http://x.example/>", 1),
        ("INSERT DATA {} ; LOAD<http://x.example/>", 18),
        ("#{\n  LoAd <http://x.example/>", 3),
        ("INSERT DATA { <a:a> <a:b> '{' } ; LOAD <http://x.example/>", 35),
        ("INSERT DATA { <a:a> <a:b> '''{''' } ; LOAD <http://x.example/>", 39),
        ('INSERT DATA { <a:a> <a:b> "\\"{" } ; LOAD <http://x.example/>', 37),
        ("INSERT DATA {} ; silentLOAD<http://x.example/>", 18),
        ("INSERT DATA {} ; LOAD:x", 18),
        ("PREFIX : <http://x.example/> LOADload:x", 30),
        ("PREFIX load: <http://x.example/> LOAD load:x", 34),
        ("PREFIX p: <http://x.example/> CLEAR ALL;LOAD p:x", 41),
        ("CLEAR GRAPH load:x", 13),
        ("PREFIX load <http://x.example/> CLEAR ALL", 8),
    ],
)
def test_an_update_that_fetches_is_refused_in_every_disguise(text: str, column: int) -> None:
    with pytest.raises(ForbiddenQuery, match=r"^LOAD") as caught:
        check(text, LIMITS, update=True)
    assert caught.value.column == column


# Each is read by the engine as it is meant here, and otherwise by whoever takes "<" wrongly.
TWO_WAYS = [
    "{where} {{ FILTER((1<2))FILTER(3>2) }}{end} {word} SILENT <http://127.0.0.1:1/> {{}}",
    "{where} {{ FILTER(1<#>{{{{{{{{\n2) }}{end} {word} SILENT <http://127.0.0.1:1/> {{}}",
    "{where} {{ FILTER('b'<STR('>')) }}{end} {word} SILENT <http://127.0.0.1:1/> {{}} #'",
    "{where} {{ FILTER(1<2)#>'''\n }}{end} {word} SILENT <http://127.0.0.1:1/> {{}} #'''",
    '{where} {{ FILTER(1<2)#>"""\n }}{end} {word} SILENT <http://127.0.0.1:1/> {{}} #"""',
    "{where} {{ ?s ?p [ ?a <'> ] }}{end} {word} SILENT <http://127.0.0.1:1/> {{}} #'",
    "{where} {{ FILTER(1<(2)) FILTER(3>(2)) }}{end}{word} SILENT<http://127.0.0.1:1/>{{}}",
]


@pytest.mark.parametrize("text", TWO_WAYS)
def test_a_call_after_what_can_be_read_in_two_ways_is_refused(text: str) -> None:
    base = "BASE <http://x.example/> "
    query = text.format(where=base + "SELECT * {", end="", word="SERVICE") + "\n}"
    update = text.format(where=base + "DELETE {} WHERE", end=" ;", word="Load")
    update = update.replace("{} #", " #").removesuffix(" {}").removesuffix("{}")
    for words, is_update in ((query, False), (update, True)):
        with pytest.raises(ForbiddenQuery, match=r"SERVICE|LOAD"):
            check(words, Limits(), update=is_update)
    # These would call: without the word they are sound, and the engine takes them.
    Store().query(query)
    Store().update(update)


@pytest.mark.parametrize(
    ("text", "word", "column"),
    [
        ("{ FILTER(?a<?b)SERVICE#>\n ?x {} }", "SERVICE", 16),
        ("{ FILTER(?a<'b'&&?c>1) ?service ?p ?o }", "SERVICE", 25),
        ("{ FILTER(?a<f(1)&&?c>1) } # SERVICE", "SERVICE", 29),
        ("{ FILTER(?a<#x>\n1) <http://x/serVice> ?p ?o }", "SERVICE", None),
        ("{ ?s ?p <'a'> , 'service' }", "SERVICE", 18),
    ],
)
def test_after_what_can_be_read_in_two_ways_no_word_is_plain(
    text: str, word: str, column: int | None
) -> None:
    with pytest.raises(ForbiddenQuery, match=f"The word {word}.*less than") as caught:
        check(f"SELECT *\n{text}", LIMITS)
    assert "space" in caught.value.hint
    if column is not None:
        assert (caught.value.line, caught.value.column) == (2, column)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?service ?p ?o FILTER(?a<f(1)&&?c>1) }",
        "SELECT * { FILTER(?a<?b&&?c>?d) ?service ?p ?o }",
        "SELECT * { FILTER(?a <f(1) && ?c>1) ?service ?p ?o }",
        "SELECT * { FILTER(?a=<http://x.example/Xi'an_(city)#>) ?service ?p ?o }",
        "SELECT * { <#service> ?p <urn:(service)> , <x'y> , 'service' }",
        "SELECT * { FILTER(EXISTS { ?s <#a> <b'c> }) ?service ?p ?o }",
        "SELECT * { FILTER(?a < 'b' && ?c > 'd') ?service ?p ?o }",
        "SELECT * { ?s ?p 'x','<' , '>' , ?service }",
    ],
)
def test_what_can_be_read_in_one_way_hides_nothing(text: str) -> None:
    assert not check(text, LIMITS).volatile or "f(1)&&" in text
    # In a query no LOAD is to be feared.
    check(text.replace("service", "load"), LIMITS)
    check("SELECT * { FILTER(?a<f(1)&&?c>1) ?load ?p ?o }", LIMITS)


def test_what_can_be_read_in_two_ways_is_not_kept() -> None:
    """A function whose value differs each time may hide there."""
    assert check("SELECT * { FILTER(?a<f('>')) BIND(NOW() AS ?n) #'\n}", LIMITS).volatile
    assert check("SELECT * { ?s ?p <'> BIND(NOW() AS ?n) #'\n}", LIMITS).volatile


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { ex:load ex:LOAD 'LOAD <http://x.example/>' }",
        "PREFIX load: <http://x.example/> INSERT DATA { load:a load:b load:c }",
        "prefix download: <http://x.example/> CLEAR ALL",
        "CLEAR GRAPH <http://x.example/LOAD> # LOAD",
        "CLEAR GRAPH ex:load ; DELETE WHERE { ?load ?p $load }",
        "DELETE { ?load ?p _:load } WHERE { ?load ?p ?o }",
    ],
)
def test_an_update_may_name_the_word(text: str) -> None:
    check(text, LIMITS, update=True)
    # In a query it stands for nothing at all.
    check("SELECT * { load }", LIMITS)


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("{} SERVICE <http://x/> {}", 4, "calls no other"),
        ("{} trueSERVICE <http://x/> {}", 8, "calls no other"),
        ("{} 1.service:x {}", 6, "could be read"),
        ("{} SERVICEa:service {}", 4, "could be read"),
        ("{} SERVICE wikibase:label {}", 4, "label service"),
        ("{} xSERVICE wikibase:label {}", 5, "label service"),
        ("{} xxxxserVICE\n<http://wikiba.se/ontology#label> {}", 8, "label service"),
        ("{} SERVICE wikibase:other {}", 4, "calls no other"),
    ],
)
def test_a_call_is_refused_at_its_place_and_in_its_words(
    text: str, column: int, words: str, update: bool
) -> None:
    text = f"{'INSERT' if update else 'SELECT *'}\n{text}"
    with pytest.raises(ForbiddenQuery, match=words) as caught:
        check(text, LIMITS, update=update)
    assert (caught.value.line, caught.value.column) == (2, column)


def test_the_limits_are_those_of_the_operator() -> None:
    own = Settings(max_query_bytes=11, max_nesting=22, max_patterns=33, max_upload_mb=3)
    assert Limits.of_queries(own) == Limits(11, 22, 33)
    assert Limits.of_updates(own) == Limits(3 * 1024 * 1024, 22, 33)
    # Without an operator they are the defaults of the settings.
    assert Limits() == Limits.of_queries(Settings())


def test_the_size_is_counted_in_bytes_and_says_which_setting_bounds_it() -> None:
    check("ASK {} # ش", Limits(bytes=11))
    with pytest.raises(TooLarge, match="11 bytes; the limit is 10") as caught:
        check("ASK {} # ش", Limits(bytes=10))
    assert "PEYVAND_MAX_QUERY_BYTES" in caught.value.hint
    with pytest.raises(TooLarge) as caught:
        check("ASK {} # ش", Limits(bytes=10), update=True)
    assert "PEYVAND_MAX_UPLOAD_MB" in caught.value.hint
