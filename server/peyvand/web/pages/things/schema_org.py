"""A thing in the terms of schema.org, for search engines and for whoever reads JSON-LD in pages.

What is said is what the description says; where schema.org has no term, nothing is said. Which
type a kind of thing becomes, and why, stands in ``docs/linked-data.md``.
"""

from __future__ import annotations

import re
from typing import Any

from pyoxigraph import Literal, NamedNode

from peyvand.formats import N_QUADS, TURTLE
from peyvand.vocabulary.iris import BASE, LABEL, PREFIXES, TYPE, iri
from peyvand.web.linked_data.description.thing import HAS_PARTY, Description
from peyvand.web.pages.components.entries import point

_SCHEMA = PREFIXES["schema"]
_LICENCES = [
    "https://creativecommons.org/licenses/by/4.0/",
    "https://creativecommons.org/publicdomain/zero/1.0/",
]
# From the narrowest to the widest: the first that fits is the type. An agreement has a place in
# time, parties and a name, which is what schema.org's Event is for; a document that is only known
# by its text is a DigitalDocument.
_TYPES = (
    ("pv:City", "City"),
    ("pv:Country", "Country"),
    ("pv:SubnationalPlace", "AdministrativeArea"),
    ("pv:Place", "Place"),
    ("pv:Agreement", "Event"),
    ("pv:Event", "Event"),
    ("pv:Municipality", "GovernmentOrganization"),
    ("pv:GovernmentBody", "GovernmentOrganization"),
    ("pv:MediaOrganisation", "NewsMediaOrganization"),
    ("pv:Organisation", "Organization"),
    ("pv:Person", "Person"),
    ("pv:DatasetSnapshot", "Dataset"),
    ("pv:ResearchArticle", "ScholarlyArticle"),
    ("pv:NewsItem", "NewsArticle"),
    ("pv:Document", "DigitalDocument"),
    ("pv:CitedWork", "CreativeWork"),
    ("skos:ConceptScheme", "DefinedTermSet"),
    ("skos:Concept", "DefinedTerm"),
)
_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def schema_org(description: Description) -> dict[str, Any]:
    """A description as a JSON-LD object of schema.org.

    A date is given only where EDTF and ISO 8601 say the same: of a date in doubt, schema.org
    cannot say the doubt.
    """
    types = set(description.values(TYPE))
    kind = next((name for curie, name in _TYPES if iri(curie) in types), "Thing")
    thing: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": kind,
        "@id": description.iri,
        "url": description.iri,
        "name": _texts(description, LABEL),
        "alternateName": _texts(description, iri("skos:altLabel")),
        "description": _texts(description, iri("skos:definition"))
        or _texts(description, iri("skos:note")),
        "sameAs": sorted(_iris(description, iri("pv:hasWikidataItem"))),
    }
    if kind in ("City", "Place", "Country", "AdministrativeArea"):
        thing |= _place(description)
    elif iri("pv:Agreement") in types:
        thing |= _agreement(description)
    elif kind == "Event":
        thing["startDate"] = _day(description, iri("pv:date"))
        thing["location"] = [
            _link(description, p) for p in _nodes(description, iri("pv:tookPlaceIn"))
        ]
        thing["organizer"] = [
            _link(description, o) for o in _nodes(description, iri("pv:hasOrganiser"))
        ]
    elif kind.endswith(("Article", "Document", "Work")) or kind == "Dataset":
        thing["headline" if kind.endswith("Article") else "name"] = (
            _texts(description, iri("dcterms:title")) or thing["name"]
        )
        thing["author"] = [
            _link(description, a) for a in _nodes(description, iri("dcterms:creator"))
        ]
        thing["datePublished"] = _day(description, iri("dcterms:issued"))
    elif kind == "DefinedTerm":
        thing["inDefinedTermSet"] = _iris(description, iri("skos:inScheme"))
    return {key: _single(value) for key, value in thing.items() if value not in ("", [], None)}


def dataset(origin: str, number: int, built: str) -> dict[str, Any]:
    """The whole graph as a schema.org Dataset, for the start page.

    Args:
        origin: the address of this server.
        number: the version that it serves.
        built: when that was made.
    """
    dumps = f"{origin}/dumps/{number}"
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": f"{BASE}dataset",
        "url": f"{origin}/",
        "name": [
            _language("Peyvand: the graph of sister-city diplomacy", "en"),
            _language("پیوند: گراف دیپلماسی خواهرشهرها", "fa"),
        ],
        "description": [
            _language("Agreements between cities, with the evidence behind every statement.", "en"),
            _language("پیمان‌های میان شهرها، همراه با شواهد هر گزاره.", "fa"),
        ],
        "inLanguage": ["en", "fa"],
        "license": _LICENCES,
        "version": str(number),
        "dateModified": built,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": "The Peyvand developers", "url": BASE},
        "distribution": [
            _download(f"{dumps}/graph.nq.gz", N_QUADS.media_type),
            _download(f"{dumps}/default.ttl.gz", TURTLE.media_type),
        ],
    }


def _download(address: str, kind: str) -> dict[str, str]:
    return {"@type": "DataDownload", "contentUrl": address, "encodingFormat": kind}


def _place(description: Description) -> dict[str, Any]:
    more: dict[str, Any] = {}
    latitude, longitude = _value(description, iri("wgs:lat")), _value(description, iri("wgs:long"))
    if latitude and longitude and (place := point(longitude, latitude)):
        more["geo"] = {"@type": "GeoCoordinates", "latitude": place[1], "longitude": place[0]}
    countries = _nodes(description, iri("pv:inCountry"))
    more["containedInPlace"] = [{**_link(description, c), "@type": "Country"} for c in countries]
    return more


def _agreement(description: Description) -> dict[str, Any]:
    parties = [{**_link(description, p), "@type": "Place"} for p in _nodes(description, HAS_PARTY)]
    return {
        # The parties are places; schema.org lets only people and organisations take part.
        "location": parties,
        "startDate": _day(description, iri("pv:signed")),
        "about": _iris(description, TYPE),
    }


def _link(description: Description, node: NamedNode) -> dict[str, Any]:
    texts = [value for value in description.values(LABEL, node) if isinstance(value, Literal)]
    names = [_language(text.value, text.language) for text in texts]
    return {"@id": node.value, **({"name": _single(names)} if names else {})}


def _nodes(description: Description, predicate: NamedNode) -> list[NamedNode]:
    return [value for value in description.values(predicate) if isinstance(value, NamedNode)]


def _iris(description: Description, predicate: NamedNode) -> list[str]:
    return [node.value for node in _nodes(description, predicate)]


def _texts(description: Description, predicate: NamedNode) -> list[Any]:
    values = [value for value in description.values(predicate) if isinstance(value, Literal)]
    return [_language(value.value, value.language) for value in values]


def _language(text: str, language: str | None) -> Any:
    return {"@value": text, "@language": language} if language else text


def _value(description: Description, predicate: NamedNode) -> str:
    values = [value for value in description.values(predicate) if isinstance(value, Literal)]
    return values[0].value if len(values) == 1 else ""


def _day(description: Description, predicate: NamedNode) -> str:
    value = _value(description, predicate)
    return value if _DAY.fullmatch(value) else ""


def _single(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value
