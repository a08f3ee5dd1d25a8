"""What the page of a claim begins with: what it says, and the words of its document that say it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.web.pages.components.kinds import section
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Row, Site
from peyvand.web.pages.components.values import Shown
from peyvand.web.pages.things.liability import notice

_QUOTED = ("prefix", "exact", "opening", "closing", "suffix")


@dataclass(frozen=True)
class Place:
    """A place in a document, and the words there.

    ``marked`` are the pieces of the quoted words, each with whether it is what was printed; of
    words that are quoted in part, those left out are None.
    """

    line: list[Shown]
    start: list[Shown]
    end: list[Shown]
    prefix: str
    marked: list[tuple[str | None, bool]]
    suffix: str
    language: str
    direction: str


def claim(site: Site, iri: str, language: str) -> dict[str, Any]:
    """What a claim says, word by word, how it was read, and where it stands."""
    reader = Reader(site, language)
    table = reader.tables((section("token"),), iri).get("token")
    told = list(zip(table.columns, table.rows[0], strict=True)) if table else []
    query = own("web/places-of-claim").bound(claim=NamedNode(iri))
    places = {row["place"].value: _place(row, reader) for row in site.select(query)}
    return {
        "introduction": "claim.html",
        "liability": notice(site, iri, language),
        "told": told,
        "token": table,
        "places": list(places.values()),
    }


def _place(row: Row, reader: Reader) -> Place:
    words = {name: row[name].value if name in row else "" for name in _QUOTED}
    printed = row["printed"].value if "printed" in row else ""
    persian = is_persian("".join(words.values()))
    return Place(
        line=reader.shown([row["line"]]),
        start=reader.shown([row["start"]]),
        end=reader.shown([row["end"]]),
        prefix=words["prefix"],
        marked=list(marked(words, printed)),
        suffix=words["suffix"],
        language="fa" if persian else "",
        direction="rtl" if persian else "ltr",
    )


def marked(words: dict[str, str], printed: str) -> Iterator[tuple[str | None, bool]]:
    """The pieces of what is quoted; a row may give several tokens as printed.

    Args:
        words: of a place: its ``exact`` words, or the ``opening`` and ``closing`` ones.
        printed: the token as it was printed.

    Returns:
        Each piece with whether it is what was printed; what is left out of a quotation is None.
    """
    tokens = sorted(filter(None, printed.split(" / ")), key=len, reverse=True)
    pattern = "|".join(map(re.escape, tokens))
    whole = [words["exact"]] if words["exact"] else [words["opening"], None, words["closing"]]
    if not any(whole):
        return
    for part in whole:
        if part is None:
            yield None, False
            continue
        pieces = re.split(f"({pattern})", part) if tokens else [part]
        yield from ((piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece)


def is_persian(text: str) -> bool:
    """Whether a text is written from right to left; one without letters stands in such a text."""
    kinds = {unicodedata.bidirectional(sign) for sign in text}
    return bool(kinds & {"R", "AL"}) or "L" not in kinds
