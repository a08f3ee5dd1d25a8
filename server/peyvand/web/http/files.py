"""Files as answers: piece by piece, or a part of one (RFC 9110, section 14)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from werkzeug.http import parse_range_header

from peyvand.web.http.conditional import unchanged
from peyvand.web.http.messages import Reply, Request

_PIECE = 256 * 1024
_NONE = "bytes=-0"


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
    # If-Range names what the parts at hand are of: of something else, all is sent.
    held = request.headers.get("if-range", tag).strip()
    wanted = request.headers.get("range", "") if held == tag else ""
    ranges = parse_range_header(wanted)
    first, end, status = 0, size, 200
    # Several parts, other units and what is no range are passed over (RFC 9110, 14.2); but no
    # bytes from the end, which Werkzeug passes over too, are a part that cannot be given.
    if wanted.strip() == _NONE or (ranges and ranges.units == "bytes" and len(ranges.ranges) == 1):
        part = ranges.range_for_length(size) if ranges else None
        if part is None:
            return Reply(416, {**headers, "Content-Range": f"bytes */{size}"})
        (first, end), status = part, 206
        headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    headers["Content-Length"] = str(end - first)
    file = path.open("rb")
    file.seek(first)

    async def pieces() -> AsyncIterator[bytes]:
        left = end - first
        while left and (piece := file.read(min(_PIECE, left))):
            left -= len(piece)
            yield piece

    return Reply(status, headers, pieces=pieces(), close=file.close)
