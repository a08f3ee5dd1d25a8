"""What must not reach the engine is refused from the text alone, and nothing else is."""

from __future__ import annotations

import pytest

from peyvand.errors import ForbiddenQuery, TooLarge
from peyvand.query.guard import Limits, check
from peyvand.query.lexer import place

LIMITS = Limits(bytes=10_000, nesting=100, patterns=50)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { service <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o }SERVICE<http://x.example/>{ ?s ?p ?o }",
        "SELECT * { {}SERVICE<http://x.example/>{ ?s ?p ?o } }",
        "SELECT * { SERVICE#comment\n<http://x.example/> { ?s ?p ?o } }",
        "SELECT * { #x\nSERVICE ?e { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'a' SERVICE <http://x.example/> { ?s ?p ?o } }",
        'SELECT * { ?s ?p "\\"" . SERVICE <http://x.example/> { } }',
        'SELECT * { ?s ?p """a"b""" . SERVICE <http://x.example/> { } }',
        "SELECT * { FILTER(?a<?b)SERVICE ?x{?s ?p ?o}FILTER(?a>?b) }",
        "SELECT * { FILTER(?a <?b) SERVICE <http://x.example/> { } }",
        "SELECT * { ?s <http://a.example/#x> ?o . SERVICE <http://x.example/> { } }",
        "LOAD <http://x.example/>",
        # The engine's parser knows no word boundaries: each of these is a call to it.
        "PREFIX : <http://x.example/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "PREFIX a: <http://x.example/> SELECT * { SERVICEa:x { ?s ?p ?o } }",
        "PREFIX service: <http://x.example/> PREFIX : <http://y.example/> "
        "SELECT * { service:x { ?s ?p ?o } }",
        "SELECT * { SERVICESILENT<http://x.example/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://x.example/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1e0SERVICE<http://x.example/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p _:a SERVICE<http://x.example/> { ?s ?p ?o } }",
        # A quotation mark, a number sign or a dot may belong to a local name, or not.
        "SELECT * { ?s ?p ex:a\\' . SERVICE <http://x.example/> { ?s ?p 'x' } }",
        "SELECT * { OPTIONAL { ?s ?p ex:a\\# } SERVICE <http://x.example/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p ex:.SERVICE<http://x.example/> { ?s ?p ?o } }",
        # What looks like an IRI may be "less than".
        "SELECT * { FILTER(?a<?b)SERVICE#>\n?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p <http://a.example/\\u0041#> SERVICE <http://x.example/> { } }",
    ],
)
def test_a_call_to_another_host_is_refused_in_every_disguise(text: str) -> None:
    with pytest.raises(ForbiddenQuery, match="line") as caught:
        check(text, LIMITS)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?service { ?service a ?load }",
        "PREFIX ex: <http://x.example/> SELECT * { ex:service ex:SERVICE ?o }",
        "SELECT * { ?s a <https://schema.org/Service>, <http://x.example/(service)> }",
        "PREFIX ex: <http://x.example/> SELECT * { ?s a ex:microservice, ex:a-service }",
        "SELECT * { _:service ?p ?o }",
        "SELECT * { ?s ?p <http://x.example/SERVICE> }",
        "SELECT * { ?s ?p 'SERVICE <http://x.example/>' }",
        'SELECT * { ?s ?p """\nSERVICE\n""" }',
        "SELECT * { ?s ?p ?o } # SERVICE <http://x.example/> {}",
        "SELECT $SERVICE { ?s ?p $SERVICE }",
    ],
)
def test_the_word_elsewhere_is_no_call(text: str) -> None:
    check(text, LIMITS)


def test_deep_nesting_is_refused_with_its_place() -> None:
    check("SELECT * " + "{" * 100 + "}" * 100, LIMITS)
    with pytest.raises(ForbiddenQuery, match="line 1, column 110"):
        check("SELECT * " + "{" * 101 + "}" * 101, LIMITS)
    with pytest.raises(ForbiddenQuery, match="nests deeper"):
        check("SELECT * { FILTER(" + "(" * 2000 + ")" * 2000 + ") }", LIMITS)


def test_brackets_in_strings_do_not_nest() -> None:
    check("SELECT * { ?s ?p '" + "{" * 500 + "' }", LIMITS)


@pytest.mark.parametrize("joint", [" . ?s ?p ", " ; ?p ", " , "])
def test_too_many_patterns_are_refused_with_their_place(joint: str) -> None:
    check("SELECT * { ?s ?p " + joint.join(["?o"] * 51) + " }", LIMITS)
    with pytest.raises(ForbiddenQuery, match="50") as caught:
        check("SELECT * { ?s ?p " + joint.join(["?o"] * 52) + " }", LIMITS)
    assert caught.value.line == 1
    # The values of VALUES and the data of an update are no patterns.
    check("SELECT * { VALUES ?x { " + "1 " * 500 + "} }", LIMITS)
    data = "INSERT DATA { <x:s> <x:p> " + " , ".join("1" * n for n in range(1, 99)) + " }"
    check(data, LIMITS, update=True)


def test_a_long_query_is_refused_and_the_limit_is_named() -> None:
    with pytest.raises(TooLarge, match="20 bytes; the limit is 19") as caught:
        check("سسسسسسسسسس", Limits(bytes=19))
    assert "PEYVAND_MAX_QUERY_BYTES" in caught.value.hint


def test_places_count_from_one() -> None:
    assert place("ab\ncd", 0) == (1, 1)
    assert place("ab\ncd", 4) == (2, 2)
