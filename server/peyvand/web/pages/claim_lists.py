"""The list of claims: of the documents, or of the one source that the page is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import abort, request
from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.texts import number, text
from peyvand.web.pages.asked_lists import Choice
from peyvand.web.pages.kinds import section
from peyvand.web.pages.listing import Facet, written
from peyvand.web.pages.sections import Reader, Section
from peyvand.web.pages.site import Row, Site

# In an address: all sources that are no datasets.
DOCUMENTS = "documents"
FACETS = (
    Facet("certainty", ("certainty",)),
    Facet("property", ("property",)),
    Facet("speaker", ("speaker",)),
    Facet("decade", ("stated",), 3),
    Facet("line", ("line",), is_offered=False),
)


def claims(site: Site) -> tuple[Section, Sequence[Choice]]:
    """The list that the present request asks for by ``source``, and the sources it may ask for.

    A dataset has more claims than all documents together, and is listed where it is asked for.
    """
    counted = site.select(own("web/claims-by-source").text)
    asked = request.args.get("source") or DOCUMENTS
    documents = [row for row in counted if row["dataset"].value == "false"]
    chosen = documents if asked == DOCUMENTS else _of(counted, asked)
    if not chosen and asked != DOCUMENTS:
        abort(404)
    sources = [row["source"] for row in chosen if isinstance(row["source"], NamedNode)]
    found = own("web/sections/browse-claims").bound(source=sources)
    return replace(section("browse-claims"), text=found.strip()), _choices(
        site, counted, documents, asked
    )


def _of(counted: Sequence[Row], asked: str) -> list[Row]:
    return [row for row in counted if written(row["source"]) == asked]


def _choices(
    site: Site, counted: Sequence[Row], documents: Sequence[Row], asked: str
) -> list[Choice]:
    """All documents together, then each source, those of the most claims first."""
    language, reader = site.language, Reader(site, site.language)
    reader.learn(row["source"] for row in counted)
    ordered = sorted(counted, key=lambda row: (row["dataset"].value, -int(row["claims"].value)))
    sources = {
        written(row["source"]): (reader.shown([row["source"]])[0].text, int(row["claims"].value))
        for row in ordered
    }
    together = sum(int(row["claims"].value) for row in documents)
    offered = {DOCUMENTS: (text("list-documents", language), together), **sources}
    return [
        Choice(value, label, number(count, language), value == asked)
        for value, (label, count) in offered.items()
    ]
