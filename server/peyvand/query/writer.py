"""A process that makes one write: from the request to the next version, or to a refusal.

It is forked from a fork server that has loaded what writing needs; the graph stays on the disk,
whatever its size. Whatever it does before the last rename can be killed without a trace.
"""

from __future__ import annotations

import json
import os
import socket
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import Store
from rdflib import Graph

from peyvand.errors import Invalid, MalformedData, PreconditionFailed, TooLarge
from peyvand.graph.dataset_counts import Counts
from peyvand.graph.dataset_description import describe
from peyvand.graph.history import changed_empty_graphs, changed_facts
from peyvand.graph.incremental import validate_change
from peyvand.graph.normalised import notice
from peyvand.graph.patch import Patch, quads
from peyvand.graph.rdf11 import storable
from peyvand.graph.recorder import Recorder
from peyvand.graph.validate import Report, read_shapes
from peyvand.graph.versions import (
    DESCRIPTION,
    PATCH,
    REPORT,
    REPORT_TEXT,
    Version,
    Versions,
)
from peyvand.graph.working import settle, working_store
from peyvand.graph.written import keep_asked, origin_facts
from peyvand.query.changing import Change
from peyvand.query.engine import problem
from peyvand.query.frames import DATA, END, ERROR, HEADER, HELLO, LENGTH, frame, receive
from peyvand.query.messages import Location, decode, encode
from peyvand.query.rights import allow
from peyvand.query.writes import Rollback, WriteAnswer, WriteJob
from peyvand.resources import root
from peyvand.vocabulary.files import shape_files
from peyvand.wording import say

# A report names at most so many results; the count is always whole.
_MOST_SHOWN = 200


@cache
def shapes() -> Graph:
    """The shapes that every write must conform to; read once, before the fork."""
    return read_shapes(shape_files(root()))


def prepare() -> None:
    """Load what every write needs, before the fork."""
    shapes()


def serve(held: Store | None, location: Location, connection: socket.socket) -> None:
    """Make the one write that is asked for, and answer.

    Args:
        held: as every worker is given it; the graph is not read from memory.
        location: the same.
        connection: one end of a pair of sockets.
    """
    connection.sendall(frame(HELLO, str(os.getpid()).encode()))
    head = receive(connection, LENGTH.size)
    if len(head) < LENGTH.size:
        return
    job = decode(receive(connection, LENGTH.unpack(head)[0]), WriteJob)
    try:
        answer = write(job)
    except Exception as error:
        connection.sendall(frame(ERROR, json.dumps(problem(error)).encode()))
    else:
        connection.sendall(frame(HEADER, b"{}") + frame(DATA, encode(answer)) + frame(END))


def write(job: WriteJob) -> WriteAnswer:
    """Make a candidate, validate it, and publish it.

    The candidate's store shares the tables of the version before, and what is written is known by
    the recorder: nothing here reads the whole graph.

    Args:
        job: what is asked for, of which versions, within which limits.

    Raises:
        Damaged: the graph on the disk cannot be had.
        PeyvandError: the write is refused; the graph is as it was.
    """
    versions = Versions(Path(job.home))
    with versions.candidate(job.limits.wait_s) as folder:
        before = versions.current()
        _match(job.request.if_match, before)
        # Nothing holds the store once this is done.
        answer, manifest = _made(job, versions, before, folder)
        if manifest is None:
            return answer
        settle(folder)
        return replace(answer, version=versions.publish(folder, manifest, job.limits.keep).number)


def _made(
    job: WriteJob, versions: Versions, before: Version, folder: Path
) -> tuple[WriteAnswer, dict[str, Any] | None]:
    """Make the files of a candidate.

    Returns:
        The answer, and what the manifest tells; None if there is to be no version.
    """
    request, limits = job.request, job.limits
    recorder = Recorder(working_store(versions, before, folder))
    change = Change(recorder, request, limits, versions)
    change.make()
    asked = patch = recorder.patch
    _read_back(asked)
    empty = changed_empty_graphs(before, recorder, asked)
    touched = set(before.empty_graphs) ^ set(empty)
    allow(request, recorder.store, asked, touched)
    normalised = change.normalised(asked)
    answer = WriteAnswer(
        version=before.number,
        added=len(patch.added),
        removed=len(patch.removed),
        created=change.created,
        graph=change.graph,
        normalised=tuple(notice(literal) for literal in normalised[:_MOST_SHOWN]),
        normalised_count=len(normalised),
        dry_run=request.dry_run,
    )
    if not patch and not touched:
        return answer, None
    _bound(asked, limits.max_term_bytes)
    report = validate_change(recorder.store, shapes(), patch)
    if report.violations:
        raise _invalid(report)
    answer = replace(answer, warnings=report.results[:_MOST_SHOWN])
    if request.dry_run:
        return answer, None
    _write_report(folder, report)
    _write_change(folder, before, recorder)
    recorder.store.flush()
    origin = versions.get(request.number) if isinstance(request, Rollback) else before
    manifest: dict[str, Any] = {
        **origin_facts(origin),
        **changed_facts(versions, before, recorder, patch, request.kind),
        "by": request.by,
        "added": len(patch.added),
        "removed": len(patch.removed),
        **keep_asked(folder, asked, patch),
        "shacl_of_change": report.counts,
    }
    if isinstance(request, Rollback):
        manifest["of"] = request.number
    return answer, manifest


def _write_report(folder: Path, report: Report) -> None:
    (folder / REPORT).write_text(report.graph.serialize(format="turtle"), encoding="utf-8")
    (folder / REPORT_TEXT).write_text(report.text(), encoding="utf-8")


def _write_change(folder: Path, before: Version, recorder: Recorder) -> None:
    """Write the change of a candidate, and its description as that changes it."""
    patch = recorder.patch
    (folder / PATCH).write_bytes(patch.text())
    try:
        counts = Counts.read(before.path / DESCRIPTION).then(recorder.store, patch)
    except (OSError, SyntaxError):
        counts = Counts.of(recorder.store)
    (folder / DESCRIPTION).write_bytes(describe(recorder.store, counts))


def _match(wanted: tuple[int, ...] | None, current: Version) -> None:
    if wanted is not None and current.number not in wanted:
        raise PreconditionFailed(**say("version-moved", current=current.number))


def _bound(patch: Patch, most: int) -> None:
    """Refuse a term that is too long. A line shorter than the limit holds none."""
    for line in patch.added:
        if len(line) > most:
            for quad in quads([line]):
                for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                    size = len(getattr(term, "value", "").encode())
                    if size > most:
                        raise TooLarge(**say("literal-size", size=size, limit=most))


def _read_back(patch: Patch) -> None:
    """Refuse terms that cannot be read again from a dump, or only as RDF 1.2, however they came."""
    try:
        for _ in storable(quads(patch.added)):
            pass
    except SyntaxError as error:
        line = patch.added[(error.lineno or 1) - 1].decode().strip()
        raise MalformedData(**say("not-rdf", line=line[:300])) from error


def _invalid(report: Report) -> Invalid:
    error = Invalid(**say("invalid", count=len(report.violations)))
    error.report = {
        "results": [dict(vars(result)) for result in report.results[:_MOST_SHOWN]],
        "turtle": report.graph.serialize(format="turtle"),
        "text": {tag: report.text(tag) for tag in ("en", "fa")},
    }
    return error
