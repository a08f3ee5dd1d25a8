"""Reading what queries are made of: tokens one after another, IRIs, literals and variables."""

from __future__ import annotations

from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode

from peyvand.columns.algebra import Outside, Variable
from peyvand.columns.reading.lexing import Token, local, string, tokens
from peyvand.vocabulary.iris import PREFIXES

_XSD = PREFIXES["xsd"]
TYPE = NamedNode(PREFIXES["rdf"] + "type")


class Terms:
    """A text that is read from its beginning to its end.

    Args:
        text: a query.
    """

    def __init__(self, text: str) -> None:
        self._tokens = tokens(text)
        self._at = 0
        self._prefixes: dict[str, str] = {}
        self._fresh = 0

    @property
    def here(self) -> Token:
        """The next token."""
        return self._tokens[self._at]

    def take(self) -> Token:
        """The next token, which is passed."""
        self._at += 1
        return self._tokens[self._at - 1]

    def sees(self, *texts: str) -> bool:
        """Whether the next token is one of these words or signs."""
        return self.here.kind in ("word", "sign") and self.here.text in texts

    def skip(self, *texts: str) -> bool:
        """Pass a word or sign if it is next; whether it was."""
        if self.sees(*texts):
            self._at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        """Pass a word or sign.

        Raises:
            Outside: another is next.
        """
        if not self.skip(text):
            raise Outside

    def fresh(self) -> Variable:
        """A variable that no query can name."""
        self._fresh += 1
        return Variable(f" {self._fresh}")

    def prologue(self) -> None:
        """PREFIX declarations; BASE is outside, for relative IRIs are."""
        while self.skip("PREFIX"):
            name = self.take().text
            self._prefixes[name.removesuffix(":")] = self.iri().value

    def variable(self) -> Variable:
        """A variable, which must be next."""
        if self.here.kind != "variable":
            raise Outside
        return Variable(self.take().text[1:])

    def iri(self) -> NamedNode:
        """An IRI or a name with a prefix, which must be next."""
        token = self.take()
        if token.kind == "iri":
            text = token.text[1:-1]
            # What is relative, or not in its normal form, is the engine's to resolve.
            if not urlsplit(text).scheme or "/." in text:
                raise Outside
            return NamedNode(text)
        if token.kind == "name":
            prefix, _, name = token.text.partition(":")
            if prefix not in self._prefixes:
                raise Outside
            return NamedNode(self._prefixes[prefix] + local(name))
        raise Outside

    def literal(self) -> Literal | None:
        """A literal, if one is next."""
        token = self.here
        if token.kind == "string":
            self.take()
            text = string(token.text)
            if self.here.kind == "tag":
                return Literal(text, language=self.take().text[1:].lower())
            if self.skip("^^"):
                return Literal(text, datatype=self.iri())
            return Literal(text)
        if self.sees("TRUE", "FALSE"):
            return Literal(self.take().text == "TRUE")
        sign = token.text if self.sees("+", "-") else ""
        number = self._tokens[self._at + bool(sign)]
        if number.kind != "number":
            return None
        self._at += 1 + bool(sign)
        return _number(sign + number.text)

    def constant(self) -> NamedNode | Literal:
        """An IRI or literal, which must be next."""
        return self.literal() or self.iri()


def _number(text: str) -> Literal:
    kind = "double" if "e" in text.lower() else "decimal" if "." in text else "integer"
    return Literal(text, datatype=NamedNode(_XSD + kind))
