"""What a worker process may not do, whatever a query makes the engine try: a second layer.

Limits on memory and core dumps, no new sockets (seccomp), death with its parent. On a system
without seccomp the guard of the text stays the only layer against calls to other hosts; the
worker says so once in the log.
"""

from __future__ import annotations

import ctypes
import logging
import os
import platform
import resource
import signal
import struct
from collections.abc import Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)
MEGABYTE = 1024 * 1024
# Deep but sane queries need more than the usual 8 MB; the kernel leaves a gap of 128 MB.
STACK = 100 * MEGABYTE

_PR_SET_PDEATHSIG = 1
_PR_SET_SECCOMP = 22
_PR_SET_NO_NEW_PRIVS = 38
_FILTER_MODE = 2
# The number of the audit architecture, and of the system calls that make or use a way out
# (linux/audit.h and the kernel's tables of system calls): socket, connect, bind, listen, execve,
# execveat, and io_uring_setup, by whose ring the kernel makes them without these calls.
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 49, 50, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 200, 201, 221, 281, 425)),
}
_LOAD_WORD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13  # 13 is EACCES
# In the x32 mode of x86_64, calls have this bit, and other numbers.
_X32 = 0x40000000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def die_with_parent(parent: int) -> None:
    """Have the kernel kill this process when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)


def confine(memory_mb: int, *, network: bool = False) -> None:
    """Bound this process.

    Args:
        memory_mb: what it may allocate beyond what it holds already, in megabytes.
        network: whether it may open sockets.
    """
    most = _data_size() + memory_mb * MEGABYTE + STACK
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _, hard = resource.getrlimit(resource.RLIMIT_STACK)
    if hard == resource.RLIM_INFINITY or hard >= STACK:
        resource.setrlimit(resource.RLIMIT_STACK, (STACK, hard))
    if not network and not _forbid_sockets():
        log.warning("seccomp is not available here: workers rely on the guard alone")


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """End this process when a block takes longer; the engine cannot be interrupted otherwise."""
    if not seconds:
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _data_size() -> int:
    """The private writable memory of this process, in bytes; 0 where it cannot be told."""
    try:
        with open("/proc/self/status", encoding="ascii") as file:
            for line in file:
                if line.startswith("VmData:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def _forbid_sockets() -> bool:
    known = _CALLS.get(platform.machine())
    if known is None:
        return False
    architecture, calls = known
    count = len(calls)
    steps = [
        (_LOAD_WORD, 0, 0, 4),  # the architecture
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _DENY),
        (_LOAD_WORD, 0, 0, 0),  # the number of the call
        (_AT_LEAST, count + 1, 0, _X32),
        *((_EQUAL, count - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _DENY),
    ]
    # A jump counts the steps that it skips: from a call that is known to the last step, over the
    # comparisons that are left and the allowing step.
    code = b"".join(struct.pack("HBBI", *step) for step in steps)
    program = _Program(len(steps), code)
    return (
        _prctl(_PR_SET_NO_NEW_PRIVS, 1) == 0
        and _prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program)) == 0
    )


def _prctl(option: int, *arguments: object) -> int:
    try:
        call = ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return -1
    padded = [*arguments, *([0] * (4 - len(arguments)))]
    return int(call(option, *(ctypes.c_ulong(a) if isinstance(a, int) else a for a in padded)))
