"""The rows of a matched list as the page shows them: what was written, candidates, a map."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from peyvand.digits import number, percent
from peyvand.linkage.interactive.matching import Candidate
from peyvand.linkage.interactive.pasted import Pasted
from peyvand.linkage.outcomes import Outcome
from peyvand.texts import text
from peyvand.web.pages.components.maps import Point, svg_map
from peyvand.web.pages.components.site import href
from peyvand.web.pages.match.match_choices import Decided, short
from peyvand.web.pages.search.search import description

# The coastline that the maps of all rows share, by its identifier in the page.
LAND = "land"
# The maps are a third as wide as the others.
_SCALE = 2.2
_DISTANCE = "distance"


@dataclass(frozen=True)
class Card:
    """A candidate of a row.

    Attributes:
        value: as the form sends it.
        label: what it is called.
        about: what it is, and in which country.
        href: its page.
        item: its item of Wikidata, if it has one.
        why: how it compares, in words.
    """

    value: str
    label: str
    about: str
    href: str
    item: str
    why: list[str]


@dataclass(frozen=True)
class Shown:
    """A row of the list.

    Attributes:
        identifier: of the row.
        written: what stands in its cells that are read.
        decided: what became of it.
        cards: its candidates.
        map: where they lie; None where no place is known.
    """

    identifier: str
    written: str
    decided: Decided
    cards: list[Card]
    map: Markup | None


def lines(pasted: Pasted, rows: Sequence[Decided], language: str) -> list[Shown]:
    """The rows as the page shows them; only those that were open have maps.

    Args:
        pasted: the list.
        rows: what became of each.
        language: of the page.
    """
    return [_line(pasted, row, language) for row in rows]


def _line(pasted: Pasted, row: Decided, language: str) -> Shown:
    cells = pasted.rows[row.identifier]
    read = [cell for cell, field in zip(cells, pasted.fields, strict=False) if cell and field]
    written = " · ".join(read) or " · ".join(filter(None, cells))
    found = row.matched.candidates
    cards = [_card(one, language) for one in found]
    drawn = _map(row, written, language) if row.matched.outcome == Outcome.REVIEW else None
    return Shown(row.identifier, written, row, cards, drawn)


def _card(candidate: Candidate, language: str) -> Card:
    hit = candidate.hit
    return Card(
        short(candidate),
        hit.label(language),
        description(hit, language),
        href(hit.iri),
        hit.item,
        list(_compared(candidate, language)),
    )


def _compared(candidate: Candidate, language: str) -> Iterator[str]:
    for name, value in candidate.features.items():
        told = text(name, language, "feature")
        shown = number(f"{value:,.1f}", language) if name == _DISTANCE else percent(value, language)
        yield f"{told}: {shown}"


def _map(row: Decided, written: str, language: str) -> Markup | None:
    """The candidates, numbered as their cards are, and where the row says that it lies."""
    points = [
        Point(hit.longitude, hit.latitude, number(str(at), language), "")
        for at, hit in enumerate((one.hit for one in row.matched.candidates), start=1)
        if hit.longitude is not None and hit.latitude is not None
    ]
    place = row.matched.place
    if not points:
        return None
    if place.longitude is not None and place.latitude is not None:
        points.append(Point(place.longitude, place.latitude, written, "", "self"))
    return svg_map(points, [], title=written, land=LAND, scale=_SCALE)
