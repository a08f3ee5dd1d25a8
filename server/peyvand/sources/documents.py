"""The documents, and the claims they make: one row of ``data/documents/NNN.csv`` is one claim."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from peyvand.model import Certainty, Claim, Term, TextSpan
from peyvand.sources.dates import check_edtf, solar_hijri_to_edtf
from peyvand.sources.registry import Registry
from peyvand.sources.tables import Row, read_table, split
from peyvand.vocabulary.iris import EDTF, PREFIXES, TYPE, iri, thing
from peyvand.vocabulary.properties import Vocabulary

COLUMNS = (
    "id",
    "part",
    "line",
    "start",
    "end",
    "subject",
    "property",
    "value",
    "en",
    "fa",
    "printed",
    "candidates",
    "certainty",
    "read_by",
    "stated_by",
    "stated_on",
    "citing",
    "position",
    "listed_under",
    "note_en",
    "note_fa",
)
OUTSIDE_COLUMNS = ("document", "disputes", "corroborates", *COLUMNS)
DOCUMENT_COLUMNS = ("id", "voice", "stated_on")
_THING = re.compile(r"[a-z-]+/[a-z0-9.-]+")
_LEXICAL: dict[str, re.Pattern[str]] = {
    "integer": re.compile(r"[+-]?[0-9]+"),
    "decimal": re.compile(r"[+-]?[0-9]+(\.[0-9]+)?"),
    "boolean": re.compile(r"true|false"),
    "duration": re.compile(
        r"P(?=.)([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+S)?)?"
    ),
    "dateTime": re.compile(
        r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9](Z|[+-][0-9][0-9]:[0-9][0-9])"
    ),
    "date": re.compile(r"[0-9]{4}-[0-9][0-9]-[0-9][0-9]"),
    "anyURI": re.compile(r"\S+"),
}


@dataclass(frozen=True)
class Source:
    """A document as the origin of claims: who speaks in it where nobody is named, and when."""

    document: NamedNode
    voice: tuple[NamedNode, ...]
    stated_on: str


def read_sources(path: Path, registry: Registry) -> dict[str, Source]:
    """The documents by their number, from ``data/documents/documents.csv``."""
    found = {}
    for row in read_table(path, DOCUMENT_COLUMNS):
        voice = tuple(_find(row, registry, slug) for slug in split(row["voice"]))
        _edtf(row, row["stated_on"])
        document = _find(row, registry, "document/" + row["id"])
        found[row["id"]] = Source(document, voice, row["stated_on"])
    return found


def read_claims(
    path: Path, source: Source, vocabulary: Vocabulary, registry: Registry
) -> Iterator[Claim]:
    """The claims of one document.

    Raises:
        SourceError: a row with an unknown property or thing, a date that does not exist, a
            number that is none, a missing certainty or an identifier used twice.
    """
    seen: dict[tuple[str, str], int] = {}
    for row in read_table(path, COLUMNS):
        yield _claim(row, source, vocabulary, registry, seen)


def read_outside_claims(
    path: Path, sources: dict[str, Source], vocabulary: Vocabulary, registry: Registry
) -> Iterator[Claim]:
    """Claims that outside sources make about matters of the documents (``outside.csv``)."""
    seen: dict[tuple[str, str], int] = {}
    for row in read_table(path, OUTSIDE_COLUMNS):
        if row["document"] not in sources:
            raise row.error(f"no document is listed as {row['document']!r}.", "List it first.")
        yield _claim(row, sources[row["document"]], vocabulary, registry, seen)


def _claim(
    row: Row,
    source: Source,
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
    hijri = [value[3:] for value in split(row["value"]) if value.startswith("sh:")]
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
    stated_on = row["stated_on"] or source.stated_on
    return Claim(
        identifier=row["id"],
        part=_integer(row, "part") or 1,
        about=_find(row, registry, row["subject"]),
        property=prop,
        readings=tuple(readings),
        candidates=candidates,
        certainty=certainty,
        read_by=_find(row, registry, row["read_by"]),
        stated_in=source.document,
        stated_by=said or source.voice,
        stated_on=_edtf(row, stated_on) if stated_on else "",
        span=_span(row),
        as_printed=row["printed"],
        solar_hijri=hijri[0] if hijri else "",
        cites=_find(row, registry, row["citing"]) if row["citing"] else None,
        list_position=_integer(row, "position"),
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


def _claims(row: Row, column: str) -> tuple[NamedNode, ...]:
    return tuple(thing(f"claim/{slug}") for slug in split(row.get(column, "")))


def _span(row: Row) -> TextSpan | None:
    line, start, end = (_integer(row, name) for name in ("line", "start", "end"))
    if line is None or start is None or end is None:
        return None
    if not 0 <= start < end:
        raise row.error(f"the span {start} to {end} is empty or reversed.", "Correct start or end.")
    return TextSpan(line, start, end)


def _integer(row: Row, column: str) -> int | None:
    text = row[column]
    if not text:
        return None
    if not text.isascii() or not text.isdigit():
        raise row.error(f"{column} is {text!r}, which is not a whole number.", "Correct it.")
    return int(text)


def _find(row: Row, registry: Registry, slug: str) -> NamedNode:
    try:
        return registry.find(slug)
    except LookupError as error:
        raise row.error(f"{error}.", "Correct the name, or register it in data/curated/.") from None


def _edtf(row: Row, text: str) -> str:
    try:
        return check_edtf(text)
    except ValueError as error:
        raise row.error(f"{error}.", "Write the date in EDTF, or a Hijri one as sh:1373.") from None


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
        return _literal(row, value, datatype)

    return read


def _literal(row: Row, value: str, datatype: NamedNode) -> Literal:
    if datatype == EDTF:
        if value.startswith("sh:"):
            try:
                value = solar_hijri_to_edtf(value[3:])
            except ValueError as error:
                raise row.error(f"{error}.", "Give a Solar Hijri date that exists.") from None
        return Literal(_edtf(row, value), datatype=EDTF)
    if datatype == iri("rdf:langString"):
        raise row.error(
            f"{row['property']} takes text, and {value!r} stands in the column value.",
            "Give the text in the columns en and fa.",
        )
    name = datatype.value.removeprefix(PREFIXES["xsd"])
    pattern = _LEXICAL.get(name)
    if pattern and not pattern.fullmatch(value):
        raise row.error(f"{value!r} is not an xsd:{name}.", "Correct the value.")
    if name == "string":
        return Literal(value)
    return Literal(value, datatype=datatype)
