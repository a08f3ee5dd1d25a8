"""Which questions are expected to look at much."""

from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, Store

from peyvand.query.expectation import LARGE, SEARCHED, is_large
from peyvand.vocabulary.iris import TYPE

NS = "urn:x:"
COUNTS = {
    f"{NS}many": LARGE, f"{NS}few": LARGE - 1, TYPE.value: 10,
    f"{NS}label": SEARCHED, f"{NS}note": SEARCHED - 1,
}  # fmt: skip
DECLARED = f"PREFIX x: <{NS}> "


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    many, few = NamedNode(f"{NS}many"), NamedNode(f"{NS}few")
    named = NamedNode(f"{NS}graph")
    for number in range(LARGE):
        subject = NamedNode(f"{NS}s{number}")
        store.add(Quad(subject, many, NamedNode(f"{NS}often")))
        store.add(Quad(subject, TYPE, NamedNode(f"{NS}City")))
        # In all graphs together they are as often.
        graphs = [named] if number else []
        store.add(Quad(subject, many, NamedNode(f"{NS}there"), *graphs))
    store.add(Quad(NamedNode(f"{NS}s1"), TYPE, NamedNode(f"{NS}Country")))
    store.add(Quad(NamedNode(f"{NS}s1"), many, NamedNode(f"{NS}seldom")))
    store.add(Quad(NamedNode(f"{NS}s1"), few, NamedNode(f"{NS}often")))
    return store


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "SELECT ?o (COUNT(?s) AS ?n) { ?s x:many ?o } GROUP BY ?o",
        "select ?o (count(?s) as ?n) where { ?s x:many ?o. } group by ?o",
        "SELECT ?s { ?s x:many ?o } ORDER BY ?o LIMIT 10",
        f"SELECT ?o (COUNT(?s) AS ?n) {{ ?s <{NS}many> ?o }} GROUP BY ?o",
        "SELECT ?o (COUNT(?s) AS ?n) { ?s a x:City ; x:many ?o } GROUP BY ?o",
        "SELECT (COUNT(?s) AS ?n) { ?s x:few ?a . ?s x:many ?o, ?q . FILTER(?o > 5) }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:many x:often }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:few/x:many ?o }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:few [ x:many ?o ] }",
        "SELECT (COUNT(?s) AS ?n) { GRAPH ?g { ?s x:many ?o } }",
        "SELECT ?n { { SELECT ?o (COUNT(?s) AS ?n) { ?s x:many ?o } GROUP BY ?o ?s } } ORDER BY ?n",
        "SELECT (COUNT(?s) AS ?n) { ?s x:few ?o OPTIONAL { ?o x:many ?q } }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:few ?o FILTER NOT EXISTS { ?o x:many ?q } }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:many ?o } # x:many x:seldom .\n",
        # A word that only looks like one that gathers, twice, and then one that does.
        "SELECT ?counted ?minute (COUNT(?s) AS ?n) { ?s x:many ?o }",
        "SELECT ?recount ?counted { ?s x:many ?counted } ORDER BY ?s",
        f"PREFIX long: <{NS}> SELECT (COUNT(?s) AS ?n) {{ ?s long:many ?o }}",
        "SELECT (COUNT(?s) AS ?n) FROM <urn:elsewhere:> { ?s x:many ?o }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:many x:there }",
        "SELECT (COUNT(?s) AS ?n) { ?s ?p x:often }",
    ],
)
def test_what_groups_counts_or_sorts_much_is_large(store: Store, text: str) -> None:
    assert is_large(DECLARED + text, store, lambda: COUNTS)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ?s ?l { ?s x:label ?l FILTER(CONTAINS(LCASE(STR(?l)), "kerman")) }',
        'SELECT ?s ?l { ?s a x:City ; x:label ?l . FILTER strstarts (?l, "Ker") }',
        'SELECT ?s { ?s x:label ?l FILTER(REGEX(?l, "^ker.*an", "i")) }',
        'SELECT ?s { ?s x:few ?o . OPTIONAL { ?o x:label ?l FILTER(STRENDS(?l, "an")) } }',
    ],
)
def test_what_looks_into_many_texts_is_large(store: Store, text: str) -> None:
    assert is_large(DECLARED + text, store, lambda: COUNTS)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT ?s { ?s x:note ?l FILTER(CONTAINS(?l, "kerman")) }',
        # The first that match are enough.
        'SELECT ?s { ?s x:label ?l FILTER(CONTAINS(?l, "kerman")) } LIMIT 10',
        # Few are looked into: those of a thing, of few things, or of a small class.
        'SELECT ?l { x:s1 x:label ?l FILTER(CONTAINS(?l, "kerman")) }',
        'SELECT ?l { ?s x:many x:seldom ; x:label ?l FILTER(CONTAINS(?l, "kerman")) }',
        'SELECT ?l { ?s a x:Country ; x:label ?l FILTER(CONTAINS(?l, "kerman")) }',
        # Nothing is looked into.
        "SELECT ?contains { ?contains x:label ?l }",
    ],
)
def test_what_looks_into_few_texts_is_not(store: Store, text: str) -> None:
    assert not is_large(DECLARED + text, store, lambda: COUNTS)


@pytest.mark.parametrize(
    "text",
    [
        # It gives its first rows at once.
        "SELECT * { ?s x:many ?o }",
        "ASK { ?s ?p ?o }",
        # Few quads.
        "SELECT ?o (COUNT(?s) AS ?n) { ?s x:few ?o } GROUP BY ?o",
        "SELECT (COUNT(?s) AS ?n) { ?s x:none ?o }",
        # A constant leaves few, wherever it stands.
        "SELECT (COUNT(?s) AS ?n) { ?s x:many ?o . x:s1 ?p ?s }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:many x:seldom }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:many ?o ; x:many x:seldom }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:many ?o, x:seldom }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:many ?o . ?o x:few [ x:many x:seldom ] }",
        "SELECT (COUNT(?s) AS ?n) { { SELECT * { ?s x:many x:seldom } } ?s x:many ?o }",
        # What tokens do not tell.
        'SELECT (COUNT(?s) AS ?n) { ?s x:many ?o . ?s x:name "Tabriz"@en }',
        "SELECT (COUNT(?s) AS ?n) { ?s x:many ?o ; x:year 1999 }",
        "SELECT (COUNT(?s) AS ?n) { VALUES ?o { x:often } ?s x:many ?o }",
        "SELECT (COUNT(?s) AS ?n) { ?s (x:many|x:few) ?o }",
        "SELECT (COUNT(?s) AS ?n) { ?s y:many ?o }",
        "SELECT (COUNT(?s) AS ?n) { ?s <many> ?o . ?s x:many <relative> }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:many ?o } }",
        "SELECT (COUNT(?s) AS ?n) { ?s x:many ?o } #" + "x" * 8000,
    ],
)
def test_what_is_narrow_or_unclear_is_not_expected_to_be_large(store: Store, text: str) -> None:
    assert not is_large(DECLARED + text, store, lambda: COUNTS)
