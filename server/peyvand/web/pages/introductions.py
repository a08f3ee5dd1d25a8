"""What the page of a thing begins with, by its kind: maps, the life cycle, evidence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyoxigraph import NamedNode

from peyvand.vocabulary.iris import PREFIXES
from peyvand.web.pages.city import city
from peyvand.web.pages.document_claims import introduction as document
from peyvand.web.pages.entries import degrees, ends, entries
from peyvand.web.pages.kinds import section
from peyvand.web.pages.maps import Line, Point, svg_map
from peyvand.web.pages.sections import Reader
from peyvand.web.pages.site import Site, href, text

_HEAD = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("pv", "rdfs", "wgs"))
PARTIES = (
    _HEAD
    + """SELECT ?party ?label ?lat ?long WHERE {
  <%(iri)s> pv:hasParty ?party . ?party rdfs:label ?label .
  OPTIONAL { ?party wgs:lat ?lat ; wgs:long ?long }
}"""
)
STAGES = (
    _HEAD
    + """SELECT ?stage ?label ?date WHERE {
  ?event pv:isStageOf <%(iri)s> ; pv:reachedStage ?stage . ?stage rdfs:label ?label .
  OPTIONAL { ?event pv:date ?date }
} ORDER BY ?date"""
)
EVIDENCE = (
    _HEAD
    + """SELECT ?claim ?property ?reading ?candidate ?printed ?certainty
       ?rule ?document ?line ?side ?speaker WHERE {
  GRAPH ?graph {
    ?claim pv:about <%(iri)s> ; pv:property ?property ; pv:isStatedIn ?document .
    OPTIONAL { ?claim pv:reading ?reading }
    OPTIONAL { ?claim pv:candidate ?candidate }
    OPTIONAL { ?claim pv:asPrinted ?printed }
    OPTIONAL { ?claim pv:certainty ?certainty }
    OPTIONAL { ?claim pv:isReadBy ?rule }
    OPTIONAL { ?claim pv:isListedUnder ?side }
    OPTIONAL { ?claim pv:isStatedBy ?speaker }
    OPTIONAL { ?claim pv:isFoundAt ?place . ?place pv:line ?line }
  }
} ORDER BY ?document ?claim"""
)
MEMBERS = (
    _HEAD
    + """SELECT ?city ?label ?lat ?long WHERE {
  ?city pv:isMemberOf <%(iri)s> ; rdfs:label ?label ; wgs:lat ?lat ; wgs:long ?long .
}"""
)
ABROAD = (
    _HEAD
    + """SELECT ?agreement ?x1 ?y1 ?x2 ?y2 (EXISTS { ?agreement a pv:DatasetAgreement } AS ?known)
WHERE {
  ?city pv:inCountry <%(iri)s> ; wgs:long ?x1 ; wgs:lat ?y1 .
  ?agreement pv:hasParty ?city, ?other .
  FILTER(?city != ?other)
  ?other wgs:long ?x2 ; wgs:lat ?y2 .
}"""
)
_SEVERAL = ("reading", "candidate", "speaker", "side")


def agreement(site: Site, iri: str, language: str, sort: str) -> dict[str, Any]:
    """The parties with a map, the stages, and every claim with its evidence."""
    parties = list(entries(site.select(PARTIES % {"iri": iri}), "party", language).values())
    stages = list(entries(site.select(STAGES % {"iri": iri}), "stage", language).values())
    query = EVIDENCE % {"iri": iri}
    claims: dict[str, dict[str, Any]] = {}
    for row in site.select(query):
        entry = claims.setdefault(row["claim"].value, {name: {} for name in _SEVERAL})
        entry["claim"] = row["claim"].value
        for name, term in row.items():
            if name in _SEVERAL:
                entry[name][term] = None
            else:
                entry[name] = term.value
                if name in ("property", "document"):
                    entry[f"{name}_term"] = term
    places = [(position, row) for row in parties if (position := degrees(row))]
    points = [
        Point(*position, row["label"], href(row["party"]), "ours") for position, row in places
    ]
    lines = [
        Line(*places[i][0], *places[j][0], kind="ours")
        for i in range(len(places))
        for j in range(i + 1, len(places))
    ]
    rivals: dict[str, set[str]] = {}
    for entry in claims.values():
        values = {term.value for term in entry["reading"]}
        if values and not entry["property"].endswith(("#hasParty", "#type")):
            rivals.setdefault(entry["property"], set()).add(" | ".join(sorted(values)))
    drawn = svg_map(points, lines, title=text("map-of-parties", language)) if lines else None
    return {
        "introduction": "agreement.html",
        "parties": parties,
        "stages": stages,
        "evidence": list(claims.values()),
        "evidence_query": query,
        "drawings": {"map": drawn},
        "rivals": [NamedNode(name) for name in sorted(rivals) if len(rivals[name]) > 1],
    }


def organisation(site: Site, iri: str, language: str, sort: str) -> dict[str, Any]:
    """The members of a network of cities on a map."""
    members = entries(site.select(MEMBERS % {"iri": iri}), "city", language).values()
    points = [
        Point(*position, row["label"], href(row["city"]), "ours")
        for row in members
        if (position := degrees(row))
    ]
    drawn = svg_map(points, [], title=text("map-of-members", language)) if points else None
    return {"introduction": "drawn.html", "drawings": {"map": drawn}}


def country(site: Site, iri: str, language: str, sort: str) -> dict[str, Any]:
    """The agreements of a country's cities on a map."""
    lines = {}
    for row in site.select(ABROAD % {"iri": iri}):
        if line_ends := ends(row):
            kind = "world" if row["known"].value == "true" else "ours"
            lines[row["agreement"].value] = Line(*line_ends, kind=kind)
    drawn = svg_map([], list(lines.values()), title=text("map-of-country", language))
    return {"introduction": "drawn.html", "drawings": {"map": drawn if lines else None}}


def claim(site: Site, iri: str, language: str, sort: str) -> dict[str, Any]:
    """What a claim says, word by word, and how it was read."""
    table = Reader(site, language).tables((section("token"),), iri).get("token")
    told = list(zip(table.columns, table.rows[0], strict=True)) if table else []
    return {"introduction": "claim.html", "told": told, "token": table}


# By the kind of a thing: what its page begins with.
INTRODUCTIONS: dict[str, Callable[[Site, str, str, str], dict[str, Any]]] = {
    "city": city,
    "agreement": agreement,
    "organisation": organisation,
    "country": country,
    "claim": claim,
    "document": document,
}
