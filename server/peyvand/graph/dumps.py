"""A version as files to take away: data, checksums, and descriptions of them all."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from pyoxigraph import DefaultGraph, RdfFormat, parse, serialize

from peyvand.graph.dump_files import CRATE, DCAT, JELLY, N_QUADS, PART, TURTLE, catalogue, crate
from peyvand.graph.jelly import write_jelly
from peyvand.graph.lines import dump_of, lines_of
from peyvand.graph.versions import Version, Versions, write_checksums
from peyvand.sources.licences import CC_BY
from peyvand.vocabulary.iris import PREFIXES

_PREFIXES = ("pv", "dcterms", "edtf", "geo", "owl", "prov", "rdfs", "schema", "skos", "wd", "xsd")


def kept(versions: Versions, version: Version) -> Path:
    """Where the files of a version are kept."""
    return versions.home / "dumps" / version.path.name


def keep(versions: Versions, version: Version) -> Path:
    """The folder with the files of a version, made if they are not there.

    It appears whole or not at all. Those of versions that are no longer kept whole are removed.

    Raises:
        Withheld: something was withdrawn from it meanwhile.
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
            # What was withdrawn meanwhile must not stand in any file.
            versions.list.check(version.path)
            version.check()
            made.rename(folder)
        finally:
            shutil.rmtree(made, ignore_errors=True)
        whole = {v.path.name for v in versions.all() if v.store.is_dir()} | {folder.name}
        for old in folder.parent.iterdir():
            if old.name.isdigit() and old.name not in whole:
                shutil.rmtree(old, ignore_errors=True)
    return folder


def make(versions: Versions, version: Version, folder: Path) -> None:
    """Write the files of a version to a folder.

    The same version makes the same bytes: no file tells when it was written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    apart = _kept_apart(versions, version, folder)
    with free_lines(versions, version) as lines, _packed(folder / N_QUADS) as out:
        shutil.copyfileobj(lines, out, 1024 * 1024)
    prefixes = {name: PREFIXES[name] for name in _PREFIXES}
    with _lines(versions, version) as lines, _packed(folder / TURTLE) as out:
        quads = parse(lines, format=RdfFormat.N_QUADS)
        plain = (quad.triple for quad in quads if quad.graph_name == DefaultGraph())
        serialize(plain, out, format=RdfFormat.TURTLE, prefixes=prefixes)
    with free_lines(versions, version) as lines:
        made = write_jelly(parse(lines, format=RdfFormat.N_QUADS), folder / JELLY, _packed)
    data = dict.fromkeys([N_QUADS, TURTLE, *([JELLY] if made else [])], CC_BY) | apart
    (folder / DCAT).write_bytes(catalogue(version, folder, data))
    files = data | {DCAT: CC_BY}
    text = json.dumps(crate(version, folder, files), ensure_ascii=False, indent=2)
    (folder / CRATE).write_text(text + "\n", encoding="utf-8")
    write_checksums(folder)


def _kept_apart(versions: Versions, version: Version, folder: Path) -> dict[str, str]:
    """Write each graph whose licence keeps it apart to a file; their licences by their names."""
    made = {}
    for graph, licence in version.kept_apart.items():
        name = graph.rpartition("/")[2] + PART
        end = f" <{graph}> .\n".encode()
        with _lines(versions, version) as lines, _packed(folder / name) as out:
            out.writelines(line for line in lines if line.endswith(end))
        made[name] = licence
    return made


@contextmanager
def free_lines(versions: Versions, version: Version) -> Iterator[IO[bytes]]:
    """The sorted N-Quads without the graphs that are kept apart."""
    with _lines(versions, version) as lines:
        if not version.kept_apart:
            yield lines
            return
        ends = tuple(f" <{graph}> .\n".encode() for graph in version.kept_apart)
        with tempfile.TemporaryFile() as file:
            file.writelines(line for line in lines if not line.endswith(ends))
            file.seek(0)
            yield cast("IO[bytes]", file)


@contextmanager
def _lines(versions: Versions, version: Version) -> Iterator[IO[bytes]]:
    """The sorted N-Quads of a version, remade if only its changes are kept."""
    if version.store.is_dir():
        with dump_of(versions, version).open("rb") as file:
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


if __name__ == "__main__":
    # The server runs this in a process of its own, which gives way to whoever waits for an answer.
    os.nice(10)
    _versions = Versions(Path(sys.argv[1]))
    keep(_versions, _versions.get(int(sys.argv[2])))
