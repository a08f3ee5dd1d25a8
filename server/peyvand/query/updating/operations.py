"""The operations of an update, each with the prefixes and the base that hold for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peyvand.query.rewriting.lexing import Token, Unknown, rendered, tokens

_END = Token("end", "")


@dataclass(frozen=True)
class Operation:
    """One operation of an update: its tokens, and the declarations before it as text."""

    prologue: str
    tokens: tuple[Token, ...]

    @property
    def text(self) -> str:
        """The operation as an update of its own."""
        return f"{self.prologue} {rendered(self.tokens)}"

    @property
    def labels(self) -> frozenset[str]:
        """The labels of the blank nodes that it inserts as data."""
        if [token.word for token in self.tokens[:2]] != ["INSERT", "DATA"]:
            return frozenset()
        return frozenset(token.text for token in self.tokens if token.kind == "blank")


class Words:
    """The tokens of an operation, read from front to back."""

    def __init__(self, tokens: tuple[Token, ...] | list[Token]) -> None:
        self._tokens, self._at = tokens, 0

    @property
    def here(self) -> Token:
        """The next token."""
        return self._tokens[self._at] if self._at < len(self._tokens) else _END

    @property
    def ended(self) -> bool:
        """Whether nothing follows."""
        return self.here is _END

    def take(self) -> Token:
        """The next token.

        Raises:
            Unknown: there is none.
        """
        token = self.here
        if token is _END:
            raise Unknown
        self._at += 1
        return token

    def skip(self, word: str) -> bool:
        """Go past a word, if it is the next one; whether it was."""
        if self.here.word != word:
            return False
        self._at += 1
        return True

    def block(self) -> list[Token]:
        """What stands between the next braces.

        Raises:
            Unknown: no braces follow, or they do not end.
        """
        if not self.skip("{"):
            raise Unknown
        inner: list[Token] = []
        depth = 1
        while True:
            token = self.take()
            depth += (token.word == "{") - (token.word == "}")
            if not depth:
                return inner
            inner.append(token)


def operations(text: str) -> Iterator[Operation]:
    """The operations of an update, in order.

    Raises:
        Unknown: the text is not one that this reader knows.
    """
    prologue = ""
    for part in _parts(tokens(text)):
        words, declared = Words(part), 0
        while size := _DECLARATIONS.get(words.here.word):
            declared += size
            for _ in range(size):
                words.take()
        prologue += rendered(part[:declared])
        if part[declared:]:
            yield Operation(prologue, tuple(part[declared:]))


# How many tokens a declaration has.
_DECLARATIONS = {"PREFIX": 3, "BASE": 2, "VERSION": 2}


def _parts(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens between the semicolons that stand outside of braces."""
    part: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.word == "{") - (token.word == "}")
        if token.word == ";" and not depth:
            yield part
            part = []
        else:
            part.append(token)
    yield part
