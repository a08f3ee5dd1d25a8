"""The journal of requests and rulings in a home: a file to which lines are only added.

It stands beside the versions, is never served, and nobody but its owner may read it. A line is a
record of JSON; one that an interrupted run left without its end was told to nobody, and goes.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from peyvand.errors import PeyvandError
from peyvand.withdrawal.finding import open_to_ruling
from peyvand.withdrawal.model import Docket, Kind, Outcome, Request, Ruling

FOLDER, FILE = "requests", "journal.jsonl"
_REQUEST, _RULING = "request", "ruling"


class Journal:
    """The journal of one home; several processes may read it and add to it at once."""

    def __init__(self, home: Path) -> None:
        self.path = home / FOLDER / FILE
        self._seen: tuple[int, int, int] | None = None
        self._docket = Docket()

    def docket(self) -> Docket:
        """All requests and rulings; read again when the file has changed.

        Raises:
            PeyvandError: the file is not a journal.
        """
        try:
            state = self.path.stat()
        except FileNotFoundError:
            self._seen, self._docket = None, Docket()
            return self._docket
        seen = (state.st_mtime_ns, state.st_ino, state.st_size)
        if self._seen != seen:
            self._docket = read(self.path.read_bytes(), str(self.path))
            self._seen = seen
        return self._docket

    def ask(self, about: str, kind: Kind, ground: str = "", contact: str = "") -> Request:
        """Enter a request; asked twice about the same thing and kind, the first is given.

        Returns:
            The request.
        """
        with self._held() as file:
            docket = self.docket()
            if first := docket.same(about, kind):
                return first
            number = 1 + max((request.number for request in docket.requests), default=0)
            request = Request(number, about, kind, now(), ground, contact)
            _append(file, [_line(request)])
        return request

    def rule(self, ruling: Ruling) -> Ruling:
        """Enter a ruling, in the turn that it has.

        Raises:
            NotFound: there is no such request.
            Invalid: it was ruled on already, otherwise than by a refusal.
        """
        with self._held() as file:
            docket = self.docket()
            open_to_ruling(docket, ruling.number)
            ruling = replace(ruling, turn=1 + len(docket.ruled(ruling.number)))
            _append(file, [_line(ruling)])
        return ruling

    def merge(self, other: Docket) -> Docket:
        """Add what another journal has and this one has not, as a restored backup's.

        A request is the same where its subject and its kind are; one whose number another request
        has here gets the next number, and its rulings with it. No ruling is lost.

        Returns:
            The docket of both.
        """
        with self._held() as file:
            lines = [_line(record) for record in _missing(self.docket(), other)]
            if lines:
                _append(file, lines)
        return self.docket()

    @contextmanager
    def _held(self) -> Iterator[int]:
        """The file, opened for adding to it, while no other process does."""
        made = not self.path.exists()
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
        finally:
            os.close(descriptor)
        if made:
            _sync_folders(self.path.parent, self.path.parent.parent)


def read(data: bytes, name: str = FILE) -> Docket:
    """The docket that the lines of a journal tell.

    Raises:
        PeyvandError: a line is no record; it says which.
    """
    requests: list[Request] = []
    rulings: list[Ruling] = []
    for number, line in enumerate(data[: data.rfind(b"\n") + 1].splitlines(), 1):
        try:
            record = json.loads(line)
            if record.pop("record") == _REQUEST:
                requests.append(Request(**record | {"kind": Kind(record["kind"])}))
            else:
                rulings.append(_ruling(record))
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise PeyvandError(
                f"{name}:{number}: this is no record of a journal of requests.",
                "Restore the file from a copy; nothing is served without the list of what is"
                " withdrawn.",
            ) from error
    return Docket(tuple(requests), tuple(rulings))


def written(docket: Docket) -> bytes:
    """The lines of a journal that tells a docket."""
    records: list[Request | Ruling] = [*docket.requests, *docket.rulings]
    return b"".join(map(_line, records))


def public(docket: Docket) -> Docket:
    """A docket without the words of those who asked, as a backup has it."""
    return replace(docket, requests=tuple(request.public for request in docket.requests))


def now() -> str:
    """The time in UTC, to the second."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _ruling(record: dict[str, Any]) -> Ruling:
    known = {"outcome": Outcome(record["outcome"]), "withdraws": tuple(record["withdraws"])}
    return Ruling(**record | known)


def _line(record: Request | Ruling) -> bytes:
    kind = _REQUEST if isinstance(record, Request) else _RULING
    return json.dumps({"record": kind, **asdict(record)}, ensure_ascii=False).encode() + b"\n"


def _append(descriptor: int, lines: Iterable[bytes]) -> None:
    """Add whole lines and force them to the disk; the torn end of an interrupted run goes."""
    data = os.pread(descriptor, os.fstat(descriptor).st_size, 0)
    end = data.rfind(b"\n") + 1
    os.ftruncate(descriptor, end)
    os.pwrite(descriptor, b"".join(lines), end)
    os.fsync(descriptor)


def _missing(here: Docket, other: Docket) -> Iterator[Request | Ruling]:
    """What one docket has and the other has not, with numbers and turns that are free there."""
    known = {(request.about, request.kind): request.number for request in here.requests}
    taken = {request.number for request in here.requests}
    numbers = {}
    for request in other.requests:
        same = request.about, request.kind
        if same not in known:
            known[same] = request.number if request.number not in taken else 1 + max(taken)
            taken.add(known[same])
            yield replace(request, number=known[same])
        numbers[request.number] = known[same]
    there = {replace(ruling, turn=1) for ruling in here.rulings}
    turns = Counter(ruling.number for ruling in here.rulings)
    for ruling in other.rulings:
        moved = replace(ruling, number=numbers[ruling.number], turn=1)
        if moved not in there:
            turns[moved.number] += 1
            yield replace(moved, turn=turns[moved.number])


def _sync_folders(*folders: Path) -> None:
    for folder in folders:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
