"""What is told of something that a ruling withdrew."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Quad

from peyvand.errors import Withdrawn
from peyvand.formats import TURTLE
from peyvand.web.linked_data.description.serialisation import serialized
from peyvand.web.linked_data.description.thing import Description, Term
from peyvand.wording import say


def withdrawn(iri: str, rows: Sequence[Sequence[Term | None]], left: Description) -> Withdrawn:
    """The error that a withdrawn thing answers with.

    Args:
        iri: the thing.
        rows: of the query ``web/withdrawal``.
        left: what the graph still says of it.
    """
    ruling, number, on, by, reason, document, _ = (cell and cell.value for cell in rows[0])
    path = f"/requests/{number}"
    error = Withdrawn(**say("withdrawn", iri=iri, number=int(number or 0), path=path))
    error.members = {
        "iri": iri,
        "request": int(number or 0),
        "ruling": ruling,
        "ruledOn": on,
        "ruledBy": by,
        "reason": reason,
        "document": document,
        "lines": sorted({int(row[6].value) for row in rows if row[6] is not None}),
    }
    triples = (Quad(q.subject, q.predicate, q.object) for q in left.everything)
    error.turtle = serialized(list(dict.fromkeys(triples)), TURTLE).decode()
    return error
