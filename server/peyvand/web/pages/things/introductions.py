"""What the page of a thing begins with, by its kind: maps, the life cycle, evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.pages.components.as_of import as_of
from peyvand.web.pages.components.entries import degrees, ends, entries
from peyvand.web.pages.components.grouping import without
from peyvand.web.pages.components.maps import Line, Point, svg_map
from peyvand.web.pages.components.sections import Reader, Section, Table
from peyvand.web.pages.components.site import Row, Site, href, text
from peyvand.web.pages.things.city import city
from peyvand.web.pages.things.claim import claim
from peyvand.web.pages.things.document_claims import introduction as document

_SEVERAL = ("reading", "candidate", "speaker", "reporter", "side")
# The sections of an agreement that stand before the evidence.
_FIRST = (
    *("vitality", "steps", "checklist", "screening", "tasks", "activities", "indicators"),
    "obstacles",
)
_GLANCE = (
    *("party", "kind", "signed", "inferred", "ended", "stage", "vitality", "scope"),
    "lastStated",
)
_EVIDENCE = (
    *("claim", "property", "printed", "candidate", "reading", "certainty", "speaker", "stated"),
    *("document", "item", "line"),
)
# How many places the map of a country names at most, those with most agreements.
_NAMED = 300
_LINKED = ("property", "document", "item", "register", "replaced")


def agreement(site: Site, iri: str, language: str) -> dict[str, Any]:
    """The parties with a map, what stands before the evidence, and every claim with it."""
    node = NamedNode(iri)
    rows = site.select(own("web/parties").bound(agreement=node))
    parties = list(entries(rows, "party", language).values())
    query = own("web/claims-about").bound(agreement=node).strip()
    asked = as_of(site)
    claims: dict[str, dict[str, Any]] = {}
    found = site.select(query)
    said = asked.claims(row["claim"].value for row in found)
    for row in found:
        if row["claim"].value not in said:
            continue
        entry = claims.setdefault(row["claim"].value, {name: {} for name in _SEVERAL})
        entry["claim"] = row["claim"].value
        for name, term in row.items():
            if name in _SEVERAL:
                entry[name][term] = None
            else:
                entry[name] = term.value
                if name in _LINKED:
                    entry[f"{name}_term"] = term
    bound = [row for row in parties if not row.get("further")]
    places = [(position, row) for row in bound if (position := degrees(row))]
    kind = "world" if any(row.get("known") == "true" for row in parties) else "ours"
    points = [Point(*position, row["label"], href(row["party"]), kind) for position, row in places]
    lines = [
        Line(*places[i][0], *places[j][0], kind=kind)
        for i in range(len(places))
        for j in range(i + 1, len(places))
    ]
    drawn = svg_map(points, lines, title=text("map-of-parties", language)) if lines else None
    reader = Reader(site, language)
    glance = _at_a_glance(reader, node)
    evidence = Section("evidence", query, _EVIDENCE, ("claim",), most=len(found))
    table = reader.table(
        evidence,
        query,
        [row for row in found if row["claim"].value in claims],
        without("claim", [name for name in _claims_of(found) if name not in claims]),
    )
    return {
        "introduction": "agreement.html",
        "lead": True,
        "as_of": asked,
        "as_of_told": asked.of_one(iri, language),
        "parties": parties,
        "first": _FIRST,
        "glance": list(zip(glance.columns, glance.rows[0], strict=True)) if glance else [],
        "evidence": list(claims.values()),
        "evidence_table": table,
        "drawings": {"map": drawn},
    }


def _at_a_glance(reader: Reader, agreement: NamedNode) -> Table | None:
    query = own("web/glance").bound(agreement=agreement).strip()
    return reader.tables((Section("glance", query, _GLANCE, ("this",)),), "").get("glance")


def _claims_of(rows: list[Row]) -> list[str]:
    return list(dict.fromkeys(row["claim"].value for row in rows))


def organisation(site: Site, iri: str, language: str) -> dict[str, Any]:
    """The members of a network of cities on a map."""
    found_in = site.select(own("web/members").bound(network=NamedNode(iri)))
    members = entries(found_in, "city", language).values()
    points = [
        Point(*position, row["label"], href(row["city"]), "ours")
        for row in members
        if (position := degrees(row))
    ]
    drawn = svg_map(points, [], title=text("map-of-members", language)) if points else None
    return {
        "introduction": "drawn.html",
        "drawings": {"map": drawn},
        "drawn_of": (len(points), len(members)),
        "network": iri.removeprefix(str(ID)) if members else "",
    }


def country(site: Site, iri: str, language: str) -> dict[str, Any]:
    """The agreements of a country's cities on a map."""
    asked = as_of(site)
    rows = site.select(own("web/links-of-country").bound(country=NamedNode(iri)))
    stand = asked.agreements({row["agreement"].value: {} for row in rows})
    lines, places = {}, {}
    told = Counter[NamedNode]()
    for row in rows:
        if row["agreement"].value in stand and (line_ends := ends(row)):
            kind = "world" if row["known"].value == "true" else "ours"
            lines[row["agreement"].value] = Line(*line_ends, kind=kind)
            for name, position in (("city", line_ends[:2]), ("other", line_ends[2:])):
                place = row[name]
                if isinstance(place, NamedNode):
                    told[place] += 1
                    if kind == "ours" or place not in places:
                        places[place] = (*position, kind)
    named = [place for place, _ in told.most_common(_NAMED)]
    reader = Reader(site, language)
    reader.learn(named)
    points = [
        Point(
            *places[place][:2],
            reader.label(place)[0],
            href(place.value),
            places[place][2],
            told[place],
        )
        for place in named
    ]
    drawn = svg_map(points, list(lines.values()), title=text("map-of-country", language))
    return {
        "introduction": "drawn.html",
        "as_of": asked,
        "drawings": {"map": drawn if lines else None},
        "drawn_of": (len(lines), len(stand)),
    }


# By the kind of a thing: what its page begins with.
INTRODUCTIONS: dict[str, Callable[[Site, str, str], dict[str, Any]]] = {
    "city": city,
    "agreement": agreement,
    "organisation": organisation,
    "country": country,
    "claim": claim,
    "document": document,
}
