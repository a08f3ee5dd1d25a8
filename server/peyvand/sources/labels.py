"""What things are called in the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.sources.catalogue import own
from peyvand.vocabulary.labels import tag_of

# How many names are asked for at once.
_AT_ONCE = 500


def names_of(
    ask: Callable[[str], Iterable[Mapping[str, NamedNode | BlankNode | Literal]]],
    things: Iterable[str],
) -> dict[str, dict[str, str]]:
    """What things are called, by language; of several names the first by the alphabet.

    Args:
        ask: asks a query of the graph.
        things: their IRIs.
    """
    every = sorted(set(things))
    found: dict[str, dict[str, str]] = {}
    for start in range(0, len(every), _AT_ONCE):
        nodes = [NamedNode(name) for name in every[start : start + _AT_ONCE]]
        for row in ask(own("web/labels").bound(thing=nodes)):
            label = row["label"]
            if isinstance(label, Literal):
                names = found.setdefault(row["thing"].value, {})
                names[tag_of(label)] = min(label.value, names.get(tag_of(label), label.value))
    return found
