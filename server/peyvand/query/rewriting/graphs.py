"""GRAPH evaluates its group once for each graph (SPARQL 1.1, section 18.6, Graph).

``GRAPH ?g { P }`` is the union, over the named graphs, of P in that graph joined with its name:
``?g`` has no value within P, and what P counts, cuts off or takes away is of that graph alone.
The engine instead gives ``?g`` to every pattern in P. Here P is written so that both come to
the same. Of ``GRAPH <name> { P }`` nothing is left if there is no such graph.
"""

from __future__ import annotations

from dataclasses import replace

from peyvand.query.rewriting.context import Context, uncover
from peyvand.query.rewriting.lexing import Token, tokens
from peyvand.query.rewriting.tree import (
    Bind,
    Branches,
    Choice,
    Code,
    Filter,
    Graph,
    Group,
    Item,
    Nested,
    Select,
    Statement,
    Values,
    union,
)


def mend_graphs(group: Group, context: Context) -> None:
    """Write every GRAPH in a group so that the engine evaluates it graph by graph."""
    for place, item in enumerate(group.items):
        for inner in item.groups():
            mend_graphs(inner, context)
        if isinstance(item, Graph):
            group.items[place] = _mended(item, context)


def _mended(item: Graph, context: Context) -> Item:
    name = item.name.variable
    if not name:
        if not any(isinstance(part, Statement) for part in item.group.items):
            _name_graph(item.group, item.name, everywhere=True)
        return item
    inner = ""
    if _used_otherwise(item.group, name):
        inner = context.fresh()
        item.group = context.renamed(item.group, name, inner)
        # Within, ``*`` shows the variable as it did before; it is hidden without.
        uncover(item.group, context.hidden | {inner}, context.hidden)
        context.hidden.add(inner)
    _of_one_graph(item.group, item.name, context)
    if not inner:
        return item
    same = f"( !BOUND(?{inner}) || sameTerm(?{inner}, ?{name}) )"
    return Branches([Group([item, Filter(_code(same))])])


def _used_otherwise(group: Group, name: str) -> bool:
    """Whether a group uses a variable, not just to match it in every solution and compare it."""
    matched = False
    for item in group.items:
        if isinstance(item, Statement):
            matched = matched or name in item.seen
            continue
        item_tokens = tokens(str(item))
        if any(token.variable == name for token in item_tokens):
            compared = matched and isinstance(item, Filter)
            if not compared or any(token.word == "SELECT" for token in item_tokens):
                return True
    return False


def _of_one_graph(group: Group, name: Token, context: Context, *, named_graph: bool = True) -> None:
    """Write a group within ``GRAPH ?g`` so that all in it is of one graph.

    Args:
        group: what is changed.
        name: the variable after GRAPH, which the group does not use otherwise.
        context: what the rules share.
        named_graph: whether its solutions need the name of the graph.
    """
    items: list[Item] = []
    for item in group.items:
        if isinstance(item, Select):
            items += _select(item, name, context)
            continue
        if isinstance(item, Branches) or (isinstance(item, Nested) and item.word == "OPTIONAL"):
            for inner in item.groups():
                _of_one_graph(inner, name, context, named_graph=named_graph)
        elif not isinstance(item, Graph):
            for inner in item.groups():
                _of_one_graph(inner, name, context, named_graph=False)
        if isinstance(item, Nested) and item.word == "MINUS":
            items += _minus(item, items, name.variable, context)
        else:
            items.append(item)
    group.items = items
    if named_graph:
        _name_graph(group, name)


def _name_graph(group: Group, name: Token, *, everywhere: bool = False) -> None:
    """Give solutions the name of the graph where no triple pattern does, and check it is there."""
    if any(isinstance(item, Statement) for item in group.items):
        return
    kinds = (Values, Graph, Select) if not everywhere else Item
    if any(isinstance(item, kinds) for item in group.items):
        if any(isinstance(item, Select) for item in group.items):
            group.items = [Branches([Group(group.items)])]
        group.items.insert(0, Graph(name, Group([])))


def _select(select: Select, name: Token, context: Context) -> list[Item]:
    """A subquery as one of the graph: its solutions are told apart by the graph's name."""
    for code in select.codes():
        for inner in code.groups():
            _of_one_graph(inner, name, context, named_graph=False)
    _of_one_graph(select.where, name, context)
    chosen = None if select.chosen is None else [Choice(name.variable), *select.chosen]
    where = Group([Graph(name, select.where)])
    by = [Choice(name.variable), *select.by] if select.grouped else []
    told = replace(select, chosen=chosen, where=where, by=by)
    if not select.grouped or select.by:
        if not select.cut:
            return [Branches([Group([told])])]
        return [Graph(name, Group([])), Nested("LATERAL", Group([told]))]
    # Without GROUP BY there is one group even of no solution (section 11.2).
    if not _keeps_the_first(select.cut):
        return [Filter(_code("( false )"))]
    told.cut = []
    nothing = Group([Filter(_code("( false )"))])
    # A subquery again, so that its variables are none of those without.
    where = Group([Graph(name, context.copied(select.where))])
    without = Group([Select("", [Choice(name.variable)], [], where)])
    missing = Filter(Code([Token("word", "NOT"), Token("word", "EXISTS"), without]))
    empty = Group([replace(select, where=nothing, cut=[])])
    other = Group([Graph(name, Group([])), missing, Branches([empty])])
    return [Branches([Group([told]), other])]


def _keeps_the_first(cut: list[Token]) -> bool:
    """Whether LIMIT and OFFSET leave the one row that there is."""
    numbers = {
        word.word: int(number.text) for word, number in zip(cut[::2], cut[1::2], strict=True)
    }
    return numbers.get("LIMIT", 1) > 0 and numbers.get("OFFSET", 0) == 0


def _minus(item: Nested, before: list[Item], name: str, context: Context) -> list[Item]:
    """MINUS that compares all but the name of the graph (section 18.5, Minus)."""
    taken = item.group
    left, right = union(part.seen for part in before), taken.seen
    shared = (left & right) - {name}
    if not shared:
        return []
    sure = union(part.sure for part in before)
    if shared & sure & taken.sure:
        return [item]
    # One variable at a time must have a value on both sides; the rest need not contradict.
    items: list[Item] = []
    for shown in sorted(shared):
        context.repeated(taken)
        group = Group([Branches([taken]), Filter(_code(f"( BOUND(?{shown}) )"))])
        if shown not in sure:
            bound = context.hide()
            items.append(Bind(_code(f"IF(BOUND(?{shown}), 1, 0)"), bound))
            group.items.append(Bind(_code("1"), bound))
        items.append(Nested("MINUS", group))
    return items


def _code(text: str) -> Code:
    return Code([Token("text", text)])
