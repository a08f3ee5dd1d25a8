"""Lists that somebody asked to have kept: a day, under an address that nobody can guess.

A list is a file of the folder ``lists`` of the home, named by the SHA-256 of what its address ends
with, so that who reads the names of files cannot ask for them.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from peyvand.errors import NotFound, Overloaded
from peyvand.wording import say

DAY_S = 86_400.0
# Lists that are kept at the same time, a quarter of a megabyte each.
MOST_KEPT = 200
_LONGEST_TOKEN = 64


@dataclass(frozen=True)
class KeptList:
    """A list as it was sent, with what was chosen for its rows.

    Attributes:
        text: the list.
        meanings: what its columns mean.
        choices: what was chosen, by the identifiers of rows.
    """

    text: str
    meanings: Sequence[str]
    choices: Mapping[str, str]


class KeptLists:
    """The lists of a home. What has lain for a day is removed, also while nobody asks.

    Args:
        home: the folder of the versions.
        clock: tells the seconds since 1970.
    """

    def __init__(self, home: Path, clock: Callable[[], float] = time.time) -> None:
        self._folder, self._clock = home / "lists", clock
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._is_closed = False
        self._sweep()

    def keep(self, kept: KeptList, token: str = "") -> str:
        """Keep a list for a day from now on.

        Args:
            kept: the list.
            token: what its address ends with, if it is kept already.

        Returns:
            What its address ends with.

        Raises:
            Overloaded: as many lists are kept as there is room for.
        """
        self._sweep()
        with self._lock:
            path = self._path(token)
            if not (token and path.is_file()):
                if self._folder.is_dir() and len(list(self._folder.iterdir())) >= MOST_KEPT:
                    raise Overloaded(**say("lists-many", limit=MOST_KEPT))
                token = secrets.token_urlsafe(16)
                path = self._path(token)
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = path.with_suffix(".new")
            with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
                json.dump(asdict(kept), out)
            moment = self._clock()
            os.utime(made, (moment, moment))
            made.replace(path)
        self._sweep()
        return token

    def read(self, token: str) -> tuple[KeptList, datetime]:
        """A list, and until when it is kept.

        Raises:
            NotFound: none is kept under this address, or no more.
        """
        self._sweep()
        path = self._path(token)
        try:
            until = path.stat().st_mtime + DAY_S
            kept = KeptList(**json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError as error:
            raise NotFound(**say("list-not-kept")) from error
        return kept, datetime.fromtimestamp(until, UTC)

    def forget(self, token: str) -> None:
        """Remove a list, if it is kept."""
        self._path(token).unlink(missing_ok=True)

    def close(self) -> None:
        """Wait for no list any more."""
        with self._lock:
            self._is_closed = True
            if self._timer:
                self._timer.cancel()

    def _path(self, token: str) -> Path:
        digest = hashlib.sha256(token[:_LONGEST_TOKEN].encode("utf-8", "replace")).hexdigest()
        return self._folder / f"{digest}.json"

    def _sweep(self) -> None:
        """Remove what has lain for a day, and come again when the next has."""
        with self._lock:
            ends, now = [], self._clock()
            for path in self._folder.iterdir() if self._folder.is_dir() else ():
                with suppress(FileNotFoundError):
                    end = path.stat().st_mtime + DAY_S
                    if end <= now:
                        path.unlink(missing_ok=True)
                    else:
                        ends.append(end)
            if self._timer:
                self._timer.cancel()
                self._timer = None
            if ends and not self._is_closed:
                self._timer = threading.Timer(min(ends) - now + 1.0, self._sweep)
                self._timer.daemon = True
                self._timer.start()
