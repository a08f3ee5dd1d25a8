"""Cheap checks of a query's text before any engine sees it: size, nesting, forbidden words.

The engine overflows its native stack on deep nesting, which cannot be caught, and has no switch
for SERVICE; so both are refused here, from the tokens alone (SPARQL 1.1, section 19.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from peyvand.errors import ForbiddenQuery, TooLarge

_TOKEN = re.compile(
    r"""
    (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<long>\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*''')
  | (?P<string>"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*')
  | (?P<comment>\#[^\n\r]*)
  | (?P<variable>[?$]\w+)
  | (?P<name>[\w.-]*:[\w.:%\\-]*)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<open>[{(\[])
  | (?P<close>[})\]])
    """,
    re.VERBOSE | re.DOTALL,
)
FORBIDDEN = {
    "SERVICE": "This endpoint calls no other endpoint on behalf of a query.",
    "LOAD": "This endpoint fetches no document on behalf of a query.",
}


def tokens(text: str) -> Iterator[tuple[str, str, int]]:
    """The tokens that matter here, as (kind, text, position); the rest is passed over."""
    for match in _TOKEN.finditer(text):
        assert match.lastgroup is not None
        yield match.lastgroup, match.group(), match.start()


def check(text: str, max_bytes: int, max_nesting: int) -> None:
    """Refuse what must not reach the engine.

    Args:
        text: the query.
        max_bytes: most bytes of UTF-8.
        max_nesting: most open braces, brackets and parentheses at one point.

    Raises:
        TooLarge: the text is longer than the limit.
        ForbiddenQuery: too deeply nested, or it holds SERVICE or LOAD as a keyword.
    """
    size = len(text.encode())
    if size > max_bytes:
        raise TooLarge(
            f"The query has {size:,} bytes; the limit is {max_bytes:,}.",
            "Shorten it, or ask the operator to raise PEYVAND_MAX_QUERY_BYTES.",
        )
    depth = 0
    for kind, token, start in tokens(text):
        if kind == "open":
            depth += 1
            if depth > max_nesting:
                line, column = place(text, start)
                raise ForbiddenQuery(
                    f"The query nests deeper than {max_nesting} at line {line}, column {column}.",
                    "Flatten it, or ask the operator to raise PEYVAND_MAX_NESTING.",
                )
        elif kind == "close":
            depth = max(0, depth - 1)
        elif kind == "word" and token.upper() in FORBIDDEN:
            line, column = place(text, start)
            raise ForbiddenQuery(
                f"{token.upper()} at line {line}, column {column} is not allowed. "
                + FORBIDDEN[token.upper()],
                "Remove it, and join the other source's data on your side.",
            )


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column, both from 1, of a position in a text."""
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
