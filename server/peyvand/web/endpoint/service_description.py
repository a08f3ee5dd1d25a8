"""What the endpoint says of itself: the SPARQL service description, and VoID.

Both are made once for a version, an address and a format, and kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse, serialize

from peyvand.graph.versions import DESCRIPTION, Version
from peyvand.query.formats import GRAPHS, READ, TABLES, Format
from peyvand.vocab import BASE, PREFIXES, TYPE, iri

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
    return _written(list(_service(version, origin)), format, {"sd": SD})


@lru_cache(maxsize=32)
def void(version: Version, origin: str, format: Format) -> bytes:
    """The version's VoID description, with this server's endpoint beside the canonical one."""
    triples = _described(version)
    if origin:
        dataset, endpoint = NamedNode(BASE + "dataset"), NamedNode(f"{origin}/sparql")
        triples.append(Triple(dataset, iri("void:sparqlEndpoint"), endpoint))
        for path in (f"versions/{version.number}/graph.nq", f"dumps/{version.number}/graph.nq.gz"):
            dump = NamedNode(f"{origin}/{path}")
            triples.append(Triple(dataset, iri("void:dataDump"), dump))
        # The one distribution that the version's own description names.
        file = NamedNode(BASE + "dataset/dump")
        access = NamedNode(f"{origin}/dumps/{version.number}")
        download = NamedNode(f"{origin}/versions/{version.number}/graph.nq")
        triples.append(Triple(file, iri("dcat:accessURL"), access))
        triples.append(Triple(file, iri("dcat:downloadURL"), download))
        home = NamedNode(f"{origin}/")
        triples.append(Triple(dataset, NamedNode("http://xmlns.com/foaf/0.1/homepage"), home))
    return _written(triples, format, {})


@lru_cache(maxsize=8)
def graphs(version: Version) -> frozenset[str]:
    """The named graphs of a version."""
    subsets = {
        str(triple.object.value)
        for triple in _described(version)
        if triple.predicate == iri("void:subset") and isinstance(triple.object, NamedNode)
    }
    return frozenset(subsets | set(version.empty_graphs))


@lru_cache(maxsize=256)
def of_graph(version: Version, name: str) -> tuple[Triple, ...]:
    """What the VoID description of a version says of one of its graphs."""
    if name not in graphs(version):
        return ()
    graph = NamedNode(name)
    found = [t for t in _described(version) if graph in (t.subject, t.object)]
    return (*found, Triple(graph, TYPE, iri("void:Dataset")))


def summary(version: Version) -> bytes:
    """The manifest as JSON."""
    return json.dumps(version.manifest, ensure_ascii=False, indent=2).encode() + b"\n"


@lru_cache(maxsize=2)
def uses(version: Version) -> dict[tuple[str, str], int]:
    """How often the default graph uses each term: by IRI and ``class`` or ``property``."""
    triples = _described(version)
    counts = {
        (t.subject, t.predicate): int(t.object.value)
        for t in triples
        if isinstance(t.object, Literal) and t.object.value.isdecimal()
    }
    kinds = {iri("void:class"): "class", iri("void:property"): "property"}
    sizes = {"class": iri("void:entities"), "property": iri("void:triples")}
    return {
        (t.object.value, kinds[t.predicate]): counts[t.subject, sizes[kinds[t.predicate]]]
        for t in triples
        if t.predicate in kinds and isinstance(t.object, NamedNode)
    }


def _described(version: Version) -> list[Triple]:
    return [
        quad.triple for quad in parse(path=str(version.path / DESCRIPTION), format=RdfFormat.TURTLE)
    ]


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
    sizes = {t.subject: t.object for t in _described(version) if t.predicate == iri("void:triples")}
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


def _written(triples: list[Triple], format: Format, more: dict[str, str]) -> bytes:
    assert isinstance(format.engine, RdfFormat)
    used = {name: PREFIXES[name] for name in ("dcat", "dcterms", "void", "xsd")}
    prefixes = {**used, **more} if format.name in ("turtle", "rdfxml", "trig") else None
    text = serialize(triples, format=format.engine, prefixes=prefixes)
    assert text is not None
    return text
