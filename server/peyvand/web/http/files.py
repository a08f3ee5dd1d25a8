"""Files as answers: piece by piece, or a part of one (RFC 9110, section 14)."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import Reply, Request

_PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))")


def sent(path: Path, request: Request, headers: dict[str, str]) -> Reply:
    """A file, or the one part of it that Range asks for.

    Args:
        path: the file.
        request: what asks for it.
        headers: those of the answer, with a strong ETag.
    """
    tag = headers["ETag"]
    if unmodified := unchanged(request, headers):
        return unmodified
    size = path.stat().st_size
    headers = {**headers, "Accept-Ranges": "bytes"}
    byte_range = request.headers.get("range", "")
    # If-Range names what the parts at hand are of: of something else, all is sent.
    match = _RANGE.fullmatch(byte_range) if request.headers.get("if-range", tag) == tag else None
    first, last, status = 0, size - 1, 200
    if match:
        status = 206
        if match[3] is not None:
            first = max(0, size - int(match[3]))
            empty = int(match[3]) == 0
        else:
            first = int(match[1])
            last = min(last, int(match[2])) if match[2] else last
            empty = first > last
        if bool(match[2]) and match[1] is not None and int(match[2]) < int(match[1]):
            # Not a range at all: it is passed over.
            first, last, status, empty = 0, size - 1, 200, False
        if empty:
            return Reply(416, {**headers, "Content-Range": f"bytes */{size}"})
    if status == 206:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    headers["Content-Length"] = str(last - first + 1)
    file = path.open("rb")
    file.seek(first)

    async def pieces() -> AsyncIterator[bytes]:
        left = last - first + 1
        while left and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece

    return Reply(status, headers, pieces=pieces(), close=file.close)
