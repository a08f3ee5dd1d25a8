"""What is still to be decided by checklists before the agreements of a place are signed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for
from pyoxigraph import NamedNode

from peyvand.screening import Screened, read
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site


def query_of(place: NamedNode) -> str:
    """The query that tells which agreements of a place are screened and not signed."""
    return own("web/desk/unsigned").bound(this=place).strip()


def open_before_signing(site: Site, place: NamedNode) -> list[Screened]:
    """The agreements of a place that are screened, not signed, and have an open item."""
    unsigned = {row["agreement"].value for row in site.select(query_of(place))}
    if not unsigned:
        return []
    _, every = read(site.select(site.catalogue.get("screening").bound()))
    return [one for one in every if one.iri in unsigned and one.open]


def shown(found: Sequence[Screened], reader: Reader) -> list[dict[str, Any]]:
    """Each agreement with its open items, which lead to the form for a decision.

    Args:
        found: as ``open_before_signing`` tells them.
        reader: of the labels of the page.
    """
    return [
        {
            "agreement": reader.shown([NamedNode(one.iri)]),
            "checklist": reader.shown([NamedNode(one.checklist.iri)]),
            "items": [
                (decision_form(one, item.iri, reader.language), item.names[reader.language])
                for item in one.open
            ],
            "address": url_for(
                "screening.screening", of=one.iri.removeprefix(str(ID)), lang=reader.language
            ),
        }
        for one in found
    ]


def decision_form(one: Screened, item: str, language: str) -> str:
    """The form in which a decision on an item is entered, filled in."""
    return url_for(
        "register.entry",
        kind="decision",
        of=one.iri.removeprefix(str(ID)),
        item=item.removeprefix(str(ID)),
        lang=language,
    )
