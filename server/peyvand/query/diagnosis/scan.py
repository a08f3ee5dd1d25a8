"""The pieces of a SPARQL text with mistakes in it: nothing is passed over, nothing is refused.

Beside the tokens of the grammar (SPARQL 1.1, section 19.8) there are kinds for what people write
instead: a bare address, an IRI or a string without an end, digits of other scripts, and ``odd``,
a character that no token begins with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MIDDLE = "·\u0300-\u036f\u200c\u200d\u203f\u2040"
_LETTERS = rf"[^\W\d_](?:[\w{_MIDDLE}\-]|\.+(?=[\w\-])|(?!))*+"
_LOCAL = (
    rf"(?:[\w:{_MIDDLE}\-]|%[0-9a-fA-F]{{2}}|\\[uU][0-9a-fA-F]{{4}}"
    r"""|\\[_~.\-!$&'()*+,;=/?\#@%]|\.+(?=[\w:\-%\\])|(?!))*+"""
)
_ESCAPE = r"""\\(?:[tbnrf"'\\]|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})"""
_TOKEN = re.compile(
    rf"""
    (?P<space>[ \t\r\n]++|\#[^\n\r]*+)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\[uU]|(?!))*+>)
  | (?P<openiri><(?=[A-Za-z][A-Za-z+.\-]*:)[^<>"{{}}|^`\\\x00-\x20]*+)
  | (?P<string>\"\"\"(?:[^"\\]|"(?!"")|{_ESCAPE}|(?!))*+\"\"\"
      |'''(?:[^'\\]|'(?!'')|{_ESCAPE}|(?!))*+'''
      |"(?!"")(?:[^"\\\n\r]|{_ESCAPE}|(?!))*+"|'(?!'')(?:[^'\\\n\r]|{_ESCAPE}|(?!))*+')
  | (?P<broken>["'])
  | (?P<variable>[?$][\w{_MIDDLE}]++)
  | (?P<sigil>[?$])
  | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++|(?!))*+)
  | (?P<blank>_:[\w](?:[\w{_MIDDLE}\-]|\.+(?=[\w\-])|(?!))*+)
  | (?P<url>(?:https?|ftp)://[^\s<>"{{}}|\\^`]*[^\s<>"{{}}|\\^`.,;)\]])
  | (?P<name>(?:{_LETTERS})?:{_LOCAL})
  | (?P<number>(?:[0-9]++\.[0-9]*[eE]|\.?[0-9]++[eE])[+\-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)
  | (?P<digits>[^\W\D]++)
  | (?P<word>[^\W\d][\w{_MIDDLE}]*+)
  | (?P<open>[{{(\[])
  | (?P<close>[}})\]])
  | (?P<separator>[.;,])
  | (?P<operator><<|>>|\^\^|&&|\|\||!=|<=|>=|<>|==|=~|[=<>+\-*/|^!])
  | (?P<odd>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Piece:
    """A token: its kind (``end`` after the last), its text, and where it starts and ends."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def upper(self) -> str:
        """A word as keywords are compared; nothing if it is no word."""
        return self.text.upper() if self.kind == "word" else ""


def pieces(text: str) -> list[Piece]:
    """All tokens of a text, without space and comments, and the end."""
    scanned = [
        Piece(match.lastgroup or "odd", match.group(), match.start(), match.end())
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]
    last = scanned[-1].end if scanned else 0
    return [*scanned, Piece("end", "", last, last)]
