"""The description of a version: VoID statistics of its graphs, and a DCAT catalogue entry."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from peyvand import __version__
from peyvand.graph.dataset_counts import Counts
from peyvand.graph.licensing import licences
from peyvand.vocabulary.iris import BASE, PREFIXES, TYPE, iri

DATASET = NamedNode(BASE + "dataset")
_LICENCES = (
    "https://creativecommons.org/licenses/by/4.0/",
    "https://creativecommons.org/publicdomain/zero/1.0/",
)
_N_QUADS = f"https://www.iana.org/assignments/media-types/{RdfFormat.N_QUADS.media_type}"
_VOCABULARIES = ("pv", "dcterms", "oa", "org", "prov", "schema", "skos", "wgs")
_TEXTS = {
    "dcterms:title": (
        "Peyvand: the graph of sister-city diplomacy",
        "پیوند: گراف دیپلماسی خواهرشهرها",
    ),
    "dcterms:description": (
        "Agreements between cities, with the evidence behind every statement.",
        "پیمان‌های میان شهرها، همراه با شواهد هر گزاره.",
    ),
}


def describe(store: Store, counts: Counts | None = None) -> bytes:
    """The VoID and DCAT description of a graph, as Turtle.

    Args:
        store: the graph.
        counts: its statistics, if they are known.

    Counts follow VoID (W3C Interest Group Note, 3 March 2011, section 4): triples, distinct
    subjects and objects, classes, properties, and partitions by class and by property of the
    default graph. Each named graph is a subset with its number of triples, and with its licence
    if its source has one.
    """
    prefixes = {name: PREFIXES[name] for name in ("dcat", "dcterms", "void", "xsd")}
    triples = sorted(set(_triples(store, counts or Counts.of(store))), key=str)
    text = serialize(triples, format=RdfFormat.TURTLE, prefixes=prefixes)
    assert text is not None
    return text


def _triples(store: Store, counts: Counts) -> Iterator[Triple]:
    yield Triple(DATASET, TYPE, iri("void:Dataset"))
    yield Triple(DATASET, TYPE, iri("dcat:Dataset"))
    for prop, texts in _TEXTS.items():
        for tag, text in zip(("en", "fa"), texts, strict=True):
            yield Triple(DATASET, iri(prop), Literal(text, language=tag))
    for licence in _LICENCES:
        yield Triple(DATASET, iri("dcterms:license"), NamedNode(licence))
    yield Triple(DATASET, iri("dcat:version"), Literal(__version__))
    yield Triple(DATASET, iri("void:uriSpace"), Literal(BASE + "id/"))
    yield Triple(DATASET, iri("void:sparqlEndpoint"), NamedNode(BASE + "sparql"))
    yield Triple(DATASET, iri("void:exampleResource"), NamedNode(BASE + "id/city/isfahan"))
    dump = NamedNode(BASE + "dataset/dump")
    yield Triple(DATASET, iri("dcat:distribution"), dump)
    yield Triple(dump, TYPE, iri("dcat:Distribution"))
    yield Triple(dump, iri("dcterms:title"), Literal("graph.nq"))
    yield Triple(dump, iri("dcat:mediaType"), NamedNode(_N_QUADS))
    for name in _VOCABULARIES:
        yield Triple(DATASET, iri("void:vocabulary"), NamedNode(PREFIXES[name]))
    yield from _statistics(counts)
    licensed = licences(store)
    for part in sorted(store.named_graphs(), key=str):
        assert isinstance(part, NamedNode)
        size = counts.graphs[part.value]
        yield Triple(DATASET, iri("void:subset"), part)
        yield Triple(part, TYPE, iri("void:Dataset"))
        yield Triple(part, iri("void:triples"), _number(size))
        if part.value in licensed:
            yield Triple(part, iri("dcterms:license"), NamedNode(licensed[part.value]))


def _statistics(counts: Counts) -> Iterator[Triple]:
    for prop, count in (
        ("void:triples", counts.triples),
        ("void:distinctSubjects", counts.subjects),
        ("void:distinctObjects", counts.objects),
        ("void:properties", len(counts.properties)),
        ("void:classes", len(counts.classes)),
    ):
        yield Triple(DATASET, iri(prop), _number(count))
    for name, partition, link, size in (
        ("class", counts.classes, "void:class", "void:entities"),
        ("property", counts.properties, "void:property", "void:triples"),
    ):
        for number, (term, count) in enumerate(sorted(partition.items(), key=_order), 1):
            part = BlankNode(f"{name}{number}")
            yield Triple(DATASET, iri(f"void:{name}Partition"), part)
            yield Triple(part, iri(link), NamedNode(term))
            yield Triple(part, iri(size), _number(count))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=iri("xsd:integer"))


def _order(counted: tuple[str, int]) -> str:
    return f"<{counted[0]}>"
