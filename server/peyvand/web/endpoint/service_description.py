"""What the endpoint says of itself: the SPARQL service description.

It is made once for a version, an address and a format, and kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from peyvand.graph.versions import Version
from peyvand.query.formats import GRAPHS, READ, TABLES, Format
from peyvand.vocabulary.iris import BASE, TYPE, iri
from peyvand.web.linked_data.void import described, graphs, written

SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"
# Names of formats in the W3C's list (https://www.w3.org/ns/formats/).
_RESULTS = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
    "trig": "TriG",
    "nquads": "N-Quads",
}


@lru_cache(maxsize=32)
def service(version: Version, origin: str, format: Format) -> bytes:
    """The service description (W3C Recommendation, 21 March 2013), serialised."""
    return written(list(_service(version, origin)), format, {"sd": SD})


def _service(version: Version, origin: str) -> Iterator[Triple]:
    endpoint = NamedNode(f"{origin}/sparql" if origin else f"{BASE}sparql")
    about, dataset, plain = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    yield Triple(about, TYPE, NamedNode(SD + "Service"))
    yield Triple(about, NamedNode(SD + "endpoint"), endpoint)
    for language in ("SPARQL11Query", "SPARQL11Update"):
        yield Triple(about, NamedNode(SD + "supportedLanguage"), NamedNode(SD + language))
    # Datasets can be named in the request; graphs that are empty are kept. Nothing else that
    # the vocabulary has is offered: no dereferencing, no federation, no union default graph.
    yield Triple(about, NamedNode(SD + "feature"), NamedNode(SD + "EmptyGraphs"))
    for offer in (*TABLES, *GRAPHS):
        name = NamedNode(_FORMATS + _RESULTS[offer.name])
        yield Triple(about, NamedNode(SD + "resultFormat"), name)
    for read in sorted({_RESULTS[offer.name] for offer in READ.values()}):
        yield Triple(about, NamedNode(SD + "inputFormat"), NamedNode(_FORMATS + read))
    yield Triple(about, NamedNode(SD + "defaultDataset"), dataset)
    yield Triple(dataset, TYPE, NamedNode(SD + "Dataset"))
    yield Triple(dataset, NamedNode(SD + "defaultGraph"), plain)
    yield Triple(plain, TYPE, NamedNode(SD + "Graph"))
    sizes = {t.subject: t.object for t in described(version) if t.predicate == iri("void:triples")}
    if (size := sizes.get(NamedNode(BASE + "dataset"))) is not None:
        yield Triple(plain, iri("void:triples"), size)
    for number, graph_name in enumerate(sorted(graphs(version)), 1):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield Triple(dataset, NamedNode(SD + "namedGraph"), named)
        yield Triple(named, TYPE, NamedNode(SD + "NamedGraph"))
        yield Triple(named, NamedNode(SD + "name"), NamedNode(graph_name))
        yield Triple(named, NamedNode(SD + "graph"), graph)
        yield Triple(graph, TYPE, NamedNode(SD + "Graph"))
        count = sizes.get(NamedNode(graph_name), Literal(0))
        yield Triple(graph, iri("void:triples"), count)
