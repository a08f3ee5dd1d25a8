"""The drawing of the core classes of the ontology, with the properties between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from peyvand.texts import number
from peyvand.vocabulary.glossary import Glossary, Term
from peyvand.vocabulary.iris import PREFIXES

# Where each class stands: columns from the left, rows from the top. What is linked most is near.
_PLACES = {
    "Document": (0, 0),
    "Claim": (1, 0),
    "Statement": (2, 0),
    "Person": (3, 0),
    "Agreement": (0.5, 1),
    "Event": (2, 1),
    "Organisation": (3, 1),
    "Country": (0, 2),
    "SubnationalPlace": (1, 2),
    "City": (2, 2),
    "CityNetwork": (3, 2),
}
_ACROSS, _DOWN, _MARGIN, _ABOVE = 290, 200, 100, 60
_WIDTH, _HEIGHT = 3 * _ACROSS + 2 * _MARGIN, 2 * _DOWN + 2 * _ABOVE
_BOX, _TALL = 170, 40
# Where on its line a name may stand, from its beginning to its end, and about how large it is.
_ALONG = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)
_LETTER, _LINE = 6.2, 15
# How far a line is bent to its side, so that one each way stay apart.
_BEND = 26
_PV = PREFIXES["pv"]
Point = tuple[float, float]


@dataclass(frozen=True)
class Link:
    """What joins two classes that are drawn.

    Attributes:
        start: the class that has the properties, or that is the narrower one.
        end: the class of their values, or the broader one.
        properties: they; none if the one class is a kind of the other.
    """

    start: Term
    end: Term
    properties: tuple[Term, ...] = ()


def links(glossary: Glossary) -> list[Link]:
    """The properties between the classes that are drawn, and which are kinds of others."""
    return [*_properties(glossary), *_kinds(glossary)]


def _properties(glossary: Glossary) -> Iterator[Link]:
    found: dict[tuple[str, str], list[Term]] = {}
    for term in glossary.of("object-properties"):
        for start in _drawn(term.domain):
            for end in _drawn(term.range):
                if start != end and not term.retired:
                    found.setdefault((start, end), []).append(term)
    for (start, end), terms in found.items():
        yield Link(glossary.terms[start], glossary.terms[end], tuple(terms))


def _kinds(glossary: Glossary) -> Iterator[Link]:
    for name in _PLACES:
        for above in _drawn(glossary.terms[name].broader):
            yield Link(glossary.terms[name], glossary.terms[above])


def _drawn(addresses: tuple[str, ...]) -> list[str]:
    names = (address.removeprefix(_PV) for address in addresses)
    return [name for name in names if name in _PLACES]


def drawing(
    glossary: Glossary, language: str, title: str, kind_of: str, place: Callable[[str], str]
) -> Markup:
    """The drawing as an ``svg`` element, in which every text is escaped.

    Args:
        glossary: the terms.
        language: of their labels.
        title: what is drawn, for who does not see it.
        kind_of: what a line from a class to the broader one says.
        place: the address of the page of a term.
    """
    parts = [
        Markup(
            '<svg class="ontology" viewBox="0 0 {} {}" role="group" direction="ltr"'
            ' aria-label="{}"><defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4"'
            ' markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0L8 4L0 8z"/></marker>'
            "</defs>"
        ).format(_WIDTH, _HEIGHT, title)
    ]
    found = links(glossary)
    parts += [_line(link, language, kind_of) for link in found]
    parts += [_box(glossary.terms[name], language, place) for name in _PLACES]
    parts += _names([link for link in found if link.properties], language)
    return Markup("").join([*parts, Markup("</svg>")])


def _line(link: Link, language: str, kind_of: str) -> Markup:
    (x1, y1), (x2, y2), (bent_x, bent_y) = _course(link)
    told = ", ".join(one.label(language) for one in link.properties) or kind_of
    return Markup(
        '<path class="{}" d="M{} {}Q{} {} {} {}" marker-end="url(#arrow)"><title>{}</title></path>'
    ).format(
        "relation" if link.properties else "relation kind",
        *(round(x1), round(y1), round(bent_x), round(bent_y), round(x2), round(y2)),
        f"{link.start.label(language)} → {link.end.label(language)}: {told}",
    )


def _names(found: Sequence[Link], language: str) -> Iterator[Markup]:
    """The name of the first property on each line, and how many there are beside it.

    Each stands where it covers no box and no other name, if there is such a place.
    """
    boxes = [_centre(name) for name in _PLACES]
    taken: list[Spot] = [(x, y, _BOX, _TALL) for x, y in boxes]
    for link in found:
        more = len(link.properties) - 1
        name = (
            f"{link.properties[0].label(language)}{f' +{number(more, language)}' if more else ''}"
        )
        wide = _LETTER * len(name)
        places = [(*_on(_course(link), share), wide, _LINE) for share in _ALONG]
        place = min(places, key=lambda one: sum(_covered(one, other) for other in taken))
        taken.append(place)
        yield Markup(
            '<text class="of-relation" x="{}" y="{}" text-anchor="middle"'
            ' dominant-baseline="central">{}</text>'
        ).format(round(place[0]), round(place[1]), name)


Spot = tuple[float, float, float, float]


def _covered(one: Spot, other: Spot) -> float:
    """How much of two rectangles is common, each told by its middle, its width and its height."""
    sides = [(one[2] + other[2]) / 2 - abs(one[0] - other[0])]
    sides.append((one[3] + other[3]) / 2 - abs(one[1] - other[1]))
    return max(0.0, sides[0]) * max(0.0, sides[1])


def _on(course: tuple[Point, Point, Point], share: float) -> Point:
    """The point of a line (a quadratic Bézier curve) at a share of its way."""
    start, end, bent = course
    parts = (1 - share) ** 2, 2 * share * (1 - share), share**2
    return (
        parts[0] * start[0] + parts[1] * bent[0] + parts[2] * end[0],
        parts[0] * start[1] + parts[1] * bent[1] + parts[2] * end[1],
    )


def _box(term: Term, language: str, place: Callable[[str], str]) -> Markup:
    x, y = _centre(term.name)
    return Markup(
        '<a href="{}"><rect x="{}" y="{}" width="{}" height="{}" rx="6"/>'
        '<text x="{}" y="{}" text-anchor="middle" dominant-baseline="central">{}</text></a>'
    ).format(
        *(place(term.iri), x - _BOX / 2, y - _TALL / 2, _BOX, _TALL, x, y, term.label(language)),
    )


def _centre(name: str) -> tuple[float, float]:
    column, row = _PLACES[name]
    return _MARGIN + column * _ACROSS, _ABOVE + row * _DOWN


def _course(link: Link) -> tuple[Point, Point, Point]:
    """Where a line begins and ends, at the edges of the boxes, and the point that bends it."""
    (x1, y1), (x2, y2) = _centre(link.start.name), _centre(link.end.name)
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    across, down = (y1 - y2) / length, (x2 - x1) / length
    bend = _BEND * max(1.0, length / _ACROSS)
    bent = (x1 + x2) / 2 + across * bend, (y1 + y2) / 2 + down * bend
    return _edge((x1, y1), bent), _edge((x2, y2), bent), bent


def _edge(centre: Point, towards: Point) -> Point:
    """Where the way from the middle of a box to a point leaves it."""
    across, down = towards[0] - centre[0], towards[1] - centre[1]
    share = min(
        _BOX / 2 / abs(across) if across else float("inf"),
        _TALL / 2 / abs(down) if down else float("inf"),
    )
    return centre[0] + across * share, centre[1] + down * share
