"""Claims in the words of their sources, as pages of what does not agree show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for
from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Row, Site, href
from peyvand.web.pages.components.values import Shown, Term
from peyvand.web.pages.things.claim import is_persian, marked

_CLAIM = f"{ID}claim/"
_QUOTED = ("prefix", "exact", "opening", "closing", "suffix")
_TOLD = ("about", "property", "reading", "candidate", "document", "speaker", "stated")


@dataclass(frozen=True)
class Words:
    """A claim with the words that make it.

    Attributes:
        claim: its address.
        told: what it is about, its property, what it says, its document, who says it and when; by
            those names, ready to be shown.
        printed: the token as it was printed; nothing where nobody knows.
        prefix: the words before those that are quoted.
        marked: the pieces of the quoted words, as ``claim.marked`` gives them.
        suffix: the words after them.
        language: of the words.
        direction: in which they are written.
        line: the line of the document, if there is one.
        listed: the address of all claims of that line.
    """

    claim: str
    told: Mapping[str, Sequence[Shown]]
    printed: str
    prefix: str
    marked: Sequence[tuple[str | None, bool]]
    suffix: str
    language: str
    direction: str
    line: int | None
    listed: str


@dataclass
class Side:
    """What sources say of one property of one thing."""

    about: Sequence[Shown]
    property: Sequence[Shown]
    claims: list[Words] = field(default_factory=list)


def words_of(site: Site, claims: Iterable[str]) -> list[Words]:
    """Some claims in the words of their sources, by what they are about, then by their place.

    Args:
        site: where they are asked for.
        claims: their IRIs.
    """
    asked = [NamedNode(claim) for claim in dict.fromkeys(claims)]
    if not asked:
        return []
    found: dict[str, list[Row]] = {}
    for row in site.select(own("web/words-of-claims").bound(claim=asked)):
        found.setdefault(row["claim"].value, []).append(row)
    reader = Reader(site, site.language)
    reader.learn(
        row[name] for rows in found.values() for row in rows for name in _TOLD & row.keys()
    )
    ordered = sorted(found.values(), key=lambda rows: _place(rows[0]))
    return [_words(rows, reader) for rows in ordered]


def sides(words: Iterable[Words]) -> list[Side]:
    """Claims put together that are of one property of one thing, in their order."""
    made: dict[tuple[str, str], Side] = {}
    for one in words:
        about, of = one.told["about"], one.told["property"]
        key = (about[0].href or about[0].text, of[0].href or of[0].text)
        made.setdefault(key, Side(about, of)).claims.append(one)
    # Where two sources speak of the same, they can be read beside each other.
    return sorted(made.values(), key=lambda side: len(side.claims) < 2)


def between(rows: Iterable[Sequence[Term]], claims: Iterable[Row]) -> list[str]:
    """The claims that a conflict is between.

    They are those that it involves; those that its check finds together with what it involves;
    and those that say of a thing in a row of the check what else stands in that row.

    Args:
        rows: of the answer of the check.
        claims: rows of ``web/claims-of-conflict``.

    Returns:
        Their IRIs.
    """
    claims = list(claims)
    involved = {row["thing"] for row in claims}
    found = dict.fromkeys(row["claim"].value for row in claims if "itself" in row)
    for row in rows:
        cells = set(row)
        if not cells & involved:
            continue
        found |= dict.fromkeys(term.value for term in row if term.value.startswith(_CLAIM))
        found |= dict.fromkeys(
            claim["claim"].value
            for claim in claims
            if claim["thing"] in cells and claim.get("reading") in cells
        )
    return list(found)


def _place(row: Row) -> tuple[str, str, str, int, str]:
    line = int(row["line"].value) if "line" in row else 0
    about, of, document = (row[name].value for name in ("about", "property", "document"))
    return about, of, document, line, row["claim"].value


def _words(rows: Sequence[Row], reader: Reader) -> Words:
    first = rows[0]
    quoted = {name: first[name].value if name in first else "" for name in _QUOTED}
    printed = first["printed"].value if "printed" in first else ""
    is_rtl = is_persian("".join((*quoted.values(), printed)))
    told = {
        name: reader.shown(list(dict.fromkeys(row[name] for row in rows if name in row)))
        for name in _TOLD
    }
    line = int(first["line"].value) if "line" in first else None
    return Words(
        href(first["claim"].value),
        told,
        printed,
        quoted["prefix"],
        list(marked(quoted, printed)),
        quoted["suffix"],
        "fa" if is_rtl else "",
        "rtl" if is_rtl else "ltr",
        line,
        _listed(first["document"].value, line, reader.language) if line else "",
    )


def _listed(document: str, line: int, language: str) -> str:
    return url_for(
        "browse.things",
        kind="claims",
        source=document.removeprefix(str(ID)),
        line=line,
        lang=language,
    )
