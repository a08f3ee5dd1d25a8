"""The same two cities in every form; results of queries are given by a real SPARQL engine."""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

from peyvand.sources.wikidata.model import CityRecord
from peyvand.sources.wikidata.queries import records_of
from peyvand.sources.wikidata.read import read_file
from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.tags import valid_tags

DATA = Path(__file__).parent / "data"
QIDS = ("Q900001", "Q900002", "Q900099")


@pytest.fixture(scope="session")
def store() -> Store:
    """The two cities as a query service holds them."""
    store = Store()
    content = (DATA / "nowhere-munged.ttl").read_bytes()
    store.load(input=valid_tags(content), format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="session")
def entities() -> list[dict[str, object]]:
    """The entity documents."""
    document = json.loads((DATA / "nowhere.json").read_text(encoding="utf-8"))
    return list(document["entities"].values())


def dump(entities: list[dict[str, object]]) -> bytes:
    """A dump as Wikidata writes it: an array with an entity a line."""
    return b"[\n" + b",\n".join(json.dumps(e).encode() for e in entities) + b"\n]\n"


@pytest.fixture
def forms(tmp_path: Path, store: Store, entities: list[dict[str, object]]) -> dict[str, Path]:
    """A file of the same content in every form."""
    found = {
        "entity": DATA / "nowhere.json",
        "turtle": DATA / "nowhere.ttl",
        "munged": DATA / "nowhere-munged.ttl",
    }
    written = {
        "dump.json": dump(entities),
        "dump.json.gz": gzip.compress(dump(entities)),
        "dump.json.bz2": bz2.compress(dump(entities)),
        "lines.jsonl": b"\n".join(json.dumps(e).encode() for e in entities),
        "bom.json": b"\xef\xbb\xbf" + (DATA / "nowhere.json").read_bytes(),
        "packed.ttl.gz": gzip.compress((DATA / "nowhere-munged.ttl").read_bytes()),
    }
    for name, syntax in (
        ("results.srj", QueryResultsFormat.JSON),
        ("results.csv", QueryResultsFormat.CSV),
        ("results.tsv", QueryResultsFormat.TSV),
    ):
        solutions = store.query(records_of(QIDS))
        assert isinstance(solutions, QuerySolutions)
        content = solutions.serialize(format=syntax)
        assert content is not None
        # The engine was given codes that it takes; the service gives Wikidata's own.
        written[name] = content.replace(b"zh-x-pv-classica-l", b"zh-classical")
    for name, content in written.items():
        (tmp_path / name).write_bytes(content)
        found[name] = tmp_path / name
    return found


Read = Callable[[Path], tuple[list[CityRecord], Report]]


@pytest.fixture
def read() -> Read:
    """Reads a file whole: the records by QID, and the report."""

    def reading(path: Path, **more: object) -> tuple[list[CityRecord], Report]:
        report = Report()
        found: Iterator[object] = (r for r, _ in read_file(path, report, **more))  # type: ignore[arg-type]
        records = [record for record in found if isinstance(record, CityRecord)]
        return sorted(records, key=lambda record: record.qid), report

    return reading
