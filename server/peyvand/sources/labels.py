"""What things are called in the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import tag_of

# How many names are asked for at once.
_AT_ONCE = 500
_CITY = f"{ID}city/"
Ask = Callable[[str], Iterable[Mapping[str, NamedNode | BlankNode | Literal]]]


def names_of(ask: Ask, things: Iterable[str]) -> dict[str, dict[str, str]]:
    """What things are called, by language; of several names the first by the alphabet.

    A place that no other source has is called what the list calls it that is kept apart.

    Args:
        ask: asks a query of the graph.
        things: their IRIs.
    """
    every = sorted(set(things))
    found = _heard(ask, "web/labels", every)
    bare = [name for name in every if name.startswith(_CITY) and name not in found]
    return found | _heard(ask, "web/labels-in-lists", bare)


def _heard(ask: Ask, query: str, things: list[str]) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for start in range(0, len(things), _AT_ONCE):
        nodes = [NamedNode(name) for name in things[start : start + _AT_ONCE]]
        for row in ask(own(query).bound(thing=nodes)):
            label = row["label"]
            if isinstance(label, Literal):
                names = found.setdefault(row["thing"].value, {})
                names[tag_of(label)] = min(label.value, names.get(tag_of(label), label.value))
    return found
