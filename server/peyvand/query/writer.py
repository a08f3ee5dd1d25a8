"""A process that makes one write: from the request to the next version, or to a refusal.

It is forked from a fork server that has loaded what writing needs; the graph stays on the disk,
whatever its size. Whatever it does before the last rename can be killed without a trace.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, Store
from rdflib import RDFS, Graph

from peyvand.errors import Invalid
from peyvand.graph import consequences, rules
from peyvand.graph.candidate import write_candidate, write_report
from peyvand.graph.consequences import follow
from peyvand.graph.history import changed_empty_graphs
from peyvand.graph.normalised import notice
from peyvand.graph.patch import Patch
from peyvand.graph.recorder import Recorder
from peyvand.graph.validate import Report, load, read_shapes
from peyvand.graph.versions import Version, Versions
from peyvand.graph.working import settle, working_store
from peyvand.graph.written import origin_facts
from peyvand.query.changing import Change
from peyvand.query.engine import problem
from peyvand.query.frames import DATA, END, ERROR, HEADER, HELLO, LENGTH, frame, receive
from peyvand.query.messages import Location, decode, encode
from peyvand.query.registering import Registering
from peyvand.query.rights import allow
from peyvand.query.ruling import enter
from peyvand.query.unwanted import bound, match, read_back, refuse_undone, refuse_withdrawn
from peyvand.query.writes import Registration, Rollback, WriteAnswer, WriteJob
from peyvand.resources import root
from peyvand.search import following
from peyvand.search.following import following_index
from peyvand.vocabulary.files import ontology_files, shape_files
from peyvand.vocabulary.iris import iri
from peyvand.wording import say

# A report names at most so many results; the count is always whole.
_MOST_SHOWN = 200


@cache
def shapes() -> Graph:
    """The shapes that every write must conform to; read once, before the fork."""
    return read_shapes(shape_files(root()))


def prepare() -> None:
    """Load what every write needs, before the fork."""
    load()
    nothing, patch = Store(), Patch((b'<x:a> <x:b> "" .\n',))
    # The engine must read no nodes without names before the fork: after it, each process would
    # give the same names to others.
    ontology = read_shapes(ontology_files(root()))
    for lower, upper in ontology.subject_objects(RDFS.subClassOf):
        under = iri("rdfs:subClassOf")
        nothing.add(Quad(NamedNode(str(lower)), under, NamedNode(str(upper))))
    rules.prepare(shapes(), nothing)
    consequences.prepare()
    follow(Recorder(nothing), patch)
    rules.check(nothing, patch, shapes())
    following.prepare()


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
        match(job.request.if_match, before)
        # Nothing holds the store once this is done.
        answer, manifest = _Making(job, versions, before, folder).made()
        if manifest is None:
            return answer
        settle(folder)
        enter(job.request, versions.home)
        return replace(answer, version=versions.publish(folder, manifest, job.limits.keep).number)


Made = tuple[WriteAnswer, dict[str, Any] | None]


class _Making:
    """A candidate that is made.

    Args:
        job: what is asked for.
        versions: where the versions are.
        before: the version that is changed.
        folder: the candidate's.
    """

    def __init__(self, job: WriteJob, versions: Versions, before: Version, folder: Path) -> None:
        self._request, self._limits = job.request, job.limits
        self._versions, self._before, self._folder = versions, before, folder
        self._recorder = Recorder(working_store(versions, before, folder))

    def made(self) -> Made:
        """The answer, and what the manifest tells; None if there is to be no version."""
        request = self._request
        if isinstance(request, Registration):
            return self._registered(request)
        change = Change(self._recorder, request, self._limits, self._versions)
        change.make()
        asked = self._recorder.patch
        read_back(asked)
        touched = self._allowed(asked)
        normalised = change.normalised(asked)
        answer = WriteAnswer(
            version=self._before.number,
            added=0,
            removed=0,
            created=change.created,
            graph=change.graph,
            normalised=tuple(notice(literal) for literal in normalised[:_MOST_SHOWN]),
            normalised_count=len(normalised),
            dry_run=request.dry_run,
        )
        if not asked and not touched:
            return answer, None
        report = self._followed(asked)
        refuse_withdrawn(self._recorder.store, self._versions.list.docket)
        if report.violations:
            raise _invalid(report)
        return self._written(answer, asked, report)

    def _registered(self, request: Registration) -> Made:
        """Enter rows; those that break a rule are told, and left out if the others are to stay."""
        store = self._recorder.store
        index = following_index(self._versions, self._before, store)
        registering = Registering(request, store, index)
        asked, report = Patch(), Report((), Graph())
        while registering.entries and not registering.refused:
            registering.apply(self._recorder)
            asked = self._recorder.patch
            self._allowed(asked)
            report = self._followed(asked)
            if not report.violations:
                break
            self._recorder.undo()
            asked = Patch()
            if not registering.leave_out(report.results):
                raise _invalid(report)
        refuse_withdrawn(self._recorder.store, self._versions.list.docket)
        registering.look_at(report.results)
        registering.remember(self._versions.home)
        answer = WriteAnswer(
            version=self._before.number,
            added=0,
            removed=0,
            dry_run=request.dry_run,
            rows=registering.told(),
            entered=registering.entered() if asked else (),
            refused=registering.refused,
        )
        if not asked:
            return answer, None
        if request.dry_run:
            derived = sorted({*self._recorder.patch.added} - {*asked.added})
            answer = replace(answer, claims=_shown(asked.added), derived=_shown(derived))
        return self._written(answer, asked, report)

    def _allowed(self, asked: Patch) -> set[str]:
        """See that a change may be made; the graphs that come to exist or end without a triple.

        Raises:
            Forbidden: its sender has no right to it.
            TooLarge: a term is too long.
        """
        empty = changed_empty_graphs(self._before, self._recorder, asked)
        touched = set(self._before.empty_graphs) ^ set(empty)
        allow(self._request, self._recorder.store, asked, touched)
        bound(asked, self._limits.max_term_bytes)
        return touched

    def _followed(self, asked: Patch) -> Report:
        """Have what follows from a change follow, and ask the shapes and rules of all of it.

        Raises:
            Invalid: what was asked for would be undone again.
        """
        if not isinstance(self._request, Rollback):
            # What an older version has, followed there.
            follow(self._recorder, asked)
            refuse_undone(self._recorder.store, asked)
        return rules.check(self._recorder.store, self._recorder.patch, shapes())

    def _written(self, answer: WriteAnswer, asked: Patch, report: Report) -> Made:
        """The answer with all that is known now, and what the manifest tells."""
        request, patch = self._request, self._recorder.patch
        answer = replace(
            answer,
            added=len(patch.added),
            removed=len(patch.removed),
            warnings=report.results[:_MOST_SHOWN],
        )
        if request.dry_run:
            return answer, None
        write_report(self._folder, report)
        told = write_candidate(
            self._versions, self._folder, self._before, self._recorder, asked, request.kind
        )
        origin, more = self._before, {}
        if isinstance(request, Rollback):
            origin, more = self._versions.get(request.number), {"of": request.number}
        return answer, {
            **origin_facts(origin),
            **told,
            "by": request.by,
            "shacl_of_change": report.counts,
            **more,
        }


def _shown(lines: Iterable[bytes]) -> tuple[str, ...]:
    return tuple(line.decode() for line in lines)


def _invalid(report: Report) -> Invalid:
    error = Invalid(**say("invalid", count=len(report.violations)))
    error.report = {
        "results": [dict(vars(result)) for result in report.results[:_MOST_SHOWN]],
        "turtle": report.graph.serialize(format="turtle"),
        "text": {tag: report.text(tag) for tag in ("en", "fa")},
    }
    return error
