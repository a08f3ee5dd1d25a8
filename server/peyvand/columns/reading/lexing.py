"""Tokens of a query that the engine has read without complaint (SPARQL 1.1, section 19.8)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peyvand.columns.algebra import Outside

_LOCAL_ESCAPE = r"""%[0-9a-fA-F]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"""
_PREFIX = r"(?:\w(?:[\w.\-·]*[\w\-·])?)?"
_TOKEN = re.compile(
    rf"""
    (?P<space>(?:[\x20\t\r\n]|\#[^\n\r]*)+)
  | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
  | (?P<string>\"\"\"(?:[^"\\]|"(?!"")|\\.)*\"\"\"|'''(?:[^'\\]|'(?!'')|\\.)*'''
      |"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<variable>[?$]\w+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<blank>_:\w(?:[\w.\-·]*[\w\-·])?)
  | (?P<number>(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)
  | (?P<name>{_PREFIX}:(?:(?:[\w:]|{_LOCAL_ESCAPE})
      (?:(?:[\w:.\-·]|{_LOCAL_ESCAPE})*(?:[\w:\-·]|{_LOCAL_ESCAPE}))?)?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<sign>\^\^|\|\||&&|!=|<=|>=|[{{}}()\[\].;,*/|^?+!=<>\-])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


@dataclass(frozen=True)
class Token:
    """A token: its kind, and its text; a word in capitals."""

    kind: str
    text: str


def tokens(text: str) -> list[Token]:
    """The tokens of a query, and one of kind ``end``.

    Raises:
        Outside: there is something that is no token, or may be one of two.
    """
    if "\\u" in text or "\\U" in text:
        # Such an escape may stand for any character of any token.
        raise Outside
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise Outside
        at, kind = match.end(), match.lastgroup
        assert kind is not None
        if kind != "space":
            token = match.group()
            found.append(Token(kind, token.upper() if kind == "word" else token))
    return [*found, Token("end", "")]


def string(token: str) -> str:
    """What a string says, without its quotation marks and escapes."""
    marks = 3 if token[:3] in ('"""', "'''") and len(token) >= 6 else 1
    return _ESCAPED.sub(lambda match: _LETTERS[match[3]], token[marks:-marks])


def local(name: str) -> str:
    """The local part of a name with a prefix, without its escapes."""
    return re.sub(r"\\(.)", r"\1", name)
