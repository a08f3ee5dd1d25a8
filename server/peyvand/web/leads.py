"""What the page of a city or an agreement says before its bare statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyoxigraph import Literal

from peyvand.vocab import PREFIXES
from peyvand.web.maps import Line, Point, svg_map
from peyvand.web.names import local
from peyvand.web.site import Row, Site, text

_HEAD = "".join(
    f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("pv", "rdfs", "dcterms", "wgs", "rdf")
)
PARTNERS = (
    _HEAD
    + """SELECT ?agreement ?kind ?partner ?label ?country ?countryLabel ?signed ?ended
       ?scope ?lat ?long ?known WHERE {
  ?agreement pv:hasParty <%(iri)s>, ?partner ; a ?kind .
  FILTER(?partner != <%(iri)s>)
  FILTER(?kind NOT IN (pv:Agreement))
  ?partner rdfs:label ?label .
  OPTIONAL { ?partner pv:inCountry ?country . ?country rdfs:label ?countryLabel }
  OPTIONAL { ?agreement pv:signed ?signed }
  OPTIONAL { ?agreement pv:ended ?ended }
  OPTIONAL { ?agreement pv:hasScope ?scope }
  OPTIONAL { ?partner wgs:lat ?lat ; wgs:long ?long }
  BIND(EXISTS { ?agreement a pv:DatasetAgreement } AS ?known)
}"""
)
PLACE = (
    _HEAD
    + """SELECT ?lat ?long ?country ?countryLabel ?population ?item WHERE {
  OPTIONAL { <%(iri)s> wgs:lat ?lat ; wgs:long ?long }
  OPTIONAL { <%(iri)s> pv:inCountry ?country . ?country rdfs:label ?countryLabel }
  OPTIONAL { <%(iri)s> pv:population ?population }
  OPTIONAL { <%(iri)s> pv:hasWikidataItem ?item }
}"""
)
OUTCOMES = (
    _HEAD
    + """SELECT ?agreement ?outcome ?label WHERE {
  ?agreement pv:hasParty <%(iri)s> .
  GRAPH <https://w3id.org/peyvand/graph/report-wikidata> {
    ?comparison pv:compares ?agreement ; pv:hasOutcome ?outcome .
  }
  ?outcome rdfs:label ?label .
}"""
)
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
_SORTS = {"name": "label", "country": "country", "date": "signed", "kind": "kind"}


def city(site: Site, iri: str, language: str, sort: str) -> dict[str, Any]:
    """The place, the partners with a map, and what is not known."""
    place = _first(site.select(PLACE % {"iri": iri}), language)
    query = PARTNERS % {"iri": iri}
    partners = _entries(site.select(query), "agreement", language)
    outcomes = _entries(site.select(OUTCOMES % {"iri": iri}), "agreement", language)
    for entry in partners:
        found = outcomes.get(entry, {})
        partners[entry]["outcome"] = sorted(found.get("outcome_labels", ()))
    column = _SORTS.get(sort, "label")
    rows = sorted(
        partners.values(),
        key=lambda row: (not row.get(column), str(row.get(column, "")).casefold(), row["label"]),
    )
    here = _degrees(place)
    points, lines = [], []
    for row in rows:
        there = _degrees(row)
        if there and here:
            kind = "world" if row.get("known") == "true" else "ours"
            lines.append(Line(*here, *there, row["label"], local(row["agreement"]), kind))
            points.append(Point(*there, row["label"], local(row["partner"]), kind))
    drawn = None
    if here:
        points.append(Point(*here, kind="self"))
        drawn = svg_map(points, lines, title=text("map-of-partners", language))
    unknown = [
        key
        for key, missing in (
            ("no-place", not here),
            ("no-country", not place.get("country")),
            ("no-population", not place.get("population")),
            ("no-item", not place.get("item")),
            ("no-dates", any(not row.get("signed") for row in rows)),
            ("places-of-partners", bool(here) and len(lines) < len(rows)),
        )
        if missing
    ]
    return {
        "lead": "city.html",
        "place": place,
        "partners": rows,
        "partners_query": query,
        "map": drawn,
        "unknown": unknown,
        "sorts": tuple(_SORTS),
        "without_date": sum(not row.get("signed") for row in rows),
        "off_map": len(rows) - len(lines),
    }


def agreement(site: Site, iri: str, language: str, sort: str) -> dict[str, Any]:
    """The parties with a map, the stages, and every claim with its evidence."""
    parties = list(_entries(site.select(PARTIES % {"iri": iri}), "party", language).values())
    stages = list(_entries(site.select(STAGES % {"iri": iri}), "stage", language).values())
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
    places = [(found, row) for row in parties if (found := _degrees(row))]
    points = [Point(*found, row["label"], local(row["party"]), "ours") for found, row in places]
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
    return {
        "lead": "agreement.html",
        "parties": parties,
        "stages": stages,
        "evidence": list(claims.values()),
        "evidence_query": query,
        "map": svg_map(points, lines, title=text("map-of-parties", language)) if lines else None,
        "rivals": sorted(name for name, values in rivals.items() if len(values) > 1),
    }


_SEVERAL = ("reading", "candidate", "speaker", "side")
# By the kind of a thing: what its page begins with.
LEADS: dict[str, Callable[[Site, str, str, str], dict[str, Any]]] = {
    "city": city,
    "agreement": agreement,
}


def _entries(rows: list[Row], key: str, language: str) -> dict[str, dict[str, Any]]:
    """One entry for each value of a column, labels in the best language there is."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        entry = found.setdefault(row[key].value, {})
        for name, term in row.items():
            tag = getattr(term, "language", None)
            if name.lower().endswith("label") and tag is not None:
                best = entry.get(f"{name}_tag")
                if best is None or _rank(tag, language) < _rank(best, language):
                    entry[name], entry[f"{name}_tag"] = term.value, tag
                if tag == language:
                    entry.setdefault(f"{key}_labels", set())
                    entry.setdefault("outcome_labels", set()).add(term.value)
            else:
                entry.setdefault(name, term.value)
    return found


def _first(rows: list[Row], language: str) -> dict[str, Any]:
    marked: list[Row] = [{**row, "all": Literal("")} for row in rows]
    return next(iter(_entries(marked, "all", language).values()), {})


def _rank(tag: str, language: str) -> int:
    order = (language, "en", "fa", "und")
    return order.index(tag) if tag in order else len(order)


def _degrees(row: dict[str, Any]) -> tuple[float, float] | None:
    if not row.get("lat") or not row.get("long"):
        return None
    return float(row["long"]), float(row["lat"])
