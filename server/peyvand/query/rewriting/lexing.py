"""Every token of a SPARQL text, for rewriting it (SPARQL 1.1, section 19.8).

``query/lexer.py`` knows only what cheap checks need; here operators count too, a name does not
end in a dot, and white space is remembered, so that tokens give the text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from peyvand.query.lexer import ESCAPE

_LOCAL_ESCAPE = r"%[0-9a-fA-F]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
# Beside letters and digits names hold marks over them and the joiners of Persian (PN_CHARS).
_CHAR = (
    r"\w\u00B7\u0300-\u037D\u037F-\u1FFF\u200C\u200D\u203F\u2040\u2070-\u218F\u2C00-\u2FEF"
    r"\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_LOCAL = (
    rf"(?:[{_CHAR}:]|{_LOCAL_ESCAPE})"
    rf"(?:(?:[{_CHAR}:\-]|{_LOCAL_ESCAPE})|\.(?=[{_CHAR}:.\-%\\])|(?!))*+"
)
_TOKEN = re.compile(
    rf"""
    (?P<space>(?:\s++|\#[^\n\r]*+|(?!))++)
  | (?P<iri><[^<>"{{}}|^`\x00-\x20]*+>)
  | (?P<string>(?:\"\"\"(?:[^"\\]|"(?!"")|{ESCAPE}|(?!))*+\"\"\"
        |'''(?:[^'\\]|'(?!'')|{ESCAPE}|(?!))*+'''
        |"(?!"")(?:[^"\\\n\r]|{ESCAPE}|(?!))*+"|'(?!'')(?:[^'\\\n\r]|{ESCAPE}|(?!))*+'))
  | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++|(?!))*+)
  | (?P<variable>[?$][{_CHAR}]++)
  | (?P<blank>_:\w(?:[{_CHAR}\-]|\.(?=[{_CHAR}.\-])|(?!))*+)
  | (?P<name>(?:[^\W\d_](?:[{_CHAR}\-]|\.(?=[{_CHAR}.\-])|(?!))*+)?:(?:{_LOCAL})?)
  | (?P<number>(?:\d++(?:\.\d++)?|\.\d++)(?:[eE][+\-]?\d++)?|\d++\.[eE][+\-]?\d++)
  | (?P<word>[^\W\d]\w*+)
  | (?P<symbol>\^\^|&&|\|\||!=|<=|>=|<<|>>|\{{\||\|\}}|[{{}}()\[\].;,/|^*+?!=<>\-~])
    """,
    re.VERBOSE | re.DOTALL,
)


class Unknown(Exception):
    """The text holds what this reader does not know; it is left to the engine as it is."""


@dataclass(frozen=True)
class Token:
    """A piece of a query: its kind, its text, and whether white space stands before it."""

    kind: str
    text: str
    space: bool = True

    def __str__(self) -> str:
        return f" {self.text}" if self.space else self.text

    @property
    def word(self) -> str:
        """The keyword or symbol that it may be, in capitals; nothing for terms."""
        return self.text.upper() if self.kind in ("word", "symbol") else ""

    @property
    def variable(self) -> str:
        """The name of the variable that it is, without its sigil; nothing for others."""
        return self.text[1:] if self.kind == "variable" else ""


def tokens(text: str) -> list[Token]:
    """The tokens of a text.

    Raises:
        Unknown: something in it is no token.
    """
    lexed: list[Token] = []
    space, at = True, 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Unknown
        at, kind = match.end(), str(match.lastgroup)
        if kind == "space":
            space = True
            continue
        # White space is kept as one space: comments have no say.
        lexed.append(Token(kind, match.group(), space))
        space = False
    return lexed


def rendered(pieces: Iterable[object]) -> str:
    """The text of tokens and of whatever else gives its text by ``str``."""
    return "".join(str(piece) for piece in pieces)
