"""Evaluating queries in processes that can be killed: the seam between HTTP and the engine."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from peyvand import errors
from peyvand.errors import Overloaded, PeyvandError, QueryFailed, QueryTimeout
from peyvand.graph.versions import Version, Versions
from peyvand.query.guard import check
from peyvand.query.worker import DATA, END, ERROR, HEADER, LENGTH
from peyvand.settings import Settings

# Results up to this size stay in memory; larger ones wait on disk until they are complete.
_SPOOL = 8 * 1024 * 1024


@dataclass
class Answer:
    """A complete result: its media type, its bytes from the start, and the version it is of."""

    content_type: str
    format: str
    body: IO[bytes]
    version: int


class Executor(Protocol):
    """Anything that evaluates a read-only query under the operator's limits."""

    def run(
        self,
        query: str,
        accept: str | None = None,
        format: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """The answer to a query, complete.

        Raises:
            PeyvandError: the query is refused, malformed, too slow, or no format fits.
        """
        ...

    def close(self) -> None:
        """Stop everything that was started."""
        ...


class WorkerPool:
    """An Executor over worker processes, each killed when its query outlives the deadline.

    A worker belongs to one version of the graph; when another version becomes current, idle
    workers of the old one are replaced at their next use.
    """

    def __init__(self, versions: Versions, settings: Settings) -> None:
        self._versions, self._settings = versions, settings
        self._slots = threading.Semaphore(settings.workers)
        self._idle: deque[_Worker] = deque()
        self._lock = threading.Lock()
        self._waiting = 0

    def run(
        self,
        query: str,
        accept: str | None = None,
        format: str | None = None,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Answer:
        """See ``Executor.run``."""
        settings = self._settings
        check(query, settings.max_query_bytes, settings.max_nesting)
        self._enter()
        try:
            worker = self._take(self._versions.current())
            try:
                request = {
                    "query": query,
                    "accept": accept,
                    "format": format,
                    "default_graphs": list(default_graphs),
                    "named_graphs": list(named_graphs),
                }
                answer = worker.ask(request, settings.query_timeout_s)
            except BaseException:
                if not worker.ready:
                    worker.kill()
                raise
            finally:
                if worker.ready:
                    with self._lock:
                        self._idle.append(worker)
            return answer
        finally:
            self._slots.release()

    def close(self) -> None:
        """Kill every idle worker."""
        with self._lock:
            while self._idle:
                self._idle.pop().kill()

    def _enter(self) -> None:
        """Take a slot, waiting in a bounded queue."""
        if self._slots.acquire(blocking=False):
            return
        with self._lock:
            if self._waiting >= self._settings.queue:
                raise Overloaded(
                    f"All {self._settings.workers} workers are busy and "
                    f"{self._waiting} queries wait.",
                    "Try again in a few seconds.",
                )
            self._waiting += 1
        try:
            if not self._slots.acquire(timeout=self._settings.query_timeout_s):
                raise Overloaded("No worker became free in time.", "Try again in a few seconds.")
        finally:
            with self._lock:
                self._waiting -= 1

    def _take(self, version: Version) -> _Worker:
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return _Worker(version, self._settings.worker_memory_mb)
            if worker.version.path == version.path and worker.alive:
                return worker
            worker.kill()


class _Worker:
    """One worker process, used by one thread at a time."""

    def __init__(self, version: Version, memory_mb: int) -> None:
        self.version = version
        # Ready means that the process has answered its last request to the end.
        self.ready = True
        self._process = subprocess.Popen(
            [sys.executable, "-m", "peyvand.query.worker", str(version.store), str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path("/"),
            env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": os.pathsep.join(sys.path)},
        )

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, request: Mapping[str, object], timeout_s: float) -> Answer:
        """Send a request and read its whole answer."""
        deadline = time.monotonic() + timeout_s
        self.ready = False
        payload = json.dumps(request).encode()
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(LENGTH.pack(len(payload)) + payload)
            self._process.stdin.flush()
        except OSError as error:
            raise self._died() from error
        kind, payload = self._frame(deadline, timeout_s)
        if kind == HEADER:
            return self._body(json.loads(payload), deadline, timeout_s)
        assert kind == ERROR
        self.ready = True
        raise _raised(json.loads(payload))

    def kill(self) -> None:
        """Kill the process and reap it."""
        self._process.kill()
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            # What was still buffered for a dead process cannot be flushed.
            with contextlib.suppress(OSError):
                pipe.close()
        self._process.wait()

    def _body(self, header: dict[str, str], deadline: float, timeout_s: float) -> Answer:
        body = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115
        while True:
            kind, payload = self._frame(deadline, timeout_s)
            if kind == DATA:
                body.write(payload)
            elif kind == END:
                break
            else:
                body.close()
                self.ready = True
                raise _raised(json.loads(payload))
        self.ready = True
        body.seek(0)
        return Answer(header["content_type"], header["format"], body, self.version.number)

    def _frame(self, deadline: float, timeout_s: float) -> tuple[bytes, bytes]:
        head = self._read(1 + LENGTH.size, deadline, timeout_s)
        (length,) = LENGTH.unpack(head[1:])
        return head[:1], self._read(length, deadline, timeout_s)

    def _read(self, size: int, deadline: float, timeout_s: float) -> bytes:
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        parts = bytearray()
        while len(parts) < size:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([handle], [], [], left)[0]:
                raise QueryTimeout(
                    f"The query was stopped after {timeout_s:g} seconds.",
                    "Ask for less: name a city or a property, or add LIMIT.",
                )
            piece = os.read(handle, size - len(parts))
            if not piece:
                raise self._died()
            parts += piece
        return bytes(parts)

    def _died(self) -> QueryFailed:
        return QueryFailed(
            "The process that ran the query died: the query needs too much memory or is too deep.",
            "Ask for less, or flatten the query.",
        )


def _raised(problem: dict[str, str | int | None]) -> PeyvandError:
    kind = getattr(errors, str(problem["type"]))
    message, hint = str(problem["message"]), str(problem["hint"])
    if kind is errors.MalformedQuery:
        line, column = problem["line"], problem["column"]
        assert line is None or isinstance(line, int)
        assert column is None or isinstance(column, int)
        return errors.MalformedQuery(message, line, column, hint)
    error: PeyvandError = kind(message, hint)
    return error
