"""Reads groups and queries from tokens into the tree (the grammar: SPARQL 1.1, section 19.8).

Only what the engine has accepted is read, so nothing is checked twice; what is not SPARQL 1.1
(triple terms, LATERAL) is left alone by raising ``Unknown``.
"""

from __future__ import annotations

from collections.abc import Callable

from peyvand.query.rewriting.lexing import Token, Unknown, rendered
from peyvand.query.rewriting.tree import (
    Bind,
    Branches,
    Choice,
    Code,
    Filter,
    Graph,
    Group,
    Item,
    Nested,
    Select,
    Values,
)

_END = Token("end", "")
_SOLUTION = {"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}
_CLOSING = {"(": ")", "{": "}", "[": "]"}


class Reader:
    """Reads a list of tokens, from the place ``at`` on.

    Args:
        tokens: what is read.
        fresh: gives names that neither a variable nor a blank node of the query has.
    """

    def __init__(self, tokens: list[Token], fresh: Callable[[], str]) -> None:
        self.tokens, self.at, self.fresh = tokens, 0, fresh

    @property
    def here(self) -> Token:
        """The next token."""
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def take(self, *words: str) -> Token:
        """The next token, which must be one of these words if any are given."""
        token = self.here
        if token is _END or (words and token.word not in words):
            raise Unknown
        self.at += 1
        return token

    def skip(self, *words: str) -> bool:
        """Whether the next tokens are these words; if so, go past them."""
        for ahead, word in enumerate(words):
            place = self.at + ahead
            if place >= len(self.tokens) or self.tokens[place].word != word:
                return False
        self.at += len(words)
        return True

    def group(self) -> Group:
        """A group in braces."""
        from peyvand.query.rewriting.triples import Triples

        self.take("{")
        items: list[Item] = []
        if self.here.word == "SELECT":
            items.append(self.select())
        readers: dict[str, Callable[[], Item]] = {
            "FILTER": self._filter,
            "BIND": self._bind,
            "VALUES": self.values,
            "{": self._branches,
            "OPTIONAL": self._nested,
            "MINUS": self._nested,
            "GRAPH": self._graph,
        }
        while not self.skip("}"):
            word = self.here.word
            if word in readers:
                items.append(readers[word]())
            elif word in ("SERVICE", "LATERAL"):
                raise Unknown
            elif word == ".":
                self.at += 1
            else:
                items.append(Triples(self).statement())
        return Group(items)

    def select(self) -> Select:
        """SELECT up to the end of the query or of the group it stands in."""
        self.take("SELECT")
        quantity = f" {self.take().text}" if self.here.word in ("DISTINCT", "REDUCED") else ""
        chosen: list[Choice] | None = None
        if not self.skip("*"):
            chosen = []
            while self.here.word == "(" or self.here.variable:
                chosen.append(self._choice())
        sources = self._until("WHERE", "{")
        self.skip("WHERE")
        select = Select(quantity, chosen, sources, self.group())
        self.modifiers(select)
        return select

    def modifiers(self, select: Select) -> None:
        """What follows a WHERE group."""
        if self.skip("GROUP", "BY"):
            select.grouped = True
            while self.here is not _END and self.here.word not in _SOLUTION | {"}"}:
                select.by.append(self._choice())
        select.having = Code(self._code("ORDER", "LIMIT", "OFFSET", "VALUES", "}"))
        select.order = Code(self._code("LIMIT", "OFFSET", "VALUES", "}"))
        select.cut = self._until("VALUES", "}")
        if self.here.word == "VALUES":
            select.values = self.values()
        if any(_aggregates(code) for code in select.codes()):
            select.grouped = True

    def values(self) -> Values:
        """VALUES with its rows."""
        start = self.at
        self.take("VALUES")
        names = [self.take()] if self.here.variable else self._within("(")
        rows = self._within("{")
        # Where some cells are empty, no column is taken for full.
        holes = any(cell.word == "UNDEF" for cell in rows)
        all_names = frozenset(name.variable for name in names)
        text = rendered(self.tokens[start : self.at])
        return Values(text, all_names, frozenset() if holes else all_names)

    def _filter(self) -> Filter:
        self.take("FILTER")
        return Filter(Code(self.constraint()))

    def constraint(self) -> list[Token | Group]:
        """An expression in parentheses, or a call."""
        parts: list[Token | Group] = []
        if self.here.word == "NOT":
            parts.append(self.take())
        if self.here.word == "EXISTS":
            return [*parts, self.take(), self.group()]
        if self.here.word != "(":
            parts.append(self.take())
        return parts + self._parenthesised()

    def _parenthesised(self) -> list[Token | Group]:
        parts: list[Token | Group] = [self.take("(")]
        while self.here.word != ")":
            if self.here.word == "(":
                parts += self._parenthesised()
                continue
            token = self.take()
            parts.append(token)
            if token.word == "EXISTS":
                parts.append(self.group())
        return [*parts, self.take(")")]

    def _bind(self) -> Bind:
        self.take("BIND")
        choice = self._choice()
        if choice.code is None:
            raise Unknown
        return Bind(choice.code, choice.name)

    def _choice(self) -> Choice:
        """A variable, an expression with or without AS in parentheses, or a call."""
        if self.here.variable:
            return Choice(self.take().variable)
        if self.here.word != "(":
            return Choice("", Code(self.constraint()))
        parts = self._parenthesised()[1:-1]
        if len(parts) > 2 and isinstance(parts[-2], Token) and parts[-2].word == "AS":
            if isinstance(parts[-1], Token):
                return Choice(parts[-1].variable, Code(parts[:-2]))
            raise Unknown
        return Choice("", Code(parts))

    def _branches(self) -> Branches:
        branches = [self.group()]
        while self.skip("UNION"):
            branches.append(self.group())
        return Branches(branches)

    def _nested(self) -> Nested:
        return Nested(self.take().word, self.group())

    def _graph(self) -> Graph:
        self.take("GRAPH")
        return Graph(self.take(), self.group())

    def _code(self, *ends: str) -> list[Token | Group]:
        """Everything up to one of these words outside of parentheses."""
        parts: list[Token | Group] = []
        while self.here is not _END and self.here.word not in ends:
            parts += self._parenthesised() if self.here.word == "(" else [self.take()]
            if isinstance(parts[-1], Token) and parts[-1].word == "EXISTS":
                parts.append(self.group())
        return parts

    def _until(self, *ends: str) -> list[Token]:
        start = self.at
        while self.here is not _END and self.here.word not in ends:
            self.at += 1
        return self.tokens[start : self.at]

    def _within(self, opening: str) -> list[Token]:
        self.take(opening)
        inner = self._until(_CLOSING[opening])
        self.take(_CLOSING[opening])
        return inner


def _aggregates(code: Code) -> bool:
    return any(isinstance(part, Token) and part.word in _AGGREGATES for part in code.parts)
