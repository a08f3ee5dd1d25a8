"""What is asked for after and within OPTIONAL, where the engine would look at far too much.

Neither changes the solutions (SPARQL 1.1, section 18.5: Join and LeftJoin):

* In ``{ A OPTIONAL { B } C }`` the engine finds all of ``C``, and only then those that go with the
  rest. If each variable of ``C`` that ``B`` speaks of has its value from ``A`` already, then
  ``{ A C OPTIONAL { B } }`` has the same solutions, and ``C`` is looked for from what ``A`` has.
* In ``{ A OPTIONAL { B C } }`` with patterns ``B`` and ``C`` that have no variable in common, the
  engine pairs all that match the one with all that match the other. With the triples of ``A`` once
  more within OPTIONAL they hang together. Each solution of ``A`` goes with itself alone, so
  nothing is added: a plain triple matches once for the values that it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peyvand.query.rewriting.lexing import Token, tokens
from peyvand.query.rewriting.tree import (
    Branches,
    Filter,
    Graph,
    Group,
    Item,
    Names,
    Nested,
    Select,
    Statement,
    Triple,
    Values,
    union,
)

# What is joined to what stands before it, wherever it stands.
_JOINED = (Statement, Graph, Branches, Select, Values)


def mend_optionals(group: Group, *, merged: bool) -> None:
    """Put what is joined before OPTIONAL, and connect what is apart in it, in a group and below.

    Args:
        group: what is changed.
        merged: whether the default graph may be merged of several. Then the engine finds a triple
            once for each that has it, and nothing is written twice.
    """
    group.items = _in_order(group.items)
    for place, item in enumerate(group.items):
        if isinstance(item, Nested) and item.word == "OPTIONAL" and not merged:
            _connect(item.group, group.items[:place])
        for inner in item.groups():
            mend_optionals(inner, merged=merged)


def _in_order(items: list[Item]) -> list[Item]:
    """The items of a group, each that may stand before OPTIONAL there."""
    ordered: list[Item] = []
    for item in items:
        place = len(ordered)
        if isinstance(item, _JOINED) and not _has_blanks(item):
            place = _earliest(item, ordered)
        ordered.insert(place, item)
    return ordered


def _earliest(item: Item, before: list[Item]) -> int:
    """The first place that an item may have among those before it."""
    place = len(before)
    for at in range(len(before) - 1, -1, -1):
        other = before[at]
        if isinstance(other, Nested) and other.word == "OPTIONAL":
            given = union(one.sure for one in before[:at])
            if item.seen & _mentioned(other) <= given and item.seen & given:
                place = at
                continue
            break
        # Filters are of the whole group, wherever they stand in it.
        if not isinstance(other, Filter):
            break
    return place


def _connect(group: Group, before: list[Item]) -> None:
    """Put plain triples from before OPTIONAL into its group, if they join what is apart in it.

    What else stands in the group must not tell the values of these triples from none.
    """
    if any(not isinstance(i, Statement | Filter) or any(i.groups()) for i in group.items):
        return
    parts = _parts(triple.names() for item in group.items for triple in _triples(item))
    joining = [triple for item in before for triple in _triples(item) if _is_plain(triple)]
    links = _parts(triple.names() for triple in joining)
    # Of what was said before, only what holds two of the parts together.
    wanted = union(link for link in links if sum(bool(link & part) for part in parts) > 1)
    if used := [triple for triple in joining if triple.names() & wanted]:
        group.items.insert(0, Statement(used))


def _triples(item: Item) -> Iterator[Triple]:
    if isinstance(item, Statement):
        yield from item.triples


def _is_plain(triple: Triple) -> bool:
    """Whether a triple has one solution for the values of its variables."""
    ends = (triple.subject, triple.object)
    path = triple.path
    one = isinstance(path, Token) or (path.kind == "link" and not path.text.startswith("!"))
    return one and not any(end.kind == "blank" for end in ends)


def _has_blanks(item: Item) -> bool:
    """Whether a blank node may be the one of another item."""
    return any(token.kind == "blank" for token in tokens(str(item)))


def _mentioned(item: Item) -> Names:
    """The variables that stand anywhere in an item."""
    return frozenset(token.variable for token in tokens(str(item))) - {""}


def _parts(sets: Iterable[Names]) -> list[Names]:
    """Variables that hang together."""
    parts: list[Names] = []
    for names in sets:
        if not names:
            continue
        apart = [part for part in parts if not part & names]
        parts = [*apart, union([names, *(part for part in parts if part & names)])]
    return parts
