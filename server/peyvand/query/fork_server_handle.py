"""The server's side of one fork server: what it is told, and what it says."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path

from peyvand.query.messages import (
    Exited,
    Follow,
    FromForkServer,
    Held,
    Hold,
    Lost,
    Prepared,
    ToForkServer,
    decode,
    encode,
)
from peyvand.query.worker_process import Handle

log = logging.getLogger(__name__)
# The engine takes and frees many small pieces for each query. By default glibc keeps seven of a
# size at hand, and looks for others through all that was freed while the graph was loaded: half of
# the time of a light query. Others than glibc do not know the name.
_ALLOCATOR = "glibc.malloc.tcache_count=2000"


def begin(control: socket.socket) -> subprocess.Popen[bytes]:
    """Start a fork server.

    Args:
        control: its end of a pair of sequenced-packet sockets.
    """
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": os.pathsep.join(sys.path),
        "GLIBC_TUNABLES": os.environ.get("GLIBC_TUNABLES", _ALLOCATOR),
    }
    if "PYTHONDONTWRITEBYTECODE" in os.environ:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    return subprocess.Popen(
        [sys.executable, "-m", "peyvand.query.fork_server", str(control.fileno())],
        pass_fds=[control.fileno()],
        stdin=subprocess.DEVNULL,
        cwd=Path("/"),
        env=environment,
    )


class ForkServerHandle:
    """One process that forks, and what it says.

    Args:
        prepared: called when it has loaded what it was told to.
    """

    def __init__(self, prepared: Callable[[], None] = lambda: None) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.setblocking(False)
        self._control = ours
        with theirs:
            self._process = begin(theirs)
        # The version that it holds in memory, if any.
        self.held: int | None = None
        # Whether it has loaded what it was told to.
        self.prepared = False
        self._when_prepared = prepared
        self.children: dict[int, Handle] = {}
        self._early: deque[tuple[int, int]] = deque(maxlen=64)
        self._waiting: asyncio.Future[bool] | None = None
        asyncio.get_running_loop().add_reader(ours.fileno(), self._hear)

    def say(self, message: ToForkServer, descriptor: int | None = None) -> None:
        """Send a message, with a descriptor if one is given."""
        text = encode(message)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            socket.send_fds(self._control, [text], [] if descriptor is None else [descriptor])

    async def hold(self, message: Hold | Follow) -> bool:
        """Have it go over to a version; whether it did."""
        self._waiting = asyncio.get_running_loop().create_future()
        self.say(message)
        return await self._waiting

    def close(self) -> None:
        """End it, and so all workers that it forked."""
        with contextlib.suppress(ValueError, OSError):
            asyncio.get_running_loop().remove_reader(self._control.fileno())
        self._control.close()
        self._process.kill()
        self._process.wait()

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def adopt(self, handle: Handle) -> None:
        """Tell a worker's handle how the worker ends, when it does."""
        for process, status in self._early:
            if process == handle.process and not handle.exit_status.done():
                handle.exit_status.set_result(status)
        self.children[handle.process] = handle

    def _hear(self) -> None:
        while True:
            try:
                text = self._control.recv(64 * 1024)
            except BlockingIOError:
                return
            except OSError:
                text = b""
            if not text:
                asyncio.get_running_loop().remove_reader(self._control.fileno())
                self._answer(False)
                return
            message: FromForkServer = decode(text, FromForkServer)
            match message:
                case Exited(process, status):
                    self._exited(process, status)
                case Held(number):
                    self.held = number
                    self._answer(True)
                case Prepared():
                    self.prepared = True
                    self._when_prepared()
                case Lost(reason):
                    log.error("the graph could not be held in memory: %s", reason)
                    self.held = None
                    self._answer(False)

    def _answer(self, well: bool) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(well)

    def _exited(self, process: int, status: int) -> None:
        handle = self.children.pop(process, None)
        if handle is None:
            self._early.append((process, status))
        elif not handle.exit_status.done():
            handle.exit_status.set_result(status)
