"""The page of the four-way report: the documents beside Wikidata."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flask import Blueprint, abort, request, url_for

from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import pick, tag_of
from peyvand.web.pages.site import Row, Site

_PREFIX = """PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_COUNTS = (
    _PREFIX
    + """SELECT ?outcome ?en ?fa ?kind (COUNT(DISTINCT ?comparison) AS ?count) WHERE {
  GRAPH <https://w3id.org/peyvand/graph/report-wikidata> {
    ?comparison pv:hasOutcome ?outcome ; pv:compares ?thing .
  }
  VALUES ?kind { pv:Agreement pv:City }
  ?thing a ?kind .
  ?outcome skos:prefLabel ?en, ?fa . FILTER(LANG(?en) = "en" && LANG(?fa) = "fa")
} GROUP BY ?outcome ?en ?fa ?kind ORDER BY ?kind DESC(?count) ?outcome"""
)
_ROWS = (
    _PREFIX
    + """SELECT ?comparison ?thing ?label ?note ?claim ?source WHERE {
  GRAPH <https://w3id.org/peyvand/graph/report-wikidata> {
    ?comparison pv:hasOutcome <%s> ; pv:compares ?thing .
    OPTIONAL { ?comparison pv:note ?note }
  }
  OPTIONAL { ?thing rdfs:label ?label }
  OPTIONAL {
    GRAPH <https://w3id.org/peyvand/graph/report-wikidata> {
      ?comparison prov:wasDerivedFrom ?claim
    }
    GRAPH ?graph { ?claim pv:isStatedIn ?source }
  }
} ORDER BY ?thing ?claim"""
)
# The outcomes in the order of a report: the four, then what else was seen.
_FIRST = ("same-on-both-sides", "only-here", "only-there", "in-conflict")
_PAGE = 100


def blueprint(site: Site) -> Blueprint:
    """The page ``/comparison``: counts, and the rows of one outcome."""
    pages = Blueprint("comparison", __name__)

    @pages.get("/comparison")
    def report() -> str:
        counts = site.select(_COUNTS)
        known = {row["outcome"].value: row for row in counts}
        outcome_slug = request.args.get("outcome", "only-here")
        outcome = f"{ID}concept/{outcome_slug}"
        if counts and outcome not in known and "outcome" in request.args:
            abort(404)
        query = _ROWS % outcome if outcome in known else ""
        rows = _grouped(site.select(query) if query else (), site.language)
        page = max(1, request.args.get("page", 1, type=int))
        return site.render(
            "comparison.html",
            counts=sorted(counts, key=_order),
            query=query,
            counts_query=_COUNTS,
            csv=url_for("sparql", query=query, format="csv", version=site.version),
            rows=rows[(page - 1) * _PAGE : page * _PAGE],
            total=len(rows),
            page=page,
            pages=-(-len(rows) // _PAGE),
            asked=outcome_slug,
            slug=lambda term: term.value.rpartition("/")[2],
            note_of=lambda text: _noted(text, known, site.language),
            chosen=known.get(outcome),
        )

    return pages


def _noted(text: str, known: dict[str, Row], language: str) -> str:
    """A note, the outcome that it begins with by its label."""
    slug, colon, rest = text.partition(":")
    row = known.get(f"{ID}concept/{slug}")
    return row[language].value + colon + rest if row else text


def _order(row: Row) -> tuple[str, int, int]:
    slug = row["outcome"].value.rpartition("/")[2]
    place = _FIRST.index(slug) if slug in _FIRST else len(_FIRST)
    return row["kind"].value, place, -int(row["count"].value)


def _grouped(rows: Iterable[Row], language: str) -> list[dict[str, object]]:
    """One entry a thing: its best label, notes, and claims of the documents and of Wikidata."""
    things: dict[str, dict[str, dict[str, str]]] = defaultdict(
        lambda: {"labels": {}, "notes": {}, "here": {}, "there": {}}
    )
    for row in rows:
        entry = things[row["thing"].value]
        if "label" in row:
            entry["labels"].setdefault(tag_of(row["label"]), row["label"].value)
        if "note" in row:
            entry["notes"][row["note"].value] = ""
        if "claim" in row and "source" in row:
            source = row["source"].value.rpartition("/")[2]
            side = "there" if source.startswith(("wikidata-", "geonames-")) else "here"
            entry[side][row["claim"].value] = source
    found: list[dict[str, object]] = []
    for thing, entry in things.items():
        label, tag = pick(entry["labels"], language)
        found.append({"thing": thing, "label": label or thing, "tag": tag, **entry})
    return found
