"""The command ``peyvand import wikidata``: files or a query service to N-Quads of a snapshot.

The other kinds of ``peyvand import`` are in ``importing_tables``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from pyoxigraph import Quad, RdfFormat, parse, serialize

from peyvand.commands import importing_tables
from peyvand.commands.arguments import Command, WrongUsage
from peyvand.errors import LEFT_OUT, PeyvandError
from peyvand.graph.changes import compare
from peyvand.graph.imports import (
    Checkpoint,
    Options,
    Step,
    import_records,
    known_cities,
    snapshot_of,
    steps,
    wikidata_snapshot,
)
from peyvand.resources import root
from peyvand.sources.records import record_of
from peyvand.sources.wikidata.claims import CLAIMED, LANGUAGES
from peyvand.sources.wikidata.dumps import Position
from peyvand.sources.wikidata.live import USER_AGENT, QueryService, fetch
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.properties import PID, QID
from peyvand.sources.wikidata.report import Problem, Report

_TEXT = "make claims of Wikidata's data"
_MORE = """examples:
  peyvand import wikidata Q65.json weimar.ttl results.csv --snapshot 2026-04-09 --out wd.nq
  peyvand import wikidata wikidata-20260105-all.json.gz --out wd.nq --resume wd.state
  peyvand import wikidata new.json --out new.nq --since old.nq --changes changes.nq
  peyvand import wikidata https://query.wikidata.org/sparql --items Q65,Q3955 \\
      --snapshot 2026-11-23 --cache cache --out wd.nq

A FILE is entity JSON, a JSON dump, RDF, or query results as JSON, CSV or TSV, plain or packed with
gzip or bzip2; the form is found by looking. A broken line or value is reported with its place and
left out. See docs/wikidata.md.
"""
_EVERY_S = 10.0


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    about = "take data in: claims of Wikidata, and the tables of the world"
    kinds = command.group("import", about, "", "sources", "SOURCE")
    kind = kinds("wikidata", run, _TEXT, _MORE)
    add = kind.add_argument
    add("files", nargs="+", metavar="FILE", help="a file, or the address of a query service")
    add("--snapshot", default="", metavar="DATE", help="the day of the data (from the files)")
    add("--name", default="", help="of the graph (wikidata-DATE)")
    add("--out", type=Path, metavar="FILE.nq", help="where the claims go (standard output)")
    add("--records", type=Path, metavar="FILE.jsonl", help="records for peyvand merge --records")
    add("--resume", type=Path, metavar="STATE", help="go on from a run that was broken off")
    add("--since", type=Path, metavar="OLD.nq", help="an older snapshot to compare with")
    add("--changes", type=Path, metavar="FILE.nq", help="where what changed since goes")
    add("--strict", action="store_true", help="exit with 1 if anything was broken")
    add("--all", action="store_true", help="keep the items of a dump that are no places too")
    add("--properties", default="", metavar="P190,…", help="statements that become claims")
    add("--languages", default="", metavar="en,fa,…", help="languages of names")
    add("--items", default="", metavar="Q65,…", help="of a query service: these items only")
    add("--cache", type=Path, metavar="DIR", help="keep the answers of a query service here")
    add("--user-agent", default=USER_AGENT, help="who asks; put your contact in it")
    add("--json", action="store_true", help="print the report as JSON")
    importing_tables.add_kinds(kinds)


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand import wikidata``."""
    report = Report()
    if options.since and not (options.out and options.changes):
        raise WrongUsage("--since compares files.", "Give --out and --changes too.")
    if options.resume and not options.out:
        raise WrongUsage("--resume goes on with a file.", "Give --out too.")
    services = [name for name in options.files if name.startswith(("http://", "https://"))]
    with Progress(_bytes(options.files), shown=True) as progress:
        if services:
            _write(options, report, _fetched(options, services, report), None)
        else:
            _import_files(options, report, progress)
    if options.since:
        changes = compare(_quads(options.since), _quads(options.out))
        with options.changes.open("wb") as file:
            serialize(changes.quads, file, RdfFormat.N_QUADS)
        for kind, count in changes.counts.items():
            report.counts[f"claims {kind}"] = count
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2), file=sys.stderr)
    else:
        print(*report.lines(), sep="\n", file=sys.stderr)
    if report.broken:
        return 1 if options.strict else LEFT_OUT
    return 0


def _bytes(names: Iterable[str]) -> int:
    return sum(Path(name).stat().st_size for name in names if Path(name).is_file())


def _taken(options: argparse.Namespace) -> Options:
    properties, languages = _listed(options.properties), _listed(options.languages)
    if not all(PID.fullmatch(prop) for prop in properties):
        raise WrongUsage("--properties takes numbers of properties.", "Write P190,P625.")
    return Options(
        cities=known_cities(root()),
        properties=properties or CLAIMED,
        languages=languages or LANGUAGES,
        places_only=not options.all,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _fetched(options: argparse.Namespace, services: list[str], report: Report) -> Iterator[Step]:
    if len(options.files) > 1 or options.resume:
        raise WrongUsage(
            "A query service is asked alone, and goes on from its cache.", "Give --cache DIR."
        )
    if not options.snapshot:
        raise WrongUsage("A query service does not say how old it is.", "Give --snapshot DATE.")
    items = _listed(options.items)
    if not all(QID.fullmatch(item) for item in items):
        raise WrongUsage("--items takes numbers of items.", "Write Q65,Q3955.")
    snapshot = wikidata_snapshot(options.snapshot, options.name)
    service = QueryService(services[0], options.cache, user_agent=options.user_agent, report=report)
    records = fetch(service, items or None)
    return import_records(records, snapshot, services[0], report, _taken(options))


def _import_files(options: argparse.Namespace, report: Report, progress: Progress) -> None:
    files = [Path(name) for name in options.files]
    taken = _taken(options)
    snapshot, redirects = snapshot_of(files, options.snapshot, options.name, taken.limits)
    sizes = [path.stat().st_size for path in files]
    state = None
    if options.resume:
        run_of = {
            "files": options.files,
            "sizes": sizes,
            "snapshot": snapshot.name,
            "properties": taken.properties,
            "languages": taken.languages,
            "all": options.all,
            "records": str(options.records or ""),
        }
        state = State(options.resume, json.loads(json.dumps(run_of)))
        state.restore(report)
    start = state.checkpoint if state else Checkpoint()
    import_steps = steps(
        files, snapshot, redirects, report, options=taken, progress=progress, start=start
    )
    _write(options, report, import_steps, state)


class State:
    """Where a broken-off run stands, in a small file beside its output.

    The sizes of the outputs are part of it: what was written after the last checkpoint is cut off
    before going on, so that nothing stands there twice.
    """

    def __init__(self, path: Path, run_of: dict[str, Any]) -> None:
        self.path, self._run = path, run_of
        self.checkpoint, self.outputs = Checkpoint(), dict[str, int]()
        self._report: dict[str, Any] = {}
        if not path.is_file():
            return
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            position = Position(*kept["mark"]) if kept["mark"] else None
            self.checkpoint, self.outputs = (
                Checkpoint(int(kept["file"]), position),
                dict(kept["outputs"]),
            )
            self._report = kept["report"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise PeyvandError(
                f"{path} is not the state of an import.", "Remove it to begin anew."
            ) from error
        if kept["run"] != run_of:
            raise PeyvandError(
                f"{path} is the state of another import.",
                "Give the same files and options as then, or remove it to begin anew.",
            )

    def restore(self, report: Report) -> None:
        """Take over what the broken-off run had counted."""
        report.counts.update(self._report.get("counts", {}))
        report.problem_counts.update(self._report.get("broken", {}))
        report.problems += [Problem(**p) for p in self._report.get("problems", [])]

    def save(self, checkpoint: Checkpoint, outputs: dict[str, int], report: Report) -> None:
        """Write the state; whole or not at all."""
        position = (
            [checkpoint.position.line, checkpoint.position.offset] if checkpoint.position else None
        )
        kept = {
            "run": self._run,
            "file": checkpoint.file,
            "mark": position,
            "outputs": outputs,
            "report": report.as_json(),
        }
        part = self.path.with_name(self.path.name + ".part")
        part.write_text(json.dumps(kept), encoding="utf-8")
        part.replace(self.path)


def _write(
    options: argparse.Namespace, report: Report, import_steps: Iterable[Step], state: State | None
) -> None:
    out = _open(options.out, "out", state)
    records = _open(options.records, "records", state) if options.records else None
    last = time.monotonic()
    try:
        for step in import_steps:
            if step.quads:
                serialize(step.quads, out, RdfFormat.N_QUADS)
                report.counts["quads"] += len(step.quads)
            if records and step.record:
                line = json.dumps(record_of(step.record), ensure_ascii=False)
                records.write(line.encode() + b"\n")
            if state and (step.checkpoint.position is None or time.monotonic() - last > _EVERY_S):
                last = time.monotonic()
                outputs = {"out": _flushed(out)}
                if records:
                    outputs["records"] = _flushed(records)
                # A file without positions is begun anew; its own steps are no place to go on from.
                if step.checkpoint.position or step.record is None:
                    state.save(step.checkpoint, outputs, report)
    finally:
        out.flush()
        for file in (out, records):
            if file and file is not sys.stdout.buffer:
                file.close()


def _open(path: Path | None, name: str, state: State | None) -> IO[bytes]:
    if path is None:
        return sys.stdout.buffer
    size = state.outputs.get(name) if state else None
    try:
        if size is None:
            return path.open("wb")
        file = path.open("r+b")
    except OSError as error:
        raise PeyvandError(
            f"{path}: {error.strerror}.", "Give a file that can be written."
        ) from error
    if file.seek(0, os.SEEK_END) < size:
        file.close()
        raise PeyvandError(f"{path} is shorter than it was.", "Remove the state to begin anew.")
    file.truncate(size)
    file.seek(size)
    return file


def _flushed(file: IO[bytes]) -> int:
    file.flush()
    return file.tell()


def _quads(path: Path) -> Iterator[Quad]:
    try:
        yield from parse(path=str(path), format=RdfFormat.N_QUADS)
    except (OSError, SyntaxError) as error:
        raise PeyvandError(f"{path}: {error}.", "Give N-Quads of an import.") from error
