"""Which questions will look at much of the graph: read from their tokens, before they are asked.

Only those are told that count, group or sort, for they give nothing before all is read, and those
that look into texts for all that match. One is expected to be large if a triple pattern is of a
property that the graph has often, and no constant narrows what is looked at; where something is
counted, grouped or sorted, a class does not count as one. What the tokens alone do not tell is not
expected to be large: it is begun, and time tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Store

from peyvand.query.lexer import Token, tokens

# Quads of a pattern from which on it is large.
LARGE = 2000
# The same where texts are looked into: the store has looked into fewer before columns are planned.
SEARCHED = 10_000
# Longer texts are data.
LONGEST = 8000
_GATHERS = re.compile(
    r"\b(?:GROUP|ORDER)\s+BY\b|\b(?:COUNT|SUM|AVG|MIN|MAX|SAMPLE|GROUP_CONCAT)\s*\(", re.I
)
# It begins with one of these, which are found in a tenth of the time.
_GATHERING = ("GROUP", "ORDER", "COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE")
_SEARCHES = re.compile(r"\b(?:CONTAINS|REGEX|STRSTARTS|STRENDS)\s*\(", re.I)
_SEARCHING = ("CONTAINS", "REGEX", "STRSTARTS", "STRENDS")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_ESCAPED = re.compile(r"\\(.)")
# What stands after the patterns of a query and has variables.
_MODIFIERS = frozenset(("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET"))
# Where a list of variables ends with the next brace.
_HEADS = frozenset(("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "FROM", "WHERE", "GRAPH"))


class _Unreadable(Exception):
    """There is something that the tokens alone do not tell."""


@dataclass(frozen=True)
class _Pattern:
    """A triple pattern: a subject, the properties of a path, an object; None for a variable."""

    subject: str | None
    properties: tuple[str | None, ...]
    value: str | None


@dataclass
class _Frame:
    """What is open: a group of patterns, or an expression."""

    is_group: bool
    terms: list[str | None] = field(default_factory=list)
    # What follows up to the next brace is no pattern, or nothing that follows is one.
    in_head: bool = False
    done: bool = False


def is_large(text: str, store: Store, counts: Callable[[], Mapping[str, int]]) -> bool:
    """Whether a question is expected to look at much.

    Args:
        text: the query.
        store: the graph.
        counts: tells how many quads each property has, if that is asked.
    """
    least = _least(text)
    if least is None:
        return False
    try:
        patterns = _Reader(text).patterns
        if any(_is_narrow(store, pattern, classes=least > LARGE) for pattern in patterns):
            return False
    except (_Unreadable, ValueError):
        return False
    known = counts()
    every = sum(known.values())
    return any(
        (every if prop is None else known.get(prop, 0)) >= least
        for pattern in patterns
        for prop in pattern.properties
    )


def _least(text: str) -> int | None:
    """From how many quads of a pattern on a query is large; None if it is not expected to be."""
    if len(text) > LONGEST:
        return None
    capitals = text.upper()
    if _has(capitals, _GATHERING, _GATHERS):
        return LARGE
    # What shows only a few of those that match may find them early.
    if "LIMIT" not in capitals and _has(capitals, _SEARCHING, _SEARCHES):
        return SEARCHED
    return None


def _has(capitals: str, beginnings: tuple[str, ...], words: re.Pattern[str]) -> bool:
    for word in beginnings:
        at = capitals.find(word)
        while at >= 0:
            if words.match(capitals, at):
                return True
            at = capitals.find(word, at + 1)
    return False


def _is_narrow(store: Store, pattern: _Pattern, *, classes: bool) -> bool:
    """Whether a constant leaves few quads of a pattern; a class does only if they count."""
    if pattern.subject is not None:
        return True
    if pattern.value is None or (pattern.properties == (_TYPE,) and not classes):
        return False
    first = pattern.properties[-1]
    prop = "?p" if first is None else NamedNode(first)
    found = f"?s {prop} {NamedNode(pattern.value)}"
    # Counted within the engine: to have the quads themselves takes sixteen times as long.
    most = f"ASK {{ SELECT ?s {{ {found} }} OFFSET {LARGE - 1} LIMIT 1 }}"
    return not store.query(most, use_default_graph_as_union=True)


class _Reader:
    """One pass over the tokens of a query."""

    def __init__(self, text: str) -> None:
        self.patterns: list[_Pattern] = []
        self._text = text
        self._prefixes: dict[str, str] = {}
        # Before the first brace there are no patterns.
        self._frames = [_Frame(is_group=True, in_head=True)]
        self._declares: str | None = None
        self._before: Token | None = None
        for token in tokens(text):
            if token.kind not in ("comment", "tag"):
                self._step(token)
                self._before = token

    @property
    def _here(self) -> _Frame:
        return self._frames[-1]

    def _step(self, token: Token) -> None:
        if token.kind == "open":
            self._open(token)
        elif token.kind == "close":
            self._close(token)
        elif not self._here.is_group or self._here.done:
            return
        elif self._here.in_head:
            self._head(token)
        elif token.kind == "separator":
            self._end(token.text)
        elif token.kind == "word":
            self._word(token)
        elif token.kind == "variable":
            self._here.terms.append(None)
        elif token.kind in ("iri", "name"):
            self._constant(token)
        else:
            # Texts are seldom many.
            raise _Unreadable

    def _open(self, token: Token) -> None:
        here = self._here
        if token.text == "{":
            here.terms.clear()
            here.in_head = False
            self._frames.append(_Frame(is_group=True))
        elif token.text == "[":
            self._frames.append(_Frame(is_group=here.is_group, terms=[None], done=here.done))
        else:
            expression = self._before is not None and self._before.kind == "word"
            if here.is_group and not (expression or here.done or here.in_head):
                # A path in parentheses, or a collection.
                raise _Unreadable
            self._frames.append(_Frame(is_group=False))

    def _close(self, token: Token) -> None:
        if len(self._frames) == 1:
            raise _Unreadable
        if self._here.is_group:
            self._end(".")
        self._frames.pop()
        if token.text == "]":
            self._here.terms.append(None)

    def _head(self, token: Token) -> None:
        """Something before a brace: prefixes are read, the rest is passed over."""
        if token.kind == "name" and self._before is not None:
            if self._before.text.upper() == "PREFIX":
                self._declares = token.text[:-1]
        elif token.kind == "iri" and self._declares is not None:
            self._prefixes[self._declares] = token.text[1:-1]
            self._declares = None

    def _word(self, token: Token) -> None:
        word = token.text.upper()
        if token.text == "a":
            self._here.terms.append(_TYPE)
        elif word in _MODIFIERS:
            self._end(".")
            self._here.done = True
        elif word in _HEADS:
            self._end(".")
            self._here.in_head = True
        elif word == "VALUES" or word[:1].isdigit() or word in ("TRUE", "FALSE"):
            raise _Unreadable
        else:
            self._end(".")

    def _constant(self, token: Token) -> None:
        text, ends = token.text, False
        if token.kind == "iri":
            self._here.terms.append(text[1:-1])
            return
        if text.endswith("."):
            text, ends = text[:-1], True
        prefix, _, local = text.partition(":")
        if prefix == "_":
            self._here.terms.append(None)
        elif prefix in self._prefixes:
            self._here.terms.append(self._prefixes[prefix] + _ESCAPED.sub(r"\1", local))
        else:
            raise _Unreadable
        if ends:
            self._end(".")

    def _end(self, separator: str) -> None:
        """The end of a triple, of which the next may share the beginning."""
        terms = self._here.terms
        if len(terms) >= 3:
            self.patterns.append(_Pattern(terms[0], tuple(terms[1:-1]), terms[-1]))
        kept = {";": 1, ",": len(terms) - 1}.get(separator, 0)
        del terms[kept:]
