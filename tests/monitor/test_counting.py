"""The queries that count the rows of a list, and that list one group."""

from __future__ import annotations

from collections import Counter

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from peyvand.monitor.board import OF_AGREEMENTS, OF_ALL, Spec
from peyvand.monitor.counting import behind, counted
from peyvand.resources import root
from peyvand.sources.catalogue import own

CASE = root() / "tests/queries/own/monitor/data.trig"
LIST = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?place ?placeEn ?kind ?kindFa
WHERE {
  ?place a ?kind .
  OPTIONAL { ?place rdfs:label ?placeEn FILTER(LANG(?placeEn) = "en") }
    OPTIONAL { ?kind rdfs:label ?kindFa FILTER(LANG(?kindFa) = "fa") }
}
"""


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.load(path=str(CASE), format=RdfFormat.TRIG)
    return store


def rows(store: Store, query: str) -> list[dict[str, str]]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{n: row[n].value for n in names if row[n] is not None} for row in found]


def test_names_are_not_looked_up_to_count() -> None:
    text = counted(LIST, "place", ["kind"])
    assert "label" not in text
    assert text.startswith("PREFIX rdfs:")
    assert "SELECT DISTINCT ?place ?kind\n" in text
    assert text.rstrip().endswith("GROUP BY ?kind")
    assert "GROUP BY" not in counted(LIST, "place")


@pytest.mark.parametrize("spec", [*OF_AGREEMENTS, *OF_ALL], ids=lambda spec: spec.name)
def test_what_is_counted_is_what_is_listed(spec: Spec, store: Store) -> None:
    text = own(spec.query).bound()
    listed = rows(store, text)
    if not spec.by:
        assert rows(store, counted(text, spec.thing)) == [{"count": str(len(listed))}]
        return
    things = {(row[spec.thing], row.get(spec.by, "")) for row in listed}
    wanted = Counter(group for _, group in things)
    found = rows(store, counted(text, spec.thing, [spec.by]))
    assert {row.get(spec.by, ""): int(row["count"]) for row in found} == wanted
    assert wanted
    for key, count in wanted.items():
        behind_it = rows(store, behind(text, spec.by, key))
        assert len({row[spec.thing] for row in behind_it}) == count
        assert {row.get(spec.by, "") for row in behind_it} == {key}
        assert all(row in listed for row in behind_it)


def test_the_words_of_a_figure_are_those_that_its_query_gives(store: Store) -> None:
    for spec in (*OF_AGREEMENTS, *OF_ALL):
        if spec.words:
            text = own(spec.query).text
            assert all(f'"{word}"' in text for word in spec.words), spec.name
            assert {row[spec.by] for row in rows(store, own(spec.query).bound())} <= {*spec.words}
