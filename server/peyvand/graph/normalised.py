"""Which literals the store does not give back as they were given.

The engine keeps numbers, truth values, dates, times and durations as values: ``1.50`` comes back
as ``1.5``, and ``"7"^^xsd:int`` as an ``xsd:integer``. What changes is found by asking the engine,
and told in the answer to the write; so is that a value was not of its type, where it comes back
as one of another (``"300"^^xsd:byte`` is no byte, and 300 is an integer).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.vocabulary.iris import PREFIXES

_XSD = PREFIXES["xsd"]
_STRING, _INTEGER = _XSD + "string", _XSD + "integer"
_HAS = NamedNode("x:has")
# Whole numbers that surely come back as they are: most literals with a type are such.
_SAME = re.compile(r"0|-?[1-9][0-9]{0,17}", re.ASCII)
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
    candidates = sorted(
        {
            literal
            for literal in literals
            if literal.datatype.value.startswith(_XSD)
            and literal.datatype.value != _STRING
            and not (literal.datatype.value == _INTEGER and _SAME.fullmatch(literal.value))
        },
        key=str,
    )
    scratch = Store()
    scratch.extend(Quad(NamedNode(f"x:{n}"), _HAS, literal) for n, literal in enumerate(candidates))
    pairs = []
    for quad in scratch:
        given, stored = candidates[int(str(quad.subject.value)[2:])], quad.object
        assert isinstance(stored, Literal)
        if stored != given:
            pairs.append((given, stored))
    return sorted(pairs, key=str)


def notice(change: Change) -> dict[str, Any]:
    """A change as the answer to a write tells it.

    ``ill_typed`` marks what was no value of its type (RDF 1.1 Concepts, section 3.3) and comes back
    as one of another.
    """
    given, stored = change
    told: dict[str, Any] = {"given": str(given), "stored": str(stored)}
    return told if _sound(given) else {**told, "ill_typed": True}


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
