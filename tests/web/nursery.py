"""Fork servers that are forked from a process which has loaded all they need.

Each is otherwise a program of its own, which loads for longer than most tests take. That it starts
as one is tested where a server is started by its command, and in test_fork_server_handle.py.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import traceback

from peyvand.query import fork_server

_MESSAGE = 64
_PR_SET_CHILD_SUBREAPER = 36


class Begun:
    """A fork server that was forked, as what is known of a process that was started."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended; None while it runs."""
        return self._look(os.WNOHANG)

    def kill(self) -> None:
        """End it."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGKILL)

    def wait(self) -> int | None:
        """Wait until it has ended."""
        return self._look(0)

    def _look(self, how: int) -> int | None:
        if self.returncode is None:
            process, status = os.waitpid(self.pid, how)
            if process:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode


class Nursery:
    """A process, forked from this one, that forks fork servers; to be made before any thread is.

    It is between the two, so that each fork server begins with what was loaded now, and with one
    thread. The children of this process they become nevertheless.
    """

    def __init__(self) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        # Below this process, what has lost its parent becomes its child.
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, *map(ctypes.c_ulong, (1, 0, 0, 0)))
        if not os.fork():
            self._ours.close()
            _run(theirs)
        theirs.close()

    def begin(self, control: socket.socket) -> Begun:
        """Start a fork server, in place of ``fork_server_handle.begin``."""
        socket.send_fds(self._ours, [b"begin"], [control.fileno()])
        return Begun(int(self._ours.recv(_MESSAGE)))


def _run(requests: socket.socket) -> None:
    """Fork as often as is asked for, until nobody can ask any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        message, descriptors, _, _ = socket.recv_fds(requests, _MESSAGE, 1)
        if not message:
            os._exit(0)
        # The one between ends, and leaves its child to whoever asked.
        told, tell = os.pipe()
        between = os.fork()
        if not between:
            if child := os.fork():
                os.write(tell, str(child).encode())
                os._exit(0)
            for descriptor in (told, tell, requests.detach()):
                os.close(descriptor)
            _be_fork_server(descriptors[0])
        os.waitpid(between, 0)
        requests.send(os.read(told, _MESSAGE))
        for descriptor in (told, tell, *descriptors):
            os.close(descriptor)


def _be_fork_server(control: int) -> None:
    """Be what ``python -m peyvand.query.fork_server`` is."""
    status = 1
    try:
        os.chdir("/")
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for name in {*os.environ} - {"PATH"}:
            del os.environ[name]
        fork_server.main([str(control)])
        status = 0
    except SystemExit:
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)
