"""Records as the lines that ``peyvand merge --records`` takes."""

from __future__ import annotations

from typing import Any

from peyvand.sources.wikidata.model import CityRecord


def merge_record(record: CityRecord) -> dict[str, Any]:
    """A record as plain data: what is needed to tell cities apart.

    Countries, kinds and regions are QIDs, since a document does not say what they are called.
    """
    point = record.coordinates
    line: dict[str, Any] = {
        "qid": record.qid,
        "labels": dict(record.labels),
        "aliases": {tag: list(names) for tag, names in record.aliases.items()},
        "country_qids": list(record.countries),
        "kinds": list(record.kinds),
        "regions": list(record.regions),
        "lat": point.latitude if point else None,
        "lon": point.longitude if point else None,
        "population": record.population,
        "identifiers": {name: list(values) for name, values in record.identifiers.items()},
        "redirected_from": list(record.redirected_from),
        "modified": record.modified,
    }
    return {name: value for name, value in line.items() if value not in (None, "", [], {})}
