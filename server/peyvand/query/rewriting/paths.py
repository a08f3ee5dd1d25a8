"""Paths of length zero from and to constants (SPARQL 1.1, section 18.4, ZeroLengthPath).

``:s :p* ?o`` and ``:s :p? ?o`` match ``:s`` itself, and so does the other direction, even if
nothing is said of ``:s`` in the graph; the engine matches nothing then. Where the graph has the
constant the engine is right, so the data is asked first. Of a constant that the graph lacks
nothing else is reached.
"""

from __future__ import annotations

from peyvand.query.rewriting.context import Context
from peyvand.query.rewriting.lexing import Token
from peyvand.query.rewriting.tree import (
    Branches,
    Code,
    Filter,
    Graph,
    Group,
    Item,
    Path,
    Statement,
    Triple,
    Values,
)


def mend_paths(group: Group, context: Context, graph: Token | None = None) -> None:
    """Let paths in a group match constants that the graph lacks.

    Args:
        group: what is changed.
        context: what the rules share.
        graph: the name after GRAPH that the group stands in, if any.
    """
    items: list[Item] = []
    run: list[Item] = []
    for item in group.items:
        for inner in item.groups():
            mend_paths(inner, context, item.name if isinstance(item, Graph) else graph)
        # A filter does not end a basic graph pattern (section 5.1.1).
        if isinstance(item, Statement | Filter):
            run.append(item)
        else:
            items += [*_mended(run, context, graph), item]
            run = []
    group.items = [*items, *_mended(run, context, graph)]


def _mended(run: list[Item], context: Context, graph: Token | None) -> list[Item]:
    """A basic graph pattern and its filters, and after it what its paths match beside."""
    lacking = [
        triple
        for item in run
        if isinstance(item, Statement)
        for triple in item.triples
        if _lacks(triple, context, graph)
    ]
    if not lacking:
        return run
    # A blank node is known within its basic graph pattern alone: beyond, it is a variable.
    names = {
        term.text: Token("variable", f"?{context.hide()}")
        for triple in lacking
        for term in (triple.subject, triple.object)
        if term.kind == "blank"
    }
    kept: list[Item] = []
    beside: list[Item] = []
    for item in run:
        if not isinstance(item, Statement):
            kept.append(item)
            continue
        triples = []
        for triple in item.triples:
            named = _named(triple, names)
            if triple in lacking:
                beside.append(_matches(named, one=graph is None or not graph.variable, of=context))
            else:
                triples.append(named)
        if triples:
            same = triples == item.triples
            kept.append(Statement(triples, item.source if same else None))
    return [*kept, *beside]


def _lacks(triple: Triple, context: Context, graph: Token | None) -> bool:
    """Whether a path of length zero matches a constant that the engine may not match."""
    if isinstance(triple.path, Token) or not copies(triple.path):
        return False
    ends = [end for end in (triple.subject, triple.object) if _constant(end)]
    return bool(ends) and (context.ask is None or context.ask(_question(ends[0].text, graph)))


def _question(term: str, graph: Token | None) -> str:
    """Whether a graph does not have a term as subject or object."""
    said = f"{{ ?s ?p {term} }}"
    if term[0] not in "\"'+-.0123456789" and term.lower() not in ("true", "false"):
        said = f"{{ {term} ?p ?o }} UNION {said}"
    lacking = f"{{ FILTER NOT EXISTS {{ {said} }} }}"
    name = "" if graph is None else graph.text
    return f"{{ GRAPH {name} {lacking} }}" if graph is not None else lacking


def copies(path: Path) -> int:
    """How many paths of length zero lead from a constant that the graph lacks to itself.

    A sequence is a join over a variable, which takes terms of the graph alone.
    """
    if path.kind in ("*", "?"):
        return 1
    if path.kind == "+":
        return min(1, copies(path.parts[0]))
    if path.kind in ("|", "^"):
        return sum(copies(part) for part in path.parts)
    return 0


def _matches(triple: Triple, *, one: bool, of: Context) -> Item:
    """What a triple matches, written so that the engine finds it."""
    assert isinstance(triple.path, Path)
    if one and of.ask is not None:
        number = copies(triple.path)
        if _constant(triple.subject) and _constant(triple.object):
            return Branches([Group([_itself(triple)])] * number)
        return _itself(triple, number)
    branches: list[Group] = []
    for path in triple.path.parts if triple.path.kind == "|" else (triple.path,):
        part = Triple(triple.subject, path, triple.object)
        if not copies(path):
            branches.append(Group([Statement([part])]))
        elif path.kind in ("|", "^"):
            ends = (part.subject, part.object)
            inner = path.parts[0] if path.kind == "^" else path
            turned = ends[::-1] if path.kind == "^" else ends
            branches.append(Group([_matches(Triple(turned[0], inner, turned[1]), one=one, of=of)]))
        else:
            branches += [Group([Statement([part]), _other(part)]), Group([_itself(part)])]
    return Branches(branches)


def _itself(triple: Triple, number: int = 1) -> Item:
    ends = (triple.subject, triple.object)
    if _constant(ends[0]) and _constant(ends[1]):
        return _filter(f"( sameTerm({ends[0].text}, {ends[1].text}) )")
    variable, constant = ends if ends[0].variable else ends[::-1]
    names = frozenset({variable.variable})
    rows = " ".join([constant.text] * number)
    return Values(f" VALUES {variable.text} {{ {rows} }}", names, names)


def _other(triple: Triple) -> Filter:
    return _filter(f"( !sameTerm({triple.subject.text}, {triple.object.text}) )")


def _filter(text: str) -> Filter:
    return Filter(Code([Token("text", text)]))


def _constant(term: Token) -> bool:
    return term.kind in ("iri", "name", "literal")


def _named(triple: Triple, names: dict[str, Token]) -> Triple:
    subject = names.get(triple.subject.text, triple.subject)
    return Triple(subject, triple.path, names.get(triple.object.text, triple.object))
