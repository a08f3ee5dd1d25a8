"""The answers of columns, store and rdflib, held against each other."""

import re
from collections import Counter

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean

from peyvand.columns.plan import Refused, translated
from peyvand.query.engine import ask
from peyvand.vocabulary.iris import PREFIXES

_ORDER = re.compile(r"ORDER BY (|DESC\(|ASC\()\?(\w+)")
_NUMBERS = {PREFIXES["xsd"] + name for name in ("integer", "decimal", "double")}
_TIMES = {PREFIXES["xsd"] + name for name in ("date", "dateTime")}
_ZONE = re.compile(r"Z$|[+-]\d\d:\d\d$")


def of_columns(text, columns):
    """The rows that columns give; None where they leave it to the store."""
    plan = translated(text)
    if plan is None:
        return None
    try:
        return list(plan.rows(columns))
    except Refused:
        return None


def of_store(text, store):
    """The rows that the store gives, mended; of ASK one row of nothing, or none."""
    result = ask(store, text)
    if isinstance(result, QueryBoolean):
        return [()] if result else []
    return [tuple(row) for row in result]


def difference(text, columns, store):
    """How columns and store differ in a query: nothing, ``outside``, or what each has more of."""
    found = of_columns(text, columns)
    if found is None:
        return "outside"
    expected = of_store(text, store)
    ours, theirs = Counter(map(written, found)), Counter(map(written, expected))
    if ours != theirs:
        more, less = list((ours - theirs).items()), list((theirs - ours).items())
        return f"columns: {more[:3]}\nstore:   {less[:3]}"
    return out_of_order(text, found)


def written(row):
    """A row as texts that are equal if the answers are."""
    return tuple("" if term is None else _term(term) for term in row)


def _term(term):
    if not isinstance(term, Literal):
        return str(term)
    # SPARQL leaves open in which order GROUP_CONCAT joins its parts.
    return " ".join(sorted(term.value.split(" "))) + str(term).rpartition('"')[2]


def out_of_order(text, rows):
    """Where ``ORDER BY ?x`` is not kept (SPARQL 1.1, section 15.1).

    The store is no measure: where literals of several types are mixed, its numbers are in disorder.
    """
    match = _ORDER.search(text)
    shown = translated(text).variables
    if match is None or match[2] not in shown:
        return ""
    place = shown.index(match[2])
    found = [row[place] for row in rows]
    descending = match[1].startswith("DESC")
    ranks = [_rank(term) for term in found]
    if ranks != sorted(ranks, reverse=descending):
        return f"order of kinds: {found}"
    for family in set(map(_family, found)):
        values = [_value(term) for term in found if _family(term) == family]
        if values != sorted(values, reverse=descending):
            return f"order of {family}: {values[:20]}"
    return ""


def _rank(term):
    return [type(None), BlankNode, NamedNode, Literal].index(type(term))


def _family(term):
    if not isinstance(term, Literal):
        return type(term).__name__
    if term.datatype.value in _NUMBERS:
        return "numbers"
    times = term.datatype.value in _TIMES
    # Times with a zone and without are not in one order.
    return f"{term.datatype.value} {times and _ZONE.search(term.value) is not None}"


def _value(term):
    if isinstance(term, BlankNode) or term is None:
        return ""
    if _family(term) == "numbers":
        return float(term.value)
    times = isinstance(term, Literal) and term.datatype.value in _TIMES
    # One moment stands in several forms.
    return "" if times and _ZONE.search(term.value) else term.value
