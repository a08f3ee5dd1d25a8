"""What the endpoint says of itself: the SPARQL service description.

It is made once for a version, an address and a format, and kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from peyvand.formats import GRAPHS, READ, TABLES, GraphFormat
from peyvand.graph.versions import Version
from peyvand.query.functions import FUNCTIONS
from peyvand.vocabulary.iris import BASE, TYPE, iri
from peyvand.web.linked_data.description.dataset import described, graphs
from peyvand.web.linked_data.description.serialisation import serialized

_DATASET = NamedNode(BASE + "dataset")
_STATISTICS = {
    iri(f"void:{name}")
    for name in (
        *("triples", "distinctSubjects", "distinctObjects", "properties", "classes"),
        *("classPartition", "propertyPartition"),
    )
}
SD = "http://www.w3.org/ns/sparql-service-description#"


@lru_cache(maxsize=32)
def service(version: Version, origin: str, format: GraphFormat) -> bytes:
    """The service description (W3C Recommendation, 21 March 2013), serialised."""
    return serialized(list(_service(version, origin)), format, {"sd": SD})


def _service(version: Version, origin: str) -> Iterator[Triple]:
    endpoint = NamedNode(f"{origin}/sparql" if origin else f"{BASE}sparql")
    about, dataset, plain = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    yield Triple(about, TYPE, NamedNode(SD + "Service"))
    yield Triple(about, NamedNode(SD + "endpoint"), endpoint)
    for language in ("SPARQL11Query", "SPARQL11Update"):
        yield Triple(about, NamedNode(SD + "supportedLanguage"), NamedNode(SD + language))
    for place in ("openapi.json", "api"):
        seen = NamedNode(f"{origin}/{place}" if origin else BASE + place)
        yield Triple(about, iri("rdfs:seeAlso"), seen)
    # Datasets can be named in the request; graphs that are empty are kept. Nothing else that
    # the vocabulary has is offered: no dereferencing, no federation, no union default graph.
    yield Triple(about, NamedNode(SD + "feature"), NamedNode(SD + "EmptyGraphs"))
    for function in sorted(FUNCTIONS, key=str):
        yield Triple(about, NamedNode(SD + "extensionFunction"), function)
        yield Triple(function, TYPE, NamedNode(SD + "Function"))
    for offer in (*TABLES, *GRAPHS):
        yield Triple(about, NamedNode(SD + "resultFormat"), NamedNode(offer.iri))
    for read in sorted({offer.iri for offer in READ.values()}):
        yield Triple(about, NamedNode(SD + "inputFormat"), NamedNode(read))
    yield Triple(about, NamedNode(SD + "defaultDataset"), dataset)
    yield Triple(dataset, TYPE, NamedNode(SD + "Dataset"))
    yield Triple(dataset, NamedNode(SD + "defaultGraph"), plain)
    yield Triple(plain, TYPE, NamedNode(SD + "Graph"))
    said = described(version)
    sizes = {t.subject: t.object for t in said if t.predicate == iri("void:triples")}
    # Programs that federate plan by what stands here, and look for it nowhere else.
    for triple in said:
        if triple.subject == _DATASET and triple.predicate in _STATISTICS:
            yield Triple(plain, triple.predicate, triple.object)
        elif isinstance(triple.subject, BlankNode):
            yield triple
    for number, graph_name in enumerate(sorted(graphs(version)), 1):
        named, graph = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        yield Triple(dataset, NamedNode(SD + "namedGraph"), named)
        yield Triple(named, TYPE, NamedNode(SD + "NamedGraph"))
        yield Triple(named, NamedNode(SD + "name"), NamedNode(graph_name))
        yield Triple(named, NamedNode(SD + "graph"), graph)
        yield Triple(graph, TYPE, NamedNode(SD + "Graph"))
        count = sizes.get(NamedNode(graph_name), Literal(0))
        yield Triple(graph, iri("void:triples"), count)
