"""A whole answer, written to its connection at once.

By ASGI an answer goes out in two messages, each header is looked at by itself, and each message is
a write of its own. A light query takes less time than that; so whoever has a whole answer may
write it past these steps, and the connection is left as they would leave it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

# The name in an ASGI scope of what writes a whole answer to its request.
WHOLE = "peyvand.whole"
WriteWhole = Callable[[int, Mapping[str, str], bytes], bool]
# What no header may hold (RFC 9110, 5.5), but for what separates them here.
_UNFIT = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def offer(cycle: RequestResponseCycle) -> None:
    """Put into the scope of a request what writes a whole answer to it."""

    def write(status: int, headers: Mapping[str, str], body: bytes) -> bool:
        """Write an answer, if it can be written at once.

        Args:
            status: of HTTP.
            headers: all of them, with the length of the body.
            body: all of it; nothing for HEAD.

        Returns:
            Whether it was written; otherwise it goes the long way.

        Raises:
            ValueError: a header holds what none may hold.
        """
        if cycle.response_started or cycle.flow.write_paused or "Connection" in headers:
            return False
        if cycle.disconnected:
            return True
        if _UNFIT.search("\t".join(headers.values())):
            raise ValueError("a control character in a header")
        lines = "".join([f"{name.lower()}: {value}\r\n" for name, value in headers.items()])
        end = "\r\n" if cycle.keep_alive else "connection: close\r\n\r\n"
        cycle.transport.write(STATUS_LINE[status] + (lines + end).encode("latin-1") + body)
        cycle.response_started = cycle.response_complete = True
        cycle.waiting_for_100_continue = False
        cycle.message_event.set()
        if not cycle.keep_alive:
            cycle.transport.close()
        cycle.on_response()
        return True

    cast(dict[str, Any], cycle.scope)[WHOLE] = write
