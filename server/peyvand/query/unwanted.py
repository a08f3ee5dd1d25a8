"""What a write is refused for, whatever it asks: once its change is known."""

from __future__ import annotations

from pyoxigraph import Store

from peyvand.errors import Invalid, MalformedData, PreconditionFailed, TooLarge
from peyvand.graph.patch import Patch, quads
from peyvand.graph.rdf11 import storable
from peyvand.graph.versions import Version
from peyvand.graph.withdrawing import Withdrawing
from peyvand.withdrawal.model import Docket
from peyvand.wording import say


def refuse_withdrawn(store: Store, docket: Docket) -> None:
    """Refuse a change that would bring back something that was withdrawn.

    Args:
        store: the graph after it.
        docket: the requests and rulings.

    Raises:
        Invalid: it would.
    """
    back = Withdrawing.of(store, docket) if docket.withdrawals else None
    if back is not None and back.removed:
        name = min(node.value for node in (*back.scope.claims, *back.scope.things))
        raise Invalid(**say("write-withdrawn", iri=name))


def refuse_undone(store: Store, asked: Patch) -> None:
    """Refuse a change of which something is undone by what follows from it.

    Raises:
        Invalid: something is.
    """
    for lines, wanted in ((asked.added, True), (asked.removed, False)):
        for line, quad in zip(lines, quads(lines), strict=True):
            if (quad in store) != wanted:
                raise Invalid(**say("undone", line=line.decode().strip()[:300]))


def match(wanted: tuple[int, ...] | None, current: Version) -> None:
    """Refuse a write that is meant for other versions than the current one.

    Raises:
        PreconditionFailed: it is.
    """
    if wanted is not None and current.number not in wanted:
        raise PreconditionFailed(**say("version-moved", current=current.number))


def bound(patch: Patch, most: int) -> None:
    """Refuse a term that is too long. A line shorter than the limit holds none.

    Raises:
        TooLarge: there is one.
    """
    for line in patch.added:
        if len(line) > most:
            for quad in quads([line]):
                for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                    size = len(getattr(term, "value", "").encode())
                    if size > most:
                        raise TooLarge(**say("literal-size", size=size, limit=most))


def read_back(patch: Patch) -> None:
    """Refuse terms that cannot be read again from a dump, or only as RDF 1.2, however they came.

    Raises:
        MalformedData: there is one.
    """
    try:
        for _ in storable(quads(patch.added)):
            pass
    except SyntaxError as error:
        line = patch.added[(error.lineno or 1) - 1].decode().strip()
        raise MalformedData(**say("not-rdf", line=line[:300])) from error
