"""The protocol's using-graph-uri and using-named-graph-uri, as USING clauses in the update.

"The RDF dataset … for the update is then the one that USING and USING NAMED clauses would give"
(SPARQL 1.1 Protocol, section 2.2.3); the engine takes no such parameters, so the clauses are
written into the text, before each WHERE.
"""

from __future__ import annotations

from collections.abc import Sequence

from peyvand.errors import BadRequest
from peyvand.query.lexer import Token, place, tokens
from peyvand.wording import say

_PASSED = ("comment",)


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """The update with a dataset.

    Args:
        text: a SPARQL 1.1 Update request.
        default: graphs whose merge is the default graph of every WHERE.
        named: the named graphs of every WHERE.

    Raises:
        BadRequest: the update names a dataset itself, by USING or WITH.
    """
    if not default and not named:
        return text
    clauses = "".join(f"USING <{iri}> " for iri in default)
    clauses += "".join(f"USING NAMED <{iri}> " for iri in named)
    pieces: list[str] = []
    done = 0
    for at, insert in _places(text, clauses):
        pieces += [text[done:at], insert]
        done = at
    return "".join([*pieces, text[done:]])


def _places(text: str, clauses: str) -> list[tuple[int, str]]:
    """Where something is written into the text, and what."""
    places: list[tuple[int, str]] = []
    stream = [token for token in tokens(text) if token.kind not in _PASSED]
    depth = 0
    before: Token | None = None
    for index, token in enumerate(stream):
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth -= 1
        elif depth == 0 and token.kind == "word":
            word = token.text.upper()
            if word in ("USING", "WITH"):
                line, column = place(text, token.start)
                words = say("using-twice", line=line, column=column)
                raise BadRequest(**words, line=line, column=column)
            if word == "WHERE":
                if before is not None and before.text.upper() == "DELETE":
                    # DELETE WHERE takes no USING: its pattern is written out as a template.
                    pattern = _block(text, stream, index + 1)
                    places.append((token.start, f"{pattern} {clauses}"))
                else:
                    places.append((token.start, clauses))
        before = token
    return places


def _block(text: str, stream: Sequence[Token], index: int) -> str:
    """The text of the braces that begin at a token; nothing if there are none."""
    depth = 0
    for token in stream[index:]:
        depth += token.kind == "open"
        depth -= token.kind == "close"
        if depth == 0:
            return text[stream[index].start : token.start + len(token.text)]
    return ""
