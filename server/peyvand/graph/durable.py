"""Names and files that are on the disk when it is said so, and folders that are gone at once."""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, so that their names are on the disk."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        sync_folder(folder.parent)


def sync(folder: Path) -> None:
    """Force all that a folder holds to the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            sync_file(path)
        elif path.is_dir():
            sync_folder(path)
    sync_folder(folder)


def sync_file(path: Path) -> None:
    """Force what a file holds to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Force the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def gone_name(name: str) -> str:
    """What something is called while it is being removed."""
    return f"{name}.gone"


def remove(path: Path) -> None:
    """Remove a file or folder so that no part of it is ever found under its name."""
    gone = path.with_name(gone_name(path.name))
    # One that an end of the process left behind is in the way of the renaming.
    shutil.rmtree(gone, ignore_errors=True)
    if path.is_dir():
        path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
