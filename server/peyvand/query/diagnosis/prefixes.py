"""The namespaces that prefixes usually stand for: ours, and those well known elsewhere."""

from __future__ import annotations

from peyvand.vocabulary.iris import BASE, PREFIXES

WELL_KNOWN = {
    "id": f"{BASE}id/",
    "graph": f"{BASE}graph/",
    "bd": "http://www.bigdata.com/rdf#",
    "dbo": "http://dbpedia.org/ontology/",
    "dbp": "http://dbpedia.org/property/",
    "dbr": "http://dbpedia.org/resource/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "fn": "http://www.w3.org/2005/xpath-functions#",
    "geof": "http://www.opengis.net/def/function/geosparql/",
    "gn": "http://www.geonames.org/ontology#",
    "locn": "http://www.w3.org/ns/locn#",
    "p": "http://www.wikidata.org/prop/",
    "prn": "http://www.wikidata.org/prop/reference/value-normalized/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "psv": "http://www.wikidata.org/prop/statement/value/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sf": "http://www.opengis.net/ont/sf#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "time": "http://www.w3.org/2006/time#",
    "uom": "http://www.opengis.net/def/uom/OGC/1.0/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "wdno": "http://www.wikidata.org/prop/novalue/",
    "wds": "http://www.wikidata.org/entity/statement/",
    "wdv": "http://www.wikidata.org/value/",
    **PREFIXES,
}


def line(prefix: str) -> str | None:
    """The declaration to paste for a prefix; None if nobody knows it."""
    namespace = WELL_KNOWN.get(prefix) or WELL_KNOWN.get(prefix.lower())
    return f"PREFIX {prefix}: <{namespace}>" if namespace else None
