"""The evaluation tests of W3C's suites for SPARQL 1.0 and 1.1, on columns and store.

https://www.w3.org/2009/sparql/docs/tests/README.html
"""

import re
import tempfile
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import rdflib
from pyoxigraph import (
    NamedNode,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse_query_results,
)

from peyvand.columns.facts import BASE
from peyvand.columns.making import made_of
from peyvand.columns.opened import opened
from tools.columns.differ import difference, of_columns, written

_MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
_QT = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
_FORMS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES,
          ".trig": RdfFormat.TRIG, ".n3": RdfFormat.TURTLE}  # fmt: skip
_RESULTS = {".srx": QueryResultsFormat.XML, ".srj": QueryResultsFormat.JSON}


def outcomes(folder):
    """How many tests have which outcome, and those that differ, each with how."""
    counts, found = Counter(), []
    for manifest in sorted(Path(folder).rglob("manifest*.ttl")):
        graph = rdflib.Graph().parse(manifest, publicID=manifest.as_uri())
        for test in sorted(graph.subjects(rdflib.RDF.type, _MF.QueryEvaluationTest)):
            outcome = _outcome(graph, test)
            name = re.sub(r".*[/#]", "", manifest.parent.name + "/" + str(test))
            known = outcome in ("outside", "unread") or outcome.startswith("same")
            counts[outcome if known else "different"] += 1
            if not known:
                found.append((f"{manifest.parent.name} {name}", outcome))
    return counts, found


def _outcome(graph, test):
    action = graph.value(test, _MF.action)
    query = _file(graph.value(action, _QT.query)).read_text(encoding="utf-8")
    store = Store()
    try:
        for data in graph.objects(action, _QT.data):
            _load(store, data)
        for data in graph.objects(action, _QT.graphData):
            _load(store, data, NamedNode(str(data)))
        store.query(query)
    except (SyntaxError, ValueError, KeyError):
        return "unread"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / BASE
        made_of(store, path)
        columns = opened(path.parent)
        try:
            outcome = difference(query, columns, store)
            expected = _expected(graph.value(test, _MF.result))
            if outcome or expected is None:
                return outcome or "same as the store"
            rows = Counter(_known(row) for row in of_columns(query, columns))
        finally:
            columns.close()
    return "same as the store and W3C" if rows == expected else "same as the store, not as W3C"


def _file(iri):
    return Path(urlsplit(str(iri)).path)


def _load(store, iri, graph=None):
    path = _file(iri)
    options = {} if path.suffix == ".trig" else {"to_graph": graph}
    store.load(path=str(path), format=_FORMS[path.suffix], base_iri=str(iri), **options)


def _expected(iri):
    path = _file(iri)
    if path.suffix not in _RESULTS:
        return None
    results = parse_query_results(path=str(path), format=_RESULTS[path.suffix])
    if not isinstance(results, QuerySolutions):
        return Counter([()] if results else [])
    names = sorted(variable.value for variable in results.variables)
    return Counter(_known([row[name] for name in names]) for row in results)


def _known(row):
    """A row without the labels of blank nodes, which are any."""
    return tuple(sorted("_" if text.startswith("_:") else text for text in written(row)))
