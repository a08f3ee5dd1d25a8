"""Arms of a basic graph pattern: quads that meet in one variable, each narrowed at its other end.

``?a :party ?x, ?z . ?x :country :c . ?z :country :d`` has two, which meet in ``?a``. What a
constant narrows is joined with its arm first, and the arms with each other then: the planner, who
does not know how many quads a predicate has, would go along one arm, back through all of the other,
and only then see how few of these were wanted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from peyvand.columns.algebra import Quad, Variable


def arms(quads: Sequence[Quad]) -> tuple[list[tuple[Quad, ...]], list[Quad]]:
    """The arms of a pattern, if two or more meet somewhere, and the quads that are in none."""
    ends: dict[Variable, list[Quad]] = defaultdict(list)
    bridges: dict[Variable, list[Quad]] = defaultdict(list)
    for quad in quads:
        named = _variables(quad)
        if isinstance(quad.predicate, Variable) or isinstance(quad.graph, Variable):
            # Its variables are at no end of an arm.
            for variable in named:
                bridges[variable] += [quad, quad]
        elif len(named) == 1 and quad.subject != quad.object:
            ends[named[0]].append(quad)
        else:
            for variable in named:
                bridges[variable].append(quad)
    found: dict[Quad, Variable] = {
        bridges[variable][0]: variable
        for variable in ends
        if len(bridges[variable]) == 1 and len(_variables(bridges[variable][0])) == 2
    }
    meeting = {quad: _other(quad, end) for quad, end in found.items()}
    many = Counter(meeting.values())
    made = [
        (*ends[end], quad)
        for quad, end in found.items()
        if many[meeting[quad]] > 1 and meeting[quad] not in found.values()
    ]
    taken = {quad for arm in made for quad in arm}
    return made, [quad for quad in quads if quad not in taken]


def _variables(quad: Quad) -> list[Variable]:
    nodes = (quad.graph, quad.subject, quad.predicate, quad.object)
    return list(dict.fromkeys(node for node in nodes if isinstance(node, Variable)))


def _other(quad: Quad, end: Variable) -> Variable:
    (other,) = (name for name in _variables(quad) if name != end)
    return other
