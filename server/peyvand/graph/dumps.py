"""A version as files to take away: data, checksums, and descriptions of them all."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import (
    DefaultGraph,
    Literal,
    NamedNode,
    RdfFormat,
    Triple,
    parse,
    serialize,
)

from peyvand import __version__
from peyvand.graph.checksums import intact
from peyvand.graph.dataset_description import DATASET
from peyvand.graph.history import lines_of
from peyvand.graph.jelly import write_jelly
from peyvand.graph.versions import (
    CHECKSUMS,
    DESCRIPTION,
    DUMP,
    Version,
    Versions,
    sha256,
    write_checksums,
)
from peyvand.vocabulary.iris import BASE, PREFIXES, TYPE, iri

N_QUADS, TURTLE, JELLY = "graph.nq.gz", "default.ttl.gz", "graph.jelly.gz"
DCAT, CRATE = "dcat.ttl", "ro-crate-metadata.json"
_SPDX = "http://spdx.org/rdf/terms#"
_MEDIA = "https://www.iana.org/assignments/media-types/"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_PREFIXES = ("pv", "dcterms", "edtf", "geo", "owl", "prov", "rdfs", "schema", "skos", "wd", "xsd")


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
    N_QUADS: Kind(_N_QUADS, "Every graph, as sorted N-Quads"),
    TURTLE: Kind(_TURTLE, "The default graph, as Turtle"),
    JELLY: Kind("application/x-jelly-rdf", "Every graph, as Jelly"),
    DCAT: Kind(_TURTLE, "Description of the version (DCAT, VoID)", packed=False),
    CRATE: Kind(_JSON_LD, "Description of the files (RO-Crate 1.1)", packed=False),
    CHECKSUMS: Kind("text/plain", "SHA-256 checksums, as sha256sum reads them", packed=False),
}
# What is packed is sent as what it is; a reader unpacks it.
GZIP = "application/gzip"


def kept(versions: Versions, version: Version) -> Path:
    """Where the files of a version are kept."""
    return versions.home / "dumps" / version.path.name


def keep(versions: Versions, version: Version) -> Path:
    """The folder with the files of a version, made if they are not there.

    It appears whole or not at all. Those of versions that are no longer kept whole are removed.
    """
    folder = kept(versions, version)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with (folder.parent / ".lock").open("w") as lock:
        # One process at a time; it ends with the process, however that ends.
        fcntl.flock(lock.fileno(), fcntl.LOCK_EX)
        if folder.is_dir():
            return folder
        for stray in folder.parent.glob(".new-*"):
            shutil.rmtree(stray, ignore_errors=True)
        made = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
        try:
            make(versions, version, made)
            made.chmod(0o755)
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        whole = {v.path.name for v in versions.all() if v.dump.is_file()} | {folder.name}
        for old in folder.parent.iterdir():
            if old.name.isdigit() and old.name not in whole:
                shutil.rmtree(old, ignore_errors=True)
    return folder


def make(versions: Versions, version: Version, folder: Path) -> None:
    """Write the files of a version to a folder.

    The same version makes the same bytes: no file tells when it was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with _lines(versions, version) as lines, _packed(folder / N_QUADS) as out:
        shutil.copyfileobj(lines, out, 1024 * 1024)
    prefixes = {name: PREFIXES[name] for name in _PREFIXES}
    with _lines(versions, version) as lines, _packed(folder / TURTLE) as out:
        quads = parse(lines, format=RdfFormat.N_QUADS)
        plain = (quad.triple for quad in quads if quad.graph_name == DefaultGraph())
        serialize(plain, out, format=RdfFormat.TURTLE, prefixes=prefixes)
    with _lines(versions, version) as lines:
        made = write_jelly(parse(lines, format=RdfFormat.N_QUADS), folder / JELLY, _packed)
    data = [N_QUADS, TURTLE, *([JELLY] if made else [])]
    (folder / DCAT).write_bytes(_catalogue(version, folder, data))
    text = json.dumps(_crate(version, folder, [*data, DCAT]), ensure_ascii=False, indent=2)
    (folder / CRATE).write_text(text + "\n", encoding="utf-8")
    write_checksums(folder)


@contextmanager
def _lines(versions: Versions, version: Version) -> Iterator[IO[bytes]]:
    """The sorted N-Quads of a version, remade if only its changes are kept."""
    if version.dump.is_file():
        with intact(version, DUMP).open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as file:
        file.writelines(lines_of(versions, version))
        file.seek(0)
        yield cast("IO[bytes]", file)


@contextmanager
def _packed(path: Path) -> Iterator[IO[bytes]]:
    """A file that is packed as it is written, with neither name nor time in its head."""
    with (
        path.open("wb") as raw,
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as out,
    ):
        yield cast("IO[bytes]", out)


def _catalogue(version: Version, folder: Path, names: Iterable[str]) -> bytes:
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
    for name in names:
        triples += _distribution(this, at, folder / name)
    used = {name: PREFIXES[name] for name in ("dcat", "dcterms", "void", "xsd")}
    ordered = sorted(set(triples), key=str)
    text = serialize(ordered, format=RdfFormat.TURTLE, prefixes={**used, "spdx": _SPDX})
    assert text is not None
    return text


def _distribution(this: NamedNode, at: str, path: Path) -> Iterator[Triple]:
    kind = KINDS[path.name]
    node, checksum = NamedNode(f"{at}/{path.name}"), NamedNode(f"{at}/{path.name}#checksum")
    size = Literal(str(path.stat().st_size), datatype=iri("xsd:nonNegativeInteger"))
    yield Triple(this, iri("dcat:distribution"), node)
    yield Triple(this, iri("void:dataDump"), node)
    yield Triple(node, TYPE, iri("dcat:Distribution"))
    yield Triple(node, iri("dcterms:title"), Literal(kind.title, language="en"))
    yield Triple(node, iri("dcat:accessURL"), this)
    yield Triple(node, iri("dcat:downloadURL"), node)
    yield Triple(node, iri("dcat:mediaType"), NamedNode(_MEDIA + kind.media_type))
    yield Triple(node, iri("dcat:compressFormat"), NamedNode(_MEDIA + GZIP))
    yield Triple(node, iri("dcat:byteSize"), size)
    yield Triple(node, iri("dcterms:license"), NamedNode(_LICENCE))
    yield Triple(node, NamedNode(_SPDX + "checksum"), checksum)
    yield Triple(checksum, TYPE, NamedNode(_SPDX + "Checksum"))
    algorithm = NamedNode(_SPDX + "checksumAlgorithm_sha256")
    yield Triple(checksum, NamedNode(_SPDX + "algorithm"), algorithm)
    value = Literal(sha256(path), datatype=iri("xsd:hexBinary"))
    yield Triple(checksum, NamedNode(_SPDX + "checksumValue"), value)


def _crate(version: Version, folder: Path, names: list[str]) -> dict[str, Any]:
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
        "license": {"@id": _LICENCE},
        "publisher": {"@id": BASE},
        "inLanguage": ["en", "fa"],
        "hasPart": [{"@id": name} for name in names],
    }
    files = [
        {
            "@id": name,
            "@type": "File",
            "name": KINDS[name].title,
            "encodingFormat": [KINDS[name].media_type, *([GZIP] if KINDS[name].packed else [])],
            "contentSize": str((folder / name).stat().st_size),
            "sha256": sha256(folder / name),
            "license": {"@id": _LICENCE},
        }
        for name in names
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
            "@id": _LICENCE,
            "@type": "CreativeWork",
            "name": "CC BY 4.0; facts from Wikidata are CC0",
        },
        {
            "@id": f"{BASE}#program",
            "@type": "SoftwareApplication",
            "name": "Peyvand",
            "softwareVersion": version.manifest.get("program", __version__),
        },
    ]
    context = "https://w3id.org/ro/crate/1.1/context"
    return {"@context": context, "@graph": [head, root, *files, *more]}


if __name__ == "__main__":
    # The server runs this in a process of its own, which gives way to whoever waits for an answer.
    os.nice(10)
    _versions = Versions(Path(sys.argv[1]))
    keep(_versions, _versions.get(int(sys.argv[2])))
