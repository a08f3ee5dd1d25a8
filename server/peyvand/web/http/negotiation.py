"""What a client would rather have: by Accept and its kin (RFC 9110, 12.5), and by ``format=``.

The headers are read by Werkzeug's parsers and ranked by their rules: the highest quality wins,
among equals the more specific range, then what is offered first. Quality 0 is a refusal. Every
part of the server that chooses between representations asks here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from werkzeug.datastructures import Accept, MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

from peyvand.errors import NotAcceptable
from peyvand.formats import GRAPHS, TABLES, F, Format, by_name, find
from peyvand.query.frames import PACKERS
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.wording import say

# A page, as one of the formats to choose from.
PAGE = Format("html", ("text/html", "application/xhtml+xml"))
HTML = PAGE.media_types
# What programs read: whoever wants one of these more than HTML is shown no page.
DATA = (
    "application/json",
    *(kind for offer in (*TABLES, *GRAPHS) for kind in offer.media_types),
)
_IDENTITY = "identity"
_REMEMBERED = 512
_QUALITY = re.compile(r";\s*q\s*=\s*([0-9.]+)", re.IGNORECASE)
A = TypeVar("A", bound=Accept)


def negotiate(accept: str | None, offered: Sequence[F]) -> F:
    """The format to answer with.

    Args:
        accept: the Accept header; None or empty means that anything will do.
        offered: the formats on offer, the preferred first.

    Raises:
        NotAcceptable: every offer has quality 0 or is not named.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = _media(accept)
    named = {kind.lower() for kind in ranges.values()}
    # Another name of a format is asked for by that name, not by a range that it is in, nor by
    # what is the name of another.
    named -= {offer.media_type for offer in offered}
    kinds: dict[str, F] = {}
    for offer in offered:
        for kind in (offer.media_type, *(k for k in offer.media_types[1:] if k in named)):
            kinds.setdefault(kind, offer)
    best = ranges.best_match(kinds)
    if best is None:
        on_offer = ", ".join(offer.media_type for offer in offered)
        raise NotAcceptable(**say("not-acceptable", accept=accept, offered=on_offer))
    return kinds[best]


def chosen(names: Sequence[str], accept: str | None, offered: Sequence[F]) -> F:
    """The format to answer with, where a client may name it in the address, too.

    Args:
        names: the values of ``format=`` and its kin, in order. The first that is on offer wins.
            Some libraries send several, or what their users chose for other forms of queries;
            so a name that is not on offer refuses nothing that Accept allows.
        accept: the Accept header.
        offered: the formats on offer, the preferred first.

    Raises:
        NotAcceptable: none fits.
    """
    names = [name for name in names if name.strip()]
    for name in names:
        if (named := find(name, offered)) is not None:
            return named
    if names and (accept is None or not accept.strip()):
        return by_name(names[0], offered)
    return negotiate(accept, offered)


def preferred(accept: str | None, kinds: Sequence[str]) -> str | None:
    """The media type that is accepted best, among equals the first; None if none is."""
    return _media(accept or "*/*").best_match(kinds)


def wants_page(accept: str | None) -> bool:
    """Whether HTML is wanted above all that programs read.

    Whoever accepts anything is a program: every browser names HTML.
    """
    return preferred(accept, [*DATA, *HTML]) in HTML and not refuses_pages(accept)


def refuses_pages(accept: str | None) -> bool:
    """Whether HTML is refused, rather than not named."""
    ranges = _media(accept or "*/*")
    return ranges.find(HTML[0]) >= 0 and not ranges[HTML[0]]


def coding(accept: str | None, offered: Sequence[str] = tuple(PACKERS)) -> str | None:
    """The content coding to answer with (RFC 9110, 12.5.3), or None for none.

    Args:
        accept: the Accept-Encoding header.
        offered: the codings on offer, the preferred first.
    """
    ranges = _codings(accept)
    best = ranges.best_match(offered)
    plain = ranges[_IDENTITY] if _IDENTITY in set(ranges.values()) else 0
    return None if best is None or plain > ranges[best] else best


@lru_cache(_REMEMBERED)
def refuses_plain(accept: str | None) -> bool:
    """Whether an answer that is not packed is refused."""
    ranges = _codings(accept)
    return ranges.find(_IDENTITY) >= 0 and not ranges[_IDENTITY]


def language(accept: str | None) -> str:
    """The language to answer in by Accept-Language: among equals the one named first."""
    ranges = _languages(accept)
    if not ranges:
        return LANGUAGES[0]
    best = max(LANGUAGES, key=lambda tag: (ranges[tag], -ranges.find(tag)))
    if ranges[best]:
        return best
    # Nothing that is spoken here: the first that is not refused.
    return next((tag for tag in LANGUAGES if ranges.find(tag) < 0), LANGUAGES[0])


def check_coding(accept: str | None, offered: Sequence[str] = tuple(PACKERS)) -> None:
    """Refuse whoever accepts neither a plain answer nor one in a coding on offer.

    Raises:
        NotAcceptable: so it is.
    """
    if refuses_plain(accept) and coding(accept, offered) is None:
        on_offer = ", ".join((*offered, _IDENTITY))
        raise NotAcceptable(**say("no-coding", accept=accept, offered=on_offer))


@lru_cache(_REMEMBERED)
def _media(accept: str) -> MIMEAccept:
    """The media ranges, without parameters: all formats here are what they are without any."""
    rows = []
    for item, quality in _parsed(accept, MIMEAccept):
        kind = parse_options_header(item)[0].lower()
        # An old form of Java's URLConnection.
        rows.append(("*/*" if kind == "*" else kind, quality))
    return MIMEAccept(rows)


@lru_cache(_REMEMBERED)
def _codings(accept: str | None) -> Accept:
    rows = _parsed(accept or "", Accept)
    return Accept([(item.lower().removeprefix("x-"), quality) for item, quality in rows])


@lru_cache(_REMEMBERED)
def _languages(accept: str | None) -> Accept:
    """The ranges by their primary tags: what is offered has no others."""
    rows = _parsed(accept or "", Accept)
    return Accept([(item.partition("-")[0].lower(), quality) for item, quality in rows])


def _parsed(header: str, kind: type[A]) -> A:
    """A header as Werkzeug reads it; weights such as ``.2``, ``1.`` and ``5``, which it would
    pass over with their items, are written out."""

    def plain(match: re.Match[str]) -> str:
        try:
            return f";q={min(float(match[1]), 1.0):.3f}"
        except ValueError:
            return match[0]

    return parse_accept_header(_QUALITY.sub(plain, header), kind)
