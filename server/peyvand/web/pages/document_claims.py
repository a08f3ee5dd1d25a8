"""The page of a document: its claims in the order of its lines, a page of them at a time."""

from __future__ import annotations

from typing import Any

from flask import request

from peyvand.web.pages.sections import Reader, Section
from peyvand.web.pages.site import Site

PAGE = 200
COUNT = Section(
    "count",
    "SELECT (COUNT(DISTINCT ?claim) AS ?claims) WHERE {"
    " GRAPH ?graph { ?claim pv:isStatedIn $this } }",
    ("claims",),
)
COLUMNS = ("line", "claim", "about", "property", "printed", "candidate", "reading", "certainty")


# Each property has a graph variable of its own: the engine then looks them up claim by claim.
def claims(page: int) -> Section:
    """The section with a page of a document's claims, from 1."""
    return Section(
        "claims",
        """SELECT ?claim ?line ?about ?property ?printed ?candidate ?reading ?certainty WHERE {
  {
    SELECT ?claim ?line WHERE {
      GRAPH ?graph {
        ?claim pv:isStatedIn $this .
        OPTIONAL { ?claim pv:isFoundAt ?place . ?place pv:line ?line }
      }
    } ORDER BY ?line ?claim LIMIT $most OFFSET $skipped
  }
  OPTIONAL { GRAPH ?g1 { ?claim pv:about ?about } }
  OPTIONAL { GRAPH ?g2 { ?claim pv:property ?property } }
  OPTIONAL { GRAPH ?g3 { ?claim pv:certainty ?certainty } }
  OPTIONAL { GRAPH ?g4 { ?claim pv:asPrinted ?printed } }
  OPTIONAL { GRAPH ?g5 { ?claim pv:candidate ?candidate } }
  OPTIONAL { GRAPH ?g6 { ?claim pv:reading ?reading } }
} ORDER BY ?line ?claim""".replace("$most", str(PAGE)).replace("$skipped", str((page - 1) * PAGE)),
        COLUMNS,
        ("claim",),
        most=PAGE,
    )


def introduction(site: Site, iri: str, language: str, sort: str) -> dict[str, Any]:
    """A page of the claims, of which ``?claims=`` names the number."""
    count = int(site.select(COUNT.query(iri))[0]["claims"].value)
    pages = max(1, -(-count // PAGE))
    page = min(max(1, request.args.get("claims", 1, type=int)), pages)
    table = Reader(site, language).tables((claims(page),), iri).get("claims")
    return {
        "introduction": "document.html",
        "claim_table": table,
        "claim_count": count,
        "claim_page": page,
        "claim_pages": pages,
    }
