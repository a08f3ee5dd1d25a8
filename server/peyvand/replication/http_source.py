"""A server that a replica follows, by HTTP."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx2 as httpx

from peyvand import __version__
from peyvand.errors import PeyvandError
from peyvand.graph.dump_files import PART
from peyvand.graph.hashes import sha256
from peyvand.graph.layout import CHECKSUMS, PATCH
from peyvand.replication.sources import (
    Change,
    SourceFailed,
    change_of,
    read_sums,
    write_merged,
)
from peyvand.withdrawal.journal import read
from peyvand.withdrawal.model import Docket

# A dump is made when it is asked for first, of a large graph in half a minute.
_PATIENCE_S = 600.0
_CONNECT_S = 10.0
# The longest text that is read into memory, in bytes.
_MOST_TEXT = 64 * 1024 * 1024
_LISTED = 1000
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
_SUM = re.compile(rf"{_DIGEST.pattern}  {_NAME.pattern}")
_GONE = 404


class HttpSource:
    """A Peyvand server.

    Args:
        url: its address, perhaps with a path.
        token: sent with each request, for servers that count clients by tokens.
        transport: what sends, for tests; httpx's own if not given.
    """

    def __init__(
        self, url: str, token: str = "", transport: httpx.BaseTransport | None = None
    ) -> None:
        self.name = url.rstrip("/")
        headers = {"User-Agent": f"peyvand-replicate/{__version__}"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        # Redirects are not followed: what is fetched comes from where the operator says.
        self._http = httpx.Client(
            timeout=httpx.Timeout(_PATIENCE_S, connect=_CONNECT_S),
            headers=headers,
            transport=transport,
            follow_redirects=False,
        )

    def docket(self) -> Docket:
        """See ``Source``."""
        body = self._body("/versions/rulings")
        try:
            return read(body, f"{self.name}/versions/rulings")
        except PeyvandError as error:
            raise self._odd("/versions/rulings", error.message) from error

    def current(self) -> int:
        """See ``Source``."""
        return change_of(self._json("/version")).number

    def changes(self, after: int) -> list[Change]:
        """See ``Source``."""
        found: list[Change] = []
        before: int | None = None
        while True:
            query = f"?limit={_LISTED}" + (f"&before={before}" if before else "")
            listed = self._json(f"/versions{query}")
            rows = listed.get("versions")
            if not isinstance(rows, list):
                raise self._odd("/versions", "there is no list of versions in it")
            found += [change_of(row) for row in rows]
            before = min((change.number for change in found), default=0)
            if not rows or "next" not in listed or before <= after + 1:
                return sorted(
                    (c for c in found if c.number > after), key=lambda change: change.number
                )

    def sums(self, number: int) -> Mapping[str, str]:
        """See ``Source``."""
        path = f"/versions/{number}/files/{CHECKSUMS}"
        text = self._body(path).decode("utf-8", "replace")
        if not text or not all(map(_SUM.fullmatch, text.splitlines())):
            raise self._odd(path, "it is no list of checksums")
        return read_sums(text)

    def fetch(self, number: int, name: str, digest: str, folder: Path) -> Path | None:
        """See ``Source``."""
        last = "patch" if name == PATCH else f"files/{name}"
        return self._download(f"/versions/{number}/{last}", digest, folder)

    def dump(self, number: int, target: Path, folder: Path) -> None:
        """See ``Source``."""
        path = f"/dumps/{number}"
        parts = []
        for row in self._json(path).get("files", ()):
            name, digest = str(row.get("name")), str(row.get("sha256"))
            if name.endswith(PART):
                if not (_NAME.fullmatch(name) and _DIGEST.fullmatch(digest)):
                    raise self._odd(path, f"it names {name[:100]!r}")
                part = self._download(f"{path}/{name}", digest, folder)
                if part is None:
                    raise self._odd(f"{path}/{name}", "it is listed, and is not there")
                parts.append(part)
        try:
            write_merged(parts, target)
        except EOFError as error:
            raise self._odd(path, "a file cannot be unpacked") from error

    def close(self) -> None:
        """See ``Source``."""
        self._http.close()

    def _download(self, path: str, digest: str, folder: Path) -> Path | None:
        """A file that has a checksum, by which it is named: what is there of it is not fetched
        again."""
        target = folder / digest
        held = target.stat().st_size if target.is_file() else 0
        if held and sha256(target) == digest:
            return target
        headers = {"Range": f"bytes={held}-"} if held else {}
        headers["Accept-Encoding"] = "identity"
        try:
            with self._http.stream("GET", self.name + path, headers=headers) as got:
                if got.status_code == _GONE:
                    return None
                if got.status_code == httpx.codes.RANGE_NOT_SATISFIABLE:
                    # What is there of it is something else.
                    target.unlink()
                    raise self._odd(path, "it is shorter than what was fetched of it before")
                if got.status_code not in (200, 206):
                    got.read()
                    raise self._refused(path, got)
                with target.open("ab" if got.status_code == 206 else "wb") as out:
                    for piece in got.iter_bytes():
                        out.write(piece)
                    out.flush()
                    os.fsync(out.fileno())
        except httpx.HTTPError as error:
            raise self._unreachable(path, error) from error
        if (found := sha256(target)) != digest:
            target.unlink()
            raise SourceFailed(
                f"{self.name}{path} has the checksum {found[:16]}…, and should have "
                f"{digest[:16]}….",
                "It was thrown away and is fetched again the next time; if that goes on, look at "
                "the disk of the source with: peyvand verify",
            )
        return target

    def _body(self, path: str) -> bytes:
        body = bytearray()
        try:
            with self._http.stream("GET", self.name + path) as got:
                for piece in got.iter_bytes():
                    body += piece
                    if len(body) > _MOST_TEXT:
                        raise self._odd(path, f"it is longer than {_MOST_TEXT:,} bytes")
                if got.status_code != 200:
                    raise self._refused(path, got, bytes(body))
        except httpx.HTTPError as error:
            raise self._unreachable(path, error) from error
        return bytes(body)

    def _json(self, path: str) -> dict[str, Any]:
        try:
            value = json.loads(self._body(path))
        except ValueError as error:
            raise self._odd(path, "it is not JSON") from error
        if not isinstance(value, dict):
            raise self._odd(path, "it is no object of JSON")
        return value

    def _refused(self, path: str, got: httpx.Response, body: bytes | None = None) -> SourceFailed:
        said = ""
        try:
            told = json.loads(got.content if body is None else body)
            said = str(told.get("detail") or told.get("title") or "") if told else ""
        except (ValueError, AttributeError, httpx.HTTPError):
            pass
        return SourceFailed(
            f"{self.name}{path} answers with the status {got.status_code}. {said[:300]}".strip(),
            "The replica serves what it has; it is tried again the next time.",
        )

    def _unreachable(self, path: str, error: httpx.HTTPError) -> SourceFailed:
        reason = str(error) or type(error).__name__
        return SourceFailed(
            f"{self.name}{path} cannot be fetched: {reason}.",
            "The replica serves what it has; what was fetched is kept, and goes on the next time.",
        )

    def _odd(self, path: str, reason: str) -> SourceFailed:
        return SourceFailed(
            f"{self.name}{path} is not what a Peyvand server answers: {reason}.",
            "Look whether the address is that of a Peyvand server of this version.",
        )
