"""The disk: whether there is room, work that one process does, and tables in a folder."""

from __future__ import annotations

import csv
import errno
import fcntl
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from peyvand.errors import PeyvandError

_FULL = re.compile("no space left on device|disk quota exceeded|file too large", re.IGNORECASE)


def is_full(error: BaseException) -> bool:
    """Whether an error says that there is no room on the disk.

    The engine passes on what the system said in words alone, without its number.
    """
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return isinstance(error, OSError | RuntimeError) and bool(_FULL.search(str(error)))


@contextmanager
def alone(lock: Path, busy: str) -> Iterator[None]:
    """Do something that no other process does meanwhile; it is not waited for.

    Args:
        lock: a file that stands for it, made with its folder if there is none.
        busy: what another process is at.

    Raises:
        PeyvandError: another process is.
    """
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PeyvandError(
                f"Another process {busy}.",
                "Let it go on, or end it before you begin another.",
            ) from error
        yield


def write_tables(
    folder: Path, name: str, told: object, tables: Mapping[str, Sequence[Mapping[str, Any]]]
) -> list[Path]:
    """Write ``NAME.json``, and a CSV file for each table that has a row.

    Args:
        folder: made if there is none.
        name: of the file of JSON.
        told: what stands in it.
        tables: the rows of each by its name; all of one have the columns of its first.

    Returns:
        The files.

    Raises:
        PeyvandError: the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.json"
        path.write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        files = [path]
        for table, rows in tables.items():
            if not rows:
                continue
            path = folder / f"{table}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
                writer.writeheader()
                writer.writerows(rows)
            files.append(path)
    except OSError as error:
        raise PeyvandError(
            f"{folder}: {error.strerror}.", "Give a folder that can be written to."
        ) from error
    return files
