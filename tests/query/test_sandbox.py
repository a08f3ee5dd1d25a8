"""What a confined process may not do, tried from within one."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import platform
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from needs import needs
from peyvand.query import sandbox
from peyvand.query.sandbox import STACK, confine, limited

MEGABYTE = 2**20


def within(do: Callable[[], Any], confined: Callable[[], None]) -> Any:
    """What something gives in a process of its own that is confined first; or how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            confined()
            os.write(writing, json.dumps(do()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as file:
        answer = file.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return json.loads(answer) if answer else f"ended with {status}"


# As the kernel numbers them (asm/unistd_64.h, asm-generic/unistd.h; linux/audit.h).
CALLS = {
    "x86_64": {
        "socket": 41,
        "connect": 42,
        "bind": 49,
        "listen": 50,
        "execve": 59,
        "execveat": 322,
        "io_uring_setup": 425,
    },
    "aarch64": {
        "socket": 198,
        "connect": 203,
        "bind": 200,
        "listen": 201,
        "execve": 221,
        "execveat": 281,
        "io_uring_setup": 425,
    },
}
ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}


def errors() -> dict[str, int]:
    """What the kernel answers to calls that lead out; each would fail otherwise too."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    found = {}
    for name, number in CALLS[platform.machine()].items():
        ctypes.set_errno(0)
        call(ctypes.c_long(number), *map(ctypes.c_long, (-1, 0, 0)))
        found[name] = ctypes.get_errno()
    return found


@needs("seccomp")
def test_no_call_leads_out() -> None:
    denied = within(errors, lambda: confine(100))
    assert denied == dict.fromkeys(CALLS[platform.machine()], 13)
    # It is the filter that denies them: with a network they are answered for what they are.
    open_ = within(errors, lambda: confine(100, network=True))
    assert 13 not in open_.values()
    assert within(sandbox._forbid_sockets, lambda: None) is True


def test_the_calls_are_those_of_each_machine() -> None:
    assert {
        machine: (ARCHITECTURES[machine], tuple(calls.values())) for machine, calls in CALLS.items()
    } == sandbox._CALLS


@needs("seccomp")
def test_a_socket_that_was_open_before_leads_nowhere() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening, socket.socket() as ready:

        def tried() -> list[str]:
            found = []
            for do in (
                lambda: ready.connect(listening.getsockname()),
                lambda: ready.bind(("127.0.0.1", 0)),
                lambda: ready.listen(),
            ):
                try:
                    do()
                    found.append("done")
                except OSError as error:
                    found.append(type(error).__name__)
            return found

        assert within(tried, lambda: confine(100)) == ["PermissionError"] * 3
        assert within(tried, lambda: confine(100, network=True))[0] == "done"


@needs("seccomp")
def test_neither_does_a_command_or_an_address() -> None:
    def run() -> str:
        try:
            subprocess.run([sys.executable, "-c", ""], check=True)
        except OSError as error:
            return type(error).__name__
        return "ran"

    assert within(run, lambda: confine(500)) == "PermissionError"
    assert within(run, lambda: confine(500, network=True)) == "ran"


@needs("seccomp")
def test_calls_of_another_mode_are_denied_and_ordinary_ones_are_not() -> None:
    def other() -> list[int]:
        call = ctypes.CDLL(None, use_errno=True).syscall
        numbers = [0x40000000 + 39, 0x40000000 + 41, 0x40000000]
        found = []
        for number in numbers:
            ctypes.set_errno(0)
            call(ctypes.c_long(number), *map(ctypes.c_long, (-1, 0, 0)))
            found.append(ctypes.get_errno())
        return found

    assert within(other, lambda: confine(100)) == [13, 13, 13]
    assert within(os.getpid, lambda: confine(100)) > 0
    assert within(lambda: len(os.listdir("/")), lambda: confine(100)) > 0


def limits() -> dict[str, Any]:
    return {
        name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))
        for name in ("DATA", "CORE", "STACK")
    } | {"held": sandbox._data_size()}


def test_a_process_may_take_so_much_more_than_it_holds_and_leaves_no_core() -> None:
    found = within(limits, lambda: confine(50))
    assert found["CORE"] == [0, 0]
    assert found["DATA"][0] == found["DATA"][1]
    assert abs(found["DATA"][0] - found["held"] - 50 * MEGABYTE - STACK) < 4 * MEGABYTE
    assert found["STACK"][0] == STACK

    def take(megabytes: int) -> str:
        try:
            # Of the system, not of what the process was given before and has free.
            mmap.mmap(-1, megabytes * MEGABYTE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        except OSError:
            return "refused"
        return "given"

    beyond = STACK // MEGABYTE
    assert within(lambda: take(40), lambda: confine(50)) == "given"
    assert within(lambda: take(60 + beyond), lambda: confine(50)) == "refused"


def test_what_a_process_holds_is_counted_in_bytes() -> None:
    def grown() -> int:
        before = sandbox._data_size()
        with mmap.mmap(-1, 30 * MEGABYTE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS):
            return sandbox._data_size() - before

    assert 30 <= within(grown, lambda: None) / MEGABYTE < 32


def test_what_takes_too_long_ends_the_process() -> None:
    def wait(seconds: float, most: float) -> str:
        with limited(most):
            signal.sigtimedwait([], seconds)
        # What comes after it has all the time there is.
        assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
        return "done"

    def nothing() -> None:
        return None

    assert within(lambda: wait(30, 0.02), nothing) == f"ended with {-signal.SIGALRM}"
    assert within(lambda: wait(0.001, 600), nothing) == "done"
    assert within(lambda: wait(0.001, 0), nothing) == "done"


def test_a_process_without_its_parent_ends() -> None:
    assert within(lambda: "on", lambda: sandbox.die_with_parent(os.getppid())) == "on"
    assert within(lambda: "on", lambda: sandbox.die_with_parent(1)) == "ended with 0"


def test_a_process_ends_with_its_parent() -> None:
    reading, writing = os.pipe()
    parent = os.fork()
    if not parent:
        mother = os.getpid()
        if not os.fork():
            sandbox.die_with_parent(mother)
            os.write(writing, b"confined")
            signal.sigtimedwait([], 20)
            os.write(writing, b"alone")
            os._exit(0)
        signal.pause()
    os.close(writing)
    with open(reading, "rb") as file:
        assert file.read(8) == b"confined"
        os.kill(parent, signal.SIGKILL)
        os.waitpid(parent, 0)
        # The end of the pipe comes when nobody holds it any more.
        assert file.read() == b""


def test_where_there_is_no_filter_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sandbox, "_CALLS", {})
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: None)
    confine(10, network=True)
    assert caplog.messages == []
    confine(10)
    assert ["guard alone" in text for text in caplog.messages] == [True]
