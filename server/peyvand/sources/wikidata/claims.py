"""What a record says, as claims of a snapshot, with all that hangs on Wikidata's statements."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.model import Certainty, Claim, Term
from peyvand.sources.snapshots import Snapshot
from peyvand.sources.wikidata.model import (
    GLOBE,
    ITEM,
    NONE,
    QUANTITY,
    TEXT,
    TIME,
    UNKNOWN,
    CityRecord,
    Reference,
    Snak,
    Statement,
    point_of,
)
from peyvand.sources.wikidata.properties import (
    COORDINATES,
    COUNTRY,
    DATES,
    END,
    END_CAUSE,
    IDENTIFIERS,
    KIND,
    POINT_IN_TIME,
    POPULATION,
    START,
    TWIN,
    statement_iri,
)
from peyvand.vocabulary.iris import EDTF, LABEL, iri, thing

# The properties whose statements become claims, unless others are asked for.
CLAIMED = (TWIN, KIND, COUNTRY, COORDINATES, POPULATION, IDENTIFIERS["geonames"])
LANGUAGES = ("en", "fa")
# Wikidata's code of what is written alike in many languages.
MUL = "mul"
_OURS = {
    COORDINATES: iri("pv:coordinates"),
    POPULATION: iri("pv:population"),
    COUNTRY: iri("pv:inCountry"),
}
_NAMES = {COORDINATES: "coordinates", POPULATION: "population"}
_NOTES = {
    START: ("start time (P580) {}", "زمان آغاز (P580) {}"),
    END: ("end time (P582) {}", "زمان پایان (P582) {}"),
    POINT_IN_TIME: ("point in time (P585) {}", "نقطه در زمان (P585) {}"),
    END_CAUSE: ("end cause (P1534) {}", "علت پایان (P1534) {}"),
}
_VALUES = {UNKNOWN: ("unknown value", "مقدار ناشناخته"), NONE: ("no value", "بدون مقدار")}
_ENDED = ("Wikidata marks the statement as ended", "ویکی‌داده این گزاره را پایان‌یافته می‌داند")
_DEPRECATED = (
    "Wikidata keeps the statement as deprecated",
    "ویکی‌داده این گزاره را منسوخ می‌داند",
)
UNKNOWN_DATE = "XXXX"


class Stated(NamedTuple):
    """A claim, and the triples about it that only Wikidata's own vocabulary can say."""

    claim: Claim
    evidence: tuple[Quad, ...]


def claims_of(
    record: CityRecord,
    snapshot: Snapshot,
    cities: Mapping[NamedNode, NamedNode],
    properties: Iterable[str] = CLAIMED,
) -> Iterator[Stated]:
    """The claims that a snapshot makes about one item.

    Args:
        record: the item, redirects followed.
        snapshot: the snapshot.
        cities: our cities by their item; they are named by their own IRI.
        properties: which statements become claims.

    Statements without a known value make no claim: there is nothing that they claim.
    """
    item = iri("wd:" + record.qid)
    about = cities.get(item, item)
    wanted = set(properties)
    used: dict[str, int] = {}
    for statement in record.statements:
        value = _value(statement, record, cities)
        if statement.property not in wanted or value is None:
            continue
        slug = f"{snapshot.name}-{record.qid}-{_NAMES.get(statement.property, statement.property)}"
        if statement.value.kind == ITEM:
            slug += f"-{_target(statement, record)}"
        # Statements are in a fixed order, so a second one of the same value keeps its number.
        used[slug] = used.get(slug, 0) + 1
        if used[slug] > 1:
            slug += f"-{used[slug]}"
        stated = statement.value.value
        redirected = statement.value.kind == ITEM and _target(statement, record) != stated
        claim = Claim(
            identifier=slug,
            part=1,
            about=about,
            property=_OURS.get(statement.property) or iri("wdt:" + statement.property),
            readings=(value,),
            candidates=(),
            certainty=Certainty.CERTAIN,
            read_by=thing("reading-rule/dataset-snapshot"),
            stated_in=snapshot.document,
            stated_by=(snapshot.agent,),
            stated_on=snapshot.date,
            as_printed=stated if redirected else "",
            notes=tuple(_notes(statement)),
            qualifiers=tuple(
                (iri("pq:" + snak.property), value)
                for snak in statement.qualifiers
                if (value := term_of(snak))
            ),
        )
        yield Stated(claim, tuple(_evidence(claim, statement, snapshot)))


def name_quads(
    record: CityRecord,
    snapshot: Snapshot,
    cities: Mapping[NamedNode, NamedNode],
    languages: Iterable[str] = LANGUAGES,
) -> Iterator[Quad]:
    """Labels and other names of an item that is none of our cities, and its redirects."""
    item = iri("wd:" + record.qid)
    for old in record.redirected_from:
        yield Quad(iri("wd:" + old), iri("owl:sameAs"), item, snapshot.graph)
    if item in cities:
        return
    asked = tuple(languages)
    # What is written for all languages (mul) is the name in each that has none of its own.
    names = {tag: record.labels.get(tag) or record.labels.get(MUL) for tag in (*asked, "und")}
    if MUL in record.labels:
        names.pop("und")
    found = {tag: name for tag, name in names.items() if name}
    # An item without a name in any of the languages is shown by the first that it has.
    for tag, name in (found or dict([*record.labels.items()][:1])).items():
        yield Quad(item, LABEL, text_literal(name, tag), snapshot.graph)
    for tag in (*asked, MUL):
        for alias in record.aliases.get(tag, ()):
            yield Quad(item, iri("skos:altLabel"), text_literal(alias, tag), snapshot.graph)


def _target(statement: Statement, record: CityRecord) -> str:
    stated = statement.value.value
    return record.redirects.get(stated, stated) if statement.property == TWIN else stated


def _value(
    statement: Statement, record: CityRecord, cities: Mapping[NamedNode, NamedNode]
) -> Term | None:
    snak = statement.value
    if snak.kind == ITEM:
        item = iri("wd:" + _target(statement, record))
        return cities.get(item, item)
    if snak.kind == GLOBE and not point_of(snak):
        return None
    return term_of(snak)


def term_of(snak: Snak) -> Term | None:
    """A value as an RDF term; nothing for none, and for an unknown one that is no date."""
    if snak.kind == NONE:
        return None
    if snak.kind == UNKNOWN:
        return Literal(UNKNOWN_DATE, datatype=EDTF) if snak.property in DATES else None
    if snak.kind == ITEM:
        return iri("wd:" + snak.value)
    if snak.kind == TIME:
        return Literal(snak.value, datatype=EDTF)
    if snak.kind == QUANTITY:
        number = snak.value.split()[0]
        kind = "decimal" if "." in number else "integer"
        return Literal(number, datatype=iri("xsd:" + kind))
    if snak.kind == TEXT:
        text, _, tag = snak.value.rpartition("@")
        return text_literal(text, tag)
    if snak.kind == GLOBE:
        latitude, longitude, *_ = snak.value.split()
        text = f"POINT({float(longitude):.6f} {float(latitude):.6f})"
        return Literal(text, datatype=iri("geo:wktLiteral"))
    return Literal(snak.value)


def text_literal(text: str, tag: str) -> Literal:
    """A text in a language; one whose code is no language tag is of the language ``und``."""
    try:
        return Literal(text, language=tag)
    except ValueError:
        return Literal(text, language="und")


def _notes(statement: Statement) -> Iterator[Literal]:
    pairs = []
    for snak in statement.qualifiers:
        if texts := _NOTES.get(snak.property):
            words = _VALUES.get(snak.kind, (snak.value, snak.value))
            pairs.append(tuple(t.format(w) for t, w in zip(texts, words, strict=True)))
    if statement.ended:
        pairs.append(_ENDED)
    if statement.deprecated:
        pairs.append(_DEPRECATED)
    for english, persian in pairs:
        yield Literal(english, language="en")
        yield Literal(persian, language="fa")


def _evidence(claim: Claim, statement: Statement, snapshot: Snapshot) -> Iterator[Quad]:
    node, graph = thing(f"claim/{claim.slug}"), snapshot.graph
    if statement.id:
        yield Quad(node, iri("dcterms:source"), NamedNode(statement_iri(statement.id)), graph)
    rank = iri(f"wikibase:{statement.rank.capitalize()}Rank")
    yield Quad(node, iri("wikibase:rank"), rank, graph)
    for reference in statement.references:
        source = reference_node(reference)
        yield Quad(node, iri("prov:wasDerivedFrom"), source, graph)
        for snak in reference:
            if value := term_of(snak):
                yield Quad(source, iri("pr:" + snak.property), value, graph)


def reference_node(reference: Reference) -> NamedNode:
    """The node of a reference; the same reference has the same one everywhere."""
    digest = hashlib.sha256(repr(reference).encode()).hexdigest()
    return thing(f"wikidata-reference/{digest[:24]}")
