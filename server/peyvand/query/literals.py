"""Which literals the store does not give back as they were given.

The engine keeps numbers, truth values, dates, times and durations as values: ``1.50`` comes back
as ``1.5``, and ``"7"^^xsd:int`` as an ``xsd:integer``. What changes is found by asking the engine,
and told in the answer to the write. Where the change would make something true of what was given
as false (``"300"^^xsd:byte`` is no byte, and 300 is an integer) the write is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from peyvand.errors import MalformedData
from peyvand.query.lexer import Token, tokens
from peyvand.vocab import PREFIXES
from peyvand.wording import say

_XSD = PREFIXES["xsd"]
_STRING, _INTEGER = _XSD + "string", _XSD + "integer"
_HAS = NamedNode("x:has")
# Whole numbers that surely come back as they are: most literals with a type are such.
_SAME = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)
_NUMBER = re.compile(
    r"[+-]?(?:(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+)", re.ASCII
)
_TYPED = re.compile(r"\s*\^\^\s*")
# The types that the engine takes for others, and what their values may be.
_RANGES: dict[str, tuple[int | None, int | None]] = {
    "byte": (-(2**7), 2**7 - 1), "short": (-(2**15), 2**15 - 1), "int": (-(2**31), 2**31 - 1),
    "long": (-(2**63), 2**63 - 1), "unsignedByte": (0, 2**8 - 1), "unsignedShort": (0, 2**16 - 1),
    "unsignedInt": (0, 2**32 - 1), "unsignedLong": (0, 2**64 - 1), "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None), "nonPositiveInteger": (None, 0), "negativeInteger": (None, -1),
}  # fmt: skip
_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})\Z", re.ASCII)

Change = tuple[Literal, Literal]


def changes(literals: Iterable[Literal]) -> list[Change]:
    """The literals that come back otherwise, each once with what comes back."""
    asked = sorted(
        {
            one
            for one in literals
            if one.datatype.value.startswith(_XSD)
            and one.datatype.value != _STRING
            and not (one.datatype.value == _INTEGER and _SAME.fullmatch(one.value))
        },
        key=str,
    )
    scratch = Store()
    scratch.extend(Quad(NamedNode(f"x:{n}"), _HAS, one) for n, one in enumerate(asked))
    found = []
    for quad in scratch:
        given, stored = asked[int(str(quad.subject.value)[2:])], quad.object
        assert isinstance(stored, Literal)
        if stored != given:
            found.append((given, stored))
    return sorted(found, key=str)


def refuse_unsound(found: Iterable[Change]) -> None:
    """Refuse what would come back as something that it is not.

    Raises:
        MalformedData: a literal is not of its type, and is of the type that it comes back with.
    """
    for given, _ in found:
        if not _sound(given):
            name = given.datatype.value.removeprefix(_XSD)
            raise MalformedData(**say("not-of-type", term=str(given), type=f"xsd:{name}"))


def _sound(literal: Literal) -> bool:
    """Whether a literal is of its type, as far as the engine takes the type for another."""
    name = literal.datatype.value.removeprefix(_XSD)
    if name == "dateTimeStamp":
        return bool(_ZONE.search(literal.value))
    low, high = _RANGES.get(name, (None, None))
    if low is None and high is None:
        return True
    number = int(literal.value)
    return (low is None or low <= number) and (high is None or number <= high)


def of_update(text: str) -> tuple[set[Literal], set[Literal]]:
    """The literals with a type that an update writes out: those of what it inserts, and others."""
    written = list(_written(text))
    lines = "".join(f"<x:{int(inserts)}> <x:has> {one} .\n" for inserts, one in written)
    found: tuple[set[Literal], set[Literal]] = set(), set()
    try:
        for quad in parse(lines, format=RdfFormat.TURTLE):
            if isinstance(quad.object, Literal):
                found[quad.subject.value == "x:0"].add(quad.object)
    except SyntaxError:
        # The update was read by the engine, so that this is a difference between two syntaxes.
        return set(), set()
    return found


def _written(text: str) -> Iterator[tuple[bool, str]]:
    """Typed literals as Turtle, and whether each stands in what is inserted."""
    prefixes: dict[str, str] = {}
    inserting, depth, end = False, 0, 0
    string: Token | None = None
    before: list[Token] = []
    for token in tokens(text):
        if token.kind == "comment" or token.start < end:
            continue
        if token.kind == "word" and depth == 0:
            word = token.text.upper()
            if word in ("INSERT", "DELETE", "WHERE", "USING", "WITH"):
                inserting = word == "INSERT"
        depth += (token.kind == "open") - (token.kind == "close")
        if [t.text.upper() for t in before[:1]] == ["PREFIX"] and token.kind == "iri":
            prefixes[before[1].text] = token.text
        if string is not None and token.kind in ("iri", "name"):
            gap = text[string.start + len(string.text) : token.start]
            kind = _type(token, prefixes)
            if kind and _TYPED.fullmatch(gap):
                yield inserting, f"{string.text}^^{kind}"
        string = token if token.kind in ("string", "long") else None
        if token.kind == "word" and token.text[0] in "+-.0123456789":
            start = token.start - (token.start > 0 and text[token.start - 1] in "+-")
            if match := _NUMBER.match(text, start):
                end = match.end()
                yield inserting, match.group()
        before = [*before[-1:], token]


def _type(token: Token, prefixes: dict[str, str]) -> str | None:
    """The datatype that a token names, if it is one of XML Schema."""
    if token.kind == "iri":
        return token.text if token.text.startswith(f"<{_XSD}") else None
    prefix, _, local = token.text.partition(":")
    known = prefixes.get(f"{prefix}:", "")
    return f"{known[:-1]}{local}>" if known == f"<{_XSD}>" else None
