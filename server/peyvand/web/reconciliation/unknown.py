"""What a reconciliation client asks for that is not known here, told beside the answer.

The protocol leaves open what a service does with a property or type that it does not know
(reconciliation-api/specs issues 69 and 83). A batch is answered all the same, for a table has many
rows and one wrong column; the data of a property that does not exist are refused.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from peyvand.linkage.interactive.matching import WEIGHTS, Row
from peyvand.search import Index
from peyvand.vocabulary.terms import PV
from peyvand.web.reconciliation.types import NAMING, TYPES, local_name, properties
from peyvand.wording import Words, say

_COMPARED = (*NAMING, *(name for name in WEIGHTS if name != "name"))


def warnings(index: Index, row: Row, types: Iterable[str], language: str) -> list[str]:
    """What of a query is not heeded, and why, each in a sentence or two."""
    problems = [
        say("type-unknown", id=name[:200], allowed=", ".join(TYPES))
        for name in types
        if name and local_name(name) not in TYPES
    ]
    names = dict.fromkeys(condition.property for condition in row.conditions)
    problems += [_of_property(index, name) for name in names if name not in _COMPARED]
    message, hint = ("fa", "hint_fa") if language == "fa" else ("message", "hint")
    return [f"{words[message]} {words[hint]}" for words in problems]  # type: ignore[literal-required]


def nearest(index: Index, name: str) -> str:
    """The properties that are called most alike, for a message."""
    known = [*NAMING, *(local_name(hit.iri) for hit in properties(index))]
    similar = difflib.get_close_matches(local_name(name), known, n=3, cutoff=0.5)
    return ", ".join(similar or _COMPARED)


def _of_property(index: Index, name: str) -> Words:
    if index.rows("SELECT 1 FROM things WHERE iri = ? AND kind = 'term'", (str(PV) + name,)):
        return say("property-not-compared", id=name[:200], allowed=", ".join(_COMPARED))
    return say("property-unknown", id=name[:200], near=nearest(index, name))
