"""Works that documents cite, with citations and the claims that rest on them: as read, as JSON and
as CSV.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyoxigraph import NamedNode

from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Row, Term

_COLUMNS = (
    *("kind", "work", "work_en", "work_fa", "document", "line", "citation", "printed", "pages"),
    *("certainty", "claim", "about", "property"),
)


@dataclass
class Citation:
    """One citation in a text: its line, the page as printed, and every reading of that."""

    iri: str
    document: str
    lines: dict[int, None] = field(default_factory=dict)
    printed: dict[str, None] = field(default_factory=dict)
    pages: dict[str, None] = field(default_factory=dict)
    certainty: dict[str, None] = field(default_factory=dict)


@dataclass
class Resting:
    """A claim for which its document gives a work as the source."""

    iri: str
    document: str
    about: str
    property: str
    lines: dict[int, None] = field(default_factory=dict)


@dataclass
class Work:
    """A work with what is known of it, where it is cited and what rests on it.

    Attributes:
        documents: those that use it.
    """

    iri: str
    authors: dict[Term, None] = field(default_factory=dict)
    issued: dict[str, None] = field(default_factory=dict)
    printed: dict[str, None] = field(default_factory=dict)
    candidates: dict[str, None] = field(default_factory=dict)
    documents: dict[str, None] = field(default_factory=dict)
    citations: dict[tuple[str, str], Citation] = field(default_factory=dict)
    resting: dict[str, Resting] = field(default_factory=dict)


def works_of(
    works: Iterable[Row], citations: Iterable[Row], resting: Iterable[Row], document: str = ""
) -> list[Work]:
    """The works that documents cite.

    Args:
        works: the rows of the query ``web/works/works``.
        citations: those of ``web/works/citations``.
        resting: those of ``web/works/resting``.
        document: the IRI of whose works are wanted; those of all if empty.
    """
    found: dict[str, Work] = {}
    for row in works:
        one = found.setdefault(row["work"].value, Work(row["work"].value))
        if "author" in row:
            one.authors[row["author"]] = None
        for name, values in (
            ("issued", one.issued),
            ("printed", one.printed),
            ("candidate", one.candidates),
        ):
            _note(values, row, name)
    for text in _texts(citations, document):
        _cited(found[text["work"]], text)
    for text in _texts(resting, document):
        claims = found[text["work"]].resting
        claim = claims.setdefault(
            text["claim"],
            Resting(text["claim"], text["document"], text["about"], text["property"]),
        )
        _line(claim.lines, text)
    return [one for one in found.values() if not document or document in one.documents]


def missing_of(rows: Iterable[Row], document: str = "") -> dict[str, dict[str, list[Term]]]:
    """What is missing of documents that cite works, by document and by the claim that says so.

    Args:
        rows: of the query ``web/works/lacking``.
        document: of which it is wanted; of all if empty.
    """
    found: dict[str, dict[str, list[Term]]] = {}
    for row in rows:
        if not document or row["document"].value == document:
            told = found.setdefault(row["document"].value, {})
            told.setdefault(row["claim"].value, []).append(row["missing"])
    return found


def unlisted(works: Iterable[Work]) -> dict[str, list[Work]]:
    """The works that each document cites and of which no list of its works has an entry.

    No document of the graph prints such a list, so they are all that it cites.
    """
    found: dict[str, list[Work]] = {}
    for work in works:
        for document in work.documents:
            found.setdefault(document, []).append(work)
    return dict(sorted(found.items()))


def _texts(rows: Iterable[Row], document: str) -> Iterator[dict[str, str]]:
    for row in rows:
        text = {name: term.value for name, term in row.items()}
        if not document or text.get("document") == document:
            yield text


def _cited(work: Work, text: Mapping[str, str]) -> None:
    document = text.get("document", "")
    if document:
        work.documents[document] = None
    if "citation" not in text:
        return
    place = text["citation"], document
    one = work.citations.setdefault(place, Citation(*place))
    _line(one.lines, text)
    for name, values in (
        ("printed", one.printed),
        ("page", one.pages),
        ("certainty", one.certainty),
    ):
        if name in text:
            values[text[name]] = None


def _line(lines: dict[int, None], text: Mapping[str, str]) -> None:
    if "line" in text:
        lines[int(text["line"])] = None


def _note(found: dict[str, None], row: Row, name: str) -> None:
    if name in row:
        found[row[name].value] = None


def mentioned(works: Iterable[Work]) -> Iterator[str]:
    """The IRIs that all of it names, but for those of claims."""
    for work in works:
        yield from (work.iri, *work.documents)
        for citation in work.citations.values():
            yield from (citation.iri, *citation.certainty)
        for claim in work.resting.values():
            yield from (claim.document, claim.about, claim.property)


def json_of(
    reader: Reader, works: list[Work], missing: Mapping[str, Mapping[str, list[Term]]]
) -> dict[str, Any]:
    """All of it for JSON; the reader knows the labels."""

    def named(iri: str) -> dict[str, Any]:
        return {"iri": iri, "label": dict(reader.labels(NamedNode(iri)))}

    return {
        "documents": [
            {
                **named(document),
                "missing": [
                    named(part.value)
                    for parts in missing.get(document, {}).values()
                    for part in parts
                ],
                "unlisted": [work.iri for work in some],
            }
            for document, some in unlisted(works).items()
        ],
        "works": [
            {
                **named(work.iri),
                "authors": [one.value for one in work.authors],
                "issued": list(work.issued),
                "yearPrinted": list(work.printed),
                "yearReadings": list(work.candidates),
                "documents": list(work.documents),
                "citations": [
                    {
                        "iri": one.iri,
                        "document": one.document or None,
                        "lines": list(one.lines),
                        "printed": list(one.printed),
                        "pages": list(one.pages),
                        "certainty": [named(it) for it in one.certainty],
                    }
                    for one in work.citations.values()
                ],
                "claims": [
                    {
                        "iri": one.iri,
                        "document": one.document,
                        "lines": list(one.lines),
                        "about": named(one.about),
                        "property": one.property,
                    }
                    for one in work.resting.values()
                ],
            }
            for work in works
        ],
    }


def table_of(reader: Reader, works: Iterable[Work]) -> str:
    """A row for each work, one for each citation of it, and one for each claim that rests on it."""
    file = io.StringIO()
    writer = csv.DictWriter(file, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for work in works:
        labels = reader.labels(NamedNode(work.iri))
        row = {
            "work": work.iri,
            "work_en": labels.get("en", ""),
            "work_fa": labels.get("fa", ""),
        }
        writer.writerow(row | {"kind": "work", "document": " ".join(work.documents)})
        for one in work.citations.values():
            told = {"kind": "citation", "document": one.document, "citation": one.iri}
            told["line"] = " ".join(map(str, one.lines))
            told["printed"], told["pages"] = " ".join(one.printed), " ".join(one.pages)
            writer.writerow(row | told | {"certainty": " ".join(one.certainty)})
        for claim in work.resting.values():
            told = {"kind": "claim", "document": claim.document, "claim": claim.iri}
            told["line"] = " ".join(map(str, claim.lines))
            writer.writerow(row | told | {"about": claim.about, "property": claim.property})
    return file.getvalue()
