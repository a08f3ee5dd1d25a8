"""Reading expressions (SPARQL 1.1, section 19.8, rules 110 to 128)."""

from __future__ import annotations

from peyvand.columns.algebra import (
    Aggregate,
    Call,
    Exists,
    Expression,
    Outside,
    Pattern,
)
from peyvand.columns.reading.lexing import string
from peyvand.columns.reading.terms import Terms
from peyvand.vocabulary.iris import PREFIXES

AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")
# The functions that are translated, with how many arguments they have: at least, and at most.
FUNCTIONS = {
    "STR": (1, 1), "LANG": (1, 1), "LANGMATCHES": (2, 2), "DATATYPE": (1, 1), "BOUND": (1, 1),
    "ABS": (1, 1), "CEIL": (1, 1), "FLOOR": (1, 1), "ROUND": (1, 1), "CONCAT": (0, 99),
    "STRLEN": (1, 1), "UCASE": (1, 1), "LCASE": (1, 1), "CONTAINS": (2, 2), "STRSTARTS": (2, 2),
    "STRENDS": (2, 2), "STRBEFORE": (2, 2), "STRAFTER": (2, 2), "SUBSTR": (2, 3), "REGEX": (2, 3),
    "YEAR": (1, 1), "MONTH": (1, 1), "DAY": (1, 1), "HOURS": (1, 1), "MINUTES": (1, 1),
    "COALESCE": (0, 99), "IF": (3, 3), "SAMETERM": (2, 2), "ISIRI": (1, 1), "ISURI": (1, 1),
    "ISBLANK": (1, 1), "ISLITERAL": (1, 1), "ISNUMERIC": (1, 1),
}  # fmt: skip
CASTS = {PREFIXES["xsd"] + name for name in ("string", "integer")}


class Expressions(Terms):
    """A reader that knows expressions."""

    def group(self) -> Pattern:
        """A group graph pattern: what EXISTS looks for."""
        raise NotImplementedError

    def expression(self) -> Expression:
        """An expression, with the usual precedence of operators."""
        parts = [self._conjunction()]
        while self.skip("||"):
            parts.append(self._conjunction())
        return _folded("||", parts)

    def constraint(self) -> Expression:
        """What stands after FILTER or HAVING: in parentheses, or a call."""
        if self.sees("("):
            return self._bracketed()
        return self._primary()

    def _bracketed(self) -> Expression:
        self.expect("(")
        inner = self.expression()
        self.expect(")")
        return inner

    def _conjunction(self) -> Expression:
        parts = [self._comparison()]
        while self.skip("&&"):
            parts.append(self._comparison())
        return _folded("&&", parts)

    def _comparison(self) -> Expression:
        left = self._sum()
        if self.sees(*_COMPARISONS):
            return Call(self.take().text, (left, self._sum()))
        if self.skip("IN"):
            return Call("IN", (left, *self._list()))
        if self.sees("NOT"):
            self.take()
            self.expect("IN")
            return Call("!", (Call("IN", (left, *self._list())),))
        return left

    def _list(self) -> list[Expression]:
        self.expect("(")
        found: list[Expression] = []
        while not self.skip(")"):
            found.append(self.expression())
            if not self.sees(")"):
                self.expect(",")
        return found

    def _sum(self) -> Expression:
        left = self._product()
        while self.sees("+", "-"):
            # ``?a -1`` is a subtraction, though ``-1`` is a number by the longest token.
            left = Call(self.take().text, (left, self._product()))
        return left

    def _product(self) -> Expression:
        left = self._unary()
        while self.sees("*", "/"):
            left = Call(self.take().text, (left, self._unary()))
        return left

    def _unary(self) -> Expression:
        if self.skip("!"):
            return Call("!", (self._unary(),))
        number = self.literal() if self.sees("+", "-") else None
        if number is not None:
            return number
        if self.skip("-"):
            return Call("NEGATE", (self._unary(),))
        if self.sees("+"):
            raise Outside
        return self._primary()

    def _primary(self) -> Expression:
        if self.sees("("):
            return self._bracketed()
        if self.here.kind == "variable":
            return self.variable()
        if (literal := self.literal()) is not None:
            return literal
        if self.here.kind == "word":
            return self._called(self.take().text)
        iri = self.iri()
        if not self.sees("("):
            return iri
        if iri.value not in CASTS:
            raise Outside
        return Call(iri.value, tuple(self._list()))

    def _called(self, word: str) -> Expression:
        if word == "EXISTS":
            return Exists(self.group())
        if word == "NOT":
            self.expect("EXISTS")
            return Call("!", (Exists(self.group()),))
        if word in AGGREGATES:
            return self._aggregate(word)
        if word not in FUNCTIONS:
            raise Outside
        arguments = tuple(self._list())
        least, most = FUNCTIONS[word]
        if not least <= len(arguments) <= most:
            raise Outside
        return Call(word, arguments)

    def _aggregate(self, word: str) -> Aggregate:
        self.expect("(")
        distinct = self.skip("DISTINCT")
        argument = None if self.skip("*") else self.expression()
        separator = " "
        if self.skip(";"):
            self.expect("SEPARATOR")
            self.expect("=")
            separator = string(self.take().text)
        self.expect(")")
        if argument is None and distinct:
            raise Outside
        return Aggregate(word, distinct, argument, separator)


def _folded(name: str, parts: list[Expression]) -> Expression:
    found = parts[0]
    for part in parts[1:]:
        found = Call(name, (found, part))
    return found
