"""The VoID description of a version: what is served of it, and what its parts say."""

from __future__ import annotations

from functools import lru_cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from peyvand.formats import GraphFormat
from peyvand.graph.versions import DESCRIPTION, Version
from peyvand.vocabulary.iris import BASE, TYPE, iri
from peyvand.web.linked_data.description.serialisation import serialized


def void(version: Version, origin: str, format: GraphFormat, told: bytes) -> bytes:
    """The version's VoID description, with this server's endpoint beside the canonical one.

    Args:
        version: the version.
        origin: the address of this server, if it is known.
        format: what is wanted.
        told: what ``web/description`` answers, as N-Triples: the description with the parts
            within its parts.
    """
    triples = [quad.triple for quad in parse(told, format=RdfFormat.N_TRIPLES)]
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
    return serialized(triples, format)


@lru_cache(maxsize=8)
def graphs(version: Version) -> frozenset[str]:
    """The named graphs of a version."""
    subsets = {
        str(triple.object.value)
        for triple in described(version)
        if triple.predicate == iri("void:subset") and isinstance(triple.object, NamedNode)
    }
    return frozenset(subsets | set(version.empty_graphs))


@lru_cache(maxsize=256)
def of_graph(version: Version, name: str) -> tuple[Triple, ...]:
    """What the VoID description of a version says of one of its graphs."""
    if name not in graphs(version):
        return ()
    graph = NamedNode(name)
    triples = [t for t in described(version) if graph in (t.subject, t.object)]
    return (*triples, Triple(graph, TYPE, iri("void:Dataset")))


@lru_cache(maxsize=2)
def uses(version: Version) -> dict[tuple[str, str], int]:
    """How often the default graph uses each term: by IRI and ``class`` or ``property``."""
    triples = described(version)
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


def described(version: Version) -> list[Triple]:
    """What the version's own description says."""
    return [
        quad.triple for quad in parse(path=str(version.path / DESCRIPTION), format=RdfFormat.TURTLE)
    ]
