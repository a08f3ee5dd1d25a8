"""The queries of Wikidata and ours beside them: the ones are parsed, the others are run."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import QuerySolutions
from rdflib.plugins.sparql import prepareQuery

from docs.beside_wikidata import parts
from peyvand.graph.build import Graph
from peyvand.vocabulary.iris import ID

# What Wikidata's service declares by itself.
DECLARED = {
    "bd": "http://www.bigdata.com/rdf#",
    "p": "http://www.wikidata.org/prop/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wikibase": "http://wikiba.se/ontology#",
}
# What is in the answer from the documents' graph.
HOLDS = {
    1: {"twin": "city/freiburg", "item": "Q2833"},
    2: {"twin": "city/freiburg"},
    3: {"country": "country/germany", "twins": "1"},
    4: {"twin": "city/florence"},
    5: {"twin": "city/florence"},
    6: {"twin": "city/freiburg", "label": "فرایبورگ"},
    7: {"twin": "city/vienna", "start": "1990"},
    8: {"twin": "city/florence"},
    9: {"one": "city/isfahan", "other": "city/freiburg"},
    10: {"agreement": "agreement/isfahan-yazd"},
}


def test_there_are_ten() -> None:
    assert [number for number, _, _ in parts()] == [*range(1, 11)] == list(HOLDS)


@pytest.mark.parametrize(("number", "theirs", "ours"), parts())
def test_a_query_of_wikidata_and_its_answer_here(
    number: int, theirs: str, ours: str, graph: Graph
) -> None:
    prepareQuery(theirs, initNs=DECLARED)
    assert re.search(r"\b(?:wdt|ps):P190\b", theirs)
    found = graph.store.query(ours)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    rows = [
        {
            name: str(getattr(row[name], "value", ""))
            .removeprefix(str(ID))
            .rpartition("entity/")[2]
            for name in names
        }
        for row in found
    ]
    wanted = HOLDS[number]
    assert any(wanted.items() <= row.items() for row in rows), rows[:5]
