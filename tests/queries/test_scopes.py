"""Ready questions say whom they ask, the documents or datasets or all, and what they leave out."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import Literal, NamedNode, QuerySolutions, RdfFormat, Store

from peyvand.resources import root
from peyvand.sources.catalogue import NamedQuery, own, read_catalogue
from peyvand.texts import texts
from peyvand.vocabulary.iris import ID
from peyvand.web.pages.questions.questions import told

EXPLORE = read_catalogue(root() / "queries").of("explore")
SCOPES = ["documents", "datasets", "all"]
# What one of these stands for is stated by documents and by datasets.
OF_PLACES = ("city/", "agreement/", "country/")
# Its columns say it, each for itself.
BY_COLUMN = {"partner-counts"}
PLACES = [
    query
    for query in EXPLORE
    if any(
        isinstance(default, NamedNode) and default.value.removeprefix(str(ID)).startswith(OF_PLACES)
        for default in query.parameters.values()
    )
]
TOLD = [query for query in EXPLORE if query.caveat("en")]
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix agreement: <https://w3id.org/peyvand/id/agreement/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix claim: <https://w3id.org/peyvand/id/claim/> .
@prefix concept: <https://w3id.org/peyvand/id/concept/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
@prefix document: <https://w3id.org/peyvand/id/document/> .
@prefix graph: <https://w3id.org/peyvand/graph/> .
city:a pv:isLinkedWith city:b, city:c, city:d ; pv:inCountry country:iran .
city:a pv:isLinkedInDocumentsWith city:b, city:c ; pv:isPairedWith city:c, city:d .
city:b rdfs:label "B"@en ; pv:isLinkedWith city:a ; pv:isLinkedInDocumentsWith city:a .
city:c rdfs:label "C"@en ; pv:isLinkedWith city:a ; pv:isLinkedInDocumentsWith city:a ; pv:isPairedWith city:a .
city:d rdfs:label "D"@en ; pv:isLinkedWith city:a ; pv:isPairedWith city:a .
agreement:ab pv:hasParty city:a, city:b .
agreement:ac pv:hasParty city:a, city:c .
agreement:ad a pv:DatasetAgreement ; pv:hasParty city:a, city:d .
document:w pv:snapshotDate "2019" .
graph:document-001 {
  claim:1 pv:about agreement:ac ; pv:property pv:hasParty ; pv:reading city:a, city:c ; pv:isListedUnder city:a ;
    pv:isStatedIn document:001 ; pv:certainty concept:certain .
}
graph:w {
  claim:2 pv:about agreement:ac ; pv:property pv:hasParty ; pv:reading city:a, city:c ;
    pv:isStatedIn document:w ; pv:certainty concept:certain .
}
"""  # noqa: E501

each_of_places = pytest.mark.parametrize("query", PLACES, ids=lambda query: query.name)
each_told = pytest.mark.parametrize("query", TOLD, ids=lambda query: query.name)


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store()
    made.load(DATA.encode(), format=RdfFormat.TRIG)
    return made


def column(store: Store, query: NamedQuery, name: str, **given: NamedNode | Literal) -> set[str]:
    rows = store.query(query.bound(**given))
    assert isinstance(rows, QuerySolutions)
    return {value.value for row in rows if (value := row[name]) is not None}  # type: ignore[union-attr]


@each_of_places
def test_a_question_about_a_place_says_its_scope(query: NamedQuery) -> None:
    assert ("scope" in query.choices) + ("scope" in query.meta) + (query.name in BY_COLUMN) == 1


@pytest.mark.parametrize("query", EXPLORE, ids=lambda query: query.name)
def test_choices_have_words_in_both_languages(query: NamedQuery) -> None:
    if "scope" in query.meta:
        assert query.meta["scope"] in SCOPES
    for name, words in query.choices.items():
        assert query.parameters[name].value in words
        for language in ("en", "fa"):
            assert not {f"choice-{name}-{word}" for word in words} - texts(language).keys()
    if "scope" in query.choices:
        assert list(query.choices["scope"]) == SCOPES
        assert query.parameters["scope"] == Literal("all")


@pytest.mark.parametrize(
    ("scope", "found"), [("documents", {"B", "C"}), ("datasets", {"C", "D"}), ("all", set("BCD"))]
)
@pytest.mark.parametrize(
    "name", ["partners-of-city", "population-asymmetry", "partners-of-country"]
)
def test_each_scope_has_its_own_answer(
    store: Store, name: str, scope: str, found: set[str]
) -> None:
    query = next(query for query in EXPLORE if query.name == name)
    given: dict[str, NamedNode | Literal] = {"scope": Literal(scope)}
    if name == "partners-of-city":
        given["city"] = NamedNode(f"{ID}city/a")
        assert column(store, query, "partnerEn", **given) == found
    else:
        assert column(store, query, "all", **given) == {str(len(found))}


@pytest.mark.parametrize(("scope", "found"), [("documents", "001"), ("datasets", "w")])
@pytest.mark.parametrize("name", ["evidence-of-agreement", "kinds-of-agreement"])
def test_claims_are_chosen_by_their_graph(store: Store, name: str, scope: str, found: str) -> None:
    query = next(query for query in EXPLORE if query.name == name)
    about = NamedNode(f"{ID}agreement/ac")
    given = {next(iter(query.parameters)): about}
    of_scope = column(store, query, "document", scope=Literal(scope), **given)
    assert of_scope == {f"{ID}document/{found}"}
    assert column(store, query, "document", **given) == {f"{ID}document/001", f"{ID}document/w"}


@each_told
def test_the_numbers_of_a_caveat_are_columns(query: NamedQuery) -> None:
    answer = Store().query(query.bound())
    assert isinstance(answer, QuerySolutions)
    assert told(query) <= {variable.value for variable in answer.variables}
    numbers = re.compile(r"\{[\w/]+\}")
    assert set(numbers.findall(query.caveat("en"))) == set(numbers.findall(query.caveat("fa")))


@pytest.mark.parametrize(
    "query", [query for query in EXPLORE if "chart" in query.meta], ids=lambda query: query.name
)
def test_a_chart_is_of_columns(query: NamedQuery) -> None:
    answer = Store().query(query.bound())
    assert isinstance(answer, QuerySolutions)
    names = {variable.value for variable in answer.variables}
    chart = query.meta["chart"]
    assert chart["value"] in names
    assert all({name, name + "En"} & names for name in chart["across"])


@pytest.mark.parametrize(
    "query", [query for query in EXPLORE if "as_of" in query.meta], ids=lambda query: query.name
)
def test_a_count_as_of_a_day_is_of_a_list_with_the_same_parameters(query: NamedQuery) -> None:
    counting = query.meta["as_of"]
    listed = own(counting["list"])
    assert listed.parameters.keys() == query.parameters.keys()
    answer = Store().query(listed.bound())
    assert isinstance(answer, QuerySolutions)
    names = {variable.value for variable in answer.variables}
    assert {"agreement", counting["count"], counting["by"], *counting["group"]} <= names
    counted = Store().query(query.bound())
    assert isinstance(counted, QuerySolutions)
    columns = {variable.value for variable in counted.variables}
    assert {f"{counting['count']}s", *counting["group"], *counting["words"]} <= columns
