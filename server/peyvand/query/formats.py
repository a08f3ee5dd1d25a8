"""Result formats: media types, names for ``?format=``, content negotiation (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat

from peyvand.errors import NotAcceptable
from peyvand.wording import say


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
# Names of these formats that say too little to read a body by.
_NOT_RDF = {"text/plain", "application/json", "application/xml", "text/xml"}
GRAPHS = (
    Format("turtle", ("text/turtle", "application/x-turtle"), RdfFormat.TURTLE),
    Format("ntriples", ("application/n-triples", "text/plain"), RdfFormat.N_TRIPLES),
    Format("jsonld", ("application/ld+json", "application/json"), RdfFormat.JSON_LD),
    Format("rdfxml", ("application/rdf+xml", "application/xml", "text/xml"), RdfFormat.RDF_XML),
)
# What the Graph Store reads beside those: quads, whose default graph is taken.
READ = {
    **{kind: offer for offer in GRAPHS for kind in offer.media_types if kind not in _NOT_RDF},
    "application/trig": Format("trig", ("application/trig",), RdfFormat.TRIG),
    "application/n-quads": Format("nquads", ("application/n-quads",), RdfFormat.N_QUADS),
}
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
    offered_names = ", ".join(offer.name for offer in offered)
    raise NotAcceptable(**say("no-format", name=name, offered=offered_names))


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
        # Another name of the format is asked for by that name, not by a range that it is in.
        named = [r for r in ranges if f"{r[0]}/{r[1]}" in offer.media_types[1:]]
        quality = max(
            _quality(offer.media_type, ranges),
            *(_quality(kind, named) for kind in offer.media_types[1:]),
            0.0,
        )
        rank = (quality, -order)
        if quality > 0 and (best is None or rank > best):
            best, chosen = rank, offer
    if chosen is None:
        kinds = ", ".join(offer.media_type for offer in offered)
        raise NotAcceptable(**say("not-acceptable", accept=accept, offered=kinds))
    return chosen


def negotiate_encoding(accept: str | None, offered: Sequence[str]) -> str | None:
    """The content coding to answer with (RFC 9110, 12.5.3), or None for none.

    Args:
        accept: the Accept-Encoding header.
        offered: the codings on offer, the preferred first.
    """
    if not accept:
        return None
    qualities: dict[str, float] = {}
    for part in accept.split(","):
        name, _, parameters = part.strip().lower().partition(";")
        if name.strip():
            qualities[name.strip()] = _weight(parameters.split(";"))
    best, chosen = 0.0, None
    for coding in offered:
        quality = qualities.get(coding, qualities.get("*", 0.0))
        if quality > best:
            best, chosen = quality, coding
    return None if qualities.get("identity", 0.0) > best else chosen


def _weight(parameters: Sequence[str]) -> float:
    """The value of q among some parameters; 1 without one, 0 if it is no number."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                number = float(value)
            except ValueError:
                return 0.0
            # Not a number is no weight.
            return min(1.0, max(0.0, number)) if number == number else 0.0
    return 1.0


def _range(part: str) -> tuple[str, str, float] | None:
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    main, slash, sub = kind.partition("/")
    if not slash:
        return ("*", "*", 1.0) if kind == "*" else None
    return main, sub, _weight(parameters)


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
