"""Patterns in braces, and what stands between their triples."""

from __future__ import annotations

from typing import NoReturn

from peyvand.query.diagnosis.functions import FUNCTIONS
from peyvand.query.diagnosis.scan import Piece
from peyvand.query.diagnosis.shape import Shape
from peyvand.query.diagnosis.stream import CLAUSES, TITLES
from peyvand.query.diagnosis.triples import COMPARING, IN_GROUP, Triples
from peyvand.query.lexer import place

# What the parts of a group are called elsewhere.
_HABITS = {"LET": "BIND", "EXCEPT": "MINUS", "UNLESS": "FILTER NOT EXISTS", "IN": "VALUES"}


class Patterns(Triples):
    """Reads patterns, and tells the variables that they bind."""

    def subselect(self) -> set[str]:
        """Read a query within a pattern; see ``Queries``."""
        raise NotImplementedError

    def group(self) -> set[str]:
        """Read a pattern in braces: the variables in its scope."""
        opened = self.take()
        self.row += 1
        if self.word("SELECT"):
            bound = self.subselect()
            self.closed(opened)
            self.row += 1
            return bound
        bound = set[str]()
        while not self.at("}"):
            if self.now.kind == "end":
                self.unclosed(opened)
            self._part(bound, opened)
        self.take()
        self.row += 1
        return bound

    def _part(self, bound: set[str], opened: Piece) -> None:
        """Read one part of a group."""
        now = self.now
        if self.at("{"):
            here = self.group()
            if self.word("UNION"):
                # Its sides are not joined with each other, and need not be.
                while self.word("UNION"):
                    self.take()
                    here |= self._braces("UNION")
                self.shape.joints.append(set(here))
            bound |= here
        elif self.word("OPTIONAL", "LATERAL"):
            self.take()
            bound |= self._braces(now.upper)
        elif self.word("MINUS"):
            self.take()
            kept, outer = len(self.mentioned), self.shape
            self.shape = Shape()
            self._braces("MINUS")
            self.shape = outer
            del self.mentioned[kept:]
        elif self.word("GRAPH", "SERVICE"):
            bound |= self._graph(now)
        elif self.word("FILTER"):
            self.take()
            self._joins(self.constraint("FILTER"))
        elif self.word("BIND"):
            self._bind(bound)
        elif self.word("VALUES"):
            bound |= self.values()
        elif self.begins_triples():
            self.triples(bound)
            return
        else:
            self.no_part(opened)
        if self.at("."):
            self.take()

    def no_part(self, opened: Piece) -> NoReturn:
        """Say what is wrong where a part of a group should begin."""
        now = self.now
        if self.word("UNION"):
            self.fail("union-braces")
        if self.word(*CLAUSES) or self.word("FROM", "WHERE"):
            line, column = place(self.text, opened.start)
            self.fail(
                "clause-inside",
                word=TITLES.get(now.upper, now.upper),
                at_line=line,
                at_column=column,
            )
        if self.word("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            self.fail("subselect-braces", word=now.upper)
        if self.at("."):
            self.fail("extra-dot")
        if self.at(";", ","):
            self.fail("stray-separator", symbol=now.text)
        if self.word("AND"):
            self.fail("and-between")
        if self.word("OR"):
            self.fail("or-between")
        if self.word("NOT", "EXISTS"):
            self.fail("exists-missing")
        if self.word("IF"):
            self.fail("function-in-pattern", name="IF")
        if now.upper in FUNCTIONS:
            self.fail("filter-missing", word=now.text)
        if now.upper in _HABITS and self.ahead().text in ("(", "{"):
            self.fail("misspelt", word=now.text, meant=_HABITS[now.upper])
        if now.kind == "word":
            if self.word("A") and now.text == "a":
                self.fail("a-misplaced")
            if self.ahead().kind not in ("name", "iri") or self.ahead().text in ("{", "("):
                self.misspelt(*IN_GROUP, "WHERE", "FROM")
            self.bare("subject")
        self.remark()
        if self.at("-", "+", *COMPARING):
            self.fail("comparison-in-triple")
        self.unexpected()

    def _braces(self, word: str) -> set[str]:
        if self.at("{"):
            return self.group()
        self.strange()
        if self.at("(", "["):
            self.fail("wrong-bracket", symbol=self.now.text, wanted="{")
        if word == "UNION" and self.at("}"):
            self.fail("union-braces", self.after)
        return self.fail("missing-open-brace", self.after, word=word)

    def _graph(self, word: Piece) -> set[str]:
        self.take()
        if self.word("SILENT"):
            self.take()
        if self.now.kind not in ("iri", "name", "variable"):
            self.strange()
            self.fail("graph-name", self.after, word=word.upper)
        self.in_graphs = True
        name = self.term("graph")
        self.shape.any_graph = self.shape.any_graph or name.kind == "variable"
        bound = self._braces(word.upper)
        return bound | ({name.text[1:]} if name.kind == "variable" else set())

    def constraint(self, word: str) -> list[Piece]:
        """Read what follows FILTER or HAVING."""
        now = self.now
        start = now.start
        call = (
            now.upper in FUNCTIONS
            or now.upper in ("EXISTS", "NOT", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE")
            or (now.kind in ("iri", "name") and self.ahead().text == "(")
            or (now.kind == "word" and self.ahead().text in ("(", "{"))
        )
        if not call and not self.at("("):
            self.strange()
            if self.at("{"):
                self.fail("filter-braces", word=word)
            if self.at(".", "}") or now.kind == "end":
                self.fail("missing-operand", self.after, before=word)
            self.expression()
            self.fail("filter-parentheses", start, word=word, written=self.written(start))
        variables = self.operand()
        if self.at(*COMPARING, "&&", "||", "+", "-", "*", "/") or self.word("IN", "AND", "OR"):
            self.rest(variables)
            self.fail("filter-parentheses", start, word=word, written=self.written(start))
        return variables

    def _bind(self, bound: set[str]) -> None:
        self.take()
        if not self.at("("):
            self.strange()
            self.fail("bind-form", self.after)
        opened = self.take()
        used = self.expression()
        if not self.word("AS"):
            self.strange()
            self.fail("missing-as", self.after, written=self.written(opened.end))
        self.take()
        variable = self.named("BIND")
        if variable.text[1:] in bound:
            self.fail("bind-in-use", variable.start, variable=variable.text)
        bound.add(variable.text[1:])
        self._joins([*used, variable])
        self.closed(opened)

    def _joins(self, pieces: list[Piece]) -> None:
        self.shape.joints.append({piece.text[1:] for piece in pieces})

    def named(self, word: str) -> Piece:
        """Read the variable that follows AS."""
        if self.now.kind == "variable":
            return self.term()
        self.strange()
        if self.now.kind == "word":
            self.fail("variable-mark", word=self.now.text[:60])
        if self.now.kind == "string":
            self.fail("variable-mark", word=self.now.text.strip("\"'")[:60])
        return self.fail("as-variable", self.after, word=word)

    def values(self) -> set[str]:
        """Read VALUES: the variables that it binds."""
        self.take()
        row = self.at("(")
        names: list[Piece] = []
        if row:
            opened = self.take()
            while self.now.kind == "variable":
                names.append(self.term())
                if self.at(","):
                    self.fail("list-comma", word="VALUES")
            self.closed(opened)
        elif self.now.kind == "variable":
            names.append(self.term())
            if self.now.kind == "variable" or self.at(","):
                self.fail("values-parentheses", names[0].start)
        else:
            self.strange()
            if self.now.kind == "word":
                self.bare("object")
            self.fail("values-form", self.after)
        if not self.at("{"):
            self.strange()
            if self.at("(", "["):
                self.fail("wrong-bracket", symbol=self.now.text, wanted="{")
            self.fail("missing-open-brace", self.after, word="VALUES")
        opened = self.take()
        while not self.at("}"):
            if row:
                self._row_of_values(len(names), opened)
            else:
                self._value(opened)
        self.take()
        self._joins(names)
        return {name.text[1:] for name in names}

    def _row_of_values(self, wanted: int, braces: Piece) -> None:
        if not self.at("("):
            self.strange()
            if self.now.kind == "end":
                self.unclosed(braces)
            self.fail("values-row", wanted=wanted)
        opened = self.take()
        count = 0
        while not self.at(")"):
            self._value(opened)
            count += 1
        self.take()
        if count != wanted:
            self.fail("values-length", opened.start, count=count, wanted=wanted)

    def _value(self, opened: Piece) -> None:
        now = self.now
        if self.word("UNDEF"):
            self.take()
        elif now.kind == "variable":
            self.fail("values-variable", variable=now.text)
        elif self.at(","):
            self.fail("list-comma", word="VALUES")
        elif self.at("+", "-"):
            self.take()
        elif self.is_term(now) and now.kind != "blank":
            self.term("thing")
        elif self.word("NULL", "NONE"):
            self.fail("values-undef", word=now.text)
        elif now.kind == "word":
            self.fail("text-quotes", word=now.text[:60])
        elif now.kind == "end" or self.at("}", ")"):
            self.unclosed(opened)
        elif self.at("("):
            self.fail("values-nested")
        else:
            self.unexpected()
