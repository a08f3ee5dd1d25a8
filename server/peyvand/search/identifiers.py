"""Identifiers as people have them: addresses, prefixed names and numbers, brought to one form.

The index holds each identifier of a thing as ``canonical`` writes it, and what somebody asks for
is read by ``identifiers_in``; so an item of Wikidata is found by its IRI, by the address of its
page, by ``wd:Q42`` and by ``q42``, and a thing of ours by its IRI, by its page on any host and by
the end of its IRI.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from babel.core import get_global

from peyvand.features.countries import country_code
from peyvand.formats import SUFFIXES
from peyvand.vocabulary.iris import BASE, ID, PREFIXES

_ITEM = re.compile(r"(?:(?:wd|wikidata|d)\s*:\s*|/?(?:wiki|entity)/)?(?:item:)?(q[0-9]+)")
# As the pages of Wikidata are entitled: Tabriz (Q80053).
_NAMED_ITEM = re.compile(r".*\S\s*[(\[]\s*(?:wd:)?(q[0-9]+)\s*[)\]]")
_WIKIDATA = re.compile(
    r"(?:(?:https?:)?//)?(?:www\.|m\.)*wikidata\.org/.*?[/=:](q[0-9]+)(?![0-9a-z])"
)
_PLACE = re.compile(
    r"(?:(?:(?:https?:)?//)?(?:sws\.|www\.)*geonames\.org/|(?:geonames|gn)\s*:\s*)([0-9]+)(?![0-9]).*"
)
_CODE = re.compile(r"[A-Z]{2}")
_ADDRESS = re.compile(r"https?://[^/\s]+(/\S*)?")
_OURS = re.compile(r"(?:.*/)?(?:id|page|data)/([a-z][a-z-]*/[^\s/?#]+)/?(?:[?#].*)?")
# A place that is known by its item: where that was decided to be one of ours, it is meant.
_BY_ITEM = re.compile(r"city/(q[1-9][0-9]*)")
_PREFIXED = re.compile(r"([a-z][a-z0-9]*):(\S+)")
_SLUG = re.compile(r"/?([a-z][a-z-]*)/([^\s/]+)")
# The endings of the pages and descriptions of a thing.
_SUFFIX = re.compile(rf"\.(?:{'|'.join(map(re.escape, ('html', *SUFFIXES)))})$")


def canonical(iri: str) -> str:
    """An identifier as the index holds it."""
    text = iri.casefold()
    if match := _WIKIDATA.fullmatch(text) or _ITEM.fullmatch(text):
        return match[1]
    if match := _PLACE.fullmatch(text):
        return f"geonames:{match[1]}"
    return text


def identifiers_in(text: str) -> list[str]:
    """The identifiers that a text may be, as the index holds them; none if it looks like a name.

    A kind and a slug (``city/tabriz``) may be the two names of one place as well (Biel/Bienne).
    """
    given = unquote(text).strip().removeprefix("<").removesuffix(">").strip().casefold()
    # Marks of direction come along when an address is copied out of a Persian text.
    given = "".join(
        str(int(c)) if c.isdecimal() else c for c in given if unicodedata.category(c) != "Cf"
    )
    identifier = canonical(given)
    if identifier != given or _ITEM.fullmatch(given) or _PLACE.fullmatch(given):
        return [identifier]
    if item := _WIKIDATA.match(given) or _NAMED_ITEM.fullmatch(given):
        return [item[1]]
    if address := _ADDRESS.fullmatch(given):
        return _of_address(given, address[1] or "/")
    if ours := _OURS.fullmatch(given):
        return _of_address(given, f"/id/{ours[1]}")
    prefixed = _PREFIXED.fullmatch(given)
    if prefixed and prefixed[1] in _SPACES:
        return [given, canonical(_SPACES[prefixed[1]] + prefixed[2])]
    slug = _SLUG.fullmatch(given)
    return _with_item(given.removeprefix("/")) if slug else []


def country_identifier(text: str) -> str:
    """What the index holds for the country of a name, code or item; nothing if it is of none."""
    # Codes of three letters or digits, and those that are no longer used.
    letters = text.replace(".", "").strip().upper()
    aliases = get_global("territory_aliases").get(letters, ())
    items = (_country_items()[item] for item in identifiers_in(text) if item in _country_items())
    code = str(aliases[0]) if len(aliases) == 1 else next(items, "")
    # One letter, as on a vehicle, is a country where a column says so, and beside a name none.
    code = code or (country_code(text) if len(letters) > 1 else "")
    return f"country-code:{code.lower()}" if _CODE.fullmatch(code) else ""


@cache
def _country_items() -> dict[str, str]:
    """The codes of countries by their items of Wikidata."""
    with Path(__file__).with_name("countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["item"].casefold(): row["code"] for row in csv.DictReader(file)}


def is_certain(text: str) -> bool:
    """Whether a text can be nothing but an identifier."""
    identifiers = identifiers_in(text)
    return bool(identifiers) and not _SLUG.fullmatch(identifiers[0])


_SPACES = {
    **{name.casefold(): iri.casefold() for name, iri in PREFIXES.items()},
    "id": str(ID).casefold(),
    "peyvand": BASE.casefold(),
}


def _with_item(slug: str) -> list[str]:
    """The end of an IRI of ours, and the item that is a part of it."""
    item = _BY_ITEM.fullmatch(slug)
    return [slug, item[1]] if item else [slug]


def _of_address(given: str, path: str) -> list[str]:
    """What an address may stand for: itself, or what has its path here, at whatever host."""
    identifiers = [given, re.sub(r"^http:", "https:", given), re.sub(r"^https:", "http:", given)]
    if ours := _OURS.fullmatch(path):
        identifiers += [ours[1], *_with_item(_SUFFIX.sub("", ours[1]))]
    elif "/ns" in path:
        identifiers.append(BASE + path[path.rindex("/ns") + 1 :])
    return list(dict.fromkeys(identifiers))
