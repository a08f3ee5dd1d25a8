"""Cheap checks of a query's text before any engine sees it: size, nesting, forbidden words.

The engine overflows its native stack on deep nesting, which cannot be caught, and has no switch
for SERVICE; so both are refused here, from the tokens alone (SPARQL 1.1, section 19.8).

The engine's parser knows no word boundaries: it reads ``trueSERVICE<…>`` and ``SERVICE:x`` as
calls. What is a string to it and what is not hangs on details such as escapes. So this lexer
follows the grammar to the letter, refuses a string that the engine would not read, and refuses
the forbidden word wherever it is not plainly part of a variable, a local name, a string, an IRI
or a comment. Every expression is possessive: the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from peyvand.errors import ForbiddenQuery, MalformedQuery, TooLarge

# Surrogates and numbers beyond Unicode are no characters (SPARQL 1.1, section 19.2).
_ESCAPE = (
    r"""\\(?:[tbnrf"'\\]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}"""
    r"""|U(?:0000(?![dD][89a-fA-F])|000[1-9a-fA-F]|0010)[0-9a-fA-F]{4})"""
)
_LOCAL_ESCAPE = r"""%[0-9a-fA-F]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"""
_TOKEN = re.compile(
    rf"""
    (?P<iri><(?!')[^<>"{{}}|^`\x00-\x20]*+>)
  | (?P<long>\"\"\"(?:[^"\\]|"(?!"")|{_ESCAPE})*+\"\"\"|'''(?:[^'\\]|'(?!'')|{_ESCAPE})*+''')
  | (?P<string>"(?!"")(?:[^"\\\n\r]|{_ESCAPE})*+"|'(?!'')(?:[^'\\\n\r]|{_ESCAPE})*+')
  | (?P<broken>["'])
  | (?P<comment>\#[^\n\r]*+)
  | (?P<variable>[?$]\w++)
  | (?P<tag>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
  | (?P<name>[\w.\-]*+:(?:(?:[\w:]|{_LOCAL_ESCAPE})(?:[\w:.\-·]|{_LOCAL_ESCAPE})*+)?+)
  | (?P<word>[\w.\-]++)
  | (?P<open>[{{(\[])
  | (?P<close>[}})\]])
    """,
    re.VERBOSE | re.DOTALL,
)
_CALL = "service"
# In an expression, "<" may be "less than", and what looks like an IRI may hold code. Between the
# end of an expression and the next keyword stands a parenthesis.
_CALL_IN_IRI = re.compile(rf"\).*{_CALL}", re.IGNORECASE)
_PROLOGUE = {"BASE", "PREFIX"}
UPDATES = frozenset(
    "ADD CLEAR COPY CREATE DELETE DROP INSERT LOAD MOVE WITH".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Token:
    """A piece of a query: its kind, its text, and where it starts."""

    kind: str
    text: str
    start: int


class Refused(ForbiddenQuery):
    """A forbidden query, with the line and the column of what is forbidden."""

    def __init__(self, message: str, line: int, column: int, hint: str) -> None:
        super().__init__(message, hint)
        self.line, self.column = line, column


def tokens(text: str) -> Iterator[Token]:
    """The tokens that matter here; operators and the like are passed over."""
    for match in _TOKEN.finditer(text):
        assert match.lastgroup is not None
        yield Token(match.lastgroup, match.group(), match.start())


def check(text: str, max_bytes: int, max_nesting: int) -> None:
    """Refuse what must not reach the engine.

    Args:
        text: the query.
        max_bytes: most bytes of UTF-8.
        max_nesting: most open braces, brackets and parentheses at one point.

    Raises:
        TooLarge: the text is longer than the limit.
        MalformedQuery: a string does not end, or holds an escape that there is not.
        ForbiddenQuery: an update, too deeply nested, or it calls another endpoint.
    """
    size = len(text.encode())
    if size > max_bytes:
        raise TooLarge(
            f"The query has {size:,} bytes; the limit is {max_bytes:,}.",
            "Shorten it, or ask the operator to raise PEYVAND_MAX_QUERY_BYTES.",
        )
    depth = 0
    started = False
    for token in tokens(text):
        if token.kind == "broken":
            raise _broken(text, token.start)
        if token.kind == "word" and not started and token.text.upper() not in _PROLOGUE:
            started = True
            _refuse_update(text, token)
        if token.kind == "close":
            depth = max(0, depth - 1)
            continue
        depth += token.kind == "open"
        if depth + (token.text.count("(") if token.kind == "iri" else 0) > max_nesting:
            line, column = place(text, token.start)
            raise Refused(
                f"The query nests deeper than {max_nesting} at line {line}, column {column}.",
                line,
                column,
                "Flatten it, or ask the operator to raise PEYVAND_MAX_NESTING.",
            )
        _refuse_call(text, token)


def _refuse_update(text: str, token: Token) -> None:
    if token.text.upper() in UPDATES:
        line, column = place(text, token.start)
        raise Refused(
            f"{token.text.upper()} at line {line}, column {column} begins an update; "
            "this endpoint is read-only.",
            line,
            column,
            "Send a SELECT, ASK, CONSTRUCT or DESCRIBE query.",
        )


def _refuse_call(text: str, token: Token) -> None:
    if token.kind == "word":
        at = token.text.lower().find(_CALL)
    elif token.kind == "name":
        at = token.text.partition(":")[0].lower().find(_CALL)
    elif token.kind == "iri" and (match := _CALL_IN_IRI.search(token.text)):
        at = match.end() - len(_CALL)
    else:
        return
    if at < 0:
        return
    line, column = place(text, token.start + at)
    if token.kind == "word":
        hint = "Remove it, and join the other source's data on your side."
    else:
        hint = "If it is part of a name, choose a prefix without this word."
    raise Refused(
        f"SERVICE at line {line}, column {column} is not allowed: "
        "this endpoint calls no other on behalf of a query.",
        line,
        column,
        hint,
    )


def _broken(text: str, start: int) -> MalformedQuery:
    """Why the quotation mark at a place begins no string."""
    mark = text[start]
    if text.startswith(mark * 3, start):
        body = re.compile(rf"{mark * 3}(?:[^{mark}\\]|{mark}(?!{mark * 2})|{_ESCAPE})*+", re.DOTALL)
    else:
        body = re.compile(rf"{mark}(?:[^{mark}\\\n\r]|{_ESCAPE})*+")
    match = body.match(text, start)
    assert match is not None
    if text.startswith("\\", match.end()):
        line, column = place(text, match.end())
        return MalformedQuery(
            f"There is no such escape as {text[match.end() : match.end() + 2]} "
            f"(line {line}, column {column}).",
            line,
            column,
            "In a string, write a backslash as \\\\.",
        )
    line, column = place(text, start)
    return MalformedQuery(
        f"The string that begins at line {line}, column {column} does not end.",
        line,
        column,
        f"Close it with {mark}, or with {mark * 3} if it spans lines.",
    )


def place(text: str, position: int) -> tuple[int, int]:
    """Line and column, both from 1, of a position in a text."""
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1
