"""What the text of a query asks of an engine that evaluates it: what some engines do otherwise."""

from __future__ import annotations

import re
from functools import lru_cache

from peyvand.query.lexer import tokens

# What makes a text of a value, or tells apart two ways to write one.
_TEXTS, _STRING = ("STR", "GROUP_CONCAT", "SAMETERM"), (":string", "#string")
# What names a kind of term, and what gives numbers of what is there.
_KINDS, _NUMBERS = ("ISIRI", "ISURI", "ISBLANK"), ("COUNT", "SUM", "MIN", "MAX")


def is_of_the_engine(text: str) -> bool:
    """Whether a query asks in which graph something is said, among all there are, or makes texts
    of values."""
    after_graph = False
    for token in tokens(text):
        if after_graph and token.kind == "variable":
            return True
        if token.kind == "word" and token.text.upper() in _TEXTS:
            return True
        if token.kind in ("name", "iri") and token.text.rstrip(">").endswith(_STRING):
            return True
        if token.kind != "comment":
            after_graph = token.kind == "word" and token.text.upper() == "GRAPH"
    return False


# What stands after a step of a path that is taken any number of times.
_ANY_LENGTH = frozenset("+*?")
# An aggregate that a SELECT gives by itself.
_NUMBER = re.compile(rf"\(\s*(?:{'|'.join(_NUMBERS)})\s*\(", re.IGNORECASE)


@lru_cache(256)
def computes(text: str) -> bool:
    """Whether a query makes values that are not in the graph, but for counts, sums, least and
    greatest; asks of which kind a term is; or follows a path of any length."""
    # Where the brackets are that are open, and where the one began that was closed last.
    opened: list[int] = []
    inner = before = -1
    last, end = "", 0
    for token in tokens(text):
        step = last == "A" or last.endswith((")", ">")) or ":" in last
        if step and _ANY_LENGTH.intersection(text[end : token.start]):
            return True
        if token.kind == "comment":
            continue
        word = token.text.upper()
        if word == "(":
            opened.append(token.start)
        elif word == ")" and opened:
            inner, before = opened.pop(), opened[-1] if opened else -1
        elif token.kind == "word":
            number = last == ")" and before >= 0 and _NUMBER.fullmatch(text, before, inner + 1)
            if word == "BIND" or word in _KINDS or (word == "AS" and not number):
                return True
        last, end = word, token.start + len(token.text)
    return False


def has_dataset(text: str) -> bool:
    """Whether a query says of which graphs it is asked (``FROM``)."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))
