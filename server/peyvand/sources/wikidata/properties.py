"""The properties of Wikidata that a city record keeps, and where RDF writes them."""

from __future__ import annotations

import re
from urllib.parse import unquote

KIND, COUNTRY, REGION = "P31", "P17", "P131"
COORDINATES, POPULATION, TWIN = "P625", "P1082", "P190"
START, END, POINT_IN_TIME, END_CAUSE = "P580", "P582", "P585", "P1534"
STATED_IN, REFERENCE_URL, RETRIEVED = "P248", "P854", "P813"

# The identifiers of a place in other registers, by the name that a column or a reader uses.
IDENTIFIERS = {
    "geonames": "P1566",
    "osm-relation": "P402",
    "osm-node": "P11693",
    "osm-way": "P10689",
    "iso-3166-1": "P297",
    "iso-3166-2": "P300",
    "un-locode": "P1937",
    "viaf": "P214",
    "gnd": "P227",
    "lcnaf": "P244",
    "isni": "P213",
    "tgn": "P1667",
    "freebase": "P646",
    "gnis": "P590",
    "fips-10-4": "P901",
    "nuts": "P605",
    "insee": "P374",
    "istat": "P635",
    "ine": "P772",
    "ags": "P439",
}
KEPT = frozenset(
    (KIND, COUNTRY, REGION, COORDINATES, POPULATION, TWIN, *IDENTIFIERS.values()),
)
# What values these have; a table without datatypes (CSV) is read by them.
DATES = frozenset((START, END, POINT_IN_TIME, RETRIEVED, "P577", "P571", "P576", "P1319", "P1326"))
QUANTITIES = frozenset((POPULATION,))

QID = re.compile(r"Q[1-9][0-9]{0,17}")
PID = re.compile(r"P[1-9][0-9]{0,17}")
GUID = re.compile(r"[Qq][0-9]{1,18}\$[0-9A-Za-z-]{1,64}")
ENTITY = "http://www.wikidata.org/entity/"
STATEMENT = ENTITY + "statement/"
PROP = "http://www.wikidata.org/prop/"
GENID = "http://www.wikidata.org/.well-known/genid/"
FILE_PATH = "http://commons.wikimedia.org/wiki/Special:FilePath/"
EARTH = "Q2"
_ENTITY = re.compile(r"https?://www\.wikidata\.org/(?:entity|wiki)/([QP][1-9][0-9]{0,17})")
# As people copy an item's number: from the address line, a query's result, or another list.
_ITEM = re.compile(
    r"<?\s*(?:(?:https?:)?(?://)?(?:www\.|m\.|www\.m\.)?wikidata\.org/"
    r"(?:entity/|wiki/(?:Special:(?:EntityData|EntityPage)/|Item:)?)|wd:|wikidata:|d:)?\s*"
    r"([Qq][1-9][0-9]{0,17})(?:\.(?:json|ttl|nt|rdf|jsonld|html))?(?:[?#]\S*)?\s*>?"
)
_STATEMENT = re.compile(r"https?://www\.wikidata\.org/entity/statement/([Qq][0-9]{1,18})-(.{1,64})")


def entity_of(iri: str) -> str:
    """The item or property that an IRI of Wikidata names; nothing if it names none."""
    match = _ENTITY.fullmatch(iri)
    return match[1] if match else ""


def item_of(text: str) -> str:
    """The number of the item that a text names in any usual way; nothing if it names none.

    ``Q80053``, ``q80053``, ``wd:Q80053``, ``<http://www.wikidata.org/entity/Q80053>``, the
    addresses of its page (also the mobile one) and of its data.
    """
    match = _ITEM.fullmatch(unquote(text.strip()))
    return match[1].upper() if match else ""


def guid_of(iri: str) -> str:
    """The identifier of a statement, as JSON writes it, from its IRI: ``Q65$1C2F…``."""
    match = _STATEMENT.fullmatch(iri)
    return f"{match[1]}${match[2]}" if match else ""


def statement_iri(guid: str) -> str:
    """The IRI of a statement, from its identifier."""
    return STATEMENT + guid.replace("$", "-", 1)
