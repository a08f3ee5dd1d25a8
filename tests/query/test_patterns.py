"""Regular expressions that give nothing back are right on every Python.

Before 3.11.5, where the last alternative of a possessive repetition fails after its first
character, matching goes on from there (CPython's gh-106052). Debian 12 has 3.11.2: an alternative
that never matches, at the end of each such repetition, sets that right.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest

import peyvand

NEVER = str(parser.parse("(?!)"))
# What matches one character or nothing.
SINGLE = {op.ANY, op.IN, op.LITERAL, op.NOT_LITERAL}


def patterns() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Every pattern that a module of the package holds, in a container or in a class too."""
    for module in pkgutil.walk_packages(peyvand.__path__, "peyvand."):
        if not module.name.endswith("__main__"):
            yield from held(vars(importlib.import_module(module.name)), module.name)


def held(value: Any, name: str, depth: int = 0) -> Iterator[tuple[str, re.Pattern[Any]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from held(one, f"{name}.{key}", depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from held(one, name, depth + 1)
    elif isinstance(value, type) and value.__module__ == name.rpartition(".")[0]:
        yield from held(dict(vars(value)), name, depth + 1)


def loose(parsed: Any) -> Iterator[Any]:
    """The possessive repetitions of what can fail after its first character."""
    if isinstance(parsed, tuple) and len(parsed) == 2 and parsed[0] is op.POSSESSIVE_REPEAT:
        body = list(parsed[1][2])
        kind, detail = body[0]
        safe = kind is op.BRANCH and str(detail[1][-1]) == NEVER
        if len(body) > 1 or not (safe or kind in SINGLE):
            yield body
    if isinstance(parsed, (list, tuple, parser.SubPattern)):
        for one in parsed:
            yield from loose(one)


def test_a_repetition_ends_with_what_never_matches() -> None:
    found = list(patterns())
    assert len(found) > 100
    wrong = {
        name: pattern.pattern
        for name, pattern in found
        if list(loose(parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)))
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("(?:a|bc)*+", 1),
        ("(?:a|bc|(?!))*+", 0),
        ("(?:ab)?+", 1),
        ("[ab]*+a++.?+", 0),
        ("x(?P<y>(?:a(?:bc)*+|(?!))++)", 1),
        ("(?=(?:a|b.)*+)", 1),
    ],
)
def test_what_is_loose_is_found(text: str, found: int) -> None:
    assert len(list(loose(parser.parse(text)))) == found


def test_all_that_give_nothing_back_are_seen_here() -> None:
    """Patterns within functions would not be."""
    for path in Path(peyvand.__file__).parent.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        for call in (node for function in functions for node in ast.walk(function)):
            if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re."):
                assert not re.search(r"\)[*+?]\+|\)\{[^}]*\}\+", ast.unparse(call)), path
