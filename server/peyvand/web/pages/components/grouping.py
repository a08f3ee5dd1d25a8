"""The query whose answer is a table row by row, where a section has several rows for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peyvand.web.pages.components.site import Row, Term

# The declarations before the form of a query, and the order behind its last brace.
_PROLOGUE = re.compile(
    r"\s*(?:(?:PREFIX\s+\S+\s*<[^>]*>|BASE\s*<[^>]*>|#[^\n]*)\s*)*", re.IGNORECASE
)
_ORDER = re.compile(r"\}\s*(ORDER\s+BY\s[^{}]*)$", re.IGNORECASE)
_VARIABLE = re.compile(r"\?(\w+)")
_BETWEEN = " | "


@dataclass(frozen=True)
class Shape:
    """How the rows of an answer make those of a table.

    Args:
        grouped: the variables that have one value in each row of the table.
        several: those that have several in some.
        is_table: whether each row of the answer is one of the table.
    """

    grouped: tuple[str, ...]
    several: tuple[str, ...]
    is_table: bool


def shape(key: Sequence[str], columns: Sequence[str], rows: Sequence[Row]) -> Shape:
    """The shape of an answer.

    Args:
        key: the variables that make a row of the table.
        columns: the variables that the table shows.
        rows: the answer.
    """
    first: dict[tuple[Term | None, ...], Row] = {}
    single = dict.fromkeys(columns)
    for row in rows:
        held = first.setdefault(tuple(row.get(name) for name in key), row)
        if held is not row:
            for name in [name for name in single if held.get(name) != row.get(name)]:
                del single[name]
    grouped = tuple(dict.fromkeys((*key, *single)))
    several = tuple(name for name in columns if name not in grouped)
    return Shape(grouped, several, len(first) == len(rows))


def joined(shapes: Sequence[Shape], key: Sequence[str]) -> Shape:
    """The shape of several answers to parts of one question, no row of the table in two of them.

    Args:
        shapes: those of the answers.
        key: the variables that make a row of the table.
    """
    several = tuple(dict.fromkeys(name for one in shapes for name in one.several))
    single = (name for one in shapes for name in one.grouped if name not in several)
    grouped = tuple(dict.fromkeys((*key, *single)))
    return Shape(grouped, several, all(one.is_table for one in shapes))


def row_by_row(query: str, made: Shape, condition: str = "") -> str:
    """A query with one row for each row of a table.

    Args:
        query: a SELECT query.
        made: how its answer makes the table.
        condition: of SPARQL, which its rows have to meet beside.

    Returns:
        The query itself where there is no condition and each of its rows is one of the table. Else
        one around it: what is several in a row of the table is joined in one text, in a variable
        that ends in ``All``.
    """
    if made.is_table and not condition:
        return query
    joined = "".join(
        f'\n       (GROUP_CONCAT(DISTINCT STR(?{name}); SEPARATOR="{_BETWEEN}") AS ?{name}All)'
        for name in made.several
    )
    prologue = _PROLOGUE.match(query)
    assert prologue
    names = " ".join(f"?{name}" for name in made.grouped)
    inner = "\n".join(f"  {line}" for line in query[prologue.end() :].strip().splitlines())
    found = _ORDER.search(query.strip())
    sorted_by = {*_VARIABLE.findall(found[1])} if found else {""}
    order = f" {found[1].strip()}" if found and sorted_by <= {*made.grouped} else ""
    return (
        f"{prologue[0].strip()}\nSELECT {names}{joined}\n"
        f"WHERE {{\n {{\n{inner}\n }}\n{condition}}} GROUP BY {names}{order}"
    ).strip()


def without(name: str, iris: Sequence[str]) -> str:
    """The condition that a variable is none of some things; nothing where there are none."""
    if not iris:
        return ""
    return f" FILTER(?{name} NOT IN ({', '.join(f'<{iri}>' for iri in iris)}))\n"
