"""The queries that the program asks by itself: each is used, and gives the right answer to a tiny
dataset in pyoxigraph and in rdflib, and an answer to the documents' graph.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store

import peyvand
from peyvand.graph.build import Graph
from peyvand.resources import root
from peyvand.sources.catalogue import FOLDERS, PACKAGES, NamedQuery, own, read_catalogue
from peyvand.vocabulary.iris import ID, PV
from peyvand.web.pages.components import kinds

CASES = Path(__file__).parent / "own"
QUERIES = root() / "queries"
FILES = sorted(path.relative_to(QUERIES) for path in QUERIES.rglob("*.rq"))
NAMES = [path.with_suffix("").as_posix() for path in FILES if path.parts[0] not in FOLDERS]
PACKAGE = Path(peyvand.__file__).parent
MODULES = [path for path in PACKAGE.rglob("*.py") if "bundle" not in path.parts]
# What only the world's pairs of cities have anything for.
WORLD = (
    "affinity/country-languages",
    "affinity/creative-cities",
    "affinity/learning-cities",
    "affinity/neighbouring-countries",
    "affinity/population-ratio",
    "affinity/shared-networks",
    "affinity/shared-partners",
    "comparison/agreements-of-wikidata",
    "comparison/ended",
    "comparison/possibly-same",
    "network/possibly-same",
    "partners/codes",
    "web/desk/datasets",
    "web/geojson/datasets",
    "web/partners-possibly-same",
    "web/sections/lists",
)
# What only lists have anything for that an operator imported.
IMPORTED = ("web/labels-in-lists", "web/sections/apart")
# What only registers have anything for.
REGISTERED = (
    "affinity/standing-dispute",
    "monitor/due",
    "monitor/entry",
    "partners/disputes",
    "web/calendars/tasks",
    "web/calendars/tasks-of",
    "web/desk/decisions",
    "web/desk/unsigned",
    "web/registers",
    "web/withdrawal",
    *(f"web/sections/{name}" for name in ("entered", "history", "registered", "signatures")),
    "web/sections/screening",
    *(f"web/sections/{name}" for name in ("indicators", "renewals", "tasks", "terms")),
    *(f"web/sections/{name}" for name in ("drawn-on", "soft-power")),
)
# Asked of the description of a version, which is no part of its graph.
DESCRIBED = ("web/description",)
NOT_OF_DOCUMENTS = (*WORLD, *IMPORTED, *REGISTERED, *DESCRIBED)
# Asked with a named graph as the default graph, for which all graphs stand here.
OF_ONE_GRAPH = ("network/twins", "network/claimed-parties")
# Asked by the sections of pages, each the query of its name.
SECTIONS = "web/sections/"
# The form of a query with its first brace.
SPARQL = re.compile(r"\b(?:SELECT|CONSTRUCT|DESCRIBE|ASK)\b[^\n]*\{|^WHERE \{", re.MULTILINE)
# Where it stands in modules beside those that read and rewrite the queries of others: what is put
# together of parts that are not known beforehand, and what is only shown.
ELSEWHERE = {
    "commands/clocks.py",  # of an answer, to be written again
    "engines/node.py",  # for servers of others, of the graph with the mark of a version
    "engines/probes.py",  # for servers of others, of no graph
    "graph/conditions.py",  # of the conditions of shapes
    "graph/prepared_shapes.py",  # of the conditions of shapes
    "sources/wikidata/queries.py",  # for another endpoint, of the properties that are kept
    "linkage/batch/engine.py",  # SQL, in which a brace stands for a table
    "monitor/counting.py",  # of the list that is counted
    "network/reading.py",  # advice
    "web/linked_data/discovery.py",  # an example in a text for programs
    "web/openapi/parameters.py",  # the same
    "mcp/checking.py",  # of one statement of a query that is checked
    "web/linked_data/description/describer.py",  # of parts
}

each_name = pytest.mark.parametrize("name", NAMES)
Row = tuple[str, ...]


def written(term: object) -> str:
    """A term as a cell of an expected answer: an IRI of ours short, numbers and times by value."""
    if term is None:
        return ""
    if isinstance(term, rdflib.BNode) or str(term).startswith("_:"):
        return "_:"
    if isinstance(term, rdflib.term.Identifier):
        text, language = str(term), getattr(term, "language", None)
    else:
        text, language = term.value, getattr(term, "language", None)  # type: ignore[attr-defined]
    text = text.replace(str(ID), "").replace(str(PV), "pv:")
    if re.fullmatch(r"[0-9-]+T[0-9:]+\+00:00", text):
        text = text.replace("+00:00", "Z")
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", text):
        text = f"{float(text):g}"
    return f"{text}@{language}" if language else text


def data(query: NamedQuery) -> Path:
    """Its own dataset, or that of its folder, or that of all."""
    folder = CASES / query.folder
    own, shared = folder / f"{query.name}.trig", folder / "data.trig"
    return next(path for path in (own, shared, CASES / "data.trig") if path.is_file())


def expected(query: NamedQuery) -> tuple[list[str], list[Row]]:
    with (CASES / query.folder / f"{query.name}.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, [tuple(row) for row in rows]


def rows_of(found: Iterable[Iterable[object]]) -> Iterator[Row]:
    for row in found:
        yield tuple(map(written, row))


def ours(query: NamedQuery, store: Store) -> tuple[list[str], list[Row]]:
    """The answer of pyoxigraph as a table."""
    result = store.query(query.bound())
    if isinstance(result, QueryBoolean):
        return ["answer"], [(str(bool(result)).lower(),)]
    if isinstance(result, QueryTriples):
        return ["s", "p", "o"], list(rows_of((t.subject, t.predicate, t.object) for t in result))
    assert isinstance(result, QuerySolutions)
    header = [variable.value for variable in result.variables]
    return header, list(rows_of([row[name] for name in header] for row in result))


def theirs(query: NamedQuery, dataset: rdflib.Dataset) -> tuple[list[str], list[Row]]:
    """The answer of rdflib as a table."""
    result = dataset.query(query.bound())
    if result.type == "ASK":
        return ["answer"], [(str(result.askAnswer).lower(),)]
    if result.type in ("CONSTRUCT", "DESCRIBE"):
        return ["s", "p", "o"], list(rows_of(result))  # type: ignore[arg-type]
    header = [str(variable) for variable in result.vars or ()]
    return header, list(rows_of([row[name] for name in header] for row in result))  # type: ignore[index]


def test_they_are_in_the_folders_of_packages_and_are_no_examples() -> None:
    folders = {path.name for path in (root() / "queries").iterdir() if path.is_dir()}
    assert folders == {*FOLDERS, *PACKAGES}
    examples = read_catalogue(root() / "queries").queries
    assert not {query.folder for query in examples} & set(PACKAGES)


EXPLORE = read_catalogue(root() / "queries").of("explore")


@each_name
def test_it_is_used(name: str) -> None:
    counted = {query.meta["as_of"]["list"] for query in EXPLORE if "as_of" in query.meta}
    if name in counted:
        return
    if name.startswith(SECTIONS):
        assert kinds.section(name.removeprefix(SECTIONS)).text == own(name).text.strip()
    else:
        assert any(f'"{name}"' in path.read_text(encoding="utf-8") for path in MODULES)


def test_sparql_stands_in_files() -> None:
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in MODULES
        if SPARQL.search(path.read_text(encoding="utf-8"))
    }
    # What stands in columns is SQL, in the words that it shares with SPARQL.
    apart = ("query/", "columns/")
    assert {name for name in found if not name.startswith(apart)} == ELSEWHERE


@each_name
def test_pyoxigraph_gives_the_answer(name: str) -> None:
    query = own(name)
    store = Store()
    store.load(path=str(data(query)), format=RdfFormat.TRIG)
    header, rows = ours(query, store)
    wanted_header, wanted = expected(query)
    assert wanted, "a case in which nothing is found proves nothing"
    assert header == wanted_header
    assert Counter(rows) == Counter(wanted)


@each_name
def test_rdflib_gives_the_answer(name: str) -> None:
    query = own(name)
    dataset = rdflib.Dataset(default_union=False)
    dataset.parse(data(query), format="trig")
    header, rows = theirs(query, dataset)
    wanted_header, wanted = expected(query)
    assert header == wanted_header
    assert Counter(rows) == Counter(wanted)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOT_OF_DOCUMENTS])
def test_the_graph_of_the_documents_has_an_answer(name: str, graph: Graph) -> None:
    result = graph.store.query(own(name).bound(), use_default_graph_as_union=name in OF_ONE_GRAPH)
    assert result if isinstance(result, QueryBoolean) else any(True for _ in result)
