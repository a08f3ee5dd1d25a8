"""The literals that the text of an update writes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import Literal, RdfFormat, parse

from peyvand.query.lexer import Token, tokens
from peyvand.vocabulary.iris import PREFIXES

_XSD = PREFIXES["xsd"]
_NUMBER = re.compile(
    r"[+-]?(?:(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)", re.ASCII
)
_TYPED = re.compile(r"\s*\^\^\s*")


def of_update(text: str) -> tuple[set[Literal], set[Literal]]:
    """The literals with a type that an update writes out: those of what it inserts, and others."""
    written = list(_written(text))
    lines = "".join(f"<x:{int(inserts)}> <x:has> {literal} .\n" for inserts, literal in written)
    literals: tuple[set[Literal], set[Literal]] = set(), set()
    try:
        for quad in parse(lines, format=RdfFormat.TURTLE):
            if isinstance(quad.object, Literal):
                literals[quad.subject.value == "x:0"].add(quad.object)
    except SyntaxError:
        # The update was read by the engine, so that this is a difference between two syntaxes.
        return set(), set()
    return literals


def _written(text: str) -> Iterator[tuple[bool, str]]:
    """Typed literals as Turtle, and whether each stands in what is inserted."""
    prefixes: dict[str, str] = {}
    inserting, depth, end = False, 0, 0
    string: Token | None = None
    before: list[Token] = []
    for token in tokens(text):
        if token.kind == "comment" or token.start < end:
            continue
        if token.kind == "word" and depth == 0:
            word = token.text.upper()
            if word in ("INSERT", "DELETE", "WHERE", "USING", "WITH"):
                inserting = word == "INSERT"
        depth += (token.kind == "open") - (token.kind == "close")
        if [t.text.upper() for t in before[:1]] == ["PREFIX"] and token.kind == "iri":
            prefixes[before[1].text] = token.text
        if string is not None and token.kind in ("iri", "name"):
            gap = text[string.start + len(string.text) : token.start]
            kind = _type(token, prefixes)
            if kind and _TYPED.fullmatch(gap):
                yield inserting, f"{string.text}^^{kind}"
        string = token if token.kind in ("string", "long") else None
        if token.kind == "word" and token.text[0] in "+-.0123456789":
            start = token.start - (token.start > 0 and text[token.start - 1] in "+-")
            if match := _NUMBER.match(text, start):
                end = match.end()
                yield inserting, match.group()
        before = [*before[-1:], token]


def _type(token: Token, prefixes: dict[str, str]) -> str | None:
    """The datatype that a token names, if it is one of XML Schema."""
    if token.kind == "iri":
        return token.text if token.text.startswith(f"<{_XSD}") else None
    prefix, _, local = token.text.partition(":")
    known = prefixes.get(f"{prefix}:", "")
    return f"{known[:-1]}{local}>" if known == f"<{_XSD}>" else None
