"""Engines as processes that are started, killed and started again, and the way to them."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from peyvand.engines.model import Engine, Kind

_ROOT = Path(__file__).parents[2]
_START_S = 90.0
_BLOCK = 65_536


def free_port() -> int:
    """A port of loopback that nobody has now."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Process:
    """An engine in a process of its own.

    Args:
        name: what it is called in the home.
        folder: where it keeps its statements.
    """

    kind = Kind.SPARQL

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self.folder, self.port = name, folder, free_port()
        folder.mkdir(parents=True, exist_ok=True)
        self.way = Way(self.port)
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] = (folder.parent / f"{name}.log").open("ab")

    @property
    def engine(self) -> Engine:
        """It as a home lists it, by a way that can be cut."""
        at = f"http://127.0.0.1:{self.way.port}"
        return Engine(self.name, f"{at}/query", self.kind, f"{at}/update", key=self.name)

    def start(self) -> None:
        """Start it, and wait until it listens.

        Raises:
            TimeoutError: it does not come up.
        """
        words, more = self._command()
        self._process = subprocess.Popen(
            words, env={**os.environ, **more}, stdout=self._log, stderr=self._log
        )
        until = time.monotonic() + _START_S
        while time.monotonic() < until and self._process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise TimeoutError(f"{self.name} does not come up: see {self._log.name}")

    def kill(self) -> None:
        """End it as a machine that loses its power does to a process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def end(self) -> None:
        """End it for good."""
        self.kill()
        self.way.close()
        self._log.close()

    def _command(self) -> tuple[list[str], dict[str, str]]:
        script = str(_ROOT / "tools/engines/stand_in.py")
        return [sys.executable, script, str(self.folder), str(self.port)], {}


class Fuseki(Process):
    """Apache Jena Fuseki.

    Args:
        name: what it is called in the home.
        folder: where it keeps its datasets.
        jar: ``jena-fuseki-server`` with all that it needs.
    """

    kind = Kind.FUSEKI

    def __init__(self, name: str, folder: Path, jar: Path) -> None:
        super().__init__(name, folder)
        self._jar = jar
        templates = folder / "templates"
        templates.mkdir(exist_ok=True)
        template = (_ROOT / "deploy/fuseki-dataset.ttl").read_bytes()
        (templates / "config-tdb2").write_bytes(template)

    @property
    def engine(self) -> Engine:
        return Engine(self.name, f"http://127.0.0.1:{self.way.port}", self.kind, key=self.name)

    def _command(self) -> tuple[list[str], dict[str, str]]:
        java = ["java", "-Xss64m", "-Xmx1g", "-jar", str(self._jar)]
        return [*java, "--port", str(self.port), "--localhost"], {"FUSEKI_BASE": str(self.folder)}


class Way:
    """What passes connections on to a port, until it cuts one in the middle.

    Args:
        to: the port.
    """

    def __init__(self, to: int) -> None:
        self._to, self._left, self._lock = to, -1, threading.Lock()
        self.cuts = 0
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, count: int) -> None:
        """Cut the connection by which the engine is sent its ``count``-th byte from now on."""
        with self._lock:
            self._left = count

    def close(self) -> None:
        """Let nobody in any longer."""
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                one, _ = self._listening.accept()
                try:
                    other = socket.create_connection(("127.0.0.1", self._to), 5)
                    other.settimeout(None)
                except OSError:
                    one.close()
                    continue
                for a, b, sends in ((one, other, True), (other, one, False)):
                    threading.Thread(target=self._pass, args=(a, b, sends), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, sends: bool) -> None:
        with suppress(OSError):
            while piece := one.recv(_BLOCK):
                keep = self._allowed(len(piece)) if sends else len(piece)
                other.sendall(piece[:keep])
                if keep < len(piece):
                    self.cuts += 1
                    break
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _allowed(self, count: int) -> int:
        """How many bytes of some may pass."""
        with self._lock:
            if self._left < 0:
                return count
            if self._left >= count:
                self._left -= count
                return count
            allowed, self._left = self._left, -1
            return allowed
