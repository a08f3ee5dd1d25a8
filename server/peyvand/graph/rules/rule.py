"""A rule of the graph that SHACL cannot say, since it asks for graphs, dates or what is near."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from peyvand.digits import digits, number
from peyvand.graph.earlier import Earlier
from peyvand.graph.validate import Result
from peyvand.texts import text
from peyvand.vocabulary.iris import LABEL
from peyvand.vocabulary.labels import LANGUAGES, pick, tag_of

DEFAULT = DefaultGraph()
# What stands in the place of a component of SHACL.
COMPONENT = "Rule"


class Rule(Protocol):
    """A rule, by the cases that it is asked of; each is judged by itself.

    So what is found in the cases that a change touches is what is found in them when all are
    asked.
    """

    def touched(self, store: Store, before: Earlier) -> Iterable[Any]:
        """The cases that a change can bear on.

        Args:
            store: the graph after the change.
            before: the graph before it.
        """

    def all(self, store: Store) -> Iterable[Any]:
        """Every case of a graph, but for those that are known to break nothing."""

    def results(self, store: Store, case: Any) -> Iterable[Result]:
        """What is wrong in a case."""


def result(
    name: str, focus: str, value: str = "", severity: str = "violation", **values: object
) -> Result:
    """What breaks a rule, with what to do, in both languages.

    Args:
        name: of the rule; its text is that of the context ``rule``.
        focus: what breaks it.
        value: which of its values does.
        severity: as in SHACL.
        values: what the placeholders of the text stand for; if not the same in both languages,
            by the language.
    """
    english, persian = (
        text(name, tag, "rule").format(**{key: _told(it, tag) for key, it in values.items()})
        for tag in LANGUAGES
    )
    return Result(severity, name, COMPONENT, focus, value, english, persian)


def _told(value: object, language: str) -> object:
    if isinstance(value, Mapping):
        return value[language]
    return number(str(value), language) if isinstance(value, int) else value


def dated(text: str) -> dict[str, str]:
    """A date in the digits of each language."""
    return {tag: digits(text, tag) for tag in LANGUAGES}


def named(store: Store, node: NamedNode) -> dict[str, str]:
    """What a thing is called, by the language; the end of its IRI if it has no name."""
    labels = {
        tag_of(quad.object): str(getattr(quad.object, "value", ""))
        for quad in store.quads_for_pattern(node, LABEL, None, DEFAULT)
    }
    end = node.value.rstrip("/").rpartition("/")[2]
    return {tag: pick(labels, tag)[0] or end for tag in LANGUAGES}


def values(store: Store, node: Any, *props: NamedNode) -> list[NamedNode]:
    """The things that a thing has by some properties, in the default graph."""
    return [
        it for prop in props for it in things(store.quads_for_pattern(node, prop, None, DEFAULT))
    ]


def leading(store: Store, prop: NamedNode, node: Any) -> list[NamedNode]:
    """The things that have a thing by a property, in the default graph."""
    quads = store.quads_for_pattern(None, prop, node, DEFAULT)
    return [quad.subject for quad in quads if isinstance(quad.subject, NamedNode)]


def things(quads: Iterable[Quad]) -> list[NamedNode]:
    """Those of the objects of some quads that have a name."""
    return [quad.object for quad in quads if isinstance(quad.object, NamedNode)]
