"""Every text of the pages is shown somewhere, and every text that they ask for is there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

import peyvand
from peyvand.search import KINDS
from peyvand.texts import heading, scripts, text, texts, title
from peyvand.web.reconciliation.types import TYPES

PACKAGE = Path(peyvand.__file__).parent
WEB = PACKAGE / "web"
# Packages whose texts are those of pages: their commands show what their pages do.
SPEAKING = (
    WEB,
    *(PACKAGE / name for name in ("affinity", "audit", "commands", "monitor", "partners")),
)


class Uses:
    """The keys that are asked for, those that are only begun, and how many cannot be told."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.stems: set[str] = set()
        self.untold: list[str] = []

    def add(self, values: Iterator[tuple[str, str]], where: str) -> None:
        for kind, value in values:
            if kind == "untold":
                self.untold.append(where)
            else:
                (self.keys if kind == "key" else self.stems).add(value)


@cache
def in_templates() -> Uses:
    """What templates ask for by ``t`` and ``w``."""
    found = Uses()
    for path in sorted((WEB / "templates").glob("*.html")):
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        loops = list(tree.find_all(nodes.For))
        for call in tree.find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("t", "w"):
                assert len(call.args) == 1, path
                found.add(_named(call.args[0], loops), f"{path.name}:{call.lineno}")
    return found


def _named(node: nodes.Expr, loops: list[nodes.For]) -> Iterator[tuple[str, str]]:
    if isinstance(node, nodes.Const):
        yield "key", node.value
    elif isinstance(node, nodes.Concat) and isinstance(node.nodes[0], nodes.Const):
        yield "stem", node.nodes[0].value
    elif isinstance(node, nodes.CondExpr) and node.expr2 is not None:
        yield from _named(node.expr1, loops)
        yield from _named(node.expr2, loops)
    elif isinstance(node, nodes.Name) and (listed := list(_listed(node.name, loops))):
        for one in listed:
            yield from _named(one, [])
    else:
        yield "untold", ""


def _listed(name: str, loops: list[nodes.For]) -> Iterator[nodes.Expr]:
    """What a name stands for in loops over what is written in the template."""
    for loop in loops:
        rows = loop.iter.items if isinstance(loop.iter, nodes.Tuple | nodes.List) else []
        if isinstance(loop.target, nodes.Name) and loop.target.name == name:
            yield from rows
        elif isinstance(loop.target, nodes.Tuple):
            targets = [getattr(target, "name", None) for target in loop.target.items]
            if name in targets:
                for row in rows:
                    if isinstance(row, nodes.Tuple):
                        yield row.items[targets.index(name)]


@cache
def modules(folder: Path) -> list[ast.Module]:
    return [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.py"))]


@cache
def in_code() -> Uses:
    """What the modules of pages, and of what they show, ask for by ``text``."""
    found = Uses()
    for tree in chain.from_iterable(map(modules, SPEAKING)):
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "attr", getattr(node.func, "id", None))
                if name == "text" and len(node.args) == 2:  # a third would be a context
                    found.add(_said(node.args[0]), "")
            # A part of a key may be put together before it is asked for.
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                stem = str(node.values[0].value)
                if re.fullmatch(r"[a-z]+(-[a-z]+)*-", stem):
                    found.stems.add(stem)
    return found


def _said(node: ast.expr) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield "key", node.value
    elif isinstance(node, ast.IfExp):
        yield from _said(node.body)
        yield from _said(node.orelse)
    elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Tuple):
        for one in node.value.elts:
            yield from _said(one)
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield "stem", str(node.values[0].value)


@cache
def listed(folder: Path) -> set[str]:
    """The strings in tables of the code: a key may stand there, far from where it is asked for."""
    found: list[ast.expr | None] = []
    for tree in modules(folder):
        for node in ast.walk(tree):
            if isinstance(node, ast.Tuple | ast.List | ast.Set):
                found += node.elts
            elif isinstance(node, ast.Dict):
                found += node.keys + node.values
    return {
        node.value
        for node in found
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def slugs() -> Iterator[str]:
    """The problems that errors are classed by."""
    for tree in modules(PACKAGE):
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Constant)
                and [getattr(target, "id", None) for target in node.targets] == ["slug"]
            ):
                yield str(node.value.value)


def test_templates_ask_for_texts_that_are_there() -> None:
    found = in_templates()
    assert len(found.keys) > 50
    assert found.stems
    assert not found.keys - texts("en").keys()
    assert not {stem for stem in found.stems if not _begun(stem)}
    # Few keys come from elsewhere: sections of the ontology, and parts of a question.
    assert len(found.untold) < len(found.keys) / 5, found.untold


def test_modules_ask_for_texts_that_are_there() -> None:
    found = in_code()
    assert found.keys
    assert not found.keys - texts("en").keys()


def test_no_text_is_unused() -> None:
    stems = in_templates().stems | in_code().stems
    tables = listed(WEB) | listed(PACKAGE / "vocabulary") | listed(PACKAGE / "withdrawal")
    used = in_templates().keys | in_code().keys | tables
    unused = {key for key in texts("en") if key not in used and not key.startswith(tuple(stems))}
    assert not unused  # what scripts show is held against them in test_editor


def test_each_problem_has_a_title() -> None:
    assert set(slugs()) == texts("en", "problem").keys()


def test_things_and_types_have_names() -> None:
    assert texts("en", "kind").keys() == set(KINDS)
    assert texts("en", "type").keys() == TYPES.keys()


def _begun(stem: str) -> list[str]:
    return [key for key in texts("en") if key.startswith(stem) and key != stem]


def test_contexts_keep_names_apart() -> None:
    assert text("range", "en") != scripts("en")["range"]
    assert title("error", "fa") != text("error", "fa")
    assert title("no-such-problem", "en") == title("error", "en")
    assert heading("budget year", "fa") != heading("budget year", "en") == "budget year"
    assert heading("no such column", "fa") == "no such column"
    with pytest.raises(KeyError):
        text("no-such-text", "en")
