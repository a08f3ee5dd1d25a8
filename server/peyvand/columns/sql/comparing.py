"""Comparisons of values, their truth, and the order of rows.

As the store compares them, which is as SPARQL 1.1 says (sections 15.1, 17.2.2 and 17.4.1.7), where
it says something.
"""

from __future__ import annotations

from peyvand.columns.schema import SCALE, Kind
from peyvand.columns.sql.values import (
    BOOLEAN,
    DATE,
    DATE_TIME,
    DOUBLE,
    EXACT,
    INEXACT,
    INTEGER,
    LITERALS,
    NODES,
    NUMBERS,
    OTHER,
    SHAPES,
    SPECIAL,
    STRING,
    TAGGED,
    TIMES,
    Value,
    quoted,
    single,
)

# Kinds whose terms are equal only if they are the same term.
_PLAIN = NODES | STRING | TAGGED
# A time without a zone may be up to 14 hours on either side (XPath functions, 10.4).
_ZONES = 14 * 3600 * SCALE


def same(left: Value, right: Value) -> str:
    """Whether two values are the same term; NULL if one is not there."""
    if left.id is not None and right.id is not None:
        return f"{left.id} = {right.id}"
    for one, other in ((left, right), (right, left)):
        if one.row is not None and other.constant is not None and other.id is None:
            return _is_constant(one, other)
    if left.kinds == right.kinds and left.kinds in SHAPES:
        shape = SHAPES[left.kinds]
    else:
        shape = left.shape if left.shape == right.shape and left.kinds == right.kinds else "packed"
    return f"{left.column(shape)} = {right.column(shape)}"


def _is_constant(value: Value, other: Value) -> str:
    """Whether a term is a constant whose number is not known."""
    assert other.constant is not None
    parts = [f"{value.get('kind')} = {other.get('kind')}"] if value.kinds != other.kinds else []
    parts.append(f"{value.get('lexical')} = {quoted(other.constant.value)}")
    for name, kinds in (("language", TAGGED), ("datatype", SPECIAL | OTHER)):
        if other.kinds & kinds:
            parts.append(f"{value.get(name)} = {other.get(name)}")
    return f"({' AND '.join(parts)})"


def equal(left: Value, right: Value) -> str:
    """The operator ``=``."""
    both = left.kinds | right.kinds
    if not both:
        return "NULL::BOOLEAN"
    if not left.kinds & ~_PLAIN or not right.kinds & ~_PLAIN:
        plain, other = (left, right) if not left.kinds & ~_PLAIN else (right, left)
        if not other.kinds & ~_PLAIN or not plain.kinds & ~NODES:
            return f"({same(left, right)})"
    cases: list[tuple[str, str]] = []
    if both & SPECIAL:
        cases.append((_either(left, right, SPECIAL), INEXACT))
    if left.kinds & NUMBERS and right.kinds & NUMBERS:
        cases.append((_both(left, right, NUMBERS), _numbers(left, "=", right)))
    if left.kinds & BOOLEAN and right.kinds & BOOLEAN:
        truths = f"{left.get('truth')} = {right.get('truth')}"
        cases.append((_both(left, right, BOOLEAN), truths))
    for kind in (DATE_TIME, DATE):
        if left.kinds & kind and right.kinds & kind:
            cases.append((_both(left, right, kind), _times(left, "=", right)))
    if both & OTHER:
        # Of a type that is not known, other forms may be of the same value.
        met = f"{_either(left, right, OTHER)} AND {_both(left, right, LITERALS)}"
        cases.append((met, f"CASE WHEN {same(left, right)} THEN TRUE END"))
    if not cases:
        return f"({same(left, right)})"
    if len(cases) == 1 and single(left.kinds) and left.kinds == right.kinds:
        return f"({cases[0][1]})"
    told = " ".join(f"WHEN {met} THEN {sql}" for met, sql in cases)
    return f"(CASE {told} ELSE {same(left, right)} END)"


def less(left: Value, sign: str, right: Value) -> str:
    """The operators ``<``, ``>``, ``<=`` and ``>=``.

    The store has a term as little and as great as itself, even where it has no order.
    """
    cases = []
    if left.kinds & NUMBERS and right.kinds & NUMBERS:
        cases.append((NUMBERS, _numbers(left, sign, right)))
    if left.kinds & STRING and right.kinds & STRING:
        cases.append((STRING, f"{left.get('lexical')} {sign} {right.get('lexical')}"))
    if left.kinds & TAGGED and right.kinds & TAGGED:
        tagged = f"{left.get('lexical')} {sign} {right.get('lexical')}"
        cases.append(
            (
                TAGGED,
                f"CASE WHEN {left.get('language')} = {right.get('language')} THEN {tagged} END",
            )
        )
    for kind in (DATE_TIME, DATE):
        if left.kinds & kind and right.kinds & kind:
            cases.append((kind, _times(left, sign, right)))
    special = (left.kinds | right.kinds) & SPECIAL
    if len(cases) == 1 and not special:
        kinds, sql = cases[0]
        if not (left.kinds | right.kinds) & ~kinds:
            return f"({sql})"
    both = left.kinds & right.kinds
    ordered = sum(kinds for kinds, _ in cases)
    itself = f"WHEN {same(left, right)} THEN {'=' in sign}" if both & ~ordered else ""
    told = [f"WHEN {_both(left, right, kinds)} THEN {sql}" for kinds, sql in cases]
    if special:
        told.insert(0, f"WHEN {_either(left, right, SPECIAL)} THEN {INEXACT}")
    if itself:
        told.append(itself)
    return f"(CASE {' '.join(told)} END)" if told else "NULL::BOOLEAN"


def _both(left: Value, right: Value, kinds: int) -> str:
    return f"({left.is_kind(kinds)} AND {right.is_kind(kinds)})"


def _either(left: Value, right: Value, kinds: int) -> str:
    found = [value for value in (left, right) if value.kinds & kinds]
    there = [value.bound() for value in (left, right)]
    met = " OR ".join(value.is_kind(kinds) for value in found)
    return f"(({met}) AND {' AND '.join(there)})"


def _numbers(left: Value, sign: str, right: Value) -> str:
    kinds = (left.kinds | right.kinds) & NUMBERS
    if kinds == INTEGER:
        return f"{left.get('whole')} {sign} {right.get('whole')}"
    exact = f"{left.get('exact')} {sign} {right.get('exact')}"
    if not kinds & DOUBLE:
        return exact
    doubles = f"{left.get('number')} {sign} {right.get('number')}"
    if not left.kinds & EXACT or not right.kinds & EXACT:
        return doubles
    both = f"{left.get('exact')} IS NOT NULL AND {right.get('exact')} IS NOT NULL"
    return f"CASE WHEN {both} THEN {exact} ELSE {doubles} END"


def _times(left: Value, sign: str, right: Value) -> str:
    alike = f"{left.get('instant')} {sign} {right.get('instant')}"
    apart = f"abs({left.get('instant')} - {right.get('instant')}) > {_ZONES}"
    mixed = "FALSE" if sign == "=" else f"CASE WHEN {apart} THEN {alike} END"
    return f"CASE WHEN {left.get('zoned')} = {right.get('zoned')} THEN {alike} ELSE {mixed} END"


def truth(value: Value) -> str:
    """The effective boolean value (section 17.2.2)."""
    if value.kinds == BOOLEAN:
        return value.get("truth")
    cases = []
    if value.kinds & BOOLEAN:
        cases.append(f"WHEN {value.is_kind(BOOLEAN)} THEN {value.get('truth')}")
    if value.kinds & STRING:
        cases.append(f"WHEN {value.is_kind(STRING)} THEN {value.get('lexical')} <> ''")
    if value.kinds & EXACT:
        cases.append(f"WHEN {value.is_kind(EXACT)} THEN {value.get('exact')} <> 0")
    if value.kinds & DOUBLE:
        cases.append(f"WHEN {value.is_kind(DOUBLE)} THEN {value.get('number')} <> 0")
    if value.kinds & SPECIAL:
        cases.append(f"WHEN {value.is_kind(SPECIAL)} THEN {INEXACT}")
    return f"(CASE {' '.join(cases)} END)" if cases else "NULL::BOOLEAN"


def sort_keys(value: Value) -> list[str]:
    """What rows are sorted by, one after another; what is not there is first.

    Blank nodes come before IRIs and IRIs before literals. Among literals that ``<`` cannot compare
    SPARQL leaves the order open: numbers come before times and times before all else, which is
    sorted by its characters, then its type and its language.
    """
    kinds = value.kinds
    if not kinds:
        return []
    keys: list[str] = []
    families = (NODES & kinds, NUMBERS & kinds, TIMES & kinds, kinds & ~(NODES | NUMBERS | TIMES))
    if kinds & SPECIAL:
        keys.append(f"CASE WHEN {value.is_kind(SPECIAL)} THEN {INEXACT} END")
    if sum(map(bool, families)) > 1 or families[0] == NODES:
        ranks = {Kind.BLANK: 0, Kind.IRI: 1, Kind.INTEGER: 2, Kind.DECIMAL: 2, Kind.DOUBLE: 2,
                 Kind.DATE_TIME: 3, Kind.DATE: 4}  # fmt: skip
        cases = " ".join(f"WHEN {kind:d} THEN {rank}" for kind, rank in ranks.items())
        keys.append(
            f"CASE WHEN {value.bound()} THEN CASE {value.get('kind')} {cases} ELSE 5 END END"
        )
    if kinds & NUMBERS == INTEGER:
        keys.append(value.get("whole"))
    else:
        if kinds & DOUBLE:
            keys.append(value.get("number"))
        if kinds & EXACT:
            keys.append(value.get("exact"))
    if kinds & TIMES:
        keys.append(value.get("instant"))
    plain = kinds & ~(NUMBERS | TIMES)
    if plain:
        keys.append(value.get("lexical"))
    if plain & LITERALS and not single(plain & LITERALS):
        keys.append(value.get("datatype"))
    if plain & TAGGED:
        keys.append(value.get("language"))
    return keys
