"""Every named query gives the answer thought out beforehand on a tiny dataset, in both engines.

Those of the checks are asked in test_checks. On a sample of the real graph both engines give the
same.

In ``expected.csv`` a cell is a lexical form, empty when unbound; an IRI of ours may be shortened
to kind/slug or pv:name. Those of the checks also carry the language of a text.
"""

from __future__ import annotations

import csv
import functools
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, QuerySolutions, RdfFormat, Store
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query

from peyvand.grammars import read_apart
from peyvand.graph.build import Graph
from peyvand.resources import root
from peyvand.sources.catalogue import NamedQuery, read_catalogue
from peyvand.vocabulary.iris import BASE, ID, PV
from queries.datasets import dataset_of
from queries.sampling import sample

CASES = Path(__file__).parent
CATALOGUE = read_catalogue(root() / "queries")
EXPLORE = CATALOGUE.of("explore")
CHECKS = CATALOGUE.of("check")
KNOWN = [query for query in EXPLORE + CHECKS if (CASES / query.name).is_dir()]
# What rdflib takes too long for, beyond a tiny dataset.
SLOW = ("dangling-references", "unexplained-statements")
# What the documents' graph has nothing for but numbers, which rdflib joins with everything.
OF_THE_WORLD = (
    "coverage-by-rule",
    "pairs-between-regions",
    "pairs-no-longer-stated",
    "places-without-persian-name",
    "rival-values-of-places",
)
# What only entries give: the documents know of no file's holder, of no accession, of no term, and
# have no number for what came of something.
OF_REGISTERS = (
    *("accessions", "files-by-holder", "indicators", "requests-and-rulings"),
    *("partnership-proposals", "signings-by-mayors-term", "withdrawn"),
)
_CONCAT = re.compile(r'GROUP_CONCAT\(.*?SEPARATOR="([^"]*)"\)\s+AS\s+\?(\w+)', re.DOTALL)

each_explore = pytest.mark.parametrize("query", EXPLORE, ids=lambda query: query.name)
each_known = pytest.mark.parametrize("query", KNOWN, ids=lambda query: query.name)
Cell = str | frozenset[str]
Table = list[tuple[Cell, ...]]


def joined(query: NamedQuery) -> dict[str, str]:
    """The columns that hold several parts in no fixed order, with what stands between them."""
    return {name: separator for separator, name in _CONCAT.findall(query.text)}


def ordered(query: NamedQuery) -> bool:
    """Whether the order of the rows is fixed: not when it hangs on the order of such parts."""
    keys = set(re.findall(r"\?(\w+)", query.text.rpartition("ORDER BY")[2]))
    return not keys & joined(query).keys()


@functools.cache
def prepared(text: str) -> Query:
    """A query as the library has read it, which takes it longer than most answers."""
    return read_apart(lambda: prepareQuery(text), Exception)


def short(text: str) -> str:
    if text.startswith(str(ID)):
        return text.removeprefix(str(ID))
    return "pv:" + text.removeprefix(str(PV)) if text.startswith(str(PV)) else text


def text_of(query: NamedQuery, term: object) -> str:
    if term is None:
        return ""
    if isinstance(term, rdflib.term.Identifier):
        text, language = str(term), getattr(term, "language", None)
    else:
        text = term.value  # type: ignore[attr-defined]
        language = term.language if isinstance(term, Literal) else None
    return f"{text}@{language}" if language and query.folder == "check" else text


def table(query: NamedQuery, header: list[str], rows: Iterable[Iterable[str]]) -> Table:
    parts = joined(query)

    def cell(name: str, text: str) -> Cell:
        return frozenset(map(short, text.split(parts[name]))) if name in parts else short(text)

    return [tuple(cell(name, text) for name, text in zip(header, row, strict=True)) for row in rows]


def expected(query: NamedQuery) -> tuple[list[str], Table]:
    with (CASES / query.name / "expected.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, table(query, header, rows)


@each_explore
def test_there_is_a_case(query: NamedQuery) -> None:
    for name in ("data.trig", "expected.csv"):
        assert (CASES / query.name / name).is_file(), f"write {query.name}/{name}"


@each_known
def test_something_is_expected(query: NamedQuery) -> None:
    header, rows = expected(query)
    assert rows, "a case in which nothing is found proves nothing"
    text = (CASES / query.name / "data.trig").read_text(encoding="utf-8")
    assert BASE in text
    assert joined(query).keys() <= set(header)


@each_explore
def test_pyoxigraph_gives_the_answer(query: NamedQuery) -> None:
    """In order as well, where the query fixes the order."""
    store = Store()
    store.load(path=str(CASES / query.name / "data.trig"), format=RdfFormat.TRIG)
    result = store.query(query.bound())
    assert isinstance(result, QuerySolutions)
    header = [variable.value for variable in result.variables]
    rows = table(query, header, ([text_of(query, row[name]) for name in header] for row in result))
    wanted_header, wanted = expected(query)
    assert header == wanted_header
    assert Counter(rows) == Counter(wanted)
    if ordered(query):
        assert rows == wanted


@each_explore
def test_rdflib_gives_the_answer(query: NamedQuery) -> None:
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(CASES / query.name / "data.trig", format="trig")
    result = dataset.query(prepared(query.bound()))
    header = [str(variable) for variable in result.vars or ()]
    found = ([text_of(query, row[name]) for name in header] for row in result)  # type: ignore[index]
    wanted_header, wanted = expected(query)
    assert header == wanted_header
    assert Counter(table(query, header, found)) == Counter(wanted)


def both(graph: Graph, queries: Iterable[NamedQuery]) -> tuple[Store, rdflib.Dataset]:
    """What some answers of queries are about, in either engine."""
    part = sample(graph.store, queries)
    return part, dataset_of(part)


@pytest.fixture(scope="module")
def parts(graph: Graph) -> tuple[Store, rdflib.Dataset]:
    return both(graph, EXPLORE + CHECKS)


def answered(query: NamedQuery, part: Store) -> bool:
    return any(True for _ in part.query(query.bound()))


@pytest.mark.parametrize(
    "query",
    [q for q in EXPLORE + CHECKS if q.name not in SLOW + OF_THE_WORLD + OF_REGISTERS],
    ids=lambda query: query.name,
)
def test_both_engines_agree_on_the_real_graph(
    query: NamedQuery, graph: Graph, request: pytest.FixtureRequest
) -> None:
    part, dataset = both(graph, [query])
    if not answered(query, part):
        # Some need more around them than their own answers: what those of all are about.
        part, dataset = request.getfixturevalue("parts")
    theirs = dataset.query(prepared(query.bound()))
    ours = part.query(query.bound())
    assert isinstance(ours, QuerySolutions)
    header = [variable.value for variable in ours.variables]
    assert [str(variable) for variable in theirs.vars or ()] == header
    left = ([text_of(query, row[name]) for name in header] for row in ours)
    right = ([text_of(query, term) for term in row] for row in theirs)  # type: ignore[union-attr]
    found = Counter(table(query, header, left))
    assert found == Counter(table(query, header, right))
    # What forbids publishing is not there; the tiny case shows that it would be found.
    assert found or query.meta.get("severity") == "violation"


def test_what_the_library_is_too_slow_for_finds_nothing_in_the_real_graph(graph: Graph) -> None:
    """Nothing is lost where the two are compared on tiny datasets alone."""
    for name in SLOW:
        assert not list(graph.store.query(graph.catalogue.get(name).bound()))  # type: ignore[arg-type]
