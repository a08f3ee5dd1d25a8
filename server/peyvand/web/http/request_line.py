"""The first line of a request, as far as something of it may have to be set right."""

from __future__ import annotations

import re

from peyvand.web.http.headers import METHODS

# The longest, in bytes.
MOST_LINE = 64 * 1024 - 1024
LINE = re.compile(rb"(?:\r?\n)*([!#$%&'*+.^_`|~0-9A-Za-z-]+) ([^\n]*?)( HTTP/1\.[01]\r?\n)")
_ENDS = (b" HTTP/1.1\r\n", b" HTTP/1.0\r\n")
KNOWN = frozenset((*METHODS, "CONNECT"))


def is_plain(line: bytes) -> bool:
    """Whether a first line is as nearly all are: nothing of it has to be set right."""
    known = line.partition(b" ")[0].decode("latin-1") in KNOWN
    short = line.count(b" ") == 2 and len(line) <= MOST_LINE and line.isascii()
    return known and short and line.endswith(_ENDS) and b"\t" not in line
