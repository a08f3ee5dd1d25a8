"""The page of a document: its claims in the order of its lines, a page of them at a time."""

from __future__ import annotations

from typing import Any

from flask import request
from pyoxigraph import Literal, NamedNode

from peyvand.sources.catalogue import own
from peyvand.web.pages.components.sections import Reader, Section
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.things.liability import notice

PAGE = 200
COLUMNS = (
    *("line", "item", "claim", "about", "property", "printed", "candidate", "reading"),
    "certainty",
)


def claims(document: NamedNode, page: int) -> Section:
    """The section with a page of a document's claims, from 1."""
    text = own("web/claims-of-document").bound(
        document=document, most=Literal(PAGE), skipped=Literal((page - 1) * PAGE)
    )
    return Section("claims", text.strip(), COLUMNS, ("claim",), most=PAGE)


def introduction(site: Site, iri: str, language: str) -> dict[str, Any]:
    """A page of the claims, of which ``?claims=`` names the number."""
    document = NamedNode(iri)
    counted = site.select(own("web/count-of-claims").bound(document=document))
    count = int(counted[0]["claims"].value)
    pages = max(1, -(-count // PAGE))
    page = min(max(1, request.args.get("claims", 1, type=int)), pages)
    table = Reader(site, language).tables((claims(document, page),), iri).get("claims")
    return {
        "introduction": "document.html",
        "liability": notice(site, iri, language),
        "claim_table": table,
        "claim_count": count,
        "claim_page": page,
        "claim_pages": pages,
    }
