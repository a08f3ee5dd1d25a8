"""What a confined process may not do, tried from within one."""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import platform
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from needs import needs
from peyvand.query import sandbox
from peyvand.query.sandbox import MEGABYTE, STACK, confine, limited


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


def errors() -> dict[str, int]:
    """What the kernel answers to calls that lead out; each would fail otherwise too."""
    call = ctypes.CDLL(None, use_errno=True).syscall
    _, numbers = sandbox._CALLS[platform.machine()]
    found = {}
    for name, number in zip(
        ("socket", "connect", "bind", "listen", "execve"), numbers, strict=True
    ):
        ctypes.set_errno(0)
        call(ctypes.c_long(number), *map(ctypes.c_long, (-1, 0, 0)))
        found[name] = ctypes.get_errno()
    return found


@needs("seccomp")
def test_no_call_leads_out() -> None:
    denied = within(errors, lambda: confine(100))
    assert denied == dict.fromkeys(("socket", "connect", "bind", "listen", "execve"), 13)
    # It is the filter that denies them: with a network they are answered for what they are.
    open_ = within(errors, lambda: confine(100, network=True))
    assert 13 not in open_.values()


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


def test_where_there_is_no_filter_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(sandbox, "_CALLS", {})
    monkeypatch.setattr(resource, "setrlimit", lambda kind, limits: None)
    confine(10, network=True)
    assert caplog.messages == []
    confine(10)
    assert ["guard alone" in text for text in caplog.messages] == [True]
