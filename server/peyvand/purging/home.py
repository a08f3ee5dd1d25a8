"""What stands in a home beside the versions, without what is withdrawn."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from peyvand.graph.layout import DUMPS, INDEXES, MADE_OF_VERSIONS
from peyvand.query.refusals import Refusals

_LOCK = ".lock"


def clear(home: Path, wait: bool = True) -> None:
    """Remove all that is made of versions: whoever asks for it has it made again.

    Args:
        home: the folder of the versions.
        wait: whether files to take away that are being made are waited for; else these stay.
    """
    for name in MADE_OF_VERSIONS:
        path = home / name
        if name == DUMPS and path.is_dir():
            with (path / _LOCK).open("w") as lock, suppress(BlockingIOError):
                fcntl.flock(lock.fileno(), fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
                _remove(path)
        else:
            _remove(path)
    # Those of versions that are made anew are made again too.
    for name in INDEXES:
        for path in (home / "versions").glob(f"[0-9]*/.{name.partition('.')[0]}-*"):
            _remove(path)


def forget_refusals(home: Path, gone: Collection[str]) -> None:
    """Forget the refused registrations that were about something that went."""
    Refusals(home).forget(gone)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
