"""What every server that is compared has: it is started, watched, and ended whatever it does."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from .client import ask

START_S = 900
PACKAGES = ["oxigraph==0.5.13", "rdflib-endpoint[cli]==0.6.3", "click", "oxrdflib==0.5.0"]
# Whatever a server that is not ours may do wrong when it is asked.
FAILURES = (OSError, ValueError, SyntaxError, http.client.HTTPException)


class CannotStart(Exception):
    """A peer is not here, or does not come up; the message says why."""


class Peer:
    """A server on one graph, on a free port of the loopback interface.

    Args:
        work: a folder for its files.
        data: the graph, as lines.
        start_s: how long it may take to answer first.
    """

    name = ""
    # The name of its folder, and whether that is left when it ends.
    folder = ""
    keeps = False

    def __init__(self, work: Path, data: Path, start_s=START_S):
        self.work, self.data, self._patience_s = work, data, start_s
        self.process = None
        self.load_s = self.start_s = 0.0
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}{self.path()}"
        self._silent_since = ""

    def prepare(self):
        """Load the data, if that is a step of its own."""

    def command(self):
        """The command line of the server."""
        raise NotImplementedError

    def path(self):
        """The path of the endpoint."""
        return "/sparql"

    def environment(self):
        """The environment of the server."""
        return dict(os.environ)

    def start(self):
        """Load and start.

        Raises:
            CannotStart: it cannot be had, ends, or does not answer in time.
        """
        self.work.mkdir(parents=True, exist_ok=True)
        began = time.monotonic()
        self.prepare()
        self.load_s = time.monotonic() - began
        began = time.monotonic()
        with (self.work / "log").open("w") as log:
            self.process = subprocess.Popen(
                self.command(), stdout=log, stderr=log, cwd=self.work, env=self.environment(),
                start_new_session=True,
            )  # fmt: skip
        while not self._answers(5):
            if (ended := self._ended()) is not None:
                raise CannotStart(ended)
            if time.monotonic() - began > self._patience_s:
                raise CannotStart(f"no answer within {self._patience_s} s of its start")
            time.sleep(0.05)
        self.start_s = time.monotonic() - began

    def trouble(self):
        """Why it is of no use to ask it anything more; None if it is."""
        if (ended := self._ended()) is not None:
            return ended
        return f"no answer since {self._silent_since}" if self._silent_since else None

    def doubt(self, name, patience_s=5):
        """See whether it still answers, after a question by that name had no answer."""
        if not self._answers(patience_s):
            self._silent_since = name
            # One that is just ending is told as such.
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(0.5)

    def memory_mb(self):
        """The resident memory of the server and all below it, shared pages counted by share."""
        total = 0
        for process in below(self.process.pid):
            try:
                text = Path(f"/proc/{process}/smaps_rollup").read_text()
            except OSError:
                continue
            total += sum(
                int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")
            )
        return total / 1024

    def disk_mb(self):
        """What its files take, without the copy of the graph that they were loaded from."""
        files = (path for path in self.work.rglob("*") if path.is_file() and path.stem != "data")
        return sum(path.stat().st_blocks * 512 for path in files) / 1024**2

    def stop(self):
        """End it, however little it listens, and clear its files away."""
        if self.process is not None:
            for number, patience_s in ((signal.SIGTERM, 20), (signal.SIGKILL, 20)):
                try:
                    os.killpg(self.process.pid, number)
                    self.process.wait(patience_s)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue
        if not self.keeps:
            shutil.rmtree(self.work, ignore_errors=True)

    def _answers(self, patience_s):
        try:
            ask(self.url, "ASK {}", patience_s)
        except FAILURES:
            return False
        return True

    def _ended(self):
        status = self.process.poll()
        if status is None:
            return None
        said = (self.work / "log").read_text(errors="replace").strip()[-300:]
        return f"ended with status {status}" + (f": {said}" if said else "")


def tool(name):
    """A program of the peers' own environment, which is made at first.

    Raises:
        CannotStart: it cannot be installed.
    """
    folder = Path("var/bench/peers").absolute()
    program = folder / "bin" / name
    if not program.exists():
        try:
            subprocess.run(
                [sys.executable, "-m", "venv", str(folder)], check=True, capture_output=True
            )
            pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
            subprocess.run([*pip, *PACKAGES], check=True, capture_output=True, timeout=600)
        except (subprocess.SubprocessError, OSError) as error:
            raise CannotStart(f"{name} cannot be installed: {error}") from error
    return str(program)


def free_port():
    """A port of the loopback interface that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def below(process):
    """A process and all that it started, by number."""
    found = [process]
    for parent in found:
        path = Path(f"/proc/{parent}/task/{parent}/children")
        if path.exists():
            found += [int(number) for number in path.read_text().split()]
    return found
