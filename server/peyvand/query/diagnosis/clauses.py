"""What stands around the pattern of a query: its graphs; grouping, order, limits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from peyvand.query.diagnosis.functions import AGGREGATES, FUNCTIONS
from peyvand.query.diagnosis.patterns import Patterns
from peyvand.query.diagnosis.scan import Piece
from peyvand.query.diagnosis.stream import CLAUSES, TITLES

# What the clauses are called elsewhere.
HABITS = {
    "SORT": "ORDER BY", "ORDERBY": "ORDER BY", "SORTBY": "ORDER BY", "GROUPBY": "GROUP BY",
    "SKIP": "OFFSET", "TAKE": "LIMIT", "TOP": "LIMIT", "FETCH": "LIMIT", "BINDINGS": "VALUES",
    "RETURN": "SELECT", "YIELD": "SELECT",
}  # fmt: skip
_ORDER = ("GROUP", "HAVING", "ORDER", "LIMIT", "VALUES")


@dataclass
class Selected:
    """What a SELECT clause holds."""

    star: Piece | None = None
    plain: list[Piece] = field(default_factory=list)
    # The variable that an expression is named by, with the variables in it.
    named: list[tuple[Piece, list[Piece]]] = field(default_factory=list)
    counts: list[Piece] = field(default_factory=list)


class Clauses(Patterns):
    """Reads what follows the pattern, and what it does to the variables."""

    # Whether the query that was read last has GROUP BY.
    grouping = False
    # What that query selects, binds and groups by.
    ended: tuple[Selected, set[str], set[str] | None] | None = None

    def dataset(self) -> None:
        """Read FROM, as often as it stands there."""
        while self.word("FROM"):
            self.take()
            if self.word("NAMED"):
                self.take()
            if self.now.kind not in ("iri", "name"):
                self.strange()
                self.fail("from-iri", self.after)
            self.in_graphs = True
            self.term("graph")
            if self.at(","):
                self.fail("list-comma", word="FROM")

    def clauses(self, selected: Selected | None, bound: set[str]) -> None:
        """Read the clauses of a query.

        Args:
            selected: what its SELECT clause holds, if it has one.
            bound: the variables of its pattern.
        """
        self.counting, self.aggregates = False, list(selected.counts if selected else [])
        grouped: set[str] | None = None
        self.grouping = False
        last, seen = "", set[str]()
        while self.word(*CLAUSES):
            word = self.now.upper
            rank = "LIMIT" if word == "OFFSET" else word
            if word in seen or (last and _ORDER.index(rank) < _ORDER.index(last)):
                self.fail(
                    "clause-order", word=TITLES.get(word, word), before=TITLES.get(last, last)
                )
            last = rank
            seen.add(word)
            if word == "GROUP":
                self.grouping = True
                grouped = self._group_by(bound)
            elif word == "HAVING":
                self._having()
            elif word == "ORDER":
                self._order_by()
            elif word == "VALUES":
                bound |= self.values()
            else:
                self._limit(word)
        self.ended = (selected, bound, grouped) if selected else None

    def _by(self, word: str) -> None:
        self.take()
        if not self.word("BY"):
            self.strange()
            self.fail("missing-by", self.after, word=word)
        self.take()

    def _group_by(self, bound: set[str]) -> set[str]:
        self._by("GROUP")
        grouped = set[str]()
        start = self.index
        while True:
            now = self.now
            if now.kind == "variable":
                grouped.add(self.term().text[1:])
            elif self.at("("):
                opened = self.take()
                self.expression()
                if self.word("AS"):
                    self.take()
                    name = self.named("AS")
                    grouped.add(name.text[1:])
                    bound.add(name.text[1:])
                self.closed(opened)
            elif self._called(now):
                self.operand()
            elif now.upper in AGGREGATES:
                self.fail("aggregate-misplaced", name=now.upper)
            else:
                self._end_of_list("GROUP BY", self.index == start)
                return grouped

    def _called(self, now: Piece) -> bool:
        """Whether a function is called next."""
        return now.upper in FUNCTIONS or (now.kind in ("name", "iri") and self.ahead().text == "(")

    def _order_by(self) -> None:
        self._by("ORDER")
        self.counting = True
        start = self.index
        while True:
            now = self.now
            if self.word("ASC", "DESC"):
                self.take()
                if not self.at("("):
                    self.fail("order-direction", now.start, word=now.upper)
                self.operand()
            elif now.kind == "variable":
                self.term()
                if self.word("ASC", "DESC") and self.ahead().text != "(":
                    self.fail("order-direction", word=self.now.upper)
            elif (
                self.at("(")
                or (now.kind in ("name", "iri") and self.ahead().text == "(")
                or now.upper in FUNCTIONS
                or now.upper in AGGREGATES
                or self.word("NOT")
            ):
                self.operand()
            else:
                break
            if self.at("+", "-", "*", "/", "=", "<", ">", "!="):
                self.fail("clause-parentheses", now.start, word="ORDER BY")
        self._end_of_list("ORDER BY", self.index == start)
        self.counting = False

    def _end_of_list(self, word: str, empty: bool) -> None:
        """What follows the list after BY must be another clause, or the end."""
        self.strange()
        if self.at(","):
            self.fail("list-comma", word=word)
        if empty:
            if self.now.kind == "word" and not self.word(*CLAUSES):
                self.bare_in_expression(self.now)
            self.fail("clause-empty", self.after, word=word)
        if self.now.kind == "word" and not self.word(*CLAUSES):
            self.misspelt(*CLAUSES, "DESC", "ASC")

    def _having(self) -> None:
        self.take()
        self.counting = True
        self.constraint("HAVING")
        while self.at("("):
            self.constraint("HAVING")
        self.counting = False

    def _limit(self, word: str) -> None:
        self.take()
        now = self.now
        self.strange()
        if now.kind != "number" or not now.text.isdigit():
            written = (now.text + self.ahead().text if self.at("-", "+") else now.text)[:60]
            self.fail("limit-number", now.start, word=word, value=written or "…")
        self.take()
        if self.at(","):
            second = self.ahead().text
            repair = (
                f"LIMIT {second} OFFSET {now.text}" if second.isdigit() else "LIMIT 10 OFFSET 5"
            )
            self.fail("limit-comma", repair=repair)

    def scopes(self) -> None:
        """Stop at a variable that is not what it seems in the SELECT that was read last."""
        if self.ended is None:
            return
        selected, bound, grouped = self.ended
        counts = bool(self.aggregates)
        if selected.star and (grouped is not None or counts):
            self.fail("star-grouped", selected.star.start)
        for name, _ in selected.named:
            if name.text[1:] in bound:
                self.fail("as-in-use", name.start, variable=name.text)
        if grouped is None and not counts:
            return
        known = set(grouped or ())
        for piece in selected.plain:
            if piece.text[1:] not in known:
                self._ungrouped(piece, grouped)
        for name, inside in selected.named:
            for piece in inside:
                if piece.text[1:] not in known and piece.text[1:] in bound:
                    self._ungrouped(piece, grouped)
            known.add(name.text[1:])

    def _ungrouped(self, piece: Piece, grouped: set[str] | None) -> NoReturn:
        variable = "?" + piece.text[1:]
        if grouped is None:
            self.fail("no-group", piece.start, variable=variable)
        self.fail("ungrouped", piece.start, variable=variable)
