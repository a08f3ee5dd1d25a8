"""What the columns of query results mean.

Two shapes are known. The long one has a row a statement, a qualifier or a value of a reference,
and loses nothing; our own queries ask for it. The wide one is what people write by hand: a row a
city or a pair, with columns named as they are usually named.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from peyvand.sources.wikidata.properties import (
    COORDINATES,
    COUNTRY,
    END,
    END_CAUSE,
    IDENTIFIERS,
    KEPT,
    KIND,
    POINT_IN_TIME,
    POPULATION,
    REFERENCE_URL,
    REGION,
    RETRIEVED,
    START,
    STATED_IN,
    TWIN,
)

_ITEMS = ("item", "city", "place", "qid", "entity", "settlement", "town", "municipality", "qida")
_VALUES = {
    TWIN: ("partner", "twin", "sister", "sistercity", "twincity", "twinned", "twintown", "qidb"),
    COUNTRY: ("country",),
    KIND: ("kind", "type", "instanceof", "class"),
    REGION: ("region", "admin", "locatedin", "administrativeunit"),
    COORDINATES: ("coord", "coords", "coordinates", "coordinate", "coordinatelocation", "location"),
    POPULATION: ("population", "pop"),
}
_QUALIFIERS = {
    START: ("start", "starttime", "since", "startdate"),
    END: ("end", "endtime", "until", "enddate"),
    POINT_IN_TIME: ("pointintime", "date"),
    END_CAUSE: ("endcause",),
}
_REFERENCES = {
    REFERENCE_URL: ("referenceurl", "refurl", "url", "source"),
    STATED_IN: ("statedin",),
    RETRIEVED: ("retrieved",),
}
_IDENTIFIER_NAMES = {
    **{name.replace("-", ""): prop for name, prop in IDENTIFIERS.items()},
    "geonamesid": IDENTIFIERS["geonames"],
    "osm": IDENTIFIERS["osm-relation"],
    "iso": IDENTIFIERS["iso-3166-2"],
    "viafid": IDENTIFIERS["viaf"],
}
# The variables that every row of the long shape binds.
LONG = frozenset(("item", "property"))
_TAGGED = re.compile(r"(item|city|place)?(label|alias|aliases|description)(?:_([a-z]{2,8}))?")
_NAMES = {"alias": "aliases", "label": "labels", "description": "descriptions"}


@dataclass
class Columns:
    """The names of the columns by what they mean; ``precision`` by the column it is of."""

    item: str = ""
    statement: str = ""
    rank: str = ""
    reference: str = ""
    population_date: str = ""
    values: dict[str, str] = field(default_factory=dict)
    qualifiers: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)
    names: dict[str, tuple[str, str]] = field(default_factory=dict)
    precision: dict[str, str] = field(default_factory=dict)


def columns_of(header: list[str]) -> Columns | None:
    """What the columns of a wide table mean; nothing if there is none that names the item."""
    columns = Columns()
    by_name = {re.sub(r"[\s_]", "", name).lower(): name for name in header}
    for plain, name in by_name.items():
        if plain in _ITEMS and not columns.item:
            columns.item = name
        elif plain in ("statement", "rank", "reference"):
            setattr(columns, plain, name)
        elif plain in ("populationdate", "popdate", "populationyear"):
            columns.population_date = name
        elif prop := _property(plain, _VALUES) or _IDENTIFIER_NAMES.get(plain, ""):
            columns.values.setdefault(prop, name)
        elif plain.upper() in KEPT:
            columns.values.setdefault(plain.upper(), name)
        elif prop := _property(plain, _QUALIFIERS) or _bare(plain, _QUALIFIERS):
            columns.qualifiers.setdefault(prop, name)
        elif prop := _property(plain, _REFERENCES) or _bare(plain, _REFERENCES):
            columns.references.setdefault(prop, name)
        elif match := _TAGGED.fullmatch(re.sub(r"\s", "", name).lower()):
            kind = match[2].removesuffix("es") if match[2] == "aliases" else match[2]
            columns.names[name] = (_NAMES[kind], match[3] or "")
    for name in (*header,):
        if other := by_name.get(re.sub(r"[\s_]", "", name).lower() + "precision"):
            columns.precision[name] = other
    return columns if columns.item else None


def _property(plain: str, names: dict[str, tuple[str, ...]]) -> str:
    return next((prop for prop, known in names.items() if plain in known), "")


def _bare(plain: str, names: dict[str, tuple[str, ...]]) -> str:
    return plain.upper() if plain.upper() in names else ""
