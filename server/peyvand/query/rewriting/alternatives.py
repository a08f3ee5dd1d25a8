"""Alternatives in paths (SPARQL 1.1, section 18.4, Alternative): each that matches is a solution.

``?s :p|:q ?o`` is the union of ``?s :p ?o`` and ``?s :q ?o``: a pair that both match has two
solutions, where the engine gives one. Here each path that forks is written as that union; so is
``!(:p|^:q)``, which is ``!(:p)`` one way and ``!(:q)`` the other. Below ``*``, ``+`` and ``?``
nothing is written otherwise: these give each pair once.
"""

from __future__ import annotations

from peyvand.query.rewriting.context import Context
from peyvand.query.rewriting.lexing import Token
from peyvand.query.rewriting.tree import Branches, Group, Item, Path, Statement, Triple


def mend_alternatives(group: Group, context: Context) -> None:
    """Write the paths of a group that fork as unions.

    Args:
        group: what is changed.
        context: what the rules share.
    """
    for item in group.items:
        for inner in item.groups():
            mend_alternatives(inner, context)
    forking = [triple for triple in _triples(group) if _forks(triple)]
    if not forking:
        return
    # A blank node is known within its basic graph pattern alone: beyond, it is a variable.
    names = {
        term.text: Token("variable", f"?{context.hide()}")
        for triple in forking
        for term in (triple.subject, triple.object)
        if term.kind == "blank"
    }
    items: list[Item] = []
    for item in group.items:
        if isinstance(item, Statement):
            items += _written(item, names, context)
        else:
            items.append(item)
    group.items = items


def _written(item: Statement, names: dict[str, Token], context: Context) -> list[Item]:
    """A statement whose triples stand for themselves where one of them forks or is renamed."""
    triples = [
        Triple(names.get(each.subject.text, each.subject), each.path, _object(each, names))
        for each in item.triples
    ]
    if triples == item.triples and not any(_forks(triple) for triple in triples):
        return [item]
    return [part for triple in triples for part in _union(triple, context)]


def _union(triple: Triple, context: Context) -> list[Item]:
    """What a triple matches, with as many solutions as it has."""
    path = triple.path
    if not isinstance(path, Path) or not _forks(triple):
        return [Statement([triple])]
    if path.kind == "|":
        ways = (Triple(triple.subject, part, triple.object) for part in path.parts)
        return [Branches([Group(_union(way, context)) for way in ways])]
    if path.kind == "^":
        return _union(Triple(triple.object, path.parts[0], triple.subject), context)
    between = [Token("variable", f"?{context.hide()}") for _ in path.parts[1:]]
    stops = [triple.subject, *between, triple.object]
    steps = zip(stops, path.parts, stops[1:], strict=False)
    return [part for step in steps for part in _union(Triple(*step), context)]


def _forks(triple: Triple) -> bool:
    """Whether a path has alternatives that count."""
    return isinstance(triple.path, Path) and _has_alternatives(triple.path)


def _has_alternatives(path: Path) -> bool:
    if path.kind in ("/", "^"):
        return any(_has_alternatives(part) for part in path.parts)
    return path.kind == "|"


def _triples(group: Group) -> list[Triple]:
    return [each for item in group.items if isinstance(item, Statement) for each in item.triples]


def _object(triple: Triple, names: dict[str, Token]) -> Token:
    return names.get(triple.object.text, triple.object)
