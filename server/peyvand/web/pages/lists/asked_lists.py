"""Lists as the present request asks for them: what its address says, and what a page is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request
from pyoxigraph import Literal, NamedNode

from peyvand.digits import digits
from peyvand.texts import number, text
from peyvand.web.http.flask_requests import current_request
from peyvand.web.pages.components import sheets
from peyvand.web.pages.components.collation import collated
from peyvand.web.pages.components.grouping import row_by_row
from peyvand.web.pages.components.sections import Reader, Table
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.components.values import show
from peyvand.web.pages.lists.listing import UNKNOWN, Asked, Facet, Listing
from peyvand.web.pages.lists.made_lists import order_of

# How many rows a page has, and how many values of a facet can be chosen.
PAGE, _OFFERED = 100, 60


@dataclass(frozen=True)
class Choice:
    """A value of a facet that can be chosen: in an address, in words, with how many rows."""

    value: str
    label: str
    count: str
    chosen: bool


@dataclass(frozen=True)
class Shown:
    """A list as a page shows it.

    Attributes:
        table: the rows of this page; None if there are none.
        total: how many rows there are.
        found: how many of them are asked for.
        asked: what is asked.
        facets: by their names, what can be chosen.
        sorts: for each column where it is sorted by it, and its ``aria-sort``.
        page: the number of this page.
        pages: how many there are.
        kept: what the addresses of further pages have to keep.
    """

    table: Table | None
    total: int
    found: int
    asked: Asked
    facets: Mapping[str, Sequence[Choice]]
    sorts: Mapping[str, tuple[str, str]]
    page: int
    pages: int
    kept: str


def asked_of(listing: Listing, sort: str) -> Asked:
    """What the address of the present page asks of a list.

    Args:
        listing: the list.
        sort: the order if none is asked for, as an address has it.

    Raises:
        BadRequest: it has no column of the name that it is to be sorted by.
    """
    given, facets = request.args, listing.facets
    order = order_of(listing.section, sort)
    return Asked(
        given.get("find", "").strip(),
        {facet.name: given[facet.name] for facet in facets if given.get(facet.name)},
        order.removeprefix("-"),
        order.startswith("-"),
    )


def shown(site: Site, listing: Listing, sort: str, *, told: bool) -> Shown:
    """A list as the present request asks for it.

    Args:
        site: where labels are asked for.
        listing: the list.
        sort: the order if none is asked for.
        told: whether its rows are those of its question, so that a query can be told.
    """
    language = site.language
    asked = asked_of(listing, sort)
    numbers = listing.found(asked, language)
    page = current_request().parameters.number("page") or 1
    pages = -(-len(numbers) // PAGE)
    entries = [dict(listing.entries[number]) for number in numbers]
    section = listing.section
    made = Table(
        section.name,
        _query(listing, asked, numbers) if told else "",
        sheets.address(section.name, language, site.version),
        tuple(name for name in section.columns if any(entry.get(name) for entry in entries)),
        entries[(page - 1) * PAGE : page * PAGE],
        [*entries[: (page - 1) * PAGE], *entries[page * PAGE :]],
    )
    reader = Reader(site, language)
    if sheets.asked_table() == section.name:
        made.entries, made.rest = entries, []
    for term in {term for entry in made.entries for terms in entry.values() for term in terms}:
        if isinstance(term, NamedNode) and (labels := listing.labels(term.value)):
            reader.know(term.value, labels)
    reader.finish(made)
    made.rest = []
    counts = listing.counted(asked)
    return Shown(
        made if made.entries else None,
        len(listing.entries),
        len(numbers),
        asked,
        {
            facet.name: _choices(
                listing, facet, counts[facet.name], asked.chosen.get(facet.name, ""), language
            )
            for facet in listing.facets
            if facet.is_offered or asked.chosen.get(facet.name)
        },
        {name: _sorted_by(name, asked, language) for name in section.columns},
        page,
        pages,
        "".join(f"&{part}" for part in [urlencode(_given())] if part),
    )


def _query(listing: Listing, asked: Asked, numbers: Sequence[int]) -> str:
    section = listing.section
    condition = listing.condition(asked, numbers)
    if condition is None:
        return ""
    return row_by_row(section.query(""), listing.shape, condition)


def _given() -> dict[str, str]:
    """What the address says beside the page and the language."""
    return {name: value for name, value in request.args.items() if name not in ("page", "lang")}


def _sorted_by(name: str, asked: Asked, language: str) -> tuple[str, str]:
    """Where a list is sorted by a column, and how it is at present."""
    here = name == asked.sort
    turned = here and not asked.turned
    given = {**_given(), "sort": f"-{name}" if turned else name, "lang": language}
    state = ("descending" if asked.turned else "ascending") if here else ""
    return f"?{urlencode(given)}", state


def _choices(
    listing: Listing, facet: Facet, counts: Counter[str], chosen: str, language: str
) -> list[Choice]:
    """The values of a facet, those of the most rows first, years from the last on.

    What is not known stands last.
    """
    values = {*counts, chosen} - {""}
    labels = {value: _label(listing, facet, value, language) for value in values}
    key = collated(labels.values(), language)

    def place(value: str) -> tuple[bool, int, str]:
        order = -int(value) if facet.digits and value != UNKNOWN else -counts[value]
        return value == UNKNOWN, order, key(labels[value])

    order = sorted(counts, key=place)
    kept = order[:_OFFERED] + [UNKNOWN] * (UNKNOWN in order[_OFFERED:])
    if chosen and chosen not in kept:
        kept.insert(0, chosen)
    return [
        Choice(value, labels[value], number(counts[value], language), value == chosen)
        for value in kept
    ]


def _label(listing: Listing, facet: Facet, value: str, language: str) -> str:
    if value == UNKNOWN:
        return text("not-known", language)
    if facet.called:
        return facet.called(value, language)
    if facet.digits == 3:
        return digits(text("list-decade", language).format(year=f"{value}0"), language)
    if facet.digits:
        return digits(value, language)
    terms = listing.terms(facet, value)
    if terms and isinstance(terms[0], Literal):
        return show(terms[0], language, lambda _: ("", "")).text
    return listing.name(facet, value, language)
