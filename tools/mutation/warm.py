"""A process that has the libraries loaded, and forks for each run of the tests.

Two thirds of what a short run takes is the loading of pytest and of the libraries. The project's
own modules are loaded in each fork anew, as the mutant left them. It speaks lines of JSON: the
arguments of pytest and the seconds that it may take, then the exit code and what it printed.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from typing import Any

import pytest

# What the tests' conftest.py and most modules load.
_LIBRARIES = (
    *("edtf", "flask", "hypothesis.strategies", "jdatetime", "networkx", "pyld", "pyoxigraph"),
    *("pyshacl", "rdflib", "rdflib.plugins.sparql", "werkzeug.test", "xdist.plugin"),
)
# Hypothesis is loaded before pytest could rewrite its assertions, of which it warns.
_OPTIONS = ("-W", "ignore::pytest.PytestAssertRewriteWarning")
_TIMED_OUT = -1


class Warm:
    """Runs tests in the working directory, by such a process."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tools.mutation.warm"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def __call__(self, tests: Sequence[str], patience: float) -> tuple[int, str]:
        """The exit code, which is not 0 if a test fails or all take too long, and the output."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        options = ("-n0", "-x", "-q", "-p", "no:cacheprovider")
        asked.write(json.dumps([[*options, *tests], patience]) + "\n")
        asked.flush()
        code, output = json.loads(told.readline())
        return code, output

    def __enter__(self) -> Warm:
        return self

    def __exit__(self, *error: object) -> None:
        self._process.communicate()  # closes what it reads, so that it ends


def main() -> None:
    """Run the tests as often as asked."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        arguments, patience = json.loads(line)
        with tempfile.TemporaryFile() as output:
            code = _forked([*arguments, *_OPTIONS], patience, output.fileno())
            output.seek(0)
            said = output.read().decode(errors="replace")
        print(json.dumps([code, said]), flush=True)


def _forked(arguments: list[str], patience: float, output: int) -> int:
    child = os.fork()
    if child == 0:
        _test(arguments, output)
    end = time.monotonic() + patience
    status: Any = None
    while status is None and time.monotonic() < end:
        done, found = os.waitpid(child, os.WNOHANG)
        if done:
            status = found
        else:
            time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if status is None:
        os.waitpid(child, 0)
        return _TIMED_OUT
    return os.waitstatus_to_exitcode(status)


def _test(arguments: list[str], output: int) -> None:
    code = pytest.ExitCode.INTERNAL_ERROR
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(output, 1)
        os.dup2(output, 2)
        code = pytest.ExitCode(pytest.main(arguments))
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
