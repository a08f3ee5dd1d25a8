"""Functions of strings and dates (SPARQL 1.1, sections 17.4.2, 17.4.3 and 17.4.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pyoxigraph import Literal

from peyvand.columns.algebra import Outside
from peyvand.columns.schema import SCALE, Kind
from peyvand.columns.sql.values import (
    BLANK,
    DATE_TIME,
    DECIMAL,
    INEXACT,
    INTEGER,
    IRI,
    LITERALS,
    SPECIAL,
    STRING,
    TAGGED,
    TEXTS,
    TIMES,
    Value,
    boolean,
    integer,
    null,
    quoted,
    single,
    string,
    when,
)

# Letters of which DuckDB, Java 17 and the engine do not have the same other case: those whose other
# case is several letters or depends on its neighbours, and the newest of Unicode.
_NEWEST = r"\x{2C2F}\x{2C5F}\x{10570}-\x{105BC}"
_NEWEST += r"\x{1C80}-\x{1C8F}\x{A7C0}-\x{A7FF}\x{10D40}-\x{10DFF}\x{16E00}-\x{16EFF}"
_CASES = {
    "LCASE": ("lower", rf"[\x{{130}}\x{{3A3}}{_NEWEST}]"),
    "UCASE": (
        "upper",
        r"[\x{DF}\x{149}\x{19B}\x{1F0}\x{264}\x{390}\x{3B0}\x{587}\x{1E96}-\x{1E9F}"
        rf"\x{{1F50}}-\x{{1FFF}}\x{{FB00}}-\x{{FB1F}}{_NEWEST}]",
    ),
}
# Regular expressions that mean the same to RE2 and to the engine's library: letters, digits,
# anchors, points, alternatives, groups, classes of characters, and simple repetition.
_CLASS = r"\[\^?(?:[^\W_](?:-[^\W_])?)+\]"
_PATTERN = re.compile(rf"(?:(?:[\w ,:;'\"/@#%=!<>~`-]|[.)(^$|]|{_CLASS})(?:[*+?](?![*+?]))?)*")
_SEARCHES = {"CONTAINS": "contains", "STRSTARTS": "starts_with", "STRENDS": "ends_with"}
# Where the parts of a date stand in its lexical form, and of which kinds it has them.
_PARTS = {
    "YEAR": (1, 4, TIMES), "MONTH": (6, 2, TIMES), "DAY": (9, 2, TIMES),
    "HOURS": (12, 2, DATE_TIME), "MINUTES": (15, 2, DATE_TIME),
}  # fmt: skip
_INTEGER = "[+-]?[0-9]{1,18}"


def text(value: Value, kinds: int = TEXTS) -> str:
    """The characters of a value of some kinds; NULL for others, which are errors."""
    if not value.kinds & kinds:
        return null("lexical")
    if not value.kinds & ~kinds:
        return value.get("lexical")
    refused = f"WHEN {value.is_kind(SPECIAL)} THEN {INEXACT} " if value.kinds & SPECIAL else ""
    met = value.is_kind(kinds)
    return f"CASE {refused}WHEN {met} THEN {value.get('lexical')} END"


def _like(value: Value, sql: str) -> Value:
    """A text of the language of another."""
    kinds = value.kinds & TEXTS
    if not kinds & TAGGED:
        return string(sql)
    fields = {
        "lexical": sql,
        "language": f"CASE WHEN {sql} IS NOT NULL THEN {value.get('language')} END",
    }
    if not single(kinds):
        fields["kind"] = f"CASE WHEN {sql} IS NOT NULL THEN {value.get('kind')} END"
    return Value(kinds, fields)


def _compatible(left: Value, right: Value, sql: str) -> str:
    """NULL where the second has a language that is not the first's (section 17.4.3.1.2)."""
    if not right.kinds & TAGGED:
        return sql
    language = right.get("language")
    return f"CASE WHEN {language} IS NULL OR {language} = {left.get('language')} THEN {sql} END"


def as_string(value: Value, kinds: int = LITERALS | IRI) -> Value:
    """STR: a lexical form, or an IRI as a string."""
    if not value.kinds & ~kinds:
        return string(value.get("lexical"))
    if not value.kinds & kinds:
        return string(null("lexical"))
    return string(when(value.is_kind(kinds), value.get("lexical")))


def language(value: Value) -> Value:
    """LANG: of a literal without a language it is empty."""
    if not value.kinds & LITERALS:
        return string(null("lexical"))
    if value.kinds == TAGGED:
        return string(value.get("language"))
    tag = f"coalesce({value.get('language')}, '')" if value.kinds & TAGGED else "''"
    return string(when(value.is_kind(LITERALS), tag))


def datatype(value: Value) -> Value:
    """DATATYPE."""
    if not value.kinds & LITERALS:
        return Value(IRI, {"lexical": null("lexical")})
    return Value(IRI, {"lexical": value.get("datatype")})


def matches_language(tag: Value, wanted: Value) -> Value:
    """LANGMATCHES, by RFC 4647's basic filtering."""
    of, asked = text(tag, STRING), text(wanted, STRING)
    small = f"lower({of})"
    basic = f"({small} = lower({asked}) OR starts_with({small}, lower({asked}) || '-'))"
    if wanted.constant is not None:
        return boolean(f"({of} <> '')" if wanted.constant.value == "*" else basic)
    return boolean(f"CASE WHEN {asked} = '*' THEN {of} <> '' ELSE {basic} END")


def cased(word: str, value: Value) -> Value:
    """LCASE and UCASE."""
    function, letters = _CASES[word]
    of = text(value)
    unsure = f"regexp_matches({of}, {quoted(letters)})"
    return _like(value, f"CASE WHEN {unsure} THEN {INEXACT} ELSE {function}({of}) END")


def length(value: Value) -> Value:
    """STRLEN."""
    return integer(f"length({text(value)})::BIGINT")


def searched(word: str, value: Value, part: Value) -> Value:
    """CONTAINS, STRSTARTS and STRENDS."""
    sql = f"{_SEARCHES[word]}({text(value)}, {text(part)})"
    return boolean(_compatible(value, part, sql))


def split(word: str, value: Value, part: Value) -> Value:
    """STRBEFORE and STRAFTER; what is not found is a string without a language."""
    of, what = text(value), text(part)
    at = f"strpos({of}, {what})"
    if word == "STRBEFORE":
        found = f"left({of}, {at} - 1)"
    else:
        found = f"substr({of}, {at} + length({what}))"
    sql = _compatible(value, part, f"CASE WHEN {at} = 0 THEN '' ELSE {found} END")
    if not value.kinds & TAGGED:
        return string(sql)
    tag = f"CASE WHEN {at} > 0 AND {sql} IS NOT NULL THEN {value.get('language')} END"
    kind = f"CASE WHEN {sql} IS NULL THEN NULL WHEN {tag} IS NULL THEN {Kind.STRING:d}"
    kind += f" ELSE {Kind.TAGGED:d} END"
    return Value(TEXTS, {"lexical": sql, "language": tag, "kind": kind})


def substring(value: Value, start: Value, size: Value | None) -> Value:
    """SUBSTR, from whole numbers; where it begins before the text, the store answers."""
    for number in (start, size):
        if number is not None and number.kinds != INTEGER:
            raise Outside
    at = start.get("whole")
    arguments, met = f"{text(value)}, {at}", f"{at} >= 1"
    if size is not None:
        arguments += f", {size.get('whole')}"
        met += f" AND {size.get('whole')} >= 0"
    return _like(value, f"CASE WHEN {met} THEN substr({arguments}) ELSE {INEXACT} END")


def concatenated(values: Sequence[Value]) -> Value:
    """CONCAT: of one language if all parts are."""
    sql = " || ".join(f"({text(value)})" for value in values) or "''"
    if not all(value.kinds & TAGGED for value in values) or not values:
        return string(f"({sql})")
    first = values[0].get("language")
    alike = " AND ".join(f"{value.get('language')} = {first}" for value in values)
    tag = f"CASE WHEN {alike} AND ({sql}) IS NOT NULL THEN {first} END"
    kind = f"CASE WHEN ({sql}) IS NULL THEN NULL WHEN {tag} IS NULL THEN {Kind.STRING:d}"
    kind += f" ELSE {Kind.TAGGED:d} END"
    return Value(TEXTS, {"lexical": f"({sql})", "language": tag, "kind": kind})


def matched(value: Value, pattern: Value, flags: Value | None) -> Value:
    """REGEX with a constant pattern that both libraries read alike.

    Raises:
        Outside: it is another.
    """
    options = "" if flags is None else flags.constant.value if flags.constant else None
    constant = pattern.constant
    if not isinstance(constant, Literal) or pattern.kinds != STRING or options not in ("", "i"):
        raise Outside
    if not _PATTERN.fullmatch(constant.value):
        raise Outside
    arguments = f"{text(value)}, {quoted(constant.value)}" + (", 'i'" if options else "")
    return boolean(f"regexp_matches({arguments})")


def part_of_date(word: str, value: Value) -> Value:
    """YEAR, MONTH, DAY, HOURS and MINUTES, as the lexical form has them."""
    start, size, kinds = _PARTS[word]
    return integer(f"substr({text(value, kinds)}, {start}, {size})::BIGINT")


def as_integer(value: Value) -> Value:
    """The cast to xsd:integer, of whole numbers, decimals and strings."""
    cases = []
    if value.kinds & (SPECIAL | ~(INTEGER | DECIMAL | STRING | IRI | BLANK)):
        others = value.kinds & ~(INTEGER | DECIMAL | STRING | IRI | BLANK)
        if others:
            cases.append(f"WHEN {value.is_kind(others)} THEN {INEXACT}")
    if value.kinds & INTEGER:
        cases.append(f"WHEN {value.is_kind(INTEGER)} THEN {value.get('whole')}")
    if value.kinds & DECIMAL:
        whole = f"TRY_CAST({value.get('exact')} // {SCALE} AS BIGINT)"
        cases.append(f"WHEN {value.is_kind(DECIMAL)} THEN {whole}")
    if value.kinds & STRING:
        of = value.get("lexical")
        read = (
            f"CASE WHEN regexp_full_match({of}, {quoted(_INTEGER)}) THEN TRY_CAST({of} AS BIGINT)"
        )
        read += f" WHEN regexp_matches({of}, '[0-9]{{19}}') THEN {INEXACT} END"
        cases.append(f"WHEN {value.is_kind(STRING)} THEN {read}")
    return integer(f"CASE {' '.join(cases)} END" if cases else null("whole"))
