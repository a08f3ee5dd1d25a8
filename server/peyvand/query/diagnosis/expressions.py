"""Expressions: operators, functions, aggregates."""

from __future__ import annotations

from peyvand.query.diagnosis.functions import AGGREGATES, FUNCTIONS, meant
from peyvand.query.diagnosis.scan import Piece
from peyvand.query.diagnosis.shape import Shape
from peyvand.query.diagnosis.stream import Unsure
from peyvand.query.diagnosis.terms import KEYWORDS, Terms

_BINARY = ("&&", "||", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/")
# What stands for an operator elsewhere.
_OTHERS = {"==": "=", "<>": "!=", "|": "||", "=~": "REGEX(…)", "^": "*"}
_WORDS = {"AND": "&&", "OR": "||", "XOR": "!=", "EQ": "=", "NE": "!=", "MOD": "-", "DIV": "/"}
_REACH = 200


class Expressions(Terms):
    """Reads expressions, and tells the variables in them."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        # Whether an aggregate may stand here; the aggregates seen since this was emptied.
        self.counting = False
        self.aggregates: list[Piece] = []
        self._inside: Piece | None = None

    def group(self) -> set[str]:
        """Read a pattern in braces; see ``Patterns``."""
        raise NotImplementedError

    def expression(self) -> list[Piece]:
        """Read an expression; the variables outside aggregates are returned."""
        return self.rest(self.operand())

    def rest(self, variables: list[Piece]) -> list[Piece]:
        """Read operators and what they join to an operand with these variables."""
        while True:
            now = self.now
            if self.at(*_BINARY):
                self.take()
                if self.at("=") and self.ahead(-1).text in ("<", ">", "!", "="):
                    self.fail("other-operator", written=f"{now.text} =", instead=f"{now.text}=")
                variables += self.operand()
            elif self.word("IN"):
                self.take()
                variables += self._list()
            elif self.word("NOT") and self.ahead().upper == "IN":
                self.take()
                self.take()
                variables += self._list()
            else:
                self._no_operator(now)
                return variables

    def _no_operator(self, now: Piece) -> None:
        """Stop if something stands in the place of an operator that is none."""
        if now.text in _OTHERS and now.kind in ("operator", "iri"):
            self.fail("other-operator", written=now.text, instead=_OTHERS[now.text])
        if now.kind == "iri" and "?" in now.text:
            raise Unsure  # perhaps "less than"
        if now.kind == "odd" and now.text in "&~%":
            self.strange()
        if now.text == "!" and self.ahead().text == "=":
            self.fail("other-operator", written="! =", instead="!=")
        if now.kind != "word":
            return
        upper = now.upper
        if upper in _WORDS:
            self.fail("other-operator", written=now.text, instead=_WORDS[upper])
        if upper in ("LIKE", "ILIKE", "RLIKE", "REGEXP") or (
            upper == "NOT" and self.ahead().upper in ("LIKE", "ILIKE")
        ):
            self.fail("sql-like", word=now.text)
        if upper in ("IS", "ISNULL"):
            self.fail("sql-null")
        if upper == "BETWEEN" or (upper == "NOT" and self.ahead().upper == "BETWEEN"):
            self.fail("sql-between")
        if upper in FUNCTIONS:
            self.fail("function-infix", name=upper)
        if upper == "NOT":
            self.fail("not-operator")

    def operand(self) -> list[Piece]:
        """Read what stands between operators; its variables are returned."""
        while self.at("!", "-", "+"):
            self.take()
        now = self.now
        if self.at("("):
            opened = self.take()
            variables = self.expression()
            self._end(opened)
            return variables
        if now.kind == "word" and now.upper not in ("TRUE", "FALSE"):
            return self._word(now)
        if self.is_term(now) and now.kind != "blank":
            self.term("thing" if now.kind in ("iri", "name") and self.ahead().text != "(" else "")
            if now.kind == "variable":
                return [now]
            if now.kind in ("iri", "name") and self.at("("):
                return self.arguments(now.text)[0]
            return []
        self.strange()
        if now.text in ("==", "<>", "|", "=~", "^"):
            self.fail("other-operator", written=now.text, instead=_OTHERS[now.text])
        if now.kind in ("close", "end", "separator") or now.text in _BINARY:
            before = self.all[self.index - 1]
            self.fail("missing-operand", self.after, before=before.text[:60])
        return self.unexpected()

    def _end(self, opened: Piece) -> None:
        """The parenthesis of an expression is closed, or it is said what is wrong."""
        if self.at(")"):
            self.take()
            return
        self.strange()
        if self.at(","):
            self.fail("comma-in-expression")
        if self.is_term(self.now) or self.at("("):
            self.fail("missing-operator", self.after, token=self.now.text[:60])
        if self.now.kind == "word" and not self.word(*KEYWORDS):
            self.bare_in_expression(self.now)
        self.unclosed(opened)

    def bare_in_expression(self, now: Piece) -> None:
        """Stop at a word that is neither a function nor an operator."""
        variable = f"?{now.text}"
        if any(piece.text in (variable, f"${now.text}") for piece in self.all):
            self.fail("variable-mark", now.start, word=now.text[:60])
        self.fail("text-quotes", now.start, word=now.text[:60])

    def _word(self, now: Piece) -> list[Piece]:
        upper = now.upper
        if upper in AGGREGATES:
            return self._aggregate(now)
        if upper == "EXISTS" or (upper == "NOT" and self.ahead().upper == "EXISTS"):
            self.take()
            kept = len(self.mentioned)
            if upper == "NOT":
                self.take()
            self._exists()
            if upper == "NOT":
                # What must not be there need not be known.
                del self.mentioned[kept:]
            return []
        if upper == "NOT":
            self.take()
            if self.now.kind == "word" and self.ahead().text == "{":
                self.misspelt("EXISTS")
            self.fail("not-operator", now.start)
        if upper == "CASE":
            self.fail("sql-case")
        if upper in ("NULL", "NIL", "NONE"):
            self.fail("sql-null")
        if upper in FUNCTIONS:
            self.take()
            if not self.at("("):
                self.strange()
                self.fail("function-parentheses", now.start, name=upper)
            variables, count = self.arguments(upper)
            least, most = FUNCTIONS[upper]
            if not least <= count <= most:
                wanted = str(least) if least == most else f"{least}–{most}"
                self.fail("argument-count", now.start, name=upper, count=count, wanted=wanted)
            return variables
        if self.ahead().text == "(":
            likely = meant(now.text)
            if likely and likely[0] == "EXISTS":
                self.fail("misspelt", word=now.text, meant="EXISTS")
            if likely:
                self.fail("misspelt-function", name=now.text[:60], meant=", ".join(likely))
            self.fail("unknown-function", name=now.text[:60])
        if self.ahead().text == "{":
            self.misspelt("EXISTS")
        if upper in KEYWORDS:
            self.fail("missing-operand", self.after, before=self.all[self.index - 1].text[:60])
        self.bare_in_expression(now)
        raise Unsure

    def _exists(self) -> None:
        self.strange()
        if not self.at("{"):
            self.fail("missing-open-brace", self.after, word="EXISTS")
        kept, self.counting = self.counting, False
        outer, self.shape = self.shape, Shape()
        self.group()
        self.counting, self.shape = kept, outer

    def arguments(self, name: str) -> tuple[list[Piece], int]:
        """Read arguments in parentheses: their variables, and how many there are."""
        opened = self.take()
        variables: list[Piece] = []
        count = 0
        if self.word("DISTINCT"):
            self.take()
        if self.at(")"):
            self.take()
            return variables, 0
        while True:
            variables += self.expression()
            count += 1
            if self.at(","):
                self.take()
                continue
            if self.at(";"):
                self.fail("argument-separator", symbol=";")
            if self.is_term(self.now) and not self.at(")"):
                self.fail("missing-argument-comma", self.after, name=name[:60])
            self._end(opened)
            return variables, count

    def _aggregate(self, now: Piece) -> list[Piece]:
        if not self.counting:
            self.fail("aggregate-misplaced", name=now.upper)
        if self._inside:
            self.fail("aggregate-nested", name=now.upper, outer=self._inside.upper)
        self.take()
        if not self.at("("):
            self.strange()
            self.fail("function-parentheses", now.start, name=now.upper)
        opened = self.take()
        self.aggregates.append(now)
        if self.word("DISTINCT"):
            self.take()
        if self.at("*") and now.upper == "COUNT":
            self.take()
        else:
            if self.at(")", "*"):
                wanted = "?x" if now.upper != "COUNT" else "*"
                self.fail("aggregate-empty", name=now.upper, wanted=wanted)
            self._inside = now
            self.expression()
            self._inside = None
        if self.at(","):
            if now.upper == "GROUP_CONCAT":
                self.fail("group-concat")
            self.fail("argument-count", now.start, name=now.upper, count=2, wanted="1")
        if self.at(";"):
            self.take()
            if not self.word("SEPARATOR") or self.ahead().text != "=":
                self.fail("group-concat")
            self.take()
            self.take()
            if self.now.kind != "string":
                self.strange()
                self.fail("group-concat")
            self.take()
        elif self.word("SEPARATOR"):
            self.fail("group-concat")
        self._end(opened)
        return []

    def _list(self) -> list[Piece]:
        if not self.at("("):
            self.strange()
            self.fail("in-list", self.after)
        return self.arguments("IN")[0]

    def written(self, start: int) -> str:
        """The text from a place to what was read last, on one line."""
        return " ".join(self.text[start : self.after].split())[:_REACH]
