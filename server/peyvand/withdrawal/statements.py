"""What the graph says of requests, rulings and what was withdrawn: never the words of an asker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from peyvand.digits import digits
from peyvand.model import Term
from peyvand.texts import text
from peyvand.vocabulary.graphs import REQUESTS
from peyvand.vocabulary.iris import EDTF, ID, LABEL, TYPE, iri, thing
from peyvand.withdrawal.model import Docket, Request, Ruling, Withdrawals

_INTEGER = iri("xsd:integer")
# How a thing of each class is called.
_LABELS = {
    "pv:Request": "of-request",
    "pv:Ruling": "of-ruling",
    "pv:Withdrawal": "of-withdrawal",
}


def request_iri(number: int) -> NamedNode:
    """The IRI of a request."""
    return thing(f"request/{number}")


def ruling_iri(ruling: Ruling) -> NamedNode:
    """The IRI of a ruling."""
    return thing(f"ruling/{ruling.name}")


def decided(docket: Docket) -> list[Quad]:
    """Every request that was ruled on, with its rulings; an open one is not in the graph."""
    ruled = {ruling.number for ruling in docket.rulings}
    quads: list[Quad] = []
    for request in docket.requests:
        if request.number in ruled:
            quads += _both(_request(request))
    for ruling in docket.rulings:
        quads += _both(_ruling(ruling))
    return quads


def tombstone(
    subject: NamedNode,
    withdrawals: Withdrawals,
    document: NamedNode | None = None,
    lines: Iterable[int] = (),
    ruling: Ruling | None = None,
) -> list[Quad]:
    """What stays of something that was withdrawn.

    Args:
        subject: the document, the claim or the thing.
        withdrawals: the list, which names the ruling.
        document: that a claim stood in.
        lines: at which it stood there.
        ruling: of what goes because all that was said of it was withdrawn by this.

    Raises:
        KeyError: no ruling is given, and none in the list withdraws it.
    """
    by = ruling or withdrawals.by_iri[subject.value]
    slug = subject.value.removeprefix(str(ID))
    more: list[tuple[str, Term]] = [("pv:isWithdrawnBy", ruling_iri(by))]
    if document is not None:
        more.append(("pv:wasStatedIn", document))
    more += [("pv:stoodAtLine", _number(line)) for line in sorted(set(lines))]
    return _both(_described(subject, "pv:Withdrawal", more, name=slug))


def _request(request: Request) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
    return _described(
        request_iri(request.number),
        "pv:Request",
        [
            ("pv:requestNumber", _number(request.number)),
            ("pv:isRequestAbout", NamedNode(request.about)),
            ("pv:hasRequestKind", thing(f"concept/request-{request.kind}")),
            ("pv:requestedOn", Literal(request.on, datatype=EDTF)),
        ],
        number=request.number,
    )


def _ruling(ruling: Ruling) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
    more: list[tuple[str, Term]] = [
        ("pv:isRulingOn", request_iri(ruling.number)),
        ("pv:hasRulingOutcome", thing(f"concept/ruling-{ruling.outcome}")),
        ("pv:isRuledBy", Literal(ruling.by)),
        ("pv:ruledOn", Literal(ruling.on, datatype=EDTF)),
        ("pv:rulingReason", Literal(ruling.reason)),
    ]
    if ruling.corrected_by:
        more.append(("pv:isCorrectedBy", NamedNode(ruling.corrected_by)))
    return _described(ruling_iri(ruling), "pv:Ruling", more, number=ruling.number)


def _described(
    subject: NamedNode,
    kind: str,
    more: Sequence[tuple[str, Term]],
    **named: object,
) -> Iterator[tuple[NamedNode, NamedNode, Term]]:
    """The statements of a thing: its type, its labels, and more."""
    yield subject, TYPE, iri(kind)
    for language in ("en", "fa"):
        shown = {
            name: digits(str(value), language) if name == "number" else value
            for name, value in named.items()
        }
        yield (
            subject,
            LABEL,
            Literal(text(_LABELS[kind], language).format(**shown), language=language),
        )
    for prop, value in more:
        yield subject, iri(prop), value


def _number(number: int) -> Literal:
    return Literal(str(number), datatype=_INTEGER)


def _both(statements: Iterable[tuple[NamedNode, NamedNode, Term]]) -> list[Quad]:
    """Statements in their graph, and in the default graph, where questions look."""
    graphs = (REQUESTS, DefaultGraph())
    return [Quad(*statement, graph) for statement in statements for graph in graphs]
