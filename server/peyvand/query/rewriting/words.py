"""Rules that need no more than tokens: aggregates of errors and languages, TRUE and FALSE."""

from __future__ import annotations

from peyvand.query.lexer import tokens as places
from peyvand.query.rewriting.lexing import Token, rendered, tokens

_MISSING = "<urn:x-peyvand:no-value>"


def in_lower_case(text: str) -> str:
    """The text with TRUE and False as true and false (keywords have no case: section 19.8).

    All else keeps its place, so that errors are told of the places in the user's own text.
    """
    pieces: list[str] = []
    done = 0
    for token in places(text):
        if token.kind == "word" and token.text.lower() in ("true", "false"):
            pieces += [text[done : token.start], token.text.lower()]
            done = token.start + len(token.text)
    return "".join([*pieces, text[done:]])


def mend_words(text: str) -> str:
    """The text with aggregates written so that the engine gives what SPARQL 1.1 says.

    * GROUP_CONCAT gives a string without a language (section 18.5.1.7).
    * COUNT of an expression leaves its errors out (section 18.5.1.2); the engine then gives
      nothing for the whole group. Of variables and ``*`` it is right.
    """
    lexed = tokens(text)
    pieces: list[str] = []
    at = 0
    while at < len(lexed):
        token = lexed[at]
        calls = at + 1 < len(lexed) and lexed[at + 1].word == "("
        if token.word in ("GROUP_CONCAT", "COUNT") and calls:
            end = _end(lexed, at + 1)
            within = mend_words(rendered(lexed[at + 2 : end]))
            pieces.append(_aggregate(token.word, within, lexed[at + 2 : end]))
            at = end
        else:
            pieces.append(str(token))
        at += 1
    return "".join(pieces)


def _aggregate(word: str, within: str, arguments: list[Token]) -> str:
    if word == "GROUP_CONCAT":
        return f" STR(GROUP_CONCAT({within}))"
    distinct = arguments[0].word == "DISTINCT"
    rest = arguments[1:] if distinct else arguments
    if len(rest) == 1 and (rest[0].variable or rest[0].word == "*"):
        return f" COUNT({within})"
    if not distinct:
        return f" SUM(COALESCE(IF(isLITERAL({within}), 1, 1), 0))"
    value = within.strip()[len("DISTINCT") :]
    errors = f"SUM(DISTINCT COALESCE(IF(isLITERAL({value}), 0, 0), 1))"
    return f" (COUNT(DISTINCT COALESCE({value}, {_MISSING})) - {errors})"


def _end(lexed: list[Token], opening: int) -> int:
    """The place of the parenthesis that closes another."""
    depth = 0
    for place in range(opening, len(lexed)):
        depth += lexed[place].word == "("
        depth -= lexed[place].word == ")"
        if depth == 0:
            return place
    return len(lexed)
