"""The tables in which the terms and the quads of a version stand as columns.

``terms`` gives each term that stands in a quad a number from 1 on; 0 is no term, and the name of
the default graph. Beside the exact lexical form, as the store answers it, stand the values by
which SPARQL compares and counts, so that no query has to read a literal.
"""

from __future__ import annotations

from enum import IntEnum

from peyvand.vocabulary.iris import PREFIXES


class Kind(IntEnum):
    """What a term is, as far as SPARQL computes with it.

    The numbers are the order in which ``ORDER BY`` has blank nodes, IRIs and literals
    (SPARQL 1.1, section 15.1), and the bits of ``counts.kinds``.
    """

    BLANK = 0
    IRI = 1
    # xsd:string
    STRING = 2
    # rdf:langString
    TAGGED = 3
    INTEGER = 4
    DECIMAL = 5
    DOUBLE = 6
    BOOLEAN = 7
    DATE_TIME = 8
    DATE = 9
    # Literals whose value the store knows and the columns do not: xsd:float, durations, times,
    # numbers that are no finite ones, triple terms, … A query that looks at one goes to the store.
    SPECIAL = 10
    # Literals of types that the store does not know, or that are none of their type.
    OTHER = 11


# Types of XML Schema whose values the engine does not know: they are but forms with a type.
UNREAD = ("anyURI", "base64Binary", "hexBinary", "language", "Name", "NCName", "NMTOKEN",
    "normalizedString", "token")  # fmt: skip

# 10 to the power of the decimal places that the engine computes with.
SCALE = 10**18

# What is NULL where a term has no such value:
# * ``lexical``: an IRI, the label of a blank node, or a lexical form;
# * ``language``: the language tag of a TAGGED; ``datatype``: the IRI of the type of any literal;
# * ``exact``: the value of an INTEGER or DECIMAL times 10^18 – the engine's own decimals have
#   18 places in 128 bits, so that sums and comparisons are the same, overflow included;
# * ``whole``: the value of an INTEGER (64 bits, as the engine has them): counts and sums of
#   whole numbers are several times faster than of ``exact``;
# * ``number``: the value of INTEGER, DECIMAL and DOUBLE as an xsd:double;
# * ``truth``: the value of a BOOLEAN;
# * ``instant``: where a DATE_TIME or the first moment of a DATE stands on the time line, in
#   seconds since 0001-01-01T00:00:00 times 10^18, in UTC if it has a time zone, which ``zoned``
#   tells.
TERMS = """
CREATE TABLE terms (
    id BIGINT NOT NULL,
    kind UTINYINT NOT NULL,
    lexical VARCHAR NOT NULL,
    language VARCHAR,
    datatype VARCHAR,
    exact HUGEINT,
    whole BIGINT,
    number DOUBLE,
    truth BOOLEAN,
    instant HUGEINT,
    zoned BOOLEAN
)"""

# Each quad once. ``g`` is 0 in the default graph.
# Sorted by predicate, subject and object: the blocks of a predicate are next to each other, and
# DuckDB skips the others by the least and greatest value of each block.
QUADS = """
CREATE TABLE quads (
    s BIGINT NOT NULL,
    p BIGINT NOT NULL,
    o BIGINT NOT NULL,
    g BIGINT NOT NULL
)"""
# The order of ``quads``.
SORTED = ("p", "s", "o", "g")

# Of each predicate in all graphs: how many quads, how many subjects and objects of them, and of
# which kinds the objects are (the sum of ``1 << kind``). After a change without the kinds that
# went: a kind that there may be costs time, one that is missing would be a wrong answer.
COUNTS = """
CREATE TABLE counts (
    p BIGINT NOT NULL,
    quads BIGINT NOT NULL,
    subjects BIGINT NOT NULL,
    objects BIGINT NOT NULL,
    kinds INTEGER NOT NULL
)"""

# One row: that the file is of this form. Another number is another form, and no use is made of it.
FORM = 1
ABOUT = "CREATE TABLE about (form INTEGER NOT NULL)"

# What ``counts`` is made by, once ``terms`` and ``quads`` are filled.
COUNTED = """
INSERT INTO counts
SELECT q.p, count(*), count(DISTINCT q.s), count(DISTINCT q.o), bit_or(1 << t.kind::INTEGER)
FROM quads q JOIN terms t ON t.id = q.o
GROUP BY q.p ORDER BY q.p"""

ALL = (TERMS, QUADS, COUNTS, ABOUT)

# Terms as they are read: ``sort`` is 0 for blank nodes, 1 for IRIs, 2 for literals.
READ = """
CREATE TEMP TABLE read_terms (
    id BIGINT, sort UTINYINT, lexical VARCHAR, language VARCHAR, datatype VARCHAR
)"""
_XSD = PREFIXES["xsd"]
_DAY = "(?:[1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}"
_CLOCK = "[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.][0-9]{1,18})?"
_ZONE = "(?:Z|[+-][0-9]{2}:[0-9]{2})"
# The lexical forms are the engine's own: canonical ones. What is not read here is SPECIAL where
# the engine may read it, which costs speed and never an answer.
_KINDS = f"""CASE
    WHEN sort = 0 THEN {Kind.BLANK:d}
    WHEN sort = 1 THEN {Kind.IRI:d}
    WHEN sort <> 2 THEN {Kind.SPECIAL:d}
    WHEN language IS NOT NULL THEN
        CASE WHEN datatype LIKE '%#langString' THEN {Kind.TAGGED:d} ELSE {Kind.SPECIAL:d} END
    WHEN datatype = '{_XSD}string' THEN {Kind.STRING:d}
    WHEN NOT starts_with(datatype, '{_XSD}') THEN {Kind.OTHER:d}
    WHEN datatype = '{_XSD}integer' THEN
        CASE WHEN TRY_CAST(lexical AS BIGINT)::VARCHAR = lexical THEN {Kind.INTEGER:d}
        ELSE {Kind.SPECIAL:d} END
    WHEN datatype = '{_XSD}decimal' THEN
        CASE WHEN regexp_full_match(lexical, '-?[0-9]{{1,19}}(?:[.][0-9]{{1,18}})?')
        THEN {Kind.DECIMAL:d} ELSE {Kind.SPECIAL:d} END
    WHEN datatype = '{_XSD}double' THEN
        CASE WHEN isfinite(TRY_CAST(lexical AS DOUBLE)) AND lexical NOT LIKE '-0%'
            AND regexp_full_match(lexical, '-?[0-9]+(?:[.][0-9]+)?')
        THEN {Kind.DOUBLE:d} ELSE {Kind.SPECIAL:d} END
    WHEN datatype = '{_XSD}boolean' AND lexical IN ('true', 'false') THEN {Kind.BOOLEAN:d}
    WHEN datatype = '{_XSD}dateTime' AND regexp_full_match(lexical, '{_DAY}T{_CLOCK}{_ZONE}?')
        THEN {Kind.DATE_TIME:d}
    WHEN datatype = '{_XSD}date' AND regexp_full_match(lexical, '{_DAY}{_ZONE}?')
        THEN {Kind.DATE:d}
    WHEN datatype IN ({", ".join(f"'{_XSD}{name}'" for name in UNREAD)}) THEN {Kind.OTHER:d}
    ELSE {Kind.SPECIAL:d} END"""
# The digits of a decimal with 18 places, as one whole number.
_SCALED = "replace(lexical::DECIMAL(38, 18)::VARCHAR, '.', '')::HUGEINT"
_SECONDS = f"""(
    ((left(lexical, 10)::DATE - DATE '0001-01-01') * 86400)::HUGEINT
    + CASE WHEN kind = {int(Kind.DATE_TIME)} THEN substr(lexical, 12, 2)::HUGEINT * 3600
        + substr(lexical, 15, 2)::HUGEINT * 60 + substr(lexical, 18, 2)::HUGEINT ELSE 0 END
    - CASE WHEN zone = '' OR zone = 'Z' THEN 0
        ELSE (substr(zone, 2, 2)::HUGEINT * 3600 + substr(zone, 5, 2)::HUGEINT * 60)
            * CASE WHEN left(zone, 1) = '-' THEN -1 ELSE 1 END END
    ) * {SCALE} + rpad(regexp_extract(lexical, '[.]([0-9]+)', 1), 18, '0')::HUGEINT
"""
# The rows of ``terms`` of the rows of ``read_terms``.
VALUED = f"""
SELECT id, kind, lexical, language, datatype,
    CASE kind WHEN {Kind.INTEGER:d} THEN lexical::HUGEINT * {SCALE}
        WHEN {Kind.DECIMAL:d} THEN {_SCALED} END AS exact,
    CASE kind WHEN {Kind.INTEGER:d} THEN lexical::BIGINT END AS whole,
    CASE WHEN kind IN ({Kind.INTEGER:d}, {Kind.DECIMAL:d}, {Kind.DOUBLE:d})
        THEN lexical::DOUBLE END AS number,
    CASE kind WHEN {Kind.BOOLEAN:d} THEN lexical = 'true' END AS truth,
    CASE WHEN kind IN ({Kind.DATE_TIME:d}, {Kind.DATE:d}) THEN {_SECONDS} END AS instant,
    CASE WHEN kind IN ({Kind.DATE_TIME:d}, {Kind.DATE:d}) THEN zone <> '' END AS zoned
FROM (
    SELECT *, CASE WHEN kind IN ({Kind.DATE_TIME:d}, {Kind.DATE:d})
        THEN regexp_extract(lexical[11:], '{_ZONE}$') END AS zone
    FROM (SELECT *, {_KINDS} AS kind FROM read_terms)
)"""
