"""A process that makes one write: from the request to the next version, or to a refusal.

It is forked from the fork server, so that the graph it changes in memory is its own copy; whatever
it does before the last rename can be killed without a trace.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store
from rdflib import Graph

from peyvand.errors import (
    BadRequest,
    Invalid,
    MalformedData,
    NotFound,
    PreconditionFailed,
    TooLarge,
    UnknownFunction,
)
from peyvand.graph.bulk import write_bulk
from peyvand.graph.checksums import intact
from peyvand.graph.history import facts, in_memory, whole_in_memory
from peyvand.graph.normalised import Change, changes, notice
from peyvand.graph.patch import Patch, difference, dump_lines, quads
from peyvand.graph.rdf11 import storable
from peyvand.graph.rules import check
from peyvand.graph.stores import empty_graphs
from peyvand.graph.validate import Report, read_shapes
from peyvand.graph.versions import DUMP, REPORT, REPORT_TEXT, Version, Versions
from peyvand.graph.written import origin_of
from peyvand.query.dataset import with_dataset
from peyvand.query.engine import failure, malformed, problem
from peyvand.query.frames import DATA, END, ERROR, HEADER, HELLO, LENGTH, frame, receive
from peyvand.query.literals import of_update
from peyvand.query.messages import Location, decode, encode
from peyvand.query.rewriting import rewritten_update
from peyvand.query.rights import DEFAULT, allow
from peyvand.query.sandbox import limited
from peyvand.query.upload import read
from peyvand.query.writes import (
    GraphWrite,
    Rollback,
    Update,
    Write,
    WriteAnswer,
    WriteJob,
    WriteKind,
    WriteLimits,
)
from peyvand.resources import root
from peyvand.vocabulary.files import shape_files
from peyvand.vocabulary.iris import BASE
from peyvand.wording import say

_MISSING = re.compile(r"graph <([^>]*)> does not exist")
# A report names at most so many results; the count is always whole.
_MOST_SHOWN = 200


@cache
def shapes() -> Graph:
    """The shapes that every write must conform to; read once, before the fork."""
    return read_shapes(shape_files(root()))


def serve(held: Store | None, location: Location, connection: socket.socket) -> None:
    """Make the one write that is asked for, and answer.

    Args:
        held: the graph in memory, if the fork server has it.
        location: which version ``held`` is of.
        connection: one end of a pair of sockets.
    """
    connection.sendall(frame(HELLO, str(os.getpid()).encode()))
    head = receive(connection, LENGTH.size)
    if len(head) < LENGTH.size:
        return
    job = decode(receive(connection, LENGTH.unpack(head)[0]), WriteJob)
    try:
        answer = write(job, held, location.number)
    except Exception as error:
        connection.sendall(frame(ERROR, json.dumps(problem(error)).encode()))
    else:
        connection.sendall(frame(HEADER, b"{}") + frame(DATA, encode(answer)) + frame(END))


def write(job: WriteJob, held: Store | None, number: int) -> WriteAnswer:
    """Make a candidate, validate it, and publish it.

    Args:
        job: what is asked for, of which versions, within which limits.
        held: the graph at version ``number``, to be changed; None to load the current one.
        number: see ``held``.

    Raises:
        Damaged: the graph on the disk is not what was written.
        PeyvandError: the write is refused; the graph is as it was.
    """
    request, limits = job.request, job.limits
    versions = Versions(Path(job.home))
    with versions.candidate(limits.wait_s) as folder:
        before = versions.current()
        _match(request.if_match, before)
        # What a version changes is told by the dump before it: of a damaged one nothing follows.
        dump = intact(before, DUMP)
        if held is None or number != before.number:
            held = whole_in_memory(before)
        had = set(before.empty_graphs)
        change = _Change(held, request, limits, versions)
        store = change.apply()
        lines = dump_lines(store)
        patch = difference(dump.read_bytes().splitlines(keepends=True), lines)
        _read_back(patch)
        allow(request, store, patch, had ^ set(empty_graphs(store)))
        normalised = change.changed(patch)
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
        if not patch and had == set(empty_graphs(store)):
            return answer
        _bound(patch, limits.max_term_bytes)
        report = check(store, patch, shapes())
        if report.violations:
            raise _invalid(report)
        answer = replace(answer, warnings=report.results[:_MOST_SHOWN])
        if isinstance(request, Rollback):
            origin = origin_of(versions, versions.get(request.number))
        else:
            origin = origin_of(versions, before).then(patch)
        if request.dry_run:
            return answer
        (folder / REPORT).write_text(report.graph.serialize(format="turtle"), encoding="utf-8")
        (folder / REPORT_TEXT).write_text(report.text(), encoding="utf-8")
        write_bulk(folder, store, lines, before)
        manifest: dict[str, Any] = {
            **origin.facts,
            **facts(folder, store, request.kind),
            "by": request.by,
            "added": len(patch.added),
            "removed": len(patch.removed),
            **origin.write(folder),
            "shacl_of_change": report.counts,
        }
        if isinstance(request, Rollback):
            manifest["of"] = request.number
        return replace(answer, version=versions.publish(folder, manifest, limits.keep).number)


class _Change:
    """The change that a request asks for."""

    def __init__(
        self, store: Store, request: Write, limits: WriteLimits, versions: Versions
    ) -> None:
        self._store, self._request = store, request
        self._limits, self._versions = limits, versions
        self.created = False
        # Literals that do not come back as they were given.
        self.normalised: list[Change] = []
        # Those of an update that stand beside what it inserts: they may come into the graph or not.
        self.perhaps: list[Change] = []
        self.graph = request.graph if isinstance(request, GraphWrite) else None

    def apply(self) -> Store:
        """The changed store."""
        match self._request:
            case Update() as update:
                self._update(update)
            case GraphWrite() as write:
                self._graph_store(write)
            case Rollback(number=number):
                return self._rollback(number)
        return self._store

    def changed(self, patch: Patch) -> list[Change]:
        """The literals that are not given back as they were given, now that the change is known."""
        if not self.perhaps:
            return self.normalised
        there = {quad.object for quad in quads(patch.added)}
        return self.normalised + [change for change in self.perhaps if change[1] in there]

    def _update(self, request: Update) -> None:
        text = with_dataset(request.text, request.using, request.using_named)
        options: dict[str, Any] = {"base_iri": request.base or None}
        with limited(self._limits.update_timeout_s):
            mended = rewritten_update(text, options)
            try:
                self._store.update(mended.text, custom_functions=mended.functions, **options)
            except SyntaxError as error:
                raise malformed(error, text, update=True) from error
            except (RuntimeError, ValueError) as error:
                known = failure(error)
                if isinstance(known, UnknownFunction):
                    raise known from error
                if match := _MISSING.search(str(error)):
                    raise self._no_graph(match[1]) from error
                raise BadRequest(**say("failed", reason=error)) from error
        inserted, others = of_update(text)
        self.normalised, self.perhaps = changes(inserted), changes(others - inserted)

    def _no_graph(self, name: str) -> NotFound:
        number = self._versions.current().number
        return NotFound(**say("no-graph", graph=name, version=number))

    def _rollback(self, number: int) -> Store:
        return in_memory(self._versions, self._versions.get(number))

    def _graph_store(self, request: GraphWrite) -> None:
        if self.graph is None:
            self.graph = f"{BASE}graph/{secrets.token_hex(8)}"
        plain = self.graph == DEFAULT
        graph = DefaultGraph() if plain else NamedNode(self.graph)
        there = next(
            iter(self._store.quads_for_pattern(None, None, None, graph)), None
        ) is not None or self._store.contains_named_graph(graph)
        if request.kind is WriteKind.DELETE:
            if not there and not plain:
                raise self._no_graph(self.graph)
            self._store.clear_graph(graph) if plain else self._store.remove_graph(graph)
            return
        self.created = not there
        given = (graph, request.base, self._limits.max_nesting, request.contexts)
        quads = [quad for part in request.parts for quad in read(part, *given)]
        self.normalised = changes(q.object for q in quads if isinstance(q.object, Literal))
        if request.kind is WriteKind.PUT and there:
            self._store.clear_graph(graph)
        if not plain:
            self._store.add_graph(graph)
        self._store.extend(quads)


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
