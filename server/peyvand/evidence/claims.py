"""A claim as RDF: ordinary nodes in the named graph of the source that makes it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.model import Claim, TextSpan
from peyvand.vocabulary.iris import EDTF, TYPE, iri, thing

_INTEGER = iri("xsd:integer")
_QUOTED = {
    "prefix": iri("oa:prefix"),
    "exact": iri("oa:exact"),
    "opening": iri("pv:openingWords"),
    "closing": iri("pv:closingWords"),
    "suffix": iri("oa:suffix"),
}


def claim_quads(claim: Claim, graph: NamedNode) -> Iterator[Quad]:
    """Everything known about one claim.

    Args:
        claim: the claim.
        graph: the named graph of its source.

    Returns:
        Quads about ``id/claim/{slug}`` and, where its place in the text is known, about
        ``id/selector/{slug}``, an oa:TextPositionSelector (Web Annotation Data Model 4.2.5:
        positions count code points from 0, the end is not included), which is an
        oa:TextQuoteSelector too (4.2.4) where its whole text is quoted.
    """
    node = thing(f"claim/{claim.slug}")

    def say(prop: str | NamedNode, value: NamedNode | Literal) -> Quad:
        return Quad(node, iri(prop) if isinstance(prop, str) else prop, value, graph)

    yield Quad(node, TYPE, iri("pv:Claim"), graph)
    yield say("dcterms:identifier", Literal(claim.identifier))
    yield say("pv:about", claim.about)
    yield say("pv:property", claim.property)
    for reading in claim.readings:
        yield say("pv:reading", reading)
    for candidate in claim.candidates:
        yield say("pv:candidate", candidate)
    yield say("pv:certainty", thing(f"concept/{claim.certainty.value}"))
    yield say("pv:isReadBy", claim.read_by)
    for rule in claim.narrowed_by:
        yield say("pv:isNarrowedBy", rule)
    for premise in claim.premises:
        yield say("pv:hasPremise", premise)
    yield say("pv:isStatedIn", claim.stated_in)
    if claim.stated_in_item:
        yield say("pv:isStatedInItem", claim.stated_in_item)
    for speaker in claim.stated_by:
        yield say("pv:isStatedBy", speaker)
    if claim.stated_on:
        yield say("pv:statedOn", Literal(claim.stated_on, datatype=EDTF))
    if claim.dated_by:
        yield say("pv:isDatedBy", claim.dated_by)
    for reporter in claim.reported_by:
        yield say("pv:isReportedBy", reporter)
    if claim.reported_on:
        yield say("pv:reportedOn", Literal(claim.reported_on, datatype=EDTF))
    if claim.as_printed:
        yield say("pv:asPrinted", Literal(claim.as_printed))
    if claim.solar_hijri:
        yield say("pv:solarHijriDate", Literal(claim.solar_hijri))
    for hijri in claim.solar_hijri_candidates:
        yield say("pv:solarHijriCandidate", Literal(hijri))
    if claim.cites:
        yield say("pv:citesAuthority", claim.cites)
    if claim.list_position is not None:
        yield say("pv:listPosition", _number(claim.list_position))
    for city in claim.listed_under:
        yield say("pv:isListedUnder", city)
    for qualifier, value in claim.qualifiers:
        yield say(qualifier, value)
    for note in claim.notes:
        yield say("pv:note", note)
    for other in claim.disputes:
        yield say("pv:disputes", other)
    for other in claim.corroborates:
        yield say("pv:corroborates", other)
    for other in claim.same_wording:
        yield say("pv:hasSameWordingAs", other)
    for other in claim.same_speech:
        yield say("pv:reportsSameSpeechAs", other)
    for number, span in enumerate(filter(None, (claim.span, *claim.further_spans)), 1):
        selector = thing(f"selector/{claim.slug}" + (f"-{number}" if number > 1 else ""))
        yield say("pv:isFoundAt" if number == 1 else "pv:isAlsoFoundAt", selector)
        yield from _selector_quads(selector, span, graph)


def _selector_quads(selector: NamedNode, span: TextSpan, graph: NamedNode) -> Iterator[Quad]:
    yield Quad(selector, TYPE, iri("oa:TextPositionSelector"), graph)
    yield Quad(selector, iri("oa:start"), _number(span.start), graph)
    yield Quad(selector, iri("oa:end"), _number(span.end), graph)
    yield Quad(selector, iri("pv:line"), _number(span.line), graph)
    if not span.quotation:
        return
    if span.quotation.exact:
        yield Quad(selector, TYPE, iri("oa:TextQuoteSelector"), graph)
    for name, prop in _QUOTED.items():
        if words := getattr(span.quotation, name):
            yield Quad(selector, prop, Literal(words), graph)


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=_INTEGER)
