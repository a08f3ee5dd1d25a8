"""BNODE of a string: one node within one solution, another in the next (SPARQL 1.1, 17.4.2.9).

The engine gives the string itself as the label, so that all solutions share one node. Here each
solution gets a blank node of its own first, from which, with the string, the node is made.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.query.rewriting.context import Context
from peyvand.query.rewriting.lexing import Token
from peyvand.query.rewriting.tree import (
    Bind,
    Branches,
    Code,
    Filter,
    Group,
    Item,
    Select,
    Values,
)
from peyvand.vocabulary.iris import PREFIXES

FUNCTION = NamedNode("urn:x-peyvand:blank-node")
_STRING = NamedNode(f"{PREFIXES['xsd']}string")
_AGGREGATES = {"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}


def functions() -> dict[NamedNode, Callable[..., Any]]:
    """The function that a rewritten text calls instead of BNODE, for one evaluation."""
    key = secrets.token_bytes(16)

    def node(solution: Any, label: Any) -> BlankNode | None:
        if not isinstance(label, Literal) or label.datatype != _STRING:
            return None
        text = f"{solution} {label.value}".encode()
        return BlankNode(hashlib.blake2b(text, digest_size=16, key=key).hexdigest())

    return {FUNCTION: node}


def mend_blanks(part: Item | Group, context: Context) -> bool:
    """Write every BNODE of a string as a call of the function; whether there was any."""
    changed = False
    for inner in part.items if isinstance(part, Group) else part.groups():
        changed = mend_blanks(inner, context) or changed
    if isinstance(part, Group):
        changed = _in_group(part, context) or changed
    if isinstance(part, Select):
        changed = _in_select(part, context) or changed
    return changed


def _in_group(group: Group, context: Context) -> bool:
    items: list[Item] = []
    name, changed = "", False
    filters = [item.code for item in group.items if isinstance(item, Filter) and _calls(item.code)]
    for item in group.items:
        if isinstance(item, Bind) and _calls(item.code):
            if not name:
                name = context.hide()
                items.append(_solution(name))
            _replace(item.code, name)
            changed = True
        elif not isinstance(item, Bind | Filter):
            # What is joined makes other solutions.
            name = ""
        items.append(item)
    if filters and not name:
        name = context.hide()
        items.append(_solution(name))
    for code in filters:
        _replace(code, name)
    group.items = items
    return changed or bool(filters)


def _in_select(select: Select, context: Context) -> bool:
    codes = [code for code in select.codes() if _calls(code)]
    if not codes:
        return False
    name = _last_solution(select.where, context)
    if not name or select.values:
        name = context.hide()
        items: list[Item] = [Branches([select.where])]
        if isinstance(select.values, Values):
            items.append(select.values)
            select.values = None
        select.where = Group([*items, _solution(name)])
    by = [choice.code for choice in select.by]
    for code in codes:
        grouped = select.grouped and not any(code is key for key in by)
        _replace(code, name, grouped=grouped)
    return True


def _solution(name: str) -> Bind:
    return Bind(Code([Token("text", "BNODE()")]), name)


def _last_solution(group: Group, context: Context) -> str:
    """The variable that tells the solutions of a group apart already; nothing if there is none."""
    for item in reversed(group.items):
        if isinstance(item, Bind) and item.name in context.hidden:
            return item.name if str(item.code) == " BNODE()" else ""
        if not isinstance(item, Bind | Filter):
            break
    return ""


def _calls(code: Code) -> bool:
    return any(_is_call(code, place) for place in range(len(code.parts)))


def _is_call(code: Code, place: int) -> bool:
    words = [part.word if isinstance(part, Token) else "" for part in code.parts[place : place + 3]]
    return words[:2] == ["BNODE", "("] and words[2:] != [")"]


def _replace(code: Code, name: str, *, grouped: bool = False) -> None:
    """Write the calls in an expression; in aggregates and outside of groups per solution."""
    parts: list[Token | Group] = []
    within: list[bool] = []
    for place, part in enumerate(code.parts):
        word = part.word if isinstance(part, Token) else ""
        before = code.parts[place - 1] if place else None
        if word == "(":
            aggregate = isinstance(before, Token) and before.word in _AGGREGATES
            within.append(aggregate or (bool(within) and within[-1]))
        elif word == ")" and within:
            within.pop()
        if word == "(" and place and _is_call(code, place - 1):
            plain = not grouped or within[-1]
            row = f"?{name}" if plain else f'COALESCE(SAMPLE(?{name}), "")'
            parts[-1] = Token("iri", f"<{FUNCTION.value}>")
            parts += [part, Token("text", f"{row},")]
        else:
            parts.append(part)
    code.parts = parts
