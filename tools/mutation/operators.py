"""What is changed: cosmic-ray's operators, and one of our own that leaves a statement out.

Cosmic Ray changes files on disk, so constants of modules, forked workers and commands run as
processes are reached too; tools that switch between functions in one process pass over these.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cosmic_ray.plugins
from cosmic_ray.ast import ast_nodes, get_ast_from_path
from cosmic_ray.operators.operator import Example, Operator
from parso.python import tree

Position = tuple[tuple[int, int], tuple[int, int]]
LEFT_OUT = "statement/LeaveOut"


class LeaveOut(Operator):
    """Replaces a call or an assignment to an attribute, an item or a variable by ``pass``."""

    def mutation_positions(self, node: Any) -> Iterator[Position]:
        """The whole of a simple statement."""
        if (
            isinstance(node, tree.ExprStmt | tree.PythonNode)
            and getattr(node.parent, "type", "") == "simple_stmt"
            and node.type in ("expr_stmt", "atom_expr", "power")
            and getattr(node.parent.parent, "type", "") != "file_input"
            and not (node.type == "expr_stmt" and node.children[1].type == "annassign")
        ):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """``pass`` in its place."""
        first = node.get_first_leaf()
        return tree.Keyword("pass", node.start_pos, first.prefix)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """What it does."""
        return (Example("def f():\n    g()\n", "def f():\n    pass\n"),)


@dataclass(frozen=True)
class Mutant:
    """One wrong change: the occurrence of an operator in a module."""

    module: str
    operator: str
    occurrence: int
    line: int

    def make(self) -> Operator:
        """Its operator."""
        if self.operator == LEFT_OUT:
            return LeaveOut()
        operator: Operator = cosmic_ray.plugins.get_operator(self.operator)()
        return operator


def mutants(path: Path, module: str) -> list[Mutant]:
    """Every mutant of a module but those that change nothing: in annotations, which nobody
    evaluates, and in what only type checkers read.

    Args:
        path: the module's file.
        module: its name, as in the map.
    """
    source = get_ast_from_path(path)
    unread = _unread(path.read_text(encoding="utf-8"))
    operators: list[tuple[str, Operator]] = [(LEFT_OUT, LeaveOut())]
    for name in sorted(cosmic_ray.plugins.operator_names()):
        kind = cosmic_ray.plugins.get_operator(name)
        if not kind.arguments() and "NoOp" not in name:
            operators.append((name, kind()))
    found = []
    for name, operator in operators:
        positions = (
            position for node in ast_nodes(source) for position in operator.mutation_positions(node)
        )
        for occurrence, (start, _) in enumerate(positions):
            if not any(begin <= start < end for begin, end in unread):
                found.append(Mutant(module, name, occurrence, start[0]))
    return found


def _unread(text: str) -> list[Position]:
    """The spans of annotations and of blocks for type checkers."""
    spans: list[Position] = []

    def add(node: ast.AST | None) -> None:
        if isinstance(node, ast.expr | ast.stmt):
            assert node.end_lineno is not None
            assert node.end_col_offset is not None
            # Columns of ast are bytes, those of parso characters: beyond ASCII a span is a
            # little long, and at most the rest of a line is passed over.
            begin, end = (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)
            spans.append((begin, end))

    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.arg | ast.AnnAssign):
            add(node.annotation)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            add(node.returns)
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Name) and decorator.id in ("overload", "override"):
                    add(decorator)
        elif (
            isinstance(node, ast.If)
            and isinstance(node.test, ast.Name)
            and node.test.id == "TYPE_CHECKING"
        ):
            for statement in node.body:
                add(statement)
        elif isinstance(node, ast.Assert):
            # Assertions narrow types; nothing relies on them at run time.
            add(node)
    return spans
