"""RDF of Wikidata, triple by triple: entity documents, dumps, and the query service's own form.

The munged form of the query service leaves out the types of items and statements and the dataset
nodes, and may write a node in several places; nothing here relies on any of them. A statement is
put together when all of its item is read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.sources.wikidata.draft import (
    ItemDraft,
    StatementDraft,
    globe_snak,
    item_snak,
    quantity_snak,
    rank_of,
)
from peyvand.sources.wikidata.entity import Complain
from peyvand.sources.wikidata.model import NONE, NORMAL, STRING, TEXT, TIME, UNKNOWN, Snak
from peyvand.sources.wikidata.nodes import Nodes
from peyvand.sources.wikidata.properties import (
    EARTH,
    FILE_PATH,
    GENID,
    KEPT,
    PROP,
    entity_of,
    guid_of,
)
from peyvand.sources.wikidata.tags import mended
from peyvand.sources.wikidata.times import edtf_of

Value = NamedNode | BlankNode | Literal
_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"
_SCHEMA = "http://schema.org/"
_POINT = re.compile(
    r"(?:<([^>]*)>\s*)?POINT\s*\(\s*([-+0-9.eE]+)\s+([-+0-9.eE]+)\s*\)", re.IGNORECASE
)
_NUMBERS = {_XSD + name for name in ("decimal", "integer", "double", "float", "nonNegativeInteger")}
_ROLES = {
    "": "p",
    "direct/": "wdt",
    "statement/": "ps",
    "statement/value/": "psv",
    "qualifier/": "pq",
    "qualifier/value/": "pqv",
    "reference/": "pr",
    "reference/value/": "prv",
    "novalue/": "wdno",
}
_PROP = re.compile(re.escape(PROP) + r"((?:[a-z-]+/)*)(P[1-9][0-9]{0,17})")
_OTHERS = {
    _RDFS + "label": "label",
    "http://www.w3.org/2004/02/skos/core#altLabel": "alias",
    _SCHEMA + "description": "description",
    "http://www.w3.org/2002/07/owl#sameAs": "same",
    _SCHEMA + "dateModified": "modified",
    "http://www.w3.org/ns/prov#wasDerivedFrom": "derived",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "type",
}
# The name of the ontology was another one before 2018.
_WIKIBASE = re.compile(r"http://(?:www\.)?wikiba\.se/ontology(?:-beta|-1\.0)?#(\w+)")
_NODE_PROPERTIES = {
    "timeValue",
    "timePrecision",
    "geoLatitude",
    "geoLongitude",
    "geoPrecision",
    "geoGlobe",
    "quantityAmount",
    "quantityUnit",
}


def role_of(predicate: str) -> tuple[str, str]:
    """What a predicate is for, and the property that it is of; two empty texts for any other."""
    if match := _PROP.fullmatch(predicate):
        return _ROLES.get(match[1], ""), match[2]
    if match := _WIKIBASE.fullmatch(predicate):
        name = match[1]
        return ("node", name) if name in _NODE_PROPERTIES else (name if name == "rank" else "", "")
    return _OTHERS.get(predicate, ""), ""


def simple_snak(prop: str, value: Value) -> Snak:
    """A value without its value node: the precision of a date is what the digits allow.

    Raises:
        ValueError: it is no value.
    """
    if isinstance(value, BlankNode):
        return Snak(prop, UNKNOWN)
    if isinstance(value, NamedNode):
        if value.value.startswith(GENID):
            return Snak(prop, UNKNOWN)
        if entity := entity_of(value.value):
            return item_snak(prop, entity)
        if value.value.startswith(FILE_PATH):
            return Snak(prop, STRING, unquote(value.value.removeprefix(FILE_PATH)))
        return Snak(prop, STRING, value.value)
    if value.language:
        return Snak(prop, TEXT, f"{value.value}@{mended(value.language)}")
    kind = value.datatype.value
    if kind in (_XSD + "dateTime", _XSD + "date"):
        return Snak(prop, TIME, edtf_of(value.value, None, astronomical=True))
    if kind in _NUMBERS:
        return quantity_snak(prop, value.value)
    if kind == _WKT:
        return wkt_snak(prop, value.value, None)
    return Snak(prop, STRING, value.value)


def wkt_snak(prop: str, text: str, precision: float | None) -> Snak:
    """A point as well-known text: longitude first.

    Raises:
        ValueError: it is no point.
    """
    match = _POINT.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text[:60]!r} is not a point")
    globe = entity_of(match[1] or "") or EARTH
    return globe_snak(prop, float(match[3]), float(match[2]), precision, globe)


def node_snak(prop: str, said: dict[str, str]) -> Snak | None:
    """The value that a value node is; nothing if the node is not (yet) known.

    Raises:
        ValueError: it is not a value.
    """
    if "timeValue" in said:
        precision = int(said["timePrecision"]) if "timePrecision" in said else None
        return Snak(prop, TIME, edtf_of(said["timeValue"], precision, astronomical=True))
    if "geoLatitude" in said and "geoLongitude" in said:
        width = float(said["geoPrecision"]) if "geoPrecision" in said else None
        globe = entity_of(said.get("geoGlobe", "")) or EARTH
        point = float(said["geoLatitude"]), float(said["geoLongitude"])
        return globe_snak(prop, *point, width, globe)
    if "quantityAmount" in said:
        unit = entity_of(said.get("quantityUnit", ""))
        # Q199 is the number one, that is, no unit.
        return quantity_snak(prop, said["quantityAmount"], "" if unit == "Q199" else unit)
    return None


@dataclass
class RawStatement:
    """What the triples about a statement node say."""

    property: str = ""
    rank: str = NORMAL
    values: list[Value] = field(default_factory=list)
    value_nodes: list[str] = field(default_factory=list)
    qualifiers: dict[str, list[Value]] = field(default_factory=dict)
    qualifier_nodes: dict[str, list[str]] = field(default_factory=dict)
    without: set[str] = field(default_factory=set)
    references: list[str] = field(default_factory=list)


@dataclass
class RawItem:
    """What the triples about an item and its statements say."""

    draft: ItemDraft
    statements: dict[str, RawStatement] = field(default_factory=dict)
    direct: dict[str, list[Value]] = field(default_factory=dict)
    described: bool = False

    def take(self, role: str, prop: str, value: Value) -> None:
        """A triple whose subject is the item."""
        text = value.value
        if role == "p" and prop in KEPT:
            self.statement(guid_of(text) or text).property = prop
            self.described = True
        elif role == "p":
            self.described = True
        elif role == "wdt" and prop in KEPT:
            self.direct.setdefault(prop, []).append(value)
        elif role == "modified":
            self.draft.modified, self.described = text, True
        elif isinstance(value, Literal):
            tag = mended(value.language or "und")
            if role == "label":
                self.draft.labels[tag] = text
            elif role == "description":
                self.draft.descriptions[tag] = text
            elif role == "alias":
                self.draft.aliases.setdefault(tag, set()).add(text)

    def statement(self, guid: str) -> RawStatement:
        """The statement of that identifier, begun if it is new."""
        return self.statements.setdefault(guid, RawStatement())

    def finished(self, nodes: Nodes, complain: Complain) -> ItemDraft:
        """The draft of the item, once its triples are read."""
        for guid, raw in self.statements.items():
            if raw.property not in KEPT:
                continue
            try:
                self.draft.statements[guid] = _finish(guid, raw, nodes, complain)
            except ValueError as error:
                complain("value", f"{guid} {raw.property}: {error}")
        # A "truthy" dump has the best values only, without statements.
        stated = {raw.property for raw in self.statements.values()}
        for prop, values in self.direct.items():
            for value in () if prop in stated else values:
                try:
                    snak = simple_snak(prop, value)
                except ValueError as error:
                    complain("value", f"{self.draft.qid} {prop}: {error}")
                    continue
                self.draft.statement(prop, str(snak)).value = snak
        return self.draft


def _finish(guid: str, raw: RawStatement, nodes: Nodes, complain: Complain) -> StatementDraft:
    draft = StatementDraft(raw.property, guid, rank_of(raw.rank))
    found = _snaks(raw.property, raw.values, raw.value_nodes, nodes)
    if raw.property in raw.without:
        found = [Snak(raw.property, NONE)]
    if len(found) != 1:
        raise ValueError(f"{len(found)} values instead of one")
    draft.value = found[0]
    draft.qualifiers = {Snak(prop, NONE) for prop in raw.without - {raw.property}}
    for prop in raw.qualifiers.keys() | raw.qualifier_nodes.keys():
        values = raw.qualifiers.get(prop, [])
        try:
            draft.qualifiers |= set(_snaks(prop, values, raw.qualifier_nodes.get(prop, []), nodes))
        except ValueError as error:
            complain("value", f"{guid} {prop}: {error}")
    for reference in raw.references:
        draft.references[reference] = _reference(reference, nodes, guid, complain)
    return draft


def _snaks(prop: str, values: list[Value], value_nodes: list[str], nodes: Nodes) -> list[Snak]:
    # Which of several plain values belongs to which node is not said, so the nodes' own are taken.
    full = [node_snak(prop, dict(nodes.of(node))) for node in value_nodes]
    known = [snak for snak in full if snak]
    if known and len(known) == len(full):
        plain = (v for v in values if isinstance(v, BlankNode) or v.value.startswith(GENID))
        return [*known, *(simple_snak(prop, value) for value in plain)]
    return [simple_snak(prop, value) for value in values]


def _reference(node: str, nodes: Nodes, guid: str, complain: Complain) -> set[Snak]:
    plain: dict[str, list[Snak]] = {}
    full: dict[str, list[Snak | None]] = {}
    for said, value in nodes.of(node):
        role, _, prop = said.partition("/")
        try:
            if role == "prv":
                full.setdefault(prop, []).append(node_snak(prop, dict(nodes.of(value))))
            else:
                kind, _, text = value.partition("\t")
                plain.setdefault(prop, []).append(Snak(prop, kind, text))
        except ValueError as error:
            complain("value", f"{guid} {prop}: {error}")
    found: set[Snak] = set()
    for prop in plain.keys() | full.keys():
        known = [snak for snak in full.get(prop, []) if snak]
        found |= set(known or plain.get(prop, []))
    return found
