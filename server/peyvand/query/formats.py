"""Result formats: media types, names for ``?format=``, content negotiation (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat

from peyvand.errors import NotAcceptable


@dataclass(frozen=True)
class Format:
    """A serialisation on offer: name, media types (the first is answered), engine format."""

    name: str
    media_types: tuple[str, ...]
    engine: QueryResultsFormat | RdfFormat

    @property
    def media_type(self) -> str:
        """The media type that answers carry."""
        return self.media_types[0]

    @property
    def content_type(self) -> str:
        """The Content-Type header; text types name their character set."""
        kind = self.media_type
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


TABLES = (
    Format(
        "json",
        ("application/sparql-results+json", "application/json"),
        QueryResultsFormat.JSON,
    ),
    Format(
        "xml",
        ("application/sparql-results+xml", "application/xml", "text/xml"),
        QueryResultsFormat.XML,
    ),
    Format("csv", ("text/csv",), QueryResultsFormat.CSV),
    Format("tsv", ("text/tab-separated-values",), QueryResultsFormat.TSV),
)
GRAPHS = (
    Format("turtle", ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE),
    Format("ntriples", ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    Format("jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD),
    Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), RdfFormat.RDF_XML),
)
_ALIASES = {"ttl": "turtle", "nt": "ntriples", "json-ld": "jsonld", "rdf": "rdfxml"}


def by_name(name: str, offered: Sequence[Format]) -> Format:
    """The format that ``?format=`` names: a short name or a media type.

    Raises:
        NotAcceptable: it is not one of those offered for this form of query.
    """
    wanted = _ALIASES.get(name.lower(), name.lower())
    for offer in offered:
        if wanted == offer.name or wanted in offer.media_types:
            return offer
    if wanted == "xml":
        return next(offer for offer in offered if "application/xml" in offer.media_types)
    if wanted == "json":
        return next(offer for offer in offered if "application/json" in offer.media_types)
    raise NotAcceptable(
        f"There is no format {name!r} for this query.",
        f"On offer: {', '.join(offer.name for offer in offered)}.",
    )


def negotiate(accept: str | None, offered: Sequence[Format]) -> Format:
    """The format to answer with.

    Args:
        accept: the Accept header; None or empty means that anything will do.
        offered: the formats on offer, the preferred first.

    Returns:
        The offer with the highest quality; among equals the one offered first. The most
        specific range decides a type's quality, and parameters such as charset do not matter.

    Raises:
        NotAcceptable: every offer has quality 0 or is not named.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [parsed for part in accept.split(",") if (parsed := _range(part)) is not None]
    best: tuple[float, int] | None = None
    chosen: Format | None = None
    for order, offer in enumerate(offered):
        quality = max(_quality(kind, ranges) for kind in offer.media_types)
        rank = (quality, -order)
        if quality > 0 and (best is None or rank > best):
            best, chosen = rank, offer
    if chosen is None:
        kinds = ", ".join(offer.media_type for offer in offered)
        raise NotAcceptable(
            f"None of the types in Accept: {accept} is on offer.", f"Offer: {kinds}."
        )
    return chosen


def _range(part: str) -> tuple[str, str, float] | None:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    main, slash, sub = kind.partition("/")
    if not slash:
        return ("*", "*", 1.0) if kind == "*" else None
    quality = 1.0
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = min(1.0, max(0.0, float(value)))
            except ValueError:
                quality = 0.0
    return main, sub, quality


def _quality(kind: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    main, _, sub = kind.partition("/")
    best, found = -1, 0.0
    for range_main, range_sub, quality in ranges:
        if (range_main, range_sub) == (main, sub):
            specificity = 2
        elif range_main == main and range_sub == "*":
            specificity = 1
        elif range_main == "*" and range_sub == "*":
            specificity = 0
        else:
            continue
        if specificity > best:
            best, found = specificity, quality
    return found
