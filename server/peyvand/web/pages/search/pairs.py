"""What pages and programs are told of two places that somebody named together."""

from __future__ import annotations

from typing import Any

from flask import url_for

from peyvand.digits import number
from peyvand.search import Hit, PairHits
from peyvand.texts import text
from peyvand.web.linked_data.addresses import local


def told(pair: PairHits, language: str) -> dict[str, Any]:
    """A pair as plain values.

    Args:
        pair: what was found.
        language: of labels and of the page that it leads to.

    Returns:
        Its label, a description that counts the agreements, where it leads to, the two places and
        some of the agreements.
    """
    words = text("pair-agreements" if pair.count else "pair-none", language)
    count = number(f"{pair.count:,}", language)
    return {
        "label": f"{pair.one.label(language)} – {pair.other.label(language)}",
        "description": f"{words}: {count}" if pair.count else words,
        "href": _href(pair, language),
        "count": pair.count,
        "places": [_thing(hit, language) for hit in (pair.one, pair.other)],
        "agreements": [_thing(hit, language) for hit in pair.agreements],
    }


def _thing(hit: Hit, language: str) -> dict[str, str]:
    return {"iri": hit.iri, "label": hit.label(language), "href": local(hit.iri)}


def _href(pair: PairHits, language: str) -> str:
    """The one agreement of two cities, or else the page of the two places."""
    kinds = {pair.one.kind, pair.other.kind}
    if pair.count == 1 and "country" not in kinds:
        return local(pair.agreements[0].iri)
    one, other = (hit.iri.rpartition("/")[2] for hit in (pair.one, pair.other))
    return url_for("between.between", one=one, other=other, lang=language)
