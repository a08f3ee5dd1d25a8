"""What the files of a dump are, and their descriptions: DCAT with VoID, and RO-Crate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse, serialize

from peyvand import __version__
from peyvand.graph.dataset_description import DATASET
from peyvand.graph.versions import CHECKSUMS, DESCRIPTION, Version, sha256
from peyvand.sources.licences import CC_BY, name_of
from peyvand.vocabulary.iris import BASE, PREFIXES, TYPE, iri

# How the name of a file ends that holds one graph.
PART = ".nq.gz"
N_QUADS, TURTLE, JELLY = "graph.nq.gz", "default.ttl.gz", "graph.jelly.gz"
DCAT, CRATE = "dcat.ttl", "ro-crate-metadata.json"
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Kind:
    """What a file of a dump is: its media type, and its name in words."""

    media_type: str
    title: str
    packed: bool = True


_N_QUADS, _TURTLE, _JSON_LD = (
    syntax.media_type for syntax in (RdfFormat.N_QUADS, RdfFormat.TURTLE, RdfFormat.JSON_LD)
)
KINDS = {
    N_QUADS: Kind(_N_QUADS, "Every graph that no licence keeps apart, as sorted N-Quads"),
    TURTLE: Kind(_TURTLE, "The default graph, as Turtle"),
    JELLY: Kind("application/x-jelly-rdf", "Every graph that no licence keeps apart, as Jelly"),
    DCAT: Kind(_TURTLE, "Description of the version (DCAT, VoID)", packed=False),
    CRATE: Kind(_JSON_LD, "Description of the files (RO-Crate 1.1)", packed=False),
    CHECKSUMS: Kind("text/plain", "SHA-256 checksums, as sha256sum reads them", packed=False),
}
_ONE_GRAPH = Kind(_N_QUADS, "One graph that its licence keeps apart, as sorted N-Quads")
_TABLE = "application/vnd.apache.parquet"
# The files of a version as tables, which a server gives nobody.
TABLES = {
    f"{name}.parquet": Kind(_TABLE, f"{title}, as Parquet", packed=False)
    for name, title in {
        "terms": "The terms of every graph that no licence keeps apart",
        "quads": "Their statements, by the numbers of terms",
        "agreements": "The agreements, a row each",
        "cities": "The cities, a row each",
        "claims": "The claims, a row each",
    }.items()
}
# What is packed is sent as what it is; a reader unpacks it.
GZIP = "application/gzip"


def kind_of(name: str) -> Kind:
    """What a file of a dump is, by its name.

    Raises:
        KeyError: no dump has a file of this name.
    """
    if name not in KINDS and name.endswith(PART):
        return _ONE_GRAPH
    return KINDS[name] if name in KINDS else TABLES[name]


def catalogue(version: Version, folder: Path, licences: Mapping[str, str]) -> bytes:
    """The DCAT description of a version and of its files, beside its VoID statistics."""
    at = f"{BASE}dumps/{version.number}"
    this = NamedNode(at)
    distribution = iri("dcat:distribution")
    void = [
        quad.triple
        for quad in parse(path=str(version.path / DESCRIPTION), format=RdfFormat.TURTLE)
        # The files named here take the place of the one that is named there.
        if quad.predicate != distribution and quad.subject != NamedNode(BASE + "dataset/dump")
    ]
    own = [t for t in void if t.subject == DATASET]
    triples = [t for t in void if t.subject != DATASET]
    triples += [Triple(this, t.predicate, t.object) for t in own]
    triples += [
        Triple(this, iri("dcterms:isVersionOf"), DATASET),
        Triple(DATASET, iri("dcat:hasVersion"), this),
        Triple(DATASET, TYPE, iri("dcat:Dataset")),
        Triple(this, iri("dcat:version"), Literal(str(version.number))),
        Triple(this, iri("dcterms:conformsTo"), NamedNode(BASE + "ns")),
    ]
    if built := version.manifest.get("built_at"):
        triples.append(
            Triple(this, iri("dcterms:issued"), Literal(built, datatype=iri("xsd:dateTime")))
        )
    for name, licence in licences.items():
        triples += _distribution(this, at, folder / name, licence)
    used = {name: PREFIXES[name] for name in ("dcat", "dcterms", "void", "xsd")}
    ordered = sorted(set(triples), key=str)
    text = serialize(ordered, format=RdfFormat.TURTLE, prefixes={**used, "spdx": _SPDX})
    assert text is not None
    return text


def _distribution(this: NamedNode, at: str, path: Path, licence: str) -> Iterator[Triple]:
    kind = kind_of(path.name)
    node, checksum = NamedNode(f"{at}/{path.name}"), NamedNode(f"{at}/{path.name}#checksum")
    size = Literal(str(path.stat().st_size), datatype=iri("xsd:nonNegativeInteger"))
    yield Triple(this, iri("dcat:distribution"), node)
    yield Triple(this, iri("void:dataDump"), node)
    yield Triple(node, TYPE, iri("dcat:Distribution"))
    yield Triple(node, iri("dcterms:title"), Literal(kind.title, language="en"))
    yield Triple(node, iri("dcat:accessURL"), this)
    yield Triple(node, iri("dcat:downloadURL"), node)
    yield Triple(node, iri("dcat:mediaType"), NamedNode(_MEDIA + kind.media_type))
    if kind.packed:
        yield Triple(node, iri("dcat:compressFormat"), NamedNode(_MEDIA + GZIP))
    yield Triple(node, iri("dcat:byteSize"), size)
    yield Triple(node, iri("dcterms:license"), NamedNode(licence))
    yield Triple(node, NamedNode(_SPDX + "checksum"), checksum)
    yield Triple(checksum, TYPE, NamedNode(_SPDX + "Checksum"))
    algorithm = NamedNode(_SPDX + "checksumAlgorithm_sha256")
    yield Triple(checksum, NamedNode(_SPDX + "algorithm"), algorithm)
    value = Literal(sha256(path), datatype=iri("xsd:hexBinary"))
    yield Triple(checksum, NamedNode(_SPDX + "checksumValue"), value)


def crate(version: Version, folder: Path, licences: Mapping[str, str]) -> dict[str, Any]:
    """The RO-Crate 1.1 metadata of the files."""
    built = version.manifest.get("built_at", "")
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Peyvand: the graph of sister-city diplomacy, version {version.number}",
        "description": "Agreements between cities, with the evidence behind every statement.",
        "identifier": f"{BASE}dumps/{version.number}",
        "version": str(version.number),
        "datePublished": built,
        "license": {"@id": CC_BY},
        "publisher": {"@id": BASE},
        "inLanguage": ["en", "fa"],
        "hasPart": [{"@id": name} for name in licences],
    }
    files = [
        {
            "@id": name,
            "@type": "File",
            "name": kind_of(name).title,
            "encodingFormat": [
                kind_of(name).media_type,
                *([GZIP] if kind_of(name).packed else []),
            ],
            "contentSize": str((folder / name).stat().st_size),
            "sha256": sha256(folder / name),
            "license": {"@id": licence},
        }
        for name, licence in licences.items()
    ]
    head = {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
        "about": {"@id": "./"},
    }
    more = [
        {"@id": BASE, "@type": "Organization", "name": "The Peyvand developers", "url": BASE},
        {
            "@id": CC_BY,
            "@type": "CreativeWork",
            "name": "CC BY 4.0; facts from Wikidata are CC0",
        },
        *(
            {"@id": licence, "@type": "CreativeWork", "name": name_of(licence)}
            for licence in sorted(set(licences.values()) - {CC_BY})
        ),
        {
            "@id": f"{BASE}#program",
            "@type": "SoftwareApplication",
            "name": "Peyvand",
            "softwareVersion": version.manifest.get("program", __version__),
        },
    ]
    context = "https://w3id.org/ro/crate/1.1/context"
    return {"@context": context, "@graph": [head, root, *files, *more]}
