"""The rows of an answer in the order of its question, names in that of the language of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Any

from pyoxigraph import NamedNode

from peyvand.vocabulary.iris import ID, PREFIXES
from peyvand.web.pages.components.collation import collated
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import term
from peyvand.web.pages.components.values import is_number

Binding = Mapping[str, Mapping[str, Any]]
# An order by variables alone, at the end of a query.
_ORDER = re.compile(r"ORDER BY((?:\s+(?:\?\w+|DESC\(\?\w+\)))+)\s*(?:LIMIT\s+\S+\s*)?$")
_KEY = re.compile(r"(DESC\()?\?(\w+)")
# Of what stands in the order of its numbers: sources, and what they say line by line.
_NUMBERED = (f"{ID}document/", f"{ID}claim/", f"{ID}register")
_STRING, _TEXT = PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString"


def in_order(query: str, bindings: Sequence[Binding], reader: Reader) -> list[Binding]:
    """The rows of an answer by the keys of its query.

    A name counts as it is shown: that of the language of the page, else the other, and of a thing
    without either its label; documents and claims stand in the order of their numbers. Numbers are
    numbers, and what is not known stands last.

    Args:
        query: a SELECT query.
        bindings: rows of its answer, as SPARQL's JSON results have them.
        reader: of the labels, in the language of the page.

    Returns:
        The rows as they are given where the query names no order, or one by expressions.
    """
    rows = list(bindings)
    if not (found := _ORDER.search(query.rstrip())):
        return rows
    keys = _KEY.findall(found[1])
    reader.learn(
        thing for _, name in keys for row in rows if (thing := _unnamed(row, name)) is not None
    )
    for is_down, name in reversed(keys):
        placed = [(_key(row, name, reader), row) for row in rows]
        order = collated((key[1] for key, _ in placed if key and key[1]), reader.language)
        known = [((key[0], order(key[1]), key[2]), row) for key, row in placed if key]
        known.sort(key=itemgetter(0), reverse=bool(is_down))
        rows = [*(row for _, row in known), *(row for key, row in placed if not key)]
    return rows


def _key(row: Binding, name: str, reader: Reader) -> tuple[float, str, str] | None:
    """The number of a value, its name, and its writing; None if it is not known."""
    own = row.get(name)
    if own and own["type"] == "literal" and not name.endswith("En"):
        value = term(own)
        if is_number(value):
            return float(value.value), "", ""
        is_text = own.get("datatype", _STRING) in (_STRING, _TEXT)
        return (0.0, value.value, "") if is_text else (0.0, "", value.value)
    told = _told(row, name, reader.language)
    if own is None or name.endswith("En"):
        return (0.0, told, "") if told else None
    if (thing := _unnamed(row, name)) is not None:
        told = reader.label(thing)[0]
    return 0.0, told, str(own["value"])


def _told(row: Binding, name: str, language: str) -> str:
    """What a thing is called in a row, in the language of the page if it can be."""
    stem = name.removesuffix("En")
    tags = ("Fa", "En") if language == "fa" else ("En", "Fa")
    return next((str(row[stem + tag]["value"]) for tag in tags if stem + tag in row), "")


def _unnamed(row: Binding, name: str) -> NamedNode | None:
    """The thing that a row has as a value, if it is without a name there and not numbered."""
    own = row.get(name)
    if not own or own["type"] != "uri" or own["value"].startswith(_NUMBERED):
        return None
    return None if _told(row, name, "en") else NamedNode(str(own["value"]))
