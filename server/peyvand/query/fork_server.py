"""The process that worker processes are forked from.

It has one thread, so that a fork is safe, and no part in HTTP. It may hold a version of the
graph in memory: its children then share it, page by page, without loading anything. A version
that follows is reached by applying its patch.

Run as ``python -m peyvand.query.fork_server DESCRIPTOR``; the descriptor is one end of a pair of
sequenced-packet sockets. It takes the messages ``ToForkServer`` and sends ``FromForkServer``, of
``query.messages``.
"""

from __future__ import annotations

import gc
import logging
import os
import select
import signal
import socket
import sys
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from peyvand.graph.checksums import intact
from peyvand.graph.opening import in_memory
from peyvand.graph.patch import read_patch
from peyvand.graph.versions import PATCH, Version, Versions
from peyvand.query import worker
from peyvand.query.messages import (
    Exited,
    Follow,
    Fork,
    FromForkServer,
    Held,
    Hold,
    Lost,
    Prepare,
    Prepared,
    ToForkServer,
    WorkerKind,
    decode,
    encode,
)
from peyvand.query.sandbox import confine, die_with_parent
from peyvand.texts import texts
from peyvand.vocabulary.labels import LANGUAGES

log = logging.getLogger(__name__)
_MESSAGE = 64 * 1024


class ForkServer:
    """The state of the process: its control socket and the graph that it holds."""

    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.store: Store | None = None
        self.number: int | None = None

    def run(self) -> None:
        """Answer messages until the other side closes."""
        inlet, outlet = os.pipe()
        os.set_blocking(outlet, False)
        signal.set_wakeup_fd(outlet)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        while True:
            control = self.control.fileno()
            ready, _, _ = select.select([control, inlet], [], [])
            if inlet in ready:
                os.read(inlet, 4096)
                self._reap()
            if control in ready:
                try:
                    message, descriptors, _, _ = socket.recv_fds(self.control, _MESSAGE, 1)
                except ConnectionResetError:
                    # Whoever asks ended with something unread.
                    return
                if not message:
                    return
                self._act(decode(message, ToForkServer), descriptors)

    def _act(self, message: ToForkServer, descriptors: list[int]) -> None:
        try:
            match message:
                case Hold(folder):
                    version = Version(Path(folder))
                    self.store = in_memory(Versions(version.path.parent.parent), version)
                    self._held(version.number)
                case Follow(folder):
                    assert self.store is not None
                    version = Version(Path(folder))
                    read_patch(intact(version, PATCH)).apply(self.store)
                    self._empty(version.empty_graphs)
                    self._held(version.number)
                case Prepare(kind):
                    (_writer() if kind is WorkerKind.WRITER else worker).prepare()
                    self._share()
                    self._say(Prepared())
                case Fork():
                    self._fork(message, descriptors)
        except Exception as error:
            self.store = None
            self._say(Lost(f"{type(error).__name__}: {error}"))

    def _empty(self, graphs: list[str]) -> None:
        assert self.store is not None
        for graph in list(self.store.named_graphs()):
            if not any(True for _ in self.store.quads_for_pattern(None, None, None, graph)):
                self.store.remove_graph(graph)
        for name in graphs:
            self.store.add_graph(NamedNode(name))

    def _held(self, number: int) -> None:
        self.number = number
        self._share()
        self._say(Held(number))

    def _share(self) -> None:
        """Have the collector not look at what is there now: its pages stay shared."""
        gc.collect()
        gc.freeze()

    def _fork(self, message: Fork, descriptors: list[int]) -> None:
        parent = os.getpid()
        process = os.fork()
        if process:
            for descriptor in descriptors:
                os.close(descriptor)
            return
        try:
            die_with_parent(parent)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.control.close()
            connection = socket.socket(fileno=descriptors[0])
            held = self.store if message.location.number == self.number else None
            confine(message.memory_mb)
            serve = _writer().serve if message.kind is WorkerKind.WRITER else worker.serve
            serve(held, message.location, connection)
        except BaseException as error:
            if not isinstance(error, BrokenPipeError | ConnectionResetError):
                print(f"worker: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
        finally:
            os._exit(0)

    def _reap(self) -> None:
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not process:
                return
            self._say(Exited(process, os.waitstatus_to_exitcode(status)))

    def _say(self, message: FromForkServer) -> None:
        try:
            self.control.send(encode(message))
        except OSError:
            sys.exit(0)


def _writer() -> Any:
    """The module that writes; it loads much that readers do not need."""
    from peyvand.query import writer

    return writer


def main(arguments: list[str]) -> None:
    """Run as a process of its own."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for language in LANGUAGES:
        texts(language)  # read once for every process that is forked
    ForkServer(socket.socket(fileno=int(arguments[0]))).run()


if __name__ == "__main__":
    main(sys.argv[1:])
