"""The files of each version's figures of the network, made once by a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from peyvand.graph.versions import Version
from peyvand.web.pages.components.making import Progress

# How many versions' figures are kept.
_KEPT = 3
# The command takes half a minute at the world's size; beyond this something is wrong.
_MOST_S = 600


class Figures:
    """The files of each version's figures, made by a process of its own when first asked for.

    Args:
        home: the folder of the versions; the files are kept in its ``network``.
    """

    def __init__(self, home: Path) -> None:
        self._home, self._folder = home, home / "network"
        self._lock = threading.Lock()
        self._worker: threading.Thread | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._ended = False
        # Where the process that works writes how far it is.
        self._told: Path | None = None
        # The folders of figures that there are none of.
        self._refused: set[Path] = set()

    def of(self, version: Version) -> Path | None:
        """The folder with a version's files; None while they are being made, or if none can be."""
        folder = self._folder_of(version)
        if (folder / "network.json").is_file():
            return folder
        with self._lock:
            is_at_work = self._worker is not None and self._worker.is_alive()
            if not self._ended and not is_at_work and folder not in self._refused:
                self._worker = threading.Thread(
                    target=self._make, args=(version, folder), daemon=True
                )
                self._worker.start()
        return None

    def is_refused(self, version: Version) -> bool:
        """Whether the command gives no figures of a version: it has no pair of cities."""
        return self._folder_of(version) in self._refused

    def progress(self) -> Progress | None:
        """How far the figures are that are being made; None at their beginning."""
        with self._lock:
            told = self._told
        try:
            return Progress(**json.loads(told.read_text(encoding="utf-8"))) if told else None
        except (OSError, ValueError, TypeError):
            return None

    def newest(self, number: int) -> tuple[int, Path] | None:
        """The last version before one that has figures, with their folder; None without any."""
        found = [
            (int(folder.name.partition("-")[0]), folder)
            for folder in self._folder.glob("[0-9]*-*")
            if (folder / "network.json").is_file()
        ]
        return max((one for one in found if one[0] < number), default=None)

    def close(self) -> None:
        """End the making of figures."""
        with self._lock:
            self._ended, worker = True, self._worker
            if self._process is not None:
                self._process.kill()
        if worker is not None:
            worker.join()

    def _folder_of(self, version: Version) -> Path:
        return self._folder / f"{version.number}-{version.graph_sum[:12]}"

    def _make(self, version: Version, folder: Path) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder) as part:
                made, told = Path(part) / "made", Path(part) / "progress.json"
                with self._lock:
                    self._told = told
                command = [sys.executable, "-m", "peyvand", "network", "--home", str(self._home)]
                command += ["--version", str(version.number), "--out", str(made)]
                command += ["--progress", str(told)]
                ended = self._run(command)
                if ended > 0:
                    self._refused.add(folder)
                if ended == 0:
                    made.replace(folder)
                    kept = [
                        entry for entry in self._folder.iterdir() if entry.name != Path(part).name
                    ]
                    kept.sort(key=lambda entry: entry.stat().st_mtime)
                    for old in kept[:-_KEPT]:
                        shutil.rmtree(old, ignore_errors=True)
        except OSError:
            # The page says that there are none yet; the next visit tries again.
            return

    def _run(self, command: list[str]) -> int:
        """What a command ends with; it is ended if it takes too long, or with the server."""
        with self._lock:
            if self._ended:
                return -1
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                preexec_fn=_gently,
            )
        try:
            return self._process.wait(_MOST_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()


def _gently() -> None:
    os.nice(10)
