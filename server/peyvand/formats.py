"""The formats that answers are written in: one row each, from which all else about them follows.

What the engine knows of a format (its IRI, media type, file extension, and whether it has room
for named graphs) is taken from the engine; a row adds the short name that ``format=`` and the
command line have for it, and what else clients call it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from pyoxigraph import QueryResultsFormat, RdfFormat

from peyvand.errors import NotAcceptable
from peyvand.wording import say


@dataclass(frozen=True)
class Format:
    """What a client may choose: a name, and media types, of which the first is answered.

    ``aliases`` are other names that clients have for it; a media type is a name, too.
    """

    name: str
    media_types: tuple[str, ...]
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

    @property
    def suffix(self) -> str:
        """What the name of a file in it ends in, and the address of a description."""
        return self.name

    def owns(self, name: str) -> bool:
        """Whether a name is its own, and not only one that clients have for it, too."""
        return name in (self.name, self.media_type, self.suffix)

    def has(self, name: str) -> bool:
        """Whether it goes by a name: a short one or a media type."""
        return name == self.name or name in (*self.aliases, *self.media_types)


@dataclass(frozen=True, kw_only=True)
class ResultsFormat(Format):
    """A serialisation of the rows of a query, or of its yes or no."""

    engine: QueryResultsFormat

    @property
    def iri(self) -> str:
        """What the W3C's list of formats calls it (https://www.w3.org/ns/formats/)."""
        return self.engine.iri

    @property
    def suffix(self) -> str:
        """As the engine has it."""
        return self.engine.file_extension


@dataclass(frozen=True, kw_only=True)
class GraphFormat(Format):
    """A serialisation of RDF, to write and to read."""

    engine: RdfFormat

    @property
    def iri(self) -> str:
        """What the W3C's list of formats calls it (https://www.w3.org/ns/formats/)."""
        # For JSON-LD the engine gives the address of a page, and not the name in the list.
        if self.engine == RdfFormat.JSON_LD:
            return "http://www.w3.org/ns/formats/JSON-LD"
        return self.engine.iri

    @property
    def suffix(self) -> str:
        """As the engine has it."""
        return self.engine.file_extension

    @property
    def keeps_graphs(self) -> bool:
        """Whether a statement is always written with the graph that holds it.

        JSON-LD has room for graphs, but stands for triples unless they are asked for.
        """
        return self.engine.supports_datasets and self.engine != RdfFormat.JSON_LD


_JSON = ("application/json", "text/json", "text/javascript", "application/javascript")
_XML = ("application/xml", "text/xml")


def _results(
    engine: QueryResultsFormat,
    name: str,
    media_types: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
) -> ResultsFormat:
    """A row of ``TABLES``: ``media_types`` and ``aliases`` are those that the engine lacks."""
    own = engine.media_type.partition(";")[0]
    names = (engine.file_extension, *aliases)
    return ResultsFormat(name, (own, *media_types), names, engine=engine)


def _graph(
    engine: RdfFormat,
    name: str,
    media_types: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
) -> GraphFormat:
    """A row of ``GRAPHS``: ``media_types`` and ``aliases`` are those that the engine lacks."""
    names = (engine.file_extension, *aliases)
    return GraphFormat(name, (engine.media_type, *media_types), names, engine=engine)


TABLES = (
    _results(QueryResultsFormat.JSON, "json", _JSON, ("sparql-results+json", "sparql-json")),
    _results(QueryResultsFormat.XML, "xml", _XML, ("sparql-results+xml", "sparql-xml")),
    _results(QueryResultsFormat.CSV, "csv", ("application/csv",)),
    _results(
        QueryResultsFormat.TSV,
        "tsv",
        ("text/tsv", "text/plain"),
        ("tab-separated-values", "text"),
    ),
)
# The recommendation on CSV and TSV knows no booleans, and readers of tables take one for a head.
BOOLEANS = (replace(TABLES[0], media_types=(*TABLES[0].media_types, "text/plain")), TABLES[1])
GRAPHS = (
    _graph(
        RdfFormat.TURTLE,
        "turtle",
        (
            *("application/x-turtle", "application/turtle", "text/x-turtle"),
            # N3 has Turtle in it.
            *("text/n3", "text/rdf+n3", "application/n3", "application/rdf+n3"),
        ),
        ("n3", "rdf+n3"),
    ),
    _graph(
        RdfFormat.N_TRIPLES,
        "ntriples",
        (
            *("text/plain", "text/ntriples", "text/n-triples", "application/ntriples"),
            *("text/x-ntriples", "application/x-ntriples"),
        ),
        ("n-triples", "text"),
    ),
    _graph(
        RdfFormat.JSON_LD,
        "jsonld",
        (*_JSON, "application/json-ld", "application/x-ld+json"),
        ("json-ld", "ld+json", "json"),
    ),
    _graph(
        RdfFormat.RDF_XML,
        "rdfxml",
        (*_XML, "text/rdf+xml", "text/rdf", "application/x-rdf+xml"),
        ("rdf+xml", "rdf/xml", "rdf-xml", "xml"),
    ),
    _graph(RdfFormat.TRIG, "trig", ("application/x-trig", "text/trig")),
    _graph(
        RdfFormat.N_QUADS,
        "nquads",
        ("text/x-nquads", "text/nquads", "text/n-quads", "application/nquads"),
        ("n-quads",),
    ),
)
# What holds triples alone, unless graphs are asked for.
TRIPLES = tuple(offer for offer in GRAPHS if not offer.keeps_graphs)
# Those that the program writes of its own accord.
TURTLE = GRAPHS[0]
N_QUADS = next(offer for offer in GRAPHS if offer.engine == RdfFormat.N_QUADS)
# What the address of a description may end in.
SUFFIXES = {offer.suffix: offer for offer in GRAPHS}
# Of the names of these formats, those that say too little to read a body by.
_VAGUE = {*_JSON, *_XML}
# What the Graph Store reads, by media type; of quads the default graph is taken. A media type
# that is a format's own is not another's.
READ = {
    **{kind: offer for offer in GRAPHS for kind in offer.media_types if kind not in _VAGUE},
    **{offer.media_type: offer for offer in GRAPHS},
}

F = TypeVar("F", bound=Format)


def find(name: str, offered: Sequence[F]) -> F | None:
    """The format of a name among those offered, if there is one."""
    wanted = name.partition(";")[0].strip().lower()
    for offer in offered:
        if offer.owns(wanted):
            return offer
    return next((offer for offer in offered if offer.has(wanted)), None)


def by_name(name: str, offered: Sequence[F]) -> F:
    """The format of a name: a short name or a media type.

    Raises:
        NotAcceptable: it is not one of those offered for this form of query.
    """
    chosen = find(name, offered)
    if chosen is None:
        offered_names = ", ".join(offer.name for offer in offered)
        raise NotAcceptable(**say("no-format", name=name, offered=offered_names))
    return chosen
