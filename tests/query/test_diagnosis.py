"""Mistakes are named with their place and repair; nothing right is called wrong."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from peyvand.errors import BadRequest, PeyvandError, from_json
from peyvand.query.diagnosis import diagnose
from peyvand.query.engine import ask, malformed, problem
from peyvand.query.guard import Limits, check
from peyvand.sources.catalogue import read_query
from peyvand.texts import texts
from query.test_guard_properties import TEXTS

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools.mistakes import PAGE, code, queries, refusal, written  # noqa: E402

LIMITS = Limits()
STORE = Store()
PV = "PREFIX pv: <https://w3id.org/peyvand/ns#> "


def test_the_page_of_mistakes_says_what_is_answered() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(queries(page)) >= 60
    assert page.count("```text") == len(queries(page))
    assert written(page) == page


@pytest.mark.parametrize("text", queries(PAGE.read_text(encoding="utf-8")))
def test_a_mistake_has_its_place_and_a_repair_in_both_languages(text: str) -> None:
    error = refusal(text)
    assert error.hint
    assert re.search("[آ-ی]", error.fa)
    assert re.search("[آ-ی]", error.hint_fa)
    assert code(error) not in ("malformed-query", "unexpected")
    assert error.line is not None
    assert error.column is not None
    lines = text.split("\n")
    assert 1 <= error.line <= len(lines)
    assert 1 <= error.column <= len(lines[error.line - 1]) + 1


# The kinds of the page in other words: each row is what is written and what must be said.
@pytest.mark.parametrize(
    ("text", "wanted", "place"),
    [
        ("ASK { ?s foaf:name ?n }", "undeclared-prefix", (1, 10)),
        ("ASK { ?s a schema:City ; dct:title ?t }", "undeclared-prefix", (1, 12)),
        ("ASK { ?s ?p '1'^^xsd:gYear }", "undeclared-prefix", (1, 18)),
        ("SELECT * { ?s ?p ?o FILTER(geof:distance(?s, ?o) > 1) }", "undeclared-prefix", (1, 28)),
        (PV + "ASK { ?s a pvv:City }", "misspelt-prefix", (1, 54)),
        ("ASK { ?s a shcema:City }", "misspelt-prefix", (1, 12)),
        ("PREFIX pv: https://w3id.org/peyvand/ns# ASK {}", "bare-iri", (1, 12)),
        ("PREFIX pv: <https://w3id.org/peyvand/ns#>; ASK {}", "prologue-end", (1, 42)),
        ("BASE <http://x.example/> . ASK {}", "prologue-end", (1, 26)),
        ("@base <http://x.example/> . ASK {}", "turtle-prologue", (1, 1)),
        ("ASK { ?s a <http://x.example/a b> }", "iri-character", (1, 31)),
        ("ASK { GRAPH <http://x.example/a { ?s ?p ?o } }", "open-iri", (1, 13)),
        ("ASK { ?s ?p ‘x’ }", "smart-quote", (1, 13)),
        ("ASK { ?s ?p ”x” }", "smart-quote", (1, 13)),
        ("ASK { ?s ?p „x“ }", "smart-quote", (1, 13)),
        ("ASK { ?s ?p 'تبریز’ }", "smart-quote", (1, 19)),
        ('ASK { ?s ?p "a\nb" }', "open-string", (1, 13)),
        ("ASK { ?s ?p '''a'' }", "open-string", (1, 13)),
        ('ASK { ?s ?p "C:\\dir" }', "no-escape", (1, 16)),
        ('ASK { ?s ?p "say "yes" now" }', "quote-in-string", (1, 19)),
        ("SELECT ?a ، ?b { ?a ?p ?b }", "foreign-mark", (1, 11)),
        ("ASK { ?a ?p ?b ؛ ?q ?c }", "foreign-mark", (1, 16)),
        ("ASK { ?a ?p ?b FILTER(?b ≥ 5) }", "foreign-mark", (1, 26)),
        ("ASK { ?a ?p ?b FILTER(?b > ۱۲) }", "foreign-digits", (1, 28)),
        ("ASK { ?a ?p ?b FILTER(?b > ١٢) }", "foreign-digits", (1, 28)),
        ("ASK { ?a\u200b ?p ?b }", "invisible", (1, 9)),
        ("ASK {\u200e ?a ?p ?b }", "invisible", (1, 6)),
        ("ASK { ?a ?p ?b FILTER(?a = 1 &amp;&amp; ?b = 2) }", "html-entity", (1, 30)),
        ("ASK { ?a ?p ?b\n?c ?q ?d }", "missing-dot", (1, 15)),
        ("ASK { ?a ?p ?b . ?c ?q 'x'@en ?d ?r ?e ; ?t ?u }", "missing-dot", (1, 30)),
        ("ASK { ?a ?p [ ?q ?r ] ?c ?q ?d }", "missing-dot", (1, 22)),
        ("ASK { ?a ?p ?b OPTIONAL { ?c ?q 5 ?d ?r ?e } }", "missing-dot", (1, 34)),
        (PV + "ASK { ?a a pv:City ; pv:x ?b pv:y ?c . }", "missing-semicolon", (1, 71)),
        (PV + "ASK { ?a pv:x/pv:y ?b pv:x|pv:y ?c }", "missing-semicolon", (1, 64)),
        ("ASK { ?a ?p 1 2 }", "missing-comma", (1, 14)),
        ("ASK { ?a ?p , }", "missing-object", (1, 12)),
        ("ASK { ?a ?p 1, }", "missing-object", (1, 15)),
        ("ASK { ?a . ?b ?p ?c }", "incomplete-triple", (1, 9)),
        ("ASK { . ?b ?p ?c }", "extra-dot", (1, 7)),
        ("ASK { ?b ?p ?c . ; ?q ?d }", "stray-separator", (1, 18)),
        ("ASK { ?b 5 ?c }", "literal-predicate", (1, 10)),
        ("ASK { ?b ?p = ?c }", "comparison-in-triple", (1, 13)),
        ("ASK { ?b ?p ?c && ?b ?q ?d }", "comparison-in-triple", (1, 16)),
        ("ASK { _:x ?p ?c OPTIONAL { _:x ?q ?d } }", "blank-again", (1, 28)),
        ("ASK { ?a ?p ?b . OPTIONAL { ?a ?q ?c }", "missing-close", (1, 39)),
        ("ASK { ?a ?p [ ?q ?c }", "missing-close", (1, 20)),
        ("ASK { ?a ?p (1 2 }", "missing-close", (1, 17)),
        ("ASK { BIND(STR(?a AS ?b) }", "missing-close", (1, 18)),
        ("ASK { ?a ?p ?b . FILTER(?a > 1)) }", "extra-close", (1, 32)),
        ("ASK ( ?a ?p ?b )", "wrong-bracket", (1, 5)),
        ("ASK { GRAPH ?g ?a ?p ?b }", "missing-open-brace", (1, 15)),
        ("ASK { ?a ?p ?b MINUS ?a ?q ?c }", "missing-open-brace", (1, 21)),
        ("ASK { ?a ?p ?b FILTER EXISTS ?a ?q ?c }", "missing-open-brace", (1, 29)),
        ("ASK { GRAPH { ?a ?p ?b } }", "graph-name", (1, 12)),
        ("SELECT ?a { ?a ?p ?b LIMIT 5", "clause-inside", (1, 22)),
        ("SELECT ?a ?b FROM <http://x.example/>, <http://y.example/> {}", "list-comma", (1, 38)),
        ("SELECT ?a AS ?b { ?a ?p ?b }", "as-outside", (1, 11)),
        ("SELECT SUM(?b) AS ?c { ?a ?p ?b }", "select-expression", (1, 8)),
        ("SELECT ?a MAX(?b) { ?a ?p ?b } GROUP BY ?a", "select-expression", (1, 11)),
        ("SELECT (COUNT(?b) ?c) { ?a ?p ?b }", "missing-as", (1, 18)),
        ("SELECT (COUNT(?b) AS c) { ?a ?p ?b }", "variable-mark", (1, 22)),
        ("SELECT (COUNT() AS ?c) { ?a ?p ?b }", "aggregate-empty", (1, 15)),
        ("SELECT ?a ?a { ?a ?p ?b }", "selected-twice", (1, 11)),
        ("SELECT ?a.b { ?a ?p ?b }", "variable-character", (1, 10)),
        ("SELECT $ a { ?a ?p ?b }", "lone-mark", (1, 8)),
        ("SELECT a { ?a ?p ?b }", "variable-mark", (1, 8)),
        ("SELECT ?a { ?a ?p ?b FILTER(b = 1) }", "variable-mark", (1, 29)),
        ("SELECT ?a (STR(?b) AS ?c) { ?a ?p ?b } GROUP BY ?a", "ungrouped", (1, 16)),
        ("SELECT (MIN(?a) AS ?c) ?p { ?a ?p ?b }", "no-group", (1, 24)),
        ("SELECT ?a { { SELECT ?a (COUNT(*) AS ?n) { ?a ?p ?b } } }", "no-group", (1, 22)),
        ("SELECT (1 AS ?b) { ?a ?p ?b }", "as-in-use", (1, 14)),
        ("SELECT * { OPTIONAL { ?a ?p ?b } BIND(1 AS ?b) }", "bind-in-use", (1, 44)),
        ("SELECT * { VALUES ?b { 1 } BIND(1 AS ?b) }", "bind-in-use", (1, 38)),
        ("SELECT * { ?a ?p ?b BIND(SUM(?b) AS ?c) }", "aggregate-misplaced", (1, 26)),
        ("SELECT ?a { ?a ?p ?b } GROUP BY COUNT(?a)", "aggregate-misplaced", (1, 33)),
        ("ASK { ?a ?p ?b FILTER STRLEN(?b) > 5 }", "filter-parentheses", (1, 23)),
        ("SELECT ?a { ?a ?p ?b } GROUP BY ?a HAVING COUNT(*) > 5", "filter-parentheses", (1, 43)),
        ("ASK { ?a ?p ?b FILTER { ?b > 5 } }", "filter-braces", (1, 23)),
        ("ASK { ?a ?p ?b FILTER(?a = 1 OR ?b = 2) }", "other-operator", (1, 30)),
        ("ASK { ?a ?p ?b FILTER(?a = 1 | ?b = 2) }", "other-operator", (1, 30)),
        ("ASK { ?a ?p ?b FILTER(?b % 2 = 0) }", "no-modulo", (1, 26)),
        ("ASK { ?a ?p ?b FILTER(?b NOT LIKE 'x') }", "sql-like", (1, 26)),
        ("ASK { ?a ?p ?b FILTER(?b != NULL) }", "sql-null", (1, 29)),
        ("ASK { ?a ?p ?b FILTER(CASE WHEN ?b THEN 1 END) }", "sql-case", (1, 23)),
        ("ASK { ?a ?p ?b FILTER(?b CONTAINS 'x') }", "function-infix", (1, 26)),
        ("ASK { ?a ?p ?b FILTER(LANG ?b = 'fa') }", "function-parentheses", (1, 23)),
        ("ASK { ?a ?p ?b FILTER(SUBSTRING(?b, 1) = 'x') }", "misspelt-function", (1, 23)),
        ("ASK { ?a ?p ?b FILTER(YEARS(?b) = 1) }", "misspelt-function", (1, 23)),
        ("ASK { ?a ?p ?b FILTER(REGEXX(?b, 'a')) }", "misspelt-function", (1, 23)),
        ("ASK { ?a ?p ?b FILTER(WEEKDAY(?b) = 1) }", "unknown-function", (1, 23)),
        ("ASK { ?a ?p ?b FILTER(STRLEN(?b, 1) = 1) }", "argument-count", (1, 23)),
        ("ASK { ?a ?p ?b FILTER(IF(?b, 1)) }", "argument-count", (1, 23)),
        ("ASK { ?a ?p ?b FILTER(CONTAINS(?b; 'x')) }", "argument-separator", (1, 34)),
        ("ASK { ?a ?p ?b FILTER(?a = 1, ?b = 2) }", "comma-in-expression", (1, 29)),
        ("ASK { ?a ?p ?b FILTER(?a ?b) }", "missing-operator", (1, 25)),
        ("ASK { ?a ?p ?b FILTER(?a + ) }", "missing-operand", (1, 27)),
        ("ASK { VALUES ?a { 'x', 'y' } }", "list-comma", (1, 22)),
        ("ASK { VALUES ?a ?b { (1 2) } }", "values-parentheses", (1, 14)),
        ("ASK { VALUES (?a ?b) { 1 2 } }", "values-row", (1, 24)),
        ("ASK { VALUES ?a { ?b } }", "values-variable", (1, 19)),
        ("ASK { VALUES ?a { NULL } }", "values-undef", (1, 19)),
        ("SELECT * { ?a ?p ?b } GROUP ?a", "missing-by", (1, 28)),
        ("SELECT ?a { ?a ?p ?b } LIMIT 5 GROUP BY ?a", "clause-order", (1, 32)),
        ("SELECT ?a { ?a ?p ?b } LIMIT 5 LIMIT 6", "clause-order", (1, 32)),
        ("SELECT ?a { ?a ?p ?b } FROM <http://x.example/>", "clause-order", (1, 24)),
        ("SELECT ?a { ?a ?p ?b } GROUP BY ?a WHERE { ?a > 1 }", "having-where", (1, 36)),
        ("SELECT ?a { ?a ?p ?b } ORDER BY DESC ?a", "order-direction", (1, 33)),
        ("SELECT ?a { ?a ?p ?b } ORDER BY ?a + 1", "clause-parentheses", (1, 33)),
        ("SELECT ?a { ?a ?p ?b } ORDER BY", "clause-empty", (1, 32)),
        ("SELECT ?a { ?a ?p ?b } LIMIT -1", "limit-number", (1, 30)),
        ("SELECT ?a { ?a ?p ?b } OFFSET ?n", "limit-number", (1, 31)),
        ("SELECT ?a { ?a ?p ?b } LIMIT 2.5", "limit-number", (1, 30)),
        ("SELECT ?a { ?a ?p ?b }.", "extra-end", (1, 23)),
        ("ASK {} ; ASK {}", "two-queries", (1, 10)),
        ("SELECT ?a WEHRE { ?a ?p ?b }", "misspelt", (1, 11)),
        ("SELECT ?a { ?a ?p ?b . FILTR(?b = 1) }", "misspelt", (1, 24)),
        ("SELECT ?a { ?a ?p ?b } LIMT 5", "misspelt", (1, 24)),
        ("SELECT ?a { ?a ?p ?b } ORDER BY ?a LMIT 5", "misspelt", (1, 36)),
        ("CONSTRCT { ?a ?p ?b } WHERE { ?a ?p ?b }", "misspelt", (1, 1)),
        ("PREFX pv: <https://w3id.org/peyvand/ns#> ASK {}", "misspelt", (1, 1)),
        ("", "no-text", (1, 1)),
        ("# only a comment", "no-text", (1, 1)),
        ("?a ?p ?b", "no-form", (1, 1)),
        ("شهرهای خواهر تبریز", "not-a-query", (1, 1)),
        ("select a, b from towns", "language-sql", (1, 1)),
        ("SELECT * FROM towns LIMIT 5", "language-sql", (1, 1)),
        ("query Towns($n: Int) { towns(first: $n) { name } }", "language-graphql", (1, 1)),
        ("match (n) return n limit 5", "language-cypher", (1, 1)),
        ('{"query": "ASK {}"}', "language-json", (1, 1)),
        ("query=ASK+%7B%7D", "language-form", (1, 1)),
        ("SELECT%20*%20%7B%7D", "language-percent", (1, 1)),
        ("```\nASK {}\n```", "language-fence", (1, 1)),
        ("CONSTRUCT WHERE { ?a ?p ?b FILTER(?b = 1) }", "construct-short", (1, 28)),
        ("CONSTRUCT { ?a ?p ?b OPTIONAL { ?b ?q ?c } } WHERE {}", "template-pattern", (1, 22)),
        ("ASK { ?a ?p ?b // all\n}", "other-comment", (1, 16)),
        ("ASK { ?a ?p ?b . -- all\n}", "other-comment", (1, 18)),
        ("/* all */ ASK {}", "other-comment", (1, 1)),
        ("ASK { ?a ?p ?b . LET (?x := 1) }", "misspelt", (1, 18)),
        ("ASK { ?a ?p '1'^<http://x.example/t> }", "other-operator", (1, 16)),
        ("ASK { OPTIONAL (?a ?p ?b) }", "wrong-bracket", (1, 16)),
        ("ASK { ?g { ?a ?p ?b } }", "graph-word", (1, 7)),
        ("SELECT ?a { ?a ?p ?b } BY ?a", "by-alone", (1, 24)),
        ("SELECT ?a (COUNT(*) AS ?n) { ?a ?p ?b }} GROUP BY ?a", "extra-close", (1, 40)),
        ("ASK { ?a ?p 2001-12-31 }", "bare-date", (1, 13)),
        ("SELECT ?a; ?b { ?a ?p ?b }", "select-comma", (1, 10)),
        ("SELECT ?a AND ?b { ?a ?p ?b }", "select-comma", (1, 11)),
        ("ASK { ?a ?p ?b } -- all", "other-comment", (1, 18)),
        ("ASK { ?a is ?b }", "bare-word", (1, 10)),
        ("ASK { ?a ?p Q80053 }", "bare-word", (1, 13)),
        ("DESCRIBE { ?a ?p ?b }", "describe-nothing", (1, 9)),
    ],
)
def test_a_mistake_of_the_same_kind_is_named(
    text: str, wanted: str, place: tuple[int, int]
) -> None:
    error = refusal(text)
    assert (code(error), (error.line, error.column)) == (wanted, place)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("INSERT DATA { ?x <http://x.example/p> 1 }", "data-variable"),
        ("INSERT { ?x <http://x.example/p> 1 }", "change-where"),
        ("INSERT INTO towns VALUES (1)", "language-sql"),
        ("DELETE DATA { _:x <http://x.example/p> 1 }", "delete-blank"),
        ("DELETE { [] <http://x.example/p> ?y } WHERE { ?x ?p ?y }", "delete-blank"),
        ("INSERT DATA { pv:a pv:b 1 }", "undeclared-prefix"),
        ("INSERT DATA { <http://x.example/a> <http://x.example/p> 1", "missing-close"),
        ("DELETE WHERE { ?x ?p ?y FILTER(?y = 1) }", "template-pattern"),
        ("CLEAR DEFAULT INSERT DATA {}", "update-semicolon"),
        ("INSERT DATA {} DELETE DATA {}", "update-semicolon"),
        ("INSRT DATA {}", "misspelt"),
        ("CLEAR DEFUALT", "misspelt"),
        ("WITH <http://x.example/g> WHERE {}", "with-change"),
    ],
)
def test_a_mistake_in_an_update_is_named(text: str, wanted: str) -> None:
    with pytest.raises(SyntaxError) as caught:
        Store().update(text)
    assert code(malformed(caught.value, text, update=True)) == wanted


def test_lines_show_which_brace_was_forgotten() -> None:
    text = "SELECT * WHERE {\n  ?a ?p ?b\n  OPTIONAL {\n    ?b ?q ?c .\n  ?c ?r ?d\n}\n"
    error = refusal(text)
    assert (code(error), error.line, error.column) == ("missing-close", 5, 11)
    assert "the { of line 3, column 12" in error.message
    error = refusal("SELECT * WHERE { ?a ?p ?b\n OPTIONAL { ?b ?q ?c }\n")
    assert "the { of line 1, column 16" in error.message


def test_all_prefixes_that_are_missing_are_given_at_once() -> None:
    error = refusal("SELECT * { ?c a pv:City ; rdfs:label ?l ; own:name ?n }")
    assert error.hint.splitlines()[1:] == [
        "PREFIX pv: <https://w3id.org/peyvand/ns#>",
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>",
    ]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("SELECT * { ?c a pv:City ?c rdfs:label ?l }", "PREFIX rdfs:", "1, column 24: A dot is"),
        ("SELECT * { ?c a pv:City FILTER(?c = 1 }", "PREFIX pv:", "column 38: A ) is missing"),
        ("SELECT * { ?c a pv:City . ?c ?p “x” }", "PREFIX pv:", "column 33: “ is a typographic"),
        ("SELECT COUNT(*) { ?c a pv:City }", "", "Write (COUNT(*) AS ?count)"),
    ],
)
def test_a_missing_prefix_hides_no_other_mistake(text: str, first: str, second: str) -> None:
    error = refusal(text)
    assert first in error.hint
    assert second in error.hint
    assert error.hint_fa.count("\n") == error.hint.count("\n")


def test_the_code_comes_through_the_worker() -> None:
    error = from_json(problem(refusal("SELCT * {}")))
    assert error.members == {"code": "misspelt"}


def test_what_is_unknown_to_the_diagnosis_keeps_the_reason_of_the_engine() -> None:
    text = "ASK { ?s ?p <<( ?a ?b )>> }"
    assert diagnose(text) is None
    assert "Syntax error" in refusal(text).message


@pytest.mark.parametrize("path", sorted((ROOT / "queries").rglob("*.rq")), ids=lambda p: p.stem)
def test_nothing_is_wrong_with_what_is_right(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    # What is written in place (a number after LIMIT, a property in a path) makes it a query.
    assert diagnose(read_query(path, "").bound() if "$" in text else text) is None


WORDS = """? $ , ; . { } ( ) [ ] < > << ! = == & && | ^ ^^ @ @en ' \\" “ ” ‘ « ؟ ، ۵ ٪ \u200b \\
\\u0041 SELECT WHERE FILTER ORDER BY GROUP COUNT( AS UNION VALUES EXISTS NOT AND LIKE INSERT DELETE
?x pv:City a http:// <http://x 5 1.5e3 -"""
PIECES = st.sampled_from(WORDS.split())


@given(st.text() | st.lists(PIECES, max_size=30).map(" ".join) | TEXTS, st.booleans())
@settings(max_examples=800, derandomize=True, deadline=None)
def test_any_text_is_diagnosed_without_a_fault(text: str, update: bool) -> None:
    error = diagnose(text, update=update)
    if error is None:
        return
    assert (error.members or {})["code"] in texts("en", "message")
    assert error.line is not None
    assert error.column is not None
    assert 1 <= error.line <= text.count("\n") + 1
    assert 1 <= error.column <= len(text.split("\n")[error.line - 1]) + 1


@given(TEXTS)
@settings(max_examples=800, derandomize=True, deadline=None)
def test_what_the_engine_answers_is_never_called_wrong(text: str) -> None:
    try:
        check(text, LIMITS)
        ask(STORE, text)
    except BadRequest:
        return
    except PeyvandError:
        pass
    assert diagnose(text) is None, text


def test_a_long_text_is_diagnosed_in_time_that_grows_with_it() -> None:
    text = "SELECT * { " + "?s ?p ?o . " * 4_000 + "?s ?p ?o ?x ?y ?z }"
    assert diagnose(text) is not None
    for odd in ("<" * 40_000, "“" * 40_000, "((" * 20_000, '"' * 40_001, "a:" * 20_000):
        diagnose("SELECT * { ?s ?p " + odd)
