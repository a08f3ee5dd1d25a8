"""The catalogue: metadata, parameters bound as terms, near matches."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.errors import BadRequest, SourceError, UnknownQuery
from peyvand.sources.catalogue import (
    Catalogue,
    NamedQuery,
    own,
    read_catalogue,
    read_query,
)
from peyvand.sources.parameters import read_term

HEAD = """#+ title: T
#+ title_fa: ت
#+ description: D.
#+ description_fa: د.
"""
QUERY = HEAD + (
    '#+ params: {who: {type: iri, default: "<x:a>"}}\nSELECT ?name WHERE { ?who <x:name> ?name }\n'
)


def written(tmp_path: Path, text: str) -> NamedQuery:
    path = tmp_path / "a-question.rq"
    path.write_text(text, encoding="utf-8")
    return read_query(path, "explore")


@pytest.fixture
def store() -> Store:
    store = Store()
    for who in "ab":
        store.add(Quad(NamedNode(f"x:{who}"), NamedNode("x:name"), Literal(who)))
    return store


def names(store: Store, text: str) -> list[str]:
    return sorted(row["name"].value for row in store.query(text))


def test_a_parameter_takes_its_default(tmp_path: Path, store: Store) -> None:
    query = written(tmp_path, QUERY)
    assert names(store, query.text) == ["a", "b"]
    assert names(store, query.bound()) == ["a"]


def test_a_parameter_is_bound_as_a_term(tmp_path: Path, store: Store) -> None:
    query = written(tmp_path, QUERY)
    assert names(store, query.bound(who=NamedNode("x:b"))) == ["b"]
    hostile = Literal('"} ?s ?p ?o #')
    assert names(store, query.bound(who=hostile)) == []


def test_a_parameter_is_bound_where_it_is_written(tmp_path: Path, store: Store) -> None:
    about = '#+ params: {who: {default: "<x:a>"}, most: {default: \'"1"^^xsd\'}}\n'
    about = about.replace("^^xsd", "^^<http://www.w3.org/2001/XMLSchema#integer>")
    body = "SELECT ?name ?whole WHERE { $who ?p ?name BIND($who AS ?whole) } LIMIT $most\n"
    query = written(tmp_path, HEAD + about + body)
    assert query.bound() == body.replace("$who", "<x:a>").replace("$most", "1")
    assert names(store, query.bound(who=NamedNode("x:b"))) == ["b"]
    # A text that looks like another parameter, or like a part of a replacement, stays a text.
    text = query.bound(who=Literal(r"$most \1 } #"))
    assert text.count(str(Literal(r"$most \1 } #"))) == 2
    assert text.endswith("LIMIT 1\n")


def test_a_parameter_may_be_any_of_several(tmp_path: Path, store: Store) -> None:
    query = written(tmp_path, QUERY.replace("{ ?who", "{\n  # bind\n  ?who"))
    both = [NamedNode("x:a"), NamedNode("x:b")]
    assert names(store, query.bound()) == ["a"]
    assert names(store, query.bound(who=both)) == ["a", "b"]
    assert names(store, query.bound(who=both[1:])) == ["b"]
    assert names(store, query.bound(who=[])) == []


SCOPED = (
    HEAD
    + """#+ params:
#+   who: {type: choice, default: '"first"', choices: {first: "<x:a>", second: "<x:b>"}}
#+   word: {type: choice, default: '"low"', choices: [low, high]}
SELECT ?name WHERE { $who <x:name> ?name FILTER($word != "high") }
"""
)


def test_a_choice_stands_for_its_term(tmp_path: Path, store: Store) -> None:
    query = written(tmp_path, SCOPED)
    assert names(store, query.bound()) == ["a"]
    assert names(store, query.bound(who=query.value("who", "second"))) == ["b"]
    assert names(store, query.bound(word=query.value("word", "high"))) == []
    assert query.value("word", '"high"') == query.value("word", "high") == Literal("high")
    assert {name: list(words) for name, words in query.choices.items()} == {
        "who": ["first", "second"],
        "word": ["low", "high"],
    }


@pytest.mark.parametrize(
    "given",
    [Literal("third"), NamedNode("x:b"), Literal("first", language="en"), [NamedNode("x:a")]],
)
def test_what_is_no_choice_is_refused(tmp_path: Path, given: Literal) -> None:
    with pytest.raises(BadRequest, match="no choice for who") as caught:
        written(tmp_path, SCOPED).bound(who=given)
    assert "first, second" in caught.value.hint


def test_a_caveat_is_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="caveat_fa"):
        written(tmp_path, HEAD + "#+ caveat: C.\nSELECT ?a WHERE { ?a ?b ?c }\n")


def test_the_programs_own_queries_are_found_by_package_and_name() -> None:
    query = own("web/partners")
    assert (query.folder, query.name) == ("web", "partners")
    assert own("web/partners") is query


def test_an_unknown_parameter_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="no parameter whom") as caught:
        written(tmp_path, QUERY).bound(whom=NamedNode("x:b"))
    assert "who" in caught.value.hint


@pytest.mark.parametrize("missing", ["title", "title_fa", "description", "description_fa"])
def test_metadata_in_both_languages_is_required(tmp_path: Path, missing: str) -> None:
    text = "".join(
        line for line in QUERY.splitlines(keepends=True) if not line.startswith(f"#+ {missing}:")
    )
    with pytest.raises(SourceError, match=missing):
        written(tmp_path, text)


def test_metadata_that_is_not_yaml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not YAML"):
        written(tmp_path, "#+ title: [\n" + QUERY)


def test_near_names_are_offered(sources: Path) -> None:
    catalogue = read_catalogue(sources / "queries")
    with pytest.raises(UnknownQuery) as caught:
        catalogue.get("partner-of-city")
    assert "partners-of-city" in caught.value.hint


def test_a_name_is_used_once(tmp_path: Path) -> None:
    for folder in ("explore", "check"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.rq").write_text(QUERY, encoding="utf-8")
    with pytest.raises(SourceError, match="taken"):
        read_catalogue(tmp_path)


def test_published_examples_say_what_they_are(tmp_path: Path) -> None:
    quads = list(written(tmp_path, QUERY).quads("https://example.org/sparql"))
    values = {(q.predicate.value.rpartition("#")[2], str(q.object)) for q in quads}
    assert any(name == "select" and "VALUES (?who) { (<x:a>) }" in v for name, v in values)
    types = {q.object.value for q in quads if q.predicate.value.endswith("#type")}
    assert types == {
        "http://www.w3.org/ns/shacl#SPARQLExecutable",
        "http://www.w3.org/ns/shacl#SPARQLSelectExecutable",
    }


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("<x:a>", NamedNode("x:a")),
        ("pv:City", NamedNode("https://w3id.org/peyvand/ns#City")),
        ('"تبریز"@fa', Literal("تبریز", language="fa")),
        ('"2004"', Literal("2004")),
    ],
)
def test_terms_are_read(text: str, term: NamedNode | Literal) -> None:
    assert read_term(text) == term


@pytest.mark.parametrize("text", ["", "tabriz", "_:b", "<x:a> . <x:b> <x:c> <x:d>", '"a'])
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(BadRequest):
        read_term(text)


def test_the_empty_catalogue(tmp_path: Path) -> None:
    assert read_catalogue(tmp_path) == Catalogue(())
