"""Patterns of quads as SQL: one row of ``quads`` for each."""

from __future__ import annotations

from peyvand.columns.algebra import Node, Outside, Quad, Variable
from peyvand.columns.sql.blocks import Block, Context, Source, constant
from peyvand.columns.sql.joining import agree
from peyvand.columns.sql.values import BLANK, IRI


def match(block: Block, quad: Quad) -> None:
    """Require that a block matches a quad.

    Raises:
        Outside: the quad has a constant that was not looked up.
    """
    alias = block.context.alias("q")
    table, condition = _graph(block.context, alias, quad.graph)
    block.sources.append(Source(f"{table} {alias}"))
    if condition:
        block.conditions.append(condition)
    objects = block.context.every_kind
    if not isinstance(quad.predicate, Variable):
        number = constant(block.context, quad.predicate).get("id")
        objects = block.context.kinds.get(int(number), 0)
        block.conditions.append(f"{alias}.p = {number}")
    else:
        _bind(block, quad.predicate, f"{alias}.p", IRI)
    _bind(block, quad.subject, f"{alias}.s", BLANK | IRI)
    _bind(block, quad.object, f"{alias}.o", objects)
    if isinstance(quad.graph, Variable):
        _bind(block, quad.graph, f"{alias}.g", BLANK | IRI)
    if not objects:
        block.conditions.append("FALSE")


def _bind(block: Block, node: Node, column: str, kinds: int) -> None:
    if not isinstance(node, Variable):
        block.conditions.append(f"{column} = {constant(block.context, node).get('id')}")
        return
    value = block.of_term(column, kinds, certain=True)
    if node in block.values:
        agree(block, node, value, certain=True)
    else:
        block.values[node] = value
        block.certain.add(node)


def _graph(context: Context, alias: str, graph: Node | None) -> tuple[str, str]:
    """The table of a graph's quads, and the condition that they are of it."""
    dataset, named = context.dataset, context.graphs
    if graph is None:
        if dataset.default is None:
            return "quads", f"{alias}.g = 0"
        if len(dataset.default) > 1:
            # The engine gives a triple once for each of the graphs, and not once.
            raise Outside
        numbers = named(dataset.default)
        return "quads", f"{alias}.g = {numbers[0]}" if numbers else "FALSE"
    within = f"{alias}.g <> 0"
    if dataset.named is not None:
        numbers = named(dataset.named)
        within = f"{alias}.g IN ({', '.join(numbers)})" if numbers else "FALSE"
    if isinstance(graph, Variable):
        return "quads", within
    number = constant(context, graph).get("id")
    if dataset.named is None:
        return "quads", f"{alias}.g = {number}"
    return "quads", f"{alias}.g = {number} AND {within}"
