"""The list of claims: of all documents, of all datasets, of both, or of one source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import abort, request
from pyoxigraph import NamedNode

from peyvand.digits import percent
from peyvand.sources.catalogue import own
from peyvand.texts import number, text, texts
from peyvand.vocabulary.release import release
from peyvand.web.pages.components.kinds import section
from peyvand.web.pages.components.sections import Reader, Section
from peyvand.web.pages.components.site import Row, Site
from peyvand.web.pages.lists.asked_lists import Choice
from peyvand.web.pages.lists.listing import Facet, written

# In an address: all sources that are no datasets, those that are, and all of both.
DOCUMENTS, DATASETS, ALL = "documents", "datasets", "all"
_CALLED = {DOCUMENTS: "list-documents", DATASETS: "list-datasets", ALL: "list-all-sources"}
# How many claims one question asks for at most, where no source alone has more.
_AT_ONCE = 15_000


def _kind(kind: str, language: str) -> str:
    """What the things are called whose IRIs begin with a kind: by the ontology, if it has a class
    of this name."""
    known = release().glossary.terms.get("".join(map(str.capitalize, kind.split("-"))))
    return known.label(language) if known else texts(language, "kind").get(kind, kind)


FACETS = (
    Facet("subjectKind", ("about",), by_kind=True, called=_kind),
    Facet("certainty", ("certainty",)),
    Facet("property", ("property",)),
    Facet("speaker", ("speaker",)),
    Facet("decade", ("stated",), 3),
    Facet("line", ("line",), is_offered=False),
)


@dataclass(frozen=True)
class ClaimList:
    """The list of claims that is asked for.

    Attributes:
        section: its question.
        parts: questions whose answers together are that of its own.
        sources: those that may be asked for, with how many claims they have.
        count: how many claims the sources have that are asked for.
        share: a sentence that says what share of all claims that is.
    """

    section: Section
    parts: Sequence[Section]
    sources: Sequence[Choice]
    count: int
    share: str


def claims(site: Site) -> ClaimList:
    """The list that the present request asks for by ``source``.

    Datasets have many more claims than all documents together, and are listed where they are
    asked for.

    Raises:
        NotFound: nothing is on record of the source.
    """
    counted = site.select(own("web/claims-by-source").text)
    asked = request.args.get("source") or DOCUMENTS
    together = {
        DOCUMENTS: [row for row in counted if row["dataset"].value == "false"],
        DATASETS: [row for row in counted if row["dataset"].value == "true"],
        ALL: list(counted),
    }
    chosen = together.get(asked, [row for row in counted if written(row["source"]) == asked])
    if not chosen and asked != DOCUMENTS:
        abort(404)
    language, held, every = site.language, _claims(chosen), _claims(counted)
    return ClaimList(
        _section(chosen),
        [_section(part) for part in _parts(chosen)],
        _choices(site, counted, {name: _claims(rows) for name, rows in together.items()}, asked),
        held,
        text("list-share", language).format(
            count=number(held, language),
            all=number(every, language),
            percent=percent(held / every if every else 0, language),
        ),
    )


def _claims(rows: Sequence[Row]) -> int:
    return sum(int(row["claims"].value) for row in rows)


def _section(rows: Sequence[Row]) -> Section:
    """The question about the claims of some sources."""
    sources = [row["source"] for row in rows if isinstance(row["source"], NamedNode)]
    found = own("web/sections/browse-claims").bound(source=sources)
    return replace(section("browse-claims"), text=found.strip())


def _parts(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The sources in parts that are not too long to be read at once."""
    part: list[Row] = []
    for row in rows:
        if part and _claims([*part, row]) > _AT_ONCE:
            yield part
            part = []
        part.append(row)
    yield part


def _choices(
    site: Site, counted: Sequence[Row], together: dict[str, int], asked: str
) -> list[Choice]:
    """All documents together, all datasets, both; then each source, those of the most claims first.

    What there is none of is not offered.
    """
    language, reader = site.language, Reader(site, site.language)
    reader.learn(row["source"] for row in counted)
    ordered = sorted(counted, key=lambda row: (row["dataset"].value, -int(row["claims"].value)))
    sources = {
        written(row["source"]): (reader.shown([row["source"]])[0].text, int(row["claims"].value))
        for row in ordered
    }
    several = {
        name: (text(_CALLED[name], language), count)
        for name, count in together.items()
        if count or name == DOCUMENTS
    }
    return [
        Choice(value, label, number(count, language), value == asked)
        for value, (label, count) in {**several, **sources}.items()
    ]
