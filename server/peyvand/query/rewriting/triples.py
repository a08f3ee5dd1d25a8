"""Reads triple patterns with everything that abbreviates them (SPARQL 1.1, sections 4.2 and 9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from peyvand.query.rewriting.lexing import Token, Unknown, rendered
from peyvand.query.rewriting.tree import Path, Statement, Triple
from peyvand.vocabulary.iris import PREFIXES

if TYPE_CHECKING:
    from peyvand.query.rewriting.reader import Reader

_RDF = PREFIXES["rdf"]
_FIRST = Path("link", (), f"<{_RDF}first>")
_REST = Path("link", (), f"<{_RDF}rest>")
_NIL = Token("iri", f"<{_RDF}nil>")
_TERMS = ("variable", "blank", "iri", "name")


class Triples:
    """Reads one statement: a subject with everything that is said of it."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._found: list[Triple] = []

    def statement(self) -> Statement:
        """The statement that begins here."""
        reader = self._reader
        start = reader.at
        subject = self._node()
        self._properties(subject)
        if reader.at == start:
            raise Unknown
        source = reader.tokens[start : reader.at]
        return Statement(self._found, source)

    def _properties(self, subject: Token) -> None:
        reader = self._reader
        while reader.here.word not in (".", "}", "]") and self._begins_verb():
            verb = self._verb()
            while True:
                self._found.append(Triple(subject, verb, self._node()))
                if not reader.skip(","):
                    break
            while reader.skip(";"):
                pass

    def _begins_verb(self) -> bool:
        token = self._reader.here
        return token.kind in ("variable", "iri", "name") or token.word in ("A", "^", "!", "(")

    def _node(self) -> Token:
        """A term, or the blank node that stands for a collection or a list of properties."""
        reader = self._reader
        if reader.skip("["):
            blank = Token("blank", f"_:{reader.fresh()}")
            self._properties(blank)
            reader.take("]")
            return blank
        if reader.here.word == "(":
            return self._collection()
        return self._term()

    def _collection(self) -> Token:
        reader = self._reader
        reader.take("(")
        members: list[Token] = []
        while not reader.skip(")"):
            members.append(self._node())
        cells = [Token("blank", f"_:{reader.fresh()}") for _ in members]
        for place, (cell, member) in enumerate(zip(cells, members, strict=True)):
            rest = cells[place + 1] if place + 1 < len(cells) else _NIL
            self._found += [Triple(cell, _FIRST, member), Triple(cell, _REST, rest)]
        return cells[0] if cells else _NIL

    def _term(self) -> Token:
        reader = self._reader
        token = reader.take()
        if token.kind in _TERMS:
            return token
        if token.kind == "string":
            text = token.text
            if reader.here.kind == "tag":
                text += reader.take().text
            elif reader.skip("^^"):
                text += f"^^{reader.take().text}"
            return Token("literal", text)
        if token.word in ("+", "-"):
            return Token("literal", token.text + reader.take().text)
        if token.kind == "number" or token.word in ("TRUE", "FALSE"):
            return Token("literal", token.text)
        raise Unknown

    def _verb(self) -> Token | Path:
        if self._reader.here.variable:
            return self._reader.take()
        return self._alternative()

    def _alternative(self) -> Path:
        return self._joined("|", lambda: self._joined("/", self._inverse))

    def _joined(self, operator: str, part: Callable[[], Path]) -> Path:
        parts = [part()]
        while self._reader.skip(operator):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        return Path(operator, tuple(parts), f"({operator.join(each.text for each in parts)})")

    def _inverse(self) -> Path:
        if self._reader.skip("^"):
            inner = self._step()
            # Two of them would be the sign of a type.
            text = f"({inner.text})" if inner.kind == "^" else inner.text
            return Path("^", (inner,), f"^{text}")
        return self._step()

    def _step(self) -> Path:
        reader = self._reader
        if reader.skip("("):
            path = self._alternative()
            reader.take(")")
        elif reader.skip("!"):
            path = self._negated()
        else:
            token = reader.take()
            if token.kind not in ("iri", "name") and token.word != "A":
                raise Unknown
            path = Path("link", (), token.text)
        if reader.here.word in ("*", "?", "+"):
            modifier = reader.take().text
            path = Path(modifier, (path,), f"({path.text}){modifier}")
        return path

    def _negated(self) -> Path:
        """What stands after ``!``: a set that goes one way, or one for each way."""
        reader = self._reader
        start = reader.at
        ways: dict[bool, list[str]] = {}
        several = reader.skip("(")
        while not reader.skip(")"):
            inverse = reader.skip("^")
            ways.setdefault(inverse, []).append(reader.take().text)
            if not several:
                break
            reader.skip("|")
        text = f"!{rendered(reader.tokens[start : reader.at])}"
        if len(ways) < 2:
            return Path("link", (), text)
        forth, back = (Path("link", (), f"!({'|'.join(ways[way])})") for way in (False, True))
        return Path("|", (forth, Path("^", (back,), f"^{back.text}")), text)
