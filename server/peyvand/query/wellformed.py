"""XML that is well-formed whatever the values: the engine writes all characters as they are.

XML 1.0 has no control characters but tab, line feed and carriage return, not even as references
(section 2.2); a reader turns a carriage return into a line feed unless it is written as a
reference (2.11); and RDF/XML can name a property only by an XML name.
"""

from __future__ import annotations

import io
import re
from typing import IO

from peyvand.errors import NotAcceptable, PeyvandError
from peyvand.wording import say

# In UTF-8; the last two are U+FFFE and U+FFFF.
_NO_CHARACTER = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# In text, "<" is always written as a reference: this is a tag whose name is only a prefix.
_NO_NAME = re.compile(rb"</?[A-Za-z0-9_.-]*:[\s/>]")
# As much of what was written as may belong to a match that has not ended.
_TAIL = 128


def well_formed(text: bytes) -> bytes:
    """XML that the engine has written, as XML 1.0 has it.

    Raises:
        NotAcceptable: it cannot be.
    """
    out = io.BytesIO()
    XmlWriter(out).write(text)
    return out.getvalue()


class XmlWriter:
    """A file-like writer before another, for what the engine writes as XML."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._tail = out, b""
        # What was refused; the engine may raise something else of it.
        self.error: PeyvandError | None = None

    def write(self, data: bytes) -> int:
        """Pass on some bytes.

        Raises:
            NotAcceptable: they cannot be XML.
        """
        data = bytes(data)
        around = self._tail + data
        if match := _NO_CHARACTER.search(around):
            code = f"U+{ord(match[0].decode()):04X}"
            self.error = NotAcceptable(**say("no-xml-character", code=code))
        elif _NO_NAME.search(around):
            self.error = NotAcceptable(**say("no-xml-name"))
        if self.error is not None:
            raise self.error
        self._tail = around[-_TAIL:]
        self._out.write(data.replace(b"\r", b"&#xD;"))
        return len(data)

    def flush(self) -> None:
        """Pass on what the other holds."""
        self._out.flush()
