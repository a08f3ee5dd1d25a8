"""The functions of SPARQL 1.1 with the numbers of their arguments, and what others call them."""

from __future__ import annotations

from rapidfuzz import fuzz, process

_ANY = 99
# SPARQL 1.1, section 17.4: the least and the most arguments.
_BY_COUNT = {
    (0, 0): "RAND NOW UUID STRUUID",
    (0, 1): "BNODE",
    (1, 1): "STR LANG DATATYPE BOUND IRI URI ABS CEIL FLOOR ROUND STRLEN UCASE LCASE "
    "ENCODE_FOR_URI YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384 "
    "SHA512 ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC ISTRIPLE SUBJECT PREDICATE OBJECT LANGDIR "
    "HASLANG HASLANGDIR",
    (2, 2): "LANGMATCHES CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER STRLANG STRDT SAMETERM "
    "ADJUST",
    (2, 3): "SUBSTR REGEX",
    (3, 3): "IF TRIPLE STRLANGDIR",
    (3, 4): "REPLACE",
    (0, _ANY): "COALESCE CONCAT",
}
FUNCTIONS = {name: count for count, names in _BY_COUNT.items() for name in names.split()}
AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
# What other languages and habits call them.
_ALIASES = {
    "LENGTH": "STRLEN",
    "LEN": "STRLEN",
    "SIZE": "STRLEN",
    "CHAR_LENGTH": "STRLEN",
    "SUBSTRING": "SUBSTR",
    "MID": "SUBSTR",
    "SLICE": "SUBSTR",
    "UPPER": "UCASE",
    "TOUPPER": "UCASE",
    "UPPERCASE": "UCASE",
    "LOWER": "LCASE",
    "TOLOWER": "LCASE",
    "LOWERCASE": "LCASE",
    "STARTSWITH": "STRSTARTS",
    "STARTS_WITH": "STRSTARTS",
    "ENDSWITH": "STRENDS",
    "ENDS_WITH": "STRENDS",
    "INCLUDES": "CONTAINS",
    "INSTR": "CONTAINS",
    "INDEXOF": "CONTAINS",
    "STRPOS": "CONTAINS",
    "LIKE": "REGEX",
    "MATCH": "REGEX",
    "MATCHES": "REGEX",
    "RLIKE": "REGEX",
    "REGEXP": "REGEX",
    "REGEXP_REPLACE": "REPLACE",
    "LANGUAGE": "LANG",
    "LANGTAG": "LANG",
    "TYPE": "DATATYPE",
    "TYPEOF": "DATATYPE",
    "TOSTRING": "STR",
    "STRING": "STR",
    "TEXT": "STR",
    "IFNULL": "COALESCE",
    "NVL": "COALESCE",
    "EXISTS_VAR": "BOUND",
    "ISBOUND": "BOUND",
    "DEFINED": "BOUND",
    "IIF": "IF",
    "CEILING": "CEIL",
    "RANDOM": "RAND",
    "CURRENT_DATE": "NOW",
    "TODAY": "NOW",
    "DATE": "NOW",
    "GETDATE": "NOW",
    "HOUR": "HOURS",
    "MINUTE": "MINUTES",
    "SECOND": "SECONDS",
    "AVERAGE": "AVG",
    "MEAN": "AVG",
    "TOTAL": "SUM",
    "ADD": "SUM",
    "NUM": "COUNT",
    "FIRST": "SAMPLE",
    "ANY_VALUE": "SAMPLE",
    "STRING_AGG": "GROUP_CONCAT",
    "LISTAGG": "GROUP_CONCAT",
    "MAXIMUM": "MAX",
    "MINIMUM": "MIN",
    "GROUPCONCAT": "GROUP_CONCAT",
    "URLENCODE": "ENCODE_FOR_URI",
}
_ALIKE = 72


def meant(word: str) -> list[str]:
    """The functions that a word may mean, the likeliest first."""
    upper = word.upper()
    if upper in _ALIASES:
        return [_ALIASES[upper]]
    known = [*FUNCTIONS, *sorted(AGGREGATES), "EXISTS"]
    similar = process.extract(upper, known, scorer=fuzz.ratio, limit=3, score_cutoff=_ALIKE)
    return [name for name, _, _ in similar]
