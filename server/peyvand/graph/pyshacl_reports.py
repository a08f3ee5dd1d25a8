"""pySHACL, so that its reports name the blank nodes of the data and do not tell what they hold.

The library copies into a report what a blank node holds, and what that holds in turn, once for
each way to it; and writes the same into its text. For a few nodes that refer to each other that
is more than any memory, so that a write of some hundred bytes would exhaust the writer.
"""

from __future__ import annotations

from typing import Any

import pyshacl
import pyshacl.entrypoints
from pyshacl.rdfutil import stringify
from pyshacl.validator import Validator
from rdflib import SH, BNode
from rdflib.term import Node


class _Validator(Validator):
    """A validator whose reports are as long as their results."""

    @classmethod
    def create_validation_report(
        cls, sg: Any, conforms: bool, results: list[tuple[Any, ...]]
    ) -> Any:
        """The report, and its text."""
        named = [
            (text, node, [(s, p, _named(p, o)) for s, p, o in triples])
            for text, node, triples in results
        ]
        return super().create_validation_report(sg, conforms, named)


def _named(prop: Node, value: Any) -> Any:
    """A node of the data as it is, where pySHACL gives it with the graph to copy it from."""
    return value[1] if prop in (SH.focusNode, SH.value) and isinstance(value, tuple) else value


def _label(_graph: Any, node: BNode, *_: Any, **__: Any) -> str:
    return node.n3()


# The library has no other place for either.
pyshacl.entrypoints.Validator = _Validator  # type: ignore[attr-defined]
stringify.stringify_blank_node = _label
validate = pyshacl.validate
