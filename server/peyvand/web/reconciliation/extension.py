"""Data extension: the values of properties of things that a table was reconciled with."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyoxigraph import NamedNode

from peyvand.errors import BadRequest, TooLarge
from peyvand.search import Hit, Index
from peyvand.search.suggest import things
from peyvand.sources.catalogue import own
from peyvand.texts import text
from peyvand.vocabulary.iris import PREFIXES
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.vocabulary.terms import PV
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.reconciliation.batches import entity, refuse
from peyvand.web.reconciliation.manifest import directed
from peyvand.web.reconciliation.types import (
    NAMING,
    TYPE_OF,
    TYPES,
    begins,
    iri_of,
    local_name,
    properties,
    property_iri,
)
from peyvand.web.reconciliation.unknown import nearest
from peyvand.wording import say

_MOST_THINGS, _MOST_PROPERTIES = 500, 20
# So many things are asked about in one query, which stays far below the limit on its length.
_AT_ONCE = 50
_XSD = PREFIXES["xsd"]
_WHOLE = {_XSD + name for name in ("integer", "int", "long", "nonNegativeInteger")}
_BROKEN = {_XSD + name for name in ("decimal", "double", "float")}
# What the protocol takes for a date, which always has a time, and what can be made one.
_TIME = re.compile(
    r"-?(?:\d{4}|[1-9]\d{4,})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?",
    re.ASCII,
)
_DAY = re.compile(r"(-?\d{4,}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?", re.ASCII)
Cell = dict[str, Any]


@dataclass(frozen=True)
class Property:
    """A property that is asked for: the most values, and the language, empty for the client's."""

    id: str
    limit: int = 0
    language: str = ""

    @property
    def iri(self) -> str:
        """Its IRI."""
        return property_iri(self.id)


def read_extension(query: Any) -> tuple[list[str], list[Property]]:
    """The things and properties that are asked for.

    Raises:
        PeyvandError: the query cannot be understood, or asks for too much.
    """
    if not isinstance(query, dict):
        refuse("extend", "an object")
    ids, properties = query.get("ids"), query.get("properties")
    if not isinstance(ids, list) or not all(isinstance(i, str) for i in ids):
        refuse("extend.ids", "an array of identifiers")
    if not isinstance(properties, list):
        refuse("extend.properties", "an array")
    for count, limit in ((len(ids), _MOST_THINGS), (len(properties), _MOST_PROPERTIES)):
        if count > limit:
            raise TooLarge(**say("extension-size", count=count, limit=limit))
    wanted = []
    for property_ in properties:
        if (
            not isinstance(property_, dict)
            or not isinstance(property_.get("id"), str)
            or not property_["id"]
        ):
            refuse("extend.properties", "objects with id")
        settings = property_.get("settings") or {}
        if not isinstance(settings, dict):
            refuse("extend.properties.settings", "an object")
        limit, language = settings.get("limit") or 0, settings.get("lang") or ""
        # OpenRefine sends what was typed into a form, so a number may come as text.
        if not str(limit).isdecimal() or len(str(limit)) > 9:
            refuse("extend.properties.settings.limit", "a number from 0")
        if language not in ("", *LANGUAGES):
            refuse("extend.properties.settings.lang", "en or fa")
        name = property_["id"].removeprefix(str(PV)).removeprefix("pv:")
        wanted.append(Property(name, int(limit), language))
    return list(dict.fromkeys(ids)), wanted


def extend(
    bridge: Bridge,
    index: Index,
    ids: list[str],
    properties: list[Property],
    language: str,
    *,
    version_1: bool = False,
) -> dict[str, Any]:
    """The values, as version 0.2 writes them; 1.0 tells the language of texts as well.

    Raises:
        BadRequest: a property does not exist.
    """
    iris = {name: iri_of(name) for name in ids}
    values = _values(
        bridge, index.version, list(iris.values()), [wanted.iri for wanted in properties]
    )
    objects = {o["value"] for terms in values.values() for o in terms if o["type"] == "uri"}
    known = {hit.iri: hit for hit in things(index, sorted(objects))}
    names = {hit.iri: hit for hit in things(index, [wanted.iri for wanted in properties])}
    told = {iri for _, iri in values}
    for wanted in properties:
        if not (
            wanted.iri in names or wanted.iri in told or _is_used(bridge, index.version, wanted.iri)
        ):
            raise BadRequest(
                **say("property-unknown", id=wanted.id, near=nearest(index, wanted.id))
            )
    rows: dict[str, dict[str, list[Cell]]] = {}
    kinds: dict[str, set[str]] = defaultdict(set)
    for name, iri in iris.items():
        row = rows[name] = {}
        for wanted in properties:
            terms = _chosen(values.get((iri, wanted.iri), []), wanted.language or language)
            cells = [_cell(term, known, wanted.language or language, version_1) for term in terms]
            cells.sort(key=_order)
            row[wanted.id] = cells[: wanted.limit or None]
            for term in terms:
                hit = known.get(term["value"]) if term["type"] == "uri" else None
                kinds[wanted.id].add(hit.kind if hit else "")
    meta = []
    for wanted in properties:
        hit = names.get(wanted.iri)
        about = _property(wanted.iri, hit, language, version_1) | {"id": wanted.id}
        only = kinds[wanted.id]
        if len(only) == 1 and (kind := next(iter(only))) in TYPE_OF:
            about["type"] = TYPE_OF[kind].to_json(language)
            if version_1:
                about["type"] |= directed(language)
        meta.append(about)
    return {"meta": meta, "rows": rows}


def as_version_1(extension: dict[str, Any]) -> dict[str, Any]:
    """The same as version 1.0 writes it: rows and properties in arrays."""
    rows = [
        {
            "id": name,
            "properties": [
                {"id": identifier, "values": cells} for identifier, cells in row.items()
            ],
        }
        for name, row in extension["rows"].items()
    ]
    return {"meta": extension["meta"], "rows": rows}


def proposals(
    bridge: Bridge,
    index: Index,
    type_: str,
    limit: int,
    language: str,
    *,
    version_1: bool = False,
) -> list[dict[str, Any]]:
    """The properties that things of a type have, the most frequent first; all for no type."""
    of_type = TYPES.get(local_name(type_))
    space = PREFIXES["skos"] if of_type and of_type.id == "Concept" else str(PV)
    query = own("web/properties").text
    if of_type:
        query = own("web/properties-of-class").bound(**{"class": NamedNode(space + of_type.id)})
    rows = bridge.select(query, index.version)
    iris = [row["p"]["value"] for row in rows][:limit]
    known = {hit.iri: hit for hit in things(index, iris)}
    return [_property(iri, known.get(iri), language, version_1) for iri in iris]


def suggested(
    index: Index, prefix: str, language: str, *, version_1: bool = False
) -> list[dict[str, Any]]:
    """The properties that are called or named as somebody begins to write, what names first."""
    proposals = [
        _property(iri, None, language, version_1)
        for name, iri in NAMING.items()
        if begins(prefix, name, *(text(name, tag, "property") for tag in LANGUAGES))
    ]
    return proposals + [
        _property(hit.iri, hit, language, version_1)
        for hit in properties(index)
        if begins(prefix, local_name(hit.iri), hit.label_en, hit.label_fa)
    ]


def _property(iri: str, hit: Hit | None, language: str, version_1: bool) -> dict[str, Any]:
    name = {"id": local_name(iri)}
    if name["id"] in NAMING:
        own = directed(language) if version_1 else {}
        return name | {"name": text(name["id"], language, "property")} | own
    if hit is None:
        return name | {"name": name["id"]} | (directed("") if version_1 else {})
    named = entity(hit, language, version_1=version_1) | name
    del named["description"]
    return named


def _is_used(bridge: Bridge, version: int, iri: str) -> bool:
    """Whether anything at all has a property, which may be of any vocabulary."""
    sought = own("web/use-of-property").bound(property=NamedNode(iri))
    return bool(bridge.select(sought, version))


def _values(
    bridge: Bridge, version: int, iris: list[str], properties: list[str]
) -> dict[tuple[str, str], list[dict[str, str]]]:
    values: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    if not properties:
        return values
    for start in range(0, len(iris), _AT_ONCE):
        some = _nodes(iris[start : start + _AT_ONCE])
        query = own("web/values").bound(p=_nodes(properties), s=some)
        for row in bridge.select(query, version):
            values[row["s"]["value"], row["p"]["value"]].append(row["o"])
    return values


def _nodes(iris: Iterable[str]) -> list[NamedNode]:
    # Each has passed `iri_of`, so that each is one.
    return [NamedNode(iri) for iri in dict.fromkeys(iris)]


def _chosen(terms: list[dict[str, str]], language: str) -> list[dict[str, str]]:
    """The texts in the language, if there are any; whatever has no language stays."""
    tagged = [term for term in terms if term.get("xml:lang")]
    fitting = [t for t in tagged if t["xml:lang"].partition("-")[0].lower() == language]
    return [t for t in terms if not t.get("xml:lang")] + (fitting or tagged)


def _order(cell: Cell) -> tuple[int | float, str, str]:
    number: int | float = cell.get("int", 0) or cell.get("float", 0.0)
    text = str(cell.get("name", cell.get("str", cell.get("date", ""))))
    return (number, text, str(cell.get("id", "")))


def _cell(term: dict[str, str], known: dict[str, Hit], language: str, version_1: bool) -> Cell:
    value, kind = term["value"], term.get("datatype", "")
    if term["type"] == "uri":
        hit = known.get(value)
        return {"str": value} if hit is None else entity(hit, language, version_1=version_1)
    try:
        if kind in _WHOLE:
            return {"int": int(value)}
        if kind in _BROKEN and abs(float(value)) < float("inf"):
            return {"float": float(value)}
    except ValueError:
        return {"str": value}
    if kind in (_XSD + "date", _XSD + "dateTime"):
        day = _DAY.fullmatch(value)
        time = f"{day[1]}T00:00:00{day[2] or 'Z'}" if day else value
        # The engine keeps what is no date, and that is told as it stands.
        return {"date": time} if _TIME.fullmatch(time) else {"str": value}
    tag = term.get("xml:lang", "")
    return {"str": value} | (directed(tag) if version_1 and tag else {})
