"""Lists that an operator imported: each stands in its own graph, and in no other."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import cast

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions

from peyvand.errors import SourceError
from peyvand.graph.assemble import read_known
from peyvand.graph.build import Graph, fingerprint, make_graph, prove
from peyvand.graph.licensing import kept_apart, licences
from peyvand.resources import root
from peyvand.sources.catalogue import NamedQuery, read_catalogue
from peyvand.sources.optional import imported
from peyvand.sources.registered import SOURCES
from peyvand.vocabulary.files import read_ontology
from peyvand.vocabulary.iris import graph as named
from peyvand.vocabulary.iris import iri, thing

EXPLORE = read_catalogue(root() / "queries").of("explore")
# What counts what each source says, with its licence.
OF_SOURCES = ("coverage-by-source",)
BY_SA = "https://creativecommons.org/licenses/by-sa/4.0/"
GRAPH = named("optional-lists")
ISFAHAN, PARIS = thing("city/isfahan"), thing("city/q90")


def made(home: Path) -> Path:
    """A home with one list of three pairs."""
    folder = home / "imports" / "lists"
    folder.mkdir(parents=True)
    (folder / "source.csv").write_text(
        "id,date,en,fa,origin,licence,coverage\n"
        f"optional-lists,2026-02-08,Lists of a day,فهرست‌های یک روز,lists,{BY_SA},\n",
        encoding="utf-8",
    )
    (folder / "publisher.csv").write_text("en,fa\nSomebody,کسی\n", encoding="utf-8")
    (folder / "pairs.csv").write_text(
        "one,other,name_one,name_other,certainty\n"
        'Q42053,Q90,"Isfahan, Iran","Paris, France",certain\n'
        "Q90,Q90001,Paris,Elsewhere,likely\n"
        # The documents have this pair, and Wikidata lacks it.
        "Q3616,Q3640,Tehran,Ankara,certain\n",
        encoding="utf-8",
    )
    return home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of a test."""
    return made(tmp_path)


@pytest.fixture(scope="module")
def built(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of the documents with the list."""
    home = made(tmp_path_factory.mktemp("lists"))
    return make_graph(sources, world=False, lists=imported(home))


def test_a_list_is_found_by_its_folder_with_its_licence(home: Path) -> None:
    (found,) = imported(home)
    assert (found.path.name, found.licence) == ("lists", BY_SA)
    assert imported(home / "nowhere") == ()


def test_what_a_list_says_stands_in_its_graph_alone(built: Graph, sources: Path) -> None:
    store = built.store
    claims = list(store.quads_for_pattern(None, iri("pv:reading"), None, GRAPH))
    assert {q.object for q in claims} == {PARIS, thing("city/q90001"), thing("city/ankara")}
    everywhere = store.quads_for_pattern(thing("city/q90001"), None, None, None)
    assert {quad.graph_name for quad in everywhere} == {GRAPH}
    pairs = store.quads_for_pattern(ISFAHAN, iri("pv:isPairedWith"), PARIS, DefaultGraph())
    assert list(pairs) == []
    prove(built, sources)


def test_a_doubtful_match_is_likely(built: Graph) -> None:
    claim = NamedNode(thing("claim/optional-lists-Q90-Q90001").value)
    (quad,) = built.store.quads_for_pattern(claim, iri("pv:certainty"), None, GRAPH)
    assert quad.object == thing("concept/likely")


def test_its_licence_keeps_its_graph_apart(built: Graph) -> None:
    assert kept_apart(built.store) == {GRAPH.value: BY_SA}
    known = licences(built.store)
    assert known[named("wikidata-2022-01-09").value].endswith("/zero/1.0/")


def test_a_graph_without_a_source_has_no_licence(built: Graph) -> None:
    assert named("decisions").value not in licences(built.store)


def test_a_build_notices_a_list_and_each_change_of_it(sources: Path, home: Path) -> None:
    seen = {fingerprint(sources, False), fingerprint(sources, False, home)}
    path = home / "imports" / "lists" / "pairs.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("likely", "certain"), encoding="utf-8")
    seen.add(fingerprint(sources, False, home))
    assert len(seen) == 3


def test_an_unknown_certainty_is_told_with_its_line(sources: Path, home: Path) -> None:
    path = home / "imports" / "lists" / "pairs.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("likely", "maybe"), encoding="utf-8")
    (found,) = imported(home)
    known = read_known(sources, read_ontology(sources), (*SOURCES, found))
    with pytest.raises(SourceError, match=r"pairs\.csv:3: unknown certainty 'maybe'"):
        found.read(known)


@pytest.mark.parametrize("query", EXPLORE, ids=lambda query: query.name)
def test_no_ready_question_is_answered_by_it(query: NamedQuery, built: Graph, graph: Graph) -> None:
    # A city of the list, where a question is about one, and each scope that it has.
    about = {"city": ISFAHAN} if "city" in query.parameters else {}
    for scope in query.choices.get("scope", ()) or ("",):
        given = about | ({"scope": Literal(scope)} if scope else {})
        answers = [
            Counter(
                tuple(map(str, row))
                for row in cast(QuerySolutions, one.store.query(query.bound(**given)))
            )
            for one in (built, graph)
        ]
        if query.name in OF_SOURCES:
            assert BY_SA in str(answers[0] - answers[1])
        else:
            assert answers[0] == answers[1]


def test_a_comparison_with_wikidata_takes_no_list_for_it(built: Graph, graph: Graph) -> None:
    reports = [
        set(map(str, one.store.quads_for_pattern(None, None, None, named("report-wikidata"))))
        for one in (built, graph)
    ]
    assert reports[0] == reports[1] != set()


def test_only_what_has_no_label_yet_is_labelled_by_a_list(built: Graph) -> None:
    names = {
        ISFAHAN: ("skos:altLabel", "Isfahan, Iran"),
        PARIS: ("skos:altLabel", "Paris, France"),
        thing("city/q90001"): ("rdfs:label", "Elsewhere"),
    }
    for city, (prop, name) in names.items():
        found = built.store.quads_for_pattern(city, iri(prop), None, GRAPH)
        assert Literal(name, language="en") in {quad.object for quad in found}
