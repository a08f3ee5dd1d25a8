"""What the parameters of named queries take: terms as people write them, and choices."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from peyvand.errors import BadRequest
from peyvand.vocabulary.iris import PREFIXES, expanded, iri
from peyvand.wording import say

INTEGER = iri("xsd:integer")
CHOICE = "choice"
_DIGITS = re.compile(r"[0-9]+", re.ASCII)


def read_term(text: str) -> NamedNode | Literal:
    """An RDF term written as in SPARQL or as a prefixed name of ours.

    Raises:
        BadRequest: it is neither.
    """
    text = text.strip()
    prefix, colon, _ = text.partition(":")
    if colon and prefix in PREFIXES and not text.startswith(("<", '"')):
        return expanded(text)
    try:
        (quad,) = parse(f"<x:s> <x:p> {text} .", format=RdfFormat.N_TRIPLES)
    except (SyntaxError, ValueError) as error:
        raise BadRequest(
            f"{text!r} is not an RDF term.",
            'Write <https://…> for an IRI, "text"@en or "2004" for a literal.',
        ) from error
    if isinstance(quad.object, BlankNode) or not isinstance(quad.object, NamedNode | Literal):
        raise BadRequest(f"{text!r} is not an IRI or a literal.", "Give one of those.")
    return quad.object


def choices_of(given: Sequence[str] | Mapping[str, str]) -> dict[str, NamedNode | Literal]:
    """Words with the terms that they stand for; those of a list stand for themselves."""
    if isinstance(given, Mapping):
        return {word: read_term(term) for word, term in given.items()}
    return {word: Literal(word) for word in given}


def chosen(
    name: str, given: object, choices: Mapping[str, NamedNode | Literal]
) -> NamedNode | Literal:
    """The term that a given word stands for.

    Raises:
        BadRequest: it is none of the choices.
    """
    word = given.value if isinstance(given, Literal | NamedNode) else str(given)
    if given != Literal(word) or word not in choices:
        raise BadRequest(**say("no-choice", name=name, given=word, choices=", ".join(choices)))
    return choices[word]


def written_term(term: NamedNode | Literal) -> str:
    """A term as it stands in a query: a number by its digits alone, as LIMIT needs it."""
    if isinstance(term, Literal) and term.datatype == INTEGER and _DIGITS.fullmatch(term.value):
        return term.value
    return str(term)
