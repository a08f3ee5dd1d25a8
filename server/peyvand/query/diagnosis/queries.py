"""Queries: their forms, what they select, and the clauses after the pattern."""

from __future__ import annotations

from typing import NoReturn

from peyvand.query.diagnosis.clauses import HABITS, Clauses, Selected
from peyvand.query.diagnosis.functions import AGGREGATES, FUNCTIONS
from peyvand.query.diagnosis.scan import Piece
from peyvand.query.diagnosis.shape import Shape
from peyvand.query.diagnosis.stream import CLAUSES, FORMS, Mistake

_OUTSIDE = ("FILTER", "OPTIONAL", "BIND", "UNION", "MINUS", "GRAPH", "SERVICE")


class Queries(Clauses):
    """Reads queries."""

    def query(self) -> None:
        """Read a whole query, to the end of the text."""
        self.prologue()
        self._form()
        self._finished()
        self.scopes()

    def _form(self) -> None:
        now = self.now
        if self.word("SELECT"):
            self._select()
        elif self.word("ASK"):
            self.take()
            if self.now.kind == "variable" or self.at("*"):
                self.fail("ask-variable")
            self.dataset()
            self.where()
            self.clauses(None, set())
        elif self.word("DESCRIBE"):
            self._describe()
        elif self.word("CONSTRUCT"):
            self._construct()
        else:
            self._no_form(now)

    def _no_form(self, now: Piece) -> NoReturn:
        self.strange()
        if now.kind == "end":
            if not self.index:
                self.fail("no-text", 0)
            self.fail("only-prologue", self.after)
        self.remark()
        self.misspelt(*FORMS, "PREFIX", "BASE")
        if now.upper in ("WHERE", *_OUTSIDE) or self.at("{") or now.kind == "variable":
            self.fail("no-form")
        if now.kind == "name" and self.ahead().kind in ("iri", "url"):
            self.fail("prefix-word", repair=f"PREFIX {now.text}")
        self.fail("not-a-query", token=now.text[:60])

    # ------------------------------------------------------------------ SELECT

    def subselect(self) -> set[str]:
        """Read a query within a pattern: the variables that it gives."""
        kept = self.aggregates, self.counting, self.shape
        self.shape = Shape()
        bound = self._select()
        self.scopes()
        inner = self.shape
        # Without GROUP BY, an aggregate gives one row, which is paired with others at no cost.
        single = bool(self.aggregates) and not self.grouping
        self.aggregates, self.counting, self.shape = kept
        self.shape.within(inner, set() if single else set(bound))
        return bound

    def _select(self) -> set[str]:
        self.take()
        selected = self._selection()
        self.dataset()
        bound = self.where()
        self.clauses(selected, bound)
        if selected.star:
            return bound
        return {p.text[1:] for p in (*selected.plain, *(name for name, _ in selected.named))}

    def _selection(self) -> Selected:
        selected = Selected()
        if self.word("TOP"):
            self.fail("sql-top")
        if self.word("DISTINCT", "REDUCED", "ALL", "UNIQUE"):
            if self.word("ALL", "UNIQUE"):
                self.fail("misspelt", word=self.now.text, meant="DISTINCT")
            self.take()
        self.aggregates, self.counting = [], True
        while not self.at("{") and not self.word("WHERE", "FROM"):
            now = self.now
            if self.at("*"):
                if selected.plain or selected.named or selected.star:
                    self.fail("star-and-variables")
                selected.star = self.take()
            elif now.kind == "variable":
                if selected.star:
                    self.fail("star-and-variables")
                selected.plain.append(self.term())
                self._twice(selected, now)
            elif self.at("("):
                selected.named.append(self._named_expression())
                self._twice(selected, selected.named[-1][0])
            else:
                self._no_selection(selected)
        if not (selected.star or selected.plain or selected.named):
            self.fail("select-nothing", self.after)
        selected.counts, self.counting = self.aggregates, False
        return selected

    def _twice(self, selected: Selected, last: Piece) -> None:
        names = [p.text[1:] for p in (*selected.plain, *(name for name, _ in selected.named))]
        if names.count(last.text[1:]) > 1:
            self.fail("selected-twice", last.start, variable=last.text)

    def _named_expression(self) -> tuple[Piece, list[Piece]]:
        opened = self.take()
        inside = self.expression()
        if self.at(",") and self.all[self.index - 1].kind == "variable":
            self.fail("select-comma", symbol=",")
        if not self.word("AS"):
            self.strange()
            written = self.written(opened.end)
            if self.at(")") and self.all[self.index - 2] is opened and inside:
                self.fail("select-parentheses", opened.start, variable=written)
            self.fail("missing-as", self.after, written=written)
        self.take()
        name = self.named("AS")
        self.closed(opened)
        return name, inside

    def _no_selection(self, selected: Selected) -> NoReturn:
        now = self.now
        self.strange()
        if self.at(",", ";", "&&", "||") or self.word("AND", "OR"):
            self.fail("select-comma", symbol=now.text)
        if now.kind == "word":
            if now.upper in AGGREGATES | FUNCTIONS.keys() and self.ahead().text == "(":
                self._bare_call(now)
            if self.word("AS"):
                self.fail("as-outside")
            if now.upper in (*_OUTSIDE, *CLAUSES):
                self.fail("missing-open-brace", self.after, word="WHERE")
            if now.upper == "DISTINCT":
                self.fail("distinct-place")
            if self.ahead().text == "(":
                self.operand()
            self.misspelt("WHERE", "FROM", "DISTINCT", "REDUCED")
            self.fail("variable-mark", word=now.text[:60])
        if now.kind == "end":
            self.fail("missing-open-brace", self.after, word="WHERE")
        if now.kind in ("name", "iri", "string", "number"):
            if selected.plain or selected.star:
                self.fail("missing-open-brace", self.after, word="WHERE")
            self.fail("select-term", token=now.text[:60])
        self.unexpected()

    def _bare_call(self, now: Piece) -> NoReturn:
        """A function in SELECT without its own parentheses: say what it should be."""
        self.operand()
        written = self.written(now.start)
        name = f"?{now.text.lower().replace('_', '')}"
        if self.word("AS") and self.ahead().kind == "variable":
            name = self.ahead().text
        self.fail("select-expression", now.start, name=now.upper, repair=f"({written} AS {name})")

    # ------------------------------------------------------------------ other forms

    def _describe(self) -> None:
        self.take()
        start = self.index
        if self.at("*"):
            self.take()
        while self.now.kind in ("variable", "iri", "name"):
            self.term("thing")
            if self.at(","):
                self.fail("list-comma", word="DESCRIBE")
        if self.index == start:
            self.strange()
            if self.now.kind == "word" and not self.word("WHERE", "FROM"):
                self.bare("object")
            self.fail("describe-nothing", self.after)
        self.dataset()
        bound = set[str]()
        if self.at("{") or self.word("WHERE"):
            bound = self.where()
        elif self.now.kind == "word" and not self.word(*CLAUSES):
            self.misspelt("WHERE", "FROM", *CLAUSES)
        self.clauses(None, bound)

    def _construct(self) -> None:
        self.take()
        short = not self.at("{")
        if short:
            if not self.word("WHERE", "FROM"):
                self.strange()
                self.misspelt("WHERE")
                self.fail("construct-template", self.after)
        else:
            self.template()
        self.dataset()
        if not self.at("{") and not self.word("WHERE"):
            self.strange()
            self.misspelt("WHERE", "FROM")
            self.fail("construct-where", self.after)
        if short:
            self._short()
        else:
            self.where()
        self.clauses(None, set())

    def _short(self) -> None:
        """Read the pattern of CONSTRUCT WHERE, which may hold triples only."""
        self.take()
        if not self.at("{"):
            self.strange()
            self.fail("missing-open-brace", self.after, word="WHERE")
        try:
            self.template(fixed=False)
        except Mistake as mistake:
            if mistake.code == "template-pattern":
                raise Mistake("construct-short", mistake.position, **mistake.values) from None
            raise

    def template(self, *, fixed: bool = True) -> None:
        """Read triples in braces, where no other pattern may stand.

        Args:
            fixed: whether they are made or stored, and not looked for.
        """
        opened = self.take()
        while not self.at("}"):
            if self.now.kind == "end":
                self.unclosed(opened)
            if self.word("FILTER", "OPTIONAL", "BIND", "UNION", "MINUS", "VALUES", "SELECT"):
                self.fail("template-pattern", word=self.now.upper)
            if self.word("GRAPH") or not self.begins_triples():
                self._other_in_template(opened)
                continue
            self.triples(set(), fixed=fixed)
        self.take()

    def _other_in_template(self, opened: Piece) -> None:
        if self.word("GRAPH"):
            self.fail("template-pattern", word="GRAPH")
        self.no_part(opened)

    def where(self) -> set[str]:
        """Read the pattern of a query."""
        if self.word("WHERE"):
            self.take()
        elif not self.at("{"):
            self.strange()
            self.misspelt("WHERE", "FROM")
        if not self.at("{"):
            self.strange()
            if self.at("(", "["):
                self.fail("wrong-bracket", symbol=self.now.text, wanted="{")
            self.fail("missing-open-brace", self.after, word="WHERE")
        return self.group()

    def _finished(self) -> None:
        """Nothing may follow."""
        now = self.now
        if now.kind == "end":
            return
        self.strange()
        self.remark()
        if self.at(";", ".", ","):
            if self.ahead().kind == "end":
                self.fail("extra-end", symbol=now.text)
            if self.ahead().upper in (*FORMS, "PREFIX"):
                self.fail("two-queries", self.ahead().start)
            self.fail("extra-end", symbol=now.text)
        if self.word(*FORMS, "PREFIX", "BASE"):
            self.fail("two-queries")
        if self.word("FROM"):
            self.fail("clause-order", word="FROM", before="WHERE")
        if self.word("UNION"):
            self.fail("union-outside")
        if self.word("BY"):
            self.fail("by-alone")
        if self.word("WHERE") and any(piece.upper == "GROUP" for piece in self.all[: self.index]):
            self.fail("having-where")
        if self.at("{") or self.word("WHERE", *_OUTSIDE) or self.begins_triples():
            self.fail("outside-braces", token=now.text[:60])
        if now.kind == "word":
            if self.word("AND", "OR"):
                self.fail("outside-braces", token=now.text)
            if now.upper in HABITS:
                self.fail("misspelt", word=now.text, meant=HABITS[now.upper])
            self.misspelt(*CLAUSES, *_OUTSIDE)
        self.unexpected()
