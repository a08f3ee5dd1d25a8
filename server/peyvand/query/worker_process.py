"""The server's side of one worker process: asking it, reading its answer, killing it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import os
import signal
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, cast

from peyvand.errors import PeyvandError, QueryFailed, QueryTimeout, TooComplex, from_json
from peyvand.query.frames import DATA, END, ERROR, HEAD, HEADER, HELLO, LENGTH
from peyvand.query.spool import DiskQuota, Spool
from peyvand.wording import say

# How long the fork server may take to tell how a worker ended, in seconds.
_EXIT_STATUS_S = 0.5


class Reply:
    """What comes back for one request: a header, and a body through a spool."""

    def __init__(self, spool: Spool) -> None:
        loop = asyncio.get_running_loop()
        self.header: asyncio.Future[dict[str, Any]] = loop.create_future()
        self.done: asyncio.Future[None] = loop.create_future()
        self.spool = spool
        # Called once at the end, if somebody waits for that.
        self.when_done: Callable[[], None] | None = None

    def fail(self, error: PeyvandError) -> None:
        """End with an error: for the caller if nothing was sent yet, else for the reader."""
        if not self.header.done():
            self.header.set_exception(error)
            # Whoever waits for the header gets it; nobody has to.
            self.header.exception()
        self.spool.fail(error)
        self.end()

    def end(self) -> None:
        """Mark the end."""
        if not self.done.done():
            self.done.set_result(None)
        if self.when_done is not None:
            come, self.when_done = self.when_done, None
            come()


class Handle(asyncio.Protocol):
    """One worker process, asked by one caller at a time.

    Args:
        number: the version that it answers from.
        memory_mb: what it may take, for messages.
        quota: the disk for its answers.
        lost: called once when the process is gone.
        born: called when its process number is known.
    """

    def __init__(
        self,
        number: int,
        memory_mb: int,
        quota: DiskQuota,
        lost: Callable[[Handle], None],
        born: Callable[[Handle], None],
    ) -> None:
        self.number, self._memory_mb, self._quota = number, memory_mb, quota
        self._lost, self._born = lost, born
        self.process = 0
        # How long it may evaluate before it ends itself, for messages.
        self.limit_s = 0.0
        loop = asyncio.get_running_loop()
        self.exit_status: asyncio.Future[int] = loop.create_future()
        # Done when the process has said that it is there, or is gone.
        self.ready: asyncio.Future[None] = loop.create_future()
        self.alive = True
        self.reply: Reply | None = None
        self._transport: asyncio.Transport | None = None
        self._pidfd: int | None = None
        self._buffer = bytearray()
        self._verdict: PeyvandError | None = None
        # Its connection ends a turn of the loop later.
        self._killed = False
        self._nice = False
        # It said that it cannot be used again.
        self._worn = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asyncio's: the socket is ready."""
        # The faster loop's transports are of no class of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def ask(self, request: bytes) -> Reply:
        """Send a request, and give what will hold its answer."""
        transport = self._transport
        assert self.reply is None
        assert transport is not None
        spool = Spool(self._quota, transport.pause_reading, transport.resume_reading)
        self.reply = reply = Reply(spool)
        transport.write(LENGTH.pack(len(request)) + request)
        return reply

    def slow_down(self) -> None:
        """Let light queries go first from now on."""
        if self.process and not self._nice:
            self._nice = True
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.process, 10)

    def processor_time(self) -> float:
        """How much of the processor the worker has had, in seconds; infinite once it is gone."""
        try:
            # The clock of another process (clock_getcpuclockid of POSIX, as Linux numbers them).
            return time.clock_gettime(~self.process << 3 | 2) if self.alive else math.inf
        except OSError:
            return math.inf

    @property
    def fresh(self) -> bool:
        """Whether it may be used again: it is well, idle, and never ran long."""
        spent = self._killed or self._nice or self._worn
        return self.alive and not spent and self.reply is None

    def kill(self, verdict: PeyvandError | None = None) -> None:
        """Kill the process; a request under way ends with the verdict."""
        if not self.alive:
            return
        self._killed = True
        self._verdict = self._verdict or verdict
        if self._pidfd is not None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        elif self.process:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process, signal.SIGKILL)
        if self._transport is not None:
            # Without a process yet, the worker sees the end of its connection.
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Asyncio's: take frames apart."""
        if self._buffer:
            self._buffer += data
            del self._buffer[: self._take_apart(self._buffer)]
        elif (at := self._take_apart(data)) < len(data):
            self._buffer += data[at:]

    def _take_apart(self, held: bytes | bytearray) -> int:
        """Act on the frames that are whole, and give where the rest begins."""
        at = 0
        while len(held) - at >= HEAD:
            (length,) = LENGTH.unpack_from(held, at + 1)
            end = at + HEAD + length
            if len(held) < end:
                break
            kind, payload = bytes(held[at : at + 1]), bytes(held[at + HEAD : end])
            at = end
            self._frame(kind, payload)
        return at

    def connection_lost(self, error: Exception | None) -> None:
        """Asyncio's: the process is gone, or will be at once."""
        self.alive = False
        self._settle()
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None
        self._lost(self)
        if self.reply is not None:
            if self._verdict is not None:
                self._end_with(self._verdict)
            else:
                loop = asyncio.get_running_loop()
                self._explanation = loop.create_task(self._explain())

    def _frame(self, kind: bytes, payload: bytes) -> None:
        if kind == HELLO:
            self.process = int(payload)
            with contextlib.suppress(OSError, AttributeError):
                self._pidfd = os.pidfd_open(self.process)
            self._born(self)
            self._settle()
            return
        reply = self.reply
        if reply is None:
            return
        if kind == HEADER:
            header = _header(payload)
            self._worn = header.get("worn", False)
            if not reply.header.done():
                reply.header.set_result(header)
        elif kind == DATA:
            reply.spool.feed(payload)
        elif kind == END:
            self.reply = None
            reply.spool.finish()
            reply.end()
        elif kind == ERROR:
            self.reply = None
            reply.fail(from_json(json.loads(payload)))

    def _settle(self) -> None:
        if not self.ready.done():
            self.ready.set_result(None)

    async def _explain(self) -> None:
        """Tell why the process ended, once the fork server has."""
        status = 0
        with contextlib.suppress(TimeoutError):
            status = await asyncio.wait_for(asyncio.shield(self.exit_status), _EXIT_STATUS_S)
        if status == -signal.SIGSEGV:
            self._end_with(TooComplex(**say("stack")))
        elif status == -signal.SIGALRM:
            # A writer's evaluation has a limit of its own, which the kernel keeps.
            self._end_with(QueryTimeout(**say("update-timeout", seconds=float(self.limit_s))))
        elif status == -signal.SIGABRT:
            self._end_with(TooComplex(**say("memory", limit=self._memory_mb)))
        else:
            self._end_with(QueryFailed(**say("died")))

    def _end_with(self, error: PeyvandError) -> None:
        if self.reply is not None:
            reply, self.reply = self.reply, None
            reply.fail(error)


@lru_cache(64)
def _header(payload: bytes) -> dict[str, Any]:
    """What a worker tells of an answer: the same of most, and read by nobody who changes it."""
    return cast(dict[str, Any], json.loads(payload))
