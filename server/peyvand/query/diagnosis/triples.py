"""Triples: subjects, properties and paths, values, and the marks between them."""

from __future__ import annotations

import re
from typing import NoReturn

from peyvand.query.diagnosis.expressions import Expressions
from peyvand.query.diagnosis.functions import FUNCTIONS
from peyvand.query.diagnosis.scan import Piece
from peyvand.query.diagnosis.stream import CLAUSES, PARTS

COMPARING = ("=", "!=", "<", ">", "<=", ">=", "==", "<>", "=~")
IN_GROUP = (*sorted(PARTS), "ORDER", "GROUP", "LIMIT", "HAVING")


class Triples(Expressions):
    """Reads triples, and tells the variables that they bind."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        # The blank nodes with the number of the row of triples that they stand in.
        self._blanks: dict[str, int] = {}
        self.row = 0
        self._fixed = False
        self._role = "thing"

    def begins_triples(self) -> bool:
        """Whether a subject is next."""
        return self.is_term(self.now) or self.at("[", "(")

    def triples(self, bound: set[str], *, fixed: bool = False) -> None:
        """Read a subject with what is said of it, and the dot after it.

        Args:
            bound: takes up the variables.
            fixed: whether they are made or stored, where blank nodes are no variables.
        """
        self._fixed = fixed
        mine = set[str]()
        if not fixed:
            self.shape.patterns.append(mine)
        try:
            self._sentence(mine)
        finally:
            bound |= mine

    def _sentence(self, bound: set[str]) -> None:
        subject = self.now
        alone = self.node(bound)
        if self.at(".") and alone:
            self.take()
            return
        if alone and self.at("}"):
            return
        self._properties(bound, subject)
        if self.at("."):
            self.take()
            if self.at("."):
                self.fail("extra-dot")

    def node(self, bound: set[str]) -> bool:
        """Read a term, a list or a node in brackets; whether it may stand alone."""
        now = self.now
        if self.at("["):
            opened, self._role = self.take(), "thing"
            if self.at("]"):
                self.take()
                return False
            self._properties(bound, opened, inside=True)
            self.closed(opened)
            return True
        if self.at("("):
            opened, self._role = self.take(), "thing"
            if self.at(")"):
                self.take()
                return False
            while not self.at(")"):
                if not self.begins_triples():
                    if self.at(","):
                        self.fail("list-comma", word="( )")
                    self.closed(opened)
                self.node(bound)
            self.take()
            return True
        if self.at("-", "+"):
            self.take()
        if self.now.kind == "blank" and not self._fixed:
            row = self._blanks.setdefault(self.now.text, self.row)
            if row != self.row:
                self.fail("blank-again", name=self.now.text[:60])
        self.term("" if self._fixed else self._role)
        if now.kind == "variable":
            bound.add(now.text[1:])
        return False

    def _properties(self, bound: set[str], subject: Piece, *, inside: bool = False) -> None:
        while True:
            start = self.index
            self._verb(bound, subject)
            # The objects of "a" are classes, if it stands alone.
            is_a = self.index == start + 1 and self.all[start].text in ("a", "rdf:type")
            self._objects(bound, subject, "class" if is_a else "thing", inside=inside)
            if not self.at(";"):
                return
            while self.at(";"):
                self.take()
            if self.at(".", "}", "]") or self.now.kind == "end" or self._keyword(self.now):
                return

    def _keyword(self, piece: Piece) -> bool:
        return piece.upper in PARTS or piece.upper in CLAUSES

    def _verb(self, bound: set[str], subject: Piece) -> None:
        now = self.now
        if now.kind == "variable":
            self.term()
            bound.add(now.text[1:])
            if subject.kind == "variable" and self.now.kind == "variable":
                self.shape.any_property = not self._fixed or self.shape.any_property
            if self.at("/", "|", "*", "+", "^") and self.at("/", "|"):
                self.fail("path-variable", now.start, variable=now.text)
            return
        if now.kind in ("string", "number"):
            self.fail("literal-predicate", token=now.text[:60])
        if now.kind == "blank" or self.at("["):
            self.fail("blank-predicate")
        if self.at("{"):
            self.fail("graph-word", subject.start, name=subject.text[:60])
        if self.at(*COMPARING):
            self.fail("comparison-in-triple")
        if self.at(".", "}", ";", ",", "]") or now.kind == "end" or self._keyword(now):
            self.fail("incomplete-triple", self.after, subject=subject.text[:60])
        self._path()

    def _path(self) -> None:
        """Read a property or a path."""
        while True:
            while self.at("^", "!"):
                self.take()
            if self.at("("):
                opened = self.take()
                if not self.at(")"):
                    self._path()
                self.closed(opened)
            elif self.now.kind == "word" and self.now.text == "a":
                self.take()
            elif self.now.kind in ("iri", "name"):
                self.term("" if self._fixed else "property")
            elif self.now.kind == "variable":
                self.fail("path-variable", variable=self.now.text)
            else:
                self.bare("predicate")
                self.unexpected()
            self.shape.endless = self.shape.endless or self.at("*", "+")
            while self.at("*", "+", "?"):
                if self.at("?") and self.ahead().kind == "word" and self._glued():
                    break
                self.take()
            if self.at("{"):
                self.fail("path-braces")
            if not self.at("/", "|"):
                return
            self.take()

    def _glued(self) -> bool:
        return self.now.end == self.ahead().start

    def _objects(self, bound: set[str], subject: Piece, role: str, *, inside: bool) -> None:
        while True:
            now, self._role = self.now, role
            if not self.begins_triples() and not self.at("-", "+"):
                self._no_object(now)
            self.node(bound)
            self._role = "thing"
            if not self.at(","):
                break
            self.take()
        self._after_object(subject, inside=inside)

    def _no_object(self, now: Piece) -> NoReturn:
        if self.at("?") and self.ahead().kind == "word":
            self.strange()
        if self.at(",") or self.at(".", ";", "}", "]") or now.kind == "end" or self._keyword(now):
            self.strange()
            self.fail("missing-object", self.after, before=self._before())
        if now.kind == "word" and now.text == "a":
            self.fail("a-misplaced")
        self.remark()
        if self.at(*COMPARING):
            self.fail("comparison-in-triple")
        self.bare("object")
        self.unexpected()

    def _after_object(self, subject: Piece, *, inside: bool) -> None:
        """What follows an object ends the triple, or goes on in order."""
        now = self.now
        if self.at(".", ";", "{", "}") or now.kind == "end" or self._keyword(now):
            return
        if inside and self.at("]"):
            return
        self.strange()
        if now.kind == "tag":
            self.fail("tag-misplaced", tag=now.text)
        self.remark()
        before = self.all[self.index - 1]
        if before.kind == "number" and self.at("-", "/") and self.ahead().kind == "number":
            whole = re.match(r"[\d/-]+", self.text[before.start :])
            self.fail("bare-date", before.start, date=whole[0] if whole else before.text)
        if self.at(*COMPARING, "+", "-", "*", "/", "&&", "||"):
            self.fail("comparison-in-triple")
        if self.word("AND"):
            self.fail("and-between")
        if self.word("OR"):
            self.fail("or-between")
        if self.word("AS"):
            self.fail("as-outside")
        if self.word("NOT") and self.ahead().upper in ("EXISTS", "IN"):
            self.fail("exists-missing")
        if self.word("LIKE"):
            self.fail("sql-like", word=now.text)
        if self.word("WHERE", "FROM", "SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
            return
        if now.kind == "word" and now.text != "a" and now.upper not in ("TRUE", "FALSE"):
            if self.ahead().text in ("(", "{") or self.ahead().kind in ("end", "variable", "word"):
                self.misspelt(*IN_GROUP, "EXISTS")
            if self.ahead().text == "(" and now.upper in FUNCTIONS:
                self.fail("filter-missing", word=now.text)
        if self.at(")"):
            self.fail("extra-close", symbol=")")
        count = self._run()
        if count == 1 and now.kind == "word" and now.text != "a":
            self.bare("object")
        if count < 1:
            self.unexpected()
        words = {"subject": subject.text[:60], "token": now.text[:60]}
        if count == 1:
            self.fail("missing-comma", self.after, **words)
        if count == 2:
            self.fail("missing-semicolon", self.after, **words)
        self.fail("missing-dot", self.after, **words)

    def _run(self) -> int:
        """How many terms follow, until a mark or a keyword."""
        count, depth, index = 0, 0, self.index
        while (piece := self.all[index]).kind != "end":
            index += 1
            if piece.kind == "open":
                if piece.text == "{":
                    break
                count += depth == 0
                depth += 1
            elif piece.kind == "close":
                depth -= 1
                if depth < 0:
                    break
            elif depth:
                continue
            elif piece.kind == "separator" or self._keyword(piece):
                break
            elif piece.text in ("/", "|", "^"):
                # The parts of a path are one.
                count -= piece.text != "^"
            elif piece.kind == "operator" or piece.kind == "sigil" or piece.kind == "tag":
                continue
            else:
                count += 1
        return max(count, 0)
