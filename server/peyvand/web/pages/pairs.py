"""What pages and programs are told of two places that somebody named together."""

from __future__ import annotations

from typing import Any

from flask import url_for

from peyvand.digits import number
from peyvand.search import Hit, PairHits
from peyvand.texts import text
from peyvand.vocabulary.iris import ID
from peyvand.web.linked_data.addresses import local

# The ready question that lists all pairs of two countries.
_OF_COUNTRIES = "pairs-of-two-countries"


def told(pair: PairHits, query: str, language: str) -> dict[str, Any]:
    """A pair as plain values.

    Args:
        pair: what was found.
        query: the text that named it.
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
        "href": _href(pair, query, language),
        "count": pair.count,
        "places": [_thing(hit, language) for hit in (pair.one, pair.other)],
        "agreements": [_thing(hit, language) for hit in pair.agreements],
    }


def _thing(hit: Hit, language: str) -> dict[str, str]:
    return {"iri": hit.iri, "label": hit.label(language), "href": local(hit.iri)}


def _href(pair: PairHits, query: str, language: str) -> str:
    """All pairs of two countries, the one agreement there is, or else the page of the search."""
    if pair.one.kind == pair.other.kind == "country":
        one, other = (hit.iri.removeprefix(str(ID)) for hit in (pair.one, pair.other))
        chosen = {"one": one, "other": other, "run": 1, "lang": language}
        return url_for("editor.ask", name=_OF_COUNTRIES, **chosen)  # type: ignore[arg-type]
    if pair.count == 1:
        return local(pair.agreements[0].iri)
    return url_for("search.search", q=query, lang=language)
