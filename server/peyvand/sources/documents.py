"""The documents, and the claims they make: one row of ``data/documents/NNN.csv`` is one claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from peyvand.errors import SourceError
from peyvand.model import Certainty, Claim, Term
from peyvand.sources.cross_references import cited, read_parallels
from peyvand.sources.damaged_claims import DOCUMENT as DAMAGED
from peyvand.sources.damaged_claims import check_digits
from peyvand.sources.decisions import read_preferences
from peyvand.sources.licences import CC_BY
from peyvand.sources.literals import edtf, literal
from peyvand.sources.origins import Origins, read_origins
from peyvand.sources.quotations import QUOTATIONS, Quotations, read_quotations
from peyvand.sources.registry import Registry
from peyvand.sources.source import Content, Known, Source
from peyvand.sources.tables import Row, read_table, split
from peyvand.sources.text_spans import first_span, further_spans, whole_number
from peyvand.vocabulary.iris import TYPE, graph, iri, thing
from peyvand.vocabulary.properties import Vocabulary

COLUMNS = (
    "id",
    "part",
    "line",
    "start",
    "end",
    "also",
    "subject",
    "property",
    "value",
    "en",
    "fa",
    "printed",
    "candidates",
    "narrowed_by",
    "certainty",
    "read_by",
    "premise",
    "stated_by",
    "stated_on",
    "citing",
    "position",
    "listed_under",
    "note_en",
    "note_fa",
)
OUTSIDE_COLUMNS = ("document", "disputes", "corroborates", *COLUMNS)
_THING = re.compile(r"[a-z-]+/[a-z0-9.-]+")


class Documents(Source):
    """The documents, and what other sources say about matters of theirs."""

    name = "the documents"
    folder = "documents"
    licence = CC_BY

    def read(self, known: Known) -> Content:
        """The claims of every document, in its graph, and those from outside, in theirs."""
        data, vocabulary, things = known.data, known.vocabulary, known.things
        origins = read_origins(data / self.folder / "documents.csv", things)
        quotations = read_quotations(data / self.folder / QUOTATIONS)
        claims: list[Claim] = []
        for path in sorted((data / self.folder).glob("[0-9]*.csv")):
            if path.stem not in origins:
                raise SourceError(path, None, "documents.csv does not list it.", "Add a row there.")
            made = list(read_claims(path, origins[path.stem], vocabulary, things, quotations))
            if path.stem == DAMAGED:
                check_digits(path, made)
            claims += made
        claims = read_parallels(data / "curated" / "parallels.csv", cited(claims))
        outside = data / "curated" / "outside.csv"
        others = read_outside_claims(outside, origins, vocabulary, things)
        return Content(
            claims=[(_graph_of(claim), claim) for claim in claims],
            aside=[(graph("outside"), claim) for claim in others],
            preferences=read_preferences(data / "curated" / "readings.csv"),
        )


def _graph_of(claim: Claim) -> NamedNode:
    """The named graph of the document that a claim stands in."""
    return graph("document-" + claim.stated_in.value.rpartition("/")[2])


def read_claims(
    path: Path,
    source: Origins,
    vocabulary: Vocabulary,
    registry: Registry,
    quotations: Quotations | None = None,
) -> Iterator[Claim]:
    """The claims of one document.

    Args:
        path: the table, named as the document is.
        source: who speaks in the document, and when.
        vocabulary: the properties and classes there are.
        registry: the things that a row may name.
        quotations: of the spans; without them the spans have none.

    Raises:
        SourceError: a row with an unknown property or thing, a date that does not exist, a
            number that is none, a missing certainty, an identifier used twice, or a span that
            has no quotation.
    """
    seen: dict[tuple[str, str], int] = {}
    for row in read_table(path, COLUMNS):
        claim = _claim(row, source, vocabulary, registry, seen)
        yield quotations.quoted(claim, row) if quotations else claim


def read_outside_claims(
    path: Path, sources: dict[str, Origins], vocabulary: Vocabulary, registry: Registry
) -> Iterator[Claim]:
    """Claims that outside sources make about matters of the documents (``outside.csv``)."""
    seen: dict[tuple[str, str], int] = {}
    for row in read_table(path, OUTSIDE_COLUMNS):
        if row["document"] not in sources:
            raise row.error(f"no document is listed as {row['document']!r}.", "List it first.")
        yield _claim(row, sources[row["document"]], vocabulary, registry, seen)


def _claim(
    row: Row,
    source: Origins,
    vocabulary: Vocabulary,
    registry: Registry,
    seen: dict[tuple[str, str], int],
) -> Claim:
    key = (row["id"], row["part"])
    if key in seen:
        raise row.error(
            f"claim {row['id']} is given already on line {seen[key]}.",
            "Number further parts of a fact 2, 3 … in the column part.",
        )
    seen[key] = row.line
    try:
        prop = vocabulary.property(row["property"])
    except LookupError as error:
        raise row.error(f"{error}.", "Correct the property, or declare it in ontology/.") from error
    read = _reader(row, prop, vocabulary, registry)
    line = whole_number(row, "line")
    origin = source.at(line)
    readings = [read(value) for value in split(row["value"])]
    readings += _texts(row, vocabulary.datatypes[prop])
    candidates = tuple(read(value) for value in split(row["candidates"]))
    if not readings and not candidates:
        raise row.error("the claim has neither a value nor candidates.", "Give one of them.")
    try:
        certainty = Certainty(row["certainty"])
    except ValueError:
        raise row.error(
            f"the certainty is {row['certainty']!r}.", "Write certain, likely or ambiguous."
        ) from None
    said = tuple(_find(row, registry, slug) for slug in split(row["stated_by"]))
    reported = bool(said) and said != origin.voice
    return Claim(
        identifier=row["id"],
        part=whole_number(row, "part") or 1,
        about=_find(row, registry, row["subject"]),
        property=prop,
        readings=tuple(readings),
        candidates=candidates,
        certainty=certainty,
        read_by=_find(row, registry, row["read_by"]),
        narrowed_by=tuple(_find(row, registry, slug) for slug in split(row["narrowed_by"])),
        premises=_claims(row, "premise"),
        stated_in=origin.document,
        stated_in_item=origin.item,
        stated_by=said or origin.voice,
        stated_on=edtf(row, row["stated_on"]) if row["stated_on"] else origin.stated_on,
        dated_by=None if row["stated_on"] else origin.dated_by,
        reported_by=origin.voice if reported else (),
        reported_on=origin.stated_on if reported else "",
        span=first_span(row),
        further_spans=further_spans(row),
        as_printed=row["printed"],
        solar_hijri=next(iter(_hijri(row["value"])), ""),
        solar_hijri_candidates=_hijri(row["candidates"]),
        cites=_find(row, registry, row["citing"]) if row["citing"] else None,
        list_position=whole_number(row, "position"),
        listed_under=tuple(_find(row, registry, slug) for slug in split(row["listed_under"])),
        notes=tuple(
            Literal(row[f"note_{tag}"], language=tag) for tag in ("en", "fa") if row[f"note_{tag}"]
        ),
        disputes=_claims(row, "disputes"),
        corroborates=_claims(row, "corroborates"),
    )


def _texts(row: Row, datatype: NamedNode | None) -> list[Literal]:
    """The value in words, one literal a language."""
    texts = [Literal(row[tag], language=tag) for tag in ("en", "fa") if row[tag]]
    if texts and datatype not in (None, iri("rdf:langString")):
        raise row.error(
            f"{row['property']} does not take text.", "Give its value in the column value."
        )
    return texts


def _hijri(cell: str) -> tuple[str, ...]:
    """The Solar Hijri dates among the values of a cell."""
    return tuple(value[3:] for value in split(cell) if value.startswith("sh:"))


def _claims(row: Row, column: str) -> tuple[NamedNode, ...]:
    return tuple(thing(f"claim/{slug}") for slug in split(row.get(column, "")))


def _find(row: Row, registry: Registry, slug: str) -> NamedNode:
    try:
        return registry.find(slug)
    except LookupError as error:
        raise row.error(f"{error}.", "Correct the name, or register it in data/curated/.") from None


def _reader(
    row: Row, prop: NamedNode, vocabulary: Vocabulary, registry: Registry
) -> Callable[[str], Term]:
    """How the values of a row's property are read: as things, or as literals of its datatype."""
    datatype = vocabulary.datatypes[prop]

    def read(value: str) -> Term:
        if prop == TYPE:
            try:
                return vocabulary.cls(value)
            except LookupError as error:
                raise row.error(f"{error}.", "Correct the class.") from None
        if datatype is None and value.startswith("wd:"):
            return iri(value)
        if datatype is None:
            if not _THING.fullmatch(value):
                raise row.error(
                    f"{row['property']} takes a thing, not {value!r}.",
                    "Write it as kind/slug; give text in the columns en and fa.",
                )
            return _find(row, registry, value)
        return literal(row, value, datatype)

    return read
