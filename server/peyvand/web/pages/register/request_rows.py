"""Requests and rulings as pages show them and as programs read them: the public part alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from peyvand.texts import text
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.values import Shown
from peyvand.withdrawal.model import Docket, Request, Ruling
from peyvand.withdrawal.statements import request_iri, ruling_iri

OPEN = "open"
_COLUMNS = (
    *("number", "about", "kind", "requestedOn", "state"),
    *("ruledBy", "ruledOn", "reason", "withdraws", "correctedBy"),
)


@dataclass(frozen=True)
class Line:
    """A request with the rulings on it, as a page shows it."""

    number: int
    about: list[Shown]
    kind: str
    on: str
    state: str
    state_name: str
    rulings: tuple[tuple[Ruling, list[Shown], list[Shown]], ...]


def state(docket: Docket, request: Request) -> str:
    """How a request stands: open, or what was ruled last."""
    return str(docket.outcome(request.number) or OPEN)


def lines(docket: Docket, requests: Iterable[Request], reader: Reader) -> list[Line]:
    """Requests for a page."""
    chosen = list(requests)
    ruled = [ruling for request in chosen for ruling in docket.ruled(request.number)]
    named = [request.about for request in chosen]
    named += [iri for ruling in ruled for iri in (*ruling.withdraws, ruling.corrected_by) if iri]
    reader.learn(map(NamedNode, named))
    return [_line(docket, request, reader) for request in chosen]


def _line(docket: Docket, request: Request, reader: Reader) -> Line:
    stands, tag = state(docket, request), reader.language

    def shown(*names: str) -> list[Shown]:
        return reader.shown([NamedNode(name) for name in names if name])

    return Line(
        request.number,
        shown(request.about),
        text(f"request-kind-{request.kind}", tag),
        request.on,
        stands,
        text(f"request-state-{stands}", tag),
        tuple(
            (ruling, shown(*ruling.withdraws), shown(ruling.corrected_by))
            for ruling in docket.ruled(request.number)
        ),
    )


def told(docket: Docket, request: Request) -> dict[str, Any]:
    """A request for programs."""
    return {
        "number": request.number,
        "iri": request_iri(request.number).value,
        "about": request.about,
        "kind": str(request.kind),
        "requestedOn": request.on,
        "state": state(docket, request),
        "rulings": [
            {
                "iri": ruling_iri(ruling).value,
                "outcome": str(ruling.outcome),
                "ruledBy": ruling.by,
                "ruledOn": ruling.on,
                "reason": ruling.reason,
                "withdraws": list(ruling.withdraws),
                "correctedBy": ruling.corrected_by or None,
            }
            for ruling in docket.ruled(request.number)
        ],
    }


def table(docket: Docket, requests: Iterable[Request]) -> str:
    """Requests as CSV, each with the last ruling on it."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for request in requests:
        row = told(docket, request)
        last = row["rulings"][-1] if row["rulings"] else {}
        cells = row | last | {"withdraws": "; ".join(last.get("withdraws", ()))}
        writer.writerow([cells.get(name) or "" for name in _COLUMNS])
    return file.getvalue()
