"""A rule of the graph that SHACL cannot say, since it asks for graphs, dates or what is near."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from pyoxigraph import Store

from peyvand.digits import number
from peyvand.graph.earlier import Earlier
from peyvand.graph.validate import Result
from peyvand.texts import text

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
        values: what the placeholders of the text stand for.
    """
    return Result(
        severity=severity,
        shape=name,
        component=COMPONENT,
        focus=focus,
        value=value,
        message_en=text(name, "en", "rule").format(**values),
        message_fa=text(name, "fa", "rule").format(
            **{key: number(str(it), "fa") if isinstance(it, int) else it
               for key, it in values.items()}
        ),
    )  # fmt: skip
