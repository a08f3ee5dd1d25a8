"""The tokens of a SPARQL text, as far as cheap checks need them (SPARQL 1.1, section 19.8).

The engine's parser knows no word boundaries: it reads ``trueSERVICE<…>`` and ``SERVICE:x`` as
calls. What is a string to it and what is not hangs on details such as escapes. So this lexer
follows the grammar to the letter. Every expression is possessive: the time is linear in the
length of the text.

What is possessive and can fail after its first character has a last alternative that never matches,
``(?!)``: Python before 3.11.5 goes on from where the last alternative failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Surrogates and numbers beyond Unicode are no characters (SPARQL 1.1, section 19.2).
ESCAPE = (
    r"""\\(?:[tbnrf"'\\]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}"""
    r"""|U(?:0000(?![dD][89a-fA-F])|000[1-9a-fA-F]|0010)[0-9a-fA-F]{4})"""
)
_LOCAL_ESCAPE = r"""%[0-9a-fA-F]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"""
TOKEN = re.compile(
    rf"""
    (?P<iri><(?!')[^<>"{{}}|^`\x00-\x20]*+>)
  | (?P<long>\"\"\"(?:[^"\\]|"(?!"")|{ESCAPE}|(?!))*+\"\"\"
      |'''(?:[^'\\]|'(?!'')|{ESCAPE}|(?!))*+''')
  | (?P<string>"(?!"")(?:[^"\\\n\r]|{ESCAPE}|(?!))*+"|'(?!'')(?:[^'\\\n\r]|{ESCAPE}|(?!))*+')
  | (?P<broken>["'])
  | (?P<comment>\#[^\n\r]*+)
  | (?P<variable>[?$]\w++)
  | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++|(?!))*+)
  | (?P<name>[\w.\-]*+:
      (?:(?:[\w:]|{_LOCAL_ESCAPE})(?:[\w:.\-·]|{_LOCAL_ESCAPE}|(?!))*+|(?!))?+)
  | (?P<word>[\w.\-]++)
  | (?P<open>[{{(\[])
  | (?P<close>[}})\]])
  | (?P<separator>[.;,])
    """,
    re.VERBOSE | re.DOTALL,
)

# Declarations of prefixes of absolute IRIs without anything that could be read in another way:
# what nearly every query begins with, seen at once rather than token by token. It matches at any
# beginning, if only nothing. Its last alternative is that of ``TOKEN``.
PROLOGUE = re.compile(
    r"""(?:
        \s*+ PREFIX \s++ [\w\-]*+ : \s*+
        < [A-Za-z] [A-Za-z0-9+.\-]*+ : [^<>"{}()|^`\\'\x00-\x20]*+ >
        | (?!)
    )*+""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True)
class Token:
    """A piece of a query: its kind, its text, and where it starts."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens that matter here; operators and the like are passed over."""
    for match in TOKEN.finditer(text):
        assert match.lastgroup is not None
        yield Token(match.lastgroup, match.group(), match.start())


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column, both from 1, of a position in a text."""
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def after_prologue(text: str) -> int:
    """The position after the plain declarations of prefixes that a text begins with."""
    match = PROLOGUE.match(text)
    return match.end() if match else 0
