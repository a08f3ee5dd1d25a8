"""Arithmetic, as the engine computes (SPARQL 1.1, section 17.3): what is greater than it holds is
an error, and a decimal has 18 places.

Of doubles, what would be no finite number or a zero with a sign stops the query (``INEXACT``), for
the columns keep no such numbers; so do xsd:float, and sums and differences of times.
"""

from __future__ import annotations

import re

from peyvand.columns.schema import SCALE, Kind
from peyvand.columns.sql.values import (
    DECIMAL,
    DOUBLE,
    EXACT,
    INEXACT,
    INTEGER,
    NUMBERS,
    SPECIAL,
    TIMES,
    Value,
    decimal_text,
    integer,
    null,
)

# Half of the digits of a decimal: factors of no more places have a product that is exact.
_HALF = 10**9
_DIGITS = re.compile("[0-9]{1,18}", re.ASCII)


def arithmetic(sign: str, left: Value, right: Value) -> Value:
    """The operators ``+``, ``-``, ``*`` and ``/``."""
    special = _special(left, right)
    kinds = _result(sign, left.kinds, right.kinds)
    if kinds == INTEGER and not special:
        return integer(
            f"TRY_CAST({left.get('whole')}::HUGEINT {sign} {right.get('whole')} AS BIGINT)"
        )
    if not kinds:
        if special:
            return Value(INTEGER, {"whole": f"CASE WHEN {special} THEN {INEXACT} END"})
        return integer(null("whole"))
    whole, exact, number = null("whole"), null("exact"), null("number")
    both = f"{left.get('exact')} IS NOT NULL AND {right.get('exact')} IS NOT NULL"
    if kinds & EXACT:
        exact = _exact(sign, left, right)
        if INEXACT in exact:
            # Of what is not there it is not asked whether it would be exact.
            exact = f"CASE WHEN {both} THEN {exact} END"
    if kinds & DOUBLE:
        doubles = _checked(f"{left.get('number')} {sign} {right.get('number')}")
        number = f"CASE WHEN NOT ({both}) THEN {doubles} END" if kinds & EXACT else doubles
    if kinds & INTEGER:
        whole = f"TRY_CAST({left.get('whole')}::HUGEINT {sign} {right.get('whole')} AS BIGINT)"
        wholes = f"{left.get('whole')} IS NOT NULL AND {right.get('whole')} IS NOT NULL"
        # What is too great for a whole number does not become a decimal.
        exact = f"CASE WHEN {wholes} THEN ({whole})::HUGEINT * {SCALE} ELSE {exact} END"
        kind = f"CASE WHEN {wholes} THEN {_kind('whole', whole, Kind.INTEGER)}"
        kind += f" WHEN {both} THEN {_kind('exact', exact, Kind.DECIMAL)}"
        kind += f" WHEN {number} IS NOT NULL THEN {Kind.DOUBLE:d} END"
    else:
        kind = f"CASE WHEN {exact} IS NOT NULL THEN {Kind.DECIMAL:d}"
        kind += f" WHEN {number} IS NOT NULL THEN {Kind.DOUBLE:d} END"
    if special:
        kind = f"CASE WHEN {special} THEN {INEXACT} ELSE {kind} END"
    if kinds & DOUBLE and kinds & EXACT:
        fields = {"exact": exact, "number": f"coalesce({number}, {_as_double(exact)})"}
    else:
        fields = {"exact": exact} if kinds & EXACT else {"number": number}
    if kinds & INTEGER:
        fields["whole"] = whole
    elif kinds == DECIMAL and not special and (floor := _floor(sign, left, right)):
        fields["floor"] = floor
    if special and kinds in (DECIMAL, DOUBLE):
        name = "exact" if kinds == DECIMAL else "number"
        fields[name] = f"CASE WHEN {special} THEN {INEXACT} ELSE {fields[name]} END"
    if special and kinds == INTEGER:
        fields = {"whole": f"CASE WHEN {special} THEN {INEXACT} ELSE {whole} END"}
    return Value(kinds, {**fields, "kind": kind})


def _kind(name: str, sql: str, kind: Kind) -> str:
    return f"CASE WHEN {sql} IS NOT NULL THEN {kind:d} END"


def _as_double(exact: str) -> str:
    return f"{decimal_text(f'({exact})')}::DOUBLE"


def _special(*values: Value) -> str:
    """Whether one is what only the store computes with; nothing where none can be."""
    kinds = SPECIAL | TIMES
    return " OR ".join(value.is_kind(kinds) for value in values if value.kinds & kinds)


def _result(sign: str, left: int, right: int) -> int:
    """What kinds the result can be."""
    left, right = left & NUMBERS, right & NUMBERS
    if not left or not right:
        return 0
    kinds = 0
    if left & INTEGER and right & INTEGER:
        kinds |= DECIMAL if sign == "/" else INTEGER
    if left & EXACT and right & EXACT and (left | right) & DECIMAL:
        kinds |= DECIMAL
    if (left | right) & DOUBLE:
        kinds |= DOUBLE
    return kinds


def _exact(sign: str, left: Value, right: Value) -> str:
    """Of decimals and whole numbers, times 10^18."""
    one, two = left.get("exact"), right.get("exact")
    if sign in "+-":
        return f"{one} {sign} {two}"
    if sign == "*":
        if left.kinds & NUMBERS == INTEGER:
            return f"{left.get('whole')}::HUGEINT * {two}"
        if right.kinds & NUMBERS == INTEGER:
            return f"{one} * {right.get('whole')}::HUGEINT"
        short = f"{one} % {_HALF} = 0 AND {two} % {_HALF} = 0"
        return f"CASE WHEN {short} THEN ({one} // {_HALF}) * ({two} // {_HALF}) ELSE {INEXACT} END"
    if left.kinds & NUMBERS == INTEGER == right.kinds & NUMBERS:
        if parts := _parts(right):
            return f"({left.get('whole')}::HUGEINT * {SCALE // parts})"
        return f"({left.get('whole')}::HUGEINT * {SCALE}) // {right.get('whole')}::HUGEINT"
    # The quotient is cut off after 18 places; one by zero is an error, as NULL is.
    quotient = f"({one} * {_HALF}) // ({two} // {_HALF})"
    return f"CASE WHEN {two} % {_HALF} = 0 THEN {quotient} ELSE {INEXACT} END"


def _parts(divisor: Value) -> int:
    """A whole number above 0 by which any other can be divided within 18 places; else 0."""
    text = divisor.constant.value if divisor.constant is not None else ""
    return int(text) if _DIGITS.fullmatch(text) and SCALE % (int(text) or SCALE + 1) == 0 else 0


def _floor(sign: str, left: Value, right: Value) -> str:
    """The greatest whole number up to a quotient, times 10^18, if it can be had from 64 bits."""
    parts = _parts(right) if sign == "/" and left.kinds & NUMBERS == INTEGER else 0
    if not parts or right.kinds != INTEGER:
        return ""
    whole = left.get("whole")
    less = f"CASE WHEN {whole} % {parts} < 0 THEN 1 ELSE 0 END"
    return f"({whole} // {parts} - {less})::HUGEINT * {SCALE}"


def _checked(sql: str) -> str:
    """A double that is finite and, if it is zero, without a sign."""
    return (
        f"CASE WHEN isfinite({sql}) AND {sql} <> 0 THEN {sql}"
        f" WHEN {sql} IS NULL THEN NULL ELSE {INEXACT} END"
    )


def negated(value: Value) -> Value:
    """The sign ``-`` before a value."""
    zero = Value(INTEGER, {"whole": "0::BIGINT"})
    return arithmetic("-", zero, value)


def rounded(word: str, value: Value) -> Value:
    """ABS, CEIL, FLOOR and ROUND, which keep the type."""
    special = _special(value)
    checks = [special] if special else []
    if value.kinds & DOUBLE:
        checks.append(value.is_kind(DOUBLE))
    refused = f"WHEN {' OR '.join(checks)} THEN {INEXACT}" if checks else ""
    kinds = value.kinds & EXACT or INTEGER
    exact, whole = value.get("exact"), value.get("whole")
    if word == "ABS":
        whole = f"TRY_CAST(abs({whole}::HUGEINT) AS BIGINT)"
        exact = f"abs({exact})"
    elif kinds & DECIMAL:
        floor = "({0} - CASE WHEN {0} % {1} < 0 THEN {1} + {0} % {1} ELSE {0} % {1} END)"
        if word == "FLOOR" and "floor" in value.fields:
            exact = value.fields["floor"]
        elif word == "FLOOR":
            exact = floor.format(exact, SCALE)
        elif word == "CEIL":
            exact = "-" + floor.format(f"(-{exact})", SCALE)
        else:
            exact = floor.format(f"({exact} + {SCALE // 2})", SCALE)
    if refused:
        whole = f"CASE {refused} ELSE {whole} END"
        exact = f"CASE {refused} ELSE {exact} END"
    if kinds == INTEGER:
        return integer(whole)
    if kinds == DECIMAL:
        return Value(DECIMAL, {"exact": exact})
    if word == "ABS":
        there = f"{value.get('whole')} IS NOT NULL"
        exact = f"CASE WHEN {there} THEN {whole}::HUGEINT * {SCALE} ELSE {exact} END"
    kind = f"CASE WHEN {exact} IS NOT NULL THEN {value.get('kind')} END"
    return Value(kinds, {"whole": whole, "exact": exact, "kind": kind})
