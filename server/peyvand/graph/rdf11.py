"""RDF 1.1 alone: terms of RDF 1.2 are not let in, and where a graph has some they harm nobody.

The engine reads base directions and triple terms (RDF 1.2, a draft); rdflib, on which SHACL and
many clients stand, and the engine's own JSON-LD do not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from peyvand.errors import MalformedData
from peyvand.vocabulary.iris import PREFIXES
from peyvand.wording import say

Term = NamedNode | BlankNode | Literal
# Python reads no longer number, so that neither rdflib nor SHACL could read the graph.
_DIGITS = 4000
_NUMBERS = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal")}
# As much of a term as a message shows.
_SHOWN = 200


def storable(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The quads as they come.

    Raises:
        MalformedData: a term is of RDF 1.2, a number is longer than programs read, or a graph is
            named by a blank node, which neither a query nor a token can name.
    """
    for quad in quads:
        if isinstance(quad.graph_name, BlankNode):
            raise MalformedData(**say("graph-without-name", graph=str(quad.graph_name)))
        for term in (quad.subject, quad.object):
            if isinstance(term, Triple):
                raise MalformedData(**say("triple-term", term=f"<<( {term} )>>"[:_SHOWN]))
            if isinstance(term, Literal) and term.direction is not None:
                right = str(Literal(term.value, language=term.language))
                words = say("base-direction", term=str(term)[:_SHOWN], instead=right[:_SHOWN])
                raise MalformedData(**words)
            if isinstance(term, Literal) and (digits := len(term.value)) > _DIGITS:
                _refuse_number(term, digits)
        yield quad


def _refuse_number(term: Literal, digits: int) -> None:
    if term.datatype.value in _NUMBERS:
        raise MalformedData(**say("number-long", digits=digits, limit=_DIGITS))


def as_rdf11(term: Term | Triple) -> Term:
    """A term as RDF 1.1 can say it: a text without its base direction, a triple term as a text."""
    if isinstance(term, Triple):
        return Literal(f"<<( {term} )>>")
    if isinstance(term, Literal) and term.direction is not None:
        return Literal(term.value, language=term.language)
    return term
