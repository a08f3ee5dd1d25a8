"""The forms that answers are written in: their names, their media types, and how each is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pyoxigraph import QueryResultsFormat, RdfFormat

from peyvand.errors import NotAcceptable
from peyvand.wording import say


@dataclass(frozen=True)
class Format:
    """A serialisation on offer: name, media types (the first is answered), engine format.

    ``aliases`` are other names that clients have for it; a media type is a name, too.
    """

    name: str
    media_types: tuple[str, ...]
    engine: QueryResultsFormat | RdfFormat
    aliases: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The media type that answers carry."""
        return self.media_types[0]

    @property
    def content_type(self) -> str:
        """The Content-Type header; text types name their character set."""
        kind = self.media_type
        return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind

    def has(self, name: str) -> bool:
        """Whether it goes by a name: a short one or a media type."""
        wanted = name.partition(";")[0].strip().lower()
        return wanted == self.name or wanted in (*self.aliases, *self.media_types)


_JSON = ("application/json", "text/json", "text/javascript", "application/javascript")
_XML = ("application/xml", "text/xml")
TABLES = (
    Format(
        "json",
        ("application/sparql-results+json", *_JSON),
        QueryResultsFormat.JSON,
        ("srj", "sparql-results+json", "sparql-json"),
    ),
    Format(
        "xml",
        ("application/sparql-results+xml", *_XML),
        QueryResultsFormat.XML,
        ("srx", "sparql-results+xml", "sparql-xml"),
    ),
    Format("csv", ("text/csv", "application/csv"), QueryResultsFormat.CSV),
    Format(
        "tsv",
        ("text/tab-separated-values", "text/tsv", "text/plain"),
        QueryResultsFormat.TSV,
        ("tab-separated-values", "text"),
    ),
)
# The recommendation on CSV and TSV knows no booleans, and readers of tables take one for a head.
BOOLEANS = (replace(TABLES[0], media_types=(*TABLES[0].media_types, "text/plain")), TABLES[1])
# What holds triples alone.
TRIPLES = (
    Format(
        "turtle",
        (
            "text/turtle",
            *("application/x-turtle", "application/turtle", "text/x-turtle"),
            # N3 has Turtle in it.
            *("text/n3", "text/rdf+n3", "application/n3", "application/rdf+n3"),
        ),
        RdfFormat.TURTLE,
        ("ttl", "n3", "rdf+n3"),
    ),
    Format(
        "ntriples",
        (
            "application/n-triples",
            *("text/plain", "text/ntriples", "text/n-triples", "application/ntriples"),
            *("text/x-ntriples", "application/x-ntriples"),
        ),
        RdfFormat.N_TRIPLES,
        ("nt", "n-triples", "text"),
    ),
    Format(
        "jsonld",
        ("application/ld+json", *_JSON, "application/json-ld", "application/x-ld+json"),
        RdfFormat.JSON_LD,
        ("json-ld", "ld+json", "json"),
    ),
    Format(
        "rdfxml",
        ("application/rdf+xml", *_XML, "text/rdf+xml", "text/rdf", "application/x-rdf+xml"),
        RdfFormat.RDF_XML,
        ("rdf", "rdf+xml", "rdf/xml", "rdf-xml", "xml"),
    ),
)
TRIG = Format("trig", ("application/trig", "application/x-trig", "text/trig"), RdfFormat.TRIG)
N_QUADS = Format(
    "nquads",
    (
        "application/n-quads",
        *("text/x-nquads", "text/nquads", "text/n-quads", "application/nquads"),
    ),
    RdfFormat.N_QUADS,
    ("nq", "n-quads"),
)
GRAPHS = (*TRIPLES, TRIG, N_QUADS)
# Of the names of these formats, those that say too little to read a body by.
_VAGUE = {*_JSON, *_XML}
# What the Graph Store reads, by media type; of quads the default graph is taken.
READ = {kind: offer for offer in GRAPHS for kind in offer.media_types if kind not in _VAGUE}


def find(name: str, offered: Sequence[Format]) -> Format | None:
    """The format of a name among those offered, if there is one."""
    return next((offer for offer in offered if offer.has(name)), None)


def by_name(name: str, offered: Sequence[Format]) -> Format:
    """The format of a name: a short name or a media type.

    Raises:
        NotAcceptable: it is not one of those offered for this form of query.
    """
    chosen = find(name, offered)
    if chosen is None:
        offered_names = ", ".join(offer.name for offer in offered)
        raise NotAcceptable(**say("no-format", name=name, offered=offered_names))
    return chosen
