"""A server that goes on as another process when something was withdrawn.

What a process keeps in memory of a graph stands in many places: answers, pages, indexes, processes
that hold the graph. None of it survives another program in its place. The socket that clients
connect to stays open, so that they wait rather than being refused.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from peyvand.errors import PeyvandError
from peyvand.purging.due import is_due
from peyvand.query.executor import Executor

log = logging.getLogger(__name__)
# Names the socket that a process takes over.
_SOCKET = "PEYVAND_INHERITED_SOCKET"
# How often is looked whether something was withdrawn; how long answers may take that have begun;
# how long after a failure versions are made anew again. In seconds.
_LOOK_S, _END_S, _AGAIN_S = 0.2, 1.0, 10.0


class Watch:
    """Looks whether something was withdrawn, and has versions made anew that hold it.

    Args:
        executor: what is outdated then.
        stop: ends the server; called again, at once.
    """

    def __init__(self, executor: Executor, stop: Callable[[], None]) -> None:
        self._executor, self._stop = executor, stop
        self._making: subprocess.Popen[bytes] | None = None
        self._not_before = 0.0
        self.is_outdated = False

    async def look(self) -> None:
        """Look again and again, until something was withdrawn."""
        versions, loop = self._executor.versions, asyncio.get_running_loop()
        is_there_any = True
        while not self.is_outdated:
            try:
                self.is_outdated = self._executor.is_outdated
                if is_there_any:
                    is_there_any = self._make_anew(is_due(versions))
            except (OSError, PeyvandError):
                log.exception("the list of what is withdrawn cannot be read")
            await asyncio.sleep(_LOOK_S)
        self._stop()
        loop.call_later(_END_S, self._stop)

    def close(self) -> None:
        """End the process that makes versions anew; the next goes on."""
        if self._making is not None:
            self._making.terminate()
            self._making.wait()

    def _make_anew(self, due: bool) -> bool:
        """Have a process make versions anew if any are to be; whether any are."""
        if self._making is not None:
            if self._making.poll() is None:
                return True
            if self._making.returncode:
                log.error("versions could not be made anew; it is tried again")
                self._not_before = time.monotonic() + _AGAIN_S
            self._making = None
        if due and time.monotonic() >= self._not_before:
            words = [sys.executable, "-m", "peyvand.purging", str(self._executor.versions.home)]
            self._making = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        return due


@contextlib.contextmanager
def watched(executor: Executor, stop: Callable[[], None]) -> Iterator[Watch]:
    """Watch the list of what is withdrawn while a server runs."""
    watch = Watch(executor, stop)
    task = asyncio.get_running_loop().create_task(watch.look())
    try:
        yield watch
    finally:
        task.cancel()
        watch.close()


def run_anew(listener: socket.socket) -> None:
    """Have another program take the place of this one, with its arguments and its socket."""
    listener.set_inheritable(True)
    environment = {**os.environ, _SOCKET: str(listener.fileno())}
    sys.stderr.flush()
    os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], environment)  # noqa: S606 (itself)


def inherited() -> socket.socket | None:
    """The socket that the program before left, if one did."""
    number = os.environ.pop(_SOCKET, None)
    if number is None:
        return None
    listener = socket.socket(fileno=int(number))
    listener.set_inheritable(False)
    return listener
