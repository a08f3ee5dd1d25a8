"""Answers in the order of their questions, and things by name, in that of the page's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from pyoxigraph import Literal, NamedNode

from peyvand.vocabulary.iris import ID, PREFIXES
from peyvand.web.pages.components.answers import Row, Term, term
from peyvand.web.pages.components.collation import collated
from peyvand.web.pages.components.values import is_number

if TYPE_CHECKING:
    from peyvand.web.pages.components.sections import Reader

T = TypeVar("T")
Binding = Mapping[str, Mapping[str, Any]]
# An order by variables alone, at the end of a query.
_ORDER = re.compile(r"ORDER BY((?:\s+(?:\?\w+|DESC\(\?\w+\)))+)\s*(?:LIMIT\s+\S+\s*)?$")
_KEY = re.compile(r"(DESC\()?\?(\w+)")
# Of what stands in the order of its numbers: sources, and what they say line by line.
_NUMBERED = (f"{ID}document/", f"{ID}claim/", f"{ID}register")
_TEXTS = (PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString")


def in_order(query: str, bindings: Sequence[Binding], reader: Reader) -> list[Binding]:
    """The rows of an answer, as SPARQL's JSON results have them, by the keys of its query.

    See ``rows_in_order``.
    """
    rows = [{name: term(value) for name, value in row.items()} for row in bindings]
    return [bindings[place] for place in _places(query, rows, reader)]


def rows_in_order(query: str, rows: Sequence[Row], reader: Reader) -> list[Row]:
    """The rows of an answer by the keys of its query.

    A name counts as it is shown: that of the language of the page, else the other, and of a thing
    without either its label; documents and claims stand in the order of their numbers. Numbers are
    numbers, and what is not known stands last.

    Args:
        query: a SELECT query.
        rows: of its answer.
        reader: of the labels, in the language of the page.

    Returns:
        The rows as they are given where the query names no order, or one by expressions.
    """
    return [rows[place] for place in _places(query, rows, reader)]


def by_name(items: Iterable[T], thing: Callable[[T], Term], reader: Reader) -> list[T]:
    """What stands for things, in the order of what these are called.

    Args:
        items: what is put in order.
        thing: that an item stands for.
        reader: of the labels, in the language of the page.
    """
    given = [(thing(item), item) for item in items]
    reader.learn(one for one, _ in given)
    named = [(reader.label(one)[0] or one.value, one.value, item) for one, item in given]
    order = collated((name for name, _, _ in named), reader.language)
    return [item for _, _, item in sorted(named, key=lambda one: (order(one[0]), one[1]))]


def _places(query: str, rows: Sequence[Row], reader: Reader) -> list[int]:
    """The numbers of the rows in their order."""
    places = list(range(len(rows)))
    if not (found := _ORDER.search(query.rstrip())):
        return places
    keys = _KEY.findall(found[1])
    reader.learn(
        thing for _, name in keys for row in rows if (thing := _unnamed(row, name)) is not None
    )
    for is_down, name in reversed(keys):
        told = [_key(row, name, reader) for row in rows]
        order = collated((key[1] for key in told if key and key[1]), reader.language)
        known = [
            ((key[0], order(key[1]), key[2]), place) for place in places if (key := told[place])
        ]
        known.sort(key=itemgetter(0), reverse=bool(is_down))
        places = [*(place for _, place in known), *(one for one in places if not told[one])]
    return places


def _key(row: Row, name: str, reader: Reader) -> tuple[float, str, str] | None:
    """The number of a value, its name, and its writing; None if it is not known."""
    own = row.get(name)
    if isinstance(own, Literal) and not name.endswith("En"):
        if is_number(own):
            return float(own.value), "", ""
        is_text = own.datatype.value in _TEXTS
        return (0.0, own.value, "") if is_text else (0.0, "", own.value)
    told = _told(row, name, reader.language)
    if own is None or name.endswith("En"):
        return (0.0, told, "") if told else None
    if (thing := _unnamed(row, name)) is not None:
        told = reader.label(thing)[0]
    return 0.0, told, own.value


def _told(row: Row, name: str, language: str) -> str:
    """What a thing is called in a row, in the language of the page if it can be."""
    stem = name.removesuffix("En")
    tags = ("Fa", "En") if language == "fa" else ("En", "Fa")
    return next((row[stem + tag].value for tag in tags if stem + tag in row), "")


def _unnamed(row: Row, name: str) -> NamedNode | None:
    """The thing that a row has as a value, if it is without a name there and not numbered."""
    own = row.get(name)
    if not isinstance(own, NamedNode) or own.value.startswith(_NUMBERED):
        return None
    return None if _told(row, name, "en") else own
