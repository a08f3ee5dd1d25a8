"""Importing Wikidata: files or a query service to the claims of one snapshot, as quads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.digits import digits
from peyvand.errors import PeyvandError
from peyvand.evidence.claims import claim_quads
from peyvand.graph.assemble import read_known
from peyvand.sources.dates import check_edtf
from peyvand.sources.licences import CC0
from peyvand.sources.snapshots import Snapshot
from peyvand.sources.wikidata.claims import CLAIMED, LANGUAGES, claims_of, name_quads
from peyvand.sources.wikidata.dumps import Position
from peyvand.sources.wikidata.model import CityRecord
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.read import Gate, read_file, snapshot_date, survey
from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.streams import Limits
from peyvand.vocabulary.files import read_ontology
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, iri, thing


@dataclass(frozen=True)
class Options:
    """How an import is made.

    ``cities`` are ours by their item; ``properties`` and ``languages`` say which statements and
    names are taken.
    """

    cities: Mapping[NamedNode, NamedNode] = field(default_factory=dict)
    properties: tuple[str, ...] = CLAIMED
    languages: tuple[str, ...] = LANGUAGES
    places_only: bool = True
    limits: Limits = Limits()  # noqa: RUF009 - it is frozen


@dataclass(frozen=True)
class Checkpoint:
    """Where an import stands: the file's number from 0, and the position within it."""

    file: int = 0
    position: Position | None = None


@dataclass(frozen=True)
class Step:
    """A step of an import: the record read, if any, its quads, and where it stands after it."""

    record: CityRecord | None
    quads: tuple[Quad, ...]
    checkpoint: Checkpoint


def wikidata_snapshot(date: str, name: str = "") -> Snapshot:
    """The snapshot of a day, month or year; its graph is named by the date unless it is given.

    Raises:
        PeyvandError: the date is not EDTF, or the name cannot be part of an IRI.
    """
    try:
        check_edtf(date)
    except ValueError as error:
        raise PeyvandError(f"{error}.", "Give the day of the data, as 2026-04-09.") from None
    slug = name or f"wikidata-{date.replace('/', '--')}"
    if not slug.replace("-", "").replace(".", "").isalnum() or not slug.isascii():
        raise PeyvandError(
            f"{slug!r} is not a name of a snapshot.", "Use letters, digits, hyphens and points."
        )
    return Snapshot(slug, date, thing(f"document/{slug}"), thing("organisation/wikidata"))


def snapshot_of(
    files: Sequence[Path], date: str = "", name: str = "", limits: Limits | None = None
) -> tuple[Snapshot, Mapping[str, str]]:
    """The snapshot that files are of, and the redirects that they tell of.

    Raises:
        PeyvandError: the day is not given and not known from the files.
        SourceError: a file cannot be opened, or is of no known form.
    """
    summary = survey(files, limits or Limits())
    date = date or snapshot_date(files, summary.newest)
    return wikidata_snapshot(date, name), summary.redirects


def describe_snapshot(snapshot: Snapshot, origin: str) -> list[Quad]:
    """The description of the snapshot, in its own graph, so that both are replaced together."""
    node, graph = snapshot.document, snapshot.graph
    persian = digits(snapshot.date, "fa")
    return [
        Quad(node, TYPE, iri("pv:Document"), graph),
        Quad(node, TYPE, iri("pv:DatasetSnapshot"), graph),
        Quad(node, LABEL, Literal(f"Wikidata, {snapshot.date}", language="en"), graph),
        Quad(node, LABEL, Literal(f"ویکی‌داده، {persian}", language="fa"), graph),
        Quad(node, iri("pv:snapshotDate"), Literal(snapshot.date, datatype=EDTF), graph),
        Quad(node, iri("dcterms:source"), Literal(origin), graph),
        Quad(node, iri("dcterms:license"), NamedNode(CC0), graph),
    ]


def origin_of(files: Sequence[Path]) -> str:
    """Files by their names, in the order of the names, so that the same input says the same."""
    return "; ".join(sorted(path.name for path in files))


def record_quads(
    record: CityRecord, snapshot: Snapshot, options: Options | None = None
) -> Iterator[Quad]:
    """The quads of one record: its names, its claims, and what hangs on them."""
    options = options or Options()
    yield from name_quads(record, snapshot, options.cities, options.languages)
    for stated in claims_of(record, snapshot, options.cities, options.properties):
        yield from claim_quads(stated.claim, snapshot.graph)
        yield from stated.evidence


def steps(
    files: Sequence[Path],
    snapshot: Snapshot,
    redirects: Mapping[str, str],
    report: Report,
    *,
    options: Options | None = None,
    progress: Progress | None = None,
    start: Checkpoint | None = None,
) -> Iterator[Step]:
    """An import, record by record, so that it can be broken off and gone on with."""
    options, start = options or Options(), start or Checkpoint()
    gate = Gate(redirects, report)
    if start == Checkpoint():
        # Its place is one after the description, so that going on does not say it twice.
        start = Checkpoint(0, Position())
        yield Step(None, tuple(describe_snapshot(snapshot, origin_of(files))), start)
    for number, path in enumerate(files):
        if number < start.file:
            continue
        records = read_file(
            path,
            report,
            limits=options.limits,
            progress=progress or Progress(),
            start=start.position if number == start.file else None,
            places_only=options.places_only,
        )
        for record, position in records:
            passed = gate.passed(record, path) if record else None
            quads = tuple(record_quads(passed, snapshot, options)) if passed else ()
            if passed or position:
                yield Step(passed, quads, Checkpoint(number, position))
        yield Step(None, (), Checkpoint(number + 1))


def import_records(
    records: Iterable[CityRecord],
    snapshot: Snapshot,
    origin: str,
    report: Report,
    options: Options | None = None,
) -> Iterator[Step]:
    """The steps of an import of records that were fetched; ``origin`` is the service's address."""
    gate = Gate({}, report)
    yield Step(None, tuple(describe_snapshot(snapshot, origin)), Checkpoint())
    for record in records:
        if passed := gate.passed(record, origin):
            yield Step(passed, tuple(record_quads(passed, snapshot, options)), Checkpoint())


def known_cities(root: Path) -> dict[NamedNode, NamedNode]:
    """Our cities by the items that they were decided to be the same as."""
    return dict(read_known(root, read_ontology(root)).cities)
