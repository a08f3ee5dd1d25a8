"""IRIs, spelled once. A name that is not in the vocabulary fails when it is used."""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import NamedNode
from rdflib import Namespace

from peyvand.vocabulary.terms import PV

BASE = "https://w3id.org/peyvand/"
PVS = Namespace(BASE + "shapes#")
ID = Namespace(BASE + "id/")
GRAPH = Namespace(BASE + "graph/")
EDTF = NamedNode("http://id.loc.gov/datatypes/edtf/EDTF")

PREFIXES: dict[str, str] = {
    "pv": str(PV),
    "pvs": str(PVS),
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "pr": "http://www.wikidata.org/prop/reference/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wgs": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "wikibase": "http://wikiba.se/ontology#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


# What may follow the colon in Turtle and in SPARQL without an escape, as far as names here go.
_LOCAL = re.compile(r"\w(?:[\w.-]*[\w-])?")


# A build asks a million times for some hundred names.
@lru_cache(maxsize=1024)
def iri(curie: str) -> NamedNode:
    """The IRI that a prefixed name stands for.

    Raises:
        KeyError: the prefix is not one of ``PREFIXES``.
        AttributeError: the prefix is ours, and the name is not a term of the vocabulary.
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(PV[local]) if prefix == "pv" else expanded(curie)


def expanded(curie: str) -> NamedNode:
    """The IRI of a prefixed name that somebody else wrote, whether or not it is a term.

    Raises:
        KeyError: the prefix is not one of ``PREFIXES``.
    """
    prefix, _, local = curie.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def prefixed(name: str) -> str | None:
    """An IRI as a prefixed name, if it is a name in one of our namespaces, and plain enough.

    Every part of the program that shortens an IRI asks here; each says itself what it does
    with one that stays long.
    """
    for prefix, namespace in PREFIXES.items():
        local = name.removeprefix(namespace)
        if local != name and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
    return None


def thing(slug: str) -> NamedNode:
    """The IRI of a thing, from its kind and slug: ``thing("city/isfahan")``."""
    return NamedNode(str(ID) + slug)


def graph(name: str) -> NamedNode:
    """The IRI of a named graph: ``graph("document-001")``."""
    return NamedNode(str(GRAPH) + name)


TYPE = iri("rdf:type")
LABEL = iri("rdfs:label")
